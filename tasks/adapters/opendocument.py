"""Reads an .ods as a person sees it: each cell's value, or why a number in it is not seen so.

Beside each number stands the text that was shown of it last: the two must agree.
"""

from collections.abc import Mapping

from lxml import etree

from domain.filekinds import REFUSALS, FileKind
from domain.form import META_SHEET, REPORT_SHEET
from domain.free_form.grid import Grid
from domain.intake import NotAForm
from domain.limits import Limits
from domain.marking import own_words
from domain.reading import Sheets, other_sheets
from domain.submissions import Note, NoteKind, Refused
from tasks.adapters.opendocument_formats import Styles
from tasks.adapters.opendocument_places import Sheet
from tasks.adapters.opendocument_xml import AGAIN, DRAW, OFFICE, TABLE, TEXT, parsed
from tasks.adapters.sheet_tables import grid_of

DEFAULT_LIMITS = Limits()
NOTE = (
    "Sprawozdanie zapisano jako .ods: blokady komórek i listy wyboru formularza mogły przy tym "
    "zginąć, dlatego każdy wpis sprawdzono przy przyjęciu."
)
_MACROS = f"To arkusz .ods z makrami; makr nie uruchamiamy. {AGAIN}"


def read_opendocument(parts: Mapping[str, bytes], *, limits: Limits = DEFAULT_LIMITS) -> Sheets:
    """Read the parts that passed the gate; raises Refused with the reason why it cannot be."""
    check_document(parts)
    content = parsed(parts.get("content.xml", b""))
    if any(len(scripts) for scripts in content.findall(f"{OFFICE}scripts")):
        raise Refused(_MACROS)
    tables = _tables(content, limits)
    common = [parsed(parts["styles.xml"])] if "styles.xml" in parts else []
    styles = Styles.of(content, *common)
    rows = {
        name: Sheet(tables[name], styles).rows(check=name == REPORT_SHEET)
        for name in (META_SHEET, REPORT_SHEET)
        if name in tables
    }
    return Sheets(rows, (Note(NoteKind.FORMAT, NOTE), *_notes(content, tables)))


def read_opendocument_tables(
    parts: Mapping[str, bytes], *, limits: Limits = DEFAULT_LIMITS
) -> tuple[Grid, ...]:
    """Return all sheets of an .ods that was read before, as tables."""
    content = parsed(parts.get("content.xml", b""))
    common = [parsed(parts["styles.xml"])] if "styles.xml" in parts else []
    styles = Styles.of(content, *common)
    sheets = {name: Sheet(table, styles) for name, table in _tables(content, limits).items()}
    return tuple(
        grid_of(name, sheet.rows(check=True), sheet.areas, sheet.hides)
        for name, sheet in sheets.items()
    )


def _notes(content: etree._Element, tables: Mapping[str, etree._Element]) -> tuple[Note, ...]:
    """Return notes on pictures, comments and sheets that are not read."""
    filled = [
        name
        for name, table in tables.items()
        if next(table.iter(f"{OFFICE}annotation", f"{TEXT}p"), None) is not None
    ]
    pictures = sum(1 for _ in content.iter(f"{DRAW}frame", f"{DRAW}custom-shape"))
    comments = sum(map(_is_officers, content.iter(f"{OFFICE}annotation")))
    return (
        *other_sheets(dict.fromkeys(filled, False)),
        *((Note(NoteKind.PICTURES, str(pictures)),) if pictures else ()),
        *((Note(NoteKind.COMMENTS, str(comments)),) if comments else ()),
    )


def _is_officers(comment: etree._Element) -> bool:
    """Whether more stands in a comment than what an earlier check has noted."""
    lines = ["".join(map(str, line.itertext())) for line in comment.iter(f"{TEXT}p")]
    text = "\n".join(lines)
    return not text or bool(own_words(text).strip())


def check_document(parts: Mapping[str, bytes]) -> None:
    """Refuse what shows without parsing: a password, macros (whose parts have a DOCTYPE)."""
    if (
        b"encryption-data" in parts.get("META-INF/manifest.xml", b"")
        or "encrypted-package" in parts
    ):
        raise Refused(REFUSALS[FileKind.ENCRYPTED])
    if any(name.startswith(("Basic/", "Scripts/", "Dialogs/")) for name in parts):
        raise Refused(_MACROS)


def _tables(content: etree._Element, limits: Limits) -> dict[str, etree._Element]:
    book = content.find(f"{OFFICE}body/{OFFICE}spreadsheet")
    if book is None:
        raise NotAForm(
            "To dokument LibreOffice, ale nie arkusz. Proszę wpisać dane do formularza otrzymanego "
            "od koordynatora i przesłać ten plik."
        )
    tables: dict[str, etree._Element] = {}
    found = book.findall(f"{TABLE}table")
    if len(found) > limits.sheets:
        raise Refused(
            f"Plik ma {len(found)} arkuszy; dopuszczalne jest {limits.sheets}. Proszę przesłać sam "
            "formularz, bez dodatkowych arkuszy."
        )
    for table in found:
        name = table.get(f"{TABLE}name", "")
        if name.casefold() in {other.casefold() for other in tables}:
            raise Refused(f"Dwa arkusze mają tę samą nazwę „{name}”. {AGAIN}")
        tables[name] = table
    return tables

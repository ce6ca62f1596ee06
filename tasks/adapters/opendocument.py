"""Reads an .ods as a person sees it: each cell's value, or why a number in it is not seen so.

Beside each number stands the text that was shown of it last: the two must agree.
"""

import itertools
from collections.abc import Collection, Iterator, Mapping

from lxml import etree

from domain.filekinds import REFUSALS, FileKind
from domain.form_sheets import GLANCED_COLUMNS, GLANCED_ROWS, sheet_names
from domain.free_form.grid import Grid
from domain.intake import NotAForm
from domain.limits import Limits
from domain.marking import own_words
from domain.reading import Sheets, other_sheets
from domain.submissions import Note, NoteKind, Refused
from tasks.adapters.opendocument_formats import Styles
from tasks.adapters.opendocument_places import Sheet
from tasks.adapters.opendocument_xml import AGAIN, DRAW, OFFICE, TABLE, TEXT, count, parsed
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
    names = sheet_names(tables, lambda name: _glance(tables[name]))
    rows = {
        name: Sheet(tables[name], styles).rows(check=one.answers) for one, name in names.items()
    }
    notes = (Note(NoteKind.FORMAT, NOTE), *_notes(content, tables, names.values()))
    return Sheets(rows, notes, names)


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


def _glance(table: etree._Element) -> Iterator[Mapping[int, str]]:
    """Yield the texts of a sheet's first rows that have any."""
    for row in itertools.islice(table.iter(f"{TABLE}table-row"), GLANCED_ROWS):
        cells = itertools.islice(_cells(row), GLANCED_COLUMNS)
        yield {place: text for place, text in enumerate(cells, start=1) if text}


def _cells(row: etree._Element) -> Iterator[str]:
    """Yield the text of each cell of a row, of a repeated one as often as that is looked at."""
    for cell in row.iterchildren(f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
        times = min(count(cell, f"{TABLE}number-columns-repeated"), GLANCED_COLUMNS)
        lines = ("".join(map(str, line.itertext())) for line in cell.iterchildren(f"{TEXT}p"))
        yield from itertools.repeat("\n".join(lines), times)


def _notes(
    content: etree._Element, tables: Mapping[str, etree._Element], read: Collection[str]
) -> tuple[Note, ...]:
    """Return notes on pictures, comments and sheets that are not read."""
    filled = [
        name
        for name, table in tables.items()
        if next(table.iter(f"{OFFICE}annotation", f"{TEXT}p"), None) is not None
    ]
    pictures = sum(1 for _ in content.iter(f"{DRAW}frame", f"{DRAW}custom-shape"))
    comments = sum(map(_is_officers, content.iter(f"{OFFICE}annotation")))
    return (
        *other_sheets(dict.fromkeys(filled, False), read),
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

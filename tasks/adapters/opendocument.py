"""Reads an .ods as a person sees it: each cell's value, or why a number in it is not seen so.

Beside each number stands the text that was shown of it last: the two must agree.
"""

import datetime
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from lxml import etree

from domain.filekinds import REFUSALS, FileKind
from domain.form import META_SHEET, REPORT_SHEET
from domain.intake import NotAForm
from domain.limits import Limits
from domain.polish.numbers import format_number
from domain.reading import Sheets
from domain.shown import DIGITS, GENERAL, Operands, Spans, as_stored, readings, shown_text
from domain.submissions import CellState, ErrorValue, RawValue, Refused, UncachedFormula, Unseen

_ODF = "{urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TABLE, TEXT = f"{_ODF}office:1.0}}", f"{_ODF}table:1.0}}", f"{_ODF}text:1.0}}"
STYLE, NUMBER = f"{_ODF}style:1.0}}", f"{_ODF}datastyle:1.0}}"
CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
DEFAULT_LIMITS = Limits()
# For how many a filled cell may stand; how many filled rows, and cells in all, a sheet may have.
MOST_REPEATED, MOST_ROWS, MOST_CELLS = 5000, 20_000, 1_000_000
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
# An empty cell of the form has its address too; no form is wider.
WIDEST = 64
NOTE = (
    "Sprawozdanie zapisano jako .ods: blokady komórek i listy wyboru formularza mogły przy tym "
    "zginąć, dlatego każdy wpis sprawdzono przy przyjęciu."
)
_AGAIN = (
    "Proszę otworzyć plik w LibreOffice lub Excelu, zapisać jako „Skoroszyt programu Excel "
    "(*.xlsx)” i przesłać ponownie."
)
_BROKEN = f"Plik .ods jest uszkodzony albo niekompletny. {_AGAIN}"
_MACROS = f"To arkusz .ods z makrami; makr nie uruchamiamy. {_AGAIN}"
_TOO_MANY = (
    "W arkuszu wypełniono tysiące komórek poza formularzem. Proszę usunąć wartości przeciągnięte "
    "poza jego wiersze i kolumny i przesłać plik ponownie."
)


def read_opendocument(parts: Mapping[str, bytes], *, limits: Limits = DEFAULT_LIMITS) -> Sheets:
    """Read the parts that passed the gate; raises Refused with the reason why it cannot be."""
    check_document(parts)
    content = _parsed(parts.get("content.xml", b""))
    if any(len(scripts) for scripts in content.findall(f"{OFFICE}scripts")):
        raise Refused(_MACROS)
    tables = _tables(content, limits)
    common = [_parsed(parts["styles.xml"])] if "styles.xml" in parts else []
    styles = _Styles.of(content, *common)
    rows = {
        name: _Sheet(tables[name], styles).rows(check=name == REPORT_SHEET)
        for name in (META_SHEET, REPORT_SHEET)
        if name in tables
    }
    return Sheets(rows, (NOTE,))


def check_document(parts: Mapping[str, bytes]) -> None:
    """Refuse what shows without parsing: a password, macros (whose parts have a DOCTYPE)."""
    if (
        b"encryption-data" in parts.get("META-INF/manifest.xml", b"")
        or "encrypted-package" in parts
    ):
        raise Refused(REFUSALS[FileKind.ENCRYPTED])
    if any(name.startswith(("Basic/", "Scripts/", "Dialogs/")) for name in parts):
        raise Refused(_MACROS)


def _parsed(part: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(part, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refused(_BROKEN) from error


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
            raise Refused(f"Dwa arkusze mają tę samą nazwę „{name}”. {_AGAIN}")
        tables[name] = table
    return tables


# ---------------------------------------------------------------- what stands in a cell


@dataclass(frozen=True, slots=True)
class _Figure:
    """A stored number with what is needed to tell whether a person sees it."""

    value: float
    number: Decimal
    formula: str | None
    text: str | None
    style: str = ""
    state: CellState | None = None


_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", re.ASCII)
_DATE = re.compile(r"(\d{4}-\d\d-\d\d)(?:T.*)?", re.ASCII)
_ERROR = re.compile(r"#[^\s=]+|(?:Err|Błąd|Error):\d+")
_BOOLEANS = {"TRUE": True, "PRAWDA": True, "FALSE": False, "FAŁSZ": False}
_REFERENCE = re.compile(r"\[\.(\$?[A-Z]{1,3}\$?\d{1,7})(?::\.(\$?[A-Z]{1,3}\$?\d{1,7}))?\]")
_STORED_AS = dict.fromkeys(("float", "currency", "percentage"), "value") | {
    kind: f"{kind}-value" for kind in ("boolean", "date", "time")
}
_PARAGRAPHS = (f"{TEXT}p", f"{TEXT}h")
_ASIDE = (f"{OFFICE}annotation", f"{OFFICE}annotation-end", f"{TEXT}note")
# White space is folded later; so many of it are kept.
MOST_SPACES = 100


def _content(cell: etree._Element) -> RawValue | _Figure:
    """Return what stands in a cell; a number with its formula and the text shown of it."""
    kind = cell.get(f"{OFFICE}value-type", "")
    text = _text(cell)
    formula = _formula(cell.get(f"{TABLE}formula"))
    erroneous = formula is not None and text is not None and _ERROR.fullmatch(text.strip())
    if erroneous or cell.get(f"{CALC}value-type") == "error":
        return ErrorValue(text or "#?")
    stored = cell.get(f"{OFFICE}{_STORED_AS.get(kind, 'string-value')}")
    if kind not in _STORED_AS:
        stored = text or stored
    if formula is not None and not stored:
        return UncachedFormula(formula)
    match kind:
        case "float" | "currency" | "percentage":
            return _number(stored or "", formula, text)
        case "boolean":
            return stored == "true"
        case "date":
            return _date(stored or "", text)
        case "time":
            return text or stored
    return stored


def _number(stored: str, formula: str | None, text: str | None) -> RawValue | _Figure:
    value = float(stored) if _NUMBER.fullmatch(stored) else float("nan")
    value = int(value) if value.is_integer() and abs(value) < 2**53 else value
    number = as_stored(value)
    if number is None:
        return text or stored
    if formula and value in (0, 1) and text in _BOOLEANS:
        # LibreOffice stores the result of =5>3 as the number 1 that is shown as PRAWDA.
        return _BOOLEANS[text]
    return _Figure(value, number, formula, text)


def _date(stored: str, text: str | None) -> RawValue:
    match = _DATE.fullmatch(stored)
    try:
        return datetime.date.fromisoformat(match[1] if match else "")
    except ValueError:
        return text or stored


def _formula(stored: str | None) -> str | None:
    """Return a formula as people write it: "of:=SUM([.B2:.B4])" is "=SUM(B2:B4)"."""
    if stored is None:
        return None
    plain = _REFERENCE.sub(lambda match: match[1] + (f":{match[2]}" if match[2] else ""), stored)
    return re.sub(r"^[a-z]+:(?==)", "", plain)


def _text(cell: etree._Element) -> str | None:
    """Return the paragraphs of a cell, without its comment; None where it has none."""
    lines = [_inline(child) for child in cell if child.tag in _PARAGRAPHS]
    return "\n".join(lines) if lines else None


def _inline(element: etree._Element) -> str:
    pieces = [_flat(element.text)]
    for child in element:
        match child.tag:
            case _ if child.tag in _ASIDE:
                pass
            case tag if tag == f"{TEXT}s":
                pieces.append(" " * min(_count(child, f"{TEXT}c"), MOST_SPACES))
            case tag if tag == f"{TEXT}tab":
                pieces.append("\t")
            case tag if tag == f"{TEXT}line-break":
                pieces.append("\n")
            case _:
                pieces.append(_inline(child))
        pieces.append(_flat(child.tail))
    return "".join(pieces)


def _flat(text: str | None) -> str:
    """Return text without the line ends of the XML itself, which mean nothing."""
    return (text or "").replace("\n", " ")


def _count(element: etree._Element, name: str, least: int = 1) -> int:
    """Return how many times something stands there; raises Refused where that is no number."""
    stored = element.get(name, "1")
    if not (stored.isascii() and stored.isdigit() and len(stored) < 10):
        raise Refused(_BROKEN)
    return max(least, int(stored))


# ---------------------------------------------------------------- where it stands


def _lines(table: etree._Element, kind: str, hidden: bool) -> Iterator[tuple[etree._Element, bool]]:
    """Yield rows or columns, out of their groups, and whether each is hidden."""
    wrappers = (f"{TABLE}table-header-{kind}s", f"{TABLE}table-{kind}s")
    open_groups = [(iter(table), hidden)]
    while open_groups:
        children, hidden = open_groups[-1]
        child = next(children, None)
        if child is None:
            open_groups.pop()
        elif child.tag == f"{TABLE}table-{kind}":
            yield child, hidden or child.get(f"{TABLE}visibility", "visible") != "visible"
        elif child.tag == f"{TABLE}table-{kind}-group":
            open_groups.append((iter(child), hidden or child.get(f"{TABLE}display") == "false"))
        elif child.tag in wrappers:
            open_groups.append((iter(child), hidden))


def _columns(table: etree._Element) -> dict[int, tuple[bool, str]]:
    """Return for each column whether it is hidden, and the style of its cells."""
    columns: dict[int, tuple[bool, str]] = {}
    place = 1
    for column, hidden in _lines(table, "column", False):
        style = column.get(f"{TABLE}default-cell-style-name", "")
        end = place + _count(column, f"{TABLE}number-columns-repeated")
        columns |= dict.fromkeys(range(place, min(end, LAST_COLUMN + 1)), (hidden, style))
        place = end
    return columns


class _Sheet:
    """One sheet, gone through from its top; what is seen is told when all cells have a place."""

    def __init__(self, table: etree._Element, styles: "_Styles") -> None:
        self.styles = styles
        self.cells: dict[int, dict[int, RawValue | _Figure]] = {}
        self.operands: dict[tuple[int, int], Decimal | str | None] = {}
        self.merged, self.arrays = Spans(), Spans()
        self.columns = _columns(table)
        self.left = MOST_CELLS
        place = 1
        hidden_sheet = styles.hides(table.get(f"{TABLE}style-name", ""))
        for row, hidden in _lines(table, "row", hidden_sheet):
            times = _count(row, f"{TABLE}number-rows-repeated")
            self._row(row, range(place, place + times), hidden)
            place += times

    def rows(self, *, check: bool) -> dict[int, dict[int, RawValue]]:
        """Return the cells that are there; with `check`, numbers only where they are seen."""
        operands = Operands(self.operands)
        width = min(max((max(row) for row in self.cells.values()), default=0), WIDEST)
        return {
            place: {
                column: self._seen(row.get(column), operands, check)
                for column in sorted(row.keys() | range(1, width + 1))
            }
            for place, row in self.cells.items()
        }

    def _row(self, row: etree._Element, places: range, hidden: bool) -> None:
        column = 1
        style = row.get(f"{TABLE}default-cell-style-name", "")
        for cell in row.iterchildren(f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
            columns = range(column, column + _count(cell, f"{TABLE}number-columns-repeated"))
            covered = cell.tag == f"{TABLE}covered-table-cell"
            value = _content(cell)
            if isinstance(value, _Figure):
                value = replace(value, style=cell.get(f"{TABLE}style-name") or style)
                self._fill(value, places, columns, hidden or covered, _spans(cell, "") != (1, 1))
            elif value is not None and not covered:
                self._fill(value, places, columns, hidden, False)
            self._cover(self.merged, _spans(cell, ""), places, columns)
            self._cover(self.arrays, _spans(cell, "matrix-"), places, columns)
            column = columns.stop

    def _fill(
        self,
        value: RawValue | _Figure,
        places: range,
        columns: range,
        hidden: bool,
        merged: bool,
    ) -> None:
        """Put a value wherever it is repeated; raises Refused where that is no form any more."""
        self._spend(len(places) * len(columns), MOST_REPEATED)
        if places.stop - 1 > LAST_ROW or columns.stop - 1 > LAST_COLUMN:
            raise Refused(_BROKEN)
        for column in columns:
            placed = value
            if isinstance(value, _Figure):
                placed = self._placed(value, places[0], column, hidden, merged)
            for place in places:
                self.cells.setdefault(place, {})[column] = placed
                self.operands[place, column] = _operand(placed)
        if len(self.cells) > MOST_ROWS:
            raise Refused(_TOO_MANY)

    def _placed(
        self, figure: _Figure, place: int, column: int, hidden: bool, merged: bool
    ) -> _Figure:
        hidden_column, style = self.columns.get(column, (False, ""))
        state = None
        if hidden or hidden_column or self.merged.cover(place, column):
            state = CellState.HIDDEN
        elif merged:
            state = CellState.MERGED
        elif self.arrays.cover(place, column):
            state = CellState.STALE
        return replace(figure, style=figure.style or style, state=state)

    def _cover(self, covered: Spans, spans: tuple[int, int], places: range, columns: range) -> None:
        if spans != (1, 1):
            height, width = spans
            reach = range(columns.start, columns.stop - 1 + width)
            self._spend(len(reach), LAST_COLUMN)
            covered.add(places.stop - 2 + height, reach)

    def _spend(self, cells: int, most: int) -> None:
        self.left -= cells
        if cells > most or self.left < 0:
            raise Refused(_TOO_MANY)

    def _seen(self, value: RawValue | _Figure, operands: Operands, check: bool) -> RawValue:
        """Return a number only where a person who opens the sheet sees that number there."""
        if not isinstance(value, _Figure):
            return value
        if not check:
            return value.value
        text = format_number(value.number)
        if value.state:
            return Unseen(value.state, text)
        formula = value.formula
        if formula is not None and operands.result(formula.replace(";", ",")) != value.number:
            return Unseen(CellState.STALE, formula)
        if value.text is not None and value.number not in readings(value.text):
            return Unseen(CellState.MASKED, f"{text}, widać {value.text.strip() or 'puste pole'}")
        shown = shown_text(value.number, self.styles.format_of(value.style, value.number))
        return value.value if shown is None else Unseen(CellState.MASKED, f"{text}, widać {shown}")


def _operand(value: RawValue | _Figure) -> Decimal | str | None:
    """Return what a cell is to the formulas of its sheet."""
    if isinstance(value, _Figure):
        plain = value.formula is None and value.state is not CellState.STALE
        return value.number if plain else None
    return value if isinstance(value, str) else None


def _spans(cell: etree._Element, kind: str) -> tuple[int, int]:
    """Return over how many rows and columns a cell or an array formula reaches."""
    rows = _count(cell, f"{TABLE}number-{kind}rows-spanned")
    return rows, _count(cell, f"{TABLE}number-{kind}columns-spanned")


# ---------------------------------------------------------------- how it is shown

_CONDITION = re.compile(r"value\(\)\s*(>=|<=|!=|<|>|=)\s*(-?\d{1,20}(?:\.\d{1,20})?)", re.ASCII)
_COMPARISONS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    "!=": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "=": operator.eq,
}
_ANY_PLACES = "0." + "#" * 15
_UNTOLD = "nietypowy"
# No program writes longer chains of styles or conditions, nor longer formats.
_MOST_PIECES, _LONGEST_FORMAT = 20, 255


@dataclass(frozen=True, slots=True)
class _Styles:
    """The styles of cells and tables by family and name; the formats of numbers by name.

    `codes` are in Excel's notation; `maps` say under which condition another format counts.
    """

    styles: Mapping[tuple[str, str], etree._Element]
    codes: Mapping[str, str]
    maps: Mapping[str, tuple[tuple[str, str], ...]]

    @classmethod
    def of(cls, content: etree._Element, *common: etree._Element) -> "_Styles":
        """Gather the content's own styles, then those that documents share; the first counts."""
        groups = content.findall(f"{OFFICE}automatic-styles")
        groups += [group for root in common for group in root.findall(f"{OFFICE}styles")]
        styles: dict[tuple[str, str], etree._Element] = {}
        formats: dict[str, etree._Element] = {}
        for element in (element for group in groups for element in group):
            name = element.get(f"{STYLE}name", "")
            if element.tag == f"{STYLE}style":
                styles.setdefault((element.get(f"{STYLE}family", ""), name), element)
            elif str(element.tag).startswith(NUMBER):
                formats.setdefault(name, element)
        codes = {name: _code(element) for name, element in formats.items()}
        return cls(styles, codes, {name: _maps(element) for name, element in formats.items()})

    def hides(self, name: str) -> bool:
        """Whether a table's style hides the sheet."""
        style = self.styles.get(("table", name))
        properties = [] if style is None else style.findall(f"{STYLE}table-properties")
        return any(element.get(f"{TABLE}display") == "false" for element in properties)

    def format_of(self, name: str, number: Decimal) -> str:
        """Return the format in which a cell's style shows a number, in Excel's notation."""
        for _ in range(_MOST_PIECES):
            style = self.styles.get(("table-cell", name or "Default"))
            found = "" if style is None else style.get(f"{STYLE}data-style-name")
            name = "" if style is None else style.get(f"{STYLE}parent-style-name", "")
            if found:
                return self._shown_by(found, number)
            if not name:
                return GENERAL[0]
        return _UNTOLD

    def _shown_by(self, name: str, number: Decimal) -> str:
        conditions = self.maps.get(name, ())
        for condition, other in conditions[:_MOST_PIECES]:
            match = _CONDITION.fullmatch(condition)
            if match is None:
                return _UNTOLD
            if _COMPARISONS[match[1]](number, Decimal(match[2])):
                name = other
                break
        code = self.codes.get(name, _UNTOLD)
        # A section of its own shows a minus only where it has one, as the second of Excel's does.
        return f"0;{code}" if conditions and number < 0 else code


def _maps(element: etree._Element) -> tuple[tuple[str, str], ...]:
    found = element.findall(f"{STYLE}map")
    names = (f"{STYLE}condition", f"{STYLE}apply-style-name")
    return tuple((one.get(names[0], ""), one.get(names[1], "")) for one in found)


def _code(element: etree._Element) -> str:
    """Translate a format without its conditions; one that cannot be told stays so."""
    pieces = [_piece(child) for child in element]
    if element.tag == f"{NUMBER}percentage-style":
        pieces.append("%")
    code = "".join(pieces)
    if code == GENERAL[0]:
        return code
    code = code.replace(GENERAL[0], _ANY_PLACES)
    return code if 0 < len(code) <= _LONGEST_FORMAT else _UNTOLD


def _piece(part: etree._Element) -> str:
    kind = str(part.tag).removeprefix(NUMBER)
    if kind in ("text", "currency-symbol"):
        text = (part.text or "").replace('"', "")
        return f'"{text}"' if text else ""
    if kind == "number":
        return _digits(part)
    silent = kind == "fill-character" or not str(part.tag).startswith(NUMBER)
    return "" if silent else {"text-content": "@"}.get(kind, kind)


def _digits(part: etree._Element) -> str:
    places = part.get(f"{NUMBER}decimal-places")
    inserted = "".join(str(text) for text in part.itertext())
    if part.get(f"{NUMBER}display-factor", "1") != "1" or re.search(r"\d", inserted):
        return _UNTOLD
    if places is None:
        return GENERAL[0]
    return "0." + "0" * min(_count(part, f"{NUMBER}decimal-places", least=0), DIGITS)

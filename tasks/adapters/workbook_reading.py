"""Reads an .xlsx as a person sees it: each cell's value, or why a number in it is not seen so."""

import datetime
import io
import itertools
import operator
import re
import warnings
import zipfile
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import openpyxl
from lxml import etree
from openpyxl.cell.cell import Cell as XlsxCell
from openpyxl.cell.cell import MergedCell
from openpyxl.formatting.rule import Rule
from openpyxl.styles.colors import Color
from openpyxl.utils import coordinate_to_tuple, range_boundaries
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from domain.arithmetic import MOST_CELLS, NotArithmetic, evaluate
from domain.form_sheets import GLANCED_COLUMNS, GLANCED_ROWS, UNANSWERED_SHEETS, sheet_names
from domain.marking import own_words
from domain.polish.numbers import format_number
from domain.reading import Sheets, other_sheets
from domain.shown import as_stored, shown_text
from domain.submissions import (
    CellState,
    ErrorValue,
    Note,
    NoteKind,
    RawValue,
    Refused,
    UncachedFormula,
    Unseen,
)
from tasks.adapters.sheet_scan import (
    LAST_COLUMN,
    LAST_ROW,
    MAIN,
    ScannedSheet,
    parse,
    scan,
    sheet_paths,
)

MOST_COMMENTS, LONGEST_COMMENT = 3, 80
GROUPED = "#,##0"
SIGNS = ("x", "X", "–", "-", "—", ".")
# Nobody reads a row so low (points) or a column so narrow (characters).
LOWEST_POINTS, NARROWEST = 4.0, 2.0
# Characters; Excel's own where a sheet tells none.
USUAL_WIDTH = 8.43
LONGEST_BLANK = 2000
_EMPTY_SHEET = f'<worksheet xmlns="{MAIN[1:-1]}"><sheetData/></worksheet>'.encode()
_DRAWING = re.compile(r"xl/(?:media|drawings|charts|embeddings)/[^/]+(?<!\.vml)")
_COMMENTS = re.compile(r"xl/(?:comments[^/]*|comments/[^/]+)\.xml")
# openpyxl has taken "x005F_" away, so that other letters cannot be told from what was typed.
_ESCAPED = re.compile(r"_x(00[01][0-9A-Fa-f])_")


_COMPARISONS: Mapping[str, Callable[[float, float], bool]] = {
    "equal": operator.eq,
    "notEqual": operator.ne,
    "greaterThan": operator.gt,
    "greaterThanOrEqual": operator.ge,
    "lessThan": operator.lt,
    "lessThanOrEqual": operator.le,
}


def read_workbook(parts: Mapping[str, bytes]) -> Sheets:
    """Read the parts that passed the gate; raises Refused with the reason why it cannot be."""
    scanned = scan(parts, UNANSWERED_SHEETS)
    paths = dict(sheet_paths(parts))
    # The form's own sheets without answers are the larger part of it.
    untold = [path for name, path in paths.items() if name in UNANSWERED_SHEETS]
    typed = _load(_emptied(parts, untold), values=False)
    there = [name for name in scanned if name in typed.sheetnames]
    names = sheet_names(there, lambda name: _glance(typed[name], scanned[name]))
    read = names.values()
    formulas = any(scanned[name].formulas for name in read)
    others = [path for name, path in paths.items() if name not in read]
    shown = _load(_emptied(parts, others), values=True) if formulas else typed
    filled = {
        name: typed[name].sheet_state != "visible"
        for name, sheet in scanned.items()
        if any(sheet.rows.values())
    }
    rows = {
        name: _Reading(shown[name], typed[name], scanned[name]).rows(check=one.answers)
        for one, name in names.items()
    }
    notes = (*other_sheets(filled, read), *_drawn(parts), *_commented(parts))
    return Sheets(rows, notes, names)


def _glance(typed: Worksheet, scanned: ScannedSheet) -> Iterator[Mapping[int, str]]:
    """Yield the texts of a sheet's first rows."""
    for place, columns in itertools.islice(scanned.rows.items(), GLANCED_ROWS):
        cells = {
            column: typed.cell(place, column).value
            for column in columns
            if column <= GLANCED_COLUMNS
        }
        yield {column: value for column, value in cells.items() if isinstance(value, str)}


def _drawn(parts: Mapping[str, bytes]) -> tuple[Note, ...]:
    """Return a note on pictures, text boxes and embedded files, which are not read."""
    drawn = [
        name for name in parts if _DRAWING.fullmatch(name.lower()) and not _is_blank(parts[name])
    ]
    return (Note(NoteKind.PICTURES, str(len(drawn))),) if drawn else ()


def _is_blank(part: bytes) -> bool:
    """Whether nothing is drawn: LibreOffice adds such a drawing to a sheet with comments."""
    if len(part) > LONGEST_BLANK or b"<" not in part:
        return False
    try:
        return not len(parse(part))
    except etree.XMLSyntaxError:
        return False


def _commented(parts: Mapping[str, bytes]) -> tuple[Note, ...]:
    """Return a note on comments, which are not read, with the first of them.

    What an earlier check has noted in them is not an officer's word.
    """
    found: list[str] = []
    for name, part in parts.items():
        if _COMMENTS.fullmatch(name.lower()):
            for comment in parse(part).iter(f"{MAIN}comment"):
                whole = "".join(text.text or "" for text in comment.iter(f"{MAIN}t"))
                text = " ".join(own_words(whole).split())
                if text or not whole:
                    found.append(f"{comment.get('ref', '')} „{text[:LONGEST_COMMENT]}”")
    if not found:
        return ()
    more = f" i {len(found) - MOST_COMMENTS} innych" if len(found) > MOST_COMMENTS else ""
    return (Note(NoteKind.COMMENTS, "; ".join(found[:MOST_COMMENTS]) + more),)


@dataclass(frozen=True)
class _Reading:
    """One sheet of a form: as shown, as typed, and as a plain scan of its XML has it."""

    shown: Worksheet
    typed: Worksheet
    scanned: ScannedSheet

    def rows(self, *, check: bool) -> dict[int, dict[int, RawValue]]:
        """Return the cells that are there; with `check`, only what is seen so.

        A stray sign far below costs nothing.
        """
        seen = self._seen if check else self._value
        return {
            place: {column: seen(self.typed.cell(place, column)) for column in columns}
            for place, columns in self.scanned.rows.items()
        }

    def _seen(self, cell: XlsxCell | MergedCell) -> RawValue:
        value = self._value(cell)
        if isinstance(value, str) and value:
            return self._text(cell, value)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return self._number(cell, value)
        return value

    def _value(self, cell: XlsxCell | MergedCell) -> RawValue:
        if cell.data_type == "f":
            shown = self.shown[cell.coordinate]
            if shown.value is None:
                return UncachedFormula(_formula(cell.value))
            cell = shown
        if cell.data_type == "e":
            return ErrorValue(str(cell.value))
        value = cell.value
        if isinstance(value, str):
            return _unescaped(value)
        if isinstance(value, ArrayFormula):
            return UncachedFormula(str(value.text))
        if value is None or isinstance(value, int | float | bool | datetime.date):
            return value
        return str(value)

    def _text(self, cell: XlsxCell | MergedCell, value: str) -> RawValue:
        """Return a text, unless a formula made it, or it is a sign that nobody sees."""
        typed = self.typed[cell.coordinate]
        if typed.data_type == "f":
            return Unseen(CellState.STALE, _formula(typed.value))
        if cell.coordinate in self.scanned.struck or cell.font.strike:
            return Unseen(CellState.STRUCK, value)
        if value.strip() in SIGNS and self._hidden(cell):
            return Unseen(CellState.HIDDEN, value)
        return value

    def _number(self, cell: XlsxCell | MergedCell, value: float) -> RawValue:
        """Return a number only where a person who opens the sheet sees that number there."""
        number = as_stored(value)
        if number is None:
            return str(value)
        text = format_number(number)
        scanned = self.scanned.numbers.get(cell.coordinate)
        if scanned != value and not (isinstance(value, int) and scanned == float(value)):
            return Unseen(CellState.STALE, text)
        if self._hidden(cell) or (number == 0 and not self._zeros_shown()):
            return Unseen(CellState.HIDDEN, text)
        if self._merged(cell):
            return Unseen(CellState.MERGED, text)
        if cell.font.strike:
            return Unseen(CellState.STRUCK, text)
        if self.typed[cell.coordinate].data_type == "f":
            formula = _formula(self.typed[cell.coordinate].value)
            if evaluate(formula, self._number_at, self._numbers_in) != number:
                return Unseen(CellState.STALE, formula)
        if self._spilt(cell):
            return Unseen(CellState.STALE, text)
        if cell.alignment.horizontal == "fill":
            return Unseen(CellState.MASKED, f"{text}, widać {text}{text}…")
        if len(str(abs(int(number)))) > self._width(int(cell.column or 0)):
            return Unseen(CellState.MASKED, f"{text}, widać ####")
        shown = shown_text(number, str(cell.number_format)) or self._by_condition(cell, number)
        return value if shown is None else Unseen(CellState.MASKED, f"{text}, widać {shown}")

    def _hidden(self, cell: XlsxCell | MergedCell) -> bool:
        sheet = self.typed
        row, place = int(cell.row or 0), int(cell.column or 0)
        if sheet.sheet_state != "visible" or sheet.row_dimensions[row].hidden:
            return True
        height = sheet.row_dimensions[row].height
        if height is not None and height < LOWEST_POINTS:
            return True
        if _inkless(cell) or self._hidden_by_condition(cell):
            return True
        # What is usual for rows (zeroHeight) is so for those that the sheet does not hold.
        return self._width(place) < NARROWEST

    def _width(self, place: int) -> float:
        """Return how many digits a column shows; one that is not described has the usual width."""
        sheet = self.typed
        for column in sheet.column_dimensions.values():
            if (column.min or 0) <= place <= (column.max or 0):
                return 0.0 if column.hidden else float(column.width)
        usual = sheet.sheet_format.defaultColWidth
        return USUAL_WIDTH if usual is None else float(usual)

    def _zeros_shown(self) -> bool:
        return self.typed.sheet_view.showZeros is not False

    def _spilt(self, cell: XlsxCell | MergedCell) -> bool:
        """Whether a number was put here by a formula that stands in another cell."""
        row, column = int(cell.row or 0), int(cell.column or 0)
        for span in self.scanned.spans:
            left, top, right, bottom = (int(edge or 0) for edge in range_boundaries(span))
            if left <= column <= right and top <= row <= bottom:
                return True
        return False

    @cached_property
    def _conditions(self) -> list[tuple[MultiCellRange, list[Rule]]]:
        """The conditional formats that may show a number otherwise, or not at all.

        The form's own ones, which group the thousands of whole numbers, are none of these.
        """
        found = [
            (condition.sqref, [rule for rule in condition.rules if _changes(rule)])
            for condition in self.typed.conditional_formatting
        ]
        return [(area, rules) for area, rules in found if rules]

    def _rules_over(self, cell: XlsxCell | MergedCell) -> list[Rule]:
        over = (rules for area, rules in self._conditions if cell.coordinate in area)
        return [rule for rules in over for rule in rules]

    def _by_condition(self, cell: XlsxCell | MergedCell, number: Decimal) -> str | None:
        """Return another number that a conditional format may show in a cell."""
        codes = (_code(rule) for rule in self._rules_over(cell) if _may_hold(rule, cell.value))
        shown = (shown_text(number, code) for code in codes if code)
        return next((text for text in shown if text is not None), None)

    def _hidden_by_condition(self, cell: XlsxCell | MergedCell) -> bool:
        """Whether a condition that may hold takes a number's ink away."""
        rules = self._rules_over(cell)
        return any(_takes_away(rule) and _may_hold(rule, cell.value) for rule in rules)

    def _merged(self, cell: XlsxCell | MergedCell) -> bool:
        ranges = self.typed.merged_cells.ranges
        return any(cell.coordinate in merged for merged in ranges)

    def _number_at(self, reference: str) -> Decimal | None:
        """Return the number of a plain cell that a formula refers to; an empty one counts as 0."""
        try:
            row, column = coordinate_to_tuple(reference)
        except ValueError as error:
            raise NotArithmetic(reference) from error
        if not 1 <= row <= LAST_ROW or column > LAST_COLUMN:
            raise NotArithmetic(reference)
        cell = self.typed.cell(row, column)
        value = cell.value
        if value is None:
            return Decimal(0)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return as_stored(value)
        return None

    def _numbers_in(self, area: str) -> list[Decimal]:
        """Return the numbers of a range; raises NotArithmetic where it holds a formula."""
        left, top, right, bottom = (int(edge or 0) for edge in range_boundaries(area))
        if right < left or bottom < top:
            raise NotArithmetic(area)
        if (right - left + 1) * (bottom - top + 1) > MOST_CELLS:
            raise NotArithmetic(area)
        numbers: list[Decimal] = []
        for row in self.typed[area]:
            for cell in row if isinstance(row, tuple) else (row,):
                if cell.data_type == "f":
                    raise NotArithmetic(area)
                number = self._number_at(cell.coordinate)
                if number is not None:
                    numbers.append(number)
        return numbers


def _inkless(cell: XlsxCell | MergedCell) -> bool:
    """Whether a cell's ink has the colour of its ground."""
    ink, fill = cell.font.color, cell.fill
    if fill.fill_type is None:
        return _white(ink)
    if ink is None or fill.fill_type != "solid":
        return False
    ground = fill.fgColor
    same = ink.type == ground.type and ink.value == ground.value and ink.tint == ground.tint
    return same or (_white(ink) and _white(ground))


def _code(rule: Rule) -> str:
    """Return the format of numbers that a condition sets, or nothing."""
    return str(rule.dxf.numFmt.formatCode) if rule.dxf and rule.dxf.numFmt else ""


def _changes(rule: Rule) -> bool:
    return _takes_away(rule) or _code(rule) not in ("", "General", GROUPED)


def _may_hold(rule: Rule, value: object) -> bool:
    """Whether a condition may hold for a value: only a comparison with a number is worked out."""
    compare = _COMPARISONS.get(str(rule.operator)) if rule.type == "cellIs" else None
    if compare is None or len(rule.formula) != 1 or not isinstance(value, int | float):
        return True
    try:
        return compare(value, float(rule.formula[0]))
    except ValueError:
        return True


def _takes_away(rule: Rule) -> bool:
    if any(part is not None and part.showValue is False for part in (rule.dataBar, rule.iconSet)):
        return True
    change = rule.dxf
    if change is None:
        return False
    # The form's own conditions only group thousands; one without a digit shows nothing.
    blank = change.numFmt is not None and not re.search("[#0?]|General", change.numFmt.formatCode)
    return blank or (change.font is not None and _white(change.font.color))


def _white(color: Color | None) -> bool:
    """Whether a colour is white: the paper's, of which nobody reads a number."""
    if color is None:
        return False
    match color.type:
        case "rgb":
            return str(color.rgb).upper().endswith("FFFFFF")
        case "theme":
            return color.theme == 0 and not color.tint
        case "indexed":
            return color.indexed in (1, 9)
    return False


def _unescaped(text: str) -> str:
    """Turn "_x000D_", by which Excel stores control characters, into what it stands for."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def _formula(value: object) -> str:
    """Return a formula's text; an array formula is an object of openpyxl's."""
    return str(value.text) if isinstance(value, ArrayFormula) else str(value)


def _emptied(parts: Mapping[str, bytes], sheets: Collection[str]) -> dict[str, bytes]:
    """Return the parts with nothing in these sheets, which are not read."""
    return {**parts, **dict.fromkeys(sheets, _EMPTY_SHEET)}


def _load(parts: Mapping[str, bytes], *, values: bool) -> Workbook:
    """Open the parts that passed the gate, and nothing else, with openpyxl."""
    checked = io.BytesIO()
    with zipfile.ZipFile(checked, "w") as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part)
    try:
        with warnings.catch_warnings():
            # It warns of extensions that it does not keep; nothing is kept here anyway.
            warnings.simplefilter("ignore", UserWarning)
            return openpyxl.load_workbook(checked, data_only=values)
    except MemoryError:
        raise
    except Exception as error:
        # openpyxl raises whatever it trips over; the parser's opinion of a file is a refusal.
        raise Refused(
            "Pliku nie można odczytać jako skoroszytu Excela; jest uszkodzony. Proszę otworzyć go "
            "w Excelu, zapisać jako *.xlsx i przesłać ponownie."
        ) from error

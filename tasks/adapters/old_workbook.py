"""Reads an .xls as a person sees it: each cell's value, or why a number in it is not seen so.

The records are gone through first: xlrd does not tell formulas from values, and gets to see
only the records that it is needed for.
"""

import datetime
import io
from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import IntEnum
from typing import Any

from domain.arithmetic import Operands
from domain.form_sheets import GLANCED_COLUMNS, GLANCED_ROWS, FormSheet, sheet_names
from domain.free_form.grid import Grid
from domain.limits import Limits
from domain.polish.numbers import format_number
from domain.reading import Sheets
from domain.shown import Spans, as_stored, shown_text
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
from tasks.adapters.old_workbook_formulas import formula_of
from tasks.adapters.old_workbook_records import BROKEN, MACROS, TOO_MANY, TOO_OLD, Place, Scan
from tasks.adapters.sheet_tables import grid_of

DEFAULT_LIMITS = Limits()
MOST_MERGED = 20_000
# No sheet of the form is larger (bytes); xlrd reads a sheet whole or not at all.
LARGEST_GLANCED = 2_000_000
NOTE = (
    "Sprawozdanie zapisano w starym formacie .xls: blokady komórek i listy wyboru formularza mogły "
    "przy tym zginąć, a z formuł przyjmujemy tylko proste działania i sumy."
)
_LONGEST_FORMAT = 255
_ANY_FORMULA = "(formuła)"


def read_old_workbook(data: bytes, *, limits: Limits = DEFAULT_LIMITS) -> Sheets:
    """Read a workbook of Excel 97–2003; raises Refused with the reason why it cannot be."""
    try:
        stream = _stream(data)
        scan = Scan(bytearray(stream), limits)
        book = _opened(scan)
        names = sheet_names((*scan.sheets, *scan.others), lambda name: _glance(book, scan, name))
        if set(names.values()) != set(scan.sheets):
            # Now that they are known by their keys: with the formulas of all of them.
            scan = Scan(bytearray(stream), limits, frozenset(names.values()))
            book = _opened(scan)
        return Sheets(dict(_read(book, scan, names)), (Note(NoteKind.FORMAT, NOTE),), names)
    except Refused:
        raise
    except Exception as error:
        # The two libraries raise whatever they trip over; their opinion of a file is a refusal.
        raise Refused(BROKEN) from error


def read_old_tables(data: bytes, *, limits: Limits = DEFAULT_LIMITS) -> tuple[Grid, ...]:
    """Return all sheets of a workbook that was read before, as tables."""
    try:
        return tuple(_tables(Scan(bytearray(_stream(data)), limits, wanted=None)))
    except Refused:
        raise
    except Exception as error:
        raise Refused(BROKEN) from error


def _stream(data: bytes) -> bytes:
    """Return the workbook's own stream of records."""
    import olefile

    with olefile.OleFileIO(io.BytesIO(data)) as file:
        if any("VBA" in part.upper() for path in file.listdir(storages=True) for part in path[:1]):
            raise Refused(MACROS)
        if not file.exists("Workbook"):
            raise Refused(TOO_OLD if file.exists("Book") else BROKEN)
        stream: bytes = file.openstream("Workbook").read()
        return stream


def _opened(scan: Scan) -> Any:
    import xlrd

    return xlrd.open_workbook(
        file_contents=bytes(scan.stream),
        formatting_info=True,
        on_demand=True,
        ragged_rows=True,
        logfile=_Silence(),
    )


def _tables(scan: Scan) -> Iterator[Grid]:
    book = _opened(scan)
    for name, start in scan.sheets.items():
        page = book.sheet_by_name(name)
        areas = {
            (top + 1, left + 1): (bottom - top, right - left)
            for top, bottom, left, right in page.merged_cells
        }
        sheet = _Sheet(book, page, scan.formulas.get(start, {}))
        yield grid_of(name, sheet.rows(check=True), areas, sheet.hides)


def _read(
    book: Any, scan: Scan, names: Mapping[FormSheet, str]
) -> Iterator[tuple[str, dict[int, dict[int, RawValue]]]]:
    for one, name in names.items():
        sheet = _Sheet(book, book.sheet_by_name(name), scan.formulas[scan.sheets[name]])
        yield name, sheet.rows(check=one.answers)


def _glance(book: Any, scan: Scan, name: str) -> Iterator[Mapping[int, str]]:
    """Yield the texts of a sheet's first rows; none of one that is damaged or too large."""
    if scan.size(name) > LARGEST_GLANCED:
        return
    try:
        sheet = book.sheet_by_name(name)
    except Exception:
        # Somebody's own sheet, which is not read.
        return
    for row in range(min(sheet.nrows, GLANCED_ROWS)):
        cells = enumerate(sheet.row_values(row, 0, GLANCED_COLUMNS), start=1)
        yield {column: value for column, value in cells if isinstance(value, str)}


class _Silence(io.StringIO):
    """Takes what xlrd has to say of a file, and keeps none of it."""

    def write(self, text: str) -> int:
        return len(text)


class _Kind(IntEnum):
    """The kinds of cells, as xlrd numbers them."""

    EMPTY = 0
    TEXT = 1
    NUMBER = 2
    DATE = 3
    BOOLEAN = 4
    ERROR = 5
    BLANK = 6


class _Sheet:
    """One sheet as xlrd has read it, with the formulas that it has passed over."""

    def __init__(self, book: Any, sheet: Any, formulas: dict[Place, bytes]) -> None:
        self.book, self.sheet, self.formulas = book, sheet, formulas
        self.merged, self.corners = Spans(), {(area[0], area[2]) for area in sheet.merged_cells}
        self.operands = Operands(
            {
                (row + 1, column + 1): self._operand(row, column)
                for row in range(sheet.nrows)
                for column, kind in enumerate(sheet.row_types(row))
                if kind not in (_Kind.EMPTY, _Kind.BLANK)
            }
        )

    def rows(self, *, check: bool) -> dict[int, dict[int, RawValue]]:
        """Return the cells that are there; with `check`, numbers only where they are seen."""
        areas = sorted(self.sheet.merged_cells, reverse=True)
        if len(areas) > MOST_MERGED:
            raise Refused(TOO_MANY)
        rows: dict[int, dict[int, RawValue]] = {}
        for row in range(self.sheet.nrows):
            while areas and areas[-1][0] <= row:
                _, bottom, left, right = areas.pop()
                self.merged.add(bottom - 1, range(left, right))
            kinds = self.sheet.row_types(row)
            columns = [column for column, kind in enumerate(kinds) if kind != _Kind.EMPTY]
            if columns:
                rows[row + 1] = {column + 1: self._seen(row, column, check) for column in columns}
        return rows

    def _operand(self, row: int, column: int) -> Decimal | str | None:
        """Return what a cell is to the formulas of its sheet."""
        value = self.sheet.cell_value(row, column)
        kind = self.sheet.cell_type(row, column)
        if kind == _Kind.NUMBER and (row, column) not in self.formulas:
            return as_stored(value)
        return str(value) if kind == _Kind.TEXT else None

    def _seen(self, row: int, column: int, check: bool) -> RawValue:
        value = self.sheet.cell_value(row, column)
        match self.sheet.cell_type(row, column):
            case _Kind.TEXT if not value and (row, column) in self.formulas:
                return UncachedFormula(formula_of(self.formulas[row, column]) or _ANY_FORMULA)
            case _Kind.TEXT:
                return str(value)
            case _Kind.NUMBER:
                return self._number(row, column, value, check)
            case _Kind.DATE:
                return _date(value, self.book.datemode)
            case _Kind.BOOLEAN:
                return bool(value)
            case _Kind.ERROR:
                return ErrorValue(_error(value))
        return None

    def _number(self, row: int, column: int, value: float, check: bool) -> RawValue:
        """Return a number only where a person who opens the sheet sees that number there."""
        plain = int(value) if value.is_integer() and abs(value) < 2**53 else value
        number = as_stored(plain)
        if number is None:
            return str(value)
        text = format_number(number)
        if not check:
            return plain
        if self._hidden(row, column):
            return Unseen(CellState.HIDDEN, text)
        if self.merged.cover(row, column):
            corner = (row, column) in self.corners
            return Unseen(CellState.MERGED if corner else CellState.HIDDEN, text)
        if (row, column) in self.formulas:
            formula = formula_of(self.formulas[row, column])
            if formula is None or self.operands.result(formula) != number:
                return Unseen(CellState.STALE, formula or _ANY_FORMULA)
        shown = shown_text(number, self._format(row, column))
        return plain if shown is None else Unseen(CellState.MASKED, f"{text}, widać {shown}")

    def hides(self, place: int, column: int) -> bool:
        """Whether a cell (from 1) is hidden, or what it says was made by a formula."""
        at = (place - 1, column - 1)
        return self._hidden(*at) or at in self.formulas

    def _hidden(self, row: int, column: int) -> bool:
        own_row = self.sheet.rowinfo_map.get(row)
        own_column = self.sheet.colinfo_map.get(column)
        hidden_row = own_row.hidden if own_row else self.sheet.default_row_hidden
        return bool(self.sheet.visibility or hidden_row or (own_column and own_column.hidden))

    def _format(self, row: int, column: int) -> str:
        style = self.book.xf_list[self.sheet.cell_xf_index(row, column)]
        code = str(self.book.format_map[style.format_key].format_str)
        return code if len(code) <= _LONGEST_FORMAT else "nietypowy"


def _error(code: int) -> str:
    import xlrd

    return str(xlrd.error_text_from_code.get(code, "#?"))


def _date(value: float, epoch: int) -> RawValue:
    import xlrd

    try:
        moment: datetime.datetime = xlrd.xldate_as_datetime(max(value, 0), epoch)
    except (OverflowError, ValueError):
        return f"{value:g}"
    if value < 0:
        # Excel shows no such date, only number signs.
        return f"{value:g}"
    return moment.date() if value >= 1 else f"{moment:%H:%M:%S}"

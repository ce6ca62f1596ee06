"""Reads what a unit sent back: cells with addresses, rows by hidden key, columns by header."""

import datetime
import io
import itertools
import re
import warnings
import zipfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

import openpyxl
from openpyxl.cell.cell import Cell as XlsxCell
from openpyxl.cell.cell import MergedCell
from openpyxl.utils import range_boundaries
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.formula import ArrayFormula

from domain.form import KEY_HEADER, META_SHEET, REPORT_SHEET, Field, form_columns
from domain.polish.numbers import format_number
from domain.polish.typography import normalise_space
from domain.programme import Programme, Unit
from domain.shown import NotArithmetic, as_stored, evaluate, shown_text
from domain.submissions import (
    Cell,
    CellState,
    ErrorValue,
    Origin,
    RawValue,
    Refused,
    ReportedRow,
    Submission,
    UncachedFormula,
    Unseen,
    group_rows,
)
from tasks.adapters.gate import Limits, SourceFile, open_workbook
from tasks.adapters.sheet_scan import ScannedSheet, scan

HEADER_ROWS = 40
META_VALUE = 3
# No total in a form spans more.
MOST_CELLS = 5000
DEFAULT_LIMITS = Limits()
_ESCAPED = re.compile(r"_x(00[01][0-9A-Fa-f])_")
SheetRow = Mapping[int, XlsxCell | MergedCell]


def read_submission(
    programme: Programme, source: SourceFile, limits: Limits = DEFAULT_LIMITS
) -> Submission:
    """Read one workbook; raises Refused with the reason why it cannot be taken."""
    sheets = _Sheets.open(source, limits)
    meta = sheets.meta()
    unit = _checked_unit(programme, meta)
    head = Submission(source.name, source.sha256, unit.code, meta)
    actions, repeated = group_rows(unit.code, list(sheets.rows(programme, unit)), head.date)
    return replace(head, actions=actions, repeated=repeated)


def identify(source: SourceFile, limits: Limits = DEFAULT_LIMITS) -> Mapping[str, str]:
    """Return what the identification sheet says (programme, year, unit …) as text."""
    return {key: cell.text for key, cell in _Sheets.open(source, limits).meta().items()}


def _checked_unit(programme: Programme, meta: Mapping[str, Cell]) -> Unit:
    slug, year, code = (meta.get(key, Cell()).text for key in ("programme", "year", "unit"))
    if slug != programme.slug:
        raise Refused(
            f"To formularz innego programu („{slug}”); tu zbierane są sprawozdania programu "
            f"„{programme.slug}”. Proszę przenieść plik do właściwego katalogu."
        )
    if year != str(programme.year):
        raise Refused(
            f"To formularz za rok {year or '(nie podano)'}, a zbierane są sprawozdania za rok "
            f"{programme.year}. Proszę o wypełnienie formularza za {programme.year} rok."
        )
    unit = programme.units.get(code)
    if unit is None or not unit.reports:
        raise Refused(
            f"Nie ma jednostki „{code}”, która składa sprawozdanie w tym programie. Proszę "
            "sprawdzić kod jednostki w arkuszu „Metryczka”."
        )
    return unit


@dataclass(frozen=True)
class _Sheets:
    """The two sheets of a form: as typed, as shown, and as a plain scan of the XML has them."""

    source: SourceFile
    shown: Workbook
    typed: Workbook
    scanned: Mapping[str, ScannedSheet]

    @classmethod
    def open(cls, source: SourceFile, limits: Limits) -> "_Sheets":
        parts = open_workbook(source.data, limits)
        scanned = scan(parts)
        typed = _load(parts, values=False)
        missing = [name for name in (META_SHEET, REPORT_SHEET) if name not in typed.sheetnames]
        if missing:
            raise Refused(
                f"To nie jest formularz sprawozdania: brakuje arkusza „{missing[0]}”. Proszę "
                "odesłać formularz otrzymany od koordynatora, bez zmiany nazw arkuszy."
            )
        formulas = any(scanned[name].formulas for name in (META_SHEET, REPORT_SHEET))
        shown = _load(parts, values=True) if formulas else typed
        return cls(source, shown, typed, scanned)

    def meta(self) -> dict[str, Cell]:
        found: dict[str, Cell] = {}
        for row in self._rows(META_SHEET):
            key = _label(row.get(1))
            if key and key != KEY_HEADER and META_VALUE in row:
                found.setdefault(key, self._cell(META_SHEET, row[META_VALUE]))
        if not {"programme", "year", "unit"} <= found.keys():
            raise Refused(
                "W arkuszu „Metryczka” brakuje ukrytych oznaczeń formularza (program, rok, kod "
                "jednostki). Proszę wypełnić formularz otrzymany od koordynatora."
            )
        return found

    def rows(self, programme: Programme, unit: Unit) -> Iterator[ReportedRow]:
        rows = self._rows(REPORT_SHEET)
        fields = _header(rows, programme, unit)
        for row in rows:
            key = _label(row.get(fields[KEY_HEADER]))
            value = row.get(fields[Field.VALUE])
            if not key and value is not None and value.value is not None:
                # Typed below or between the form's rows: it belongs to nothing, and is not lost.
                key = f"(wiersz {value.row})"
            if key:
                cells = {
                    field: self._cell(REPORT_SHEET, row[column])
                    for field, column in fields.items()
                    if field != KEY_HEADER and column in row
                }
                yield ReportedRow(key, cells)

    def _rows(self, sheet: str) -> Iterator[SheetRow]:
        """Yield the cells that are there, by column: a stray sign far below costs nothing."""
        typed = self.typed[sheet]
        for place, columns in self.scanned[sheet].rows.items():
            yield {column: typed.cell(place, column) for column in columns}

    def _cell(self, sheet: str, cell: XlsxCell | MergedCell) -> Cell:
        origin = Origin(self.source.name, sheet, cell.coordinate, self.source.sha256)
        value = self._value(sheet, cell)
        if isinstance(value, int | float) and not isinstance(value, bool) and sheet == REPORT_SHEET:
            value = self._seen(cell, value)
        return Cell(value, origin)

    def _value(self, sheet: str, cell: XlsxCell | MergedCell) -> RawValue:
        if cell.data_type == "f":
            shown = self.shown[sheet][cell.coordinate]
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

    def _seen(self, cell: XlsxCell | MergedCell, value: float) -> RawValue:
        """Return a number only where a person who opens the sheet sees that number there."""
        number = as_stored(value)
        if number is None:
            return str(value)
        text = format_number(number)
        scanned = self.scanned[REPORT_SHEET].numbers.get(cell.coordinate)
        if scanned != value and not (isinstance(value, int) and scanned == float(value)):
            return Unseen(CellState.STALE, text)
        if self._hidden(cell):
            return Unseen(CellState.HIDDEN, text)
        if self._merged(cell):
            return Unseen(CellState.MERGED, text)
        if self.typed[REPORT_SHEET][cell.coordinate].data_type == "f":
            formula = _formula(self.typed[REPORT_SHEET][cell.coordinate].value)
            if evaluate(formula, self._number_at, self._numbers_in) != number:
                return Unseen(CellState.STALE, formula)
        shown = shown_text(number, str(cell.number_format))
        return value if shown is None else Unseen(CellState.MASKED, f"{text}, widać {shown}")

    def _hidden(self, cell: XlsxCell | MergedCell) -> bool:
        sheet = self.typed[REPORT_SHEET]
        row, place = int(cell.row or 0), int(cell.column or 0)
        if sheet.sheet_state != "visible" or sheet.row_dimensions[row].hidden:
            return True
        return any(
            column.hidden and (column.min or 0) <= place <= (column.max or 0)
            for column in sheet.column_dimensions.values()
        )

    def _merged(self, cell: XlsxCell | MergedCell) -> bool:
        ranges = self.typed[REPORT_SHEET].merged_cells.ranges
        return any(cell.coordinate in merged for merged in ranges)

    def _number_at(self, reference: str) -> Decimal | None:
        """Return the number of a plain cell that a formula refers to; an empty one counts as 0."""
        cell = self.typed[REPORT_SHEET][reference]
        if cell.value is None:
            return Decimal(0)
        plain = isinstance(cell.value, int | float) and not isinstance(cell.value, bool)
        return as_stored(cell.value) if plain else None

    def _numbers_in(self, area: str) -> list[Decimal]:
        """Return the numbers of a range; raises NotArithmetic where it holds a formula."""
        left, top, right, bottom = (int(edge or 0) for edge in range_boundaries(area))
        if (right - left + 1) * (bottom - top + 1) > MOST_CELLS:
            raise NotArithmetic(area)
        numbers: list[Decimal] = []
        for row in self.typed[REPORT_SHEET][area]:
            for cell in row if isinstance(row, tuple) else (row,):
                if cell.data_type == "f":
                    raise NotArithmetic(area)
                number = self._number_at(cell.coordinate)
                if number is not None:
                    numbers.append(number)
        return numbers


def _unescaped(text: str) -> str:
    """Turn "_x000D_", by which Excel stores control characters, into what it stands for."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def _formula(value: object) -> str:
    """Return a formula's text; an array formula is an object of openpyxl's."""
    return str(value.text) if isinstance(value, ArrayFormula) else str(value)


def _label(cell: XlsxCell | MergedCell | None) -> str:
    return "" if cell is None or cell.value is None else normalise_space(str(cell.value))


def _header(rows: Iterator[SheetRow], programme: Programme, unit: Unit) -> dict[str, int]:
    """Read on to the header row, known by the hidden key's header; map fields to columns."""
    columns_of_form = form_columns(programme, unit)
    known = {column.header.casefold(): str(column.field) for column in columns_of_form}
    needed = {column.header for column in columns_of_form if column.rows}
    for row in itertools.islice(rows, HEADER_ROWS):
        columns = {
            _label(cell).casefold(): column for column, cell in sorted(row.items(), reverse=True)
        }
        if KEY_HEADER.casefold() in columns:
            _refuse_missing(needed, columns)
            fields = {name: columns[key] for key, name in known.items() if key in columns}
            return fields | {KEY_HEADER: columns[KEY_HEADER.casefold()]}
    raise Refused(
        f"W arkuszu „{REPORT_SHEET}” nie ma wiersza nagłówków z ukrytą kolumną "
        f"„{KEY_HEADER}”. Proszę wypełnić formularz otrzymany od koordynatora."
    )


def _refuse_missing(needed: Collection[str], columns: Mapping[str, int]) -> None:
    """Refuse a form whose answers cannot be found; a column that only shows may be gone."""
    missing = sorted(header for header in needed if header.casefold() not in columns)
    if missing:
        names = ", ".join(f"„{header}”" for header in missing)
        raise Refused(
            f"W arkuszu „{REPORT_SHEET}” brakuje kolumn: {names}. Proszę przywrócić nagłówki "
            "z otrzymanego formularza."
        )


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
    except Exception as error:
        # openpyxl raises whatever it trips over; the parser's opinion of a file is a refusal.
        raise Refused(
            "Pliku nie można odczytać jako skoroszytu Excela; jest uszkodzony. Proszę otworzyć go "
            "w Excelu, zapisać jako *.xlsx i przesłać ponownie."
        ) from error

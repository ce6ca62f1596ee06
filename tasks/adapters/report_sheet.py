"""Writes the sheet of answers: a hidden key in column A, then the form's columns."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from domain.answers import FormAnswers
from domain.form import (
    HEADER_ROW,
    KEY_HEADER,
    QUALIFIER_LABELS,
    STATUS_LABELS,
    Field,
    FormColumn,
    FormRow,
    RowKind,
)
from domain.form_control import Control, Formula
from domain.form_verdicts import ASKED, DONE, ERROR, TO_DO, WARNING
from domain.values import Qualifier, Value
from tasks.adapters.control_sheet import formula
from tasks.adapters.form_styles import Styles, group_thousands, on_a4, protect
from tasks.adapters.written_workbooks import LONGEST_TEXT, height

HEADING_POINTS, NOTE_POINTS = 20.0, 16.0
FROZEN_COLUMNS = 3
ABSENCES = ("x", "–", ".")
INTRO = (
    "Proszę wypełnić białe i żółte pola: wykonanie (sama liczba) i status, a gdy trzeba – "
    "wyjaśnienie. W wolnych wierszach można dopisać to, co policzono poza planem. Kolumna "
    "„Sprawdzenie” podpowiada na bieżąco."
)
_VALUE = (
    "Liczba albo znak",
    "Sama liczba, np. 1703 albo 15,5. Znaki: x – nie dotyczy, – (kreska) – nie wystąpiło, "
    ". (kropka) – brak danych.",
)
_EXTRA = (
    "Co jeszcze policzono",
    "Wolny wiersz: proszę wybrać z listy albo wpisać, co policzono poza planem.",
)
_PART = (
    "Część czego",
    "Gdy to, co policzono, jest częścią innej liczby tego działania – proszę wskazać, której. "
    "W sprawozdaniu stanie przy niej po „w tym”.",
)
_EXPLANATION = ("Wyjaśnienie", "Jedno lub dwa zdania: dlaczego jest inaczej, niż zaplanowano.")
_WORDING = (
    "Własne brzmienie",
    "Tylko gdy samo zestawienie liczb nie wystarcza. Liczby w tekście muszą być te same.",
)
_SPENDING = ("Kwota w złotych", "Kwota w złotych i groszach; gdy działanie było bez kosztów – 0.")


@dataclass
class ReportSheet:
    """The writing of one sheet of answers."""

    sheet: Worksheet
    styles: Styles
    control: Control
    columns: Sequence[FormColumn]
    rows: Sequence[FormRow]
    given: FormAnswers
    words: str
    open_cells: dict[tuple[str, RowKind], list[tuple[int, int]]] = field(default_factory=dict)

    def write(self) -> None:
        """Write headers, rows, choices and conditions."""
        self._frame()
        for place, row in enumerate(self.rows, start=HEADER_ROW):
            self.sheet.write_string(place, 0, row.key, self.styles.plain)
            self._row(place, row)
        last = HEADER_ROW + len(self.rows) - 1
        self._choices()
        self._conditions(last)
        # With the key column: a sort through the filter must carry the keys along.
        self.sheet.autofilter(HEADER_ROW - 1, 0, last, len(self.columns))
        self.sheet.print_area(0, 0, last, len(self.columns) - 1)

    def _frame(self) -> None:
        sheet, styles, control = self.sheet, self.styles, self.control
        sheet.set_column(0, 0, 14, styles.plain, {"hidden": True})
        for place, column in enumerate(self.columns, start=1):
            sheet.set_column(place, place, column.width, None, {"hidden": column.hidden})
            sheet.write_string(HEADER_ROW - 1, place, column.header, styles.header)
        sheet.write_string(HEADER_ROW - 1, 0, KEY_HEADER, styles.plain)
        sheet.write_string(0, 1, control.programme.name, styles.title)
        told = f"{control.named.name} – rok {control.programme.year}"
        sheet.write_string(1, 1, told, styles.title)
        formula(sheet, 2, 1, control.counter(), styles.counter)
        sheet.write_string(3, 1, INTRO, styles.plain)
        sheet.set_row(HEADER_ROW - 1, 34)
        sheet.freeze_panes(HEADER_ROW, FROZEN_COLUMNS)
        sheet.repeat_rows(HEADER_ROW - 1)
        protect(sheet)
        on_a4(sheet)

    def _row(self, place: int, row: FormRow) -> None:
        if row.kind is RowKind.HEADING:
            self._band(place, f"{row.number} {row.text}".strip(), self.styles.heading)
            self.sheet.set_row(place, HEADING_POINTS)
            return
        if row.kind is RowKind.NOTE:
            self.sheet.write_string(place, 2, row.text, self.styles.note)
            self.sheet.set_row(place, NOTE_POINTS)
            return
        values = self._values(row)
        for index, column in enumerate(self.columns, start=1):
            self._cell(place, index, column, row, values.get(column.field))
        texts = ((values.get(column.field), column.width) for column in self.columns)
        self.sheet.set_row(place, height(texts))

    def _band(self, place: int, text: str, style: Format) -> None:
        for index in range(1, len(self.columns) + 1):
            self.sheet.write_blank(place, index, None, style)
        self.sheet.write_string(place, 1, text, style)

    def _values(self, row: FormRow) -> dict[str, object]:
        action, _, inner = row.key.partition("/")
        values: dict[str, object] = dict(self.given.cells.get((action, inner), {}))
        if row.kind is not RowKind.EXTRA:
            values[Field.TEXT] = row.text
        if row.number:
            values[Field.NUMBER] = row.number
        if row.planned_text:
            values[Field.PLANNED] = row.planned_text
        if row.planned is not None:
            values[Field.PLANNED] = row.planned
        if row.past is not None:
            values[Field.PAST] = row.past
        if row.past_text:
            values[Field.PAST] = row.past_text
        values[Field.CHECK] = self._check(row).value
        return values

    def _check(self, row: FormRow) -> Formula:
        """What the sheet says of a row, looked up by its hidden key."""
        control = self.control
        at = control.places.rows[row.key]
        sign = f"{self._letters(Field.SIGN)}{at}"
        found = f"MATCH($A{at},{control.column('key')},0)"
        words = f'IFERROR(INDEX({control.column("words")},{found}),"")'
        text = f'IF(LEFT(${sign},{len(DONE)})="{DONE}","✓",{words})'
        place = control.place_of(row.key)
        shown = "✓" if control.verdicts.sign(place) == DONE else control.verdicts.words(place)
        return Formula(text, shown)

    def _sign(self, row: FormRow) -> Formula:
        """How a row stands, for the colours: its sign, and "?" where an explanation is wanted."""
        control = self.control
        found = f"MATCH($A{control.places.rows[row.key]},{control.column('key')},0)"
        place = control.place_of(row.key)
        asks, shown = '""', control.verdicts.sign(place)
        if row.kind is RowKind.ACTION:
            asks = f'IF(INDEX({control.column("asks")},{found}),"?","")'
            shown += "?" if control.verdicts.asks(place) else ""
        return Formula(f'IFERROR(INDEX({control.column("sign")},{found})&{asks},"")', shown)

    def _letters(self, name: str) -> str:
        return self.control.places.column(name) or ""

    def _cell(
        self, place: int, index: int, column: FormColumn, row: FormRow, value: object
    ) -> None:
        if column.field in (Field.CHECK, Field.SIGN):
            told = self._check(row) if column.field == Field.CHECK else self._sign(row)
            formula(self.sheet, place, index, told, self.styles.told)
            return
        editable = column.editable(row.kind)
        if column.field in (Field.SPENDING, Field.SPENDING_WORDING):
            editable = editable and row.spending
        if editable:
            self.open_cells.setdefault((column.field, row.kind), []).append((place, index))
        shown: object = value
        if isinstance(value, Value):
            shown = value.number if value.qualifier is Qualifier.COUNTED or editable else str(value)
        style = self._style(column, row, shown, editable=editable)
        if isinstance(shown, int | float | Decimal):
            self.sheet.write_number(place, index, float(shown), style)
        elif shown:
            if len(str(shown)) > LONGEST_TEXT:
                raise ValueError(f"{row.key}: a cell holds no more than {LONGEST_TEXT} characters")
            self.sheet.write_string(place, index, str(shown), style)
        else:
            self.sheet.write_blank(place, index, None, style)

    def _style(self, column: FormColumn, row: FormRow, shown: object, *, editable: bool) -> Format:
        styles = self.styles
        if editable and column.field == Field.SPENDING:
            return styles.input_money
        if editable and column.field in (Field.VALUE, Field.OVERLAP):
            return styles.input_number
        if editable:
            return styles.input
        if isinstance(shown, Decimal):
            whole = shown == shown.to_integral_value()
            return styles.locked_whole if whole else styles.locked_number
        bold = row.kind is RowKind.ACTION and column.field in (Field.TEXT, Field.NUMBER)
        return styles.locked_bold if bold else styles.locked

    def _choices(self) -> None:
        """Say what may stand in the open cells; each kind of them at once."""
        lists: Mapping[str, object] = {
            Field.STATUS: list(STATUS_LABELS.values()),
            Field.QUALIFIER: list(QUALIFIER_LABELS.values()),
        }
        hints = {Field.EXPLANATION: _EXPLANATION, Field.WORDING: _WORDING}
        for (name, kind), cells in self.open_cells.items():
            if name in lists:
                self._validate(cells, {"validate": "list", "source": lists[name]})
            elif name == Field.TEXT and kind is RowKind.EXTRA:
                self._validate(cells, {"validate": "list", "source": self.words}, _EXTRA)
            elif name == Field.PART:
                self._offer_wholes(cells)
            elif name == Field.VALUE:
                told = {"validate": "list", "source": list(ABSENCES), "show_error": False}
                self._validate(cells, told, _VALUE)
            elif name == Field.SPENDING:
                amount = {"validate": "decimal", "criteria": ">=", "value": 0}
                self._validate(cells, amount, _SPENDING)
            elif name in hints:
                self._validate(cells, {"validate": "any"}, hints[Field(name)])

    def _offer_wholes(self, cells: Sequence[tuple[int, int]]) -> None:
        """Offer in each free row what its action counts: their labels stand above it."""
        text = next(iter(self._places_of(Field.TEXT)))
        counted: dict[str, list[int]] = {}
        for place, row in enumerate(self.rows, start=HEADER_ROW):
            if row.kind is RowKind.INDICATOR:
                counted.setdefault(row.key.partition("/")[0], []).append(place)
        free: dict[str, list[tuple[int, int]]] = {}
        for place, index in cells:
            free.setdefault(self.rows[place - HEADER_ROW].key.partition("/")[0], []).append(
                (place, index)
            )
        for action, places in free.items():
            if rows := counted.get(action):
                first, last = (
                    xl_rowcol_to_cell(at, text, True, True) for at in (rows[0], rows[-1])
                )
                source = {"validate": "list", "source": f"={first}:{last}"}
                self._validate(places, source, _PART)

    def _validate(
        self,
        cells: Sequence[tuple[int, int]],
        options: Mapping[str, object],
        hint: tuple[str, str] | None = None,
    ) -> None:
        told = dict(options)
        if hint:
            told |= {"input_title": hint[0], "input_message": hint[1]}
        areas = [(row, column, row, column) for row, column in cells]
        first = cells[0]
        told |= {"error_type": "warning", "other_cells": [list(area) for area in areas[1:]]}
        self.sheet.data_validation(*first, *first, told)

    def _conditions(self, last: int) -> None:
        """Colour what wants a look, by the hidden sign; group thousands of whole numbers."""
        styles = self.styles
        sign = f"${self._letters(Field.SIGN)}{HEADER_ROW + 1}"
        coloured = (
            (ERROR, styles.wrong),
            (WARNING, styles.doubtful),
            (ASKED, styles.doubtful),
            (TO_DO, styles.waiting),
        )
        # In the row of an action no value is typed.
        counted = f'ISNUMBER(FIND("/",$A{HEADER_ROW + 1}))'
        for letter, style in coloured:
            told = f'LEFT({sign},1)="{letter}"'
            self._colour(Field.CHECK, last, told, style)
            self._colour(Field.VALUE, last, f"AND({counted},{told})", style)
        self._colour(Field.CHECK, last, f'LEFT({sign},{len(DONE)})="{DONE}"', styles.fine)
        self._colour(Field.EXPLANATION, last, f'RIGHT({sign},1)="?"', styles.asked)
        # Last: where two hold LibreOffice takes the first.
        self._group_thousands(last)

    def _colour(self, name: str, last: int, condition: str, style: Format) -> None:
        for place in self._places_of(name):
            rule = {"type": "formula", "criteria": f"={condition}", "format": style}
            self.sheet.conditional_format(HEADER_ROW, place, last, place, rule)

    def _group_thousands(self, last: int) -> None:
        for name in (Field.VALUE, Field.OVERLAP):
            for place in self._places_of(name):
                group_thousands(self.sheet, self.styles, (HEADER_ROW, last), place)

    def _places_of(self, name: str) -> Iterable[int]:
        return (at for at, column in enumerate(self.columns, start=1) if column.field == name)

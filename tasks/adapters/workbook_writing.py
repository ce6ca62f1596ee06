"""Writes a unit's form as an .xlsx workbook; the same form has the same bytes."""

import datetime
import io
import math
from collections.abc import Mapping
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from domain.answers import FormAnswers
from domain.form import (
    KEY_HEADER,
    META_SHEET,
    META_TO_FILL,
    QUALIFIER_LABELS,
    REPORT_SHEET,
    STATUS_LABELS,
    WORDS_SHEET,
    Field,
    FormColumn,
    FormRow,
    RowKind,
    form_columns,
    form_rows,
    meta_rows,
)
from domain.polish.collation import collation_key
from domain.programme import Programme, Unit
from domain.values import Qualifier, Value
from tasks.adapters.form_supplements import write_supplements

# A fixed moment: the workbook's own stamp must not tell when it was written.
STAMP = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC).replace(tzinfo=None)
FIRST_ROW = 5
POINTS_PER_LINE = 15.0
HEADING_POINTS = 20.0
# A row cannot be higher in Excel.
MOST_POINTS = 409.0
LONGEST_TEXT = 32767
# Words do not fill their lines: a text takes this much more than its letters.
WORD_BREAKS = 1.15
INTRO = (
    "Proszę wypełnić białe pola: wykonanie (sama liczba), status, a gdy trzeba – wyjaśnienie. "
    "W wolnych wierszach pod działaniem można dopisać to, co policzono poza planem."
)


def write_form(programme: Programme, unit: Unit, answers: FormAnswers | None = None) -> bytes:
    """Return the workbook for one unit, empty or filled with `answers`."""
    given = answers or FormAnswers()
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties(
        {"title": f"{programme.short} {programme.year} – {unit.name}", "created": STAMP}
    )
    styles = _Styles(book)
    _meta_sheet(book.add_worksheet(META_SHEET), styles, programme, unit, given)
    report = book.add_worksheet(REPORT_SHEET)
    words = _words_sheet(book.add_worksheet(WORDS_SHEET), programme)
    _ReportSheet(report, styles, programme, unit, given, words).write()
    write_supplements(book, styles, programme, unit, given, words)
    report.activate()
    book.close()
    return buffer.getvalue()


class _Styles:
    """The few formats that a form needs."""

    def __init__(self, book: Workbook) -> None:
        base = {"font_name": "Calibri", "font_size": 11, "valign": "top", "text_wrap": True}
        grid = base | {"border": 1, "border_color": "#BFBFBF"}
        self.title: Format = book.add_format(
            {"font_name": "Calibri", "font_size": 14, "bold": True, "font_color": "#1F3864"}
        )
        self.plain: Format = book.add_format(base | {"text_wrap": False})
        self.label: Format = book.add_format(grid | {"bg_color": "#F2F2F2"})
        self.header: Format = book.add_format(
            grid
            | {"bold": True, "bg_color": "#1F3864", "font_color": "#FFFFFF", "valign": "vcenter"}
        )
        self.heading: Format = book.add_format(
            {
                "font_name": "Calibri",
                "font_size": 11,
                "bold": True,
                "bg_color": "#D9E2F3",
                "valign": "vcenter",
            }
        )
        self.locked: Format = book.add_format(grid | {"bg_color": "#F2F2F2"})
        self.locked_bold: Format = book.add_format(grid | {"bg_color": "#F2F2F2", "bold": True})
        self.locked_number: Format = book.add_format(
            grid | {"bg_color": "#F2F2F2", "num_format": "#,##0.##", "align": "right"}
        )
        self.input: Format = book.add_format(grid | {"locked": False, "bg_color": "#FFFFFF"})
        # General shows every number as it is; a format with fixed places would hide 15,48.
        self.input_number: Format = book.add_format(grid | {"locked": False, "align": "right"})
        self.whole: Format = book.add_format({"num_format": "#,##0"})
        self.input_money: Format = book.add_format(
            grid | {"locked": False, "num_format": "#,##0.00", "align": "right"}
        )
        self.locked_whole: Format = book.add_format(
            grid | {"bg_color": "#F2F2F2", "num_format": "#,##0", "align": "right"}
        )


def _meta_sheet(
    sheet: Worksheet, styles: _Styles, programme: Programme, unit: Unit, given: FormAnswers
) -> None:
    sheet.set_column(0, 0, 12, styles.plain, {"hidden": True})
    sheet.set_column(1, 1, 34)
    sheet.set_column(2, 2, 70)
    sheet.write_string(0, 0, KEY_HEADER, styles.plain)
    sheet.write_string(0, 1, f"Sprawozdanie jednostki – {programme.year}", styles.title)
    for place, (key, label, value) in enumerate(meta_rows(programme, unit), start=2):
        sheet.write_string(place, 0, key, styles.plain)
        sheet.write_string(place, 1, label, styles.label)
        if key in META_TO_FILL:
            sheet.write_string(place, 2, given.meta.get(key, ""), styles.input)
        else:
            sheet.write_string(place, 2, value, styles.locked)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.fit_to_pages(1, 0)
    sheet.set_paper(9)


def _words_sheet(sheet: Worksheet, programme: Programme) -> str:
    """List what can be counted, for the drop-down; return the list's range."""
    labels = {f"liczba {phrase.label}" for phrase in programme.measures.values()}
    ordered = sorted(labels, key=collation_key)
    sheet.write_string(0, 0, "Co można policzyć")
    sheet.set_column(0, 0, 80)
    for place, label in enumerate(ordered, start=1):
        sheet.write_string(place, 0, label)
    sheet.hide()
    return f"={WORDS_SHEET}!$A$2:$A${len(ordered) + 1}"


class _ReportSheet:
    """Writes the sheet of answers: a hidden key in column A, then the form's columns."""

    def __init__(
        self,
        sheet: Worksheet,
        styles: _Styles,
        programme: Programme,
        unit: Unit,
        given: FormAnswers,
        words: str,
    ) -> None:
        self.sheet = sheet
        self.styles = styles
        self.programme = programme
        self.unit = unit
        self.given = given
        self.words = words
        self.columns = form_columns(programme, unit)

    def write(self) -> None:
        self._frame()
        rows = form_rows(self.programme, self.unit, self.given.extra_rows)
        last = FIRST_ROW
        for last, row in enumerate(rows, start=FIRST_ROW + 1):
            self.sheet.write_string(last, 0, row.key, self.styles.plain)
            self._row(last, row)
        self._group_thousands(last)
        # With the key column: a sort through the filter must carry the keys along.
        self.sheet.autofilter(FIRST_ROW, 0, last, len(self.columns))
        self.sheet.print_area(0, 0, last, len(self.columns))

    def _group_thousands(self, last: int) -> None:
        """Show whole numbers with grouped thousands, whatever is typed later."""
        for place, column in enumerate(self.columns, start=1):
            if column.field in (Field.VALUE, Field.OVERLAP):
                top = xl_rowcol_to_cell(FIRST_ROW + 1, place)
                rule = {
                    "type": "formula",
                    "criteria": f"=AND(ISNUMBER({top}),{top}=INT({top}))",
                    "format": self.styles.whole,
                }
                self.sheet.conditional_format(FIRST_ROW + 1, place, last, place, rule)

    def _frame(self) -> None:
        sheet, styles = self.sheet, self.styles
        sheet.set_column(0, 0, 14, styles.plain, {"hidden": True})
        for place, column in enumerate(self.columns, start=1):
            sheet.set_column(place, place, column.width)
            sheet.write_string(FIRST_ROW, place, column.header, styles.header)
        sheet.write_string(FIRST_ROW, 0, KEY_HEADER, styles.plain)
        sheet.write_string(0, 1, self.programme.name, styles.title)
        sheet.write_string(1, 1, f"{self.unit.name} – rok {self.programme.year}", styles.title)
        sheet.write_string(3, 1, INTRO, styles.plain)
        sheet.set_row(FIRST_ROW, 34)
        sheet.freeze_panes(FIRST_ROW + 1, 3)
        sheet.repeat_rows(FIRST_ROW)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        allowed = ("format_columns", "format_rows", "autofilter", "sort")
        sheet.protect("", dict.fromkeys(allowed, True))

    def _row(self, place: int, row: FormRow) -> None:
        if row.kind is RowKind.HEADING:
            for index in range(1, len(self.columns) + 1):
                self.sheet.write_blank(place, index, None, self.styles.heading)
            title = f"{row.number} {row.text}".strip()
            self.sheet.write_string(place, 1, title, self.styles.heading)
            self.sheet.set_row(place, HEADING_POINTS)
            return
        values = self._values(row)
        for index, column in enumerate(self.columns, start=1):
            self._cell(place, index, column, row, values.get(column.field))
        self.sheet.set_row(place, self._height(values))

    def _height(self, values: Mapping[str, object]) -> float:
        """Return a height in points that shows the longest text whole: Excel will not do it."""
        lines = [
            sum(
                math.ceil(len(line) * WORD_BREAKS / column.width) or 1
                for line in str(text).split("\n")
            )
            for column in self.columns
            if (text := values.get(column.field))
        ]
        return min(POINTS_PER_LINE * max(lines, default=1), MOST_POINTS)

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
        return values

    def _cell(
        self, place: int, index: int, column: FormColumn, row: FormRow, value: object
    ) -> None:
        editable = column.editable(row.kind)
        if column.field in (Field.SPENDING, Field.SPENDING_WORDING):
            editable = editable and row.spending
        if editable:
            self._choices(place, index, column, row)
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
        whole = isinstance(shown, Decimal) and shown == shown.to_integral_value()
        if editable and column.field == Field.SPENDING:
            return self.styles.input_money
        if editable and column.field in (Field.VALUE, Field.OVERLAP):
            return self.styles.input_number
        if editable:
            return self.styles.input
        if isinstance(shown, Decimal):
            return self.styles.locked_whole if whole else self.styles.locked_number
        bold = row.kind is RowKind.ACTION and column.field in (Field.TEXT, Field.NUMBER)
        return self.styles.locked_bold if bold else self.styles.locked

    def _choices(self, place: int, index: int, column: FormColumn, row: FormRow) -> None:
        lists: Mapping[str, object] = {
            Field.STATUS: list(STATUS_LABELS.values()),
            Field.QUALIFIER: list(QUALIFIER_LABELS.values()),
            Field.TEXT: self.words if row.kind is RowKind.EXTRA else None,
        }
        source = lists.get(column.field)
        if source:
            self.sheet.data_validation(
                place,
                index,
                place,
                index,
                {"validate": "list", "source": source, "error_type": "warning"},
            )

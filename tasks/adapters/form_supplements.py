"""Writes the form's sheets beyond the results: additional actions, next year's plan, needs."""

import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Protocol

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from domain.answers import FormAnswers
from domain.form import KEY_HEADER, QUALIFIER_LABELS
from domain.form_sheets import LISTS_SHEET
from domain.programme import Programme, Unit
from domain.supplements import (
    AskedColumn,
    AskedRow,
    AskedSheet,
    Choices,
    asked_sheets,
    place_numbers,
    task_labels,
)

HEADER_ROW = 5
POINTS_PER_LINE, MOST_POINTS = 15.0, 409.0
HEADER_POINTS = 34.0
# A free row invites two lines; words do not fill their lines.
FREE_LINES, WORD_BREAKS = 2, 1.15
ALLOWED = ("format_columns", "format_rows", "autofilter", "sort")


class FormStyles(Protocol):
    """The formats of the form that these sheets need."""

    title: Format
    plain: Format
    label: Format
    header: Format
    locked: Format
    locked_bold: Format
    locked_number: Format
    locked_whole: Format
    input: Format
    input_number: Format
    input_money: Format
    whole: Format


def write_supplements(
    book: Workbook,
    styles: FormStyles,
    programme: Programme,
    unit: Unit,
    given: FormAnswers,
    words: str,
) -> None:
    """Add the sheets that the programme asks for; `words` is the range of what can be counted."""
    sheets = tuple(asked_sheets(programme, unit))
    pages = [(one, book.add_worksheet(one.sheet.value)) for one in sheets]
    if not pages:
        return
    sources = _lists(book.add_worksheet(LISTS_SHEET), programme, unit)
    sources |= {Choices.MEASURES: words, Choices.PRECISIONS: list(QUALIFIER_LABELS.values())}
    subtitle = f"{unit.name} – rok {programme.year}"
    for one, page in pages:
        _Page(page, styles, one, given, sources).write(subtitle)


def _lists(page: Worksheet, programme: Programme, unit: Unit) -> dict[Choices, object]:
    """Write the longer lists for the drop-downs; return their ranges."""
    lists = {Choices.TASKS: task_labels(programme), Choices.PLACES: place_numbers(programme, unit)}
    titles = {Choices.TASKS: "Zadania", Choices.PLACES: "Działania i zadania jednostki"}
    sources: dict[Choices, object] = {}
    for column, (name, entries) in enumerate(lists.items()):
        page.set_column(column, column, 60)
        page.write_string(0, column, titles[name])
        for row, entry in enumerate(entries, start=1):
            page.write_string(row, column, entry)
        first, last = (
            xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)
            for row in (1, max(len(entries), 1))
        )
        sources[name] = f"={LISTS_SHEET}!{first}:{last}"
    page.hide()
    return sources


class _Page:
    """Writes one sheet: a hidden key in column A, then the columns."""

    def __init__(
        self,
        page: Worksheet,
        styles: FormStyles,
        asked: AskedSheet,
        given: FormAnswers,
        sources: Mapping[Choices, object],
    ) -> None:
        self.page = page
        self.styles = styles
        self.asked = asked
        self.given = given
        self.sources = sources
        self.last = HEADER_ROW + len(asked.rows)

    def write(self, subtitle: str) -> None:
        self._frame(subtitle)
        for place, row in enumerate(self.asked.rows, start=HEADER_ROW + 1):
            self._row(place, row)
        for index, column in enumerate(self.asked.columns, start=1):
            self._choices(index, column)
            self._group_thousands(index, column)

    def _frame(self, subtitle: str) -> None:
        page, styles, columns = self.page, self.styles, self.asked.columns
        page.set_column(0, 0, 14, styles.plain, {"hidden": True})
        page.write_string(HEADER_ROW, 0, KEY_HEADER, styles.plain)
        for index, column in enumerate(columns, start=1):
            page.set_column(index, index, column.width)
            page.write_string(HEADER_ROW, index, column.header, styles.header)
        page.write_string(0, 1, self.asked.title, styles.title)
        page.write_string(1, 1, subtitle, styles.title)
        for place, line in enumerate(self.asked.intro, start=2):
            page.write_string(place, 1, line, styles.plain)
        page.set_row(HEADER_ROW, HEADER_POINTS)
        page.freeze_panes(HEADER_ROW + 1, 0)
        page.repeat_rows(HEADER_ROW)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        # With the key column: a sort through the filter must carry the keys along.
        page.autofilter(HEADER_ROW, 0, self.last, len(columns))
        page.print_area(0, 0, self.last, len(columns))
        page.protect("", dict.fromkeys(ALLOWED, True))

    def _row(self, place: int, row: AskedRow) -> None:
        self.page.write_string(place, 0, row.key, self.styles.plain)
        mark, _, inner = row.key.partition("/")
        values: dict[str, object] = {str(name): value for name, value in row.cells.items()}
        values |= self.given.cells.get((mark, inner), {})
        for index, column in enumerate(self.asked.columns, start=1):
            self._cell(place, index, column, values.get(column.field))
        self.page.set_row(place, self._height(row, values))

    def _cell(self, place: int, index: int, column: AskedColumn, value: object) -> None:
        style = self._style(column, value)
        if isinstance(value, int | float | Decimal):
            self.page.write_number(place, index, float(value), style)
        elif value:
            self.page.write_string(place, index, str(value), style)
        else:
            self.page.write_blank(place, index, None, style)

    def _style(self, column: AskedColumn, value: object) -> Format:
        if column.money:
            return self.styles.input_money
        if column.number:
            return self.styles.input_number
        if column.filled:
            return self.styles.input
        if isinstance(value, Decimal):
            whole = value == value.to_integral_value()
            return self.styles.locked_whole if whole else self.styles.locked_number
        return self.styles.locked

    def _height(self, row: AskedRow, values: Mapping[str, object]) -> float:
        """Return a height in points that shows the longest text whole: Excel will not do it."""
        lines = [
            sum(
                math.ceil(len(line) * WORD_BREAKS / column.width) or 1
                for line in str(text).split("\n")
            )
            for column in self.asked.columns
            if (text := values.get(column.field))
        ]
        least = 1 if row.cells else FREE_LINES
        return min(POINTS_PER_LINE * max([least, *lines]), MOST_POINTS)

    def _choices(self, index: int, column: AskedColumn) -> None:
        source = self.sources.get(column.choices) if column.choices else None
        if source:
            check = {"validate": "list", "source": source, "error_type": "warning"}
            self.page.data_validation(HEADER_ROW + 1, index, self.last, index, check)

    def _group_thousands(self, index: int, column: AskedColumn) -> None:
        """Show whole numbers with grouped thousands, whatever is typed later."""
        if not column.number or column.money:
            return
        top = xl_rowcol_to_cell(HEADER_ROW + 1, index)
        rule = {
            "type": "formula",
            "criteria": f"=AND(ISNUMBER({top}),{top}=INT({top}))",
            "format": self.styles.whole,
        }
        self.page.conditional_format(HEADER_ROW + 1, index, self.last, index, rule)

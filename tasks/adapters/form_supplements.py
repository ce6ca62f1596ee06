"""Writes the form's sheets beyond the results: additional actions, next year's plan, needs."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

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
    place_numbers,
    task_labels,
)
from tasks.adapters.form_styles import Styles, group_thousands, on_a4, protect
from tasks.adapters.written_workbooks import POINTS_PER_LINE, height

HEADER_ROW = 5
HEADER_POINTS = 34.0
# A free row invites two lines.
FREE_LINES = 2


def write_supplements(
    book: Workbook,
    styles: Styles,
    about: tuple[Programme, Unit, Unit | None],
    sheets: Sequence[AskedSheet],
    given: FormAnswers,
    words: str,
) -> None:
    """Add these sheets of the form of a unit, or of a part of it (`about`: programme, unit, part).

    `words` is the range of what can be counted.
    """
    if not sheets:
        return
    programme, unit, part = about
    pages = [(one, book.add_worksheet(one.sheet.value)) for one in sheets]
    sources = _lists(book.add_worksheet(LISTS_SHEET), programme, unit, part)
    sources |= {Choices.MEASURES: words, Choices.PRECISIONS: list(QUALIFIER_LABELS.values())}
    subtitle = f"{(part or unit).name} – rok {programme.year}"
    for one, page in pages:
        _Page(page, styles, one, given, sources).write(subtitle)


def _lists(
    page: Worksheet, programme: Programme, unit: Unit, part: Unit | None
) -> dict[Choices, object]:
    """Write the longer lists for the drop-downs; return their ranges."""
    places = place_numbers(programme, unit, part)
    lists = {Choices.TASKS: task_labels(programme), Choices.PLACES: places}
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
    page.protect()
    page.hide()
    return sources


class _Page:
    """Writes one sheet: a hidden key in column A, then the columns."""

    def __init__(
        self,
        page: Worksheet,
        styles: Styles,
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
        on_a4(page)
        # With the key column: a sort through the filter must carry the keys along.
        page.autofilter(HEADER_ROW, 0, self.last, len(columns))
        page.print_area(0, 0, self.last, len(columns))
        protect(page)

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
        least = 1 if row.cells else FREE_LINES
        texts = ((values.get(column.field), column.width) for column in self.asked.columns)
        return max(least * POINTS_PER_LINE, height(texts))

    def _choices(self, index: int, column: AskedColumn) -> None:
        source = self.sources.get(column.choices) if column.choices else None
        if source:
            check = {"validate": "list", "source": source, "error_type": "warning"}
            self.page.data_validation(HEADER_ROW + 1, index, self.last, index, check)

    def _group_thousands(self, index: int, column: AskedColumn) -> None:
        if column.number and not column.money:
            group_thousands(self.page, self.styles, (HEADER_ROW + 1, self.last), index)

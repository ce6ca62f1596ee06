"""Writes the hidden sheet in which a form works its checks out."""

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from domain.form import CONTROL_SHEET
from domain.form_control import FIRST, Control, Formula


class _PlainFormulas(Worksheet):  # type: ignore[misc]  # it has no types
    """A sheet whose formulas are written as they are: none has a function later than Excel 2010.

    XlsxWriter looks each formula through for thirty later functions, most of a form's time.
    """

    def _prepare_formula(
        self,
        formula: str,
        expand_future_functions: bool = False,
    ) -> str:
        return formula.removeprefix("=")


def control_sheet(book: Workbook, control: Control) -> None:
    """Write the rows of the table, live, with the verdict of each rule."""
    sheet = book.add_worksheet(CONTROL_SHEET, _PlainFormulas)
    for place, texts in enumerate(control.heads()):
        sheet.write_row(place, 0, texts)
    for place, row in enumerate(control.rows(), start=FIRST - 1):
        for column, cell in enumerate(row):
            if isinstance(cell, Formula):
                formula(sheet, place, column, cell)
            elif cell:
                sheet.write_string(place, column, cell)
    sheet.protect()
    sheet.hide()


def formula(
    sheet: Worksheet, row: int, column: int, cell: Formula, style: Format | None = None
) -> None:
    """Write a formula with the value that it has: Protected View shows that one."""
    sheet.write_formula(row, column, f"={cell.text}", style, cell.value)

"""Writes the first sheet of a form: one screen with all that has to be known."""

from collections.abc import Iterable

from xlsxwriter.workbook import Workbook

from domain.form import START_SHEET
from domain.form_control import Control
from domain.form_start import LineKind, StartLine
from tasks.adapters.cell_sizes import height
from tasks.adapters.control_sheet import formula
from tasks.adapters.form_styles import Styles, on_a4, protect

WIDTH = 110


def start_sheet(
    book: Workbook, styles: Styles, control: Control, lines: Iterable[StartLine]
) -> None:
    """Write the lines one below another; the counter is live."""
    sheet = book.add_worksheet(START_SHEET)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 2)
    sheet.set_column(1, 1, WIDTH)
    looks = {
        LineKind.TITLE: styles.title,
        LineKind.LARGE: styles.large,
        LineKind.PLAIN: styles.prose,
        LineKind.STEP: styles.prose,
        LineKind.QUIET: styles.quiet,
    }
    for place, line in enumerate(lines):
        sheet.set_row(place, height([(line.text, WIDTH)]) + 3)
        if line.kind is LineKind.COUNTER:
            formula(sheet, place, 1, control.counter(), styles.counter)
        elif line.kind is LineKind.LINK:
            sheet.write_url(place, 1, f"internal:'{line.sheet}'!C7", styles.link, line.text)
        else:
            sheet.write_string(place, 1, line.text, looks[line.kind])
    protect(sheet)
    on_a4(sheet, landscape=False)

"""Writes the list of proposed changes of the plan as a workbook for the coordinator."""

import io
from collections.abc import Sequence

import xlsxwriter

from domain.programme import Programme
from domain.proposal_list import proposal_headers
from tasks.adapters.archive import normalised_zip
from tasks.adapters.written_workbooks import LONGEST_TEXT, POINTS_PER_LINE, STAMP, height

SHEET = "Propozycje"
_WIDTHS = (11, 40, 28, 12, 14, 30, 26, 36, 30, 20, 10)
# What is wider does not fit on a page; the rest is for the screen.
_LAST_PRINTED = 7
NOTHING = "Jednostki nie zaproponowały żadnych zmian."


def write_proposals(programme: Programme, rows: Sequence[Sequence[str]]) -> bytes:
    """Return the workbook; the same rows give the same bytes."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(buffer, options)
    title = f"{programme.short} – propozycje zmian planu na {programme.year + 1} rok"
    book.set_properties({"title": title, "created": STAMP})
    base = {"font_name": "Calibri", "font_size": 10, "valign": "top", "text_wrap": True}
    grid = base | {"border": 1, "border_color": "#D9D9D9"}
    text = book.add_format(grid)
    header = book.add_format(grid | {"bold": True, "bg_color": "#1F3864", "font_color": "#FFFFFF"})
    page = book.add_worksheet(SHEET)
    headers = proposal_headers(programme)
    for place, (name, width) in enumerate(zip(headers, _WIDTHS, strict=True)):
        page.set_column(place, place, width)
        page.write_string(0, place, name, header)
    for row, cells in enumerate(rows, start=1):
        for place, content in enumerate(cells):
            # A file's name may hold bytes that are no Unicode; those cannot be written.
            written = content.encode("utf-8", "replace").decode("utf-8")
            page.write_string(row, place, written[:LONGEST_TEXT], text)
        page.set_row(row, height(zip(cells, _WIDTHS, strict=True)))
    page.set_row(0, 2 * POINTS_PER_LINE)
    if not rows:
        page.write_string(1, 0, NOTHING, book.add_format(base | {"text_wrap": False}))
    last = max(len(rows), 1)
    page.autofilter(0, 0, last, len(headers) - 1)
    page.print_area(0, 0, last, _LAST_PRINTED)
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    book.close()
    return normalised_zip(buffer.getvalue())

"""Writes the findings and the board of units as an Excel workbook; no text becomes a formula."""

import io
import math
from collections.abc import Mapping, Sequence

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from domain.board import Board, UnitLine
from domain.finding_list import clipped
from domain.finding_rows import FINDING_HEADERS, finding_rows
from domain.report import Report
from domain.rounds import Standing
from domain.rules import Severity
from tasks.adapters.archive import normalised_zip
from tasks.adapters.cell_sizes import LONGEST_TEXT, MOST_POINTS, POINTS_PER_LINE, WORD_BREAKS
from tasks.adapters.workbook_styles import COLOURS
from tasks.adapters.workbook_writing import STAMP

FINDINGS_SHEET, UNITS_SHEET, FILES_SHEET = "Uwagi", "Jednostki", "Nie wczytano"
NO_FINDINGS = "Nie ma żadnych uwag."
_WIDTHS = (15, 24, 11, 60, 48, 16, 14, 28, 14, 14, 28, 12, 60, 40, 60, 20, 14)
# What is printed: up to the file. The rest is for sorting and filtering on the screen.
_LAST_PRINTED = FINDING_HEADERS.index("Plik")
_UNIT_COLUMNS = (
    ("Jednostka", 36),
    ("Nazwa", 56),
    ("Stan", 24),
    ("Do poprawy", 12),
    ("Do wyjaśnienia", 15),
    ("Informacje", 12),
    ("Działania z odpowiedzią", 14),
    ("Wszystkie działania", 14),
    ("Plik", 40),
    ("Data sprawozdania", 18),
    ("Dni po terminie", 12),
)
_HEADER_POINTS = 32.0
_FROZEN_COLUMNS = 2


def write_findings(standing: Standing, report: Report) -> bytes:
    """Return the workbook; the same round has the same bytes."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(buffer, options)
    title = f"{report.programme.short} {report.programme.year} – uwagi"
    book.set_properties({"title": title, "created": STAMP})
    styles = _Styles(book)
    areas = [line.area for line in report.areas]
    found = [(one.severity, cells) for one, cells in finding_rows(standing, areas)]
    _findings_sheet(book.add_worksheet(FINDINGS_SHEET), styles, found)
    _units_sheet(book.add_worksheet(UNITS_SHEET), styles, report.board)
    if report.board.not_taken:
        _files_sheet(book.add_worksheet(FILES_SHEET), styles, report.board)
    book.close()
    return normalised_zip(buffer.getvalue())


class _Styles:
    """The few formats of the workbook."""

    def __init__(self, book: Workbook) -> None:
        base = {"font_name": "Calibri", "font_size": 11, "valign": "top", "text_wrap": True}
        grid = base | {"border": 1, "border_color": "#D9D9D9"}
        self.text: Format = book.add_format(grid)
        self.small: Format = book.add_format(grid | {"font_size": 9, "font_color": "#6B6B6B"})
        self.number: Format = book.add_format(grid | {"num_format": "0", "align": "right"})
        self.header: Format = book.add_format(
            grid
            | {"bold": True, "bg_color": "#1F3864", "font_color": "#FFFFFF", "valign": "vcenter"}
        )
        self.kinds: Mapping[Severity, Format] = {
            severity: book.add_format(grid | {"bold": True, "bg_color": f"#{colour:06X}"})
            for severity, colour in COLOURS.items()
        }


def _findings_sheet(
    sheet: Worksheet, styles: _Styles, found: Sequence[tuple[Severity, Sequence[str]]]
) -> None:
    _frame(sheet, styles, tuple(zip(FINDING_HEADERS, _WIDTHS, strict=True)), "Uwagi", len(found))
    grey = (FINDING_HEADERS.index("Reguła"), FINDING_HEADERS.index("Znak uwagi"))
    for place, (severity, cells) in enumerate(found, start=1):
        for column, text in enumerate(cells):
            style = styles.small if column in grey else styles.text
            _write(sheet, place, column, text, styles.kinds[severity] if column == 0 else style)
        sheet.set_row(place, _height(cells))
    sheet.print_area(0, 0, max(len(found), 1), _LAST_PRINTED)
    if not found:
        _write(sheet, 1, FINDING_HEADERS.index("Uwaga"), NO_FINDINGS, styles.text)


def _height(cells: Sequence[str]) -> float:
    """Return a height in points that shows the printed texts whole: Excel will not do it."""
    lines = (
        sum(math.ceil(len(line) * WORD_BREAKS / width) or 1 for line in text.split("\n"))
        for text, width in zip(cells[: _LAST_PRINTED + 1], _WIDTHS, strict=False)
    )
    return min(POINTS_PER_LINE * max(lines), MOST_POINTS)


def _units_sheet(sheet: Worksheet, styles: _Styles, board: Board) -> None:
    _frame(sheet, styles, _UNIT_COLUMNS, "Jednostki", len(board.lines))
    for place, line in enumerate(board.lines, start=1):
        for column, content in enumerate(_unit_cells(line)):
            if isinstance(content, int):
                sheet.write_number(place, column, content, styles.number)
            else:
                _write(sheet, place, column, content, styles.text)


def _unit_cells(line: UnitLine) -> tuple[str | int, ...]:
    return (
        line.unit.short,
        line.unit.name,
        line.state,
        line.findings[Severity.ERROR],
        line.findings[Severity.WARNING],
        line.findings[Severity.INFO],
        line.answered,
        line.owed,
        "\n".join(line.files),
        line.date,
        line.days_late,
    )


def _files_sheet(sheet: Worksheet, styles: _Styles, board: Board) -> None:
    columns = (("Plik", 60), ("Powód", 100))
    _frame(sheet, styles, columns, "NieWczytano", len(board.not_taken))
    for place, file in enumerate(board.not_taken, start=1):
        _write(sheet, place, 0, file.file, styles.text)
        _write(sheet, place, 1, file.reason, styles.text)


def _frame(
    sheet: Worksheet,
    styles: _Styles,
    columns: Sequence[tuple[str, int]],
    name: str,
    rows: int,
) -> None:
    """Set up an Excel table with a header that stays in sight and is printed on each page."""
    for column, (_, width) in enumerate(columns):
        sheet.set_column(column, column, width)
    headers = [{"header": header, "header_format": styles.header} for header, _ in columns]
    # A table holds at least one row.
    last = max(rows, 1)
    options = {"name": name, "columns": headers, "style": None}
    sheet.add_table(0, 0, last, len(columns) - 1, options)
    sheet.set_row(0, _HEADER_POINTS)
    sheet.freeze_panes(1, min(_FROZEN_COLUMNS, len(columns) - 1))
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _write(sheet: Worksheet, row: int, column: int, text: str, style: Format) -> None:
    if text:
        # A file's name may hold bytes that are no Unicode; those cannot be written.
        written = text.encode("utf-8", "replace").decode("utf-8")
        sheet.write_string(row, column, clipped(written, LONGEST_TEXT - 2), style)
    else:
        sheet.write_blank(row, column, None, style)

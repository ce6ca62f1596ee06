"""The table of remarks as a workbook: written for the coordinator, read when it comes back."""

import io
import math
from collections.abc import Mapping, Sequence

import openpyxl
import xlsxwriter
from openpyxl.workbook.workbook import Workbook as ReadWorkbook
from openpyxl.worksheet.worksheet import Worksheet as ReadSheet
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from domain.decision_table import (
    COLUMNS,
    EDITORIAL,
    INTRO,
    KEYS,
    SIGNED_BY,
    SIGNED_WHY,
    WHOLE,
    WRITTEN,
    Role,
    Sheet,
    SheetRead,
    TableColumn,
)
from domain.decisions import seen_value
from domain.limits import Limits
from domain.submissions import Cell, Refused
from tasks.adapters.archive import normalised_zip
from tasks.adapters.cell_sizes import MOST_POINTS, WORD_BREAKS
from tasks.adapters.file_reading import StoredFile
from tasks.adapters.gate import check_parts, inflate
from tasks.adapters.workbook_writing import STAMP

# Rows (from 0): title, two sentences, the signature of a batch, then the headers.
SIGNATURE_ROW, HEADER_ROW = 4, 7
SPARE_ROWS = 60
POINTS_PER_LINE = 13.0
LONGEST_TEXT = 32767
# Nobody decides on more; what stands below is not looked at.
MOST_ROWS, MOST_COLUMNS = 50_000, 40

Styles = Mapping[str, Format]


def write_table(title: str, sheets: Sequence[Sheet]) -> bytes:
    """Return the workbook; the same sheets have the same bytes."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"title": title, "created": STAMP})
    styles = _styles(book)
    for sheet in sheets:
        _write_sheet(book.add_worksheet(sheet.name), styles, title, sheet)
    book.close()
    return normalised_zip(buffer.getvalue())


def _styles(book: Workbook) -> Styles:
    base = {"font_name": "Calibri", "font_size": 10, "valign": "top", "text_wrap": True}
    grid = base | {"border": 1, "border_color": "#BFBFBF"}
    looks: Mapping[str, dict[str, object]] = {
        "title": {"font_name": "Calibri", "font_size": 14, "bold": True, "font_color": "#1F3864"},
        "intro": {"font_name": "Calibri", "font_size": 10, "font_color": "#404040"},
        "label": base | {"bold": True, "text_wrap": False},
        "header": grid | {"bold": True, "bg_color": "#1F3864", "font_color": "#FFFFFF"},
        "header-input": grid | {"bold": True, "bg_color": "#7F6000", "font_color": "#FFFFFF"},
        Role.SHOWN: grid | {"bg_color": "#F2F2F2"},
        Role.INPUT: grid | {"bg_color": "#FFFBE6"},
        Role.KEY: grid | {"font_color": "#767676", "font_size": 8, "text_wrap": False},
    }
    return {name: book.add_format(look) for name, look in looks.items()}


def _write_sheet(page: Worksheet, styles: Styles, title: str, sheet: Sheet) -> None:
    columns = WRITTEN[sheet.name]
    page.write_string(0, 0, f"{title} – {sheet.name.lower()}", styles["title"])
    for place, line in enumerate(INTRO[sheet.name], start=1):
        page.write_string(place, 0, line, styles["intro"])
    if sheet.name == EDITORIAL:
        _write_signature(page, styles, sheet.signature)
    for place, column in enumerate(columns):
        name = "header-input" if column.role is Role.INPUT else "header"
        page.write_string(HEADER_ROW, place, column.header, styles[name])
        # The first key is the rule's code, which a decision on a whole unit names.
        apart = column.role is Role.KEY and column is not KEYS[0]
        hidden = {"level": 1, "hidden": True} if apart else {}
        page.set_column(place, place, column.width, None, hidden)
    for number, row in enumerate(sheet.rows, start=HEADER_ROW + 1):
        page.set_row(number, _height(columns, row))
        for place, (column, text) in enumerate(zip(columns, row, strict=True)):
            look = Role.SHOWN if column is KEYS[0] else column.role
            page.write_string(number, place, text[:LONGEST_TEXT], styles[look])
    last = HEADER_ROW + max(len(sheet.rows), SPARE_ROWS)
    if not sheet.rows or sheet.name == WHOLE:
        for number in range(HEADER_ROW + 1 + len(sheet.rows), last + 1):
            for place, column in enumerate(columns):
                page.write_blank(number, place, None, styles[column.role])
    _choices(page, columns, last)
    page.autofilter(HEADER_ROW, 0, last, len(columns) - 1)
    page.freeze_panes(HEADER_ROW + 1, 0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(HEADER_ROW)


def _height(columns: Sequence[TableColumn], row: Sequence[str]) -> float:
    """Return the height (points) in which a row's texts can be read, as far as a row goes."""
    lines = max(
        math.ceil(len(text) * WORD_BREAKS / column.width)
        for column, text in zip(columns, row, strict=True)
        if column.role is not Role.KEY
    )
    return min(MOST_POINTS, POINTS_PER_LINE * max(1, lines))


def _write_signature(page: Worksheet, styles: Styles, signature: tuple[str, str]) -> None:
    for place, (label, text) in enumerate(zip((SIGNED_BY, SIGNED_WHY), signature, strict=True)):
        page.write_string(SIGNATURE_ROW + place, 0, label, styles["label"])
        row = SIGNATURE_ROW + place
        page.merge_range(row, 1, row, 2, "", styles[Role.INPUT])
        page.write_string(row, 1, text, styles[Role.INPUT])


def _choices(page: Worksheet, columns: Sequence[TableColumn], last: int) -> None:
    for place, column in enumerate(columns):
        if column.choices:
            source = [str(choice) for choice in column.choices]
            rule = {"validate": "list", "source": source, "error_type": "warning"}
            page.data_validation(HEADER_ROW + 1, place, last, place, rule)


def read_table(source: StoredFile, limits: Limits) -> tuple[SheetRead, ...]:
    """Read a table that came back; raises Refused with the reason why it cannot be."""
    data = source.path.read_bytes()
    parts = inflate(data, limits)
    check_parts(parts, limits)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    except MemoryError:
        raise
    except Exception as error:
        # openpyxl raises whatever it trips over; the parser's opinion of a file is a refusal.
        raise Refused(
            "Tabeli uwag nie można odczytać; plik jest uszkodzony. Proszę zapisać ją w Excelu "
            "jako *.xlsx i wstawić ponownie."
        ) from error
    found = tuple(_read_sheet(book, name) for name in COLUMNS if name in book.sheetnames)
    if not any(sheet is not None for sheet in found):
        raise Refused(
            "To nie jest tabela uwag: brakuje karty „Uwagi” z kolumną „Stanowisko”. Proszę użyć "
            "tabeli z katalogu wyników."
        )
    return tuple(sheet for sheet in found if sheet is not None)


def _read_sheet(book: ReadWorkbook, name: str) -> SheetRead | None:
    page: object = book[name]
    if not isinstance(page, ReadSheet):
        # A sheet that is a chart.
        return None
    wanted = {column.header for column in COLUMNS[name]}
    # openpyxl makes every cell up to a bound that it is given, also those that no file has.
    last, widest = min(page.max_row, MOST_ROWS), min(page.max_column, MOST_COLUMNS)
    lines = page.iter_rows(max_row=last, max_col=widest, values_only=True)
    headers: Mapping[int, str] = {}
    rows: dict[int, Mapping[str, str]] = {}
    signature = {SIGNED_BY: "", SIGNED_WHY: ""}
    for number, line in enumerate(lines, start=1):
        texts = [_text(value) for value in line]
        if headers:
            row = {headers[place]: text for place, text in enumerate(texts) if place in headers}
            if any(row.values()):
                rows[number] = row
        elif len(wanted & set(texts)) > len(wanted) // 2:
            headers = {place: text for place, text in enumerate(texts) if text in wanted}
        elif texts and texts[0] in signature:
            signature[texts[0]] = next((text for text in texts[1:] if text), "")
    if not headers:
        return None
    return SheetRead(name, rows, (signature[SIGNED_BY], signature[SIGNED_WHY]))


def _text(value: object) -> str:
    if value is None:
        return ""
    text = Cell(value).text if isinstance(value, str | int | float) else str(value)
    return "\n".join(line for line in map(seen_value, text.splitlines()) if line)

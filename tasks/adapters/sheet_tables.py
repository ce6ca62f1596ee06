"""Reads the sheets of a workbook as tables, for answers that came without the form."""

import io
from collections.abc import Callable, Mapping
from decimal import Decimal

import openpyxl
from openpyxl.cell.cell import Cell as XlsxCell
from openpyxl.cell.cell import MergedCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.styles.colors import COLOR_INDEX
from openpyxl.worksheet.worksheet import Worksheet

from domain.free_form.grid import Grid, GridCell, spread
from domain.polish.numbers import format_number
from domain.reading import column_letters
from domain.shown import GENERAL, as_stored, shown_text
from domain.submissions import Cell, RawValue, Refused, Unseen
from tasks.adapters.sheet_scan import ScannedSheet, scan

# A unit's table is no longer and no wider.
LONGEST, WIDEST = 5000, 60
# Ink whose parts are all as light as this is taken for white; so is a theme's, hardly darkened.
LIGHT, LIGHT_TINT = 0xE0, 0.2
# Points, and widths of a letter, that show nothing.
SMALLEST, SMALLEST_LETTERS, SMALLEST_WIDTH = 4, 2, 1
TOO_LONG = "Arkusz ma tysiące wierszy. Proszę przesłać samą tabelę sprawozdania."
Areas = Mapping[tuple[int, int], tuple[int, int]]
"""Over how many rows and columns a cell reaches, by its first place (from 1)."""


def read_workbook_tables(data: bytes, parts: Mapping[str, bytes]) -> tuple[Grid, ...]:
    """Return the sheets of an .xlsx that passed the gate; raises Refused where it is broken."""
    scanned = scan(parts)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), rich_text=True)
    except MemoryError:
        raise
    except Exception as error:
        # openpyxl raises whatever it trips over; the parser's opinion of a file is a refusal.
        raise Refused(
            "Pliku nie można odczytać jako skoroszytu Excela; jest uszkodzony. Proszę otworzyć go "
            "w Excelu, zapisać jako *.xlsx i przesłać ponownie."
        ) from error
    return tuple(
        Grid(sheet.title, tuple(spread(_cells(sheet, scanned[sheet.title]))))
        for sheet in book.worksheets
        if sheet.title in scanned and sheet.sheet_state == "visible"
    )


def grid_of(
    name: str,
    rows: Mapping[int, Mapping[int, RawValue]],
    areas: Areas,
    hides: Callable[[int, int], bool],
) -> Grid:
    """Return a sheet that another reader has read, with its merged areas and what it hides."""
    cells: dict[tuple[int, int], GridCell] = {}
    for place, row in rows.items():
        for column, raw in row.items():
            cell = Cell(raw)
            if not cell.text or column > WIDEST:
                continue
            _check_length(place)
            height, width = areas.get((place, column), (1, 1))
            cells[place, column] = GridCell(
                _text(raw),
                f"{column_letters(column)}{place}",
                min(height, LONGEST),
                min(width, WIDEST),
                cell.number,
                hides(place, column) or not (isinstance(raw, str) or cell.number is not None),
            )
    return Grid(name, tuple(spread(cells)))


def _check_length(last: int) -> None:
    if last > LONGEST:
        raise Refused(TOO_LONG)


def _text(raw: RawValue) -> str:
    number = Cell(raw).number
    if number is not None:
        return format_number(number)
    return raw.text if isinstance(raw, Unseen) else Cell(raw).text


def _cells(sheet: Worksheet, scanned: ScannedSheet) -> dict[tuple[int, int], GridCell]:
    _check_length(max(scanned.rows, default=0))
    reach = {
        (area.min_row, area.min_col): (area.size["rows"], area.size["columns"])
        for area in sheet.merged_cells.ranges
    }
    return {
        (place, column): cell
        for place, columns in scanned.rows.items()
        for column in columns
        if column <= WIDEST
        and (cell := _cell(sheet, scanned, sheet.cell(place, column), reach)) is not None
    }


def _cell(
    sheet: Worksheet, scanned: ScannedSheet, cell: XlsxCell | MergedCell, reach: Areas
) -> GridCell | None:
    value = cell.value
    if value is None or isinstance(cell, MergedCell):
        return None
    number = _number(value)
    text = format_number(number) if number is not None else Cell(str(value)).text
    if not text:
        return None
    height, width = reach.get((cell.row, cell.column), (1, 1))
    return GridCell(
        text,
        cell.coordinate,
        min(height, LONGEST),
        min(width, WIDEST),
        number,
        _is_doubtful(sheet, scanned, cell, number),
    )


def _number(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return as_stored(value)


def _is_doubtful(
    sheet: Worksheet, scanned: ScannedSheet, cell: XlsxCell, number: Decimal | None
) -> bool:
    """Whether a person who opens the sheet sees something else in a cell, or nothing."""
    if cell.data_type not in ("s", "n", "inlineStr") or cell.font.strike or _is_white(cell):
        return True
    if isinstance(cell.value, CellRichText) and any(map(_is_odd, cell.value)):
        return True
    if cell.coordinate in scanned.struck or sheet.row_dimensions[cell.row].hidden:
        return True
    if any(
        one.hidden and (one.min or 0) <= cell.column <= (one.max or 0)
        for one in sheet.column_dimensions.values()
    ):
        return True
    if _is_shrunk(sheet, cell) or cell.comment is not None or _is_conditional(sheet, cell):
        return True
    if number is None:
        return str(cell.number_format) not in GENERAL and _hides_text(str(cell.number_format))
    return shown_text(number, str(cell.number_format)) is not None


def _hides_text(number_format: str) -> bool:
    """Whether a format shows something else of a text than the text: ";;;", '@" tys."'."""
    sections = number_format.split(";")
    return "@" in number_format or len(sections) > 3 or '"' in sections[-1]


def _is_shrunk(sheet: Worksheet, cell: XlsxCell) -> bool:
    """Whether a row or a column is too small to show anything."""
    height = sheet.row_dimensions[cell.row].height
    if (height is not None and height < SMALLEST) or sheet.sheet_format.zeroHeight:
        return True
    size = cell.font.sz
    if size is not None and size <= SMALLEST_LETTERS:
        return True
    return any(
        one.customWidth
        and one.width < SMALLEST_WIDTH
        and (one.min or 0) <= cell.column <= (one.max or 0)
        for one in sheet.column_dimensions.values()
    )


def _is_conditional(sheet: Worksheet, cell: XlsxCell) -> bool:
    """Whether a rule may give a cell another look."""
    return any(cell.coordinate in area.sqref for area in sheet.conditional_formatting)


def _is_odd(part: object) -> bool:
    """Whether a part of a text is crossed out or raised: a raised 1 is no part of the number."""
    if not isinstance(part, TextBlock):
        return False
    ink = part.font.color
    light = ink is not None and ink.type == "rgb" and _is_light(str(ink.rgb))
    return light or bool(part.font.strike or part.font.vertAlign)


def _is_white(cell: XlsxCell) -> bool:
    """Whether a cell's ink has the colour of the paper, or of what fills the cell."""
    ink = cell.font.color
    if ink is None:
        return False
    paper = cell.fill.fgColor if cell.fill.fill_type is not None else None
    if paper is not None and paper.type == ink.type and paper.value == ink.value:
        return True
    # White letters on a dark ground are a header's, and not a result's.
    if ink.type == "rgb":
        return _is_light(str(ink.rgb))
    if ink.type == "indexed":
        known = ink.indexed < len(COLOR_INDEX)
        return known and _is_light(COLOR_INDEX[ink.indexed])
    return bool(ink.theme == 0 and ink.tint > -LIGHT_TINT)


def _is_light(colour: str) -> bool:
    try:
        parts = bytes.fromhex(colour[-6:])
    except ValueError:
        return True
    return min(parts) >= LIGHT

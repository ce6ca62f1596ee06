"""Where on a sheet something stands: the pixels of its columns and rows, as Excel counts them."""

import re
from collections.abc import Iterator
from itertools import repeat

from lxml import etree
from openpyxl.utils import column_index_from_string

from tasks.adapters.sheet_scan import MAIN

Place = tuple[int, int]

_CELL = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_LAST_COLUMN, _LAST_ROW = 16_384, 1_048_576
_COLUMN_PIXELS, _POINTS = 64, 15.0
_TO_EDGE, _ABOVE = 15, 6
_MOST_STEPS = 1000


def place_of(cell: str) -> Place | None:
    """Return a cell's row and column, from 1; nothing for what is no single cell."""
    match = _CELL.fullmatch(cell.replace("$", ""))
    if match is None:
        return None
    place = int(match[2]), column_index_from_string(match[1])
    return place if place[0] <= _LAST_ROW and place[1] <= _LAST_COLUMN else None


class Grid:
    """The sizes of a sheet's columns and rows; what is not stated has the sheet's default."""

    def __init__(self, sheet: etree._Element) -> None:
        format_ = sheet.find(f"{MAIN}sheetFormatPr")
        stated = {} if format_ is None else dict(format_.attrib)
        self._points = float(stated.get("defaultRowHeight", _POINTS))
        width = stated.get("defaultColWidth")
        self._width = _COLUMN_PIXELS if width is None else round(float(width) * 7)
        self._columns: dict[int, int] = {}
        for column in sheet.iterfind(f"{MAIN}cols/{MAIN}col"):
            first, last = int(column.get("min", 1)), int(column.get("max", 1))
            pixels = self._shown(column, "width", self._width / 7, 7)
            self._columns.update(zip(range(first, min(last, first + 255) + 1), repeat(pixels)))
        self._rows: dict[int, int] = {}
        rows = sheet.iterfind(f"{MAIN}sheetData/{MAIN}row")
        for place, row in numbered(rows):
            self._rows[place] = self._shown(row, "ht", self._points, 4 / 3)

    @staticmethod
    def _shown(element: etree._Element, name: str, default: float, factor: float) -> int:
        hidden = element.get("hidden") in ("1", "true")
        return 0 if hidden else round(float(element.get(name, default)) * factor)

    def width(self, column: int) -> int:
        """Return a column's pixels."""
        return self._columns.get(column, self._width)

    def height(self, row: int) -> int:
        """Return a row's pixels."""
        return self._rows.get(row, round(self._points * 4 / 3))

    def box(self, place: Place, width: int, height: int) -> tuple[int, ...]:
        """Return the anchor of a box beside a cell: column, pixels, row, pixels of two corners."""
        row, column = place
        top, above = (row - 1, self.height(row - 1) - _ABOVE) if row > 1 else (1, 2)
        left, inside = self._column_at(column + 1, _TO_EDGE)
        right, to_right = self._column_at(left, inside + width)
        bottom, to_bottom = self._row_at(top, max(above, 0) + height)
        return left - 1, inside, top - 1, max(above, 0), right - 1, to_right, bottom - 1, to_bottom

    def lowered(self, anchor: tuple[int, ...], height: int) -> tuple[int, ...]:
        """Return an anchor whose box is at least so high."""
        top, above, bottom, below = anchor[2] + 1, anchor[3], anchor[6] + 1, anchor[7]
        has = sum(map(self.height, range(top, bottom))) - above + below
        if has >= height:
            return anchor
        row, pixels = self._row_at(top, above + height)
        return (*anchor[:6], row - 1, pixels)

    def width_of(self, anchor: tuple[int, ...]) -> int:
        """Return the pixels from the left edge of a box to its right one."""
        return sum(map(self.width, range(anchor[0] + 1, anchor[4] + 1))) - anchor[1] + anchor[5]

    def _column_at(self, column: int, pixels: int) -> Place:
        for place in range(column, min(column + _MOST_STEPS, _LAST_COLUMN)):
            if pixels < self.width(place):
                return place, pixels
            pixels -= self.width(place)
        return min(column + _MOST_STEPS, _LAST_COLUMN), 0

    def _row_at(self, row: int, pixels: int) -> Place:
        for place in range(row, min(row + _MOST_STEPS, _LAST_ROW)):
            if pixels < self.height(place):
                return place, pixels
            pixels -= self.height(place)
        return min(row + _MOST_STEPS, _LAST_ROW), 0


def numbered(rows: Iterator[etree._Element]) -> Iterator[tuple[int, etree._Element]]:
    """Yield rows with their numbers; a row without one follows the one before it."""
    place = 0
    for row in rows:
        place = int(row.get("r", place + 1))
        yield place, row

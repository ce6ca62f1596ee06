"""The cells of a worksheet's XML: found, or put in where they belong."""

from bisect import bisect_left
from collections.abc import Iterator

from lxml import etree
from openpyxl.utils import column_index_from_string, get_column_letter, range_boundaries

from tasks.adapters.sheet_grid import Place, numbered, place_of
from tasks.adapters.sheet_scan import MAIN


class SheetCells:
    """The rows and cells of one sheet, by their places."""

    def __init__(self, sheet: etree._Element) -> None:
        self._sheet = sheet
        data = sheet.find(f"{MAIN}sheetData")
        if data is None:
            raise ValueError("no sheetData")
        self._data = data
        self._rows = dict(numbered(data.iterfind(f"{MAIN}row")))
        self._merged = list(_merged(sheet))

    def styled(self) -> Iterator[tuple[etree._Element, str]]:
        """Yield all that has a style, with the attribute that holds it: columns, rows, cells."""
        for column in self._sheet.iterfind(f"{MAIN}cols/{MAIN}col[@style]"):
            yield column, "style"
        for row in self._rows.values():
            if "s" in row.attrib:
                yield row, "s"
            for cell in row.iterfind(f"{MAIN}c[@s]"):
                yield cell, "s"

    def shown_at(self, place: Place) -> Place:
        """Return the cell that shows at a place: the first one of a merged area."""
        for top, left, bottom, right in self._merged:
            if top <= place[0] <= bottom and left <= place[1] <= right:
                return top, left
        return place

    def style(self, place: Place) -> int:
        """Return the style that a cell has, or would have if it were there."""
        row = self._rows.get(place[0])
        if row is not None:
            cell = dict(_placed(row)).get(place[1])
            if cell is not None:
                return int(cell.get("s", 0))
            if row.get("customFormat") in ("1", "true"):
                return int(row.get("s", 0))
        for column in self._sheet.iterfind(f"{MAIN}cols/{MAIN}col"):
            if int(column.get("min", 0)) <= place[1] <= int(column.get("max", 0)):
                return int(column.get("style", 0))
        return 0

    def put_style(self, place: Place, style: int) -> None:
        """Give a cell a style; one that is not there is put in, blank."""
        row = self._row(place[0])
        cells = list(_placed(row))
        at = bisect_left([column for column, _ in cells], place[1])
        if at < len(cells) and cells[at][0] == place[1]:
            cells[at][1].set("s", str(style))
            return
        address = f"{get_column_letter(place[1])}{place[0]}"
        cell = etree.Element(f"{MAIN}c", r=address, s=str(style))
        if at < len(cells):
            cells[at][1].addprevious(cell)
        elif cells:
            cells[-1][1].addnext(cell)
        else:
            row.insert(0, cell)
        _widen_spans(row, place[1])
        self._widen_dimension(place)

    def _row(self, number: int) -> etree._Element:
        if number not in self._rows:
            row = etree.Element(f"{MAIN}row", r=str(number))
            later = [place for place in self._rows if place > number]
            if later:
                self._rows[min(later)].addprevious(row)
            else:
                self._data.append(row)
            self._rows[number] = row
        return self._rows[number]

    def _widen_dimension(self, place: Place) -> None:
        stated = self._sheet.find(f"{MAIN}dimension")
        if stated is None:
            return
        left, top, right, bottom = (
            int(edge or 0) for edge in range_boundaries(stated.get("ref", ""))
        )
        if top <= place[0] <= bottom and left <= place[1] <= right:
            return
        first = f"{get_column_letter(min(left, place[1]))}{min(top, place[0])}"
        last = f"{get_column_letter(max(right, place[1]))}{max(bottom, place[0])}"
        stated.set("ref", f"{first}:{last}")


def _merged(sheet: etree._Element) -> Iterator[tuple[int, int, int, int]]:
    for area in sheet.iterfind(f"{MAIN}mergeCells/{MAIN}mergeCell"):
        first, _, last = area.get("ref", "").partition(":")
        top, bottom = place_of(first), place_of(last or first)
        if top and bottom:
            yield *top, *bottom


def _placed(row: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    column = 0
    for cell in row.iterfind(f"{MAIN}c"):
        letters = cell.get("r", "").rstrip("0123456789")
        column = column_index_from_string(letters) if letters else column + 1
        yield column, cell


def _widen_spans(row: etree._Element, column: int) -> None:
    """Keep a row's hint of where its cells are true; there may be none, or several."""
    spans = row.get("spans", "").split()
    if spans:
        edges = [int(edge) for span in spans for edge in span.split(":")]
        if not min(edges) <= column <= max(edges):
            row.set("spans", f"{min(*edges, column)}:{max(*edges, column)}")

"""The sheet "Do poprawy": what has to be mended in a workbook, with links to the cells."""

import itertools
import math
from collections.abc import Collection, Sequence

from lxml import etree

from domain.form import TODO_SHEET
from domain.marking import LABELS, TodoLine, by_weight
from domain.rules import Severity
from tasks.adapters.office_package import RELATIONSHIPS
from tasks.adapters.sheet_grid import place_of
from tasks.adapters.sheet_scan import MAIN
from tasks.adapters.workbook_comments import xml_text
from tasks.adapters.workbook_styles import Styles, colour, solid

HEADERS = ("Lp.", "Rodzaj", "Gdzie", "Uwaga", "Co zrobić")
WIDTHS = (6, 17, 27, 62, 62)
NOTHING = "Do tego sprawozdania nie ma uwag."
REMADE = (
    "Ten arkusz, kolory i uwagi w komórkach powstają od nowa przy każdym sprawdzeniu – nie trzeba "
    "ich usuwać. Poprawki i wyjaśnienia prosimy wpisywać w arkuszach formularza."
)
_GROUPS = {
    Severity.ERROR: "Do poprawy – prosimy zacząć od tego",
    Severity.WARNING: "Do wyjaśnienia – prosimy sprawdzić i poprawić albo wyjaśnić",
    Severity.INFO: "Informacje – nie trzeba nic robić",
}
_DARK, _GREY, _LINK, _LINES = "FF1F3864", "FF7F7F7F", "FF0563C1", "FFBFBFBF"
_POINTS, _TITLE_POINTS, _MOST_POINTS, _MOST_FROZEN = 15.0, 24.0, 409.0, 200.0
_XMLNS = {None: MAIN[1:-1], "r": RELATIONSHIPS}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_BORDER_SIDES = ("left", "right", "top", "bottom")


class _Looks:
    """The styles of the list, added to those of the workbook."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        none = etree.fromstring(
            f'<border xmlns="{MAIN[1:-1]}"><left/><right/><top/><bottom/><diagonal/></border>'
        )
        plain, grid = styles.put("borders", none), styles.put("borders", _grid())
        bold, usual = self._font(b=None), self._font()
        self.title = self._style(self._font(b=None, sz="16", color=_DARK), plain, wrap=False)
        self.intro = self._style(usual, plain)
        self.small = self._style(self._font(sz="9", color=_GREY), plain)
        self.header = self._style(
            self._font(b=None, color="FFFFFFFF"), grid, fill=solid(_DARK), vertical="center"
        )
        self.text = self._style(usual, grid)
        self.number = self._style(usual, grid, horizontal="center")
        self.link = self._style(self._font(u=None, color=_LINK), grid)
        shades = {severity: solid(colour(severity)) for severity in LABELS}
        self.kinds = {
            severity: self._style(usual, grid, fill=fill) for severity, fill in shades.items()
        }
        self.groups = {
            severity: self._style(bold, grid, fill=fill, vertical="center", wrap=False)
            for severity, fill in shades.items()
        }

    def _font(self, sz: str = "11", color: str = "FF000000", **marks: None) -> int:
        """Return a font with the letters of the workbook's own."""
        usual = self._styles.font()
        name = usual.find(f"{MAIN}name")
        font = etree.Element(f"{MAIN}font", nsmap={None: MAIN[1:-1]})
        for mark in marks:
            etree.SubElement(font, f"{MAIN}{mark}")
        etree.SubElement(font, f"{MAIN}sz", val=sz)
        etree.SubElement(font, f"{MAIN}color", rgb=color)
        letters = "Calibri" if name is None else name.get("val", "Calibri")
        etree.SubElement(font, f"{MAIN}name", val=letters)
        return self._styles.put("fonts", font)

    def _style(
        self,
        font: int,
        border: int,
        *,
        fill: etree._Element | None = None,
        wrap: bool = True,
        horizontal: str = "left",
        vertical: str = "top",
    ) -> int:
        shade = 0 if fill is None else self._styles.put("fills", fill)
        indices = {"numFmtId": 0, "fontId": font, "fillId": shade, "borderId": border, "xfId": 0}
        style = etree.Element(f"{MAIN}xf", nsmap={None: MAIN[1:-1]})
        style.attrib.update({name: str(index) for name, index in indices.items()})
        applied = ("applyFont", "applyBorder", "applyAlignment", *(["applyFill"] if shade else []))
        style.attrib.update(dict.fromkeys(applied, "1"))
        alignment = {"horizontal": horizontal, "vertical": vertical}
        etree.SubElement(style, f"{MAIN}alignment", alignment | ({"wrapText": "1"} if wrap else {}))
        return self._styles.put("cellXfs", style)


class TodoSheet:
    """Builds the sheet, row by row."""

    def __init__(self, styles: Styles, linked: Collection[str]) -> None:
        self._looks = _Looks(styles)
        self._linked = linked
        self._rows = etree.Element(f"{MAIN}sheetData", nsmap=_XMLNS)
        self._merged: list[str] = []
        self._links: list[tuple[str, str]] = []
        self._height = 0.0
        self._header_row = 0

    @property
    def titles(self) -> str:
        """The rows that are printed on each page, as a defined name has them."""
        row = self._header_row
        return f"{quoted(TODO_SHEET)}!${row}:${row}" if row else ""

    def part(self, todo: Sequence[TodoLine], title: str, intro: str, windows: int) -> bytes:
        """Return the worksheet's part; `windows` is how many the workbook opens."""
        looks = self._looks
        self._row([(title, looks.title)], _TITLE_POINTS)
        self._across(intro, looks.intro, _POINTS)
        self._across(REMADE, looks.small, 12.5)
        self._row([], 8)
        if todo:
            self._row([(header, looks.header) for header in HEADERS], 22)
            self._header_row = len(self._rows)
        else:
            self._across(NOTHING, looks.intro, _POINTS)
        frozen = self._header_row if self._height <= _MOST_FROZEN else 0
        self._table(by_weight(todo))
        return self._sheet(frozen, windows)

    def _table(self, todo: Sequence[TodoLine]) -> None:
        numbers = itertools.count(1)
        for severity, lines in itertools.groupby(todo, key=lambda line: line.severity):
            group = list(lines)
            style = self._looks.groups[severity]
            heading = f"{_GROUPS[severity]} ({len(group)})"
            self._row([(heading, style), *[("", style)] * (len(HEADERS) - 1)], 20)
            self._merge()
            for line in group:
                self._line(next(numbers), line)

    def _line(self, number: int, line: TodoLine) -> None:
        looks = self._looks
        where, target = _where(line, self._linked)
        texts = (str(number), LABELS[line.severity], where, line.what, line.what_to_do)
        styles = (
            looks.number,
            looks.kinds[line.severity],
            looks.link if target else looks.text,
            looks.text,
            looks.text,
        )
        lines = max(_lines(text, width) for text, width in zip(texts, WIDTHS, strict=True))
        self._row(list(zip(texts, styles, strict=True)), lines * _POINTS + 4)
        if target:
            self._links.append((f"C{len(self._rows)}", target))

    def _across(self, text: str, style: int, points: float) -> None:
        """Write a text across the whole table."""
        self._row([(text, style)], _lines(text, sum(WIDTHS)) * points + 3)
        self._merge()

    def _merge(self) -> None:
        self._merged.append(f"A{len(self._rows)}:E{len(self._rows)}")

    def _row(self, cells: Sequence[tuple[str, int]], height: float) -> None:
        points = min(height, _MOST_POINTS)
        self._height += points
        place = str(len(self._rows) + 1)
        row = etree.SubElement(
            self._rows, f"{MAIN}row", r=place, ht=f"{points:g}", customHeight="1"
        )
        for letter, (text, style) in zip("ABCDE", cells, strict=False):
            cell = etree.SubElement(row, f"{MAIN}c", r=f"{letter}{place}", s=str(style))
            if letter == "A" and text.isdigit():
                etree.SubElement(cell, f"{MAIN}v").text = text
            elif text:
                cell.set("t", "inlineStr")
                inline = etree.SubElement(cell, f"{MAIN}is")
                words = etree.SubElement(inline, f"{MAIN}t")
                words.text = xml_text(text)
                words.set(_SPACE, "preserve")

    def _sheet(self, frozen: int, windows: int) -> bytes:
        sheet = etree.Element(f"{MAIN}worksheet", nsmap=_XMLNS)
        settings = etree.SubElement(sheet, f"{MAIN}sheetPr")
        etree.SubElement(settings, f"{MAIN}tabColor", rgb="FFC00000")
        etree.SubElement(settings, f"{MAIN}pageSetUpPr", fitToPage="1")
        etree.SubElement(sheet, f"{MAIN}dimension", ref=f"A1:E{len(self._rows)}")
        views = etree.SubElement(sheet, f"{MAIN}sheetViews")
        for window in range(windows):
            views.append(_view(window, frozen))
        etree.SubElement(sheet, f"{MAIN}sheetFormatPr", defaultRowHeight="15")
        columns = etree.SubElement(sheet, f"{MAIN}cols")
        for place, width in enumerate(WIDTHS, start=1):
            etree.SubElement(
                columns,
                f"{MAIN}col",
                {"min": str(place), "max": str(place), "width": f"{width}.7", "customWidth": "1"},
            )
        sheet.append(self._rows)
        # Without a password: only so that nobody answers here, where it would not be read.
        etree.SubElement(
            sheet,
            f"{MAIN}sheetProtection",
            dict.fromkeys(("sheet", "objects", "scenarios"), "1")
            | dict.fromkeys(("formatColumns", "formatRows"), "0"),
        )
        self._end(sheet)
        return etree.tostring(sheet, encoding="UTF-8", xml_declaration=True, standalone=True)

    def _end(self, sheet: etree._Element) -> None:
        merges = etree.SubElement(sheet, f"{MAIN}mergeCells", count=str(len(self._merged)))
        for area in self._merged:
            etree.SubElement(merges, f"{MAIN}mergeCell", ref=area)
        if self._links:
            links = etree.SubElement(sheet, f"{MAIN}hyperlinks")
            for cell, target in self._links:
                etree.SubElement(links, f"{MAIN}hyperlink", ref=cell, location=target)
        margins = dict.fromkeys(("left", "right"), "0.4") | dict.fromkeys(("top", "bottom"), "0.6")
        etree.SubElement(sheet, f"{MAIN}pageMargins", margins | {"header": "0.3", "footer": "0.3"})
        setup = {"paperSize": "9", "orientation": "landscape", "fitToHeight": "0"}
        etree.SubElement(sheet, f"{MAIN}pageSetup", setup)
        footer = etree.SubElement(sheet, f"{MAIN}headerFooter")
        etree.SubElement(footer, f"{MAIN}oddFooter").text = "&L&A&RStrona &P z &N"


def quoted(sheet: str) -> str:
    """Return a sheet's name as it stands in a reference."""
    return "'" + sheet.replace("'", "''") + "'"


def _where(line: TodoLine, linked: Collection[str]) -> tuple[str, str]:
    """Return what is said of a line's place, and the link to it where there can be one."""
    if not line.sheet:
        return "cały plik", ""
    cell = line.cell if place_of(line.cell) else ""
    target = f"{quoted(line.sheet)}!{cell or 'A1'}" if line.sheet in linked else ""
    return (f"{line.sheet}, komórka {line.cell}" if line.cell else line.sheet), target


def _lines(text: str, width: int) -> int:
    """Return the most lines that a text takes: letters are narrower than digits, by which a
    column's width is counted, and that makes up for the words' ends."""
    return sum(math.ceil(len(line) / width) or 1 for line in text.split("\n"))


def _grid() -> etree._Element:
    border = etree.Element(f"{MAIN}border", nsmap={None: MAIN[1:-1]})
    for side in _BORDER_SIDES:
        edge = etree.SubElement(border, f"{MAIN}{side}", style="thin")
        etree.SubElement(edge, f"{MAIN}color", rgb=_LINES)
    etree.SubElement(border, f"{MAIN}diagonal")
    return border


def _view(window: int, frozen: int) -> etree._Element:
    view = etree.Element(
        f"{MAIN}sheetView", showGridLines="0", tabSelected="1", workbookViewId=str(window)
    )
    if frozen:
        below = f"A{frozen + 1}"
        pane = {"ySplit": str(frozen), "topLeftCell": below, "activePane": "bottomLeft"}
        etree.SubElement(view, f"{MAIN}pane", pane | {"state": "frozen"})
        etree.SubElement(view, f"{MAIN}selection", pane="bottomLeft", activeCell=below, sqref=below)
    return view

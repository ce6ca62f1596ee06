"""What a run of a Word document looks like: properties through the chains of its styles.

The order is Word's own: what stands at the run itself, its character style, its paragraph's style,
the table's style (with what that says of first rows and bands), the document's defaults.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from lxml import etree

from tasks.adapters.office_package import Package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
AUTO = "auto"
WHITE, BLACK = "FFFFFF", "000000"
# Word's names of highlight colours.
_HIGHLIGHTS = {
    "black": BLACK,
    "blue": "0000FF",
    "cyan": "00FFFF",
    "green": "00FF00",
    "magenta": "FF00FF",
    "red": "FF0000",
    "yellow": "FFFF00",
    "white": WHITE,
    "darkBlue": "000080",
    "darkCyan": "008080",
    "darkGreen": "008000",
    "darkMagenta": "800080",
    "darkRed": "800000",
    "darkYellow": "808000",
    "darkGray": "808080",
    "lightGray": "C0C0C0",
}
# What a table's style may say of single rows and columns: its name, and the bits of w:tblLook.
_FIRST_ROW, _LAST_ROW, _FIRST_COLUMN, _LAST_COLUMN = 0x0020, 0x0040, 0x0080, 0x0100
_NO_ROW_BANDS, _NO_COLUMN_BANDS = 0x0200, 0x0400
_LOOK = {
    "firstRow": _FIRST_ROW,
    "lastRow": _LAST_ROW,
    "firstColumn": _FIRST_COLUMN,
    "lastColumn": _LAST_COLUMN,
    "noHBand": _NO_ROW_BANDS,
    "noVBand": _NO_COLUMN_BANDS,
}

Element = Any


@dataclass(frozen=True, slots=True)
class Look:
    """How a run is shown: colours as RRGGBB, a colour "auto" that Word chooses to be readable."""

    colour: str
    background: str
    language: str
    underlined: bool
    hidden: bool


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a cell stands in its table."""

    table: Element
    row: int
    column: int
    rows: int
    columns: int


class WordStyles:
    """The styles of one document, and what they amount to at a run."""

    def __init__(self, package: Package, main: str) -> None:
        styles = package.related(main, "styles")
        root = package.tree(styles.target) if styles else etree.Element(f"{W}styles")
        found = root.findall(f"{W}style")
        self._styles = {style.get(f"{W}styleId", ""): style for style in found}
        self._default = {
            style.get(f"{W}type", ""): style.get(f"{W}styleId", "")
            for style in found
            if style.get(f"{W}default") in ("1", "true", "on")
        }
        self._defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self._chain = cache(self._chained)
        self._places: dict[Element, _Place] = {}

    @property
    def language(self) -> str:
        """The language that the document's defaults state, or nothing."""
        found = None if self._defaults is None else self._defaults.find(f"{W}lang")
        return "" if found is None else str(found.get(f"{W}val", ""))

    def heading_level(self, paragraph: Element) -> int:
        """Return a heading's level by the built-in style it is in or based on; 0 for none."""
        for style in self._chain(self._style_of(paragraph)):
            words = _value(style, "name").casefold().split()
            if len(words) == 2 and words[0] == "heading" and words[1].isdigit():
                return int(words[1])
        return 0

    def look(self, run: Element) -> Look:
        """Return how a run is shown."""
        paragraph = next(run.iterancestors(f"{W}p"))
        cell = next(paragraph.iterancestors(f"{W}tc"), None)
        layers = list(self._run_layers(run, paragraph, cell))
        language = _first(layers, "lang")
        colour = _first(layers, "color")
        return Look(
            _hex(colour, f"{W}val"),
            self._background(layers, paragraph, cell),
            "" if language is None else str(language.get(f"{W}val", "")),
            is_on(_first(layers, "u"), off="none"),
            is_on(_first(layers, "vanish")),
        )

    def marked_by_style(self, run: Element) -> bool:
        """Whether a run's character style, or a highlight, colours it."""
        own = run.find(f"{W}rPr")
        if own is None:
            return False
        styled = (style.find(f"{W}rPr") for style in self._chain(_value(own, "rStyle")))
        coloured = [layer for layer in styled if layer is not None]
        marks = (_first(coloured, "color"), _first(coloured, "shd"), _first([own], "highlight"))
        return any(mark is not None for mark in marks)

    # ------------------------------------------------------------------ layers, the nearest first

    def _run_layers(self, run: Element, paragraph: Element, cell: Element) -> Iterator[Element]:
        own = run.find(f"{W}rPr")
        if own is not None:
            yield own
            yield from _below(self._chain(_value(own, "rStyle")), "rPr")
        yield from _below(self._chain(self._style_of(paragraph)), "rPr")
        yield from self._table_layers(cell, "rPr")
        if self._defaults is not None:
            yield self._defaults

    def _paragraph_layers(self, paragraph: Element) -> Iterator[Element]:
        own = paragraph.find(f"{W}pPr")
        if own is not None:
            yield own
        yield from _below(self._chain(self._style_of(paragraph)), "pPr")

    def _cell_layers(self, cell: Element) -> Iterator[Element]:
        if cell is None:
            return
        yield from _below([cell], "tcPr")
        yield from self._table_layers(cell, "tcPr")
        yield from _below([self._place(cell).table], "tblPr")

    def _table_layers(self, cell: Element, part: str) -> Iterator[Element]:
        """Yield what a table's style says of a cell: of its row or column first."""
        if cell is None:
            return
        place = self._place(cell)
        chain = self._chain(_value(place.table.find(f"{W}tblPr"), "tblStyle"))
        for kind in _kinds(place):
            for style in chain:
                said = style.findall(f"{W}tblStylePr")
                yield from _below([one for one in said if one.get(f"{W}type") == kind], part)
        yield from _below(chain, part)

    def _background(self, runs: list[Element], paragraph: Element, cell: Element) -> str:
        highlight = _first(runs, "highlight")
        if highlight is not None and highlight.get(f"{W}val") in _HIGHLIGHTS:
            return _HIGHLIGHTS[highlight.get(f"{W}val")]
        layers = (*runs, *self._paragraph_layers(paragraph), *self._cell_layers(cell))
        for layer in layers:
            shading = layer.find(f"{W}shd")
            if shading is not None and (shown := _shaded(shading)) != AUTO:
                return shown
        page = paragraph.getroottree().getroot().find(f"{W}background")
        return WHITE if page is None else _hex(page, f"{W}color").replace(AUTO, WHITE)

    # ------------------------------------------------------------------ styles and places

    def _style_of(self, paragraph: Element) -> str:
        own = _value(paragraph.find(f"{W}pPr"), "pStyle")
        return own or self._default.get("paragraph", "")

    def _chained(self, name: str) -> tuple[Element, ...]:
        """Return a style and those it is based on; a circle ends where it closes."""
        found: list[Element] = []
        while (style := self._styles.get(name)) is not None and style not in found:
            found.append(style)
            name = _value(style, "basedOn")
        return tuple(found)

    def _place(self, cell: Element) -> _Place:
        if cell not in self._places:
            table = next(cell.iterancestors(f"{W}tbl"))
            rows = list(table.iterfind(f"{W}tr"))
            for row, cells in enumerate(list(one.iterfind(f"{W}tc")) for one in rows):
                for column, one in enumerate(cells):
                    self._places[one] = _Place(table, row, column, len(rows), len(cells))
        return self._places[cell]


def _kinds(place: _Place) -> Iterator[str]:
    """Yield the parts of a table that a cell belongs to, the one that decides first."""
    look = _look_of(place.table)
    if look & _FIRST_ROW and place.row == 0:
        yield "firstRow"
    if look & _LAST_ROW and place.row == place.rows - 1:
        yield "lastRow"
    if look & _FIRST_COLUMN and place.column == 0:
        yield "firstCol"
    if look & _LAST_COLUMN and place.column == place.columns - 1:
        yield "lastCol"
    if not look & _NO_ROW_BANDS:
        odd = (place.row - bool(look & _FIRST_ROW)) % 2
        yield "band2Horz" if odd else "band1Horz"
    if not look & _NO_COLUMN_BANDS:
        odd = (place.column - bool(look & _FIRST_COLUMN)) % 2
        yield "band2Vert" if odd else "band1Vert"


def _look_of(table: Element) -> int:
    """Return the bits of w:tblLook; newer Word writes them as names, too."""
    look = table.find(f"{W}tblPr/{W}tblLook")
    if look is None:
        return _NO_ROW_BANDS | _NO_COLUMN_BANDS
    if look.get(f"{W}firstRow") is None:
        return int(look.get(f"{W}val", "0"), 16)
    return sum(bit for name, bit in _LOOK.items() if look.get(f"{W}{name}") in ("1", "true", "on"))


def _below(elements: Iterable[Element], name: str) -> Iterator[Element]:
    found = (element.find(f"{W}{name}") for element in elements)
    return (one for one in found if one is not None)


def _value(element: Element, name: str) -> str:
    found = None if element is None else element.find(f"{W}{name}")
    return "" if found is None else str(found.get(f"{W}val", ""))


def _first(layers: Iterable[Element], name: str) -> Element:
    return next(_below(layers, name), None)


def is_on(element: Element, off: str = "0") -> bool:
    """Whether a property that is on or off is on; `off` is a further word for off."""
    return element is not None and element.get(f"{W}val") not in (off, "0", "false", "off")


def _hex(element: Element, attribute: str) -> str:
    value = AUTO if element is None else str(element.get(attribute, AUTO))
    return value.upper() if len(value) == 6 else AUTO


def _shaded(shading: Element) -> str:
    """Return the colour of a shading; of a pattern that covers all, its own colour."""
    solid = shading.get(f"{W}val") == "solid"
    return _hex(shading, f"{W}color" if solid else f"{W}fill")

"""The boxes of comments in a VML drawing, as text: what Excel writes there need not be XML."""

import re
from collections.abc import Iterator

from tasks.adapters.sheet_grid import Grid, Place

_EMPTY = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    '<o:idmap v:ext="edit" data="{clusters}"/></o:shapelayout></xml>'
)
_SHAPE_TYPE = (
    '<v:shapetype{names} id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = (
    '<v:shape{names} id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;'
    'margin-left:59pt;margin-top:2pt;width:{width}pt;height:{height}pt;visibility:hidden" '
    'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_NAMES = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}
_SHAPES = re.compile(r"<((?:\w+:)?shape)(?=[\s>]).*?</\1\s*>\s*", re.DOTALL)
_NOTE = re.compile(r"ObjectType\s*=\s*[\"']Note[\"']")
_ROW = re.compile(r"<(?:\w+:)?Row>\s*(\d+)\s*<")
_COLUMN = re.compile(r"<(?:\w+:)?Column>\s*(\d+)\s*<")
_ANCHOR = re.compile(r"(<(?:\w+:)?Anchor>)([\s\d,-]+)(?=<)")
_NUMBER = re.compile(r"_x0000_s(\d+)")
_CLUSTERS = re.compile(r"idmap\b[^>]*?\bdata\s*=\s*[\"']([\d,\s]+)[\"']")
_ROOT = re.compile(r"<(?:\w+:)?xml\b[^>]*>")
_END = re.compile(r"</(?:\w+:)?xml\s*>\s*\Z")
_DRAWN = re.compile(r"<(?:\w+:)?(?:shape|group|rect|oval|line|polyline|roundrect|image)[\s>]")
CLUSTER = 1024

# Tahoma of nine points, in pixels.
_LETTER, _LINE, _MARGIN = 6.3, 15, 14
_WIDTHS, _MANY_LINES = (330, 470), 12


class UnusableDrawing(Exception):
    """The drawing is none that a box can be added to."""


def clusters_in(drawing: str) -> Iterator[int]:
    """Yield the blocks of shape numbers that a drawing takes."""
    for match in _CLUSTERS.finditer(drawing):
        yield from (int(number) for number in match[1].split(",") if number.strip())


def new_drawing(cluster: int, boxes: int) -> str:
    """Return a drawing for so many boxes, numbered from a block that is free."""
    clusters = range(cluster, cluster + 1 + boxes // (CLUSTER - 1))
    return _EMPTY.format(clusters=",".join(map(str, clusters)))


class Boxes:
    """The boxes of comments in one drawing, by the cells that they belong to."""

    def __init__(self, drawing: str) -> None:
        self._drawing = drawing
        self._there = dict(_boxes(drawing))
        self._changed: dict[str, str] = {}
        self._added: list[str] = []
        first = min(clusters_in(drawing), default=1) * CLUSTER
        self._last = max([first, *(int(number) for number in _NUMBER.findall(drawing))])
        root = _ROOT.search(drawing)
        known = root[0].replace("'", '"') if root else ""
        stated = (f'xmlns:{prefix}="{name}"' for prefix, name in _NAMES.items())
        self._names = "".join(f" {name}" for name in stated if name not in known)

    def remove(self, place: Place) -> None:
        """Take the box of a cell out."""
        if place in self._there:
            self._changed[self._there.pop(place)] = ""

    def put(self, place: Place, text: str, grid: Grid) -> None:
        """Put in a box for a cell that a text fits in; one that is there grows."""
        if place in self._there:
            box = self._there[place]
            self._changed[box] = _grown(box, text, grid)
            return
        self._last += 1
        width, height = _size(text)
        shape = _SHAPE.format(
            names=self._names,
            number=self._last,
            width=width * 3 / 4,
            height=height * 3 / 4,
            anchor=", ".join(map(str, grid.box(place, width, height))),
            row=place[0] - 1,
            column=place[1] - 1,
        )
        self._added.append(shape)

    def drawing(self) -> str:
        """Return the drawing as it is now."""
        drawing = _SHAPES.sub(lambda box: self._changed.get(box[0], box[0]), self._drawing)
        if not self._added:
            return drawing
        end = _END.search(drawing)
        if end is None:
            raise UnusableDrawing
        kind = "" if "_x0000_t202" in drawing else _SHAPE_TYPE.format(names=self._names)
        return drawing[: end.start()] + kind + "".join(self._added) + drawing[end.start() :]

    def is_empty(self) -> bool:
        """Whether nothing is drawn."""
        return _DRAWN.search(self.drawing()) is None


def _boxes(drawing: str) -> Iterator[tuple[Place, str]]:
    for match in _SHAPES.finditer(drawing):
        row, column = _ROW.search(match[0]), _COLUMN.search(match[0])
        if _NOTE.search(match[0]) and row and column:
            yield (int(row[1]) + 1, int(column[1]) + 1), match[0]


def _size(text: str) -> tuple[int, int]:
    """Return the pixels that a text takes: narrow, or wide where it would be too high."""
    narrow, wide = (_height(text, width) for width in _WIDTHS)
    tall = narrow > _MANY_LINES * _LINE
    return (_WIDTHS[1], wide) if tall else (_WIDTHS[0], narrow)


def _height(text: str, width: int) -> int:
    letters = max(round((width - _MARGIN) / _LETTER), 10)
    lines = sum(-(-len(line) // letters) or 1 for line in text.rstrip().split("\n"))
    # Words do not fill their lines.
    return (lines + lines // 8 + 1) * _LINE + _MARGIN


def _grown(box: str, text: str, grid: Grid) -> str:
    """Return a box that was there, lowered until the longer text fits in."""

    def lower(match: re.Match[str]) -> str:
        anchor = tuple(int(number) for number in match[2].split(","))
        if len(anchor) != 8:
            return match[0]
        lowered = grid.lowered(anchor, _height(text, grid.width_of(anchor)))
        return match[1] + ", ".join(map(str, lowered))

    return _ANCHOR.sub(lower, box, count=1)

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


def is_empty(drawing: str) -> bool:
    """Whether nothing is drawn."""
    return _DRAWN.search(drawing) is None


def boxes(drawing: str) -> dict[Place, str]:
    """Return the boxes of comments by the cell that they belong to."""
    found: dict[Place, str] = {}
    for match in _SHAPES.finditer(drawing):
        row, column = _ROW.search(match[0]), _COLUMN.search(match[0])
        if _NOTE.search(match[0]) and row and column:
            found[int(row[1]) + 1, int(column[1]) + 1] = match[0]
    return found


def without_box(drawing: str, place: Place) -> str:
    """Return a drawing without the box of one cell."""
    return drawing.replace(boxes(drawing).get(place, "\0"), "", 1)


def with_box(drawing: str, place: Place, text: str, grid: Grid) -> str:
    """Return a drawing with a box for one cell that a text fits in; one that is there grows."""
    if place in (there := boxes(drawing)):
        return drawing.replace(there[place], _grown(there[place], text, grid), 1)
    end = _END.search(drawing)
    if end is None:
        raise UnusableDrawing
    width, height = _size(text)
    root = _ROOT.search(drawing)
    known = root[0].replace("'", '"') if root else ""
    stated = "".join(
        f' xmlns:{prefix}="{name}"'
        for prefix, name in _NAMES.items()
        if f'xmlns:{prefix}="{name}"' not in known
    )
    shape = _SHAPE.format(
        names=stated,
        number=_free_number(drawing),
        width=width * 3 / 4,
        height=height * 3 / 4,
        anchor=", ".join(map(str, grid.box(place, width, height))),
        row=place[0] - 1,
        column=place[1] - 1,
    )
    kind = "" if "_x0000_t202" in drawing else _SHAPE_TYPE.format(names=stated)
    return drawing[: end.start()] + kind + shape + drawing[end.start() :]


def _free_number(drawing: str) -> int:
    first = min(clusters_in(drawing), default=1) * CLUSTER
    return max([first, *(int(number) for number in _NUMBER.findall(drawing))]) + 1


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

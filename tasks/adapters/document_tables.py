"""Reads the tables of a Word document as a person sees them, with the headings before each."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from domain.free_form.grid import Grid, GridCell, GridRow, spread
from domain.limits import Limits
from domain.reading import column_letters
from domain.submissions import Refused
from tasks.adapters.document_walk import blocks_of, cells_of, has, lines_of, present_rows
from tasks.adapters.gate import check_parts
from tasks.adapters.office_package import Package

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Word itself makes no wider table; a longer one is no unit's.
WIDEST, LONGEST = 63, 5000
TOO_LONG = "Tabela ma tysiące wierszy. Proszę przesłać samą tabelę sprawozdania."
# Marks of a run that a person sees otherwise than its letters: hidden, crossed out.
_UNSEEN = ("vanish", "strike", "dstrike", "webHidden")
# A colour of ink whose parts are all as light as this is the paper's; themes have two light ones.
_LIGHT = 0xE0
_LIGHT_THEMES = ("background1", "background2", "light1", "light2")
# Half points: what is smaller nobody reads.
_SMALLEST = 4
_OFF = ("0", "false", "off")
# Fields, text boxes and tables in a cell show more, or something else, than its text.
_MORE = (
    *("fldChar", "fldSimple", "drawing", "pict", "object", "tbl", "footnoteReference"),
    *("endnoteReference", "commentReference", "sym", "showingPlcHdr", "ruby", "ptab"),
)
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
MOST_HEADINGS = 40


def read_document_tables(parts: dict[str, bytes], limits: Limits) -> tuple[Grid, ...]:
    """Return a document's tables; none for what is no document that can be read."""
    check_parts(parts, limits)
    package = Package(parts)
    main = package.related("", "officeDocument")
    if main is None:
        return ()
    body = package.tree(main.target).find(f"{_W}body")
    styles = package.related(main.target, "styles")
    odd = _odd_styles(package.tree(styles.target)) if styles is not None else frozenset()
    return tuple(_grids(body, odd)) if body is not None else ()


def _odd_styles(styles: etree._Element) -> frozenset[str]:
    """Return the styles in which a text is not seen as its letters are, or that follow such one."""
    based: dict[str, str] = {}
    odd: set[str] = set()
    for style in styles.iter(f"{_W}style"):
        name = style.get(f"{_W}styleId", "")
        parent = style.find(f"{_W}basedOn")
        based[name] = parent.get(f"{_W}val", "") if parent is not None else ""
        if any(_looks_odd(look) for look in style.iter(f"{_W}rPr")):
            odd.add(name)
    for _ in based:
        further = {name for name, parent in based.items() if parent in odd} - odd
        if not further:
            break
        odd |= further
    return frozenset(odd)


def _grids(body: etree._Element, odd: frozenset[str]) -> Iterator[Grid]:
    number = 0
    before: list[str] = []
    last: Grid | None = None
    for block in blocks_of(body):
        if block.tag == f"{_W}tbl":
            number += 1
            if last is not None:
                yield last
            last = Grid(f"Tabela {number}", tuple(_rows(block, odd)), tuple(before))
            before = []
        elif text := lines_of(block):
            before = [*before[1 - MOST_HEADINGS :], text]
    if last is not None:
        yield replace(last, below=tuple(before))


@dataclass(slots=True)
class _Open:
    """A cell that may go on below: where it began, what it covers so far."""

    top: int
    left: int
    cell: GridCell


def _rows(table: etree._Element, odd: frozenset[str]) -> Iterator[GridRow]:
    cells: dict[tuple[int, int], GridCell] = {}
    above: dict[int, _Open] = {}
    for place, row in enumerate(present_rows(table), start=1):
        if place > LONGEST:
            raise Refused(TOO_LONG)
        column = 1 + _number(row.find(f"{_W}trPr/{_W}gridBefore"))
        hidden = has(row, "trPr", "hidden") or _has_style(table, "tblPr/{}tblStyle", odd)
        for element in cells_of(row):
            if column > WIDEST:
                break
            span = max(1, _number(element.find(f"{_W}tcPr/{_W}gridSpan")))
            width = min(span, WIDEST + 1 - column)
            goes_on = _goes_on(element)
            over = above.get(column)
            if goes_on and over is not None and over.cell.width == width:
                over.cell = _taller(over.cell, lines_of(element))
                cells[over.top, over.left] = over.cell
            else:
                cell = _cell(element, f"{column_letters(column)}{place}", width, hidden, odd)
                cells[place, column] = cell
                above[column] = _Open(place, column, cell)
            column += width
    yield from spread(cells)


def _goes_on(cell: etree._Element) -> bool:
    """Whether a cell is the lower part of one that began above."""
    merge = cell.find(f"{_W}tcPr/{_W}vMerge")
    return merge is not None and merge.get(f"{_W}val", "continue") == "continue"


def _taller(cell: GridCell, text: str) -> GridCell:
    # What a covered part still holds nobody sees.
    doubtful = cell.doubtful or bool(text)
    return GridCell(cell.text, cell.address, cell.height + 1, cell.width, None, doubtful)


def _cell(
    element: etree._Element, address: str, width: int, hidden: bool, odd: frozenset[str]
) -> GridCell:
    doubtful = hidden or _is_doubtful(element, odd)
    return GridCell(lines_of(element), address, width=width, doubtful=doubtful)


def _is_doubtful(cell: etree._Element, odd: frozenset[str]) -> bool:
    if any(next(cell.iter(f"{_W}{name}"), None) is not None for name in _MORE):
        return True
    if next(cell.iter(_MATHS), None) is not None:
        return True
    if any(_has_style(part, "pPr/{}pStyle", odd) for part in cell.iter(f"{_W}p")):
        return True
    return any(
        _is_odd(run, odd) for run in cell.iter(f"{_W}r") if "".join(map(str, run.itertext()))
    )


def _has_style(element: etree._Element, path: str, odd: frozenset[str]) -> bool:
    style = element.find(f"{_W}{path.format(_W)}")
    return style is not None and style.get(f"{_W}val") in odd


def _is_odd(run: etree._Element, odd: frozenset[str]) -> bool:
    """Whether a run is not seen as its letters are: a raised 1 is no part of the number."""
    look = run.find(f"{_W}rPr")
    return look is not None and (_looks_odd(look) or _has_style(run, "rPr/{}rStyle", odd))


def _looks_odd(look: etree._Element) -> bool:
    if any(_is_on(look.find(f"{_W}{name}")) for name in _UNSEEN):
        return True
    raised = look.find(f"{_W}vertAlign")
    if raised is not None and raised.get(f"{_W}val") != "baseline":
        return True
    moved, size = look.find(f"{_W}position"), look.find(f"{_W}sz")
    if moved is not None and moved.get(f"{_W}val") not in ("0", None):
        return True
    if size is not None and _number(size) <= _SMALLEST:
        return True
    return _is_light(look.find(f"{_W}color"))


def _is_light(colour: etree._Element | None) -> bool:
    """Whether ink is white, or nearly."""
    if colour is None:
        return False
    if colour.get(f"{_W}themeColor", "") in _LIGHT_THEMES:
        return True
    value = colour.get(f"{_W}val", "")
    try:
        parts = bytes.fromhex(value)
    except ValueError:
        return False
    return len(parts) == 3 and min(parts) >= _LIGHT


def _is_on(mark: etree._Element | None) -> bool:
    return mark is not None and mark.get(f"{_W}val", "1") not in _OFF


def _number(element: etree._Element | None) -> int:
    value = element.get(f"{_W}val", "") if element is not None else ""
    if not (value.isascii() and value.isdigit()):
        return 0
    return min(int(value[:4]), WIDEST)

"""Marks in a unit's own workbook what has to be mended, and changes nothing else in it.

The parts of the file are patched: noted cells get a fill and a comment, a first sheet lists what
to do. What an earlier check has marked is taken away first, so that a mended cell loses its colour.
"""

from collections.abc import Mapping, Sequence

from lxml import etree
from openpyxl.utils import get_column_letter

from domain.form import TODO_SHEET
from domain.marking import CellNote, TodoLine, heaviest_first
from tasks.adapters.office_package import Package
from tasks.adapters.sheet_cells import SheetCells
from tasks.adapters.sheet_grid import Place, place_of
from tasks.adapters.sheet_list import SheetList
from tasks.adapters.sheet_scan import RELATIONS, STRICT, WORKBOOK
from tasks.adapters.todo_sheet import TodoSheet
from tasks.adapters.vml_notes import UnusableDrawing
from tasks.adapters.workbook_comments import SheetComments
from tasks.adapters.workbook_styles import Covered, Styles, UnusableStyles, is_ours

__all__ = ["CellNote", "NotAnnotatable", "TodoLine", "annotated"]

# A defined name: the sheet "Do poprawy" is a check's and not an officer's own.
_MARK = "Sprawdzenie_Arkusz"
# A signature would be broken; who edits together has a list of sheets that would not fit.
_UNTOUCHABLE = ("_xmlsignatures/", "xl/revisions/")


class NotAnnotatable(Exception):
    """The file cannot be marked without a risk for what is in it; the caller tells it elsewhere."""


def annotated(
    parts: Mapping[str, bytes],
    notes: Sequence[CellNote],
    todo: Sequence[TodoLine],
    title: str,
    intro: str,
) -> bytes:
    """Return the workbook with the notes on its cells and the list of what to do.

    `parts` have passed the gate and were read as a form, whatever its sheets are called. A note on
    a sheet that is not there is left out. The same arguments give the same bytes; raises
    NotAnnotatable.
    """
    _refuse_untouchable(parts)
    try:
        book = _Book(Package(parts))
        book.clean()
        book.mark(notes)
        book.put_list(todo, title, intro)
        return book.package.packed()
    except (
        etree.LxmlError,
        KeyError,
        IndexError,
        OverflowError,
        ValueError,
        UnusableStyles,
        UnusableDrawing,
    ) as error:
        raise NotAnnotatable(f"{type(error).__name__}: {error}") from error


def _refuse_untouchable(parts: Mapping[str, bytes]) -> None:
    if WORKBOOK not in parts or RELATIONS not in parts:
        raise NotAnnotatable("not an .xlsx")
    if STRICT in parts[WORKBOOK]:
        raise NotAnnotatable("Strict Open XML")
    if any(name.startswith(_UNTOUCHABLE) for name in parts):
        raise NotAnnotatable("signed or shared")


class _Book:
    """One workbook that is being marked."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.list = SheetList(package)
        styles = package.related(WORKBOOK, "styles")
        if styles is None:
            raise NotAnnotatable("no styles")
        self.styles = Styles(package.tree(styles.target))
        self.emptied: list[SheetComments] = []

    def clean(self) -> None:
        """Take away what an earlier check has marked."""
        texts = {name.get("name", ""): (name.text or "").strip('"') for name in self.list.names()}
        ours = [name for name in texts if is_ours(name) or name == _MARK]
        every = [SheetComments(self.package, path) for _, path in self.list.worksheets()]
        self.emptied = [comments for comments in every if comments.clean()]
        alike = [
            name
            for entry in self.list.entries()
            if (name := entry.get("name", "")).casefold() == TODO_SHEET.casefold()
        ]
        if alike and (alike != [TODO_SHEET] or not (ours or self.emptied)):
            raise NotAnnotatable(f"an officer's own sheet {alike[0]}")
        if alike:
            self.list.take_out(TODO_SHEET)
        if ours or self.emptied:
            self._uncover(Covered(texts.items()))
        self.list.drop_names(ours)

    def _uncover(self, covered: Covered) -> None:
        for _, path in self.list.worksheets():
            for element, attribute in SheetCells(self.package.tree(path)).styled():
                style = int(element.get(attribute, 0))
                before = covered.uncover(self.styles, style)
                if before != style:
                    element.set(attribute, str(before))

    def mark(self, notes: Sequence[CellNote]) -> None:
        """Colour the cells that are noted, and put the notes into their comments."""
        covered = Covered()
        for sheet, path in self.list.worksheets():
            cells = SheetCells(self.package.tree(path))
            on_cells = _by_place([note for note in notes if note.sheet == sheet], cells)
            for place, ordered in on_cells.items():
                style = cells.style(place)
                shade = covered.cover(self.styles, style, ordered[0].severity)
                if shade != style:
                    cells.put_style(place, shade)
            if on_cells:
                added = [(place, _address(place), on_cells[place]) for place in on_cells]
                SheetComments(self.package, path).add(added)
        for comments in self.emptied:
            comments.drop_if_empty()
        self.list.put_names([(_MARK, TODO_SHEET), *covered.names()])

    def put_list(self, todo: Sequence[TodoLine], title: str, intro: str) -> None:
        """Put the list of what to do before the other sheets."""
        sheet = TodoSheet(self.styles, self.list.visible())
        part = sheet.part(todo, title, intro, max(len(self.list.windows()), 1))
        self.list.put_first(TODO_SHEET, part, sheet.titles)


def _by_place(notes: Sequence[CellNote], cells: SheetCells) -> dict[Place, tuple[CellNote, ...]]:
    """Gather notes by the cell that they show at, in the order of the sheet."""
    found: dict[Place, list[CellNote]] = {}
    for note in notes:
        place = place_of(note.cell)
        if place:
            found.setdefault(cells.shown_at(place), []).append(note)
    return {place: heaviest_first(found[place]) for place in sorted(found)}


def _address(place: Place) -> str:
    return f"{get_column_letter(place[1])}{place[0]}"

"""The comments of a sheet: notes are added to them, and those of an earlier check taken away."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from domain.marking import AUTHOR, CellNote, places_of_notes
from tasks.adapters.office_package import RELATIONSHIPS, Package, Relation
from tasks.adapters.sheet_grid import Grid, Place, place_of
from tasks.adapters.sheet_scan import MAIN, RELATION
from tasks.adapters.vml_notes import Boxes, UnusableDrawing, clusters_in, new_drawing

COMMENTS, DRAWING = "comments", "vmlDrawing"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_THREADED = "tc="
_LONGEST = 30_000
_ILLEGAL = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_EMPTY = (
    f'<comments xmlns="{MAIN[1:-1]}"><authors><author>{AUTHOR}</author></authors>'
    "<commentList/></comments>"
)
# What stands after the drawing of the comments in a sheet, as far as it is of this namespace.
_AFTER_DRAWING = [
    f"{MAIN}{name}"
    for name in (
        "legacyDrawingHF",
        "drawingHF",
        "picture",
        "oleObjects",
        "controls",
        "webPublishItems",
        "tableParts",
        "extLst",
    )
]


def xml_text(text: str) -> str:
    """Return a text as Office stores it: without signs that XML cannot hold."""
    short = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return _ESCAPE.sub("_x005F_", _ILLEGAL.sub(" ", short))


def comment_text(comment: etree._Element) -> str:
    """Return the text of a comment as people see it."""
    return "".join(text.text or "" for text in _texts(comment))


def _texts(comment: etree._Element) -> Iterator[etree._Element]:
    return comment.iterfind(f"{MAIN}text//{MAIN}t")


@dataclass(frozen=True)
class SheetComments:
    """The comments of one worksheet, in two parts: their texts and their boxes."""

    package: Package
    sheet: str

    def clean(self) -> bool:
        """Take away what an earlier check has written; return whether there was something."""
        part = self.package.related(self.sheet, COMMENTS)
        if part is None:
            return False
        found = [
            comment
            for comment in self._comments(part)
            if not self._threaded(part, comment) and _cut_notes(comment)
        ]
        blank = [comment for comment in found if not comment_text(comment).strip()]
        drawing = self._drawing()
        boxes = Boxes(self._drawn(drawing)) if drawing else None
        for comment in blank:
            listed, place = comment.getparent(), place_of(comment.get("ref", ""))
            if listed is not None:
                listed.remove(comment)
            if boxes and place:
                boxes.remove(place)
        if drawing and boxes and blank:
            self._draw(drawing, boxes.drawing())
        return bool(found)

    def drop_if_empty(self) -> None:
        """Take the parts out where no comment and nothing drawn is left in them."""
        part = self.package.related(self.sheet, COMMENTS)
        if part is not None and not self._comments(part):
            self.package.unrelate(self.sheet, part)
            drawing = self._drawing()
            if drawing and Boxes(self._drawn(drawing)).is_empty():
                root = self.package.tree(self.sheet)
                for element in root.findall(f"{MAIN}legacyDrawing"):
                    root.remove(element)
                self.package.unrelate(self.sheet, drawing)

    def add(self, notes: Sequence[tuple[Place, str, Sequence[CellNote]]]) -> None:
        """Add the notes on cells, each with its place and its address."""
        part = self._part()
        there = {comment.get("ref", ""): comment for comment in self._comments(part)}
        grid = Grid(self.package.tree(self.sheet))
        drawing = self._drawing()
        boxes = Boxes(self._drawn(drawing) if drawing else self._blank(len(there) + len(notes)))
        for address, comment in () if drawing else there.items():
            if place := place_of(address):
                boxes.put(place, comment_text(comment), grid)
        for place, address, on_cell in notes:
            if address not in there:
                there[address] = self._comment(part, address)
            comment = there[address]
            if self._threaded(part, comment):
                continue
            _append(comment, on_cell)
            boxes.put(place, comment_text(comment), grid)
        self._draw(drawing, boxes.drawing())

    # -------------------------------------------------------------- texts

    def _part(self) -> Relation:
        found = self.package.related(self.sheet, COMMENTS)
        if found:
            return found
        name = self.package.free_name("xl/comments{}.xml")
        self.package.put(name, _EMPTY.encode(), _COMMENTS_TYPE)
        return Relation(self.package.relate(self.sheet, COMMENTS, name), COMMENTS, name)

    def _comments(self, part: Relation) -> list[etree._Element]:
        return self.package.tree(part.target).findall(f"{MAIN}commentList/{MAIN}comment")

    def _authors(self, part: Relation) -> list[str]:
        found = self.package.tree(part.target).findall(f"{MAIN}authors/{MAIN}author")
        return [author.text or "" for author in found]

    def _threaded(self, part: Relation, comment: etree._Element) -> bool:
        """Whether a comment only stands for a conversation, which Excel keeps elsewhere."""
        authors, index = self._authors(part), int(comment.get("authorId", -1))
        return 0 <= index < len(authors) and authors[index].startswith(_THREADED)

    def _comment(self, part: Relation, address: str) -> etree._Element:
        root = self.package.tree(part.target)
        authors, listed = root.find(f"{MAIN}authors"), root.find(f"{MAIN}commentList")
        if authors is None or listed is None:
            raise UnusableDrawing(part.target)
        if AUTHOR not in self._authors(part):
            etree.SubElement(authors, f"{MAIN}author").text = AUTHOR
        number = str(self._authors(part).index(AUTHOR))
        comment = etree.SubElement(listed, f"{MAIN}comment", ref=address, authorId=number)
        etree.SubElement(comment, f"{MAIN}text")
        return comment

    # -------------------------------------------------------------- boxes

    def _drawing(self) -> Relation | None:
        element = self.package.tree(self.sheet).find(f"{MAIN}legacyDrawing")
        wanted = "" if element is None else element.get(RELATION, "")
        found = (other for other in self.package.relations(self.sheet) if other.id == wanted)
        return next((other for other in found if other.target in self.package), None)

    def _drawn(self, drawing: Relation) -> str:
        return self.package.bytes_of(drawing.target).decode("utf-8")

    def _blank(self, count: int) -> str:
        taken = [0]
        for name in self.package.names():
            if name.lower().endswith(".vml"):
                text = self.package.bytes_of(name).decode("utf-8")
                taken.extend(clusters_in(text))
        return new_drawing(max(taken) + 1, count)

    def _draw(self, drawing: Relation | None, text: str) -> None:
        if drawing:
            self.package.put(drawing.target, text.encode())
            return
        name = self.package.free_name("xl/drawings/vmlDrawing{}.vml")
        self.package.put(name, text.encode())
        self.package.put_default_type("vml", _DRAWING_TYPE)
        element = etree.Element(
            f"{MAIN}legacyDrawing", nsmap={None: MAIN[1:-1], "r": RELATIONSHIPS}
        )
        element.set(RELATION, self.package.relate(self.sheet, DRAWING, name))
        root = self.package.tree(self.sheet)
        for stale in root.findall(f"{MAIN}legacyDrawing"):
            root.remove(stale)
        before = [
            place
            for place, child in enumerate(root)
            if str(child.tag).startswith(MAIN) and child.tag not in _AFTER_DRAWING
        ]
        root.insert(max(before) + 1, element)


def _append(comment: etree._Element, notes: Sequence[CellNote]) -> None:
    """Add notes as paragraphs at the end of a comment."""
    text = comment.find(f"{MAIN}text")
    if text is None:
        text = etree.SubElement(comment, f"{MAIN}text")
    for plain in text.findall(f"{MAIN}t"):
        run = etree.Element(f"{MAIN}r")
        text.replace(plain, run)
        run.append(plain)
    for note in notes:
        between = "\n\n" if comment_text(comment) else ""
        _run(text, f"{between}{note.heading}\n", bold=True)
        _run(text, xml_text(note.body), bold=False)


def _run(text: etree._Element, words: str, *, bold: bool) -> None:
    run = etree.Element(f"{MAIN}r")
    looks = etree.SubElement(run, f"{MAIN}rPr")
    if bold:
        etree.SubElement(looks, f"{MAIN}b")
    etree.SubElement(looks, f"{MAIN}sz", val="9")
    etree.SubElement(looks, f"{MAIN}color", indexed="81")
    etree.SubElement(looks, f"{MAIN}rFont", val="Tahoma")
    etree.SubElement(looks, f"{MAIN}family", val="2")
    shown = etree.SubElement(run, f"{MAIN}t")
    shown.text = words
    shown.set(_SPACE, "preserve")
    # Runs stand before what tells how the text is pronounced.
    runs = [place for place, child in enumerate(text) if child.tag == f"{MAIN}r"]
    text.insert(max(runs, default=-1) + 1, run)


def _cut_notes(comment: etree._Element) -> bool:
    """Cut an earlier check's notes out of a comment; return whether there were any."""
    spans = list(places_of_notes(comment_text(comment)))
    start = 0
    for element in list(_texts(comment)) if spans else ():
        words = element.text or ""
        inside = range(start, start + len(words))
        kept = [place for place in inside if not any(a <= place < b for a, b in spans)]
        if len(kept) < len(words):
            element.text = "".join(words[place - start] for place in kept)
            run = element.getparent()
            if not kept and run is not None and run.tag == f"{MAIN}r":
                parent = run.getparent()
                if parent is not None:
                    parent.remove(run)
        start += len(words)
    return bool(spans)

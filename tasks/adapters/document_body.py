"""Writes the blocks of a document as WordprocessingML, each after the template's prototypes.

A row is text put between the pieces of its prototype, so that its cost does not depend on how many
rows there are already; only what the template itself holds is ever parsed.
"""

import copy
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count, groupby
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.oxml.ns import qn
from lxml import etree

from domain.view import Block, Comment, Contents, ListItem, Paragraph, Table
from domain.wording import Change, Line, Lines, Run

_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
# What cannot stand in XML as it is; most texts have none of it.
_SPECIAL = re.compile("[&<>\x00-\x1f\ufffe\uffff\ud800-\udfff]")
_BREAKS = {"\t": "<w:tab/>", "\n": "<w:br/>"}
_CHANGED = {Change.INSERTED: "ins", Change.DELETED: "del"}
CHANGED_BY = "Porównanie wersji"
UNKNOWN_PAGE = "–"
_WORD_2010 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_ONLY_ONCE = tuple(map(qn, ("w:bookmarkStart", "w:bookmarkEnd", "w:proofErr")))
_STYLE = re.compile("<w:rStyle [^>]*/>")
# Word joins tables with nothing between them, and ends no body in a table.
CLOSING = (
    '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    '<w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>'
)
_CONTENTS = (
    '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
    "<w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
)
_PAGE_OF = " PAGEREF {} \\h "
_FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
_STALE = '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'


def printable(text: str) -> str:
    """Show control characters, which XML cannot carry, as the replacement sign."""
    return _NO_TEXT.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


@dataclass(frozen=True, slots=True)
class Cell:
    """What a prototype's cell puts around text: properties of its paragraphs and of their runs."""

    paragraph: str
    run: str


class Prototype:
    """A table of the template, cut into what stands before, between and after the texts."""

    def __init__(self, table: Any) -> None:
        header, pattern = table.findall(qn("w:tr"))
        frame = copy.deepcopy(table)
        for name in ("w:tblCaption", "w:tblDescription"):
            for element in frame.findall(f".//{qn(name)}"):
                element.getparent().remove(element)
        for row in frame.findall(qn("w:tr")):
            frame.remove(row)
        frame.append(etree.ProcessingInstruction("put", "rows"))
        self.before, self.after = _plain_xml(frame).split("<?put rows?>")
        self.header = _Row(header)
        self.row = _Row(pattern)


class _Row:
    def __init__(self, row: Any) -> None:
        row = _without_ids(row)
        self.cells: list[Cell] = []
        for cell in row.findall(qn("w:tc")):
            first, *others = cell.findall(qn("w:p"))
            for other in others:
                cell.remove(other)
            properties, run = first.find(qn("w:pPr")), first.find(f".//{qn('w:r')}")
            # In a cell without text its look is that of the mark at its end.
            shown = properties if run is None else run
            look = None if shown is None else shown.find(qn("w:rPr"))
            self.cells.append(Cell(_inner(properties), _inner(look)))
            first.getparent().replace(first, etree.ProcessingInstruction("put", "cell"))
        self.pieces = _plain_xml(row).split("<?put cell?>")

    def filled(self, texts: Iterable[str]) -> str:
        """Return the row with texts between its pieces."""
        return "".join(map(str.__add__, self.pieces, [*texts, ""]))


def _without_ids(row: Any) -> Any:
    """Copy a row without what may stand in a document only once, or is Word's own note."""
    row = copy.deepcopy(row)
    for element in row.iter(etree.Element):
        for name in element.attrib:
            if name.startswith((_WORD_2010, f"{qn('w:rsid')}")):
                del element.attrib[name]
    for element in [*row.iter(*_ONLY_ONCE)]:
        element.getparent().remove(element)
    return row


def _plain_xml(element: Any) -> str:
    """Return an element's XML without the names of namespaces, which the document has."""
    text = str(etree.tostring(element, encoding="unicode", with_tail=False))
    for prefix, uri in element.nsmap.items():
        text = text.replace(f' xmlns:{prefix}="{uri}"', "")
    return text


def _inner(properties: Any) -> str:
    return "" if properties is None else "".join(_plain_xml(child) for child in properties)


@dataclass
class BodyWriter:
    """Writes blocks one after another.

    `styles` are style ids by name, `numbered` gives a list item its numbering; `comments` go by
    the id of their place. `pages` (by the names of bookmarks) are what a table of contents shows
    until Word works it out anew.
    """

    prototypes: Mapping[str, Prototype]
    styles: Mapping[str, str]
    gap_style: str
    numbered: Callable[[ListItem], int]
    comments: Mapping[str, Sequence[int]]
    pages: Mapping[str, int] = field(default_factory=dict)
    ids: "count[int]" = field(default_factory=lambda: count(1))

    def write(self, blocks: Sequence[Block]) -> Iterator[str]:
        """Yield the XML of the blocks."""
        headings = heading_bookmarks(blocks)
        for place, (block, after) in enumerate(zip(blocks, [*blocks[1:], None], strict=True)):
            match block:
                case Paragraph():
                    marks = self._marked(headings.get(place, ""))
                    yield self._paragraph(block.style, "", block, marks)
                case ListItem():
                    number = self.numbered(block)
                    numbering = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
                    yield self._paragraph(block.style, numbering, block, ("", ""))
                case Contents():
                    yield self._contents(block, blocks, headings)
                case Table():
                    yield from self._table(block)
                    if after is None or isinstance(after, Table):
                        yield CLOSING

    def _paragraph(
        self, style: str, more: str, block: Paragraph | ListItem, marks: tuple[str, str]
    ) -> str:
        properties = f'<w:pStyle w:val="{self.styles[style]}"/>{more}'
        start, end = self._ends(block.anchor)
        begun, ended = marks
        return (
            f"<w:p><w:pPr>{properties}</w:pPr>{begun}{start}"
            f"{self._runs(block.runs, '')}{end}{ended}</w:p>"
        )

    def _table(self, block: Table) -> Iterator[str]:
        prototype = self.prototypes[block.prototype]
        yield prototype.before
        nameless = ("",) * len(block.headers)
        headers = [((Run(text),),) for text in block.headers]
        yield self._row(prototype.header, headers, nameless)
        named = block.anchors or (nameless,) * len(block.rows)
        for row, names in zip(block.rows, named, strict=True):
            yield self._row(prototype.row, row, names)
        yield prototype.after

    def _row(self, pattern: _Row, cells: Sequence[Lines], names: Sequence[str]) -> str:
        places = zip(pattern.cells, cells, names, strict=True)
        return pattern.filled(self._cell(*place) for place in places)

    def _cell(self, shape: Cell, lines: Lines, anchor: str) -> str:
        properties = f"<w:pPr>{shape.paragraph}</w:pPr>" if shape.paragraph else ""
        start, end = self._ends(anchor)
        texts = [self._runs(line, shape.run) for line in lines] or [""]
        return f"<w:p>{properties}{start}{f'</w:p><w:p>{properties}'.join(texts)}{end}</w:p>"

    def _runs(self, line: Line, look: str) -> str:
        written = []
        for run in line:
            text = self._run(run, look)
            if run.change:
                tag = _CHANGED[run.change]
                text = f'<w:{tag} w:id="{next(self.ids)}" w:author="{CHANGED_BY}">{text}</w:{tag}>'
            begun, ended = self._marked(run.anchor)
            written.append(f"{begun}{text}{ended}")
        return "".join(written)

    def _run(self, run: Run, look: str) -> str:
        if run.gap:
            look = f'<w:rStyle w:val="{self.gap_style}"/>{_STYLE.sub("", look)}'
        properties = f"<w:rPr>{look}</w:rPr>" if look else ""
        tag = "delText" if run.change is Change.DELETED else "t"
        return f"<w:r>{properties}{_text(run.text, tag)}</w:r>"

    def _marked(self, name: str) -> tuple[str, str]:
        """Return the bookmark's ends for an id (letters, digits, underscores); nothing for none."""
        if not name:
            return "", ""
        number = next(self.ids)
        start = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'
        return start, f'<w:bookmarkEnd w:id="{number}"/>'

    def _ends(self, anchor: str) -> tuple[str, str]:
        """Return what stands before and after a place: its bookmark, and its comments."""
        start, end = self._marked(anchor)
        numbers = self.comments.get(anchor, ()) if anchor else ()
        if not numbers:
            return start, end
        begun = "".join(f'<w:commentRangeStart w:id="{number}"/>' for number in numbers)
        ended = "".join(
            f'<w:commentRangeEnd w:id="{number}"/><w:r><w:commentReference w:id="{number}"/></w:r>'
            for number in numbers
        )
        return f"{start}{begun}", f"{ended}{end}"

    def _contents(
        self, block: Contents, blocks: Sequence[Block], headings: Mapping[int, str]
    ) -> str:
        """Write a table of contents as Word does: it can be updated there."""
        title = f'<w:p><w:pPr><w:pStyle w:val="{self.styles[block.style]}"/></w:pPr>{{}}</w:p>'
        entries = [
            self._entry(one, headings[place])
            for place, one in enumerate(blocks)
            if isinstance(one, Paragraph) and block.first <= _level(one) <= block.last
        ]
        levels = f' TOC \\o "{block.first}-{block.last}" \\h \\z '
        begun = f"{_STALE}{_instruction(levels)}{_FIELD.format('separate')}"
        entries[:1] = [one.replace("</w:pPr>", f"</w:pPr>{begun}", 1) for one in entries[:1]]
        ended = f"{_FIELD.format('end')}</w:p>"
        entries[-1:] = [f"{one.removesuffix('</w:p>')}{ended}" for one in entries[-1:]]
        whole = title.format(f"<w:r>{_text(block.title, 't')}</w:r>") + "".join(entries)
        return _CONTENTS.format(whole)

    def _entry(self, heading: Paragraph, name: str) -> str:
        style = self.styles[contents_style(_level(heading))]
        text = _text("".join(run.text for run in heading.runs), "t")
        begun = f"{_FIELD.format('begin')}{_instruction(_PAGE_OF.format(name))}"
        page = f"<w:r><w:t>{self.pages.get(name, UNKNOWN_PAGE)}</w:t></w:r>"
        return (
            f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
            f'<w:hyperlink w:anchor="{name}" w:history="1"><w:r>{text}</w:r>'
            f"<w:r><w:tab/></w:r>{begun}{_FIELD.format('separate')}{page}{_FIELD.format('end')}"
            "</w:hyperlink></w:p>"
        )


def contents_style(level: int) -> str:
    """Return the name of the style in which a table of contents shows headings of a level."""
    return f"toc {level}"


def _level(paragraph: Paragraph) -> int:
    """Return a heading's level; 0 for what is none."""
    words = paragraph.style.split()
    is_heading = len(words) == 2 and words[0] == "Heading" and words[1].isdigit()
    return int(words[1]) if is_heading else 0


def heading_bookmarks(blocks: Sequence[Block]) -> dict[int, str]:
    """Return the names of the bookmarks that a table of contents refers to, by place."""
    if not any(isinstance(block, Contents) for block in blocks):
        return {}
    headings = (
        place
        for place, block in enumerate(blocks)
        if isinstance(block, Paragraph) and _level(block)
    )
    return {place: f"_Toc{number:08}" for number, place in enumerate(headings, start=1)}


def _instruction(text: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve">{escape(text)}</w:instrText></w:r>'


def _text(text: str, tag: str) -> str:
    if _SPECIAL.search(text) is None:
        return f'<w:{tag} xml:space="preserve">{text}</w:{tag}>'
    clean = escape(printable(text))
    pieces = ("".join(signs) for _, signs in groupby(clean, key=_BREAKS.__contains__))
    return "".join(
        "".join(map(_BREAKS.__getitem__, piece))
        if piece[0] in _BREAKS
        else f'<w:{tag} xml:space="preserve">{piece}</w:{tag}>'
        for piece in pieces
    )


def comments_part(comments: Sequence[Comment]) -> bytes:
    """Return the part that holds the comments, numbered from 0; none is dated."""
    written = (
        f'<w:comment w:id="{number}" w:author={quoteattr(printable(one.author))} '
        f"w:initials={quoteattr(''.join(word[0] for word in one.author.split()))}>"
        + "".join(f"<w:p><w:r>{_text(line, 't')}</w:r></w:p>" for line in one.lines or ("",))
        + "</w:comment>"
        for number, one in enumerate(comments)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"{''.join(written)}</w:comments>"
    ).encode()

"""Reads an annex that somebody edited in Word or LibreOffice: what stands where, by the ids.

Tracked changes are read as if they were accepted. A cell is read whole: an id inside it may have
been moved or cut by what was typed.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from domain.anchors import PREFIX
from domain.limits import Limits
from domain.pulling import ReadCell, ReadComment, ReadDocument, ReadParagraph, ReadRow
from domain.submissions import Refused
from tasks.adapters.gate import check_parts, inflate
from tasks.adapters.office_package import Package

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_GONE = (f"{_W}del", f"{_W}moveFrom")
_SIGNS = {
    f"{_W}tab": " ",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
}
# Of a text box Word writes two versions; the older one says the same again.
_SKIPPED = (*_GONE, f"{_W}instrText", f"{_W}delText", f"{_W}pPr", f"{_W}rPr")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_NOT_WORD = (
    "To nie jest dokument Worda (.docx). Proszę zapisać go w Wordzie jako „Dokument programu Word "
    "(*.docx)” i spróbować ponownie."
)


def read_document(data: bytes, limits: Limits) -> ReadDocument:
    """Return what a document says; raises Refused with the reason why it cannot be read."""
    parts = inflate(data, limits)
    check_parts(parts, limits)
    package = Package(parts)
    main = package.related("", "officeDocument")
    if main is None:
        raise Refused(_NOT_WORD)
    try:
        body = package.tree(main.target).find(f"{_W}body")
        comments = package.related(main.target, "comments")
        told = {} if comments is None else dict(_told(package.tree(comments.target)))
    except etree.XMLSyntaxError as error:
        raise Refused(_NOT_WORD) from error
    if body is None:
        raise Refused(_NOT_WORD)
    return _Reader(told).read(body)


def _told(root: etree._Element) -> Iterator[tuple[str, tuple[str, str]]]:
    for comment in root.findall(f"{_W}comment"):
        text = "\n".join(_text(paragraph) for paragraph in comment.iter(f"{_W}p"))
        yield comment.get(f"{_W}id", ""), (comment.get(f"{_W}author", ""), text)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads a body; `told` are comments (author, text) by id."""

    told: dict[str, tuple[str, str]]

    def read(self, body: etree._Element) -> ReadDocument:
        blocks: list[ReadParagraph | ReadRow] = []
        comments: list[ReadComment] = []
        for element in _blocks(body):
            cells = list(_cells(element)) if element.tag == f"{_W}tr" else [element]
            read = tuple(ReadCell(_ids(cell), _lines(cell)) for cell in cells)
            if element.tag == f"{_W}tr":
                blocks.append(ReadRow(read, header=_has(element, "trPr", "tblHeader")))
            else:
                blocks.append(ReadParagraph(read[0].ids, read[0].text))
            comments += self._comments(cells, read)
        return ReadDocument(tuple(blocks), tuple(comments))

    def _comments(
        self, cells: list[etree._Element], read: tuple[ReadCell, ...]
    ) -> Iterator[ReadComment]:
        for cell, what in zip(cells, read, strict=True):
            for reference in cell.iter(f"{_W}commentReference"):
                author, text = self.told.get(reference.get(f"{_W}id", ""), ("", ""))
                yield ReadComment(what.ids, author, text)


def _blocks(body: etree._Element) -> Iterator[etree._Element]:
    """Yield paragraphs outside tables, and rows that were not taken out, in their order.

    What a table of contents says is made anew by whoever opens the document.
    """
    for element in body:
        if element.tag == f"{_W}p":
            yield element
        elif element.tag == f"{_W}tbl":
            for row in element.findall(f"{_W}tr"):
                if not _has(row, "trPr", "del"):
                    yield row
        elif element.tag in (f"{_W}ins", f"{_W}customXml"):
            yield from _blocks(element)
        elif element.tag == f"{_W}sdt" and element.find(f".//{_W}docPartGallery") is None:
            content = element.find(f"{_W}sdtContent")
            yield from _blocks(content) if content is not None else ()


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for element in row:
        if element.tag == f"{_W}tc":
            yield element
        elif element.tag == f"{_W}sdt":
            yield from element.iter(f"{_W}tc")


def _has(element: etree._Element, properties: str, name: str) -> bool:
    return element.find(f"{_W}{properties}/{_W}{name}") is not None


def _ids(element: etree._Element) -> frozenset[str]:
    names = (mark.get(f"{_W}name", "") for mark in element.iter(f"{_W}bookmarkStart"))
    return frozenset(name for name in names if name.startswith(PREFIX))


def _lines(element: etree._Element) -> str:
    """Return the text of a paragraph or a cell; empty lines say nothing."""
    if element.tag == f"{_W}p":
        texts = [_text(element)]
    else:
        texts = [_text(paragraph) for paragraph in element.iter(f"{_W}p")]
    lines = (" ".join(line.split()) for text in texts for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _text(element: etree._Element) -> str:
    return "".join(_signs(element))


def _signs(element: etree._Element) -> Iterator[str]:
    for child in element:
        if child.tag in _SKIPPED or child.tag == _FALLBACK:
            continue
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        else:
            yield from _signs(child)

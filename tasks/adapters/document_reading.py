"""Reads an annex that somebody edited in Word or LibreOffice: what stands where, by the ids.

Tracked changes are read as if they were accepted. A cell is read whole: an id inside it may have
been moved or cut by what was typed.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from lxml import etree

from domain.anchors import PREFIX
from domain.edited_document import ReadAside, ReadCell, ReadDocument, ReadParagraph, ReadRow
from domain.limits import Limits
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
_DRAWN = (f"{_W}drawing", f"{_W}pict")
_SKIPPED = (*_GONE, *_DRAWN, f"{_W}instrText", f"{_W}delText", f"{_W}pPr", f"{_W}rPr")
_VERSION = re.compile(r"wersja ([0-9a-f]{8})\b")
# What stands beside the text: kind of part → the mark that refers to it, what people call it.
_ASIDES = {
    "comments": ("commentReference", "komentarz"),
    "footnotes": ("footnoteReference", "przypis dolny"),
    "endnotes": ("endnoteReference", "przypis końcowy"),
}
# Of a text box Word writes two versions; the older one says the same again.
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
        told = {kind: dict(_told(package, main.target, kind)) for kind in _ASIDES}
        version = _version(package, main.target)
    except etree.XMLSyntaxError as error:
        raise Refused(_NOT_WORD) from error
    if body is None:
        raise Refused(_NOT_WORD)
    return replace(_Reader(told).read(body), version=version)


def _drawn(element: etree._Element) -> Iterator[etree._Element]:
    """Yield pictures and text boxes, each once."""
    for child in element:
        if child.tag in _DRAWN:
            yield child
        elif child.tag != _FALLBACK:
            yield from _drawn(child)


def _version(package: Package, main: str) -> str:
    """Return the version that a header names; nothing for a final document."""
    headers = (one for one in package.relations(main) if one.kind == "header")
    texts = (_text(package.tree(one.target)) for one in headers if one.target in package)
    found = (_VERSION.search(text) for text in texts)
    return next((match[1] for match in found if match), "")


def _told(package: Package, main: str, kind: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the remarks or notes of a part by their ids: author and text."""
    part = package.related(main, kind)
    for one in package.tree(part.target) if part is not None else ():
        text = "\n".join(_text(paragraph) for paragraph in one.iter(f"{_W}p")).strip()
        if text:
            yield one.get(f"{_W}id", ""), (one.get(f"{_W}author", ""), text)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads a body; `told` are remarks and notes (author, text) by kind of part and id."""

    told: Mapping[str, Mapping[str, tuple[str, str]]]

    def read(self, body: etree._Element) -> ReadDocument:
        blocks: list[ReadParagraph | ReadRow] = []
        asides: list[ReadAside] = []
        for element in _blocks(body):
            cells = list(_cells(element)) if element.tag == f"{_W}tr" else [element]
            read = tuple(ReadCell(_ids(cell), _lines(cell)) for cell in cells)
            if element.tag == f"{_W}tr":
                blocks.append(ReadRow(read, header=_has(element, "trPr", "tblHeader")))
            else:
                blocks.append(ReadParagraph(read[0].ids, read[0].text))
            for cell, what in zip(cells, read, strict=True):
                asides += self._asides(cell, what.ids)
        return ReadDocument(tuple(blocks), tuple(asides))

    def _asides(self, cell: etree._Element, ids: frozenset[str]) -> Iterator[ReadAside]:
        for part, (tag, kind) in _ASIDES.items():
            for reference in cell.iter(f"{_W}{tag}"):
                author, text = self.told[part].get(reference.get(f"{_W}id", ""), ("", ""))
                yield ReadAside(ids, kind, text, author)
        inside = cell.iter(f"{_W}tbl") if cell.tag == f"{_W}tc" else ()
        for drawn in (*_drawn(cell), *inside):
            text = " ".join(_text(paragraph) for paragraph in drawn.iter(f"{_W}p"))
            yield ReadAside(ids, "rysunek, pole tekstowe lub tabela w komórce", text.strip())


def _blocks(body: etree._Element) -> Iterator[etree._Element]:
    """Yield paragraphs outside tables, and rows that were not taken out, in their order.

    What a table of contents says is made anew by whoever opens the document.
    """
    for element in body:
        if element.tag == f"{_W}p":
            yield element
        elif element.tag == f"{_W}tbl":
            yield from (row for row in _rows(element) if not _has(row, "trPr", "del"))
        elif element.tag in (f"{_W}ins", f"{_W}customXml"):
            yield from _blocks(element)
        elif element.tag == f"{_W}sdt" and element.find(f".//{_W}docPartGallery") is None:
            content = element.find(f"{_W}sdtContent")
            yield from _blocks(content) if content is not None else ()


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """Yield a table's own rows, also those in content controls; not those of tables inside it."""
    for element in table:
        if element.tag == f"{_W}tr":
            yield element
        elif element.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _rows(element)


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
        texts = [_text(paragraph) for paragraph in _paragraphs(element)]
    lines = (" ".join(line.split()) for text in texts for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _paragraphs(cell: etree._Element) -> Iterator[etree._Element]:
    """Yield a cell's own paragraphs; text boxes and tables in it are told by themselves."""
    for element in cell:
        if element.tag == f"{_W}p":
            yield element
        elif element.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _paragraphs(element)


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

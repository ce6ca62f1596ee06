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
from tasks.adapters.document_walk import (
    DRAWN,
    FALLBACK,
    blocks_of,
    cells_of,
    has,
    lines_of,
    present_rows,
    text_of,
)
from tasks.adapters.gate import check_parts, inflate
from tasks.adapters.office_package import Package

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VERSION = re.compile(r"wersja ([0-9a-f]{8})\b")
# What stands beside the text: kind of part → the mark that refers to it, what people call it.
_ASIDES = {
    "comments": ("commentReference", "komentarz"),
    "footnotes": ("footnoteReference", "przypis dolny"),
    "endnotes": ("endnoteReference", "przypis końcowy"),
}
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
        if child.tag in DRAWN:
            yield child
        elif child.tag != FALLBACK:
            yield from _drawn(child)


def _version(package: Package, main: str) -> str:
    """Return the version that a header names; nothing for a final document."""
    headers = (one for one in package.relations(main) if one.kind == "header")
    texts = (text_of(package.tree(one.target)) for one in headers if one.target in package)
    found = (_VERSION.search(text) for text in texts)
    return next((match[1] for match in found if match), "")


def _told(package: Package, main: str, kind: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the remarks or notes of a part by their ids: author and text."""
    part = package.related(main, kind)
    for one in package.tree(part.target) if part is not None else ():
        text = "\n".join(text_of(paragraph) for paragraph in one.iter(f"{_W}p")).strip()
        if text:
            yield one.get(f"{_W}id", ""), (one.get(f"{_W}author", ""), text)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads a body; `told` are remarks and notes (author, text) by kind of part and id."""

    told: Mapping[str, Mapping[str, tuple[str, str]]]

    def read(self, body: etree._Element) -> ReadDocument:
        blocks: list[ReadParagraph | ReadRow] = []
        asides: list[ReadAside] = []
        for element in _rows_and_paragraphs(body):
            cells = list(cells_of(element)) if element.tag == f"{_W}tr" else [element]
            read = tuple(ReadCell(_ids(cell), lines_of(cell)) for cell in cells)
            if element.tag == f"{_W}tr":
                blocks.append(ReadRow(read, header=has(element, "trPr", "tblHeader")))
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
            text = " ".join(text_of(paragraph) for paragraph in drawn.iter(f"{_W}p"))
            yield ReadAside(ids, "rysunek, pole tekstowe lub tabela w komórce", text.strip())


def _rows_and_paragraphs(body: etree._Element) -> Iterator[etree._Element]:
    """Yield paragraphs outside tables, and rows that were not taken out, in their order."""
    for element in blocks_of(body):
        if element.tag == f"{_W}tbl":
            yield from present_rows(element)
        else:
            yield element


def _ids(element: etree._Element) -> frozenset[str]:
    names = (mark.get(f"{_W}name", "") for mark in element.iter(f"{_W}bookmarkStart"))
    return frozenset(name for name in names if name.startswith(PREFIX))

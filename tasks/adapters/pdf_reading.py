"""Reads back from a PDF what a screen reader is told by it: tags, language, title, bookmarks."""

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from domain.accessibility import PdfCheck, Result, results

if TYPE_CHECKING:
    from pypdf import PdfReader

POLISH = "pl-PL"
_HEADING = re.compile(r"/H[1-6]")
# What XMP has to say of the norms that the file follows.
_STANDARDS = {
    "PDF/A-2": re.compile(rb"<pdfaid:part>2</pdfaid:part>"),
    "PDF/UA-1": re.compile(rb"<pdfuaid:part>1</pdfuaid:part>"),
}
_REMARKS = {"/Text", "/FreeText", "/Popup", "/Highlight", "/Ink", "/Stamp"}

# An element of the tag tree, as pypdf has it.
Tag = dict[str, Any]
Faults = Iterator[tuple[PdfCheck, str]]


def check_pdf(pdf: bytes) -> tuple[Result, ...]:
    """Return what each check finds in a PDF; it does not replace a validator of the norms."""
    from pypdf import PdfReader

    return results(PdfCheck, _faults(PdfReader(io.BytesIO(pdf))))


def tags(reader: "PdfReader") -> Iterator[Tag]:
    """Yield the elements of the tag tree in reading order; none where the file is not tagged."""
    yield from _tags_below(reader.root_object.get("/StructTreeRoot"))


def headings(reader: "PdfReader") -> list[int]:
    """Return the levels of the headings in reading order."""
    names = (_name(tag) for tag in tags(reader))
    return [int(name[2:]) for name in names if _HEADING.fullmatch(name)]


def bookmarks(reader: "PdfReader") -> list[tuple[int, str, int]]:
    """Return the bookmarks as level (from 1), title and page (from 1)."""
    return list(_bookmarks(reader, reader.outline, 1))


def _faults(reader: "PdfReader") -> Faults:
    root = reader.root_object
    marked = root.get("/MarkInfo", {}).get("/Marked")
    levels, outline = headings(reader), bookmarks(reader)
    if not marked or not levels:
        yield PdfCheck.TAGS, "plik nie jest oznakowany"
    if root.get("/Lang") != POLISH:
        yield PdfCheck.LANGUAGE, f"plik podaje język „{root.get('/Lang', '')}”"
    title = (reader.metadata.title or "") if reader.metadata else ""
    if not title.strip():
        yield PdfCheck.TITLE, "plik nie ma tytułu"
    elif not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield PdfCheck.TITLE, "program wyświetli nazwę pliku zamiast tytułu"
    if [level for level, _, _ in outline] != levels:
        yield PdfCheck.BOOKMARKS, f"zakładek jest {len(outline)}, a nagłówków {len(levels)}"
    yield from _header_cells(reader)
    stream = root.get("/Metadata")
    told = stream.get_object().get_data() if stream is not None else b""
    for name, pattern in _STANDARDS.items():
        if not pattern.search(told):
            yield PdfCheck.STANDARDS, f"plik nie jest oznaczony jako {name}"
    for number, page in enumerate(reader.pages, start=1):
        kinds = {str(one.get_object()["/Subtype"]) for one in page.get("/Annots", ())}
        if kinds & _REMARKS:
            yield PdfCheck.REMARKS, f"strona {number} zawiera komentarz"


def _header_cells(reader: "PdfReader") -> Faults:
    tables = (tag for tag in tags(reader) if _name(tag) == "/Table")
    for number, table in enumerate(tables, start=1):
        row = next((tag for tag in _tags_below(table) if _name(tag) == "/TR"), None)
        cells = {_name(cell) for cell in _children(row)}
        if cells != {"/TH"}:
            yield PdfCheck.HEADER_CELLS, f"tabela {number} nie ma komórek nagłówkowych"


def _name(tag: Tag) -> str:
    return str(tag["/S"])


def _tags_below(node: Any) -> Iterator[Tag]:
    for child in _children(node):
        yield child
        yield from _tags_below(child)


def _children(node: Any) -> Iterator[Tag]:
    """Yield the elements right below one; what is no element is a piece of a page."""
    below = node.get_object().get("/K", ()) if hasattr(node, "get_object") else ()
    for one in below if isinstance(below, list) else [below]:
        child = one.get_object() if hasattr(one, "get_object") else one
        if isinstance(child, dict) and "/S" in child:
            yield child


def _bookmarks(reader: "PdfReader", outline: Any, level: int) -> Iterator[tuple[int, str, int]]:
    for one in outline:
        if isinstance(one, list):
            yield from _bookmarks(reader, one, level + 1)
        else:
            page = reader.get_destination_page_number(one)
            yield level, str(one.title), (page or 0) + 1

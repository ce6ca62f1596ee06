"""Goes through the body of a Word document: paragraphs, tables, rows, cells, and what they say.

Tracked changes are read as if they were accepted.
"""

from collections.abc import Iterator

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_GONE = (f"{_W}del", f"{_W}moveFrom")
_SIGNS = {
    f"{_W}tab": " ",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
}
DRAWN = (f"{_W}drawing", f"{_W}pict")
_SKIPPED = (*_GONE, *DRAWN, f"{_W}instrText", f"{_W}delText", f"{_W}pPr", f"{_W}rPr")
# Of a text box Word writes two versions; the older one says the same again.
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def blocks_of(body: etree._Element) -> Iterator[etree._Element]:
    """Yield paragraphs outside tables, and tables, in their order.

    What a table of contents says is made anew by whoever opens the document.
    """
    for element in body:
        if element.tag in (f"{_W}p", f"{_W}tbl"):
            yield element
        elif element.tag in (f"{_W}ins", f"{_W}customXml"):
            yield from blocks_of(element)
        elif element.tag == f"{_W}sdt" and element.find(f".//{_W}docPartGallery") is None:
            content = element.find(f"{_W}sdtContent")
            yield from blocks_of(content) if content is not None else ()


def present_rows(table: etree._Element) -> Iterator[etree._Element]:
    """Yield a table's rows that were not taken out."""
    yield from (row for row in _rows(table) if not has(row, "trPr", "del"))


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """Yield a table's own rows, also those in content controls; not those of tables inside it."""
    for element in table:
        if element.tag == f"{_W}tr":
            yield element
        elif element.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _rows(element)


def cells_of(row: etree._Element) -> Iterator[etree._Element]:
    """Yield a row's cells, also those in content controls."""
    for element in row:
        if element.tag == f"{_W}tc":
            yield element
        elif element.tag == f"{_W}sdt":
            yield from element.iter(f"{_W}tc")


def has(element: etree._Element, properties: str, name: str) -> bool:
    """Whether an element's properties name something."""
    return element.find(f"{_W}{properties}/{_W}{name}") is not None


def lines_of(element: etree._Element) -> str:
    """Return the text of a paragraph or a cell; empty lines say nothing."""
    if element.tag == f"{_W}p":
        texts = [text_of(element)]
    else:
        texts = [text_of(paragraph) for paragraph in _paragraphs(element)]
    lines = (" ".join(line.split()) for text in texts for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _paragraphs(cell: etree._Element) -> Iterator[etree._Element]:
    """Yield a cell's own paragraphs; text boxes and tables in it are told by themselves."""
    for element in cell:
        if element.tag == f"{_W}p":
            yield element
        elif element.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _paragraphs(element)


def text_of(element: etree._Element) -> str:
    """Return the text of an element as it is read."""
    return "".join(_signs(element))


def _signs(element: etree._Element) -> Iterator[str]:
    for child in element:
        if child.tag in _SKIPPED or child.tag == FALLBACK:
            continue
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        else:
            yield from _signs(child)

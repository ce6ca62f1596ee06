"""What must hold on every page: poppler tells where each word is, the document what was written."""

import re
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from tests.edges.office import W, parts, xml

TOOLS = ("soffice", "pdftotext", "pdftoppm")
POINTS_IN_TWIP = 1 / 20
TOLERANCE = 1.5
_TOLD = re.compile(r"\w")
# Between a heading and its page; after the number of a list that has no space there.
_GLUED = re.compile(r"\.{3,}|^\d+\.(?=[^\W\d])")


@dataclass(frozen=True, slots=True)
class Word:
    """A word and the box around it, in points from the top left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its size and its words in the order in which they were drawn."""

    width: float
    height: float
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Margins:
    """How far the text stays from the edges of the paper, in points."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Written:
    """What a document holds: margins, header, words, headings, rows that head tables."""

    margins: Margins
    header: tuple[str, ...]
    words: tuple[str, ...]
    headings: tuple[str, ...]
    header_rows: tuple[str, ...]


def pages_of(pdf: Path) -> tuple[Page, ...]:
    """Read where the words of a PDF are."""
    told = subprocess.run(
        ["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, check=True, timeout=120
    ).stdout
    root = etree.fromstring(told, etree.XMLParser(recover=True, load_dtd=False, no_network=True))
    return tuple(_page(page) for page in root.iter("{*}page"))


def _page(page: etree._Element) -> Page:
    words = (
        Word(
            word.text or "",
            *(float(word.get(edge, "")) for edge in ("xMin", "yMin", "xMax", "yMax")),
        )
        for word in page.iter("{*}word")
    )
    return Page(float(page.get("width", "")), float(page.get("height", "")), tuple(words))


def written_in(docx: bytes) -> Written:
    """Read what a Word document holds."""
    body = xml(docx, "word/document.xml")[0]
    header = next((name for name in parts(docx) if name.startswith("word/header")), "")
    told = (word for line in _lines(body) for word in line.split())
    heads = (row for row in body.iter(f"{W}tr") if row.find(f"{W}trPr/{W}tblHeader") is not None)
    return Written(
        _margins(body),
        tuple(" ".join(_lines(xml(docx, header))).split()) if header else (),
        tuple(word for word in told if _TOLD.search(word)),
        tuple(_headings(body, xml(docx, "word/styles.xml"))),
        tuple(_folded(" ".join(_lines(row))) for row in heads),
    )


def _margins(body: etree._Element) -> Margins:
    (edges,) = body.findall(f"{W}sectPr/{W}pgMar")
    left, top, right, bottom = (
        int(edges.get(f"{W}{edge}", "0")) * POINTS_IN_TWIP
        for edge in ("left", "top", "right", "bottom")
    )
    return Margins(left, top, right, bottom)


def _headings(body: etree._Element, styles: etree._Element) -> Iterator[str]:
    outlined = {
        style.get(f"{W}styleId")
        for style in styles.iter(f"{W}style")
        if style.find(f"{W}pPr/{W}outlineLvl") is not None
    }
    for paragraph in body.findall(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if style is not None and style.get(f"{W}val") in outlined:
            yield _folded(_line(paragraph))


def _lines(element: etree._Element) -> list[str]:
    return [_line(paragraph) for paragraph in element.iter(f"{W}p")]


def _line(paragraph: etree._Element) -> str:
    """Return a paragraph's text as it is printed."""
    return "".join(
        " " if piece.tag != f"{W}t" else piece.text or ""
        for piece in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br")
    )


def _folded(text: str) -> str:
    return " ".join(text.split())


def faults(pages: Sequence[Page], written: Written) -> Iterator[str]:
    """Yield what is wrong on the pages of a document, each with its page."""
    for number, page in enumerate(pages, start=1):
        for fault in _faults_of_page(page, written):
            yield f"page {number}: {fault}"
    missing = missing_words(pages, written)
    if missing:
        yield f"on no page: {', '.join(missing)}"


def _faults_of_page(page: Page, written: Written) -> Iterator[str]:
    margins = written.margins
    lowest = page.height - margins.bottom
    body = [word for word in page.words if word.bottom > margins.top and word.top < lowest]
    above = Counter(word.text for word in page.words if word.bottom <= margins.top)
    if not body:
        yield "no text"
    if Counter(written.header) - above:
        yield f"the header lacks {', '.join(Counter(written.header) - above)}"
    right = page.width - margins.right
    for word in body:
        if word.left < margins.left - TOLERANCE or word.right > right + TOLERANCE:
            yield f"“{word.text}” stands over the margin"
    for one, other in overlapping(page.words):
        yield f"“{one.text}” stands on “{other.text}”"
    told = " ".join(word.text for word in body)
    for text in {*written.headings, *written.header_rows} - {""}:
        if told.endswith(text):
            yield f"“{text}” is the last on the page"


def overlapping(words: Sequence[Word]) -> Iterator[tuple[Word, Word]]:
    """Yield words whose boxes cover one another by more than the height of lines explains."""
    by_top = sorted(words, key=lambda word: word.top)
    for place, one in enumerate(by_top):
        for other in by_top[place + 1 :]:
            if other.top >= one.bottom:
                break
            high = min(one.bottom, other.bottom) - other.top
            wide = min(one.right, other.right) - max(one.left, other.left)
            lower = min(one.bottom - one.top, other.bottom - other.top)
            if wide > TOLERANCE and high > lower / 2:
                yield one, other


def missing_words(pages: Sequence[Page], written: Written) -> list[str]:
    """Return words that are on no page; one may be broken over lines."""
    shown = Counter(
        piece.rstrip(".")
        for page in pages
        for word in page.words
        for piece in _GLUED.split(word.text)
    )
    # The dots that lead to a page hide the full stop of a heading.
    wanted = Counter(word.rstrip(".") for word in written.words)
    missing, over = wanted - shown, shown - wanted
    return [word for word in missing.elements() if not _pieced(word, over)]


def _pieced(word: str, pieces: Counter[str]) -> bool:
    """Tell whether a word is made of pieces, and take them away."""
    if not word:
        return True
    for end in range(len(word), 0, -1):
        piece = word[:end]
        if pieces[piece] > 0:
            pieces[piece] -= 1
            if _pieced(word[end:], pieces):
                return True
            pieces[piece] += 1
    return False


def _as_shown(text: str) -> str:
    """Return a pattern of a text on a page: words that stand near may be told as one, and a line
    may end after a hyphen."""
    near = r"\s*".join(map(re.escape, text.split()))
    return near.replace(r"\-", r"\-\s*")


def contents(pages: Sequence[Page], written: Written) -> dict[str, tuple[int, int]]:
    """Return for each heading in a table of contents the page it names and the one it is on."""
    told = [" ".join(word.text for word in page.words) for page in pages]
    whole = " ".join(told)
    patterns = {text: _as_shown(text) for text in written.headings}
    named = {
        text: re.search(rf"{pattern}[ .]{{3,}}(\d+)", whole) for text, pattern in patterns.items()
    }
    return {
        text: (
            int(found[1]),
            max(n for n, page in enumerate(told, start=1) if re.search(patterns[text], page)),
        )
        for text, found in named.items()
        if found
    }

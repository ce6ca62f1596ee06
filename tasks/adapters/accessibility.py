"""Looks at a finished Word document as a screen reader, and a reader who sees little, would.

What each check asks is told in domain/accessibility.py. Looked at are the text, headers, footers
and notes of the file itself; nothing is taken from what it was made from.
"""

import io
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property

from lxml import etree

from domain.accessibility import Check, Result, contrast, results
from tasks.adapters.document_body import CLOSING
from tasks.adapters.office_package import Package
from tasks.adapters.word_styles import AUTO, Element, Look, W, WordStyles, is_on

POLISH = "pl-PL"
LEAST_CONTRAST = 4.5
QUOTED = 40
_DC = "{http://purl.org/dc/elements/1.1/}"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_STORIES = ("header", "footer", "footnotes", "endnotes")
_GRAPHICS = (f"{W}drawing", f"{W}pict", f"{W}object")
_MERGED = ("gridSpan", "vMerge", "hMerge")
_LEFT_OUT = ("gridBefore", "gridAfter")


def check_accessibility(document: bytes) -> tuple[Result, ...]:
    """Return what each check finds in a .docx; raises ValueError for another file of Office."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        package = Package({name: archive.read(name) for name in archive.namelist()})
    return results(Check, _Reader(package).faults())


Faults = Iterator[tuple[Check, str]]


class _Reader:
    """One document, taken apart for the checks."""

    def __init__(self, package: Package) -> None:
        main = package.related("", "officeDocument")
        core = package.related("", "core-properties")
        if main is None or package.tree(main.target).tag != f"{W}document":
            raise ValueError("no Word document")
        body: Element = package.tree(main.target)
        self.body = body
        others = [one.target for one in package.relations(main.target) if one.kind in _STORIES]
        self.stories = (self.body, *(package.tree(name) for name in others))
        self.core: Element = package.tree(core.target) if core else None
        self.styles = WordStyles(package, main.target)
        self.looks: dict[Element, Look] = {}

    def faults(self) -> Faults:
        """Yield every fault with the check that it is of."""
        yield from self._language()
        yield from self._title()
        yield from self._headings()
        yield from self._tables()
        yield from self._spacing()
        yield from self._alternatives()
        yield from self._colours()
        yield from self._links()

    @cached_property
    def runs(self) -> tuple[Element, ...]:
        """The runs that show text, everywhere in the document."""
        found = (run for story in self.stories for run in story.iter(f"{W}r"))
        return tuple(run for run in found if _text(run).strip())

    def _look(self, run: Element) -> Look:
        if run not in self.looks:
            self.looks[run] = self.styles.look(run)
        return self.looks[run]

    def _property(self, name: str) -> str:
        found = None if self.core is None else self.core.findtext(f"{_DC}{name}")
        return str(found or "").strip()

    def _language(self) -> Faults:
        if self.styles.language != POLISH:
            yield (
                Check.LANGUAGE,
                f"ustawienia domyślne stylów podają język „{self.styles.language}”",
            )
        if self._property("language") != POLISH:
            yield Check.LANGUAGE, f"właściwości pliku podają język „{self._property('language')}”"
        for run in self.runs:
            language = self._look(run).language
            if language not in ("", POLISH):
                yield Check.LANGUAGE, f"tekst {_quoted(run)} jest oznaczony językiem „{language}”"

    def _title(self) -> Faults:
        if not self._property("title"):
            yield Check.TITLE, "właściwości pliku nie zawierają tytułu"

    def _headings(self) -> Faults:
        before = 0
        for paragraph in self.body.iter(f"{W}p"):
            level = self.styles.heading_level(paragraph)
            if not level:
                if _is_bold_line(paragraph):
                    yield Check.HEADINGS, f"akapit {_quoted(paragraph)} tylko udaje nagłówek"
                continue
            if not _text(paragraph).strip():
                yield Check.HEADINGS, f"nagłówek poziomu {level} bez tekstu"
            elif level > before + 1:
                told = f"ma poziom {level}, a poprzedza go poziom {before}"
                first = f"jest pierwszy i ma poziom {level} zamiast 1"
                yield Check.HEADINGS, f"nagłówek {_quoted(paragraph)} {told if before else first}"
            before = level
        if not before:
            yield Check.HEADINGS, "dokument nie ma nagłówków"

    def _tables(self) -> Faults:
        for number, table in enumerate(self.body.iter(f"{W}tbl"), start=1):
            rows = list(table.iterfind(f"{W}tr"))
            yield from ((Check.HEADER_ROWS, f"tabela {number}: {one}") for one in _header(rows))
            yield from ((Check.TABLES, f"tabela {number}: {one}") for one in _shape(table, rows))
        for box in self.body.iter(f"{W}txbxContent", f"{W}framePr"):
            yield Check.TABLES, f"tekst {_quoted(_paragraph_of(box))} stoi w ramce poza treścią"

    def _spacing(self) -> Faults:
        before: Element = None
        for paragraph in self.body.iter(f"{W}p"):
            if _is_spacing(paragraph) and not self.styles.heading_level(paragraph):
                after = "na początku" if before is None else f"po akapicie {_quoted(before)}"
                yield Check.SPACING, f"pusty akapit {after}"
            if _has_empty_line(paragraph):
                yield Check.SPACING, f"pusty wiersz w akapicie {_quoted(paragraph)}"
            before = paragraph if _text(paragraph).strip() else before

    def _alternatives(self) -> Faults:
        graphics = (one for story in self.stories for one in story.iter(*_GRAPHICS))
        told = (one for one in graphics if next(one.iterancestors(_FALLBACK), None) is None)
        for number, graphic in enumerate(told, start=1):
            if not _is_described(graphic):
                yield Check.ALTERNATIVES, f"grafika {number} nie ma tekstu alternatywnego"

    def _colours(self) -> Faults:
        lines: dict[Element, list[Element]] = defaultdict(list)
        for run in self.runs:
            lines[_paragraph_of(run)].append(run)
            look = self._look(run)
            ratio = contrast(look.colour, look.background) if look.colour != AUTO else None
            if ratio is not None and ratio < LEAST_CONTRAST:
                told = f"{ratio:.2f}".replace(".", ",")
                yield Check.CONTRAST, f"tekst {_quoted(run)} ma kontrast {told} : 1"
        for runs in lines.values():
            for run in self._set_apart(runs):
                linked = self._look(run).underlined and _is_in(run, "hyperlink")
                if not linked and not _is_bracketed(run):
                    yield Check.NOT_BY_COLOUR, f"tekst {_quoted(run)} wyróżnia tylko kolor"

    def _set_apart(self, runs: Sequence[Element]) -> Iterator[Element]:
        """Yield the runs of a paragraph that have other colours than the rest of it."""
        styled = [self.styles.marked_by_style(run) for run in runs]
        colours = [(self._look(run).colour, self._look(run).background) for run in runs]
        shown: Counter[tuple[str, str]] = Counter()
        for run, own, marked in zip(runs, colours, styled, strict=True):
            shown[own] += 0 if marked else len(_text(run))
        ((usual, _),) = shown.most_common(1)
        for run, own, marked in zip(runs, colours, styled, strict=True):
            if marked or own != usual:
                yield run

    def _links(self) -> Faults:
        places = {mark.get(f"{W}name") for mark in self.body.iter(f"{W}bookmarkStart")}
        for story in self.stories:
            for link in story.iter(f"{W}hyperlink"):
                target = link.get(f"{W}anchor")
                if not _text(link).strip():
                    yield Check.LINKS, f"odnośnik do „{target or 'adresu'}” nie ma tekstu"
                elif target is not None and target not in places:
                    yield Check.LINKS, f"odnośnik {_quoted(link)} prowadzi donikąd"


def _header(rows: list[Element]) -> Iterator[str]:
    if not (rows and is_on(rows[0].find(f"{W}trPr/{W}tblHeader"))):
        yield "pierwszy wiersz nie jest oznaczony jako nagłówkowy"
    elif not all(_text(cell).strip() for cell in rows[0].iterfind(f"{W}tc")):
        yield "kolumna bez nazwy w wierszu nagłówkowym"


def _shape(table: Element, rows: list[Element]) -> Iterator[str]:
    if _is_in(table, "tc"):
        yield "stoi w komórce innej tabeli"
    if any(row.find(f"{W}tc/{W}tcPr/{W}{name}") is not None for row in rows for name in _MERGED):
        yield "ma scalone komórki"
    elif len({len(row.findall(f"{W}tc")) for row in rows}) > 1 or any(
        row.find(f"{W}trPr/{W}{name}") is not None for row in rows for name in _LEFT_OUT
    ):
        yield "nie każdy wiersz ma tyle samo komórek"
    elif len(rows) < 2 or len(rows[0].findall(f"{W}tc")) < 2:
        yield "ma jeden wiersz albo jedną kolumnę, więc nie zawiera danych"
    if table.find(f"{W}tblPr/{W}tblpPr") is not None:
        yield "jest opływana przez tekst"


def _is_spacing(paragraph: Element) -> bool:
    """Whether a paragraph is there for the space that it takes; a cell needs one paragraph."""
    if _text(paragraph).strip() or next(paragraph.iter(*_GRAPHICS), None) is not None:
        return False
    parent = paragraph.getparent()
    if parent.tag == f"{W}tc":
        return len(parent.findall(f"{W}p")) > 1
    return not _closes_table(paragraph)


def _closes_table(paragraph: Element) -> bool:
    """Whether it is the paragraph without height that Word demands after a table."""
    before, after = paragraph.getprevious(), paragraph.getnext()
    follows = before is not None and before.tag == f"{W}tbl"
    ends = after is None or after.tag in (f"{W}tbl", f"{W}sectPr")
    return follows and ends and _canonical(paragraph) == _CLOSING


def _canonical(element: etree._Element) -> bytes:
    return bytes(etree.tostring(element, method="c14n", exclusive=True))


_CLOSING = _canonical(etree.fromstring(f'<w:body xmlns:w="{W[1:-1]}">{CLOSING}</w:body>')[0])


def _has_empty_line(paragraph: Element) -> bool:
    """Whether two breaks of lines stand with nothing between them."""
    broken = False
    for element in paragraph.iter(f"{W}br", f"{W}t"):
        if element.tag == f"{W}t":
            broken = broken and not (element.text or "").strip()
        elif broken:
            return True
        else:
            broken = True
    return False


def _is_bold_line(paragraph: Element) -> bool:
    """Whether all of a paragraph outside tables was made bold by hand, as headings are faked."""
    runs = [run for run in paragraph.iter(f"{W}r") if _text(run).strip()]
    bold = (is_on(run.find(f"{W}rPr/{W}b")) for run in runs)
    return bool(runs) and not _is_in(paragraph, "tc") and all(bold)


def _is_described(graphic: Element) -> bool:
    drawn = next(graphic.iter(f"{_DRAWN}docPr"), None)
    if drawn is None:
        return any((shape.get("alt") or "").strip() for shape in graphic.iter())
    # Word's mark for a picture that says nothing and is passed over.
    decorative = (one for one in drawn.iter("{*}decorative") if one.get("val") in ("1", "true"))
    return bool((drawn.get("descr") or "").strip()) or next(decorative, None) is not None


def _is_bracketed(run: Element) -> bool:
    text = _text(run).strip()
    return text.startswith("[") and text.endswith("]")


def _is_in(element: Element, name: str) -> bool:
    return next(element.iterancestors(f"{W}{name}"), None) is not None


def _paragraph_of(element: Element) -> Element:
    return next(element.iterancestors(f"{W}p"))


def _text(element: Element) -> str:
    return "".join(text.text or "" for text in element.iter(f"{W}t"))


def _quoted(element: Element) -> str:
    """Quote the beginning of a text, by which it is found again."""
    text = " ".join(_text(element).split())
    return f"„{text}”" if len(text) <= QUOTED else f"„{text[:QUOTED].rstrip()}…”"

"""Fills the fields in a template's headers and footers, into however many runs Word has cut them.

Word divides what was typed in several goes, so that ``{as_of}`` may be ``{`` + ``as_of`` + ``}``.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.section import Section

from domain.errors import Fault
from tasks.adapters.document_body import printable

_MARK = re.compile(r"\{(\w+)\}")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def unknown_marks(word: WordDocument, marks: Mapping[str, str], name: str) -> Iterator[Fault]:
    """Yield a fault for each field for which the document has no words."""
    known = ", ".join(f"{{{mark}}}" for mark in marks)
    for stretch in _all_stretches(word):
        for mark in _MARK.findall(_told(stretch)):
            if mark not in marks:
                text = f"nagłówek lub stopka ma nieznane pole „{{{mark}}}” (znane: {known})"
                yield Fault(name, "header", text)


def fill_marks(word: WordDocument, marks: Mapping[str, str]) -> None:
    """Put words in place of the fields.

    What stands beside a field for which the word is empty, up to the next tab, is left out.
    """
    for stretch in list(_all_stretches(word)):
        if any(not marks[mark] for mark in _MARK.findall(_told(stretch))):
            for text in stretch:
                text.text = ""
        else:
            _fill(stretch, marks)


def _fill(stretch: Sequence[Any], marks: Mapping[str, str]) -> None:
    """Write each field's words where it begins; what is left of it in later runs goes."""
    # From the last to the first, so that what stands before a field is where it was.
    for mark in reversed(list(_MARK.finditer(_told(stretch)))):
        begin = 0
        for text in stretch:
            own = text.text or ""
            start, end = (max(place - begin, 0) for place in mark.span())
            begin += len(own)
            if start < len(own) and end > 0:
                words = printable(marks[mark[1]]) if begin - len(own) <= mark.start() else ""
                text.text = f"{own[:start]}{words}{own[end:]}"
                text.set(_SPACE, "preserve")


def _told(stretch: Sequence[Any]) -> str:
    return "".join(text.text or "" for text in stretch)


def _all_stretches(word: WordDocument) -> Iterator[list[Any]]:
    for section in word.sections:
        for part in _headers_and_footers(section):
            yield from _stretches(part)


def _stretches(part: Any) -> Iterator[list[Any]]:
    """Yield the texts of each line of a header or footer, divided by tabs."""
    for line in part.iter(qn("w:p")):
        texts: list[Any] = []
        for element in line.iter(qn("w:t"), qn("w:tab")):
            # A text box is a paragraph in a paragraph.
            if next(element.iterancestors(qn("w:p"))) is not line:
                continue
            if element.tag == qn("w:t"):
                texts.append(element)
            else:
                yield texts
                texts = []
        yield texts


def _headers_and_footers(section: Section) -> Iterator[Any]:
    parts = (
        section.header,
        section.first_page_header,
        section.even_page_header,
        section.footer,
        section.first_page_footer,
        section.even_page_footer,
    )
    return (part._element for part in parts if not part.is_linked_to_previous)

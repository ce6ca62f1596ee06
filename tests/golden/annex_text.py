"""Reads a rendered .docx back as a person sees it: texts in order, list numbers included."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PART = "word/document.xml"


def document_texts(docx: bytes) -> list[str]:
    """Return every paragraph of the body and every cell of its tables, white space folded.

    An empty last paragraph, which Word demands after a table, is left out.
    """
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        body = etree.fromstring(archive.read(PART)).find(f"{W}body")
        names = archive.namelist()
        numbering = archive.read("word/numbering.xml") if "word/numbering.xml" in names else None
    assert body is not None
    texts = list(_texts(body, _Numbers(etree.fromstring(numbering) if numbering else None)))
    return texts[:-1] if texts and not texts[-1] else texts


def _texts(body: etree._Element, numbers: "_Numbers") -> Iterator[str]:
    for element in body:
        if element.tag == f"{W}p":
            yield _folded(numbers.prefix(element) + _text(element))
        elif element.tag == f"{W}tbl":
            for cell in element.iter(f"{W}tc"):
                yield _folded(" ".join(_text(paragraph) for paragraph in cell.iter(f"{W}p")))


def _text(paragraph: etree._Element) -> str:
    return "".join(text.text or "" for text in paragraph.iter(f"{W}t"))


def _folded(text: str) -> str:
    return " ".join(text.split())


@dataclass
class _Numbers:
    """Counts numbered paragraphs as Word does: by instance, from its start, with its suffix."""

    root: etree._Element | None
    counts: dict[str, int] = field(default_factory=dict)

    def prefix(self, paragraph: etree._Element) -> str:
        reference = paragraph.find(f"{W}pPr/{W}numPr/{W}numId")
        if reference is None or self.root is None:
            return ""
        instance = reference.get(f"{W}val", "")
        number = next(
            one for one in self.root.findall(f"{W}num") if one.get(f"{W}numId") == instance
        )
        abstract = number.find(f"{W}abstractNumId")
        assert abstract is not None
        definition = next(
            one
            for one in self.root.findall(f"{W}abstractNum")
            if one.get(f"{W}abstractNumId") == abstract.get(f"{W}val")
        )
        level = number.find(f"{W}lvlOverride/{W}lvl")
        level = definition.find(f"{W}lvl") if level is None else level
        assert level is not None
        start = number.find(f"{W}lvlOverride/{W}startOverride")
        start = level.find(f"{W}start") if start is None else start
        assert start is not None
        first = int(start.get(f"{W}val", "1"))
        self.counts[instance] = self.counts.get(instance, first - 1) + 1
        pattern = level.find(f"{W}lvlText")
        suffix = level.find(f"{W}suff")
        assert pattern is not None
        gap = "" if suffix is not None and suffix.get(f"{W}val") == "nothing" else " "
        return pattern.get(f"{W}val", "").replace("%1", str(self.counts[instance])) + gap

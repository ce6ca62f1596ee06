"""Renders a laid-out document into a Word template: styles and prototypes are the template's.

Each row and cell is a copy of the template's own with text put in, so that fonts, widths and
borders are changed in Word and nowhere else. python-docx opens the template and gives it its
properties, headers and lists; the text is written by document_body.
"""

import copy
import datetime
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from lxml import etree

from domain.errors import DefinitionError, Fault
from domain.view import Contents, Document, ListItem, Table
from tasks.adapters.document_body import (
    BodyWriter,
    Prototype,
    comments_part,
    contents_style,
    printable,
)
from tasks.adapters.office_package import Package

COMMENTS = "word/comments.xml"
COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
# Remarks in the margin of a template, and who made them.
_OF_THE_TEMPLATES_AUTHOR = (
    "comments",
    "commentsExtended",
    "commentsIds",
    "commentsExtensible",
    "people",
)
LONGEST_TITLE = 255
STAMP = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
_MARK = re.compile(r"\{([a-z_]+)\}")


def render(
    document: Document,
    template: bytes,
    template_name: str,
    pages: Mapping[str, int] | None = None,
) -> bytes:
    """Return the .docx as bytes; equal arguments give equal bytes.

    `pages` (by the names of bookmarks) are what the table of contents shows until Word works it out
    anew. Raises DefinitionError naming every style, table or column that the template lacks.
    """
    try:
        word = docx.Document(io.BytesIO(template))
    except Exception as error:
        # Whatever python-docx trips over: it is the template that has to be mended.
        fault = Fault(template_name, "", "szablon nie jest dokumentem Worda (.docx)")
        raise DefinitionError(template_name, [fault]) from error
    stage = _Stage.set(word, template_name)
    stage.check(document)
    body = _place_for_text(word)
    written = "".join(stage.build(document, pages))
    _fill_marks(word, document.marks)
    _stamp(word, document)
    buffer = io.BytesIO()
    word.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        package = Package({name: archive.read(name) for name in archive.namelist()})
    main = word.part.partname.lstrip("/")
    # The text is put in as it is written: parsing it would take longer than all the rest.
    package.put(main, package.bytes_of(main).replace(body, written.encode()))
    for kind in _OF_THE_TEMPLATES_AUTHOR:
        own = package.related(main, kind)
        if own is not None:
            package.unrelate(main, own)
    if document.comments:
        package.put(COMMENTS, comments_part(document.comments), COMMENTS_TYPE)
        package.relate(main, "comments", COMMENTS)
    return package.packed()


def _place_for_text(word: WordDocument) -> bytes:
    """Mark where in the emptied body the text goes; return the mark as it will be saved."""
    body = word.element.body
    mark = etree.ProcessingInstruction("put", "text")
    ending = body.find(qn("w:sectPr"))
    if ending is None:
        body.append(mark)
    else:
        ending.addprevious(mark)
    return b"<?put text?>"


@dataclass
class _Stage:
    """An emptied template: its prototypes, its styles, the numbering in use."""

    word: WordDocument
    name: str
    prototypes: Mapping[str, Any]
    styles: Mapping[str, str]
    kinds: Mapping[str, Any]
    numbering: int | None = None
    printed: int = 0
    tight: bool = False

    @classmethod
    def set(cls, word: WordDocument, name: str) -> "_Stage":
        body = word.element.body
        prototypes = {}
        for element in list(body):
            if element.tag == qn("w:tbl"):
                caption = element.find(f".//{qn('w:tblCaption')}")
                if caption is not None:
                    prototypes[caption.get(qn("w:val"))] = element
            if element.tag != qn("w:sectPr"):
                body.remove(element)
        styles = {style.name: style.style_id for style in word.styles if style.name}
        kinds = {style.name: style.type for style in word.styles if style.name}
        return cls(word, name, prototypes, styles, kinds)

    def check(self, document: Document) -> None:
        """Refuse a template that lacks what the document needs, all at once."""
        faults = {*self._missing_styles(document), *self._missing_tables(document.blocks)}
        if faults:
            raise DefinitionError(self.name, sorted(faults))

    def _missing_styles(self, document: Document) -> Iterator[Fault]:
        used = {block.style for block in document.blocks if not isinstance(block, Table)}
        for block in document.blocks:
            if isinstance(block, Contents):
                levels = range(block.first, block.last + 1)
                used |= {contents_style(level) for level in levels}
        wanted = [(style, WD_STYLE_TYPE.PARAGRAPH, "akapitowym") for style in used]
        wanted.append((document.gap_style, WD_STYLE_TYPE.CHARACTER, "znakowym"))
        for style, kind, name in wanted:
            if style not in self.styles:
                yield Fault(self.name, "style", f"szablon nie ma stylu „{style}”")
            elif self.kinds[style] != kind:
                yield Fault(self.name, "style", f"„{style}” ma być stylem {name}")
        lists = {block.style for block in document.blocks if isinstance(block, ListItem)}
        for style in lists & self.styles.keys():
            if self._list_definition(style) is None:
                yield Fault(self.name, style, "styl listy nie ma numeracji")

    def _missing_tables(self, blocks: Iterable[object]) -> Iterator[Fault]:
        for block in blocks:
            if not isinstance(block, Table):
                continue
            prototype = self.prototypes.get(block.prototype)
            if prototype is None:
                text = f"szablon nie ma tabeli o tytule „{block.prototype}” (tekst alternatywny)"
                yield Fault(self.name, "table", text)
                continue
            rows = prototype.findall(qn("w:tr"))
            widths = {len(row.findall(qn("w:tc"))) for row in rows}
            if len(rows) != 2 or widths != {len(block.headers)}:
                text = (
                    f"tabela „{block.prototype}” ma mieć dwa wiersze po {len(block.headers)} "
                    "komórek (nagłówek i wzór wiersza)"
                )
                yield Fault(self.name, "table", text)

    def build(self, document: Document, pages: Mapping[str, int] | None) -> Iterator[str]:
        """Yield the XML of each block."""
        used = {block.prototype for block in document.blocks if isinstance(block, Table)}
        comments: dict[str, list[int]] = {}
        first = next(iter(document.anchors), "")
        for number, comment in enumerate(document.comments):
            place = comment.anchor if comment.anchor in document.anchors else first
            comments.setdefault(place, []).append(number)
        return BodyWriter(
            {name: Prototype(self.prototypes[name]) for name in used},
            self.styles,
            self.styles[document.gap_style],
            self._numbered,
            comments,
            pages or {},
        ).write(document.blocks)

    def _numbered(self, item: ListItem) -> int:
        """Return the numbering of a list item, one that goes on or a new one."""
        number = int("".join(sign for sign in item.number if sign.isdigit()))
        if self.numbering is None or (
            item.first or number != self.printed + 1 or item.tight != self.tight
        ):
            self.numbering = self._new_list(item, number)
        self.tight = item.tight
        self.printed = number
        return self.numbering

    def _list_definition(self, style: str) -> Any:
        """Return the abstract numbering that a paragraph style is linked to, or None."""
        element = self.word.styles[style].element
        reference = element.find(f".//{qn('w:numId')}")
        if reference is None or not self._has_numbering():
            return None
        root = self.word.part.numbering_part.element
        for number in root.findall(qn("w:num")):
            if number.get(qn("w:numId")) == reference.get(qn("w:val")):
                return number.find(qn("w:abstractNumId"))
        return None

    def _has_numbering(self) -> bool:
        relations = self.word.part.rels.values()
        return any(relation.reltype == RELATIONSHIP_TYPE.NUMBERING for relation in relations)

    def _new_list(self, item: ListItem, start: int) -> int:
        """Add a numbering instance that starts where the printed list does."""
        root = self.word.part.numbering_part.element
        used = [int(number.get(qn("w:numId"))) for number in root.findall(qn("w:num"))]
        own = max([0, *used]) + 1
        instance = OxmlElement("w:num")
        instance.set(qn("w:numId"), str(own))
        definition = self._list_definition(item.style)
        instance.append(copy.deepcopy(definition))
        override = OxmlElement("w:lvlOverride")
        override.set(qn("w:ilvl"), "0")
        override.append(_valued("w:startOverride", str(start)))
        if item.tight:
            override.append(self._tight_level(definition, start))
        instance.append(override)
        last = root.findall(qn("w:num"))[-1]
        last.addnext(instance)
        return own

    def _tight_level(self, definition: Any, start: int) -> Any:
        """A level whose number has no space after it, for a list that was printed so."""
        root = self.word.part.numbering_part.element
        wanted = definition.get(qn("w:val"))
        abstract = next(
            one
            for one in root.findall(qn("w:abstractNum"))
            if one.get(qn("w:abstractNumId")) == wanted
        )
        level = copy.deepcopy(abstract.find(qn("w:lvl")))
        level.find(qn("w:start")).set(qn("w:val"), str(start))
        suffix = level.find(qn("w:suff"))
        if suffix is None:
            suffix = _valued("w:suff", "nothing")
            level.find(qn("w:lvlText")).addprevious(suffix)
        suffix.set(qn("w:val"), "nothing")
        return level


def _valued(tag: str, value: str) -> Any:
    element = OxmlElement(tag)
    element.set(qn("w:val"), value)
    return element


def _fill_marks(word: WordDocument, marks: Mapping[str, str]) -> None:
    """Replace {placeholders} in headers and footers; each stands within one run.

    What stands beside a placeholder for which there is no word, up to the next tab, is left out.
    """
    for section in word.sections:
        for part in _headers_and_footers(section):
            for stretch in _stretches(part):
                named = {name for text in stretch for name in _MARK.findall(text.text or "")}
                unsaid = any(marks.get(name) == "" for name in named)
                for text in stretch:
                    filled = _MARK.sub(lambda mark: marks.get(mark[1], mark[0]), text.text or "")
                    text.text = "" if unsaid else printable(filled)


def _stretches(part: Any) -> Iterator[list[Any]]:
    """Yield the texts of each line of a header or footer, divided by tabs."""
    for line in part.iter(qn("w:p")):
        texts: list[Any] = []
        for element in line.iter(qn("w:t"), qn("w:tab")):
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


def _stamp(word: WordDocument, document: Document) -> None:
    relations = word.part.package.rels.values()
    dated = any(one.reltype == RELATIONSHIP_TYPE.CORE_PROPERTIES for one in relations)
    properties = word.core_properties
    if not dated:
        # python-docx makes them up, with the present time.
        properties.created = properties.modified = STAMP
    properties.title = printable(document.title)[:LONGEST_TITLE]
    properties.language = "pl-PL"
    properties.author = ""
    properties.last_modified_by = ""
    properties.comments = ""
    properties.revision = 1

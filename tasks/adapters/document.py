"""Renders a laid-out document into a Word template: styles and prototypes are the template's.

Each paragraph, row and cell is a copy of the template's own XML with runs put in, so that fonts,
widths and borders are changed in Word and nowhere else.
"""

import copy
import datetime
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section

from domain.errors import DefinitionError, Fault
from domain.view import Document, ListItem, Paragraph, Table
from domain.wording import Run
from tasks.adapters.archive import normalised_zip

XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
LONGEST_TITLE = 255
STAMP = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
_MARK = re.compile(r"\{([a-z_]+)\}")
_NO_TEXT = re.compile("[\ufffe\uffff\ud800-\udfff]")


def render(document: Document, template: bytes, template_name: str) -> bytes:
    """Return the .docx as bytes; equal arguments give equal bytes.

    Raises DefinitionError naming every style, table or column that the template lacks.
    """
    try:
        word = docx.Document(io.BytesIO(template))
    except Exception as error:
        # Whatever python-docx trips over: it is the template that has to be mended.
        fault = Fault(template_name, "", "szablon nie jest dokumentem Worda (.docx)")
        raise DefinitionError(template_name, [fault]) from error
    stage = _Stage.set(word, template_name)
    stage.check(document)
    body = word.element.body
    ending = body.find(qn("w:sectPr"))
    for element in stage.build(document):
        if ending is None:
            body.append(element)
        else:
            ending.addprevious(element)
    _fill_marks(word, document.marks)
    _stamp(word, document)
    buffer = io.BytesIO()
    word.save(buffer)
    return normalised_zip(buffer.getvalue())


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

    def build(self, document: Document) -> Iterator[Any]:
        """Yield the XML of each block."""
        gap = self.styles[document.gap_style]
        following = [*document.blocks[1:], None]
        for block, after in zip(document.blocks, following, strict=True):
            if isinstance(block, Paragraph):
                yield self._paragraph(block.style, block.runs, gap)
            elif isinstance(block, ListItem):
                yield self._list_item(block, gap)
            else:
                yield self._table(block, gap)
                if after is None or isinstance(after, Table):
                    # Word joins tables with nothing between them, and ends no body in a table.
                    yield self._closing_paragraph()

    def _paragraph(self, style: str, runs: Sequence[Run], gap: str) -> Any:
        paragraph = OxmlElement("w:p")
        properties = OxmlElement("w:pPr")
        properties.append(_valued("w:pStyle", self.styles[style]))
        paragraph.append(properties)
        _add_runs(paragraph, runs, gap)
        return paragraph

    def _closing_paragraph(self) -> Any:
        """A last paragraph of no height: Word demands one after a table that ends a document."""
        paragraph = OxmlElement("w:p")
        properties = OxmlElement("w:pPr")
        spacing = OxmlElement("w:spacing")
        for name, value in (("before", "0"), ("after", "0"), ("line", "20"), ("lineRule", "exact")):
            spacing.set(qn(f"w:{name}"), value)
        properties.append(spacing)
        marks = OxmlElement("w:rPr")
        marks.append(_valued("w:sz", "2"))
        properties.append(marks)
        paragraph.append(properties)
        return paragraph

    def _list_item(self, item: ListItem, gap: str) -> Any:
        number = int("".join(sign for sign in item.number if sign.isdigit()))
        if item.first or number != self.printed + 1 or item.tight != self.tight:
            self.numbering = self._new_list(item, number)
        self.tight = item.tight
        self.printed = number
        paragraph = self._paragraph(item.style, item.runs, gap)
        numbering = OxmlElement("w:numPr")
        numbering.append(_valued("w:ilvl", "0"))
        numbering.append(_valued("w:numId", str(self.numbering)))
        paragraph.find(qn("w:pPr")).append(numbering)
        return paragraph

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

    def _table(self, block: Table, gap: str) -> Any:
        prototype = self.prototypes[block.prototype]
        table = copy.deepcopy(prototype)
        header, pattern = table.findall(qn("w:tr"))
        table.remove(pattern)
        for name in ("w:tblCaption", "w:tblDescription"):
            for element in table.findall(f".//{qn(name)}"):
                element.getparent().remove(element)
        for cell, text in zip(header.findall(qn("w:tc")), block.headers, strict=True):
            _fill_cell(cell, ((Run(text),),), gap)
        for row in block.rows:
            copied = copy.deepcopy(pattern)
            for cell, lines in zip(copied.findall(qn("w:tc")), row, strict=True):
                _fill_cell(cell, lines, gap)
            table.append(copied)
        return table


def _fill_cell(cell: Any, lines: Sequence[Sequence[Run]], gap: str) -> None:
    """Put lines into a copied cell, each in a copy of the cell's first paragraph."""
    pattern = cell.find(qn("w:p"))
    for paragraph in cell.findall(qn("w:p"))[1:]:
        cell.remove(paragraph)
    for child in list(pattern):
        if child.tag != qn("w:pPr"):
            pattern.remove(child)
    empty = copy.deepcopy(pattern)
    for place, line in enumerate(lines):
        paragraph = pattern if place == 0 else copy.deepcopy(empty)
        if place:
            cell.append(paragraph)
        _add_runs(paragraph, line, gap)


def _add_runs(paragraph: Any, runs: Sequence[Run], gap: str) -> None:
    for run in runs:
        element = OxmlElement("w:r")
        if run.gap:
            properties = OxmlElement("w:rPr")
            properties.append(_valued("w:rStyle", gap))
            element.append(properties)
        text = OxmlElement("w:t")
        text.text = printable(run.text)
        text.set(XML_SPACE, "preserve")
        element.append(text)
        paragraph.append(element)


def printable(text: str) -> str:
    """Show control characters, which XML cannot carry, as the replacement sign."""
    return "".join(
        sign if sign in "\t\n" or (sign >= " " and not _NO_TEXT.match(sign)) else "\ufffd"
        for sign in text
    )


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

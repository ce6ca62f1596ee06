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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.styles.style import BaseStyle
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
from tasks.adapters.document_marks import fill_marks, unknown_marks
from tasks.adapters.office_package import Package

COMMENTS = "word/comments.xml"
COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
# Remarks in the margin of a template, who made them, whose Word it was (company, manager).
_OF_THE_TEMPLATES_AUTHOR = (
    "comments",
    "commentsExtended",
    "commentsIds",
    "commentsExtensible",
    "people",
    "extended-properties",
)
LONGEST_TITLE = 255
STAMP = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
# What stands above a prototype, for LibreOffice saves no title of a table.
_ABOVE = re.compile("Wzór tabeli „([^”]+)”")


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
    fill_marks(word, document.marks)
    _stamp(word, document)
    buffer = io.BytesIO()
    word.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        package = Package({name: archive.read(name) for name in archive.namelist()})
    main = word.part.partname.lstrip("/")
    # The text is put in as it is written: parsing it would take longer than all the rest.
    package.put(main, package.bytes_of(main).replace(body, written.encode()))
    for part in ("", main):
        package.unrelate_all(part, _OF_THE_TEMPLATES_AUTHOR)
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
    prototypes: Mapping[str, Sequence[Any]]
    styles: Mapping[str, BaseStyle]
    numbering: int | None = None
    printed: int = 0
    tight: bool = False

    @classmethod
    def set(cls, word: WordDocument, name: str) -> "_Stage":
        body = word.element.body
        prototypes: dict[str, list[Any]] = {}
        for element in list(body):
            if element.tag == qn("w:tbl"):
                prototypes.setdefault(_title(element), []).append(element)
        for element in list(body):
            if element.tag != qn("w:sectPr"):
                body.remove(element)
        # The names that Word itself gives are "heading 1" in one program, "Heading 1" in another.
        styles = {style.name.casefold(): style for style in word.styles if style.name}
        return cls(word, name, prototypes, styles)

    def check(self, document: Document) -> None:
        """Refuse a template that lacks what the document needs, all at once."""
        faults = {
            *self._missing_styles(document),
            *self._missing_tables(document.blocks),
            *unknown_marks(self.word, document.marks, self.name),
        }
        if faults:
            raise DefinitionError(self.name, sorted(faults))

    def _missing_styles(self, document: Document) -> Iterator[Fault]:
        wanted = [
            (style, WD_STYLE_TYPE.PARAGRAPH, "akapitowym") for style in _used_styles(document)
        ]
        wanted.append((document.gap_style, WD_STYLE_TYPE.CHARACTER, "znakowym"))
        for style, kind, name in wanted:
            found = self.styles.get(style.casefold())
            if found is None:
                yield Fault(self.name, "style", f"szablon nie ma stylu „{style}”")
            elif found.type != kind:
                yield Fault(self.name, "style", f"„{style}” ma być stylem {name}")
        lists = {block.style for block in document.blocks if isinstance(block, ListItem)}
        for style in lists:
            if style.casefold() in self.styles and self._list_definition(style) is None:
                yield Fault(self.name, style, "styl listy nie ma numeracji")

    def _missing_tables(self, blocks: Iterable[object]) -> Iterator[Fault]:
        for block in blocks:
            if not isinstance(block, Table):
                continue
            found = self.prototypes.get(block.prototype, ())
            if not found:
                text = (
                    f"szablon nie ma tabeli „{block.prototype}” "
                    f"(nad tabelą stoi: Wzór tabeli „{block.prototype}”)"
                )
                yield Fault(self.name, "table", text)
            elif len(found) > 1:
                text = f"szablon ma więcej niż jedną tabelę „{block.prototype}”"
                yield Fault(self.name, "table", text)
            elif not _is_prototype(found[0], len(block.headers)):
                text = (
                    f"tabela „{block.prototype}” ma mieć dwa wiersze po {len(block.headers)} "
                    "komórek (nagłówek i wzór wiersza), w każdej akapit"
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
            {name: Prototype(self.prototypes[name][0]) for name in used},
            {name: self._style_id(name) for name in _used_styles(document)},
            self._style_id(document.gap_style),
            self._numbered,
            comments,
            pages or {},
        ).write(document.blocks)

    def _style_id(self, name: str) -> str:
        return str(self.styles[name.casefold()].style_id)

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
        element = self.styles[style.casefold()].element
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


def _used_styles(document: Document) -> set[str]:
    """Return the names of the paragraph styles that a document needs."""
    used = {block.style for block in document.blocks if not isinstance(block, Table)}
    contents = (block for block in document.blocks if isinstance(block, Contents))
    levels = (range(block.first, block.last + 1) for block in contents)
    return used.union(*(map(contents_style, level) for level in levels))


def _title(table: Any) -> str:
    """Return a prototype's title: its alternative text's, or what the words above it name."""
    caption = table.find(f"{qn('w:tblPr')}/{qn('w:tblCaption')}")
    if caption is not None:
        return str(caption.get(qn("w:val")))
    above = table.getprevious()
    told = "" if above is None else "".join(text.text or "" for text in above.iter(qn("w:t")))
    named = _ABOVE.search(told)
    return named[1] if named else ""


def _is_prototype(table: Any, columns: int) -> bool:
    rows = [row.findall(qn("w:tc")) for row in table.findall(qn("w:tr"))]
    cells = [cell for row in rows for cell in row]
    return [len(row) for row in rows] == [columns, columns] and all(
        cell.find(qn("w:p")) is not None for cell in cells
    )


def _valued(tag: str, value: str) -> Any:
    element = OxmlElement(tag)
    element.set(qn("w:val"), value)
    return element


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

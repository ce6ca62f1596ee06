"""Render: the laid-out programme becomes a Word document after the programme's template."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from domain.card import TEMPLATE as CARD
from domain.card import build_card
from domain.consistency import LAYOUT
from domain.errata import TEMPLATE as ERRATA
from domain.errata import Before, build_errata
from domain.errors import DefinitionError, Fault
from domain.programme import Programme
from domain.review_copy import review_copy
from domain.rounds import Output, Standing, document_marks
from domain.sources import SOURCE_COLUMNS, SOURCES, printed_columns, source_row, sources
from domain.view import Document, build_document
from tasks.adapters.document import render
from tasks.adapters.document_body import heading_bookmarks
from tasks.adapters.document_cleaning import cleaned
from tasks.adapters.office import find_office, pdf_with_pages
from tasks.adapters.rooms import Rooms
from tasks.adapters.sources_workbook import write_sources
from tasks.adapters.tables import table_csv


@dataclass(frozen=True, slots=True)
class Template:
    """A Word template: its name, its bytes, read once, and their SHA-256."""

    name: str
    data: bytes
    sha256: str


def read_template(rooms: Rooms, programme: Programme) -> Template:
    """Read the template that the layout names; raises DefinitionError when it is not there."""
    name = programme.layout.template
    path = rooms.templates / name
    if not path.is_file():
        fault = Fault(LAYOUT, "template", f"nie ma szablonu „{name}” w {rooms.templates.name}/")
        raise DefinitionError(programme.slug, [fault])
    data = path.read_bytes()
    return Template(name, data, hashlib.sha256(data).hexdigest())


def lay_out(standing: Standing, *, final: bool = False) -> Document:
    """Return the annex as it is laid out; a final version bears no marks of a draft."""
    marks = document_marks(
        standing.programme, standing.submissions, standing.as_of, standing.version, final=final
    )
    actions = standing.merged.actions
    return build_document(standing.programme, actions, marks, standing.edits, clean=final)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A document's files, and the pages (from 1) of its places by id, where a PDF was made."""

    outputs: tuple[Output, ...]
    pages: Mapping[str, int]


def annex(
    standing: Standing, document: Document, template: Template, pdf: bool, final: bool
) -> Rendered:
    """Return the annex as a .docx, and as a PDF where that is asked for and LibreOffice is there.

    Raises DefinitionError when the template lacks something.
    """
    files = standing.programme.files
    name = standing.programme.dated(files.final if final else files.annex)
    return _word("annex", name, document, template, "pdf" if pdf else "")


def review(
    standing: Standing, document: Document, template: Template, before: Mapping[str, str] | None
) -> tuple[Output, ...]:
    """Return the draft with all findings beside their places, and marks of what changed."""
    name = standing.programme.dated(standing.programme.files.review)
    marked = review_copy(document, standing, before)
    return (Output("review", name, render(marked, template.data, template.name)),)


def _word(
    role: str, name: str, document: Document, template: Template, printed_role: str
) -> Rendered:
    """Return a Word document, and its PDF where one is asked for and LibreOffice is there."""
    word = Output(role, name, render(document, template.data, template.name))
    office = find_office() if printed_role else None
    if office is None:
        return Rendered((word,), {})
    headings = heading_bookmarks(document.blocks).values()
    content, pages = pdf_with_pages(
        lambda pages: render(document, template.data, template.name, pages),
        headings,
        document.anchors,
        office,
    )
    # LibreOffice stamps two PDFs of one document differently.
    printed = Output(printed_role, Path(name).with_suffix(".pdf").name, content, hashed=False)
    return Rendered((word, printed), pages)


def source_tables(standing: Standing, document: Document, annexed: Rendered) -> tuple[Output, ...]:
    """Return where each printed place comes from, for scripts and as a workbook."""
    found = sources(document, standing, annexed.pages)
    columns = printed_columns(standing.programme)
    name = standing.programme.dated(standing.programme.files.sources)
    workbook = write_sources(standing, found, columns, annexed.outputs[0].name)
    rows = table_csv(SOURCE_COLUMNS, (source_row(one) for one in found))
    return (Output("sources_workbook", name, workbook), Output("sources", SOURCES, rows))


def errata(standing: Standing, draft: Document, before: Before, rooms: Rooms) -> Output:
    """Return the errata, clean as what is published; `draft` is laid out as the kept texts were."""
    template = rooms.template(ERRATA).read_bytes()
    document = build_errata(standing, draft, before)
    names = standing.programme.publication
    path = standing.programme.numbered(f"{names.folder}/{names.errata}", before.number)
    return Output("errata", path, cleaned(render(document, template, ERRATA)))


def card(standing: Standing, rooms: Rooms, changed: tuple[str, ...], pdf: bool) -> Rendered:
    """Return the card of approval as the annex is; `changed` since the version approved before."""
    programme = standing.programme
    data = rooms.template(CARD).read_bytes()
    template = Template(CARD, data, hashlib.sha256(data).hexdigest())
    document = build_card(standing, changed)
    name = programme.dated(programme.files.approval)
    return _word("approval_card", name, document, template, "approval_card_pdf" if pdf else "")

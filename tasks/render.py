"""Render: the laid-out programme becomes a Word document after the programme's template."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from domain.annex import annex_document
from domain.card import TEMPLATE as CARD
from domain.card import build_card
from domain.consistency import LAYOUT
from domain.errors import DefinitionError, Fault
from domain.programme import Programme
from domain.rounds import Output, Standing
from domain.view import Document
from tasks.adapters.document import render
from tasks.adapters.document_body import heading_bookmarks
from tasks.adapters.office import find_office, pages_in, pdf_of
from tasks.adapters.rooms import Rooms


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


def annex(standing: Standing, template: Template, pdf: bool, final: bool) -> tuple[Output, ...]:
    """Return the annex as a .docx, and as a PDF where that is asked for and LibreOffice is there.

    A final version bears no marks of a draft. Raises DefinitionError when the template lacks
    something.
    """
    programme = standing.programme
    document = annex_document(standing, final=final)
    name = programme.dated(programme.files.final if final else programme.files.annex)
    return _word("annex", name, document, template, "pdf" if pdf else "")


def _word(
    role: str, name: str, document: Document, template: Template, printed_role: str
) -> tuple[Output, ...]:
    """Return a Word document, and its PDF where one is asked for and LibreOffice is there."""
    word = Output(role, name, render(document, template.data, template.name))
    office = find_office() if printed_role else None
    if office is None:
        return (word,)
    printed = _printed(document, word.content, template, office)
    # LibreOffice stamps two PDFs of one document differently.
    beside = Path(name).with_suffix(".pdf").name
    return (word, Output(printed_role, beside, printed, hashed=False))


def _printed(document: Document, word: bytes, template: Template, office: str) -> bytes:
    """Return the PDF; a table of contents shows the pages that LibreOffice puts things on."""
    pages = pages_in(word, heading_bookmarks(document.blocks).values(), office)
    if pages:
        word = render(document, template.data, template.name, pages)
    return pdf_of(word, office)


def card(
    standing: Standing, rooms: Rooms, changed: tuple[str, ...], pdf: bool
) -> tuple[Output, ...]:
    """Return the card of approval as the annex is; `changed` since the version approved before."""
    programme = standing.programme
    data = rooms.template(CARD).read_bytes()
    template = Template(CARD, data, hashlib.sha256(data).hexdigest())
    document = build_card(standing, changed)
    name = programme.dated(programme.files.approval)
    return _word("approval_card", name, document, template, "approval_card_pdf" if pdf else "")

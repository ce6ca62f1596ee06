"""Render: the laid-out programme becomes a Word document after the programme's template."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from domain.card import TEMPLATE as CARD
from domain.card import build_card
from domain.consistency import LAYOUT
from domain.errors import DefinitionError, Fault
from domain.programme import Programme
from domain.rounds import Output, Standing, document_marks
from domain.view import build_document
from tasks.adapters.document import render
from tasks.adapters.office import find_office, pdf_of
from tasks.adapters.rooms import Rooms


@dataclass(frozen=True, slots=True)
class Template:
    """The programme's Word template: its bytes, read once, and their SHA-256."""

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
    return Template(data, hashlib.sha256(data).hexdigest())


def annex(standing: Standing, template: Template, pdf: bool, final: bool) -> tuple[Output, ...]:
    """Return the annex as a .docx, and as a PDF where that is asked for and LibreOffice is there.

    A final version bears no marks of a draft. Raises DefinitionError when the template lacks
    something.
    """
    programme = standing.programme
    marks = document_marks(
        programme, standing.submissions, standing.as_of, standing.version, final=final
    )
    actions = standing.merged.actions
    document = build_document(programme, actions, marks, standing.edits, clean=final)
    content = render(document, template.data, programme.layout.template)
    name = programme.dated(programme.files.final if final else programme.files.annex)
    return _word("annex", name, content, "pdf" if pdf else "")


def _word(role: str, name: str, content: bytes, printed_role: str) -> tuple[Output, ...]:
    """Return a Word document, and its PDF where one is asked for and LibreOffice is there."""
    word = Output(role, name, content)
    office = find_office() if printed_role else None
    if office is None:
        return (word,)
    printed = Path(name).with_suffix(".pdf").name
    # LibreOffice stamps two PDFs of one document differently.
    return (word, Output(printed_role, printed, pdf_of(content, office), hashed=False))


def card(
    standing: Standing, rooms: Rooms, changed: tuple[str, ...], pdf: bool
) -> tuple[Output, ...]:
    """Return the card of approval as the annex is; `changed` since the version approved before."""
    programme = standing.programme
    template = rooms.template(CARD).read_bytes()
    content = render(build_card(standing, changed), template, CARD)
    name = programme.dated(programme.files.approval)
    return _word("approval_card", name, content, "approval_card_pdf" if pdf else "")

"""Render: the laid-out programme becomes a Word document after the programme's template."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from domain.consistency import LAYOUT
from domain.errors import DefinitionError, Fault
from domain.merging import Merged
from domain.programme import Programme
from domain.view import build_document
from tasks.adapters.document import render as render_document
from tasks.adapters.office import find_office, pdf_of
from tasks.adapters.rooms import Rooms


@dataclass(frozen=True, slots=True)
class Rendered:
    """The document's bytes and the hash of the template that it was made after."""

    document: bytes
    template_sha256: str


def render(
    rooms: Rooms, programme: Programme, merged: Merged, marks: Mapping[str, str]
) -> Rendered:
    """Return the annex; raises DefinitionError when layout or template lack something."""
    template = _template(rooms, programme)
    try:
        document = build_document(programme, merged.actions, marks)
    except KeyError as unknown:
        fault = Fault(LAYOUT, str(unknown.args[0]), "nie ma takiego pola")
        raise DefinitionError(programme.slug, [fault]) from unknown
    rendered = render_document(document, template, programme.layout.template)
    return Rendered(rendered, hashlib.sha256(template).hexdigest())


def print_pdf(document: bytes) -> bytes | None:
    """Return the document as a PDF, or None where LibreOffice is not installed."""
    office = find_office()
    return pdf_of(document, office) if office else None


def template_hash(rooms: Rooms, programme: Programme) -> str:
    """Return the SHA-256 of the template's file."""
    return hashlib.sha256(_template(rooms, programme)).hexdigest()


def _template(rooms: Rooms, programme: Programme) -> bytes:
    name = programme.layout.template
    path = rooms.templates / name
    if not path.is_file():
        fault = Fault(LAYOUT, "template", f"nie ma szablonu „{name}” w {rooms.templates.name}/")
        raise DefinitionError(programme.slug, [fault])
    return path.read_bytes()

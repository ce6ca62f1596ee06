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


def render(
    programme: Programme, merged: Merged, marks: Mapping[str, str], template: Template
) -> bytes:
    """Return the annex as a .docx; raises DefinitionError when the template lacks something."""
    document = build_document(programme, merged.actions, marks)
    return render_document(document, template.data, programme.layout.template)


def print_pdf(document: bytes) -> bytes | None:
    """Return the document as a PDF, or None where LibreOffice is not installed."""
    office = find_office()
    return pdf_of(document, office) if office else None

"""Small documents, rendered into the annex's template."""

from collections.abc import Mapping

import pytest
from lxml import etree

from domain.errors import DefinitionError, Fault
from domain.view import Block, Document, ListItem, Paragraph, Table
from domain.wording import Lines, Run
from tasks.adapters.document import render
from tests.edges.office import CHECKOUT, W, xml

NAME = "zalacznik-pwr.docx"
TEMPLATE = (CHECKOUT / "templates" / NAME).read_bytes()
BODY = "word/document.xml"
MARKS = {"programme": "PWR", "year": "2024", "state": "PROJEKT", "as_of": "1.03.2025", "units": "2"}


def line(*texts: str) -> Lines:
    """Return one line of plain runs."""
    return (tuple(Run(text) for text in texts),)


def item(number: str, first: bool = False, tight: bool = False) -> ListItem:
    """Return one entry of a list."""
    return ListItem("Lista powiązań", number, (Run(f"Program {number}"),), first, tight)


def document(*blocks: Block, title: str = "Tytuł", marks: Mapping[str, str] = MARKS) -> Document:
    """Return a document of these blocks."""
    return Document(title, marks, "Brak danych", blocks)


def paragraph(*texts: str, style: str = "Normal") -> Paragraph:
    """Return a paragraph of plain runs."""
    return Paragraph(style, tuple(Run(text) for text in texts))


TABLE = Table(
    "tabela-4",
    ("Działanie", "Kto", "Plan na 2024 rok", "Wykonanie"),
    (
        (
            line("Zajęcia & „warsztaty” <plener>"),
            (*line("MOPS"), *line("Biblioteka")),
            line("5 rodzin"),
            ((Run("3 rodziny"), Run(", "), Run("[brak danych]", gap=True)),),
        ),
        (line("Puste"), (), line(""), ((Run("[brak danych: Kuźnia]", gap=True),),)),
    ),
)
SMALL = document(
    paragraph("Sprawozdanie za 2024 rok", style="Heading 1"),
    paragraph("I Wsparcie rodzin", style="Heading 2"),
    paragraph("Działania powiązane z:", style="Wstęp listy"),
    item("1.", first=True),
    item("2."),
    item("4."),
    paragraph("Powiązane z:", style="Wstęp listy"),
    item("1.", first=True, tight=True),
    paragraph("Zażółć gęślą jaźń ", "z 1\u00a0703 godzinami\x07"),
    TABLE,
)


def rendered(*blocks: Block, template: bytes = TEMPLATE) -> bytes:
    """Return the file."""
    return render(document(*blocks), template, NAME)


def body(*blocks: Block) -> etree._Element:
    """Return the part with the text."""
    return xml(rendered(*blocks), BODY)


def texts(element: etree._Element) -> list[str]:
    """Return the text of each paragraph."""
    return ["".join(t.text or "" for t in p.iter(f"{W}t")) for p in element.iter(f"{W}p")]


def refused(template: bytes, *blocks: Block, gap: str = "Brak danych") -> tuple[Fault, ...]:
    """Return why a template is refused."""
    with pytest.raises(DefinitionError) as error:
        render(Document("Tytuł", MARKS, gap, blocks), template, NAME)
    assert error.value.exit_code == 4
    return error.value.faults

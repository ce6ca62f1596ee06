"""A small annex with all that a document may have: contents, headings, a table, gaps, a remark."""

from domain.anchors import Anchor
from domain.view import Comment, Contents, Document, Paragraph, Table
from domain.wording import Run
from tests.edges.office import CHECKOUT

NAME = "zalacznik-pwr.docx"
TEMPLATE = (CHECKOUT / "templates" / NAME).read_bytes()
ANCHOR = "_ar_heading"
REMARK = Comment(ANCHOR, "Anna Nowak", ("Czy na pewno?",))


def _paragraph(style: str, *runs: Run) -> Paragraph:
    return Paragraph(style, runs)


def _rows(*texts: str) -> tuple[tuple[tuple[Run, ...], ...], ...]:
    return tuple(((Run(text),),) if text else () for text in texts)


SMALL = Document(
    "Sprawozdanie",
    {"programme": "PWR", "year": "2024", "state": "PROJEKT", "as_of": "dziś", "units": "2"},
    "Brak danych",
    (
        Paragraph("Heading 1", (Run("Sprawozdanie"),), ANCHOR),
        Contents("TOC Heading", "Spis treści", 2, 3),
        _paragraph("Heading 2", Run("Wsparcie")),
        _paragraph("Heading 3", Run("Rodziny")),
        Table(
            "tabela-4",
            ("Działanie", "Kto", "Plan", "Wykonanie"),
            (
                _rows("Zajęcia", "MOPS", "5 rodzin", "3 rodziny"),
                (*_rows("Wykład", "Klub", ""), ((Run("[brak danych: Klub]", gap=True),),)),
            ),
        ),
        _paragraph("Normal", Run("Razem 3 rodziny, "), Run("[brak danych: Klub]", gap=True)),
    ),
    {ANCHOR: Anchor("", "title")},
)

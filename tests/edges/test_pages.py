"""The pages as LibreOffice sets them, and what finds fault with a page that is wrong."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from domain.view import Block
from tests.edges.documents import TABLE, line, paragraph, rendered
from tests.edges.office import LibreOffice
from tests.golden.page_checks import (
    TOOLS,
    Margins,
    Page,
    Word,
    Written,
    contents,
    faults,
    missing_words,
    pages_of,
    written_in,
)

WRITTEN = Written(
    Margins(50, 50, 50, 50), ("PWR",), ("Nagłówek", "jeden", "dwa"), ("Nagłówek",), ("Kto Co",)
)
HEADER = Word("PWR", 50, 20, 80, 30)
ABSENT = [tool for tool in TOOLS if shutil.which(tool) is None]
needs_tools = pytest.mark.skipif(bool(ABSENT), reason=f"{', '.join(ABSENT)} not installed")


def page(*texts: str, header: Sequence[Word] = (HEADER,)) -> Page:
    """Return a page of words below one another."""
    words = (Word(text, 60, 60 + 20 * n, 100, 72 + 20 * n) for n, text in enumerate(texts))
    return Page(500, 400, (*header, *words))


def found(*pages: Page) -> list[str]:
    return list(faults(pages, WRITTEN))


def test_a_page_that_is_right_has_no_fault() -> None:
    assert found(page("Nagłówek", "jeden", "dwa")) == []


def test_each_fault_of_a_page_is_named() -> None:
    good = page("Nagłówek", "jeden", "dwa")
    over = Word("jeden", 430, 300, 470, 312)
    on = replace(good.words[-1], text="na", left=90, right=120)
    assert found(replace(good, words=(*good.words, over))) == [
        "page 1: “jeden” stands over the margin"
    ]
    assert found(replace(good, words=(*good.words, on))) == ["page 1: “dwa” stands on “na”"]
    assert found(page("Nagłówek", "jeden", "dwa", header=())) == ["page 1: the header lacks PWR"]
    assert found(page("jeden", "dwa", "Nagłówek")) == ["page 1: “Nagłówek” is the last on the page"]
    assert found(page("jeden", "dwa", "Nagłówek", "Kto", "Co")) == [
        "page 1: “Kto Co” is the last on the page"
    ]
    assert found(page("Nagłówek", "jeden")) == ["on no page: dwa"]
    assert found(good, page()) == ["page 2: no text"]


@pytest.mark.parametrize(
    ("shown", "missing"),
    [
        (("Nag", "łówek", "jeden......2", "1.dwa"), []),
        (("Nagłó", "jeden", "dwa", "wek"), []),
        (("Nag", "jeden", "dwa"), ["Nagłówek"]),
        (("Nagłówek", "jeden", "dw"), ["dwa"]),
    ],
)
def test_a_word_may_be_broken_and_none_may_be_lost(
    shown: tuple[str, ...], missing: list[str]
) -> None:
    assert missing_words([page(*shown)], WRITTEN) == missing


def test_a_table_of_contents_names_pages() -> None:
    listed = page("Nagłówek", "....", "3")
    assert contents([listed, page("dwa"), page("Nagłówek")], WRITTEN) == {"Nagłówek": (3, 3)}
    assert contents([listed, page("Nagłówek")], WRITTEN) == {"Nagłówek": (3, 2)}


@pytest.mark.libreoffice
@needs_tools
def test_a_row_higher_than_a_page_breaks_and_nothing_of_it_is_lost(
    libreoffice: LibreOffice, tmp_path: Path
) -> None:
    long = " ".join(f"słowo{number}" for number in range(3_200))
    assert len(long) > 30_000
    rows = (*TABLE.rows, (line("Długie"), (), line(long), line("9" * 2_000)), *TABLE.rows)
    docx = rendered(paragraph("Długa komórka", style="Heading 2"), replace(TABLE, rows=rows))
    pdf = tmp_path / "long.pdf"
    pdf.write_bytes(libreoffice.convert(docx, "docx", "pdf", tmp_path))
    pages = pages_of(pdf)
    assert len(pages) > 5
    assert list(faults(pages, written_in(docx))) == []


@pytest.mark.libreoffice
@needs_tools
def test_no_heading_and_no_heading_row_is_left_at_the_foot_of_a_page(
    libreoffice: LibreOffice, tmp_path: Path
) -> None:
    blocks: list[Block] = []
    for number in range(40):
        blocks += [paragraph(f"Zdanie {number}.")] * (number % 9)
        blocks.append(paragraph(f"Część {number}", style="Heading 2"))
        blocks.append(paragraph(f"Zadanie {number}", style="Heading 3"))
        blocks.append(TABLE)
    docx = rendered(*blocks)
    pdf = tmp_path / "many.pdf"
    pdf.write_bytes(libreoffice.convert(docx, "docx", "pdf", tmp_path))
    pages = pages_of(pdf)
    assert len(pages) > 12
    assert list(faults(pages, written_in(docx))) == []


@pytest.mark.slow
@pytest.mark.libreoffice
@needs_tools
def test_every_page_of_every_document_is_as_it_must_be(tmp_path: Path) -> None:
    from tests.golden.pages import drawn_documents

    documents = drawn_documents(tmp_path)
    assert {"annex", "card", "second"} <= {document.name for document in documents}
    assert [fault for document in documents for fault in document.faults()] == []
    (annex,) = (document for document in documents if document.name == "annex")
    listed = contents(pages_of(annex.pdf), written_in(annex.docx.read_bytes()))
    assert len(listed) > 10
    assert [text for text, (named, real) in listed.items() if named != real] == []

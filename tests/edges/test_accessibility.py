"""Accessibility: what the pipeline writes passes every check; each check finds its own fault."""

import pytest

from domain.accessibility import Asked, Check, contrast
from domain.merging import merge
from domain.rounds import document_marks
from domain.view import Document, build_document
from tasks.adapters.accessibility import check_accessibility
from tasks.adapters.definitions import load_definition
from tasks.adapters.document import render
from tasks.adapters.rooms import Rooms
from tests.edges.office import CHECKOUT, changed, parts
from tests.edges.small_annex import NAME, SMALL, TEMPLATE

BODY, STYLES, CORE = "word/document.xml", "word/styles.xml", "docProps/core.xml"
HEADER_CELL = '<w:pStyle w:val="NaglowekTabeli"/></w:pPr><w:r><w:t xml:space="preserve">Plan</w:t>'
NESTED = (
    "<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>{0}{0}</w:tr><w:tr>{0}{0}</w:tr></w:tbl>"
).format("<w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>")
PICTURE = (
    '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
    'wordprocessingDrawing"><wp:docPr id="1" name="Obraz 1"{}/></wp:inline></w:drawing></w:r>'
)


DOCUMENT = render(SMALL, TEMPLATE, NAME)


def faults(document: bytes) -> dict[Asked, tuple[str, ...]]:
    return {one.check: one.faults for one in check_accessibility(document) if not one.passed}


@pytest.mark.parametrize("slug_year", [("pwr-2022-2024", 2024), ("miasto-rownych-szans", 2025)])
@pytest.mark.parametrize("final", [False, True], ids=["draft", "final"])
def test_both_layouts_pass_as_draft_full_of_gaps_and_as_final(
    slug_year: tuple[str, int], final: bool
) -> None:
    programme = load_definition(Rooms.under(CHECKOUT), *slug_year).programme
    marks = document_marks(programme, (), "2025-03-01", "0" * 64, final=final)
    laid_out = build_document(programme, merge(programme, ()).actions, marks, clean=final)
    name = programme.layout.template
    document = render(laid_out, (CHECKOUT / "templates" / name).read_bytes(), name)
    assert ("[brak danych" in parts(document)[BODY].decode()) is not final
    assert faults(document) == {}


def test_every_check_tells_its_result_in_words() -> None:
    told = check_accessibility(DOCUMENT)
    assert [one.check for one in told] == list(Check)
    for one in told:
        assert one.passed
        assert one.lines == (one.check.kept,)
        assert one.check.label


@pytest.mark.parametrize(
    ("check", "part", "old", "new", "told"),
    [
        (Check.LANGUAGE, STYLES, '<w:lang w:val="pl-PL"', '<w:lang w:val="en-US"', "en-US"),
        (Check.LANGUAGE, CORE, ">pl-PL<", ">en-US<", "właściwości pliku"),
        (
            Check.LANGUAGE,
            BODY,
            '<w:r><w:t xml:space="preserve">Razem',
            '<w:r><w:rPr><w:lang w:val="en-US"/></w:rPr><w:t xml:space="preserve">Razem',
            "„Razem 3 rodziny,”",
        ),
        (Check.TITLE, CORE, "<dc:title>Sprawozdanie<", "<dc:title> <", "tytułu"),
        (Check.HEADINGS, BODY, '"Heading2"', '"Heading4"', "ma poziom 4"),
        (Check.HEADINGS, BODY, '"Heading1"', '"Normal"', "zamiast 1"),
        (
            Check.HEADINGS,
            BODY,
            '<w:r><w:t xml:space="preserve">Wsparcie</w:t></w:r><w:bookmarkEnd',
            "<w:bookmarkEnd",
            "bez tekstu",
        ),
        (
            Check.HEADINGS,
            BODY,
            '<w:r><w:t xml:space="preserve">Razem 3 rodziny, </w:t></w:r>',
            "<w:r><w:rPr><w:b/></w:rPr><w:t>Razem</w:t></w:r></w:p><w:p>",
            "udaje nagłówek",
        ),
        (Check.HEADER_ROWS, BODY, "<w:tblHeader/>", "", "tabela 1"),
        (Check.HEADER_ROWS, BODY, "<w:tblHeader/>", '<w:tblHeader w:val="0"/>', "tabela 1"),
        (Check.HEADER_ROWS, BODY, HEADER_CELL, HEADER_CELL.replace("Plan", ""), "bez nazwy"),
        (Check.TABLES, BODY, "<w:tcPr>", "<w:tcPr><w:vMerge/>", "scalone"),
        (Check.TABLES, BODY, "<w:trPr>", '<w:trPr><w:gridAfter w:val="1"/>', "tyle samo"),
        (Check.TABLES, BODY, "<w:tblPr>", "<w:tblPr><w:tblpPr/>", "opływana"),
        (
            Check.TABLES,
            BODY,
            '<w:p><w:pPr><w:pStyle w:val="Normal"/>',
            "<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p>"
            '</w:tc></w:tr></w:tbl><w:p><w:pPr><w:pStyle w:val="Normal"/>',
            "nie zawiera danych",
        ),
        (
            Check.TABLES,
            BODY,
            ">5 rodzin</w:t></w:r></w:p>",
            f">5 rodzin</w:t></w:r></w:p>{NESTED}<w:p><w:r><w:t>razem</w:t></w:r></w:p>",
            "stoi w komórce",
        ),
        (
            Check.TABLES,
            BODY,
            '<w:pStyle w:val="Normal"/>',
            '<w:pStyle w:val="Normal"/><w:framePr/>',
            "w ramce",
        ),
        (Check.SPACING, BODY, "</w:tbl>", "</w:tbl><w:p/>", "pusty akapit po akapicie"),
        (
            Check.SPACING,
            BODY,
            ">5 rodzin</w:t></w:r></w:p>",
            ">5 rodzin</w:t></w:r></w:p><w:p/>",
            "po akapicie „5 rodzin”",
        ),
        (Check.SPACING, BODY, ">Razem 3", ">Razem<w:br/><w:br/> 3", "pusty wiersz"),
        (Check.ALTERNATIVES, BODY, "</w:p><w:sectPr", f"{PICTURE.format('')}</w:p><w:sectPr", "1"),
        (
            Check.ALTERNATIVES,
            "word/header1.xml",
            "</w:p>",
            '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" alt=" "/></w:pict></w:r>'
            "</w:p>",
            "tekstu alternatywnego",
        ),
        (Check.CONTRAST, STYLES, '<w:color w:val="595959"/>', '<w:color w:val="999999"/>', ": 1"),
        (Check.CONTRAST, STYLES, 'w:fill="FFF9DB"', 'w:fill="AA5555"', "[brak danych: Klub]"),
        (Check.CONTRAST, BODY, 'w:fill="E6EBF3"', 'w:fill="41506B"', "„Działanie”"),
        (
            Check.NOT_BY_COLOUR,
            BODY,
            ">[brak danych: Klub]</w:t></w:r></w:p><w:sectPr",
            ">Klub</w:t></w:r></w:p><w:sectPr",
            "„Klub”",
        ),
        (
            Check.NOT_BY_COLOUR,
            BODY,
            ">Razem 3 rodziny, <",
            '>Razem 3 </w:t></w:r><w:r><w:rPr><w:color w:val="C00000"/></w:rPr><w:t>rodziny<',
            "„rodziny”",
        ),
        (
            Check.LINKS,
            BODY,
            '<w:hyperlink w:anchor="_Toc00000002"',
            '<w:hyperlink w:anchor="x"',
            "n",
        ),
        (
            Check.LINKS,
            BODY,
            "</w:hyperlink>",
            '</w:hyperlink><w:hyperlink w:anchor="x"/>',
            "nie ma",
        ),
    ],
)
def test_each_check_finds_its_fault_and_no_other_one_does(
    check: Check, part: str, old: str, new: str, told: str
) -> None:
    found = faults(changed(DOCUMENT, part, old, new))
    assert found.keys() == {check}
    assert told in " ".join(found[check])


def test_a_described_and_a_decorative_picture_pass() -> None:
    decorative = (
        '<a:extLst xmlns:a="urn:a"><adec:decorative xmlns:adec="urn:d" val="1"/></a:extLst>'
    )
    for picture in (
        PICTURE.format(' descr="Herb miasta"'),
        PICTURE.replace("{}/>", f">{decorative}</wp:docPr>"),
    ):
        assert not faults(changed(DOCUMENT, BODY, "</w:p><w:sectPr", f"{picture}</w:p><w:sectPr"))


def test_only_the_paragraph_that_word_demands_after_a_table_is_no_spacing() -> None:
    ending = Document(SMALL.title, SMALL.marks, SMALL.gap_style, SMALL.blocks[:-1])
    document = render(ending, TEMPLATE, NAME)
    assert faults(document) == {}
    higher = changed(document, BODY, 'w:line="20"', 'w:line="240"')
    assert faults(higher).keys() == {Check.SPACING}


def test_what_is_no_word_document_is_not_judged() -> None:
    workbook = next((CHECKOUT / "inputs").rglob("*.xlsx")).read_bytes()
    with pytest.raises(ValueError, match="Word"):
        check_accessibility(workbook)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("000000", "FFFFFF", 21.0), ("777777", "FFFFFF", 4.48), ("1F3864", "1F3864", 1.0)],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(contrast(other, one))
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)

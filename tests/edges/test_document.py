"""Word documents: golden parts of a small one, and what its XML must say.

A change of the look that is meant is taken over with

    GOLDEN=write .venv/bin/python -m pytest tests/edges/test_document.py -k golden

and read in the diff. What differs is kept beside the golden as `<part>.failed.xml`, and the whole
document, to be opened in Word, as `small.failed.docx`. Only what Word writes anew at every save of
a template is blanked before parts are compared: the attributes in `RENEWED`.
"""

import io
import os
import re
import zipfile
from pathlib import Path

import docx
import pytest
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph
from lxml import etree

from domain.errors import Fault
from domain.view import ListItem, Paragraph, Table
from domain.wording import Run
from tasks.adapters.archive import content_hash
from tasks.adapters.document import render
from tasks.adapters.document_body import printable
from tests.edges.documents import (
    BODY,
    MARKS,
    NAME,
    SMALL,
    TABLE,
    TEMPLATE,
    body,
    document,
    item,
    paragraph,
    refused,
    rendered,
    texts,
)
from tests.edges.office import CHECKOUT, LibreOffice, W, changed, indented, packed, parts, xml

GOLDEN = Path(__file__).parent / "golden"
NUMBERING = "word/numbering.xml"
WORD_2010 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
RENEWED = {
    *(f"{W}{name}" for name in ("rsidR", "rsidRDefault", "rsidP", "rsidRPr", "rsidTr")),
    *(f"{WORD_2010}{name}" for name in ("paraId", "textId")),
}
ATTRIBUTES = [
    ("w", "rsidR", "00"),
    ("w", "rsidRDefault", "01"),
    ("w", "rsidP", "02"),
    ("w", "rsidRPr", "03"),
    ("w", "rsidTr", "04"),
    ("w14", "paraId", "05"),
    ("w14", "textId", "06"),
    ("w", "id", "7"),
    ("w", "val", "x"),
    ("w", "rsidSect", "0C"),
]

# ------------------------------------------------------------------ golden parts


@pytest.mark.parametrize(
    "part",
    [BODY, NUMBERING, "word/header1.xml", "docProps/core.xml", "[Content_Types].xml"],
)
def test_parts_are_as_in_the_golden(part: str) -> None:
    whole = render(SMALL, TEMPLATE, NAME)
    made = normalised(parts(whole)[part])
    golden = GOLDEN / f"{part.replace('/', '.').removesuffix('.xml')}.xml"
    failed = golden.with_suffix(".failed.xml")
    failed.unlink(missing_ok=True)
    if os.environ.get("GOLDEN") == "write":
        GOLDEN.mkdir(exist_ok=True)
        golden.write_text(made, encoding="utf-8")
    if made != golden.read_text(encoding="utf-8"):
        failed.write_text(made, encoding="utf-8")
        (GOLDEN / "small.failed.docx").write_bytes(whole)
        pytest.fail(f"{part} differs from {golden.name}; the new one is in {failed.name}")


def normalised(part: bytes) -> str:
    """Return a part as text to compare, with what Word renews blanked."""
    root = etree.fromstring(part)
    for element in root.iter(etree.Element):
        for name in set(element.attrib) & RENEWED:
            element.set(name, "")
    return indented(etree.tostring(root))


def test_what_word_renews_is_blanked_and_nothing_else() -> None:
    every = [f'{prefix}:{name}="{value}"' for prefix, name, value in ATTRIBUTES]
    part = f'<w:p xmlns:w="{W[1:-1]}" xmlns:w14="{WORD_2010[1:-1]}" {" ".join(every)}/>'
    (element,) = etree.fromstring(normalised(part.encode())).iter()
    kept = {etree.QName(name).localname: value for name, value in element.attrib.items()}
    assert kept == {
        "rsidR": "", "rsidRDefault": "", "rsidP": "", "rsidRPr": "", "rsidTr": "",
        "paraId": "", "textId": "", "id": "7", "val": "x", "rsidSect": "0C",
    }  # fmt: skip


def test_what_the_document_does_not_touch_is_the_templates_own() -> None:
    made, given = parts(render(SMALL, TEMPLATE, NAME)), parts(TEMPLATE)
    assert made.keys() == given.keys()
    for name in ("word/styles.xml", "word/settings.xml", "word/fontTable.xml", "word/footer1.xml"):
        assert etree.tostring(etree.fromstring(made[name]), method="c14n") == etree.tostring(
            etree.fromstring(given[name]), method="c14n"
        )


def test_equal_documents_are_equal_bytes_and_others_are_not() -> None:
    assert render(SMALL, TEMPLATE, NAME) == render(SMALL, TEMPLATE, NAME)
    other = document(*SMALL.blocks, title="Inny tytuł")
    assert content_hash(render(other, TEMPLATE, NAME)) != content_hash(
        render(SMALL, TEMPLATE, NAME)
    )


# ------------------------------------------------------------------ tables, runs, lists


def test_the_header_row_is_flagged_and_no_row_breaks_over_pages() -> None:
    header, *rows = body(TABLE).findall(f".//{W}tbl/{W}tr")
    assert header.find(f"{W}trPr/{W}tblHeader") is not None
    assert texts(header) == list(TABLE.headers)
    assert len(rows) == len(TABLE.rows)
    for row in (header, *rows):
        assert row.find(f"{W}trPr/{W}cantSplit") is not None
    assert all(row.find(f"{W}trPr/{W}tblHeader") is None for row in rows)


def test_each_line_of_a_cell_is_a_paragraph_in_the_prototypes_style() -> None:
    row = body(TABLE).findall(f".//{W}tbl/{W}tr")[1]
    cell = row.findall(f"{W}tc")[1]
    assert texts(cell) == ["MOPS", "Biblioteka"]
    styles = [style.get(f"{W}val") for style in cell.iter(f"{W}pStyle")]
    assert styles == ["Komorka", "Komorka"]


def test_an_empty_cell_holds_an_empty_paragraph_which_word_demands() -> None:
    row = body(TABLE).findall(f".//{W}tbl/{W}tr")[2]
    assert [texts(cell) for cell in row.findall(f"{W}tc")] == [
        ["Puste"],
        [""],
        [""],
        ["[brak danych: Kuźnia]"],
    ]
    assert not [text for text in texts(row) if "wzór" in text.lower() or "styl" in text.lower()]


def test_the_prototypes_title_does_not_stay_on_every_table() -> None:
    made = body(TABLE, paragraph("między"), TABLE)
    assert len(made.findall(f".//{W}tbl")) == 2
    assert made.find(f".//{W}tblCaption") is None


def test_gaps_carry_the_character_style_and_nothing_else_does() -> None:
    made = body(TABLE, Paragraph("Normal", (Run("jest, "), Run("brak", gap=True))))
    marked = {}
    for run in made.iter(f"{W}r"):
        style = run.find(f"{W}rPr/{W}rStyle")
        text = "".join(t.text or "" for t in run.iter(f"{W}t"))
        marked[text] = None if style is None else style.get(f"{W}val")
    gaps = {text for text, style in marked.items() if style is not None}
    assert gaps == {"[brak danych]", "[brak danych: Kuźnia]", "brak"}
    (style_id,) = {style for style in marked.values() if style}
    style = next(
        one
        for one in xml(TEMPLATE, "word/styles.xml").iter(f"{W}style")
        if one.get(f"{W}styleId") == style_id
    )
    assert style.get(f"{W}type") == "character"
    assert style.find(f"{W}name") is not None
    assert style.find(f"{W}name").get(f"{W}val") == "Brak danych"  # type: ignore[union-attr]


def test_two_tables_in_a_row_stay_two() -> None:
    (first, *_) = body(TABLE, TABLE).iter(f"{W}tbl")
    following = first.getnext()
    assert following is not None
    assert following.tag == f"{W}p"


def test_a_table_at_the_end_is_followed_by_a_paragraph_and_the_page_setup() -> None:
    made = body(TABLE)[0]
    assert [str(element.tag).removeprefix(W) for element in made] == ["tbl", "p", "sectPr"]
    without = body(paragraph("koniec"))[0]
    assert [str(element.tag).removeprefix(W) for element in without] == ["p", "sectPr"]


def numbers(made: bytes) -> list[tuple[str, int, str]]:
    """Return (instance, its start, its suffix) of each numbered paragraph."""
    numbering = xml(made, NUMBERING)
    instances = {one.get(f"{W}numId"): one for one in numbering.findall(f"{W}num")}
    found = []
    for reference in xml(made, BODY).iter(f"{W}numId"):
        instance = instances[reference.get(f"{W}val")]
        start = instance.find(f"{W}lvlOverride/{W}startOverride")
        suffix = instance.find(f"{W}lvlOverride/{W}lvl/{W}suff")
        assert start is not None
        found.append(
            (
                str(reference.get(f"{W}val")),
                int(start.get(f"{W}val", "")),
                "" if suffix is None else str(suffix.get(f"{W}val")),
            )
        )
    return found


def test_a_list_counts_on_and_the_next_one_starts_again() -> None:
    made = numbers(
        rendered(item("1.", first=True), item("2."), paragraph("x"), item("1.", first=True))
    )
    assert [start for _, start, _ in made] == [1, 1, 1]
    first, second, third = (instance for instance, _, _ in made)
    assert first == second != third


def test_a_list_that_jumps_is_printed_with_the_jump() -> None:
    made = numbers(rendered(item("1.", first=True), item("2."), item("4."), item("5.")))
    assert [start for _, start, _ in made] == [1, 1, 4, 4]
    assert len({instance for instance, _, _ in made}) == 2


def test_a_list_may_start_anywhere_and_step_back() -> None:
    made = numbers(rendered(item("7.", first=True), item("3."), item("3.")))
    assert [start for _, start, _ in made] == [7, 3, 3]
    assert len({instance for instance, _, _ in made}) == 3


def test_a_tight_number_has_nothing_after_it() -> None:
    made = numbers(rendered(item("1.", first=True, tight=True), item("1.", first=True)))
    assert [suffix for _, _, suffix in made] == ["nothing", ""]


@pytest.mark.parametrize(
    "tights", [(True, False), (False, True)], ids=["tight first", "tight second"]
)
def test_each_entry_of_a_list_is_tight_for_itself(tights: tuple[bool, bool]) -> None:
    one, two = tights
    made = numbers(rendered(item("1.", first=True, tight=one), item("2.", tight=two)))
    assert [suffix == "nothing" for _, _, suffix in made] == [one, two]


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x0b", "\x1b", "\ufffe", "\uffff"])
def test_control_characters_are_shown_as_the_replacement_sign(sign: str) -> None:
    assert printable(f"a{sign}b") == "a\ufffdb"
    assert texts(body(paragraph(f"a{sign}b")))[0] == "a\ufffdb"


def test_half_a_pair_of_surrogates_is_shown_as_the_replacement_sign() -> None:
    assert texts(body(paragraph("a\ud800b")))[0] == "a\ufffdb"


@pytest.mark.parametrize(
    "text",
    ["<b>&amp;</b>", "  wcięcie  ", "1\u00a0703", "„cudzysłów”", "\u202f\u2009", "😀 𝒳", "]]>"],
)
def test_any_other_text_comes_out_as_it_went_in(text: str) -> None:
    made = body(paragraph(text))
    assert texts(made)[0] == text
    (element,) = made.iter(f"{W}t")
    assert element.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"


# ------------------------------------------------------------------ the file itself


def test_the_file_names_no_author_no_time_and_polish() -> None:
    core = docx.Document(io.BytesIO(render(SMALL, TEMPLATE, NAME))).core_properties
    assert (core.author, core.last_modified_by, core.comments) == ("", "", "")
    assert (core.title, core.language, core.revision) == ("Tytuł", "pl-PL", 1)
    assert (core.created, core.modified, core.last_printed) == (None, None, None)
    (language,) = xml(TEMPLATE, "word/styles.xml").iterfind(f"{W}docDefaults//{W}lang")
    assert language.get(f"{W}val") == "pl-PL"


def test_the_author_of_a_template_does_not_come_with_it() -> None:
    template = changed(
        TEMPLATE,
        "docProps/core.xml",
        "<dc:creator></dc:creator><cp:lastModifiedBy></cp:lastModifiedBy>",
        "<dc:creator>Jan Kowalski</dc:creator><cp:lastModifiedBy>Anna Nowak</cp:lastModifiedBy>",
    )
    made = rendered(paragraph("x"), template=template)
    everything = b"".join(parts(made).values()).decode("utf-8")
    assert "Kowalski" not in everything
    assert "Nowak" not in everything


def test_the_language_is_polish_whatever_the_templates_was() -> None:
    template = changed(TEMPLATE, "docProps/core.xml", "<dc:language>pl-PL<", "<dc:language>en-US<")
    made = docx.Document(io.BytesIO(rendered(paragraph("x"), template=template)))
    assert made.core_properties.language == "pl-PL"


def test_entries_are_dated_1980() -> None:
    with zipfile.ZipFile(io.BytesIO(render(SMALL, TEMPLATE, NAME))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.testzip() is None


def test_marks_are_filled_in_headers_and_footers() -> None:
    made = render(SMALL, TEMPLATE, NAME)
    header = texts(xml(made, "word/header1.xml"))
    assert header == ["PWR – 2024PROJEKT · stan danych na 1.03.2025 · 2"]
    assert not [name for name in parts(made) if b"{state}" in parts(made)[name]]


def test_a_mark_with_braces_in_it_is_printed_as_it_is() -> None:
    made = render(document(paragraph("x"), marks=MARKS | {"programme": "{year}"}), TEMPLATE, NAME)
    assert texts(xml(made, "word/header1.xml"))[0].startswith("{year} – 2024")


def test_python_docx_opens_the_result_and_reads_it_in_order() -> None:
    word = docx.Document(io.BytesIO(render(SMALL, TEMPLATE, NAME)))
    shown = [
        (block.style.name if block.style else None, block.text)
        for block in word.iter_inner_content()
        if isinstance(block, WordParagraph)
    ]
    assert shown[:4] == [
        ("Heading 1", "Sprawozdanie za 2024 rok"),
        ("Heading 2", "I Wsparcie rodzin"),
        ("Wstęp listy", "Działania powiązane z:"),
        ("Lista powiązań", "Program 1."),
    ]
    (table,) = [one for one in word.iter_inner_content() if isinstance(one, WordTable)]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        list(TABLE.headers),
        [
            "Zajęcia & „warsztaty” <plener>",
            "MOPS\nBiblioteka",
            "5 rodzin",
            "3 rodziny, [brak danych]",
        ],
        ["Puste", "", "", "[brak danych: Kuźnia]"],
    ]
    assert "Tytuł dokumentu – styl „Nagłówek 1”" not in [text for _, text in shown]


@pytest.mark.libreoffice
def test_libreoffice_makes_pages_of_it(libreoffice: LibreOffice, tmp_path: Path) -> None:
    pdf = libreoffice.convert(render(SMALL, TEMPLATE, NAME), "docx", "pdf", tmp_path)
    assert pdf.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) > 0


# ------------------------------------------------------------------ templates that lack something


def test_all_that_a_template_lacks_is_named_at_once() -> None:
    found = refused(
        TEMPLATE,
        paragraph("x", style="Nie ma takiego"),
        paragraph("y", style="Normal"),
        ListItem("Ani takiej listy", "1.", (Run("x"),), first=True, tight=False),
        Table("tabela-9", ("a",), ()),
        Table("tabela-5", ("a", "b", "c", "d"), ()),
        gap="Nie ma braku",
    )
    assert [(fault.file, fault.message) for fault in found] == [
        (NAME, "szablon nie ma stylu „Ani takiej listy”"),
        (NAME, "szablon nie ma stylu „Nie ma braku”"),
        (NAME, "szablon nie ma stylu „Nie ma takiego”"),
        (NAME, "szablon nie ma tabeli „tabela-9” (nad tabelą stoi: Wzór tabeli „tabela-9”)"),
        (
            NAME,
            "tabela „tabela-5” ma mieć dwa wiersze po 4 komórek (nagłówek i wzór wiersza), "
            "w każdej akapit",
        ),
    ]


def test_a_table_with_rows_more_or_less_is_named() -> None:
    contents = parts(TEMPLATE)
    root = etree.fromstring(contents[BODY])
    for table in root.iter(f"{W}tbl"):
        table.remove(table.findall(f"{W}tr")[1])
    template = packed(contents | {BODY: etree.tostring(root)})
    (fault,) = refused(template, TABLE)
    assert "ma mieć dwa wiersze po 4 komórek" in fault.message


def test_a_list_style_without_numbering_is_named() -> None:
    (fault,) = refused(TEMPLATE, ListItem("Normal", "1.", (Run("x"),), first=True, tight=False))
    assert (fault.key, fault.message) == ("Normal", "styl listy nie ma numeracji")


def without_part(name: str) -> bytes:
    """Return the template as if that part had never been in it."""
    contents = parts(TEMPLATE)
    file = name.rpartition("/")[2].encode()
    pattern = rb"<(?:Override|Relationship) [^>]*" + re.escape(file) + rb'"[^>]*/>'
    return packed(
        {
            other: re.sub(pattern, b"", content)
            if other.endswith((".rels", "Types].xml"))
            else content
            for other, content in contents.items()
            if other != name
        }
    )


def test_a_template_without_any_numbering_is_named() -> None:
    assert refused(without_part(NUMBERING), item("1.", first=True))


@pytest.mark.parametrize(
    "data",
    [b"", b"%PDF-1.7", b"PK\x03\x04 broken", packed({"a.txt": b"x"}), TEMPLATE[:3000]],
    ids=["empty", "pdf", "broken", "other archive", "cut"],
)
def test_what_is_no_word_document_is_named(data: bytes) -> None:
    assert refused(data, paragraph("x")) == (
        Fault(NAME, "", "szablon nie jest dokumentem Worda (.docx)"),
    )


def test_a_workbook_is_no_template() -> None:
    workbook = next((CHECKOUT / "inputs").rglob("*.xlsx")).read_bytes()
    assert refused(workbook, paragraph("x"))


@pytest.mark.parametrize("part", [BODY, "word/styles.xml", "[Content_Types].xml"])
def test_a_template_with_broken_xml_is_named(part: str) -> None:
    contents = parts(TEMPLATE)
    assert refused(packed(contents | {part: contents[part][:400]}), paragraph("x"))


def test_a_gap_style_that_is_no_character_style_is_named() -> None:
    assert refused(TEMPLATE, paragraph("x"), gap="Komórka")


def test_a_paragraph_style_that_is_no_paragraph_style_is_named() -> None:
    assert refused(TEMPLATE, paragraph("x", style="Brak danych"))


def test_a_template_without_page_setup_keeps_the_order() -> None:
    contents = parts(TEMPLATE)
    root = etree.fromstring(contents[BODY])
    for setup in list(root.iter(f"{W}sectPr")):
        parent = setup.getparent()
        assert parent is not None
        parent.remove(setup)
    made = rendered(
        paragraph("1"),
        paragraph("2"),
        paragraph("3"),
        template=packed(contents | {BODY: etree.tostring(root)}),
    )
    assert texts(xml(made, BODY)) == ["1", "2", "3"]


def test_a_template_without_core_properties_gives_no_time_away() -> None:
    made = parts(rendered(paragraph("x"), template=without_part("docProps/core.xml")))
    assert made["docProps/core.xml"].count(b"2000-01-01T00:00:00Z") == 2


@pytest.mark.parametrize("title", ["d" * 256, "Tytuł\x07"], ids=["256 signs", "control character"])
def test_any_title_of_a_definition_makes_a_document(title: str) -> None:
    assert render(document(paragraph("x"), title=title), TEMPLATE, NAME)

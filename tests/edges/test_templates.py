"""Templates as people change them: saved by LibreOffice, edited in Word, with something missing."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
from lxml import etree

from domain.view import Comment, Contents, Document, Paragraph, Table
from tasks.adapters.document import render
from tests.edges.documents import (
    BODY,
    MARKS,
    NAME,
    SMALL,
    TABLE,
    TEMPLATE,
    body,
    document,
    line,
    paragraph,
    refused,
    rendered,
    texts,
)
from tests.edges.office import CHECKOUT, LibreOffice, W, changed, packed, parts, xml
from tests.golden.annex_text import document_texts

HEADER = "word/header1.xml"
STYLES = "word/styles.xml"
TEMPLATES = {path.stem: path.read_bytes() for path in (CHECKOUT / "templates").glob("*.docx")}
TITLES = {
    "zalacznik-pwr": ("tabela-4", "tabela-5", "tabela-uwag"),
    "miasto-rownych-szans": ("tabela-uwag",),
    "karta-akceptacji": ("karta-stan", "karta-odchylenia", "karta-podpis"),
    "potwierdzenie": ("uwagi", "pliki"),
    "potrzeby": ("potrzeby", "dzialania"),
    "errata": ("zmiany", "wartosci"),
}
GAPS = {
    "zalacznik-pwr": "Brak danych",
    "miasto-rownych-szans": "Brak danych",
    "karta-akceptacji": "Luka",
    "potwierdzenie": "Oznaczenie",
    "potrzeby": "Luka",
    "errata": "Luka",
}
# Words for the fields that the headers of any template have.
MARKS_OF_ALL = MARKS | {"version": "x", "unit": "x"}
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d4944415478da63fccf50cf0000050401011e6f2a4b0000000049454e44ae426082"
)
DRAWING = (
    '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
    'wordprocessingDrawing"><wp:extent cx="360000" cy="360000"/><wp:docPr id="1" name="Herb" '
    'descr="Herb Krakowa"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/'
    'main"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr>'
    '<pic:cNvPr id="1" name="Herb"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
    '<a:blip r:embed="rId1"/></pic:blipFill><pic:spPr/></pic:pic></a:graphicData></a:graphic>'
    "</wp:inline></w:drawing></w:r>"
)


# ------------------------------------------------------------------ saved by LibreOffice


@pytest.fixture(scope="module")
def saved(
    libreoffice: LibreOffice, tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, bytes]:
    """Every template, opened and saved by LibreOffice as .docx."""
    files = {f"{name}.docx": data for name, data in TEMPLATES.items()}
    return libreoffice.convert_all(files, "docx", tmp_path_factory.mktemp("saved"))


@pytest.mark.libreoffice
def test_a_template_that_libreoffice_saved_gives_equal_text(saved: Mapping[str, bytes]) -> None:
    assert b"tblCaption" not in parts(saved["zalacznik-pwr"])[BODY]
    made = render(SMALL, saved["zalacznik-pwr"], NAME)
    assert document_texts(made) == document_texts(render(SMALL, TEMPLATE, NAME))
    assert texts(xml(made, HEADER)) == ["PWR – 2024PROJEKT · stan danych na 1.03.2025 · 2"]
    header, *rows = xml(made, BODY).findall(f".//{W}tbl/{W}tr")
    assert header.find(f"{W}trPr/{W}tblHeader") is not None
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


@pytest.mark.libreoffice
@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_each_table_is_found_by_the_words_above_it(name: str, saved: Mapping[str, bytes]) -> None:
    assert set(TITLES) == set(TEMPLATES)
    for template in (TEMPLATES[name], saved[name]):
        for title in TITLES[name]:
            asked = Table(title, ("a",) * columns_of(TEMPLATES[name], title), ())
            made = render(Document("x", MARKS_OF_ALL, GAPS[name], (asked,)), template, name)
            assert len(xml(made, BODY).findall(f".//{W}tbl/{W}tr")) == 1


def columns_of(template: bytes, title: str) -> int:
    """Return how many columns a prototype has."""
    for table in xml(template, BODY).iter(f"{W}tbl"):
        caption = table.find(f"{W}tblPr/{W}tblCaption")
        if caption is not None and caption.get(f"{W}val") == title:
            return len(table.findall(f"{W}tblGrid/{W}gridCol"))
    raise AssertionError(title)


# ------------------------------------------------------------------ changed in Word


def with_table(change: Callable[[etree._Element], None]) -> bytes:
    """Return the template with its first table changed."""
    contents = parts(TEMPLATE)
    root = etree.fromstring(contents[BODY])
    table = root.find(f".//{W}tbl")
    assert table is not None
    change(table)
    return packed(contents | {BODY: etree.tostring(root)})


def test_a_columns_width_comes_through() -> None:
    template = changed(TEMPLATE, BODY, 'w:w="2914"', 'w:w="3333"')
    made = body_of(TABLE, template=template)
    rows = made.findall(f".//{W}tbl/{W}tr")
    widths = [row.findall(f"{W}tc/{W}tcPr/{W}tcW")[1].get(f"{W}w") for row in rows]
    assert widths == ["3333"] * 3
    assert made.findall(f".//{W}tblGrid/{W}gridCol")[1].get(f"{W}w") == "3333"


def body_of(*blocks: Table | Paragraph, template: bytes) -> etree._Element:
    return xml(rendered(*blocks, template=template), BODY)


def test_a_styles_font_comes_through() -> None:
    template = changed(TEMPLATE, STYLES, 'w:ascii="Calibri"', 'w:ascii="Lato"')
    assert b'w:ascii="Lato"' in parts(rendered(TABLE, template=template))[STYLES]


def test_bold_of_a_prototype_cell_comes_through_into_every_row() -> None:
    def embolden(table: etree._Element) -> None:
        (run, *_) = table.findall(f"{W}tr")[1].iter(f"{W}r")
        run.insert(0, etree.fromstring(f'<w:rPr xmlns:w="{W[1:-1]}"><w:b/></w:rPr>'))

    rows = body_of(TABLE, template=with_table(embolden)).findall(f".//{W}tbl/{W}tr")[1:]
    bold = [[run.find(f"{W}rPr/{W}b") is not None for run in row.iter(f"{W}r")] for row in rows]
    assert bold == [[True, *[False] * 6], [True, False, False]]


def test_the_look_of_an_emptied_prototype_cell_comes_through() -> None:
    def empty(table: etree._Element) -> None:
        (line, *_) = table.findall(f"{W}tr")[1].iter(f"{W}p")
        for run in line.findall(f"{W}r"):
            line.remove(run)
        properties = line.find(f"{W}pPr")
        assert properties is not None
        properties.append(etree.fromstring(f'<w:rPr xmlns:w="{W[1:-1]}"><w:i/></w:rPr>'))

    row = body_of(TABLE, template=with_table(empty)).findall(f".//{W}tbl/{W}tr")[1]
    assert row.find(f"{W}tc/{W}p/{W}r/{W}rPr/{W}i") is not None


def test_a_gap_in_a_cell_with_a_character_style_has_one_style() -> None:
    def mark(table: etree._Element) -> None:
        for run in table.findall(f"{W}tr")[1].iter(f"{W}r"):
            style = f'<w:rPr xmlns:w="{W[1:-1]}"><w:rStyle w:val="Inny"/><w:b/></w:rPr>'
            run.insert(0, etree.fromstring(style))

    made = body_of(TABLE, template=with_table(mark))
    looks = [run.findall(f"{W}rPr/*") for run in made.iter(f"{W}r")]
    styles = [[one.get(f"{W}val") for one in look if one.tag == f"{W}rStyle"] for look in looks]
    assert ["BrakDanych"] in styles
    assert max(map(len, styles)) == 1


def test_what_may_stand_once_in_a_document_is_not_copied_with_rows() -> None:
    word_2010 = "http://schemas.microsoft.com/office/word/2010/wordml"

    def number(table: etree._Element) -> None:
        row = table.findall(f"{W}tr")[1]
        row.set(f"{{{word_2010}}}paraId", "1A2B3C4D")
        row.set(f"{W}rsidR", "00AA1D8D")
        marks = f'<w:bookmarkStart xmlns:w="{W[1:-1]}" w:id="7" w:name="_GoBack"/>'
        row.insert(1, etree.fromstring(marks))

    made = rendered(TABLE, template=with_table(number))
    assert not re.search(rb"1A2B3C4D|00AA1D8D|_GoBack", parts(made)[BODY])


def test_a_picture_in_the_header_comes_through() -> None:
    contents = parts(
        changed(TEMPLATE, HEADER, "<w:r><w:tab/></w:r>", f"{DRAWING}<w:r><w:tab/></w:r>")
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/image" Target="media/herb.png"/></Relationships>'
    )
    types = contents["[Content_Types].xml"].replace(
        b"<Override", b'<Default Extension="png" ContentType="image/png"/><Override', 1
    )
    template = packed(
        contents
        | {
            "word/_rels/header1.xml.rels": relations.encode(),
            "word/media/herb.png": PICTURE,
            "[Content_Types].xml": types,
        }
    )
    made = parts(rendered(TABLE, template=template))
    (picture,) = [content for name, content in made.items() if name.startswith("word/media/")]
    assert picture == PICTURE
    assert b"Herb Krakowa" in made[HEADER]
    assert b"image/png" in made["[Content_Types].xml"]


def test_another_page_size_comes_through() -> None:
    (size,) = re.findall(rb"<w:pgSz [^>]*/>", parts(TEMPLATE)[BODY])
    template = changed(TEMPLATE, BODY, size.decode(), '<w:pgSz w:w="16838" w:h="23811"/>')
    (made,) = body_of(TABLE, template=template).iter(f"{W}pgSz")
    assert (made.get(f"{W}w"), made.get(f"{W}h")) == ("16838", "23811")


def test_whose_word_a_template_was_made_in_does_not_come_with_it() -> None:
    contents = parts(TEMPLATE)
    office = "http://schemas.openxmlformats.org/officeDocument/2006"
    about = (
        f'<Properties xmlns="{office}/extended-properties"><Company>Firma</Company></Properties>'
    )
    kind = f'Type="{office}/relationships/extended-properties" Target="docProps/app.xml"'
    relation = f'<Relationship Id="rId98" {kind}/></Relationships>'
    declared = '<Override PartName="/docProps/app.xml" ContentType="application/xml"/></Types>'
    template = packed(
        contents
        | {
            "docProps/app.xml": about.encode(),
            "_rels/.rels": contents["_rels/.rels"].replace(b"</Relationships>", relation.encode()),
            "[Content_Types].xml": contents["[Content_Types].xml"].replace(
                b"</Types>", declared.encode()
            ),
        }
    )
    made = parts(rendered(TABLE, template=template))
    assert not [name for name, part in made.items() if b"Firma" in part or b"app.xml" in part]


def test_remarks_made_in_a_template_do_not_come_with_it() -> None:
    contents = parts(TEMPLATE)
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    remark = (
        f'<w:comments xmlns:w="{W[1:-1]}"><w:comment w:id="0" w:author="Anna Nowak"><w:p><w:r>'
        "<w:t>czy tak?</w:t></w:r></w:p></w:comment></w:comments>"
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
    relation = f'<Relationship Id="rId99" Type="{kind}" Target="comments.xml"/></Relationships>'
    override = (
        f'<Override PartName="/word/comments.xml" ContentType="{word}.comments+xml"/></Types>'
    )
    relations, types = "word/_rels/document.xml.rels", "[Content_Types].xml"
    template = packed(
        contents
        | {
            "word/comments.xml": remark.encode(),
            relations: contents[relations].replace(b"</Relationships>", relation.encode()),
            types: contents[types].replace(b"</Types>", override.encode()),
        }
    )
    assert not [name for name in parts(rendered(TABLE, template=template)) if "comments" in name]
    own = replace(document(paragraph("x")), comments=(Comment("", "Uwagi", ("własna",)),))
    made = parts(render(own, template, NAME))
    (remarks,) = [made[name] for name in made if "comments" in name]
    assert "własna" in remarks.decode()
    assert b"Nowak" not in b"".join(made.values())


# ------------------------------------------------------------------ fields in headers and footers


def header(*runs: str) -> bytes:
    """Return the template with a header of these runs, with Word's notes of spelling between."""
    old = parts(TEMPLATE)[HEADER].decode()
    new = '<w:proofErr w:type="spellStart"/>'.join(
        "<w:r><w:tab/></w:r>" if run == "\t" else f"<w:r><w:t>{run}</w:t></w:r>" for run in runs
    )
    whole = re.sub(r"(</w:pPr>).*(</w:p>)", rf"\1{new}\2", old)
    return packed(parts(TEMPLATE) | {HEADER: whole.encode()})


@pytest.mark.parametrize(
    ("runs", "shown"),
    [
        (("{programme}",), "PWR"),
        (("{", "programme", "}"), "PWR"),
        (("za {ye", "ar", "} rok, {", "state}"), "za 2024 rok, PROJEKT"),
        (("{", "year", "}{", "year", "}"), "20242024"),
        (("{programme} {sta", "te} {as_of", "}."), "PWR PROJEKT 1.03.2025."),
        (("Kraków", "\t", "{ye", "ar}"), "Kraków2024"),
        (("{ programme }", " {}", " {{year}}"), "{ programme } {} {2024}"),
    ],
)
def test_a_field_may_be_cut_into_runs(runs: tuple[str, ...], shown: str) -> None:
    made = render(document(paragraph("x")), header(*runs), NAME)
    assert "".join(texts(xml(made, HEADER))) == shown


def test_what_stands_beside_a_field_without_words_goes_up_to_the_tab() -> None:
    template = header("{programme}", "\t", "odpowiedzi: {un", "its} z 28")
    made = render(document(paragraph("x"), marks=MARKS_OF_ALL | {"units": ""}), template, NAME)
    assert texts(xml(made, HEADER)) == ["PWR"]


def test_a_text_box_in_a_header_is_a_line_of_its_own() -> None:
    box = (
        "</w:t></w:r><w:r><w:pict><w:p><w:r><w:t>{units}</w:t></w:r></w:p></w:pict></w:r><w:r><w:t>"
    )
    template = header(f"{{programme}}{box}!")
    made = render(document(paragraph("x"), marks=MARKS_OF_ALL | {"units": ""}), template, NAME)
    assert [text.text for text in xml(made, HEADER).iter(f"{W}t")] == ["PWR", None, "!"]


def test_a_field_that_nobody_knows_is_refused_by_name() -> None:
    (fault,) = refused(header("{programme} {st", "an}"), paragraph("x"))
    assert "nieznane pole „{stan}”" in fault.message
    assert "{state}" in fault.message


# ------------------------------------------------------------------ tables that are none


def test_two_tables_of_one_name_are_refused() -> None:
    def double(table: etree._Element) -> None:
        table.addnext(etree.fromstring(etree.tostring(table)))

    (fault,) = refused(with_table(double), TABLE)
    assert fault.message == "szablon ma więcej niż jedną tabelę „tabela-4”"


def test_a_cell_without_a_paragraph_of_its_own_is_refused() -> None:
    def wrap(table: etree._Element) -> None:
        (cell, *_) = table.findall(f"{W}tr")[1].iter(f"{W}tc")
        control = etree.SubElement(cell, f"{W}sdt")
        for told in cell.findall(f"{W}p"):
            control.append(told)

    (fault,) = refused(with_table(wrap), TABLE)
    assert "w każdej akapit" in fault.message


def test_a_table_without_a_name_is_not_there() -> None:
    template = changed(TEMPLATE, BODY, "tabela-4”", "tabela-7”")
    assert not body_of(TABLE, template=template).findall(f".//{W}tblCaption")
    nameless = changed(template, BODY, '<w:tblCaption w:val="tabela-4"/>', "")
    (fault,) = refused(nameless, TABLE)
    assert fault.message.startswith("szablon nie ma tabeli „tabela-4” (nad tabelą stoi: ")


def test_words_put_right_in_a_template_do_not_show_in_the_document() -> None:
    assert "Wzór tabeli" not in "".join(texts(body(TABLE)))


# ------------------------------------------------------------------ what stays together on a page


def keeps_next(paragraph: etree._Element, styles: Mapping[str | None, etree._Element]) -> bool:
    """Tell whether a paragraph stays on a page with the next, by itself or by its style."""
    own = paragraph.find(f"{W}pPr/{W}keepNext")
    named = paragraph.find(f"{W}pPr/{W}pStyle")
    style = None if named is None else styles[named.get(f"{W}val")]
    while own is None and style is not None:
        own = style.find(f"{W}pPr/{W}keepNext")
        base = style.find(f"{W}basedOn")
        style = None if base is None else styles[base.get(f"{W}val")]
    return own is not None and own.get(f"{W}val") not in {"0", "false"}


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_headings_and_heading_rows_stay_with_what_follows(name: str) -> None:
    styles = {one.get(f"{W}styleId"): one for one in xml(TEMPLATES[name], STYLES).iter(f"{W}style")}
    made = xml(TEMPLATES[name], BODY)
    outlined = {one for one in styles if styles[one].find(f"{W}pPr/{W}outlineLvl") is not None}
    headings = [
        line
        for line in made.findall(f".//{W}body/{W}p")
        if line.findall(f"{W}pPr/{W}pStyle")
        and line.findall(f"{W}pPr/{W}pStyle")[0].get(f"{W}val") in outlined
    ]
    heads = [row for row in made.iter(f"{W}tr") if row.find(f"{W}trPr/{W}tblHeader") is not None]
    assert headings
    assert len(heads) == len(TITLES[name])
    lines = [*headings, *(line for row in heads for line in row.iter(f"{W}p"))]
    assert all(keeps_next(line, styles) for line in lines)


def test_amounts_stand_on_the_right() -> None:
    amounts = Table("tabela-5", ("a",) * 5, ((line("x"),) * 4 + (line("5 000,00 zł"),),))
    styles = {one.get(f"{W}styleId"): one for one in xml(TEMPLATE, STYLES).iter(f"{W}style")}
    for row in body(amounts).iter(f"{W}tr"):
        shown = [style.get(f"{W}val") for style in row.iter(f"{W}pStyle")]
        sides = [styles[style].find(f"{W}pPr/{W}jc") for style in shown]
        assert [side is not None and side.get(f"{W}val") == "right" for side in sides] == [
            *[False] * 4,
            True,
        ]


# ------------------------------------------------------------------ the table of contents


CONTENTS = (
    Contents("TOC Heading", "Spis treści", 2, 3),
    paragraph("Pierwszy", style="Heading 2"),
    paragraph("Podrzędny", style="Heading 3"),
    paragraph("Nie w spisie", style="Heading 4"),
)


def test_a_table_of_contents_is_a_field_that_word_updates() -> None:
    made = body(*CONTENTS)
    (control,) = made.iter(f"{W}sdt")
    gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    assert gallery is not None
    assert gallery.get(f"{W}val") == "Table of Contents"
    assert texts(control) == ["Spis treści", "Pierwszy–", "Podrzędny–"]
    depth = 0
    for mark in control.iter(f"{W}fldChar"):
        depth += {"begin": 1, "separate": 0, "end": -1}[mark.get(f"{W}fldCharType", "")]
        assert depth in {0, 1, 2}
    assert depth == 0
    first, *pages = [text.text or "" for text in control.iter(f"{W}instrText")]
    assert first.split() == ["TOC", "\\o", '"2-3"', "\\h", "\\z"]
    marks = {mark.get(f"{W}name") for mark in made.iter(f"{W}bookmarkStart")}
    assert {page.split()[1] for page in pages} <= marks


def test_pages_that_are_known_stand_in_the_fields() -> None:
    document_ = document(*CONTENTS)
    pages = {"_Toc00000001": 3, "_Toc00000002": 14}
    made = xml(render(document_, TEMPLATE, NAME, pages), BODY)
    assert texts(made)[:3] == ["Spis treści", "Pierwszy3", "Podrzędny14"]
    assert list(made.iter(f"{W}fldChar"))

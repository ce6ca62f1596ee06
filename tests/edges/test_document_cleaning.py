"""What is handed to everybody: no remarks, no ids, no hidden text, no names, no traces of work."""

import re

from domain.anchors import Anchor
from domain.view import Comment, Contents, Document, Paragraph
from domain.wording import Run
from tasks.adapters.document import render
from tasks.adapters.document_cleaning import cleaned
from tests.edges.office import CHECKOUT, changed, packed, parts
from tests.golden.annex_text import document_texts

NAME = "zalacznik-pwr.docx"
TEMPLATE = (CHECKOUT / "templates" / NAME).read_bytes()
BODY, TYPES = "word/document.xml", "[Content_Types].xml"
MARKS = {"programme": "PWR", "year": "2024", "state": "", "as_of": "", "units": ""}
ANCHOR = Anchor("I.1.1", "realised")
DOCUMENT = Document(
    "Sprawozdanie",
    MARKS,
    "Brak danych",
    (
        Paragraph("Heading 1", (Run("Sprawozdanie"),), ANCHOR.name("x")),
        Contents("TOC Heading", "Spis treści", 2, 2),
        Paragraph("Heading 2", (Run("Wsparcie "), Run("716", anchor="_ar_I_value"))),
    ),
    {ANCHOR.name("x"): ANCHOR},
    (Comment(ANCHOR.name("x"), "Anna Nowak", ("Czy na pewno?",)),),
)
# What Word, or a person in Word, leaves in a template: each in its part, with what it stands after.
DIRT = (
    (
        BODY,
        "</w:pPr>",
        '<w:r w:rsidR="00A1"><w:rPr><w:vanish/></w:rPr><w:t>UKRYTE</w:t></w:r>',
    ),
    (
        "word/header1.xml",
        "</w:pPr>",
        '<w:del w:id="9" w:author="Ewa Lis"><w:r><w:t>DAWNE</w:t></w:r></w:del>',
    ),
    (
        "word/header1.xml",
        "</w:pPr>",
        '<w:ins w:id="8" w:author="Ewa Lis"><w:r><w:t>NOWE</w:t></w:r></w:ins>',
    ),
    ("word/styles.xml", '<w:name w:val="Komórka"/>', '<w:rsid w:val="00B2"/>'),
    ("word/settings.xml", '<w:zoom w:percent="100"/>', '<w:rsids><w:rsid w:val="00B2"/></w:rsids>'),
    ("docProps/core.xml", "</dc:title>", "<dc:subject>Na biurku Ewy Lis</dc:subject>"),
)


def dirty() -> bytes:
    """Return the document as a worked-on template makes it."""
    document = render(DOCUMENT, TEMPLATE, NAME)
    for part, after, dirt in DIRT:
        document = changed(document, part, after, f"{after}{dirt}")
    contents = parts(document)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
    own = f'<Relationship Id="own" Type="{kind}" Target="docProps/custom.xml"/></Relationships>'
    part = '<Override PartName="/docProps/custom.xml" ContentType="application/xml"/></Types>'
    contents["docProps/custom.xml"] = b"<Properties>Ewa Lis</Properties>"
    for name, end, more in (("_rels/.rels", "</Relationships>", own), (TYPES, "</Types>", part)):
        contents[name] = contents[name].decode().replace(end, more).encode()
    return packed(contents)


def everything(document: bytes) -> str:
    return "\n".join(part.decode("utf-8") for part in parts(document).values())


def test_nothing_is_left_that_a_reader_does_not_need() -> None:
    before, after = everything(dirty()), everything(cleaned(dirty()))
    traces = ("Ewa Lis", "Ewy Lis", "Anna Nowak", "Czy na pewno", "UKRYTE", "DAWNE", "_ar_", "rsid")
    assert [trace for trace in traces if trace not in before] == []
    assert [trace for trace in traces if trace in after] == []
    assert not re.search("[Cc]omment|custom.xml|w:author", after)


def test_what_is_seen_stays_and_the_contents_still_lead_to_their_headings() -> None:
    made = cleaned(dirty())
    assert document_texts(made) == document_texts(render(DOCUMENT, TEMPLATE, NAME))
    assert "NOWE" in everything(made)
    text = parts(made)[BODY].decode()
    assert set(re.findall('w:anchor="([^"]+)"', text)) <= set(re.findall('w:name="([^"]+)"', text))
    assert text.count("bookmarkStart") == text.count("bookmarkEnd") == 2
    core = parts(made)["docProps/core.xml"].decode()
    assert "<dc:title>Sprawozdanie</dc:title>" in core
    assert "<dc:language>pl-PL</dc:language>" in core


def test_the_same_document_is_cleaned_into_the_same_bytes_once_and_for_all() -> None:
    made = cleaned(dirty())
    assert cleaned(dirty()) == made
    assert parts(cleaned(made)) == parts(made)

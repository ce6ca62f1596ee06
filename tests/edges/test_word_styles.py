"""What a run looks like: found through run, character, paragraph and table styles, and defaults."""

import pytest
from lxml import etree

from tasks.adapters.office_package import RELATIONSHIPS, Package
from tasks.adapters.word_styles import AUTO, Look, WordStyles
from tests.edges.office import W

MAIN, STYLES = "word/document.xml", "word/styles.xml"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
STYLED = """
<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="pl-PL"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>
  <w:rPr><w:color w:val="111111"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Base"><w:name w:val="heading 2"/><w:basedOn w:val="Loop"/>
  <w:pPr><w:shd w:val="clear" w:fill="EEEEEE"/></w:pPr>
  <w:rPr><w:color w:val="222222"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Loop"><w:name w:val="Inny"/>
  <w:basedOn w:val="Base"/></w:style>
<w:style w:type="character" w:styleId="Marked"><w:name w:val="Marked"/>
  <w:rPr><w:color w:val="333333"/><w:shd w:val="clear" w:fill="DDDDDD"/><w:vanish/></w:rPr>
</w:style>
<w:style w:type="table" w:styleId="Banded"><w:name w:val="Banded"/>
  <w:tblStylePr w:type="firstRow">
    <w:tcPr><w:shd w:val="clear" w:fill="0A0A0A"/></w:tcPr></w:tblStylePr>
  <w:tblStylePr w:type="firstCol">
    <w:tcPr><w:shd w:val="clear" w:fill="0B0B0B"/></w:tcPr></w:tblStylePr>
  <w:tblStylePr w:type="band2Horz">
    <w:tcPr><w:shd w:val="clear" w:fill="0C0C0C"/></w:tcPr></w:tblStylePr>
</w:style>
"""
ROW = "<w:tr><w:tc>{0}</w:tc><w:tc>{0}</w:tc></w:tr>"
TEXT = "<w:p><w:r><w:t>x</w:t></w:r></w:p>"


def document(body: str, before: str = "") -> tuple[WordStyles, etree._Element]:
    """Return the styles, and the root of a document with that body."""
    head = f'xmlns:w="{W[1:-1]}"'
    relation = (
        f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r" Type="{RELATIONSHIPS}/styles" '
        'Target="styles.xml"/></Relationships>'
    )
    parts = {
        MAIN: f"<w:document {head}>{before}<w:body>{body}</w:body></w:document>",
        STYLES: f"<w:styles {head}>{STYLED}</w:styles>",
        "word/_rels/document.xml.rels": relation,
    }
    package = Package({name: text.encode() for name, text in parts.items()})
    return WordStyles(package, MAIN), package.tree(MAIN)


def looks(body: str, before: str = "") -> list[Look]:
    """Return the look of each run of a body."""
    styles, root = document(body, before)
    return [styles.look(run) for run in root.iter(f"{W}r")]


def paragraph(run: str = "", own: str = "") -> str:
    return f"<w:p><w:pPr>{own}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>x</w:t></w:r></w:p>"


def table(look: str) -> str:
    rows = ROW.format(TEXT) * 3
    return f'<w:tbl><w:tblPr><w:tblStyle w:val="Banded"/>{look}</w:tblPr>{rows}</w:tbl>'


@pytest.mark.parametrize(
    ("run", "own", "colour", "background"),
    [
        ("", "", "111111", "FFFFFF"),
        ('<w:color w:val="auto"/>', "", AUTO, "FFFFFF"),
        ('<w:color w:val="444444"/>', '<w:pStyle w:val="Base"/>', "444444", "EEEEEE"),
        ("", '<w:pStyle w:val="Loop"/>', "222222", "EEEEEE"),
        ('<w:rStyle w:val="Marked"/>', '<w:pStyle w:val="Base"/>', "333333", "DDDDDD"),
        ('<w:highlight w:val="yellow"/><w:shd w:fill="000000"/>', "", "111111", "FFFF00"),
        ("", '<w:shd w:val="solid" w:color="00aa00" w:fill="auto"/>', "111111", "00AA00"),
        ('<w:shd w:val="clear" w:fill="auto"/>', '<w:shd w:fill="CCCCCC"/>', "111111", "CCCCCC"),
    ],
)
def test_the_nearest_layer_decides(run: str, own: str, colour: str, background: str) -> None:
    (look,) = looks(paragraph(run, own))
    assert (look.colour, look.background, look.language) == (colour, background, "pl-PL")


def test_the_page_has_a_colour_too() -> None:
    (look,) = looks(paragraph(), '<w:background w:color="FAFAFA"/>')
    assert look.background == "FAFAFA"


def test_hidden_and_underlined_come_from_styles_and_can_be_turned_off() -> None:
    hidden, shown, underlined, plain = looks(
        paragraph('<w:rStyle w:val="Marked"/>')
        + paragraph('<w:rStyle w:val="Marked"/><w:vanish w:val="0"/>')
        + paragraph('<w:u w:val="single"/>')
        + paragraph('<w:u w:val="none"/>')
    )
    assert (hidden.hidden, shown.hidden) == (True, False)
    assert (underlined.underlined, plain.underlined) == (True, False)


FIRST, FIRST_COLUMN, BAND, NONE = "0A0A0A", "0B0B0B", "0C0C0C", "FFFFFF"


@pytest.mark.parametrize(
    ("look", "backgrounds"),
    [
        ("", [NONE] * 6),
        ('<w:tblLook w:val="0620"/>', [FIRST, FIRST, NONE, NONE, NONE, NONE]),
        ('<w:tblLook w:val="0420"/>', [FIRST, FIRST, NONE, NONE, BAND, BAND]),
        (
            '<w:tblLook w:firstRow="1" w:firstColumn="1" w:noHBand="1" w:noVBand="1"/>',
            [FIRST, FIRST, FIRST_COLUMN, NONE, FIRST_COLUMN, NONE],
        ),
    ],
    ids=["no look", "first row", "bands", "by names"],
)
def test_a_tables_style_shades_rows_and_columns(look: str, backgrounds: list[str]) -> None:
    assert [one.background for one in looks(table(look))] == backgrounds


def test_a_heading_is_known_by_the_built_in_style_that_it_is_based_on() -> None:
    names = ("Loop", "Base", "Normal", "None")
    body = "".join(paragraph(own=f'<w:pStyle w:val="{name}"/>') for name in names)
    styles, root = document(f"{body}{TEXT}")
    levels = [styles.heading_level(one) for one in root.iter(f"{W}p")]
    assert levels == [2, 2, 0, 0, 0]
    assert styles.language == "pl-PL"


def test_a_document_without_styles_is_shown_in_words_own() -> None:
    package = Package({MAIN: f'<w:body xmlns:w="{W[1:-1]}">{TEXT}</w:body>'.encode()})
    styles = WordStyles(package, MAIN)
    (run,) = package.tree(MAIN).iter(f"{W}r")
    assert styles.look(run) == Look(AUTO, "FFFFFF", "", underlined=False, hidden=False)
    assert styles.language == ""

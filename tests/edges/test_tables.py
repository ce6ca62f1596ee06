"""Tables in Word and in workbooks, read as a person sees them; hostile files are refused."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import docx.enum.style
import openpyxl
import pytest
import xlwt
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Color, Font, PatternFill

from domain.form import Field
from domain.intake import NotAForm
from domain.limits import Limits
from domain.submissions import Refused, Submission
from tasks.adapters.file_reading import read_file
from tests.corpus.base import programme
from tests.edges.office import packed, parts

UNIT = "BK"
NAME = "„Czytanie na trawie”"
LETTER = "To dokument Worda, nie formularz."


def of_unit() -> tuple[str, str, str]:
    """Return an action of the library's with one indicator: its id, name and key."""
    for action in programme().actions():
        if action.leads == (UNIT,) and [one.key for one in action.indicators] == ["uczestnicy"]:
            return action.id, action.name, "uczestnicy"
    raise AssertionError


ACTION, WORDS, KEY = of_unit()
HEADER = ("Działanie", "Zakres realizacji zadania", "Wskaźniki rezultatów")
ROW = (WORDS, "1 234 uczestników", "900 uczestników")


def word(change: Callable[[Any], None] = lambda table: None) -> bytes:
    document = docx.Document()
    document.add_paragraph("W załączeniu przesyłam dane.")
    table = document.add_table(rows=2, cols=3)
    for row, texts in zip(table.rows, (HEADER, ROW), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    change(table)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def sheet(change: Callable[[Any], None] = lambda sheet: None) -> bytes:
    book = openpyxl.Workbook()
    page: Any = book.active
    page.append(["Sprawozdanie biblioteki"])
    page.append(HEADER)
    page.append(ROW)
    change(page)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def old_sheet() -> bytes:
    book = xlwt.Workbook()
    page = book.add_sheet("Dane")
    for place, texts in enumerate((HEADER, ROW)):
        for column, text in enumerate(texts):
            page.write(place, column, text)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def open_sheet() -> bytes:
    cells = "".join(
        "<table:table-row>"
        + "".join(
            '<table:table-cell office:value-type="string">'
            f"<text:p>{text}</text:p></table:table-cell>"
            for text in texts
        )
        + "</table:table-row>"
        for texts in (HEADER, ROW)
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f'<office:document-content {spaces} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="Dane">{cells}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return data.getvalue()


def result(data: bytes, name: str = f"tabela {UNIT}.docx") -> Submission | Refused | None:
    return read_file(programme(), name, data).result


def values(found: Submission | Refused | None) -> dict[str, str]:
    assert isinstance(found, Submission), found
    return {
        f"{report.action}/{row.key}": row.cell(Field.VALUE).text
        for report in found.actions
        for row in report.rows
    }


@pytest.mark.parametrize(
    ("data", "where"),
    [
        (word, ("Tabela 1", "B2")),
        (sheet, ("Sheet", "B3")),
        (old_sheet, ("Dane", "B2")),
        (open_sheet, ("Dane", "B2")),
    ],
)
def test_every_kind_of_table_is_read_with_its_cells(
    data: Callable[[], bytes], where: tuple[str, str]
) -> None:
    found = result(data())
    assert values(found) == {f"{ACTION}/{KEY}": "1234"}
    assert isinstance(found, Submission)
    origin = found.actions[0].rows[0].cell(Field.VALUE).origin
    assert (origin.sheet, origin.cell) == where
    assert origin.sha256 == found.sha256


def run_in(table: Any, row: int, column: int, text: str) -> Any:
    cell = table.cell(row, column)
    cell.text = ""
    cell.paragraphs[0].add_run("1 234")
    run = cell.paragraphs[0].add_run(text)
    cell.paragraphs[0].add_run(" uczestników")
    return run


def raised(table: Any) -> None:
    run_in(table, 1, 1, "1").font.superscript = True


def hidden(table: Any) -> None:
    run_in(table, 1, 1, "0").font.hidden = True


def crossed(table: Any) -> None:
    run_in(table, 1, 1, "5").font.strike = True


def white(table: Any) -> None:
    run_in(table, 1, 1, "5").font.color.rgb = docx.shared.RGBColor(255, 255, 255)


def merged_down(table: Any) -> None:
    table.add_row().cells[0].text = "Inne działanie"
    table.cell(2, 1).merge(table.cell(1, 1))


def merged_across(table: Any) -> None:
    table.cell(1, 2).text = ""
    table.cell(1, 1).merge(table.cell(1, 2))


def mark(table: Any, name: str, **values: str) -> None:
    run = run_in(table, 1, 1, "5")
    element = OxmlElement(f"w:{name}")
    for key, value in values.items():
        element.set(qn(f"w:{key}"), value)
    run._r.get_or_add_rPr().append(element)


def moved_up(table: Any) -> None:
    mark(table, "position", val="8")


def nearly_white(table: Any) -> None:
    mark(table, "color", val="FEFEFE")


def of_the_background(table: Any) -> None:
    mark(table, "color", val="auto", themeColor="background1")


def tiny(table: Any) -> None:
    mark(table, "sz", val="2")


def endnote(table: Any) -> None:
    table.cell(1, 1).paragraphs[0].runs[0]._r.append(OxmlElement("w:endnoteReference"))


def symbol(table: Any) -> None:
    table.cell(1, 1).paragraphs[0].runs[0]._r.append(OxmlElement("w:sym"))


def formula_in_word(table: Any) -> None:
    table.cell(1, 1).paragraphs[0]._p.append(OxmlElement("m:oMath"))


def placeholder(table: Any) -> None:
    control = OxmlElement("w:sdt")
    properties = OxmlElement("w:sdtPr")
    properties.append(OxmlElement("w:showingPlcHdr"))
    control.append(properties)
    content = OxmlElement("w:sdtContent")
    paragraph = table.cell(1, 1).paragraphs[0]._p
    paragraph.addprevious(control)
    control.append(content)
    content.append(paragraph)
    table.cell(1, 1)._tc.append(OxmlElement("w:p"))


def _crossed_style(table: Any, kind: Any) -> Any:
    style = table.part.document.styles.add_style("Skreślone", kind)
    style.font.strike = True
    return style


def crossed_by_paragraph_style(table: Any) -> None:
    style = _crossed_style(table, docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    table.cell(1, 1).paragraphs[0].style = style


def crossed_by_letter_style(table: Any) -> None:
    style = _crossed_style(table, docx.enum.style.WD_STYLE_TYPE.CHARACTER)
    run_in(table, 1, 1, "5").style = style


def line_in_a_number(table: Any) -> None:
    cell = table.cell(1, 1)
    cell.text = "1"
    cell.add_paragraph("234 uczestników")


def table_in_a_cell(table: Any) -> None:
    cell = table.cell(1, 1)
    cell.text = ""
    cell.add_table(1, 1).cell(0, 0).text = "1 234 uczestników"


@pytest.mark.parametrize(
    "change",
    [
        *(raised, hidden, crossed, white, merged_down, merged_across, moved_up, nearly_white),
        *(of_the_background, tiny, endnote, symbol, formula_in_word, placeholder),
        *(crossed_by_paragraph_style, crossed_by_letter_style, line_in_a_number, table_in_a_cell),
    ],
    ids=lambda one: one.__name__,
)
def test_what_is_seen_otherwise_in_word_is_a_question(change: Callable[[Any], None]) -> None:
    found = result(word(change))
    assert values(found) == {}
    assert isinstance(found, Submission)
    assert len(found.unread) == 1


def test_a_row_that_was_taken_out_is_not_there_and_one_put_in_is() -> None:
    def taken_out(table: Any) -> None:
        row = table.add_row()
        row.cells[0].text, row.cells[1].text = WORDS, "9 uczestników"
        properties = OxmlElement("w:trPr")
        properties.append(OxmlElement("w:del"))
        row._tr.insert(0, properties)
        put_in = OxmlElement("w:ins")
        put_in.set(qn("w:id"), "7")
        paragraph = table.cell(1, 1).paragraphs[0]._p
        put_in.append(paragraph.r_lst[0])
        paragraph.append(put_in)

    assert values(result(word(taken_out))) == {f"{ACTION}/{KEY}": "1234"}


def hidden_row(page: Any) -> None:
    page.row_dimensions[3].hidden = True


def hidden_column(page: Any) -> None:
    page.column_dimensions["B"].hidden = True


def formula(page: Any) -> None:
    page["B3"] = '=1234&" uczestników"'


def number_alone(page: Any) -> None:
    page["B3"] = 1234


def raised_in_a_sheet(page: Any) -> None:
    high = InlineFont(vertAlign="superscript")
    page["B3"] = CellRichText("1 234", TextBlock(high, "1"), " uczestników")


def white_in_a_sheet(page: Any) -> None:
    page["B3"].font = Font(color="FFFFFFFF")


def merged_in_a_sheet(page: Any) -> None:
    page["A4"] = "Inne działanie"
    page.merge_cells("B3:B4")


def words_in_a_format(page: Any) -> None:
    page["B3"].number_format = '@" (plan)"'


def format_of_nothing(page: Any) -> None:
    page["B3"].number_format = ";;;"


def white_by_number(page: Any) -> None:
    page["B3"].font = Font(color=Color(indexed=9))


def as_its_ground(page: Any) -> None:
    page["B3"].font = Font(color="FF336699")
    page["B3"].fill = PatternFill("solid", fgColor="FF336699")


def white_on_white(page: Any) -> None:
    page["B3"].font = Font(color="FFFFFFFF")
    page["B3"].fill = PatternFill("solid", fgColor="FFFEFEFE")


def flat_row(page: Any) -> None:
    page.row_dimensions[3].height = 1


def narrow_column(page: Any) -> None:
    page.column_dimensions["B"].width = 0.1


def crossed_by_a_rule(page: Any) -> None:
    make: Any = FormulaRule
    rule = make(formula=["TRUE"], font=Font(strike=True))
    page.conditional_formatting.add("A1:C9", rule)


def commented(page: Any) -> None:
    page["B3"].comment = Comment("to był plan", "BK")


@pytest.mark.parametrize(
    "change",
    [
        *(words_in_a_format, format_of_nothing, white_by_number, as_its_ground, white_on_white),
        *(flat_row, narrow_column, crossed_by_a_rule, commented),
        raised_in_a_sheet,
        white_in_a_sheet,
        merged_in_a_sheet,
        hidden_row,
        hidden_column,
        formula,
        number_alone,
    ],
    ids=lambda one: one.__name__,
)
def test_what_is_not_seen_in_a_sheet_is_no_value(change: Callable[[Any], None]) -> None:
    found = result(sheet(change), f"{UNIT}.xlsx")
    assert isinstance(found, NotAForm | Submission)
    if isinstance(found, Submission):
        assert values(found) == {}
        assert found.unread or not found.table_rows[0].action


def test_a_table_on_a_hidden_sheet_is_none() -> None:
    def hide(page: Any) -> None:
        page.parent.create_sheet("Inny")
        page.sheet_state = "hidden"

    assert "To nie jest formularz" in str(result(sheet(hide), f"{UNIT}.xlsx"))


def test_a_letter_is_refused_as_ever() -> None:
    def other(table: Any) -> None:
        table.cell(0, 1).text = "Uwagi"

    found = result(word(other))
    assert isinstance(found, NotAForm)
    assert str(found).startswith(LETTER)


def doctype(contents: dict[str, bytes]) -> dict[str, bytes]:
    name = "word/document.xml"
    entity = b'<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    head, mark, rest = contents[name].partition(b"?>")
    return contents | {name: head + mark + entity + rest}


def no_xml(contents: dict[str, bytes]) -> dict[str, bytes]:
    return contents | {"word/document.xml": b"<w:document"}


def in_another_encoding(contents: dict[str, bytes]) -> dict[str, bytes]:
    name = "word/document.xml"
    return contents | {name: contents[name].decode().encode("utf-16")}


def nested(contents: dict[str, bytes]) -> dict[str, bytes]:
    name = "word/document.xml"
    deep = b"<w:sdt><w:sdtContent>" * 2000 + b"</w:sdtContent></w:sdt>" * 2000
    return contents | {name: contents[name].replace(b"<w:body>", b"<w:body>" + deep)}


@pytest.mark.parametrize("spoil", [doctype, no_xml, in_another_encoding, nested])
def test_a_hostile_document_is_refused(
    spoil: Callable[[dict[str, bytes]], dict[str, bytes]],
) -> None:
    found = result(packed(spoil(parts(word()))))
    assert isinstance(found, Refused)
    assert "Proszę" in str(found)


def test_a_document_that_unpacks_to_too_much_is_refused_at_the_gate() -> None:
    contents = parts(word()) | {"word/media/a.bin": b"0" * (8 * 1024 * 1024)}
    small = Limits(part_mib=4)
    found = read_file(programme(), "BK.docx", packed(contents), small).result
    assert isinstance(found, Refused)
    assert "duży" in str(found)


def test_a_cell_over_a_million_columns_ends_the_row() -> None:
    def wide(table: Any) -> None:
        table.cell(1, 0)._tc.get_or_add_tcPr().get_or_add_gridSpan().set(qn("w:val"), "999999")

    found = result(word(wide))
    assert isinstance(found, Refused | Submission)
    if isinstance(found, Submission):
        assert values(found) == {}


def test_a_sheet_of_thousands_of_rows_is_no_table() -> None:
    def far(page: Any) -> None:
        page["A6000"] = "koniec"

    assert "To nie jest formularz" in str(result(sheet(far), f"{UNIT}.xlsx"))


def test_a_form_stays_a_form_whatever_else_is_in_it() -> None:
    path = f"PWR_2024_{UNIT}.xlsx"
    from tests.edges.office import CHECKOUT

    data = (CHECKOUT / "inputs" / "pwr-2022-2024" / "2024" / path).read_bytes()
    book = openpyxl.load_workbook(io.BytesIO(data))
    extra: Any = book.create_sheet("Tabela")
    extra.append(HEADER)
    extra.append(ROW)
    saved = io.BytesIO()
    book.save(saved)
    found = result(saved.getvalue(), path)
    assert isinstance(found, Submission)
    assert not found.table_rows

"""OpenDocument sheets: what a person sees in LibreOffice is what is read, and nothing else."""

import datetime
import io
import random
import re
from decimal import Decimal
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from openpyxl.workbook.workbook import Workbook

from domain.arithmetic import Operands
from domain.filekinds import REFUSALS, FileKind
from domain.form import META_SHEET, REPORT_SHEET, Field
from domain.intake import NotAForm
from domain.limits import Limits
from domain.shown import Spans, readings, shown_text
from domain.submissions import (
    CellState,
    ErrorValue,
    Note,
    NoteKind,
    RawValue,
    Refused,
    Submission,
    UncachedFormula,
    Unseen,
)
from tasks.adapters.definitions import load_definition
from tasks.adapters.file_reading import read_submission
from tasks.adapters.gate import inflate
from tasks.adapters.opendocument import NOTE, check_document, read_opendocument
from tasks.adapters.rooms import Rooms
from tests.edges.office import CHECKOUT, LibreOffice, packed
from tests.edges.test_workbook import book_of, contents, filled, read, words

MEDIA_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in {
        "office": "office",
        "table": "table",
        "text": "text",
        "style": "style",
        "number": "datastyle",
        "of": "of",
    }.items()
)
SPACES += ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'


def document(sheets: str, styles: str = "", scripts: str = "") -> bytes:
    """Return a content.xml."""
    return (
        f"<office:document-content {SPACES}>{scripts}"
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body>"
        "</office:document-content>"
    ).encode()


def sheet(rows: str, name: str = REPORT_SHEET, attributes: str = "") -> str:
    return f'<table:table table:name="{name}" {attributes}>{rows}</table:table>'


def row(cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{cells}</table:table-row>"


def cell(inner: str = "", attributes: str = "", kind: str = "table-cell") -> str:
    return f"<table:{kind} {attributes}>{inner}</table:{kind}>"


def number(value: str, text: str | None = None, attributes: str = "", **names: str) -> str:
    shown = value if text is None else text
    stored = f'office:value-type="float" office:value="{value}" {attributes}'
    return cell(f"<text:p>{escape(shown)}</text:p>", stored, **names)


def string(text: str, attributes: str = "") -> str:
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in text.split("\n"))
    return cell(lines, f'office:value-type="string" {attributes}')


def rows_of(rows: str, styles: str = "", attributes: str = "") -> dict[int, dict[int, RawValue]]:
    """Return what is read of a sheet of answers, blank cells left out."""
    parts = {"content.xml": document(sheet(rows, attributes=attributes), styles)}
    read_rows = read_opendocument(parts).rows[REPORT_SHEET]
    return {
        place: {column: raw for column, raw in cells.items() if raw is not None}
        for place, cells in read_rows.items()
    }


def seen(one: str, styles: str = "") -> RawValue:
    """Return what is read of one cell."""
    return rows_of(row(one), styles).get(1, {}).get(1)


def state(raw: RawValue) -> CellState | None:
    return raw.state if isinstance(raw, Unseen) else None


# ------------------------------------------------------------------ what stands in a cell


@pytest.mark.parametrize(
    ("attributes", "inner", "raw"),
    [
        ('office:value-type="float" office:value="1703"', "<text:p>1703</text:p>", 1703),
        ('office:value-type="float" office:value="15.48"', "<text:p>15,48</text:p>", 15.48),
        ('office:value-type="float" office:value="1.703E3"', "", 1703),
        ('office:value-type="currency" office:value="5.5"', "<text:p>5,50 zł</text:p>", 5.5),
        ('office:value-type="boolean" office:boolean-value="true"', "<text:p>x</text:p>", True),
        (
            'office:value-type="date" office:date-value="2025-02-14"',
            "<text:p>14.02.25</text:p>",
            datetime.date(2025, 2, 14),
        ),
        (
            'office:value-type="date" office:date-value="2025-02-14T10:30:00"',
            "",
            datetime.date(2025, 2, 14),
        ),
        ('office:value-type="date" office:date-value="2025-02-31"', "<text:p>x</text:p>", "x"),
        (
            'office:value-type="time" office:time-value="PT10H30M00S"',
            "<text:p>10:30</text:p>",
            "10:30",
        ),
        ('office:value-type="string"', "<text:p>0264011</text:p>", "0264011"),
        ('office:value-type="string"', "<text:p>#N/A</text:p>", "#N/A"),
        ('office:value-type="string" office:string-value="ab"', "", "ab"),
        ("", "<text:p>5</text:p>", "5"),
        ("", "", None),
        ('office:value-type="float" office:value="1_000"', "<text:p>1000</text:p>", "1000"),
        ('office:value-type="float" office:value="INF"', "", "INF"),
        ('office:value-type="float" office:value="1e999"', "", "1e999"),
        ('office:value-type="float"', "<text:p>7</text:p>", "7"),
        (
            'office:value-type="string" calcext:value-type="error" table:formula="of:=1/0"',
            "<text:p>#DIV/0!</text:p>",
            ErrorValue("#DIV/0!"),
        ),
        (
            'office:value-type="float" office:value="0" table:formula="of:=1/0"',
            "<text:p>Err:502</text:p>",
            ErrorValue("Err:502"),
        ),
        (
            'office:value-type="float" office:value="0" table:formula="of:=A"',
            "<text:p>#NAZWA?</text:p>",
            ErrorValue("#NAZWA?"),
        ),
        ('table:formula="of:=[.B2]+1"', "", UncachedFormula("=B2+1")),
        (
            'office:value-type="float" table:formula="of:=SUM([.B2:.$B$4];1)"',
            "",
            UncachedFormula("=SUM(B2:$B$4;1)"),
        ),
        (
            'office:value-type="string" office:string-value="" table:formula="of:=&quot;&quot;"',
            "<text:p/>",
            UncachedFormula('=""'),
        ),
        (
            'office:value-type="string" table:formula="of:=&quot;a&quot;"',
            "<text:p>a</text:p>",
            "a",
        ),
        (
            'office:value-type="float" office:value="1" table:formula="of:=5&gt;3"',
            "<text:p>PRAWDA</text:p>",
            True,
        ),
    ],
)
def test_a_cell_is_read_for_what_it_is(attributes: str, inner: str, raw: RawValue) -> None:
    found = seen(cell(inner, attributes))
    assert found == raw
    assert type(found) is type(raw)


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("<text:p>a<text:s/>b<text:s text:c='2'/>c</text:p>", "a b  c"),
        ("<text:p>a<text:tab/>b<text:line-break/>c</text:p>", "a\tb\nc"),
        ("<text:p>a</text:p><text:p/><text:p>c</text:p>", "a\n\nc"),
        ("<text:p>a <text:span>b<text:a>c</text:a></text:span> d</text:p>", "a bc d"),
        ("<text:p>a\nb</text:p>", "a b"),
        ("<text:p>a<!-- 5 -->b</text:p>", "ab"),
        ("<office:annotation><text:p>9</text:p></office:annotation><text:p>a</text:p>", "a"),
        ("<text:p>a<office:annotation><text:p>9</text:p></office:annotation>b</text:p>", "ab"),
    ],
)
def test_a_text_has_its_lines_and_spaces_and_no_comment(inner: str, text: str) -> None:
    assert seen(cell(inner, 'office:value-type="string"')) == text


def test_a_comment_alone_fills_no_cell() -> None:
    assert seen(cell("<office:annotation><text:p>9</text:p></office:annotation>")) is None


# ------------------------------------------------------------------ the text beside the number


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1703", "1 703"),
        ("1703", "1\u00a0703,00 zł"),
        ("1703", "1\u202f703"),
        ("1703", "1703,00 zł"),
        ("1703", "1,703"),
        ("1.703", "1,703"),
        ("3934985.31", "3.934.985,31"),
        ("3934985.31", "3,934,985.31"),
        ("-5", "-5"),
        ("-5", "– 5"),
        ("-15.5", "(15,50)"),
        ("0", "- zł"),
        ("716", "716 rodzin"),
        ("0.30000000000000004", "0,3"),
    ],
)
def test_a_number_that_is_shown_is_used(value: str, text: str) -> None:
    assert seen(number(value, text)) == float(value)


@pytest.mark.parametrize(
    ("value", "text", "told"),
    [
        ("15.48", "15", "15,48, widać 15"),
        ("1703.4", "1,703", "1 703,4, widać 1,703"),
        ("1703000", "1 703", "1 703 000, widać 1 703"),
        ("5", "6", "5, widać 6"),
        ("-5", "5", "-5, widać 5"),
        ("5", "(5)", "5, widać (5)"),
        ("5", "", "5, widać puste pole"),
        ("5", "ok", "5, widać ok"),
        ("1703.444", "1703 4/9", "1 703,444, widać 1703 4/9"),
        ("1700", "1,7E+03", "1 700, widać 1,7E+03"),
        ("12", "12%", "12, widać 12%"),
        ("5", "512", "5, widać 512"),
    ],
)
def test_a_number_that_is_shown_as_another_is_not_used(value: str, text: str, told: str) -> None:
    assert seen(number(value, text)) == Unseen(CellState.MASKED, told)


def test_a_percentage_is_not_used() -> None:
    one = cell("<text:p>12%</text:p>", 'office:value-type="percentage" office:value="0.12"')
    assert seen(one) == Unseen(CellState.MASKED, "0,12, widać 12%")


def test_a_number_on_the_sheet_of_identification_is_not_judged() -> None:
    hidden = sheet(row(number("2024", "x"), 'table:visibility="collapse"'), META_SHEET)
    assert read_opendocument({"content.xml": document(hidden)}).rows[META_SHEET] == {1: {1: 2024}}


# ------------------------------------------------------------------ the format of the number

PLAIN = "<number:number number:decimal-places='{}'/>"
STYLED = 'table:style-name="s"'


def styles_with(number_format: str, more: str = "", kind: str = "number") -> str:
    """Return a cell style "s" with a number format, both of which the sheet itself holds."""
    return (
        f"<number:{kind}-style style:name='f'>{number_format}</number:{kind}-style>{more}"
        "<style:style style:name='s' style:family='table-cell' style:data-style-name='f'/>"
    )


def formatted(value: str, styles: str) -> RawValue:
    """Return what is read of a number beside which no text is stored."""
    return seen(cell("", f'office:value-type="float" office:value="{value}" {STYLED}'), styles)


@pytest.mark.parametrize(
    ("value", "number_format"),
    [
        ("15.48", PLAIN.format(2)),
        ("15.48", PLAIN.format(40)),
        ("1703", PLAIN.format(0)),
        ("15.48", "<number:number number:min-integer-digits='1'/>"),
        ("15.48", "<number:number/><number:text> zł</number:text>"),
        ("15", PLAIN.format(0) + "<number:currency-symbol>zł</number:currency-symbol>"),
        ("15", "<number:number number:decimal-places='0' number:grouping='true'/>"),
        ("15", "<number:fill-character> </number:fill-character>" + PLAIN.format(0)),
        (
            "1703",
            "<number:number number:decimal-places='0'>"
            "<number:embedded-text number:position='3'> </number:embedded-text></number:number>",
        ),
    ],
)
def test_a_format_that_shows_the_number_lets_it_pass(value: str, number_format: str) -> None:
    assert formatted(value, styles_with(number_format)) == float(value)


@pytest.mark.parametrize(
    ("value", "number_format", "kind"),
    [
        ("15.48", PLAIN.format(1), "number"),
        ("15.48", PLAIN.format(0), "number"),
        (
            "1703",
            "<number:number number:decimal-places='0' number:display-factor='1000'/>",
            "number",
        ),
        ("15", "<number:text>ok</number:text>", "number"),
        ("15", "", "number"),
        ("15", "<number:number/><number:text>12</number:text>", "number"),
        ("15", "<number:scientific-number number:decimal-places='2'/>", "number"),
        ("15", "<number:fraction/>", "number"),
        ("0.12", PLAIN.format(0) + "<number:text>%</number:text>", "percentage"),
        ("0.12", PLAIN.format(2), "percentage"),
        ("15", "<number:year/><number:text>-</number:text><number:month/>", "date"),
        ("15", "<number:boolean/>", "boolean"),
        (
            "1703",
            "<number:number number:decimal-places='0'>"
            "<number:embedded-text number:position='1'>9</number:embedded-text></number:number>",
            "number",
        ),
    ],
)
def test_a_format_that_shows_another_number_or_none_is_told(
    value: str, number_format: str, kind: str
) -> None:
    assert state(formatted(value, styles_with(number_format, kind=kind))) is CellState.MASKED


def test_the_format_counts_even_where_the_text_says_otherwise() -> None:
    thousands = "<number:number number:decimal-places='0' number:display-factor='1000'/>"
    assert state(seen(number("1703", "1703", STYLED), styles_with(thousands))) is CellState.MASKED


NEGATIVE = "<style:map style:condition='value()&gt;=0' style:apply-style-name='p'/>"
POSITIVE = f"<number:number-style style:name='p'>{PLAIN.format(0)}</number:number-style>"


@pytest.mark.parametrize(
    ("value", "own", "shown"),
    [
        ("5", PLAIN.format(0), True),
        ("5.5", PLAIN.format(1), False),
        ("-5", "<number:text>-</number:text>" + PLAIN.format(0), True),
        ("-5", PLAIN.format(0), False),
        ("-5.5", "<number:text>-</number:text>" + PLAIN.format(0), False),
    ],
)
def test_a_format_with_sections_is_told_by_the_one_that_counts(
    value: str, own: str, shown: bool
) -> None:
    raw = formatted(value, styles_with(own + NEGATIVE, POSITIVE))
    assert raw == float(value) if shown else state(raw) is CellState.MASKED


@pytest.mark.parametrize("condition", ["value()&lt;&gt;0", "", "cell-content()&gt;0"])
def test_a_condition_that_cannot_be_told_shows_nothing(condition: str) -> None:
    own = f"<style:map style:condition='{condition}' style:apply-style-name='p'/>"
    raw = formatted("5", styles_with(PLAIN.format(0) + own, POSITIVE))
    assert state(raw) is CellState.MASKED


@pytest.mark.parametrize(
    ("columns", "of_row", "of_cell"),
    [
        ("", "", STYLED),
        ("", 'table:default-cell-style-name="s"', ""),
        ('<table:table-column table:default-cell-style-name="s"/>', "", ""),
        ("", "", 'table:style-name="child"'),
    ],
    ids=["own", "row", "column", "parent"],
)
def test_the_style_is_the_cells_own_or_its_parents_or_its_rows_or_its_columns(
    columns: str, of_row: str, of_cell: str
) -> None:
    child = (
        "<style:style style:name='child' style:family='table-cell' style:parent-style-name='s'/>"
    )
    one = cell("", f'office:value-type="float" office:value="15.48" {of_cell}')
    rounding, exact = (styles_with(PLAIN.format(places)) + child for places in (0, 2))
    assert rows_of(columns + row(one, of_row), rounding)[1][1] == Unseen(
        CellState.MASKED, "15,48, widać 15"
    )
    assert rows_of(columns + row(one, of_row), exact)[1][1] == 15.48


def test_the_common_styles_count_where_the_sheet_has_none() -> None:
    common = (
        f"<office:document-styles {SPACES}><office:styles>{styles_with(PLAIN.format(0))}"
        "</office:styles></office:document-styles>"
    ).encode()
    one = cell("", f'office:value-type="float" office:value="15.48" {STYLED}')
    content = document(sheet(row(one)))
    read_rows = read_opendocument({"content.xml": content, "styles.xml": common}).rows
    assert state(read_rows[REPORT_SHEET][1][1]) is CellState.MASKED
    own = document(sheet(row(one)), styles_with(PLAIN.format(2)))
    read_rows = read_opendocument({"content.xml": own, "styles.xml": common}).rows
    assert read_rows[REPORT_SHEET][1][1] == 15.48


def test_styles_that_are_each_others_parents_show_nothing() -> None:
    loop = "".join(
        f"<style:style style:name='{name}' style:family='table-cell' "
        f"style:parent-style-name='{other}'/>"
        for name, other in (("s", "t"), ("t", "s"))
    )
    assert state(formatted("5", loop)) is CellState.MASKED


# ------------------------------------------------------------------ what is not seen at all

FIVE = number("5")


@pytest.mark.parametrize(
    ("hidden", "shown"),
    [
        (row(FIVE, 'table:visibility="collapse"'), row(FIVE, 'table:visibility="visible"')),
        (row(FIVE, 'table:visibility="filter"'), row(FIVE)),
        (
            f'<table:table-row-group table:display="false">{row(FIVE)}</table:table-row-group>',
            f"<table:table-row-group>{row(FIVE)}</table:table-row-group>",
        ),
        (
            f'<table:table-row-group table:display="false"><table:table-rows>{row(FIVE)}'
            "</table:table-rows></table:table-row-group>",
            f"<table:table-header-rows>{row(FIVE)}</table:table-header-rows>",
        ),
        (
            f'<table:table-column table:visibility="collapse"/>{row(FIVE)}',
            f'<table:table-column/><table:table-column table:visibility="collapse"/>{row(FIVE)}',
        ),
        (
            '<table:table-column-group table:display="false"><table:table-column '
            f'table:number-columns-repeated="3"/></table:table-column-group>{row(FIVE)}',
            f"<table:table-column-group><table:table-column/></table:table-column-group>{row(FIVE)}",
        ),
    ],
    ids=["row", "filter", "row group", "rows in a group", "column", "column group"],
)
def test_a_number_in_a_hidden_row_or_column_is_not_used(hidden: str, shown: str) -> None:
    assert rows_of(hidden)[1][1] == Unseen(CellState.HIDDEN, "5")
    assert rows_of(shown)[1][1] == 5


def test_a_number_on_a_hidden_sheet_is_not_used() -> None:
    styles = (
        "<style:style style:name='t' style:family='table'>"
        "<style:table-properties table:display='{}'/></style:style>"
    )
    attributes = 'table:style-name="t"'
    hidden = rows_of(row(FIVE), styles.format("false"), attributes)
    assert hidden[1][1] == Unseen(CellState.HIDDEN, "5")
    assert rows_of(row(FIVE), styles.format("true"), attributes)[1][1] == 5


def test_a_text_in_a_hidden_row_is_read() -> None:
    assert rows_of(row(string("I.1"), 'table:visibility="collapse"'))[1][1] == "I.1"


@pytest.mark.parametrize("spans", ['columns-spanned="2"', 'rows-spanned="2"'])
def test_a_number_in_a_merged_cell_is_not_used(spans: str) -> None:
    assert seen(number("5", attributes=f"table:number-{spans}")) == Unseen(CellState.MERGED, "5")
    alone = 'table:number-columns-spanned="1" table:number-rows-spanned="1"'
    assert seen(number("5", attributes=alone)) == 5


def test_a_number_that_a_merged_cell_covers_is_not_used_and_a_text_is_nothing() -> None:
    merged = number(
        "5", attributes='table:number-columns-spanned="2" table:number-rows-spanned="2"'
    )
    covered = number("6", kind="covered-table-cell")
    words_below = cell("<text:p>x</text:p>", kind="covered-table-cell")
    found = rows_of(
        row(merged + covered + number("7"))
        + row(words_below + number("8") + number("9"))
        + row(number("1") + number("2"))
    )
    assert found == {
        1: {1: Unseen(CellState.MERGED, "5"), 2: Unseen(CellState.HIDDEN, "6"), 3: 7},
        2: {2: Unseen(CellState.HIDDEN, "8"), 3: 9},
        3: {1: 1, 2: 2},
    }


# ------------------------------------------------------------------ formulas


def computed(formula: str, value: str, others: str = "") -> RawValue:
    one = number(value, attributes=f'table:formula="{formula}"')
    return rows_of(row(one) + others)[1][1]


ROWS = row(number("2")) + row(number("3")) + row(string("x")) + row(number("4"))


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("of:=700+16", 716),
        ("of:=[.A2]+[.$A$3]*2", 8),
        ("of:=SUM([.A2:.A5])", 9),
        ("of:=SUM([.A2:.A3];1)/2", 3),
        ("oooc:=[.A2]-[.A9]", 2),
        ("=A2*3", 6),
    ],
)
def test_simple_arithmetic_is_computed_again(formula: str, value: int) -> None:
    assert computed(formula, str(value), ROWS) == value
    wrong = computed(formula, str(value + 1), ROWS)
    assert state(wrong) is CellState.STALE


@pytest.mark.parametrize(
    ("formula", "told"),
    [
        ("of:=ROUND([.A2];0)", "=ROUND(A2;0)"),
        ("of:=[.A4]+2", "=A4+2"),
        ("of:=[$Inny.A2]", "=[$Inny.A2]"),
        ("of:=SUM([.A2:.A99999])", "=SUM(A2:A99999)"),
        ("of:=1e999999*1e999999", "=1e999999*1e999999"),
    ],
)
def test_any_other_formula_is_not_trusted(formula: str, told: str) -> None:
    assert computed(formula, "2", ROWS) == Unseen(CellState.STALE, told)


def test_a_formula_over_another_formula_is_not_trusted() -> None:
    below = row(number("2", attributes='table:formula="of:=1+1"'))
    assert state(computed("of:=[.A2]", "2", below)) is CellState.STALE
    assert state(computed("of:=SUM([.A2:.A3])", "2", below)) is CellState.STALE


def test_the_results_of_an_array_formula_are_not_trusted() -> None:
    array = (
        'table:formula="of:=[.C1:.C2]*2" table:number-matrix-rows-spanned="2" '
        'table:number-matrix-columns-spanned="1"'
    )
    found = rows_of(row(number("4", attributes=array)) + row(number("6")) + row(number("7")))
    assert [state(found[place][1]) for place in (1, 2)] == [CellState.STALE] * 2
    assert found[3][1] == 7


# ------------------------------------------------------------------ repetition


def test_a_filled_cell_that_is_repeated_stands_in_each_place() -> None:
    repeated = number("5", attributes='table:number-columns-repeated="3"')
    found = rows_of(row(repeated, 'table:number-rows-repeated="2"') + row(number("6")))
    assert found == {1: {1: 5, 2: 5, 3: 5}, 2: {1: 5, 2: 5, 3: 5}, 3: {1: 6}}


def test_each_place_of_a_repeated_cell_has_the_looks_of_its_column() -> None:
    columns = (
        '<table:table-column table:default-cell-style-name="s"/><table:table-column/>'
        '<table:table-column table:visibility="collapse"/><table:table-column/>'
    )
    stored = 'office:value-type="float" office:value="15.48" table:number-columns-repeated="4"'
    found = rows_of(columns + row(cell("", stored)), styles_with(PLAIN.format(0)))[1]
    assert [state(found[column]) for column in range(1, 5)] == [
        CellState.MASKED,
        None,
        CellState.HIDDEN,
        None,
    ]


def test_a_million_empty_rows_and_columns_cost_nothing() -> None:
    empty = cell(attributes='table:number-columns-repeated="16381" table:style-name="s"')
    found = rows_of(
        row(empty, 'table:number-rows-repeated="1048574"') + row(empty + number("5")) + row(empty)
    )
    assert found == {1048575: {16382: 5}}


def test_an_empty_cell_of_a_row_has_its_place() -> None:
    parts = {"content.xml": document(sheet(row(string("I.1") + cell() + string("x")) + row(FIVE)))}
    rows = read_opendocument(parts).rows[REPORT_SHEET]
    assert rows == {1: {1: "I.1", 2: None, 3: "x"}, 2: {1: 5, 2: None, 3: None}}


@pytest.mark.parametrize(
    "rows",
    [
        row(FIVE, 'table:number-rows-repeated="5001"'),
        row(number("5", attributes='table:number-columns-repeated="5001"')),
        row(
            number("5", attributes='table:number-columns-repeated="100"'),
            'table:number-rows-repeated="100"',
        ),
        row(FIVE) * 20_001,
        row(number("5", attributes='table:number-columns-spanned="99999"')),
        row(cell(attributes='table:number-columns-spanned="16000"') * 100),
    ],
    ids=["rows", "columns", "area", "many rows", "wide merge", "many wide merges"],
)
def test_more_than_a_form_can_hold_is_refused(rows: str) -> None:
    with pytest.raises(Refused, match="poza formularzem"):
        rows_of(rows)


@pytest.mark.parametrize(
    "rows",
    [
        row(FIVE, 'table:number-rows-repeated="-1"'),
        row(FIVE, 'table:number-rows-repeated="x"'),
        row(number("5", attributes='table:number-columns-repeated="1e3"')),
        row("", 'table:number-rows-repeated="1048576"') + row(FIVE),
        row(cell(attributes='table:number-columns-repeated="16384"') + FIVE),
    ],
)
def test_a_count_that_no_program_writes_is_refused(rows: str) -> None:
    with pytest.raises(Refused, match="uszkodzony"):
        rows_of(rows)


# ------------------------------------------------------------------ the document


def test_two_sheets_of_one_name_are_refused() -> None:
    twice = document(sheet(row(FIVE)) + sheet(row(FIVE), REPORT_SHEET.upper()))
    with pytest.raises(Refused, match="tę samą nazwę"):
        read_opendocument({"content.xml": twice})


def test_more_sheets_than_allowed_are_refused() -> None:
    parts = {"content.xml": document("".join(sheet("", f"A{one}") for one in range(4)))}
    assert read_opendocument(parts, limits=Limits(sheets=4)).rows == {}
    with pytest.raises(Refused, match="dopuszczalne jest 3"):
        read_opendocument(parts, limits=Limits(sheets=3))


CONTENT = document(sheet(row(FIVE)))


@pytest.mark.parametrize(
    "parts",
    [
        {"content.xml": CONTENT, "META-INF/manifest.xml": b"<manifest:encryption-data/>"},
        {"encrypted-package": b"x"},
    ],
)
def test_an_encrypted_document_is_refused(parts: dict[str, bytes]) -> None:
    with pytest.raises(Refused) as refused:
        read_opendocument(parts)
    assert str(refused.value) == REFUSALS[FileKind.ENCRYPTED]


@pytest.mark.parametrize(
    "parts",
    [
        {"content.xml": CONTENT, "Basic/Standard/Module1.xml": b"<a/>"},
        {"content.xml": CONTENT, "Scripts/python/a.py": b""},
        {"content.xml": document("", scripts="<office:scripts><office:script/></office:scripts>")},
    ],
)
def test_a_document_with_macros_is_refused(parts: dict[str, bytes]) -> None:
    with pytest.raises(Refused, match="makrami"):
        read_opendocument(parts)


def test_what_shows_without_parsing_is_refused_before_any_part_is_looked_at() -> None:
    """The parts of macros have a DOCTYPE, those of an encrypted document are no XML."""
    check_document({"content.xml": b"\xff", "META-INF/manifest.xml": b"<a/>"})
    with pytest.raises(Refused, match="makrami"):
        check_document({"content.xml": b"\xff", "Basic/script-lc.xml": b"<!DOCTYPE a>"})
    with pytest.raises(Refused, match="hasłem"):
        check_document({"content.xml": b"\xff", "META-INF/manifest.xml": b"<encryption-data/>"})


def test_an_empty_place_for_macros_is_none() -> None:
    parts = {"content.xml": document(sheet(row(FIVE)), scripts="<office:scripts/>")}
    assert read_opendocument(parts).rows[REPORT_SHEET] == {1: {1: 5}}


def test_a_letter_is_no_form() -> None:
    letter = CONTENT.replace(b"office:spreadsheet", b"office:text")
    with pytest.raises(NotAForm, match="Proszę"):
        read_opendocument({"content.xml": letter})


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"content.xml": b""},
        {"content.xml": CONTENT[:-20]},
        {"content.xml": CONTENT, "styles.xml": b"<a"},
    ],
)
def test_a_broken_document_is_refused(parts: dict[str, bytes]) -> None:
    with pytest.raises(Refused, match="uszkodzony"):
        read_opendocument(parts)


def test_no_entity_is_resolved() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + document(
        sheet(row(cell("<text:p>a&x;b</text:p>", 'office:value-type="string"')))
    )
    rows = read_opendocument({"content.xml": bomb}).rows[REPORT_SHEET]
    assert rows == {1: {1: "a&x;b"}}


# ------------------------------------------------------------------ a whole form


def as_rows(book: Workbook, name: str) -> str:
    """Return a sheet of an .xlsx as rows of an .ods: numbers, texts, and what is empty."""
    return "".join(
        row("".join(_as_cell(one.value) for one in cells)) for cells in book[name].iter_rows()
    )


def _as_cell(value: object) -> str:
    if value is None:
        return cell()
    if isinstance(value, int | float):
        return number(str(value), str(value).replace(".", ","))
    return string(str(value))


@cache
def hand_made() -> bytes:
    """Return the filled form as an .ods that no program has saved."""
    book = book_of(filled())
    sheets = "".join(sheet(as_rows(book, name), name) for name in (META_SHEET, REPORT_SHEET))
    return packed({"mimetype": MEDIA_TYPE, "content.xml": document(sheets)})


def test_a_form_reads_the_same_as_from_excel() -> None:
    assert contents(read(hand_made())) == contents(read(filled()))
    assert words(read(hand_made())) == words(read(filled()))
    assert addresses(read(hand_made())) == addresses(read(filled()))
    assert read(hand_made()).notes == (Note(NoteKind.FORMAT, NOTE),)
    assert not read(filled()).notes


def addresses(submission: Submission) -> set[tuple[str, str, str, str]]:
    """Return where each cell stands, the blank ones too."""
    return {
        (report.action, part.key, field, one.origin.cell)
        for report in submission.actions
        for part in (report.row, *report.rows)
        for field, one in part.cells.items()
    }


def test_damage_is_refused_or_does_not_matter() -> None:
    whole, data = contents(read(hand_made())), hand_made()
    chance = random.Random(20_241_231)
    refusals = 0
    spoilt = [data[:size] for size in range(0, len(data), len(data) // 20)]
    for _ in range(200):
        changed = bytearray(data)
        changed[chance.randrange(len(changed))] ^= chance.randrange(1, 256)
        spoilt.append(bytes(changed))
    for one in spoilt:
        try:
            assert contents(read(one)) == whole
        except Refused as refused:
            assert "Proszę" in str(refused)
            refusals += 1
    assert refusals > 150


def test_nonsense_in_the_xml_is_refused_or_read_and_nothing_else() -> None:
    parts = inflate(hand_made(), Limits())
    chance = random.Random(20_241_231)
    text = parts["content.xml"].decode()
    values = [match.span(1) for match in re.finditer(r'="([^"]*)"', text)]
    nonsense = ("", "0", "-1", "999999999", "9" * 30, "1e999", "nan", "true", "float", "ł")
    for _ in range(300):
        start, end = chance.choice(values)
        spoilt = text[:start] + chance.choice(nonsense) + text[end:]
        try:
            read_opendocument(parts | {"content.xml": spoilt.encode()})
        except Refused as refused:
            assert "Proszę" in str(refused)


# ------------------------------------------------------------------ as LibreOffice saves it


@pytest.mark.libreoffice
def test_a_form_saved_by_libreoffice_reads_the_same(
    libreoffice: LibreOffice, tmp_path: Path
) -> None:
    saved = libreoffice.convert(filled(), "xlsx", "ods", tmp_path)
    assert contents(read(saved)) == contents(read(filled()))
    assert words(read(saved)) == words(read(filled()))
    assert addresses(read(saved)) == addresses(read(filled()))


SAMPLES = ("PWR_2024_CKDB.xlsx", "PWR_2024_OKN.xlsx")


def sample(name: str) -> bytes:
    return (CHECKOUT / "inputs" / "pwr-2022-2024" / "2024" / name).read_bytes()


def read_sample(data: bytes, name: str) -> Submission:
    programme = load_definition(Rooms.under(CHECKOUT), "pwr-2022-2024", 2024).programme
    return read_submission(programme, name, data)


@pytest.mark.libreoffice
@pytest.mark.slow
@pytest.mark.parametrize("name", SAMPLES)
def test_a_submission_saved_by_libreoffice_reads_the_same(
    libreoffice: LibreOffice, tmp_path: Path, name: str
) -> None:
    original = read_sample(sample(name), name)
    saved = read_sample(libreoffice.convert(sample(name), "xlsx", "ods", tmp_path), name)
    assert contents(saved) == contents(original)
    assert words(saved) == words(original)
    assert addresses(saved) == addresses(original)


def tampered(book: Workbook) -> dict[str, CellState | None]:
    """Change the look of numbers in the form; return which of them are then not seen, and why."""
    answers = book[REPORT_SHEET]
    value, money = answers["E9"], answers["K8"]
    value.number_format = "0"
    money.number_format = '#,##0.00 "zł"'
    answers["G9"].value = "=1+1"
    answers["E10"].value = "=E15*2"
    answers["E15"].value = 12
    answers.row_dimensions[15].hidden = True
    answers["K9"].value, answers["K9"].number_format = 0.5, "0%"
    answers["K10"].value, answers["K10"].number_format = 1703, '[$-415]#,##0.00 "zł"'
    answers["K11"].value, answers["K11"].number_format = 1703000, "0,"
    answers["K12"].value, answers["K12"].number_format = -5, "0;0"
    answers["K14"].value = 7
    answers.merge_cells("K14:L14")
    return {
        "E9": CellState.MASKED,
        "K8": None,
        "G9": None,
        "E10": None,
        "E15": CellState.HIDDEN,
        "K9": CellState.MASKED,
        "K10": None,
        "K11": CellState.MASKED,
        "K12": CellState.MASKED,
        "K14": CellState.MERGED,
    }


def states(submission: Submission) -> dict[str, CellState | None]:
    return {
        one.origin.cell: state(one.raw)
        for report in submission.actions
        for part in (report.row, *report.rows)
        for one in part.cells.values()
    }


@cache
def odd() -> tuple[bytes, dict[str, CellState | None]]:
    book = book_of(filled())
    expected = tampered(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue(), expected


@pytest.mark.libreoffice
def test_what_libreoffice_does_not_show_is_not_used(
    libreoffice: LibreOffice, tmp_path: Path
) -> None:
    data, expected = odd()
    found = states(read(libreoffice.convert(data, "xlsx", "ods", tmp_path)))
    assert {place: found[place] for place in expected} == expected


# ------------------------------------------------------------------ what a person reads


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1 703", {"1703"}),
        ("1,703", {"1703", "1.703"}),
        ("1.703,50", {"1703.50"}),
        ("0,703", {"0.703"}),
        ("01703", {"1703"}),
        ("1 70", set()),
        ("1,2,3", set()),
        ("1 703 4", set()),
        ("12 maj 2024", set()),
        ("50%", set()),
        ("9" * 300, set()),
        ("- zł", {"0"}),
        ("", set()),
    ],
)
def test_a_text_has_the_readings_that_a_person_may_have(text: str, numbers: set[str]) -> None:
    assert readings(text) == {Decimal(one) for one in numbers}


def test_a_format_with_more_places_than_a_number_can_have_shows_it() -> None:
    assert shown_text(Decimal("1703.5"), "0." + "0" * 40) is None


def test_totals_have_a_budget() -> None:
    operands = Operands({(1, 1): Decimal(2)}, budget=10)
    assert operands.result("=SUM(A1:A6)") == 2
    assert operands.result("=SUM(A6:A1)") is None
    assert operands.result("=SUM(B2:A1)") == 2


def test_a_merged_cell_covers_as_far_as_it_reaches() -> None:
    spans = Spans()
    assert not spans.cover(0, 0)
    spans.add(3, range(2, 4))
    assert spans.cover(3, 2)
    assert not spans.cover(4, 2)
    assert not spans.cover(3, 4)


def test_the_form_has_the_cells_that_these_tests_change() -> None:
    found = contents(read(filled()))
    assert found["I.1", "dzieci", Field.VALUE] == Decimal("1703.5")
    assert found["I.1", "", Field.SPENDING] == Decimal("3934985.31")

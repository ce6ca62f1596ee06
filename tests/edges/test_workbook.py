"""Workbooks: what is written into a form comes back cell for cell, whoever saved it meanwhile."""

import datetime
import io
import random
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

import openpyxl
import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from domain.answers import FormAnswers, answers_of
from domain.form import (
    CONTROL_SHEET,
    HEADER_ROW,
    META_SHEET,
    META_TO_FILL,
    PREVIEW_SHEET,
    QUALIFIER_LABELS,
    REPORT_SHEET,
    START_SHEET,
    STATUS_LABELS,
    WORDS_SHEET,
    Field,
)
from domain.form_sheets import LISTS_SHEET
from domain.limits import Limits
from domain.programme import Programme, Unit, measure_key
from domain.submissions import (
    CellState,
    ErrorValue,
    Refused,
    Submission,
    UncachedFormula,
    Unseen,
)
from domain.supplements import asked_sheets
from tasks.adapters.definitions import load_definition
from tasks.adapters.file_reading import StoredFile, identify, read_submission
from tasks.adapters.rooms import Rooms
from tasks.adapters.store import Store
from tasks.adapters.workbook_writing import write_form
from tests.edges.office import CHECKOUT, LibreOffice, packed, parts
from tests.unit.builders import action, programme

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
PLAN = "Plan na 2024 rok"
HEADER = HEADER_ROW
# Excel shows no row higher and takes a file with one for damaged.
HIGHEST_ROW = 409
LONG = "Zorganizowano cykl spotkań „Razem łatwiej” dla rodzin – w tym zajęcia plastyczne.\n" * 40
SIGNS = [
    "0264011",
    "1.703",
    "1,5",
    "007",
    "1e5",
    "12 maj",
    "2024-05-12",
    "=1+1",
    "=SUM(E1:E3)",
    "+48 12 616 54 00",
    "-5",
    "– 5",
    "@kowalski",
    "'apostrof",
    "NA",
    "#N/A",
    "TRUE",
    "null",
    "x",
    "–",
    "&amp; <b> > \"cudzysłów\" 'a'",
    "]]>",
    "  odstępy  ",
    "1\u00a0703\u00a0godziny",
    "https://krakow.pl/?a=1&b=2",
    "mailto:a@b.pl",
    "linia 1\nlinia 2\n\nlinia 4",
    "{=A1}",
    "😀",
    LONG,
]

Key = tuple[str, str, str]


@cache
def town() -> Programme:
    shared = {"dzieci": {"phrase": "{dziecko}", "combine": "sum"}, "rodziny": "{rodzina}"}
    return programme(
        action("I.1", shared),
        action("I.2"),
        plan={"I.1": {"dzieci": 1250, "rodziny": "minimum 2"}, "I.2": {"rodziny": 15.48}},
    )


def club() -> Unit:
    return town().units["KLUB"]


def read(data: bytes, name: str = "KLUB.xlsx") -> Submission:
    return read_submission(town(), name, data)


def contents(submission: Submission) -> dict[Key, object]:
    """Return every filled cell by action, hidden key and field; numbers as Decimals."""
    return {
        (report.action, row.key, field): cell.raw if cell.number is None else cell.number
        for report in submission.actions
        for row in (report.row, *report.rows)
        for field, cell in row.cells.items()
        if cell.raw is not None
    }


def words(submission: Submission) -> dict[Key, str]:
    """Return what is filled in, in the identification too, as the text that is used of it."""
    cells = {
        (report.action, row.key, field): cell.text
        for report in submission.actions
        for row in (report.row, *report.rows)
        for field, cell in row.cells.items()
    }
    cells |= {(META_SHEET, "", key): cell.text for key, cell in submission.meta.items()}
    return {key: text for key, text in cells.items() if text}


def issued() -> dict[Key, object]:
    """Return what stands in the empty form."""
    return contents(read(write_form(town(), club())))


FILLED = FormAnswers(
    {
        ("I.1", ""): {
            Field.STATUS: "zrealizowano",
            Field.EXPLANATION: SIGNS[7],
            Field.WORDING: LONG,
            Field.SPENDING: Decimal("3934985.31"),
            Field.SPENDING_WORDING: "0264011",
            "answer.next_steps": "1\u00a0703 & <więcej>",
        },
        ("I.1", "dzieci"): {
            Field.VALUE: Decimal("1703.5"),
            Field.QUALIFIER: "około",
            Field.OVERLAP: Decimal(3),
        },
        ("I.1", "rodziny"): {Field.VALUE: "ok. 12"},
        ("I.1", "+1"): {Field.TEXT: "liczba spotkań", Field.VALUE: Decimal(0)},
        ("I.1", "+5"): {Field.TEXT: "NA", Field.VALUE: "x", Field.SPENDING: Decimal("0.01")},
        ("I.2", "rodziny"): {Field.VALUE: Decimal("15.48")},
    },
    {
        "prepared_by": "Żaneta Łęcka-Óś",
        "date": "2025-02-14",
        "letter": "=OR.0123.4",
        "phone": "012",
    },
)


@cache
def filled() -> bytes:
    return write_form(town(), club(), FILLED)


def expected(answers: FormAnswers) -> dict[Key, object]:
    given = {
        (key, inner, str(field)): value
        for (key, inner), cells in answers.cells.items()
        for field, value in cells.items()
    }
    return issued() | given


# ------------------------------------------------------------------ there and back

texts = st.one_of(
    st.sampled_from(SIGNS),
    st.text(
        st.sampled_from("aąbcćdeęłńóśźżŻŁ 0123456789\n\u00a0&<>\"'=+-@#;,./_%()[]{}–„”\t"),
        min_size=1,
        max_size=60,
    ),
    st.text(
        st.characters(exclude_categories=("Cs", "Cc", "Cn"), exclude_characters="\ufffe\uffff"),
        min_size=1,
        max_size=30,
    ),
)
decimals = st.decimals(min_value=0, max_value=99_999_999, places=3).map(Decimal.normalize)
money = st.decimals(min_value=0, max_value=99_999_999, places=2)
counted = st.fixed_dictionaries(
    {},
    optional={
        Field.VALUE: st.one_of(decimals, texts),
        Field.QUALIFIER: st.one_of(st.sampled_from(list(QUALIFIER_LABELS.values())), texts),
        Field.OVERLAP: st.one_of(decimals, texts),
        Field.SPENDING: st.one_of(money, texts),
    },
)
extra = st.fixed_dictionaries(
    {Field.TEXT: texts}, optional={Field.VALUE: st.one_of(decimals, texts)}
)
own = st.fixed_dictionaries(
    {},
    optional={
        Field.STATUS: st.one_of(st.sampled_from(list(STATUS_LABELS.values())), texts),
        Field.EXPLANATION: texts,
        Field.WORDING: texts,
        Field.SPENDING: st.one_of(money, texts),
        Field.SPENDING_WORDING: texts,
        "answer.next_steps": texts,
    },
)
answers = st.builds(
    FormAnswers,
    st.fixed_dictionaries(
        {},
        optional={
            ("I.1", ""): own,
            ("I.1", "dzieci"): counted,
            ("I.1", "rodziny"): counted,
            ("I.1", "+1"): extra,
            ("I.1", "+4"): extra,
            ("I.2", ""): own,
            ("I.2", "+2"): extra,
        },
    ),
    st.dictionaries(st.sampled_from(META_TO_FILL), texts),
)


@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(answers)
def test_answers_come_back_cell_for_cell(given_answers: FormAnswers) -> None:
    submission = read(write_form(town(), club(), given_answers))
    assert contents(submission) == expected(given_answers)
    meta = {key: submission.meta[key].raw for key in META_TO_FILL if submission.meta[key].raw}
    assert meta == given_answers.meta
    assert submission.repeated == {}


@pytest.mark.parametrize("sign", SIGNS)
def test_each_odd_text_comes_back_as_it_was_in_every_kind_of_cell(sign: str) -> None:
    given_answers = FormAnswers(
        {
            ("I.1", ""): {Field.WORDING: sign, Field.SPENDING: sign, Field.STATUS: sign},
            ("I.1", "dzieci"): {Field.VALUE: sign},
            ("I.1", "+1"): {Field.TEXT: sign},
        },
        {"letter": sign},
    )
    data = write_form(town(), club(), given_answers)
    assert contents(read(data)) == expected(given_answers)
    assert read(data).meta["letter"].raw == sign
    assert not formulas(data)


def test_a_text_like_an_escaped_sign_comes_back() -> None:
    given_answers = FormAnswers({("I.1", ""): {Field.WORDING: "_x0041_"}})
    assert contents(read(write_form(town(), club(), given_answers))) == expected(given_answers)


def test_line_ends_and_control_signs_of_other_systems_come_back() -> None:
    """Excel stores them as _x000D_; whoever reads only that prints it."""
    text = "linia 1\r\nlinia 2\x0bznak"
    data = write_form(town(), club(), FormAnswers({("I.1", ""): {Field.WORDING: text}}))
    assert contents(read(data))["I.1", "", Field.WORDING] == text


def test_a_text_longer_than_a_cell_can_hold_is_not_cut_in_silence() -> None:
    text = "długi tekst " * 3000
    try:
        data = write_form(town(), club(), FormAnswers({("I.1", ""): {Field.WORDING: text}}))
    except ValueError:
        return
    assert contents(read(data))["I.1", "", Field.WORDING] == text


@pytest.mark.parametrize("number", [5, 0, 0.5], ids=["5", "0", "0.5"])
def test_any_number_is_written_as_a_number(number: float) -> None:
    given_answers = FormAnswers({("I.1", "dzieci"): {Field.VALUE: number}})
    read_back = contents(read(write_form(town(), club(), given_answers)))
    assert read_back.get(("I.1", "dzieci", Field.VALUE)) == Decimal(str(number))


def test_answers_read_from_a_form_write_the_same_form() -> None:
    again = write_form(town(), club(), answers_of(read(filled()), lambda number: number))
    assert words(read(again)) == words(read(filled()))


def test_a_form_written_again_has_no_more_free_rows() -> None:
    before = read(filled())
    after = read(write_form(town(), club(), answers_of(before, lambda number: number)))
    assert [len(report.rows) for report in after.actions] == [
        len(report.rows) for report in before.actions
    ]


def test_every_cell_knows_where_it_stands() -> None:
    submission = read(filled(), "Klub 2024.xlsx")
    sheet = book_of(filled())[REPORT_SHEET]
    seen = set()
    for report in submission.actions:
        for row in (report.row, *report.rows):
            for cell in row.cells.values():
                origin = cell.origin
                assert (origin.file, origin.sheet) == ("Klub 2024.xlsx", REPORT_SHEET)
                assert origin.sha256 == submission.sha256
                assert sheet[origin.cell].value == cell.raw
                seen.add(origin.cell)
    assert len(seen) == sum(
        len(row.cells) for report in submission.actions for row in (report.row, *report.rows)
    )


# ------------------------------------------------------------------ the file that is issued


def book_of(data: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def formulas(data: bytes) -> list[str]:
    """Return the open cells, which officers fill in, that hold a formula."""
    return [
        f"{sheet.title}!{cell.coordinate}"
        for sheet in book_of(data)
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f" and not cell.protection.locked
    ]


@cache
def real(slug: str, year: int) -> Programme:
    return load_definition(Rooms.under(CHECKOUT), slug, year).programme


REAL = [("pwr-2022-2024", 2024), ("miasto-rownych-szans", 2025)]


@pytest.mark.parametrize(
    ("slug", "year"), [pytest.param(*REAL[0], marks=pytest.mark.slow), REAL[1]]
)
def test_issued_forms_are_sound_and_hold_no_formula_in_an_open_cell(slug: str, year: int) -> None:
    built = real(slug, year)
    for unit in built.expected_units():
        data = write_form(built, unit)
        for name, content in parts(data).items():
            assert etree.fromstring(content) is not None, name
        assert not formulas(data)
        book = book_of(data)
        further = [one.sheet.value for one in asked_sheets(built, unit)]
        lists = [LISTS_SHEET] if further else []
        first = [START_SHEET, META_SHEET, REPORT_SHEET]
        last = [PREVIEW_SHEET, WORDS_SHEET, CONTROL_SHEET]
        assert book.sheetnames == [*first, *further, *lists, *last]
        assert book.active is not None
        assert book.active.title == START_SHEET
        assert read_submission(built, "x.xlsx", data).unit == unit.code


def test_the_same_form_has_the_same_bytes_on_another_day() -> None:
    with time_machine.travel(datetime.datetime(2031, 7, 9, 23, 59, tzinfo=datetime.UTC)):
        later = write_form(town(), club(), FILLED)
    assert later == filled()
    assert write_form(town(), club()) != filled()


@pytest.mark.parametrize(("slug", "year"), REAL)
def test_the_words_of_the_drop_down_are_each_once_and_understood(slug: str, year: int) -> None:
    built = real(slug, year)
    book = book_of(write_form(built, built.expected_units()[0]))
    entries = [str(cell.value) for cell in book[WORDS_SHEET]["A"][1:] if cell.value]
    assert entries
    assert all(word.startswith("liczba ") for word in entries)
    assert len({measure_key(word) for word in entries}) == len(entries)
    for word in entries:
        phrase = built.measure(word)
        assert phrase is not None, word
        assert f"liczba {phrase.label}" == word
    missing = {phrase.label for phrase in built.measures.values()} - {
        word.removeprefix("liczba ") for word in entries
    }
    assert not missing


PART = "W tym (część czego)"


def validations(sheet: Worksheet) -> dict[str, str]:
    """Return the source of the drop-down list of each cell that has one."""
    return {
        f"{get_column_letter(column)}{row}": str(rule.formula1)
        for rule in sheet.data_validations.dataValidation
        if rule.type == "list"
        for area in rule.sqref.ranges
        for row, column in area.cells
    }


def columns(sheet: Worksheet) -> dict[str, int]:
    return {str(cell.value): int(cell.column) for cell in sheet[HEADER] if cell.value}


def wholes(sheet: Worksheet, action: str) -> str:
    """Return the area of what an action counts: its free rows may be parts of that."""
    rows = [
        row
        for row in range(HEADER + 1, sheet.max_row + 1)
        if re.fullmatch(rf"{re.escape(action)}/\w+", str(sheet.cell(row, 1).value))
    ]
    return f"$C${rows[0]}:$C${rows[-1]}"


def test_the_drop_downs_stand_where_something_is_chosen() -> None:
    book = book_of(write_form(town(), club()))
    sheet, place = book[REPORT_SHEET], columns(book[REPORT_SHEET])
    last = sum(cell.value is not None for cell in book[WORDS_SHEET]["A"])
    sources = {
        "Wykonanie w 2024 roku": '"x,–,."',
        "Status realizacji": f'"{",".join(STATUS_LABELS.values())}"',
        "Dokładność": f'"{",".join(QUALIFIER_LABELS.values())}"',
        "Działanie / co policzono": f"{WORDS_SHEET}!$A$2:$A${last}",
    }
    counted_rows = r"I\.\d/.*"
    kinds = {
        "Status realizacji": r"I\.\d",
        "Dokładność": counted_rows,
        "Wykonanie w 2024 roku": counted_rows,
    }
    wanted = {
        sheet.cell(row, place[header]).coordinate: source
        for header, source in sources.items()
        for row in range(HEADER + 1, sheet.max_row + 1)
        if re.fullmatch(kinds.get(header, r"I\.\d/\+\d"), str(sheet.cell(row, 1).value))
    }
    assert len(wanted) == 2 + 9 + 9 + 6
    for row in range(HEADER + 1, sheet.max_row + 1):
        action, _, inner = str(sheet.cell(row, 1).value).partition("/")
        if inner.startswith("+"):
            wanted[sheet.cell(row, place[PART]).coordinate] = wholes(sheet, action)
    assert validations(sheet) == wanted
    assert all(len(source) <= 255 for source in sources.values())
    assert book[WORDS_SHEET].sheet_state == "hidden"


def test_only_what_an_officer_fills_in_can_be_changed() -> None:
    sheet = book_of(write_form(town(), club()))[REPORT_SHEET]
    place = {column: header for header, column in columns(sheet).items()}
    counted_fields = {
        "Wykonanie w 2024 roku",
        "Dokładność",
        "W tym policzone z inną jednostką",
        "Wysokość środków (zł)",
    }
    open_cells: dict[str, set[str]] = {}
    for row in sheet.iter_rows(min_row=HEADER + 1):
        for cell in row:
            if not cell.protection.locked:
                key = str(row[0].value)
                open_cells.setdefault(key, set()).add(place[int(cell.column or 0)])
    assert sheet.protection.sheet
    assert open_cells["I.2/rodziny"] == counted_fields
    assert open_cells["I.2/+1"] == counted_fields | {"Działanie / co policzono", PART}
    assert open_cells["I.2"] == {
        "Status realizacji",
        "Wyjaśnienie",
        "Własne brzmienie wykonania",
        "Wysokość środków (zł)",
        "Własne brzmienie środków",
        "Dalsze kroki",
    }
    assert sheet.column_dimensions["A"].hidden


def test_the_filter_takes_the_hidden_keys_along_when_rows_are_sorted() -> None:
    sheet = book_of(write_form(town(), club()))[REPORT_SHEET]
    assert str(sheet.auto_filter.ref).startswith("A6:")


def test_no_row_is_higher_than_excel_allows() -> None:
    sheet = book_of(filled())[REPORT_SHEET]
    assert max(row.height or 0 for row in sheet.row_dimensions.values()) <= HIGHEST_ROW


# ------------------------------------------------------------------ what people and programs do


def edited(edit: Callable[[Worksheet], object]) -> bytes:
    """Change the report sheet of the filled form as somebody at a desk does, and save it."""
    book = book_of(filled())
    edit(book[REPORT_SHEET])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def rows_of(sheet: Worksheet) -> list[list[object]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=HEADER + 1)]


def put_rows(sheet: Worksheet, rows: list[list[object]]) -> None:
    for place, row in enumerate(rows, start=HEADER + 1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(place, column)
            cell.value = value  # type: ignore[assignment]
            # openpyxl takes a text with "=" for a formula.
            if isinstance(value, str):
                cell.data_type = "s"
            cell.number_format = "General"


def keep_text(sheet: Worksheet) -> None:
    """Undo what openpyxl makes of texts with an equals sign."""
    put_rows(sheet, rows_of(sheet))


def shuffle(sheet: Worksheet) -> None:
    rows = rows_of(sheet)
    random.Random(7).shuffle(rows)
    put_rows(sheet, rows)


def sort_by_text(sheet: Worksheet) -> None:
    put_rows(sheet, sorted(rows_of(sheet), key=lambda row: str(row[2])))


def insert_rows_above(sheet: Worksheet) -> None:
    sheet.insert_rows(1, 3)
    sheet["B1"].value = "Wersja z 12 lutego"


def insert_empty_rows(sheet: Worksheet) -> None:
    sheet.insert_rows(HEADER + 3, 2)


def insert_columns(sheet: Worksheet) -> None:
    sheet.insert_cols(4, 2)
    sheet.cell(HEADER, 4).value = "Uwagi wewnętrzne"
    sheet.cell(HEADER + 2, 4).value = "zapytać panią Anię"


def insert_column_before_the_keys(sheet: Worksheet) -> None:
    sheet.insert_cols(1)


def spaces_in_a_header(sheet: Worksheet) -> None:
    cell = sheet.cell(HEADER, columns(sheet)["Wykonanie w 2024 roku"])
    cell.value = " Wykonanie\nw  2024 roku "


def test_a_column_that_only_shows_may_be_gone() -> None:
    def lose(sheet: Worksheet) -> None:
        for header in (PLAN, "Nr"):
            sheet.delete_cols(columns(sheet)[header])

    shown = ("number", "planned")
    left = {key: raw for key, raw in contents(read(filled())).items() if key[2] not in shown}
    assert contents(read(edited(lose))) == left


def test_what_is_typed_below_the_rows_is_not_lost() -> None:
    def write_below(sheet: Worksheet) -> None:
        keep_text(sheet)
        sheet.cell(sheet.max_row + 2, 3).value = "Razem"
        sheet.cell(sheet.max_row, 5).value = 999

    before, after = contents(read(filled())), contents(read(edited(write_below)))
    added = {key[0]: raw for key, raw in after.items() if key not in before}
    assert list(added) == ["(wiersz 23)"]
    assert {key: raw for key, raw in after.items() if key in before} == before


@pytest.mark.parametrize(
    "edit",
    [
        keep_text,
        shuffle,
        sort_by_text,
        insert_rows_above,
        insert_empty_rows,
        insert_columns,
        insert_column_before_the_keys,
        spaces_in_a_header,
    ],
)
def test_rows_and_columns_are_found_by_key_and_header(edit: Callable[[Worksheet], object]) -> None:
    def both(sheet: Worksheet) -> None:
        keep_text(sheet)
        edit(sheet)

    assert contents(read(edited(both))) == contents(read(filled()))


TOLD_ONLY = {"Nr", PLAN, PART, "Sprawdzenie", "Znak"}


@pytest.mark.parametrize(
    "header",
    sorted(columns(book_of(write_form(town(), club()))[REPORT_SHEET]).keys() - TOLD_ONLY),
)
@pytest.mark.parametrize("loss", ["deleted", "renamed"])
def test_a_column_that_is_missing_is_named(header: str, loss: str) -> None:
    def lose(sheet: Worksheet) -> None:
        if loss == "deleted":
            sheet.delete_cols(columns(sheet)[header])
        else:
            sheet.cell(HEADER, columns(sheet)[header]).value = "Inna nazwa"

    with pytest.raises(Refused) as refused:
        read(edited(lose))
    assert f"„{header}”" in str(refused.value)
    assert str(refused.value).endswith(".")
    assert "Proszę" in str(refused.value)


def test_all_columns_that_are_missing_are_named_at_once() -> None:
    with pytest.raises(Refused) as refused:
        read(edited(lambda sheet: sheet.delete_cols(3, 4)))
    assert "„Dokładność”, „Działanie / co policzono”, „Wykonanie w 2024 roku”" in str(refused.value)


def test_a_row_that_was_copied_is_counted_twice() -> None:
    def copy(sheet: Worksheet) -> None:
        row = next(row for row in rows_of(sheet) if row[0] == "I.2/rodziny")
        sheet.append(row)

    assert read(edited(copy)).repeated == {"I.2/rodziny": 2}


def test_a_row_whose_key_was_removed_belongs_to_nothing_and_is_not_lost() -> None:
    def remove(sheet: Worksheet) -> None:
        keep_text(sheet)
        for row in sheet.iter_rows(min_row=HEADER + 1, max_col=1):
            if row[0].value == "I.2/rodziny":
                row[0].value = None

    left = {
        key: raw for key, raw in contents(read(filled())).items() if key[:2] != ("I.2", "rodziny")
    }
    found = contents(read(edited(remove)))
    assert {key: raw for key, raw in found.items() if not key[0].startswith("(wiersz")} == left
    assert any(key[0].startswith("(wiersz") for key in found)


def test_identify_tells_programme_and_year(tmp_path: Path) -> None:
    store = Store(tmp_path)
    sha256 = store.keep(filled())
    told = identify(StoredFile("x.xlsx", sha256, store.path(sha256)), Limits())
    assert told == ("pwr", "2024")
    assert read(filled()).meta["letter"].text == "=OR.0123.4"


LIBRE = ("xlsx:Calc MS Excel 2007 XML",)


@pytest.mark.libreoffice
def test_saved_again_by_libreoffice_it_reads_the_same(
    libreoffice: LibreOffice, tmp_path: Path
) -> None:
    saved = libreoffice.convert(filled(), "xlsx", *LIBRE, tmp_path)
    assert saved != filled()
    assert contents(read(saved)) == contents(read(filled()))
    assert words(read(saved)) == words(read(filled()))
    assert validations(book_of(saved)[REPORT_SHEET]).keys() == (
        validations(book_of(filled())[REPORT_SHEET]).keys()
    )
    assert book_of(saved)[REPORT_SHEET].column_dimensions["A"].hidden


@pytest.mark.slow
@pytest.mark.libreoffice
def test_through_an_ods_file_it_reads_the_same(libreoffice: LibreOffice, tmp_path: Path) -> None:
    for folder in ("there", "back"):
        (tmp_path / folder).mkdir()
    ods = libreoffice.convert(filled(), "xlsx", "ods", tmp_path / "there")
    saved = libreoffice.convert(ods, "ods", *LIBRE, tmp_path / "back")
    assert contents(read(saved)) == contents(read(filled()))


# ------------------------------------------------------------------ what may stand in a cell


def with_cell(reference: str, kind: str, inner: str) -> bytes:
    """Put raw XML into a cell of the report sheet, as Excel would store it."""
    contents_of = parts(write_form(town(), club()))
    name = "xl/worksheets/sheet3.xml"
    root = etree.fromstring(contents_of[name])
    (cell,) = [one for one in root.iter(f"{MAIN}c") if one.get("r") == reference]
    style = cell.get("s")
    made = etree.fromstring(
        f'<c xmlns="{MAIN[1:-1]}" r="{reference}" s="{style}" {kind}>{inner}</c>'
    )
    parent = cell.getparent()
    assert parent is not None
    parent.replace(cell, made)
    return packed(contents_of | {name: etree.tostring(root)})


VALUE_CELL = "E9"


@pytest.mark.parametrize(
    ("kind", "inner", "raw"),
    [
        ("", "<v>1703</v>", 1703),
        ("", "<v>15.48</v>", 15.48),
        ("", "<v>0</v>", 0),
        ('t="b"', "<v>1</v>", True),
        ('t="e"', "<v>#DIV/0!</v>", ErrorValue("#DIV/0!")),
        ('t="inlineStr"', "<is><t>ok. 5</t></is>", "ok. 5"),
        ('t="inlineStr"', "<is><r><t>1 </t></r><r><t>703</t></r></is>", "1 703"),
        ('t="inlineStr"', "<is><t>a_x000D_\nb</t></is>", "a\r\nb"),
        ("", "<f>700+16</f><v>716</v>", 716),
        ("", "<f>SUM(D9,3)*2</f><v>2506</v>", 2506),
        ("", "<f>700+16</f><v>717</v>", Unseen(CellState.STALE, "=700+16")),
        ("", "<f>ROUND(716.4,0)</f><v>716</v>", Unseen(CellState.STALE, "=ROUND(716.4,0)")),
        ("", "<f>700+16</f>", UncachedFormula("=700+16")),
        ('t="e"', "<f>1/0</f><v>#DIV/0!</v>", ErrorValue("#DIV/0!")),
        ('t="str"', '<f>"a"&amp;"b"</f><v>ab</v>', Unseen(CellState.STALE, '="a"&"b"')),
        ("", "", None),
    ],
)
def test_a_cell_is_read_for_what_it_is(kind: str, inner: str, raw: object) -> None:
    submission = read(with_cell(VALUE_CELL, kind, inner))
    (row,) = [row for row in submission.actions[0].rows if row.key == "dzieci"]
    cell = row.cell(Field.VALUE)
    assert cell.origin.cell == VALUE_CELL
    assert cell.raw == raw
    assert type(cell.raw) is type(raw)


def with_excels_extension(data: bytes) -> bytes:
    """Move the drop-down that points to another sheet to where Excel 2010 and later keep it."""
    contents_of = parts(data)
    name = "xl/worksheets/sheet3.xml"
    extension = (
        '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" '
        'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
        '<x14:dataValidations count="1" '
        'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
        '<x14:dataValidation type="list"><x14:formula1><xm:f>Słownik!$A$2:$A$9</xm:f>'
        "</x14:formula1><xm:sqref>C10</xm:sqref></x14:dataValidation></x14:dataValidations>"
        "</ext></extLst></worksheet>"
    )
    text = contents_of[name].decode("utf-8")
    assert text.endswith("</worksheet>")
    made = text.removesuffix("</worksheet>") + extension
    return packed(contents_of | {name: made.encode("utf-8")})


def test_a_form_saved_by_excel_reads_the_same() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert contents(read(with_excels_extension(filled()))) == contents(read(filled()))


def test_a_form_saved_by_excel_is_read_without_noise() -> None:
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        read(with_excels_extension(filled()))
    assert not heard


# ------------------------------------------------------------------ damage


def damaged() -> Iterator[bytes]:
    """Yield the filled form with single bytes changed, and with whole parts spoilt."""
    chance = random.Random(20_241_231)
    for _ in range(150):
        spoilt = bytearray(filled())
        spoilt[chance.randrange(len(spoilt))] ^= chance.randrange(1, 256)
        yield bytes(spoilt)
    for size in range(0, len(filled()), len(filled()) // 20):
        yield filled()[:size]


def spoilt_parts() -> list[tuple[str, str]]:
    ways = ("cut", "empty", "missing", "other")
    return [(name, way) for name in parts(filled()) for way in ways]


def test_damage_is_refused_or_does_not_matter() -> None:
    whole = contents(read(filled()))
    refusals = 0
    for data in damaged():
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                found = contents(read(data))
        except Refused as refused:
            assert "Proszę" in str(refused)
            refusals += 1
        else:
            assert found == whole
    assert refusals > 100


@pytest.mark.parametrize(("name", "way"), spoilt_parts())
def test_a_spoilt_part_is_refused_or_does_not_matter(name: str, way: str) -> None:
    contents_of: Mapping[str, bytes] = parts(filled())
    part = contents_of[name]
    spoilt = {"cut": part[: len(part) // 2], "empty": b"", "other": b"<a/>"}
    rest = {other: content for other, content in contents_of.items() if other != name}
    data = packed(rest if way == "missing" else rest | {name: spoilt[way]})
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = contents(read(data))
    except Refused as refused:
        assert "Proszę" in str(refused)
    else:
        assert found == contents(read(filled()))

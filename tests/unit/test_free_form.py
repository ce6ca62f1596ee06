"""Tables instead of forms: columns by their words, rows by names, numbers by their phrases."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

import pytest

from domain.form import Field, Status
from domain.free_form.amounts import amounts_in, is_nothing
from domain.free_form.columns import columns_of, known_headers
from domain.free_form.counting import Counting, composed
from domain.free_form.grid import Grid, GridCell, GridRow, spread
from domain.free_form.matching import Actions, RowText, without_rivals
from domain.free_form.reading import read_tables
from domain.free_form.statuses import status_in
from domain.free_form.whose import unit_by_name, unit_of_rows
from domain.free_form.words import is_meant
from domain.intake import NotAForm
from domain.programme import Programme
from domain.submissions import Refused, Submission
from domain.values import Qualifier
from tests.unit.builders import action, build, files, programme

HEADER = ("Działanie", "Plan na 2024 rok", "Wykonanie")


def alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def grid(*rows: Sequence[str], name: str = "Tabela 1", header: Sequence[str] = HEADER) -> Grid:
    lines = ((header,) if header else ()) + rows
    cells = {
        (place, column): GridCell(text, f"{chr(64 + column)}{place}")
        for place, texts in enumerate(lines, start=1)
        for column, text in enumerate(texts, start=1)
        if text
    }
    return Grid(name, tuple(spread(cells)))


def counting(indicators: Mapping[str, object] | None = None) -> Counting:
    return Counting(town(indicators), alike)


def town(indicators: Mapping[str, object] | None = None) -> Programme:
    own = indicators or {"rodziny": "{rodzina} {objęty} usługą", "spotkania": "{spotkanie}"}
    first = action("I.1", own, name="Usługa asystenta rodziny dla mieszkańców")
    second = action("I.2", {"dzieci": "{dziecko}"}, name="Warsztaty plastyczne dla dzieci")
    third = action("I.3", {"dzieci": "{dziecko}"}, name="Kluby dla seniorów", lead="BIB")
    return programme(first, second, third)


def told(text: str, indicators: Mapping[str, object] | None = None) -> list[tuple[str, str]]:
    reader = counting(indicators)
    first = next(reader.programme.actions())
    reading = reader.read(first, text)
    return [(one.indicator or one.phrase.label, str(one.value)) for one in reading.counted]


def read(*grids: Grid, file: str = "tabela KLUB.docx") -> Submission:
    found = read_tables(town(), file, "00", grids, alike)
    assert found is not None
    return found


# ------------------------------------------------------------------ words


@pytest.mark.parametrize(
    ("written", "wanted", "meant"),
    [
        ("rodzin", "rodzin", True),
        ("zajec", "zajęć", True),
        ("zajćę", "zajęć", True),
        ("uczestnkików", "uczestników", True),
        ("zdjęć", "zajęć", False),
        ("godzin", "rodzin", False),
        ("2024", "2023", False),
        ("osób", "osada", False),
    ],
)
def test_a_slip_is_another_word_only_where_it_could_be_one(
    written: str, wanted: str, meant: bool
) -> None:
    assert is_meant(written, wanted, alike) is meant


# ------------------------------------------------------------------ numbers


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("716 rodzin objętych usługą", [("rodziny", "716")]),
        ("1 rodzina objęta usługą, 2 spotkania", [("rodziny", "1"), ("spotkania", "2")]),
        ("2 spotkań", [("spotkania", "2")]),
        ("10 900 spotkań", [("spotkania", "10 900")]),
        ("10900 spotkań", [("spotkania", "10 900")]),
        ("około 20 spotkań", [("spotkania", "około 20")]),
        ("ok. 20 spotkań", [("spotkania", "około 20")]),
        ("co najmniej 20 spotkań", [("spotkania", "minimum 20")]),
        ("nie więcej niż 20 spotkań", [("spotkania", "nie więcej niż 20")]),
        ("20 spotkań miesięcznie", [("spotkania", "20 miesięcznie")]),
        ("20 spotkań oraz 30 dzieci", [("spotkania", "20"), ("dzieci", "30")]),
        ("20spotkań,30 dzieci", [("spotkania", "20"), ("dzieci", "30")]),
        ("w 2024 roku: 20 spotkań", [("spotkania", "20")]),
        ("20 spotkań w 2024 r.", [("spotkania", "20")]),
        ("20 spotkań; 30 dzieci.", [("spotkania", "20"), ("dzieci", "30")]),
        ("20 spotkań (w tym 30 dzieci)", [("spotkania", "20"), ("dzieci", "30")]),
        ("5 rodzin objetych usługa", [("rodziny", "5")]),
    ],
)
def test_each_number_finds_what_it_counts(text: str, figures: list[tuple[str, str]]) -> None:
    assert told(text) == figures


@pytest.mark.parametrize(
    "text",
    [
        "planowano 20 spotkań",
        "nie odbyło się 20 spotkań",
        "20 spotkań zostało odwołanych",
        "20 spotkań, z czego odwołano połowę",
        "20 spotkań i kilka wycieczek",
        "20 spotkań tygodniowo",
        "ponad 20 spotkań",
        "20–30 spotkań",
        "12/15 spotkań",
        "20 % spotkań",
        "1.703 spotkań",
        "1,703 spotkań",
        "-5 spotkań",
        "5 tys. spotkań",
        "w 2023 roku 20 spotkań",
        "20 spotkań, 25 spotkań",
        "20 spotkań, 30",
        "20 spotkań z seniorami",
        "tym1 212 spotkań",
        "62 rodziny",
        "62 godzin",
        "20 spotkań, 7 dzeici",
        "gra terenowa – 20 spotkań",
        "500 m², 20 spotkań",
        "20² spotkań",
        "20 spotkań – w nowej siedzibie",
        "Zorganizowano 20 spotkań.",
        "20 spotkań (plan)",
        "20 spotkań – plan",
        "20 dzieci (na spotkanie)",
        "20 spotkań?",
        "20 spotkań*",
        "20 spotkań (w tym 30 dzieci",
        "≈ 20 spotkań",
        "~20 spotkań",
        "(niezrealizowane) 20 spotkań",
        "20 spotkań (niezrealizowane)",
        "20 spotkań (I semestr)",
        "(20 spotkań)",
        "łącznie 20 spotkań",
        "Informator 2024, 20 spotkań",
    ],
)
def test_a_number_without_a_clear_place_makes_the_cell_a_question(text: str) -> None:
    reader = counting()
    reading = reader.read(next(reader.programme.actions()), text)
    assert (reading.counted, bool(reading.unread)) == ((), True)


def test_indicators_in_the_same_words_are_told_apart_by_their_order_alone() -> None:
    own = {
        "zajecia": "{spotkanie}",
        "pierwsi": "{dziecko}",
        "grupy": "{grupa}",
        "drudzy": "{dziecko}",
    }
    text = "3 spotkania, 5 dzieci, 2 grupy, 7 dzieci"
    assert told(text, own) == [
        ("zajecia", "3"),
        ("pierwsi", "5"),
        ("grupy", "2"),
        ("drudzy", "7"),
    ]
    assert not told("3 spotkania, 5 dzieci", own)
    assert not told("5 dzieci, 3 spotkania, 2 grupy, 7 dzieci", own)


def test_what_is_composed_of_the_values_is_the_cell_itself() -> None:
    reader = counting()
    first = next(reader.programme.actions())
    text = "5 rodzin objętych usługą, około 20 spotkań"
    reading = reader.read(first, text)
    assert composed(first, reading.counted) == text
    assert reading.counted[1].value.qualifier is Qualifier.ESTIMATED


# ------------------------------------------------------------------ amounts, statuses, units


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("2 000 750,00 zł", ["2000750.00"]),
        ("104819,28", ["104819.28"]),
        ("500 zł", ["500.00"]),
        ("3 431 443,00 zł\n820 208,00 zł", ["3431443.00", "820208.00"]),
        ("500", []),
        ("2 000.50 zł", []),
        ("około 500 zł", []),
        ("500 tys. zł", []),
        ("500 zł 300 zł", []),
    ],
)
def test_amounts_are_taken_only_where_nothing_else_stands(text: str, amounts: list[str]) -> None:
    assert list(map(str, amounts_in(text))) == amounts


def test_a_dash_says_that_there_is_no_amount() -> None:
    assert is_nothing(" – ")
    assert not is_nothing("wkrótce")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("wydarzenie nie było realizowane w 2024 roku", Status.NOT_REALISED),
        ("Wydarzenie nie było realizowane", Status.NOT_REALISED),
        ("Przedsięwzięcie nie było realizowane", None),
        ("Wydarzenie nie bylo realizowne  w 2024 roku.", Status.NOT_REALISED),
        ("wydarzenie nie było realizowane 2024 roku", None),
        ("wydarzenie było realizowane w 2024 roku", None),
        ("wydarzenie nie było realizowane w 2024 roku?", None),
        ("wydarzenie nie było realizowane samodzielnie w 2024 roku", None),
        ("projekt nie był realizowany w 2024 roku", None),
        ("wydarzenie nie było realizowane w 2023 roku", None),
        ("konkurs nie był organizowany", None),
    ],
)
def test_a_status_is_told_by_the_programmes_own_words(text: str, status: Status | None) -> None:
    assert status_in(town(), text) is status


@pytest.mark.parametrize(
    ("file", "unit"),
    [
        ("tabela KLUB.docx", "KLUB"),
        ("KLUB_2024.xlsx", "KLUB"),
        ("poczta.eml → zestawienie (BIB).docx", "BIB"),
        ("MOPS i KLUB.docx", None),
        ("zestawienie.docx", None),
        ("klub.docx", None),
        ("NGO.docx", None),
    ],
)
def test_a_unit_is_told_by_its_code_in_the_files_name(file: str, unit: str | None) -> None:
    found = unit_by_name(town(), file)
    assert (found.code if found else None) == unit


def test_a_unit_is_told_by_rows_only_where_they_are_its_own_alone() -> None:
    first, second, third = town().actions()
    own = unit_of_rows(town(), [first, second], 3)
    assert own is not None
    assert own.code == "KLUB"
    assert unit_of_rows(town(), [first, third], 2) is None
    assert unit_of_rows(town(), [first], 3) is None
    assert unit_of_rows(town(), [], 0) is None


# ------------------------------------------------------------------ columns


@pytest.mark.parametrize(
    "header",
    [
        HEADER,
        ("działania", "plan na 2024 r.", "WYKONANIE"),
        ("Dzialanie", "Plan na rok 2024", "Wykonanei"),
    ],
)
def test_columns_are_known_by_their_words(header: Sequence[str]) -> None:
    headers = known_headers(town(), alike)
    assert headers is not None
    columns = columns_of(headers, grid(("a", "b", "c"), header=header))
    assert columns is not None
    assert columns.of == {"name": 1, "planned": 2, "realised": 3}


def test_columns_may_stand_in_any_order_under_a_title_and_over_two_rows() -> None:
    headers = known_headers(town(), alike)
    assert headers is not None
    table = grid(
        ("Wykonanie", "Plan", "Działanie"), ("", "na 2024 rok", ""), header=("Sprawozdanie",)
    )
    columns = columns_of(headers, table)
    assert columns is not None
    assert columns.of == {"name": 3, "planned": 2, "realised": 1}
    assert columns.last_row == 3


@pytest.mark.parametrize(
    "header",
    [
        ("Nazwa", "Ile", "Kto"),
        ("Działanie", "Działanie", "Wykonanie"),
        ("Działanie", "Planowane wykonanie", "Kto"),
        ("Działanie", "Wykonanie (tys.)", "Kto"),
        ("Działanie", "Wykonanie", "Wykonanie"),
        ("Działanie",),
    ],
)
def test_any_other_table_has_no_columns(header: Sequence[str]) -> None:
    headers = known_headers(town(), alike)
    assert headers is not None
    assert columns_of(headers, grid(("a", "b", "c"), header=header)) is None


# ------------------------------------------------------------------ rows


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("Usługa asystenta rodziny dla mieszkańców", "I.1"),
        ("1) usluga asystenta rodziny, dla mieszkancow", None),
        ("Usługa asytsenta rodziny dla mieszkańców", "I.1"),
        ("Usługa opiekuna rodziny dla mieszkańców", None),
        ("Usługa asystenta", None),
        ("Warsztaty taneczne dla dzieci", None),
        ("Razem", None),
    ],
)
def test_a_row_is_an_action_only_where_its_name_says_so(name: str, known: str | None) -> None:
    match = Actions(town(), alike).match(RowText(name))
    assert (match.action.id if match.action else None) == known
    assert (match.per_cent == 100) == (name == "Usługa asystenta rodziny dla mieszkańców")


def test_of_an_action_that_two_rows_claim_neither_has_it() -> None:
    actions = Actions(town(), alike)
    rows = [RowText("Kluby dla seniorów"), RowText("Kluby dla seinorów")]
    matches = without_rivals([actions.match(row) for row in rows])
    assert [match.action for match in matches] == [None, None]
    assert matches[0].nearest[0][0].id == "I.3"


def test_a_former_name_is_a_name() -> None:
    renamed = action("I.1", {"rodziny": "{rodzina}"}, name="Nowa nazwa", aliases=["Dawna nazwa"])
    match = Actions(programme(renamed), alike).match(RowText("Dawna nazwa"))
    assert match.action is not None


# ------------------------------------------------------------------ whole tables


def test_a_table_becomes_a_submission_with_the_cells_it_came_from() -> None:
    found = read(grid(("Warsztaty plastyczne dla dzieci", "20 dzieci", "25 dzieci")))
    (report,) = found.actions
    (row,) = report.rows
    value = row.cell(Field.VALUE)
    assert (found.unit, report.action, row.key, value.text) == ("KLUB", "I.2", "dzieci", "25")
    assert (value.origin.sheet, value.origin.cell) == ("Tabela 1", "C2")
    assert not report.wording
    assert not found.unread


def test_words_that_are_not_the_documents_own_are_kept_beside_the_values() -> None:
    found = read(grid(("Warsztaty plastyczne dla dzieci", "", "25 dzieci w 2024 r.")))
    assert found.actions[0].wording == "25 dzieci w 2024 r."
    assert found.actions[0].rows[0].value is not None


def test_headings_numbers_of_columns_and_a_header_again_are_no_rows() -> None:
    found = read(
        grid(
            ("1", "2", "3"),
            ("I Wsparcie rodzin", "", ""),
            HEADER,
            ("Warsztaty plastyczne dla dzieci", "", "25 dzieci"),
        )
    )
    assert [row.text for row in found.table_rows] == ["Warsztaty plastyczne dla dzieci"]


def test_a_cell_over_two_rows_and_one_that_is_not_seen_are_questions() -> None:
    rows = (
        GridRow(1, {place + 1: GridCell(text, "A1") for place, text in enumerate(HEADER)}),
        *spread(
            {
                (2, 1): GridCell("Usługa asystenta rodziny dla mieszkańców", "A2"),
                (2, 3): GridCell("5 spotkań", "C2", height=2),
                (3, 1): GridCell("Warsztaty plastyczne dla dzieci", "A3"),
            }
        ),
    )
    found = read(Grid("Tabela 1", rows))
    assert [cell.text for cell in found.unread] == ["5 spotkań", "5 spotkań"]
    doubtful = GridCell("25 dzieci", "C2", doubtful=True)
    name = GridCell("Warsztaty plastyczne dla dzieci", "A2")
    found = read(Grid("Tabela 1", (rows[0], GridRow(2, {1: name, 3: doubtful}))))
    assert len(found.unread) == 1
    assert not found.actions[0].rows


def test_a_table_without_a_header_beside_one_with_it_is_asked_about() -> None:
    first = grid(("Warsztaty plastyczne dla dzieci", "", "25 dzieci"))
    second = grid(("Kluby dla seniorów", "", "7 dzieci"), name="Tabela 2", header=())
    found = read(first, second)
    assert [(row.action, row.origin.sheet) for row in found.table_rows] == [
        ("I.2", "Tabela 1"),
        ("", "Tabela 2"),
    ]


def test_a_table_of_another_year_is_refused() -> None:
    header = ("Działanie", "Plan na 2023 rok", "Wykonanie")
    with pytest.raises(Refused, match="za rok 2023"):
        read(grid(("Warsztaty plastyczne dla dzieci", "", "25 dzieci"), header=header))


def test_a_table_under_the_title_of_another_year_is_refused_and_a_letters_date_is_none() -> None:
    row = ("Warsztaty plastyczne dla dzieci", "", "25 dzieci")
    titled = replace(
        grid(row, header=("Działanie", "Plan", "Wykonanie")), headings=("za 2023 rok",)
    )
    with pytest.raises(Refused, match="za rok 2023"):
        read(titled)
    assert read(replace(titled, headings=("pismo z 7 stycznia 2025 r.",))).actions


RESULT = ("Warsztaty plastyczne dla dzieci", "20 dzieci", "25 dzieci")


@pytest.mark.parametrize(
    "header",
    [
        ("Działanie", "Plan na 2024 rok", "Wykonanie w 2023 r."),
        ("Działanie", "Plan na 2024 rok", "Wykonanie 2023/2024"),
        ("Działanie", "Plan na 2024 rok", "Wykonanie za lata 2022-2024"),
        ("Działanie", "Plan na 2025 rok", "Wykonanie w 2024 r."),
        ("Działanie", "Plan na 2024 rok", "Wykonanie w roku ubiegłym"),
        ("Działanie", "Plan na 2024 rok", "Wykonanie w I półroczu"),
        ("Działanie", "Plan na 2024 rok", "Wykonanie narastająco"),
        ("Działanie", "Plan na 2024 rok", "Wykonanie (cel)"),
        ("Działanie", "Plan na 2024 rok", "Przewidywane wykonanie"),
        ("Działanie", "Plan na 2024 rok", "Wykonanie na 2024 rok"),
        ("Działanie", "Plan na 2024 rok", "Wykonanie?"),
        ("Działanie", "Plan na 2024 rok", "Wykonanie", "Zrealizowano w 2024 roku"),
    ],
)
def test_a_result_column_says_nothing_more_than_the_layout(header: Sequence[str]) -> None:
    with pytest.raises(NotAForm, match="Proszę"):
        read(grid((*RESULT, "7 dzieci"), header=header))


@pytest.mark.parametrize("header", [("Działanie", "Plan", "Wykonanie w 2024 r."), HEADER])
def test_a_result_column_of_the_year_is_read(header: Sequence[str]) -> None:
    assert read(grid(RESULT, header=header)).actions[0].rows


@pytest.mark.parametrize(
    "row",
    [
        ("", "", "plan"),
        ("", "plan", "wykonanie 2023"),
        ("", "", "2023"),
        ("", "", "w 2024 roku", "plan"),
    ],
)
def test_a_header_that_is_divided_below_is_refused(row: Sequence[str]) -> None:
    with pytest.raises(NotAForm, match=r"Pod nagłówkiem|za rok 2023"):
        read(grid(row, RESULT))


@pytest.mark.parametrize(
    "row",
    [
        ("Rok 2023", "", ""),
        ("Rok 2023", "Rok 2023", "Rok 2023"),
        ("Planowane w 2025 roku:", "", ""),
        ("Działania niezrealizowane", "", ""),
        ("Działanie", "Wykonanie", "Plan na 2024 rok"),
        ("Działanie", "Plan na 2024 rok", "Wykonanie w 2023 roku"),
    ],
)
def test_what_stands_under_another_header_or_heading_is_asked(row: Sequence[str]) -> None:
    below = ("Usługa asystenta rodziny dla mieszkańców", "", "5 spotkań")
    found = read(grid(RESULT, row, below))
    assert [cell.text for cell in found.unread] == ["5 spotkań"]
    assert [report.action for report in found.actions if report.rows] == ["I.2"]


def test_a_note_below_that_speaks_of_a_plan_makes_the_file_none() -> None:
    for note in ("Dane planowane", "Stan na 31.12.2023"):
        with pytest.raises(NotAForm, match="Proszę"):
            read(grid(RESULT, (note, "", "")))
        with pytest.raises(NotAForm, match="Proszę"):
            read(replace(grid(RESULT), below=(note,)))
        with pytest.raises(NotAForm, match="Proszę"):
            read(replace(grid(RESULT), headings=(note,)))


@pytest.mark.parametrize("text", ["2023", "Rok 2025", "sprawozdanie 2023-2024"])
def test_another_year_in_a_name_is_refused(text: str) -> None:
    with pytest.raises(NotAForm, match="To tabela za rok"):
        read(grid(RESULT, name=text))
    with pytest.raises(NotAForm, match="To tabela za rok"):
        read(grid(RESULT), file=f"{text} KLUB.docx")


def test_the_programmes_years_and_a_letters_date_are_no_other_year() -> None:
    own = replace(town(), name="Program na lata 2022-2024")
    file = "pwr-2022-2024 KLUB 2025-01-15.docx"
    titled = replace(grid(RESULT), headings=("Znak: KLUB.0643.3.2025, dnia 15.01.2025",))
    found = read_tables(own, file, "00", (titled,), alike)
    assert found is not None
    assert found.actions[0].rows


def test_a_remark_in_another_column_makes_its_row_a_question() -> None:
    below = ("Usługa asystenta rodziny dla mieszkańców", "", "5 spotkań", "")
    for name in ("Uwagi", "Korekta", ""):
        found = read(grid((*RESULT, "jednak 24"), below, header=(*HEADER, name)))
        assert [cell.text for cell in found.unread] == ["25 dzieci"]
    numbered = read(grid((*RESULT, "1."), below, header=(*HEADER, "Lp.")))
    assert not numbered.unread


@pytest.mark.parametrize("name", ["Środki [EUR]", "Limit środków", "Koszt w tys. zł"])
def test_a_column_of_money_that_is_not_clear_is_one_question(name: str) -> None:
    below = ("Usługa asystenta rodziny dla mieszkańców", "", "5 spotkań", "700,00")
    found = read(grid((*RESULT, "500,00"), below, header=(*HEADER, name)))
    assert [(cell.text, cell.action) for cell in found.unread] == [(name, "")]


def test_a_result_of_which_nothing_is_seen_is_a_question() -> None:
    table = grid(RESULT[:2])
    last = table.rows[-1]
    seen = GridRow(last.place, {**last.cells, 3: GridCell("", "C2", doubtful=True)})
    found = read(replace(table, rows=(*table.rows[:-1], seen)))
    assert len(found.unread) == 1


def test_a_number_over_two_lines_is_a_question() -> None:
    assert len(read(grid((*RESULT[:2], "2\n500 dzieci"))).unread) == 1


def test_a_name_that_the_rows_speak_against_is_refused() -> None:
    with pytest.raises(NotAForm, match="Biblioteka Kraków"):
        read(grid(("Kluby dla seniorów", "", "7 dzieci")))


def test_a_table_of_nobody_is_refused_with_what_to_do() -> None:
    with pytest.raises(NotAForm, match="kod jednostki"):
        read(
            grid(
                ("Warsztaty plastyczne dla dzieci", "", "25 dzieci"),
                ("Kluby dla seniorów", "", "7 dzieci"),
            ),
            file="zestawienie.docx",
        )


def test_a_programme_without_tables_knows_no_columns() -> None:
    parts = files()
    parts["layout.yaml"]["actions"] = {"*": {"lines": [{"style": "Normal", "text": "{realised}"}]}}
    assert known_headers(build(parts), alike) is None

"""What a cell holds, and whether a unit said anything."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.form import Status
from domain.submissions import (
    Cell,
    CellState,
    ErrorValue,
    RawValue,
    UncachedFormula,
    Unseen,
    group_rows,
)
from domain.values import Absence, Qualifier, Value
from tests.unit.builders import report, row, submission

NAN, INFINITY = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("raw", "state"),
    [
        (None, CellState.BLANK),
        ("", CellState.BLANK),
        (" \n\t\u00a0", CellState.BLANK),
        (0, CellState.NUMBER),
        (1703, CellState.NUMBER),
        (15.48, CellState.NUMBER),
        (Decimal("15.48"), CellState.NUMBER),
        ("1703", CellState.TEXT),
        ("12 maj", CellState.TEXT),
        ("x", CellState.ABSENCE),
        ("X", CellState.ABSENCE),
        (" – ", CellState.ABSENCE),
        ("-", CellState.ABSENCE),
        ("—", CellState.ABSENCE),
        (".", CellState.ABSENCE),
        ("..", CellState.TEXT),
        (True, CellState.TEXT),
        (False, CellState.TEXT),
        (NAN, CellState.TEXT),
        (INFINITY, CellState.TEXT),
        (datetime.date(2024, 5, 12), CellState.DATE),
        (datetime.datetime(2024, 5, 12), CellState.DATE),  # noqa: DTZ001 - cells know no zone
        (UncachedFormula("=SUM(A1:A3)"), CellState.FORMULA),
        (ErrorValue("#DIV/0!"), CellState.ERROR),
        (Unseen(CellState.HIDDEN, "605"), CellState.HIDDEN),
        (Unseen(CellState.MASKED, "605"), CellState.MASKED),
    ],
    ids=repr,
)
def test_cell_tells_what_stands_in_it(raw: RawValue, state: CellState) -> None:
    cell = Cell(raw)
    assert cell.state is state
    assert (cell.number is not None) == (state is CellState.NUMBER)


@pytest.mark.parametrize(
    ("sign", "absence"),
    [
        ("x", Absence.NOT_APPLICABLE),
        ("–", Absence.NONE_OCCURRED),
        ("-", Absence.NONE_OCCURRED),
        (".", Absence.NO_DATA),
        ("", None),
        ("brak", None),
        (0, None),
    ],
)
def test_signs_of_official_statistics_are_told_apart(
    sign: RawValue, absence: Absence | None
) -> None:
    assert Cell(sign).absence is absence


@pytest.mark.parametrize(
    ("raw", "number"),
    [(4877.29, "4877.29"), (15.48, "15.48"), (3934985.31, "3934985.31"), (0.1, "0.1"), (5.0, "5")],
)
def test_stored_double_is_read_as_people_see_it(raw: float, number: str) -> None:
    assert Cell(raw).number == Decimal(number)


@pytest.mark.parametrize(("raw", "number"), [(0.1 + 0.2, "0.3"), (1.1 * 3, "3.3")])
def test_result_of_a_formula_is_read_as_people_see_it(raw: float, number: str) -> None:
    assert Cell(raw).number == Decimal(number)


@given(st.integers(min_value=-(10**9), max_value=10**9))
def test_any_amount_in_grosze_is_read_exactly(grosze: int) -> None:
    assert Cell(grosze / 100).number == Decimal(grosze) / 100


def test_text_keeps_its_lines_and_folds_other_space() -> None:
    assert (
        Cell("  pierwszy  wiersz \r\n\n drugi\u00a0wiersz ").text == "pierwszy wiersz\ndrugi wiersz"
    )


def test_formula_and_error_show_themselves() -> None:
    assert Cell(UncachedFormula("=A1+1")).text == "=A1+1"
    assert Cell(ErrorValue("#N/D!")).text == "#N/D!"
    assert Cell(Unseen(CellState.STALE, "=A1+1")).text == "=A1+1"


@pytest.mark.parametrize(
    ("typed", "qualifier"),
    [
        (None, Qualifier.COUNTED),
        ("dokładna", Qualifier.COUNTED),
        ("około", Qualifier.ESTIMATED),
        ("Około", Qualifier.ESTIMATED),
        ("co najmniej", Qualifier.BOUND),
        ("minimum", Qualifier.BOUND),
        ("miesięcznie", Qualifier.RATE),
    ],
)
def test_precision_is_chosen_in_words(typed: str | None, qualifier: Qualifier) -> None:
    assert row("r", {"value": 5, "qualifier": typed}).value == Value(Decimal(5), qualifier)


def test_row_without_a_number_has_no_value() -> None:
    assert row("r", {"value": "dużo"}).value is None
    assert row("r", {}).value is None


def test_untouched_form_is_no_answer() -> None:
    assert not report(counted={"rodziny": None}, status=None, wording=" ").answered


@pytest.mark.parametrize(
    "said",
    [
        report(counted={"rodziny": 5}),
        report(counted={"rodziny": 0}),
        report(counted={"rodziny": "x"}),
        report(counted={"rodziny": "dużo"}),
        report(extra={"rodzin": 3}),
        report(status="odwołano"),
        report(explanation="brak chętnych"),
        report(wording="zajęcia w plenerze"),
        report(spending=0),
        report(answers={"next_steps": "rozmowy"}),
    ],
    ids=lambda said: str([*said.row.cells, *(row.key for row in said.rows)]),
)
def test_anything_filled_in_is_an_answer(said: object) -> None:
    assert getattr(said, "answered") is True  # noqa: B009 - parametrize knows no type


@pytest.mark.parametrize(
    "said",
    [
        report(counted={"rodziny": {"spending": 100}}),
        report(extra={"zakup książek": {"value": None, "spending": 100}}),
        report(spending_wording="w ramach kosztów własnych"),
    ],
    ids=["indicator row", "free row", "own words"],
)
def test_an_amount_alone_is_an_answer(said: object) -> None:
    assert getattr(said, "answered") is True  # noqa: B009 - parametrize knows no type


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        (None, Status.REALISED),
        ("zrealizowano", Status.REALISED),
        ("Odwołano", Status.CANCELLED),
        (" nie  zrealizowano ", Status.NOT_REALISED),
        ("częściowo", None),
    ],
)
def test_status_is_read_from_its_words(typed: str | None, status: Status | None) -> None:
    assert report(status=typed).status is status


def test_amounts_keep_the_order_of_the_form() -> None:
    said = report(counted={"rodziny": {"value": 5, "spending": 20}}, spending=10)
    assert [cell.raw for cell in said.spending] == [10, 20]


@pytest.mark.parametrize(
    ("typed", "date"),
    [
        ("2025-02-05", "2025-02-05"),
        (" 2025-02-05 ", "2025-02-05"),
        (datetime.date(2025, 2, 5), "2025-02-05"),
        (datetime.datetime(2025, 2, 5, 12, 30), "2025-02-05"),  # noqa: DTZ001 - cells know no zone
        ("5 lutego", ""),
        (None, ""),
        (45693, ""),
    ],
)
def test_date_of_a_workbook_is_the_one_that_was_written(typed: RawValue, date: str) -> None:
    assert submission(unit="KLUB", date=typed).date == date


def test_rows_gather_by_action_and_repeated_keys_are_counted() -> None:
    rows = [
        row("I.1", {"status": "zrealizowano"}),
        row("I.1/rodziny", {"value": 5}),
        row("I.1/rodziny", {"value": 6}),
        row("I.2/+1", {"value": 7}),
    ]
    actions, repeated = group_rows("KLUB", rows, "2025-02-05")
    assert [(one.action, one.unit, [part.key for part in one.rows]) for one in actions] == [
        ("I.1", "KLUB", ["rodziny", "rodziny"]),
        ("I.2", "KLUB", ["+1"]),
    ]
    assert actions[0].row.cell("status").text == "zrealizowano"
    assert actions[1].date == "2025-02-05"
    assert repeated == {"I.1/rodziny": 2}

"""What units propose for the next year: read, joined by the indicator's own rule, written down."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from domain.next_plan import Agreed, Wish, agreed, astray, proposals
from domain.next_plan_files import plan_files
from domain.programme import Programme
from domain.submissions import Cell, CellState, Origin, RawValue, Submission, Supplements, Unseen
from domain.supplements import Asked
from domain.values import Value
from tests.unit.builders import action, programme, row, submission

Plan = Mapping[str, Mapping[str, RawValue]]


def town(combine: str = "lead", plan: object = 20) -> Programme:
    indicator = {"phrase": "{rodzina}", "combine": combine}
    own = action("I.1", {"rodziny": indicator}, lead=["KLUB", "BIB"], partners=["MOPS"])
    words = {"words": "według potrzeb"}
    return programme(own, plan={"I.1": words if plan is None else {"rodziny": plan}})


def sent(unit: str, plan: Plan, date: str = "") -> Submission:
    rows = tuple(row(f"#plan/{key}", cells, unit) for key, cells in plan.items())
    return replace(submission(unit=unit, date=date), supplements=Supplements(next_plan=rows))


def proposed(unit: str, value: RawValue, precision: str = "", date: str = "") -> Submission:
    cells: dict[str, RawValue] = {Asked.PROPOSED: value, Asked.PRECISION: precision}
    return sent(unit, {"I.1/rodziny": cells}, date)


def outcome(built: Programme, *submissions: Submission) -> Agreed | None:
    return agreed(built, proposals(built, submissions)).get(("I.1", "rodziny"))


@pytest.mark.parametrize(
    ("value", "precision", "wish"),
    [
        (20, "", Wish.KEPT),
        (Decimal("20.0"), "", Wish.KEPT),
        (20, "dokładna", Wish.KEPT),
        (20, "około", Wish.CHANGED),
        (21, "", Wish.CHANGED),
        (0, "", Wish.CHANGED),
        (None, "", Wish.EMPTIED),
        ("x", "", Wish.DROPPED),
        ("X", "", Wish.DROPPED),
        ("–", "", Wish.UNREADABLE),
        (".", "", Wish.UNREADABLE),
        ("ok. 20", "", Wish.UNREADABLE),
        (-1, "", Wish.UNREADABLE),
        (Decimal("20.5"), "", Wish.UNREADABLE),
        (10**8, "", Wish.UNREADABLE),
        (25, "chyba", Wish.UNREADABLE),
        (Unseen(CellState.HIDDEN, "25"), "", Wish.UNREADABLE),
    ],
)
def test_what_a_unit_wants(value: RawValue, precision: str, wish: Wish) -> None:
    (one,) = proposals(town(), [proposed("KLUB", value, precision)])
    assert one.wish is wish


@pytest.mark.parametrize(
    ("value", "wish"), [(None, Wish.KEPT), ("x", Wish.KEPT), (5, Wish.CHANGED)]
)
def test_what_a_unit_wants_where_nothing_is_planned(value: RawValue, wish: Wish) -> None:
    (one,) = proposals(town(plan=None), [proposed("KLUB", value)])
    assert one.wish is wish


def test_a_precision_that_is_none_is_asked_at_its_own_cell() -> None:
    (one,) = proposals(town(), [proposed("KLUB", 25, "chyba")])
    assert (one.said, one.origin.cell) == ("chyba", "#plan/I.1/rodziny:precision")


@pytest.mark.parametrize(
    ("combine", "said", "after"),
    [
        # The leads' proposals count; a partner's does not.
        ("lead", {"KLUB": 30}, 30),
        ("lead", {"KLUB": 30, "MOPS": 50}, 30),
        ("lead", {"MOPS": 50}, 20),
        ("lead", {"KLUB": 30, "BIB": 30}, 30),
        ("lead", {"KLUB": 30, "BIB": 20}, 30),
        ("lead", {"KLUB": 30, "BIB": 31}, 20),
        ("maximum", {"KLUB": 30, "BIB": 31, "MOPS": 12}, 31),
        ("maximum", {"KLUB": 30, "BIB": "x"}, 20),
        ("latest", {"KLUB": 30, "BIB": 31}, 31),
        ("sum", {"KLUB": 30, "BIB": 30}, 30),
        ("sum", {"KLUB": 30, "MOPS": 12}, 20),
        ("each", {"KLUB": 30, "MOPS": 12}, 20),
        ("sum", {"KLUB": "x"}, None),
    ],
)
def test_several_units(combine: str, said: Mapping[str, RawValue], after: int | None) -> None:
    # Partners are asked only where more than the lead's value counts: here they always are.
    built = town(combine)
    dates = {"KLUB": "2025-01-10", "BIB": "2025-01-20", "MOPS": "2025-01-05"}
    sheets = [proposed(unit, value, "", dates[unit]) for unit, value in said.items()]
    found = outcome(built, *sheets)
    value = found.after if found else Value(Decimal(20))
    assert (value.number if value else None) == after


def test_who_agrees_and_who_does_not_is_kept() -> None:
    found = outcome(town("sum"), proposed("KLUB", 30), proposed("BIB", 31))
    assert found is not None
    assert found.disputed
    assert [one.unit.code for one in found.left] == ["KLUB", "BIB"]
    found = outcome(town("maximum"), proposed("KLUB", 30), proposed("BIB", 31))
    assert found is not None
    assert not found.disputed
    assert [one.unit.code for one in found.taken] == ["BIB"]
    assert [one.unit.code for one in found.left] == ["KLUB"]


def test_the_order_of_files_changes_nothing() -> None:
    one, other = proposed("KLUB", 30), proposed("BIB", 31)
    assert outcome(town("sum"), one, other) == outcome(town("sum"), other, one)


def test_rows_that_belong_to_nothing_are_astray() -> None:
    plan: Plan = {
        "I.1/rodziny": {Asked.PROPOSED: 30},
        "I.1/rodzinki": {Asked.PROPOSED: 1},
        "I.9/rodziny": {Asked.PROPOSED: 2},
        "I.9/dzieci": {Asked.PROPOSED: None, Asked.REMARK: "nie wiem"},
    }
    one = sent("KLUB", plan)
    assert [row.key for row in astray(town(), one)] == ["#plan/I.1/rodzinki", "#plan/I.9/rodziny"]
    assert len(list(proposals(town(), [one]))) == 1


# ------------------------------------------------------------------ as files of a definition


def lines(built: Programme, *submissions: Submission) -> list[str]:
    files = plan_files(built, agreed(built, proposals(built, submissions)))
    assert files.keys() == {"I.yaml"}
    return files["I.yaml"].splitlines()[2:]


def test_a_change_has_its_origin_above_it() -> None:
    assert lines(town(), proposed("KLUB", Decimal("30.0"), "około")) == [
        "# I.1, rodziny: było 20, jest około 30 – Kuźnia, plik „KLUB.xlsx”, "
        "arkusz „Sprawozdanie”, #plan/I.1/rodziny:proposed_plan",
        "I.1: {rodziny: około 30}",
    ]


def test_an_action_of_which_nothing_is_left_says_so() -> None:
    *_, last = lines(town(), proposed("KLUB", "x"))
    assert last == "I.1: {words: nie zaplanowano na 2025 rok}"


def test_a_disputed_plan_stays_with_both_proposals_above_it() -> None:
    told = lines(town("sum"), proposed("KLUB", 30), proposed("BIB", "x"))
    assert told[0] == "# I.1, rodziny: pozostaje 20; różne propozycje:"
    assert told[1].startswith("# I.1, rodziny: propozycja 30 – Kuźnia")
    assert told[2].startswith("# I.1, rodziny: propozycja rezygnacja – Biblioteka")
    assert told[3] == "I.1: {rodziny: 20}"


def test_a_files_name_cannot_become_a_line_of_the_plan() -> None:
    cell = Cell(30, Origin("a\nI.1: {rodziny: 1}\u2028\x85\x07.xlsx", "Plan", "F7"))
    rows = (replace(row("#plan/I.1/rodziny", {}), cells={Asked.PROPOSED: cell}),)
    one = replace(submission(unit="KLUB"), supplements=Supplements(next_plan=rows))
    told = lines(town(), one)
    assert len(told) == 2
    assert told[0].isprintable()
    assert told[1] == "I.1: {rodziny: 30}"


@pytest.mark.parametrize(
    ("plan", "line"),
    [
        ({"rodziny": "minimum 2"}, "I.1: {rodziny: minimum 2}"),
        ({"rodziny": "300 miesięcznie"}, "I.1: {rodziny: 300 miesięcznie}"),
        ({"rodziny": 15.48}, "I.1: {rodziny: 15.48}"),
        ({"rodziny": "nie więcej niż 3"}, "I.1: {rodziny: nie więcej niż 3}"),
        ({"words": "a, b: c {d}"}, 'I.1: {words: "a, b: c {d}"}'),
        ({"words": "tak # nie"}, 'I.1: {words: "tak # nie"}'),
        ({"words": "null"}, 'I.1: {words: "null"}'),
        ({"words": "2024"}, 'I.1: {words: "2024"}'),
        ({"text": "według „potrzeb”"}, "I.1: {text: według „potrzeb”}"),
        (
            {"joined": 2022, "words_first": "plener", "rodziny": 5, "words": "i inne"},
            "I.1: {joined: 2022, words_first: plener, rodziny: 5, words: i inne}",
        ),
    ],
)
def test_a_plan_is_written_as_a_definition_has_it(plan: dict[str, Any], line: str) -> None:
    built = programme(action("I.1"), plan={"I.1": plan})
    assert lines(built) == [line]


def test_a_rate_is_kept_with_its_word() -> None:
    assert lines(town(), proposed("KLUB", 5, "miesięcznie"))[-1] == "I.1: {rodziny: 5 miesięcznie}"

"""What rows of the table have to do with one another."""

from collections.abc import Sequence
from decimal import Decimal

import pytest

from domain.programme import Programme
from domain.relations import with_relations
from domain.submissions import ReportedAction
from domain.table import TableRow, build_table
from tests.unit.builders import action, programme, report, submission

BOTH = {"spotkania": "{spotkanie}", "uczestnicy": "{uczestnik}"}


def related(built: Programme, *reports: ReportedAction) -> tuple[TableRow, ...]:
    units = dict.fromkeys(one.unit for one in reports)
    sent = [submission(*(one for one in reports if one.unit == unit)) for unit in units]
    return with_relations(built, build_table(built, sent))


def town(*ids: str, lead: Sequence[str] = ("KLUB", "KLUB")) -> Programme:
    actions = [action(one, BOTH, lead=unit) for one, unit in zip(ids, lead, strict=True)]
    return programme(*actions, plan={one: {"spotkania": 10, "uczestnicy": 200} for one in ids})


@pytest.mark.parametrize(
    ("first", "second", "units", "twin"),
    [
        (231, 231, ("KLUB", "KLUB"), "I.2"),
        (231, 232, ("KLUB", "KLUB"), None),
        (230, 230, ("KLUB", "KLUB"), None),
        (99, 99, ("KLUB", "KLUB"), None),
        (231, 231, ("KLUB", "BIB"), None),
        (1231, 1231, ("KLUB", "BIB"), "I.2"),
    ],
)
def test_an_uneven_value_in_two_rows_is_a_twin(
    first: int, second: int, units: tuple[str, str], twin: str | None
) -> None:
    rows = related(
        town("I.1", "I.2", lead=units),
        report(units[0], {"spotkania": 5, "uczestnicy": first}, of="I.1"),
        report(units[1], {"spotkania": 5, "uczestnicy": second}, of="I.2"),
    )
    (found,) = [one for one in rows if (one.action, one.indicator) == ("I.1", "uczestnicy")]
    assert found.twin == twin


def test_twins_count_the_same_thing_in_different_actions() -> None:
    rows = related(
        town("I.1", "I.2"),
        report(counted={"spotkania": 231, "uczestnicy": 231}, of="I.1"),
        report(counted={"spotkania": 5, "uczestnicy": 7}, of="I.2"),
    )
    assert {one.twin for one in rows} == {None}


def test_people_are_set_against_the_events_before_them() -> None:
    rows = related(
        town("I.1", "I.2"),
        report(counted={"spotkania": 8, "uczestnicy": 90}, of="I.1"),
        report(counted={"spotkania": None, "uczestnicy": 90}, of="I.2"),
    )
    told = {one.action: one for one in rows if one.indicator == "uczestnicy"}
    first = told["I.1"]
    assert (first.events_ratio, first.group_size, first.group_planned) == (
        Decimal("0.8"),
        Decimal("11.2"),
        Decimal(20),
    )
    assert told["I.2"].group_size is None


def test_an_amount_beside_and_the_headings_are_known_to_each_count() -> None:
    rows = related(
        town("I.1", "I.2"),
        report(counted={"uczestnicy": 5}, of="I.1", spending=100),
        report(counted={"uczestnicy": 5}, of="I.2", spending=0),
    )
    told = {one.action: one for one in rows if one.indicator == "uczestnicy"}
    assert (told["I.1"].spending_beside, told["I.2"].spending_beside) == (True, False)
    assert told["I.1"].about == "Działanie I.1  Wsparcie rodzin"


def test_counts_of_people_in_whole_hundreds_are_counted() -> None:
    rows = related(
        town("I.1", "I.2"),
        report(counted={"spotkania": 100, "uczestnicy": 600}, of="I.1", extra={"dzieci": 57}),
        report(counted={"uczestnicy": 6000}, of="I.2"),
    )
    (counts,) = [one for one in rows if one.row == "counts"]
    assert (counts.unit, counts.people_counts, counts.round_counts) == ("KLUB", 3, 2)
    assert counts.origin.file == "KLUB.xlsx"

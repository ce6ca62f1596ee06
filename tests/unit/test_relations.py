"""What rows of the table have to do with one another."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from domain.past import PastEdition
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


LAST_YEAR = PastEdition(2023, {("I.1", "uczestnicy"): {"KLUB": Decimal(120), "BIB": Decimal(7)}})


def test_a_count_knows_what_its_unit_reported_the_year_before() -> None:
    rows = related(
        replace(town("I.1", "I.2"), past=LAST_YEAR),
        report(counted={"spotkania": 5, "uczestnicy": 300}, of="I.1"),
        report(counted={"uczestnicy": 300}, of="I.2"),
    )
    told = {(one.action, one.indicator): one for one in rows if one.row == "indicator"}
    known = told["I.1", "uczestnicy"]
    assert (known.past_value, known.past_year, known.year) == (Decimal(120), 2023, 2024)
    others = [one for key, one in told.items() if key != ("I.1", "uczestnicy")]
    assert {(one.past_value, one.past_year, one.year) for one in others} == {(None, None, None)}


def test_the_only_value_of_the_year_before_is_that_of_a_unit_renamed_since() -> None:
    past = PastEdition(2023, {("I.1", "uczestnicy"): {"DAWNY-KLUB": Decimal(120)}})
    rows = related(
        replace(town("I.1", lead=("KLUB",)), past=past),
        report(counted={"uczestnicy": 300}, of="I.1"),
    )
    (known,) = [one for one in rows if one.indicator == "uczestnicy"]
    assert known.past_value == Decimal(120)


def test_of_several_units_each_is_held_against_its_own_year_before() -> None:
    shared = action("I.1", {"uczestnicy": {"phrase": "{uczestnik}", "combine": "sum"}})
    built = programme({**shared, "partners": ["BIB", "MOPS"]})
    past = PastEdition(2023, {("I.1", "uczestnicy"): {"BIB": Decimal(7)}})
    rows = related(
        replace(built, past=past),
        *(report(unit, {"uczestnicy": 300}, of="I.1") for unit in ("KLUB", "BIB", "MOPS")),
    )
    told = {one.unit: one.past_value for one in rows if one.indicator == "uczestnicy"}
    assert told == {"KLUB": None, "BIB": Decimal(7), "MOPS": None}


def test_an_extra_row_has_no_year_before() -> None:
    past = PastEdition(2023, {("I.1", "+1"): {"KLUB": Decimal(120)}})
    rows = related(
        replace(town("I.1", lead=("KLUB",)), past=past), report(of="I.1", extra={"dzieci": 300})
    )
    assert {one.past_value for one in rows} == {None}


def alike(built: Programme, *codes: str) -> Programme:
    """Return the programme with those units, and no others, of one kind."""
    units = {
        code: replace(unit, kind="k" if code in codes else code)
        for code, unit in built.units.items()
    }
    return replace(built, units=units)


def test_peers_are_the_rows_of_other_units_of_the_kind() -> None:
    built = town("I.1", "I.2", "I.3", "I.4", lead=("KLUB", "BIB", "BIB", "MOPS"))
    rows = related(
        alike(built, "KLUB", "BIB"),
        report("KLUB", {"spotkania": 10, "uczestnicy": 100}, of="I.1"),
        report("BIB", {"spotkania": 10, "uczestnicy": 200}, of="I.2"),
        report("BIB", {"spotkania": 10, "uczestnicy": 305}, of="I.3"),
        report("MOPS", {"spotkania": 1, "uczestnicy": 900}, of="I.4"),
    )
    told = {one.action: (one.peers, one.peers_median) for one in rows if one.group_size is not None}
    assert told == {
        "I.1": (2, Decimal("25.2")),
        "I.2": (1, Decimal(10)),
        "I.3": (1, Decimal(10)),
        "I.4": (0, None),
    }


def test_what_was_not_carried_out_is_nobodys_peer() -> None:
    rows = related(
        alike(town("I.1", "I.2", lead=("KLUB", "BIB")), "KLUB", "BIB"),
        report("KLUB", {"spotkania": 10, "uczestnicy": 100}, of="I.1", status="odwołano"),
        report("BIB", {"spotkania": 10, "uczestnicy": 200}, of="I.2"),
    )
    told = {one.unit: one.peers for one in rows if one.group_size is not None}
    assert told == {"KLUB": 1, "BIB": 0}


def test_people_an_event_are_known_without_a_plan() -> None:
    built = programme(action("I.1", BOTH))
    rows = related(built, report(counted={"spotkania": 400, "uczestnicy": 30}, of="I.1"))
    (people,) = [one for one in rows if one.indicator == "uczestnicy"]
    assert (people.group_size, people.group_planned, people.events_ratio) == (
        Decimal("0.08"),
        None,
        None,
    )

"""The calendar: the days that a definition names, for everybody or for one unit."""

import datetime
from typing import Any

import pytest

from domain.calendar import CalendarEntry, EntryKind, days_until, next_entry
from domain.programme import Programme
from tests.unit.builders import action, build, faults, files

DAY = datetime.date


def parts(calendar: dict[str, Any], **units: dict[str, Any]) -> dict[str, Any]:
    """Return a definition with that calendar, in which KLUB and BIB report."""
    made = files(action("I.1", lead="KLUB"), action("I.2", lead="BIB"))
    made["programme.yaml"]["calendar"] = calendar
    for code, more in units.items():
        made["units.yaml"][code] |= more
    return made


def told(programme: Programme) -> list[tuple[str, str, str]]:
    return [(str(one.date), one.name, one.unit) for one in programme.entries()]


def test_the_days_of_a_round_stand_in_order() -> None:
    report = {"date": "03-31", "name": "sprawozdanie dla Rady"}
    calendar = {"forms": "12-10", "due": "01-31", "reminders": [1, -7, 0], "reports": [report]}
    assert told(build(parts(calendar))) == [
        ("2024-12-10", "wystawienie formularzy", ""),
        ("2025-01-24", "przypomnienie 7 dni przed terminem", ""),
        ("2025-01-31", "przypomnienie w dniu terminu", ""),
        ("2025-01-31", "termin sprawozdań jednostek", ""),
        ("2025-02-01", "przypomnienie 1 dzień po terminie", ""),
        ("2025-03-31", "sprawozdanie dla Rady", ""),
    ]


def test_forms_of_the_new_year_go_out_before_they_are_due() -> None:
    assert build(parts({"forms": "01-07", "due": "01-31"})).entries()[0].date == DAY(2025, 1, 7)


def test_a_unit_may_have_a_day_of_its_own_and_is_reminded_by_it() -> None:
    built = build(parts({"due": "01-31", "reminders": [-7, "02-15"]}, BIB={"due": "01-24"}))
    assert built.due_of(built.units["BIB"]) == DAY(2025, 1, 24)
    assert built.due_of(built.units["KLUB"]) == DAY(2025, 1, 31)
    own = [(str(one.date), one.kind) for one in built.entries() if one.unit == "BIB"]
    assert own == [("2025-01-17", EntryKind.REMINDER), ("2025-01-24", EntryKind.DUE)]
    everybody = [str(one.date) for one in built.entries() if one.kind is EntryKind.REMINDER]
    assert everybody == ["2025-01-17", "2025-01-24", "2025-02-15"]


def test_reminders_of_one_day_are_one() -> None:
    built = build(parts({"due": "01-31", "reminders": [1, 1, "02-01"]}))
    days = [one.date for one in built.calendar.reminders(built.calendar.due)]
    assert days == [DAY(2025, 2, 1)]


def test_a_definition_without_a_calendar_has_no_days() -> None:
    assert build(files()).entries() == ()


@pytest.mark.parametrize(
    ("today", "date"),
    [("2025-01-01", "2025-01-31"), ("2025-01-31", "2025-01-31"), ("2025-02-01", "2025-03-31")],
)
def test_the_next_day_is_today_or_later(today: str, date: str) -> None:
    report = {"date": "03-31", "name": "dla Rady"}
    found = next_entry(
        build(parts({"due": "01-31", "reports": [report]})).entries(), DAY.fromisoformat(today)
    )
    assert isinstance(found, CalendarEntry)
    assert str(found.date) == date


def test_after_the_last_day_there_is_none() -> None:
    assert next_entry(build(parts({"due": "01-31"})).entries(), DAY(2025, 2, 1)) is None


def test_days_are_counted_over_the_end_of_a_month_and_into_the_past() -> None:
    assert days_until(DAY(2025, 3, 1), DAY(2025, 2, 27)) == 2
    assert days_until(DAY(2025, 1, 31), DAY(2025, 2, 8)) == -8
    assert days_until(None, DAY(2025, 2, 8)) is None


@pytest.mark.parametrize(
    ("calendar", "key"),
    [
        ({"due": "01-31", "reminders": ["02-30"]}, "calendar.reminders.0"),
        ({"due": "01-31", "reminders": [1, 400]}, "calendar.reminders.1"),
        ({"due": "01-31", "reminders": [True]}, "calendar.reminders.0"),
        ({"due": "01-31", "reminders": ["tydzień"]}, "calendar.reminders.0"),
        ({"reminders": [-7]}, "calendar.reminders"),
        ({"forms": "02-29"}, "calendar.forms"),
        ({"reports": [{"date": "04-31", "name": "x"}]}, "calendar.reports.0.date"),
        ({"reports": [{"date": "04-30", "name": ""}]}, "calendar.reports.0.name"),
        ({"dues": "01-31"}, "calendar.dues"),
    ],
)
def test_what_is_no_day_is_a_fault_with_its_key(calendar: dict[str, Any], key: str) -> None:
    (fault,) = faults(parts(calendar))
    assert (fault.file, fault.key) == ("programme.yaml", key)


@pytest.mark.parametrize(("code", "day"), [("BIB", "02-30"), ("NGO", "01-24")])
def test_a_units_day_is_one_and_belongs_to_a_unit_that_reports(code: str, day: str) -> None:
    (fault,) = faults(parts({}, **{code: {"due": day}}))
    assert (fault.file, fault.key) == ("units.yaml", f"{code}.due")

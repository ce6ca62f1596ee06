"""Whom a day's reminders go to: who owes something, once for each day of the calendar."""

import datetime
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from domain.calendar import Calendar
from domain.journal import EventKind, Memory
from domain.owing import Owing, who_owes
from domain.programme import Programme
from domain.reminded import Reminder, Way
from domain.reminder_words import AFTER, BEFORE, MOST_OWED, reminder_words, template_of
from domain.reminding import Calls, calls_on, event_of, reminder_of
from domain.submissions import FileVerdict, ReportedAction, Verdict
from tests.unit.builders import action, programme, report, submission
from tests.unit.standings import accepted, standing, three_units

DUE = datetime.date(2025, 1, 31)
SHA = "0" * 64


def day(iso: str) -> datetime.date:
    return datetime.date.fromisoformat(iso)


def defined(*offsets: int) -> Programme:
    return replace(three_units(), calendar=Calendar(due=DUE, offsets=offsets or (-7, 1, 8)))


def owing(built: Programme) -> tuple[Owing, ...]:
    """KLUB and BIB have answered everything, MOPS has sent nothing."""
    return who_owes(standing(built=built))


def calls(today: str, *told: Reminder, built: Programme | None = None, unit: str = "MOPS") -> Calls:
    used = built or defined()
    return calls_on(day(today), used, owing(used), {unit: told} if told else {})


def due(found: Calls) -> dict[str, tuple[str, tuple[str, ...]]]:
    return {one.code: (str(one.entry.date), one.superseded) for one in found.due}


def told(date: str, way: Way = Way.SMTP, *, sure: bool = True) -> Reminder:
    return Reminder(f"reminder-{date}", date, date, way, "m@x.org", sure=sure)


def test_before_the_first_day_nobody_is_reminded() -> None:
    assert calls("2025-01-23") == Calls()


@pytest.mark.parametrize(
    ("today", "date", "superseded"),
    [
        ("2025-01-24", "2025-01-24", ()),
        ("2025-01-31", "2025-01-24", ()),
        ("2025-02-01", "2025-02-01", ("reminder-2025-01-24",)),
        ("2025-06-01", "2025-02-08", ("reminder-2025-01-24", "reminder-2025-02-01")),
    ],
)
def test_only_the_newest_day_counts_and_only_for_who_owes(
    today: str, date: str, superseded: tuple[str, ...]
) -> None:
    assert due(calls(today)) == {"MOPS": (date, superseded)}


def test_a_day_is_carried_out_once() -> None:
    assert calls("2025-01-30", told("2025-01-24")) == Calls()
    assert due(calls("2025-02-03", told("2025-01-24"))) == {"MOPS": ("2025-02-01", ())}


def test_a_day_that_was_superseded_does_not_come_back() -> None:
    assert calls("2025-02-07", told("2025-02-01")) == Calls()


def test_a_calendar_that_was_changed_brings_no_old_day_back() -> None:
    assert calls("2025-02-06", told("2025-02-01"), built=defined(-3, 0, 8)) == Calls()


def test_a_unit_goes_by_its_own_day() -> None:
    built = defined()
    units = {**built.units, "MOPS": replace(built.units["MOPS"], due=day("2025-02-10"))}
    own = replace(built, units=units)
    assert due(calls("2025-02-02", built=own)) == {}
    assert due(calls("2025-02-03", built=own)) == {"MOPS": ("2025-02-03", ())}


def test_a_draft_and_what_nobody_knows_are_told_apart() -> None:
    assert [one.code for one in calls("2025-01-25", told("2025-01-24", Way.DRAFT)).drafted] == [
        "MOPS"
    ]
    unsure = calls("2025-01-25", told("2025-01-24", sure=False))
    assert ([one.code for one in unsure.unsure], unsure.due) == (["MOPS"], ())
    # Its next day has come: the open question does not keep the unit from being reminded.
    assert due(calls("2025-02-01", told("2025-01-24", sure=False))) == {"MOPS": ("2025-02-01", ())}


def test_a_draft_that_was_sent_afterwards_is_sent() -> None:
    both = (told("2025-01-24", Way.DRAFT), told("2025-01-24", Way.SMTP))
    assert calls("2025-01-25", *both) == Calls()


def test_who_is_sending_right_now_is_left_in_peace() -> None:
    built = defined()
    files = [
        *(accepted(code) for code in ("KLUB", "BIB")),
        FileVerdict("MOPS.xlsx", "", Verdict.LATER),
    ]
    found = calls_on(day("2025-02-01"), built, who_owes(standing(files=files, built=built)), {})
    assert (found.due, [one.unit.code for one in found.later]) == ((), ["MOPS"])


def test_the_journal_remembers_what_was_begun_done_and_given_up() -> None:
    (call,) = calls("2025-02-01").due
    reminder = reminder_of(call, day("2025-02-01"), Way.SMTP, "<1@x.org>")

    def memory(*kinds: EventKind) -> Mapping[str, list[Reminder]]:
        events = [event_of(kind, "MOPS", reminder, "P.eml", SHA) for kind in kinds]
        return Memory.of(events).reminders

    assert memory(EventKind.REMINDING)["MOPS"] == [replace(reminder, sure=False)]
    assert memory(EventKind.REMINDING, EventKind.REMINDED)["MOPS"] == [reminder]
    assert memory(EventKind.REMINDING, EventKind.NOT_REMINDED)["MOPS"] == []
    assert reminder.superseded == "reminder-2025-01-24"


def words(today: str, *reports: ReportedAction, **more: Any) -> dict[str, str]:
    """Return the words for KLUB, which owes two actions of four indicators."""
    counted = {"rodziny": "{rodzina}", "spotkania": "{spotkanie}"}
    actions = [action(f"I.{place}", counted) for place in range(1, 15)]
    plan = {one["id"]: {"rodziny": 5, "spotkania": 1} for one in actions}
    built = replace(programme(*actions, plan=plan), calendar=Calendar(due=DUE, offsets=(-30,)))
    sent = [submission(*reports)] if reports else []
    (klub,) = who_owes(standing(built=built, submissions=sent, **more))
    (call,) = calls_on(day(today), built, [klub], {}).due
    return reminder_words(built, call, day(today))


@pytest.mark.parametrize(
    ("today", "when", "template"),
    [
        ("2025-01-24", "za 7 dni", BEFORE),
        ("2025-01-30", "jutro", BEFORE),
        ("2025-01-31", "dziś", BEFORE),
        ("2025-02-01", "wczoraj", AFTER),
        ("2025-02-02", "2 dni temu", AFTER),
    ],
)
def test_the_text_says_how_far_the_day_is(today: str, when: str, template: str) -> None:
    told = words(today)
    assert (told["when"], told["due"]) == (when, "31 stycznia 2025 r.")
    (call,) = calls(today, built=defined(-30)).due
    assert template_of(call, day(today)) == template


def test_a_silent_unit_gets_its_form_and_the_first_of_its_actions() -> None:
    told = words("2025-01-24")
    assert (told["form_first"], told["form_again"], told["sent"]) == ("KLUB.xlsx", "", "")
    lines = told["owed"].split("\n")
    assert (len(lines), lines[0]) == (MOST_OWED + 1, "– I.1 Działanie I.1")
    assert lines[-1] == "– i jeszcze 2 działania"


def test_a_unit_that_has_begun_is_told_what_is_missing_and_where_to_write_it() -> None:
    done = [
        report(counted={"rodziny": 1, "spotkania": 1}, spending=1, of=f"I.{place}")
        for place in range(1, 13)
    ]
    half = report(counted={"rodziny": 3}, of="I.13")
    told = words("2025-01-24", *done, half, files=[accepted("KLUB")])
    assert told["owed"].split("\n") == [
        "– I.13 Działanie I.13: liczba spotkań, wysokość środków",
        "– I.14 Działanie I.14: brak odpowiedzi",
    ]
    assert (told["answered"], told["sent"]) == ("13 z 14", "„KLUB.xlsx”")
    assert (told["form_first"], told["form_again"]) == ("", "")


def test_a_unit_whose_file_was_refused_is_told_why() -> None:
    told = words(
        "2025-01-24", files=[FileVerdict("KLUB.xlsx", "s", Verdict.REFUSED, "Plik ma hasło.")]
    )
    assert told["refused"] == "– „KLUB.xlsx”: Plik ma hasło."
    assert (told["form_first"], told["form_again"]) == ("", "KLUB.xlsx")

"""The calendar of a round: the days that the definition names, for everybody or for one unit.

Days have no zone and no hour: who looks at a clock says which day it is.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from domain.polish.plural import counted

# What stands in a definition: days from the day due, or a month and a day ("02-15").
Reminder = int | str


class EntryKind(StrEnum):
    """What a day of the calendar is for."""

    FORMS = "forms"
    REMINDER = "reminder"
    DUE = "due"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class Report:
    """A day by which the programme itself is accounted for, and what is handed in then."""

    date: datetime.date
    name: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """What the definition says: when forms are issued, when workbooks are due, who is reminded
    when (days from the day due, or dates), what is handed in afterwards."""

    forms: datetime.date | None = None
    due: datetime.date | None = None
    offsets: tuple[int, ...] = ()
    dates: tuple[datetime.date, ...] = ()
    reports: tuple[Report, ...] = ()

    def reminders(self, due: datetime.date | None) -> tuple["CalendarEntry", ...]:
        """Return the reminders to whoever is due on that day, in the order of their dates."""
        found = dict.fromkeys(self.dates, "przypomnienie")
        if due is not None:
            found |= {due + datetime.timedelta(days): _offset(days) for days in self.offsets}
        return tuple(
            CalendarEntry(f"{EntryKind.REMINDER}-{day}", day, name, EntryKind.REMINDER)
            for day, name in sorted(found.items())
        )


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One day of the calendar; `key` is stable, `unit` is set where it is one unit's own day."""

    key: str
    date: datetime.date
    name: str
    kind: EntryKind
    unit: str = ""


class Due(Protocol):
    """A unit with a day of its own, or without one."""

    @property
    def code(self) -> str: ...
    @property
    def short(self) -> str: ...
    @property
    def due(self) -> datetime.date | None: ...


def entries(calendar: Calendar, units: Iterable[Due]) -> tuple[CalendarEntry, ...]:
    """Return all days of a round by date; what is alike for all units stands there once."""
    found = [*_common(calendar), *(one for unit in units for one in _own(calendar, unit))]
    return tuple(sorted(found, key=lambda one: (one.date, list(EntryKind).index(one.kind))))


def _common(calendar: Calendar) -> Iterator[CalendarEntry]:
    if calendar.forms:
        yield CalendarEntry("forms", calendar.forms, "wystawienie formularzy", EntryKind.FORMS)
    if calendar.due:
        yield CalendarEntry("due", calendar.due, "termin sprawozdań jednostek", EntryKind.DUE)
    yield from calendar.reminders(calendar.due)
    for report in calendar.reports:
        key = f"{EntryKind.REPORT}-{report.date}"
        yield CalendarEntry(key, report.date, report.name, EntryKind.REPORT)


def _own(calendar: Calendar, unit: Due) -> Iterator[CalendarEntry]:
    if unit.due is None:
        return
    name = f"termin sprawozdania: {unit.short}"
    yield CalendarEntry(f"due-{unit.code}", unit.due, name, EntryKind.DUE, unit.code)
    for one in calendar.reminders(unit.due):
        if one.date not in calendar.dates:
            key, told = f"{one.key}-{unit.code}", f"{one.name}: {unit.short}"
            yield CalendarEntry(key, one.date, told, EntryKind.REMINDER, unit.code)


def next_entry(calendar: Iterable[CalendarEntry], today: datetime.date) -> CalendarEntry | None:
    """Return the first day from today on; None when all are past."""
    return next((one for one in calendar if one.date >= today), None)


def days_until(day: datetime.date | None, today: datetime.date) -> int | None:
    """Return the days from today to a day; less than 0 for one that is past."""
    return (day - today).days if day else None


def _offset(days: int) -> str:
    if days == 0:
        return "przypomnienie w dniu terminu"
    where = "przed terminem" if days < 0 else "po terminie"
    return f"przypomnienie {counted(abs(days), 'dzień', 'dni', 'dni')} {where}"

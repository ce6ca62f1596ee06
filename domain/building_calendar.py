"""From the days that a definition names to the calendar of one year."""

import datetime
from collections.abc import Iterable
from typing import Protocol

from domain.calendar import Calendar, Report
from domain.consistency import PROGRAMME
from domain.programme import Unit
from domain.schema import CalendarShape


class Faults(Protocol):
    """What collects faults for a year."""

    @property
    def year(self) -> int: ...
    def fault(self, file: str, key: str, message: str) -> None: ...


def build_calendar(faults: Faults, shape: CalendarShape | None, units: Iterable[Unit]) -> Calendar:
    """Build the calendar; an empty one where the definition has none."""
    if shape is None:
        return Calendar()
    due = day_after(faults, shape.due, PROGRAMME, "calendar.due")
    offsets = tuple(one for one in shape.reminders if isinstance(one, int))
    if offsets and due is None and not any(unit.due for unit in units):
        message = "przypomnienia liczy się od terminu, a terminu (due) nie podano"
        faults.fault(PROGRAMME, "calendar.reminders", message)
    dates = (
        day_after(faults, one, PROGRAMME, f"calendar.reminders.{place}")
        for place, one in enumerate(shape.reminders)
        if isinstance(one, str)
    )
    reports = (
        (day_after(faults, one.date, PROGRAMME, f"calendar.reports.{place}.date"), one.name)
        for place, one in enumerate(shape.reports)
    )
    return Calendar(
        forms=_forms(faults, shape),
        due=due,
        offsets=offsets,
        dates=tuple(day for day in dates if day),
        reports=tuple(Report(day, name) for day, name in reports if day),
    )


def day_after(faults: Faults, day: str | None, file: str, key: str) -> datetime.date | None:
    """Return a day ("01-31") of the year after the reported one; none is a fault."""
    return _day(faults, day, file, key, faults.year + 1)


def _forms(faults: Faults, shape: CalendarShape) -> datetime.date | None:
    """Return the day on which forms are issued: before they are due, in the old year or the new."""
    later = bool(shape.forms and shape.due and shape.forms > shape.due)
    year = faults.year if later else faults.year + 1
    return _day(faults, shape.forms, PROGRAMME, "calendar.forms", year)


def _day(faults: Faults, day: str | None, file: str, key: str, year: int) -> datetime.date | None:
    if day is None:
        return None
    try:
        return datetime.date.fromisoformat(f"{year}-{day}")
    except ValueError:
        faults.fault(file, key, f"nie ma takiego dnia: {day}")
        return None

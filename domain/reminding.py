"""Whom the calendar says to remind on a day: who owes something, once for each of its days."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.calendar import CalendarEntry
from domain.journal import Event, EventKind
from domain.owing import Owing
from domain.programme import Programme
from domain.reminded import Reminder, Way


@dataclass(frozen=True, slots=True)
class Call:
    """A reminder to one unit for one day of the calendar.

    `superseded` are older days that were never carried out and for which it stands, too; `before`
    what was done for this very day already.
    """

    owing: Owing
    entry: CalendarEntry
    due: datetime.date | None
    superseded: tuple[str, ...] = ()
    before: Reminder | None = None

    @property
    def code(self) -> str:
        """The unit's code."""
        return self.owing.unit.code


@dataclass(frozen=True, slots=True)
class Calls:
    """Reminders to be carried out (`due`); those that were drafted already, those of which it is
    not known whether they are out, and units whose file is still being written."""

    due: tuple[Call, ...] = ()
    drafted: tuple[Call, ...] = ()
    unsure: tuple[Call, ...] = ()
    later: tuple[Owing, ...] = ()


def calls_on(
    today: datetime.date,
    programme: Programme,
    owing: Iterable[Owing],
    reminders: Mapping[str, Sequence[Reminder]],
) -> Calls:
    """Return whom to remind: for each unit that owes something its newest day that has come."""
    due: list[Call] = []
    drafted: list[Call] = []
    unsure: list[Call] = []
    later: list[Owing] = []
    for one in owing:
        call = _call(today, programme, one, reminders.get(one.unit.code, ()))
        if call is None:
            continue
        if one.later:
            later.append(one)
        elif call.before is None:
            due.append(call)
        elif not call.before.sure:
            unsure.append(call)
        elif call.before.way == Way.DRAFT:
            drafted.append(call)
    return Calls(tuple(due), tuple(drafted), tuple(unsure), tuple(later))


def _call(
    today: datetime.date, programme: Programme, owing: Owing, told: Sequence[Reminder]
) -> Call | None:
    due = programme.due_of(owing.unit)
    come = [one for one in programme.calendar.reminders(due) if one.date <= today]
    if not owing.owes or not come:
        return None
    entry = come[-1]
    # By dates: a calendar that was changed since does not bring old days back.
    # Of two for one day (a draft that was sent afterwards) the later one tells.
    last = max(reversed(told), key=lambda one: one.date, default=None)
    until = last.date if last else ""
    missed = tuple(one.key for one in come[:-1] if one.date.isoformat() > until)
    before = last if last and until >= entry.date.isoformat() else None
    return Call(owing, entry, due, missed, before)


class Outcome(StrEnum):
    """What became of a reminder, in the words that people read."""

    DRAFTED = "projekt wiadomości"
    SENT = "wysłano"
    NOT_SENT = "nie wysłano"
    UNSURE = "nie wiadomo, czy wysłano"
    WAITING = "odłożono"


@dataclass(frozen=True, slots=True)
class Told:
    """What became of the reminder to one unit, and what is to be said of it.

    `earlier` says that it was so before already, and is only told again.
    """

    code: str
    short: str
    outcome: Outcome
    remark: str = ""
    earlier: bool = False

    @property
    def sentence(self) -> str:
        """The line for people."""
        return f"{self.short} – {self.outcome}{f': {self.remark}' if self.remark else ''}"


def reminder_of(call: Call, today: datetime.date, way: Way, message_id: str = "") -> Reminder:
    """Return what the journal keeps of a reminder."""
    return Reminder(
        entry=call.entry.key,
        date=call.entry.date.isoformat(),
        day=today.isoformat(),
        way=way,
        address=call.owing.unit.email,
        superseded=" ".join(call.superseded),
        message_id=message_id,
    )


def event_of(
    kind: EventKind, unit: str, reminder: Reminder, file: str, sha256: str, remark: str = ""
) -> Event:
    """Return the event; `file` is the message's name, `sha256` that of its text and files."""
    what = "projekt wiadomości" if reminder.way == Way.DRAFT else f"na adres {reminder.address}"
    text = remark or f"{what}, dzień kalendarza {reminder.date}"
    return Event(kind, file, sha256, unit, text, details=reminder.details())

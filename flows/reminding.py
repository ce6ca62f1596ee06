"""The reminders of a day: who owes something is written to, once for each day of the calendar."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from domain.errors import BusyError
from domain.owing import Owing, who_owes
from domain.polish.dates import long_date
from domain.reminding import Call, Calls, Outcome, Told, calls_on
from domain.rounds import Standing
from flows.engine import Perform, plainly
from flows.standing import Request, stand
from tasks.adapters.definitions import Definition, load_definition
from tasks.adapters.locking import round_lock
from tasks.adapters.mail_sending import open_mailbox
from tasks.adapters.mail_settings import load_mail, password_of
from tasks.adapters.records import Records, open_records
from tasks.adapters.rooms import Rooms
from tasks.remind import (
    UNSURE,
    Letter,
    Write,
    letter_name,
    post,
    record_drafts,
    write_drafts,
    writer,
)

CLOSED = "Rok jest zamknięty: przypomnień się nie wysyła."
NO_DAYS = (
    "W kalendarzu programu nie ma przypomnień. Proszę dopisać je w programme.yaml "
    "(calendar: reminders)."
)
APPROVED = "Obecne dane są zatwierdzone: nikomu się nie przypomina."


@dataclass(frozen=True, slots=True)
class Reminded:
    """What became of the reminders of a day; `folder` holds the drafts, where there are any."""

    told: tuple[Told, ...]
    folder: Path | None = None
    notices: tuple[str, ...] = ()

    def count(self, outcome: Outcome) -> int:
        """How many reminders ended so."""
        return sum(one.outcome is outcome for one in self.told)

    @property
    def complete(self) -> bool:
        """Whether every reminder of this time is out or drafted."""
        failed = (Outcome.NOT_SENT, Outcome.UNSURE)
        return not any(one.outcome in failed and not one.earlier for one in self.told)

    @property
    def sentence(self) -> str:
        """What happened, in one sentence."""
        counts = [f"{one}: {self.count(one)}" for one in Outcome if self.count(one)]
        return f"Przypomnienia – {', '.join(counts) or 'nie ma komu przypominać'}."


def remind(
    rooms: Rooms,
    slug: str,
    year: int,
    today: datetime.date,
    *,
    send: bool = False,
    drafted: bool = False,
    perform: Perform = plainly,
) -> Reminded:
    """Write to the units that the calendar says to remind today; `send` by mail, else as drafts.

    A draft that was made for the same day of the calendar may have been sent by hand: it is sent
    only where `drafted` says so. Raises BusyError for a closed round, UsageError where mail is not
    set up, DefinitionError where its settings or a text are at fault.
    """
    definition: Definition = perform("Definicja programu", load_definition, rooms, slug, year)
    folder = rooms.reminders(slug, year)
    desk = _Desk(rooms, folder, today, send, drafted)
    if send:
        password_of(load_mail(rooms))
    with round_lock(rooms.results(slug, year), rooms.memory(slug, year), folder):
        records = open_records(rooms.memory(slug, year))
        if records.memory().closed:
            raise BusyError(CLOSED)
        standing = stand(Request(slug, year, rooms), definition, records, perform).standing
        told = perform("Przypomnienia", desk.remind, standing, records)
    return Reminded(
        tuple(told), folder if folder.is_dir() else None, tuple(_notices(standing, today))
    )


def _notices(standing: Standing, today: datetime.date) -> list[str]:
    calendar = standing.programme.calendar
    if standing.approved:
        return [APPROVED]
    if not (calendar.offsets or calendar.dates):
        return [NO_DAYS]
    days = [one.date for one in standing.programme.entries() if one.kind == "reminder"]
    if days and today < days[0]:
        return [f"Pierwsze przypomnienie przypada {long_date(days[0])}"]
    return []


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where the letters of a day are written and sent."""

    rooms: Rooms
    folder: Path
    today: datetime.date
    send: bool
    drafted: bool

    def remind(self, standing: Standing, records: Records) -> list[Told]:
        """Write, send, and record; return what became of each letter."""
        owing: Sequence[Owing] = () if standing.approved else who_owes(standing)
        programme = standing.programme
        calls = calls_on(self.today, programme, owing, records.memory().reminders)
        write = writer(programme, self.rooms, self.today)
        by_mail = self._by_mail(calls)
        sent = self._post(records, [write(call) for call in by_mail])
        letters = [write(call) for call in calls.due if call not in by_mail]
        kept = [call for call in calls.drafted if call not in by_mail]
        again = calls_on(self.today, programme, owing, records.memory().reminders).unsure
        write_drafts(
            self.folder,
            {one.name: one.content for one in letters},
            {letter_name(programme, one): partial(_content, write, one) for one in (*kept, *again)},
        )
        return [
            *sent,
            *record_drafts(records, letters, self.today),
            *(_unsure(call) for call in calls.unsure),
            *(_told(one, Outcome.WAITING, "plik jest jeszcze zapisywany") for one in calls.later),
            *(self._was_drafted(call) for call in kept),
        ]

    def _by_mail(self, calls: Calls) -> list[Call]:
        if not self.send:
            return []
        wanted = (*calls.due, *(calls.drafted if self.drafted else ()))
        return [call for call in wanted if call.owing.unit.email]

    def _post(self, records: Records, letters: Sequence[Letter]) -> list[Told]:
        if not letters:
            return []
        settings = load_mail(self.rooms)
        with open_mailbox(settings, password_of(settings)) as mailbox:
            return [post(records, mailbox, letter, self.today) for letter in letters]

    def _was_drafted(self, call: Call) -> Told:
        day = _day(call)
        remark = f"przygotowany {day}"
        if self.send:
            remark += "; jeżeli go nie wysłano, proszę dodać --drafted"
        return replace(_told(call.owing, Outcome.DRAFTED, remark), earlier=True)


def _content(write: Write, call: Call) -> bytes:
    return write(call).content


def _unsure(call: Call) -> Told:
    address = call.before.address if call.before else ""
    remark = UNSURE.format(address=address, day=_day(call))
    return replace(_told(call.owing, Outcome.UNSURE, remark), earlier=True)


def _day(call: Call) -> str:
    day = call.before.day if call.before else call.entry.date.isoformat()
    return long_date(datetime.date.fromisoformat(day))


def _told(owing: Owing, outcome: Outcome, remark: str) -> Told:
    return Told(owing.unit.code, owing.unit.short, outcome, remark)

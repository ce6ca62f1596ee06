"""Where a round stands today: the last run's facts, what came since, the calendar, reminders."""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from domain.board import UnitState
from domain.calendar import CalendarEntry, EntryKind, days_until, next_entry
from domain.programme import Programme
from domain.reminded import Reminder
from domain.round_facts import FINAL, RoundFacts, UnitFact

Listed = tuple[str, str]


class RoundState(StrEnum):
    """How far a round is, in the words that people read."""

    NOTHING = "jeszcze nie sprawdzano"
    DRAFT = "PROJEKT"
    APPROVED = "PROJEKT zatwierdzony"
    FINAL = "wersja ostateczna"
    CLOSED = "rok zamknięty"


@dataclass(frozen=True, slots=True)
class Saved:
    """The last set of results: its facts, the (file, SHA-256) that it looked at, its folder's name
    and its files by role."""

    facts: RoundFacts
    looked_at: frozenset[Listed]
    folder: str
    roles: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RoundStatus:
    """A round on one day.

    `facts` are the last run's; before the first one they say that all is owed. `unchecked` are the
    files of the drop folder that the last run did not see as they are now, `gone` those that it saw
    and that are there no more. `reminders` are the last ones, by unit. `folder` is the name of the
    results' folder ("" before the first run), `roles` its files by role.
    """

    slug: str
    year: int
    name: str
    short: str
    today: datetime.date
    state: RoundState
    approved: bool
    closed: bool
    approval: str
    facts: RoundFacts
    due: datetime.date | None
    calendar: tuple[CalendarEntry, ...]
    unchecked: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    reminders: Mapping[str, Reminder] = field(default_factory=dict)
    folder: str = ""
    roles: Mapping[str, str] = field(default_factory=dict)

    @property
    def days_to_due(self) -> int | None:
        """Days until the units' workbooks are due; less than 0 afterwards."""
        return days_until(self.due, self.today)

    @property
    def next(self) -> CalendarEntry | None:
        """The next day of the calendar."""
        return next_entry(self.calendar, self.today)

    @property
    def next_report(self) -> CalendarEntry | None:
        """The next day on which the programme itself is accounted for."""
        reports = (one for one in self.calendar if one.kind is EntryKind.REPORT)
        return next_entry(reports, self.today)

    @property
    def to_decide(self) -> int:
        """How many matters wait for a decision.

        That a unit has sent nothing becomes one when its day is over; before, it is only awaited.
        """
        awaited = {unit.code for unit in self.facts.units if self._is_awaited(unit)}
        return sum(count for unit, count in self.facts.blocking.items() if unit not in awaited)

    @property
    def owing(self) -> tuple[UnitFact, ...]:
        """The units that owe something, those that sent nothing first."""
        return tuple(unit for unit in self.facts.units if unit.owes)

    def _is_awaited(self, unit: UnitFact) -> bool:
        due = datetime.date.fromisoformat(unit.due) if unit.due else None
        return unit.state is UnitState.MISSING and due is not None and self.today <= due

    def days_late(self, unit: UnitFact) -> int:
        """Return how many days a unit that has sent nothing is late today; 0 for others."""
        due = datetime.date.fromisoformat(unit.due) if unit.due else None
        late = -(days_until(due, self.today) or 0)
        return max(0, late) if not unit.files else 0


def status_on(
    today: datetime.date,
    programme: Programme,
    facts: RoundFacts,
    saved: Saved | None,
    listed: Collection[Listed],
    *,
    approval: tuple[str, str] = ("", ""),
    reminders: Mapping[str, Reminder],
    closed: bool,
) -> RoundStatus:
    """Put a status together; `approval` is the version that was last approved, and the sentence."""
    version, sentence = approval
    approved = bool(saved and version and version == facts.version)
    looked_at = saved.looked_at if saved else frozenset()
    present = {name for name, _ in listed}
    return RoundStatus(
        slug=programme.slug,
        year=programme.year,
        name=programme.name,
        short=programme.short,
        today=today,
        state=_state(saved, approved=approved, closed=closed),
        approved=approved,
        closed=closed,
        approval=sentence,
        facts=facts,
        due=programme.calendar.due,
        calendar=programme.entries(),
        unchecked=tuple(one[0] for one in listed if one not in looked_at),
        gone=tuple(sorted({name for name, _ in looked_at} - present)),
        reminders=reminders,
        folder=saved.folder if saved else "",
        roles=saved.roles if saved else {},
    )


def _state(saved: Saved | None, *, approved: bool, closed: bool) -> RoundState:
    if closed:
        return RoundState.CLOSED
    if saved is None:
        return RoundState.NOTHING
    if saved.facts.state == FINAL:
        return RoundState.FINAL
    return RoundState.APPROVED if approved else RoundState.DRAFT

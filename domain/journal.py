"""The journal of a round: what came in and what became of it, each line bound to the one before.

A line is JSON; `prev` is the SHA-256 of the line before it (empty for the first), so that a line
changed, added or taken out later shows. `chain` is a running hash of all that happened, without the
clock's times: what the results carry does not depend on the day of a run. Order comes from the
lines, never from the clock.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from domain.approval import Approval
from domain.editions import Edition, Reopening
from domain.intake import INSIDE
from domain.reminded import Reminder

SealedLine = str


class EventKind(StrEnum):
    """What can happen in a round."""

    RECEIVED = "received"
    REPLACED = "replaced"
    GONE = "gone"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    IGNORED = "ignored"
    SUBMISSION = "submission"
    RESCUED = "rescued"
    ERASED = "erased"
    APPROVED = "approved"
    PRINTED = "printed"
    REMINDING = "reminding"
    REMINDED = "reminded"
    NOT_REMINDED = "not-reminded"
    CLOSED = "closed"
    REOPENED = "reopened"


ARRIVALS = (EventKind.RECEIVED, EventKind.REPLACED)
REMINDERS = (EventKind.REMINDING, EventKind.REMINDED, EventKind.NOT_REMINDED)
VERDICTS = (EventKind.ACCEPTED, EventKind.REFUSED, EventKind.IGNORED)


@dataclass(frozen=True, slots=True, order=True)
class Seen:
    """A file with the look at which it was first seen: files of one look have no order."""

    name: str
    sha256: str
    look: int


@dataclass(frozen=True, slots=True)
class Event:
    """One event; `number` counts from 1, `at` is the clock's UTC time (ISO) and only shown.

    `details` are what else a kind of event tells, by name.
    """

    kind: EventKind
    file: str = ""
    sha256: str = ""
    unit: str = ""
    text: str = ""
    look: int = 0
    files: tuple[Seen, ...] = ()
    details: tuple[tuple[str, str], ...] = ()
    number: int = 0
    at: str = ""

    def content(self) -> dict[str, object]:
        """Return what happened, without what is empty and without the time."""
        content: dict[str, object] = {
            "number": self.number,
            "event": self.kind.value,
            "look": self.look,
            "file": self.file,
            "sha256": self.sha256,
            "unit": self.unit,
            "text": self.text,
            "files": [[seen.name, seen.sha256, seen.look] for seen in self.files],
            "details": dict(self.details),
        }
        return {key: value for key, value in content.items() if value}


@dataclass(frozen=True, slots=True)
class Opened:
    """A journal as read: its events, the hash of its last line, the running hash of what happened.

    `broken` is the first line that does not fit; 0 for a whole chain.
    """

    events: tuple[Event, ...] = ()
    last_line: str = ""
    chain: str = ""
    broken: int = 0

    @property
    def last(self) -> int:
        """The number of the last line."""
        return self.events[-1].number if self.events else 0


def seal(events: Sequence[Event], journal: Opened, at: str) -> list[SealedLine]:
    """Return events as lines that follow those of `journal`."""
    lines: list[SealedLine] = []
    prev, chain = journal.last_line, journal.chain
    for number, event in enumerate(events, start=journal.last + 1):
        content = replace(event, number=number).content()
        chain = _linked(chain, content)
        line = _json({**content, "at": at, "chain": chain, "prev": prev})
        lines.append(line)
        prev = _hash(line)
    return lines


def _linked(chain: str, content: Mapping[str, object]) -> str:
    return _hash(f"{chain}\n{_json(content)}")


def _json(content: Mapping[str, object]) -> str:
    return json.dumps(content, ensure_ascii=False)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def unseal(lines: Iterable[SealedLine]) -> Opened:
    """Read lines; those that cannot be read are passed over and make the chain broken."""
    events: list[Event] = []
    prev, chain, broken = "", "", 0
    for place, line in enumerate(lines, start=1):
        event, sealed = _event(line)
        if event is not None:
            events.append(event)
            chain = _linked(chain, event.content())
        fits = event is not None and event.number == place and sealed == (prev, chain)
        if not fits and not broken:
            broken = place
        prev = _hash(line)
    return Opened(tuple(events), prev, chain, broken)


def _event(line: SealedLine) -> tuple[Event | None, tuple[str, str]]:
    """Return what a line tells, and the two hashes that it carries."""
    try:
        content = json.loads(line)
        event = Event(
            kind=EventKind(content["event"]),
            file=str(content.get("file", "")),
            sha256=str(content.get("sha256", "")),
            unit=str(content.get("unit", "")),
            text=str(content.get("text", "")),
            look=int(content.get("look", 0)),
            files=tuple(
                Seen(str(name), str(sha256), int(look))
                for name, sha256, look in content.get("files", ())
            ),
            details=tuple(
                (str(name), str(told)) for name, told in content.get("details", {}).items()
            ),
            number=int(content["number"]),
            at=str(content["at"]),
        )
        return event, (str(content["prev"]), str(content["chain"]))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None, ("", "")


def chains(events: Iterable[Event]) -> list[str]:
    """Return the running hash before the first of a journal's events, and after each."""
    found = [""]
    for event in events:
        found.append(_linked(found[-1], event.content()))
    return found


def lines_until(lines: Sequence[SealedLine], chain: str) -> Sequence[SealedLine] | None:
    """Return the lines of a whole journal up to the one with this running hash, or None."""
    chains = [str(json.loads(line)["chain"]) for line in lines]
    return lines[: chains.index(chain) + 1] if chain in chains else None


@dataclass
class Memory:
    """What the journal's events amount to.

    `present` are the files of the drop folder and those inside them; `states` each unit's files in
    force, from the first submission to the last; `printed` the texts of
    the document (SHA-256, version); `reminders` what each unit was reminded of; `editions` what
    each closing recorded, `closed` whether the last of them still holds.
    """

    looks: int = 0
    present: dict[str, Seen] = field(default_factory=dict)
    verdicts: dict[tuple[str, str], tuple[EventKind, str]] = field(default_factory=dict)
    states: dict[str, list[tuple[Seen, ...]]] = field(default_factory=dict)
    rescued: set[str] = field(default_factory=set)
    erased: set[str] = field(default_factory=set)
    known: set[str] = field(default_factory=set)
    approval: Approval | None = None
    printed: list[tuple[str, str]] = field(default_factory=list)
    reminders: dict[str, list[Reminder]] = field(default_factory=dict)
    editions: list[Edition] = field(default_factory=list)
    reopenings: list[Reopening] = field(default_factory=list)
    closed: bool = False

    @classmethod
    def of(cls, events: Iterable[Event]) -> "Memory":
        """Replay the events."""
        memory = cls()
        for event in events:
            memory.learn(event)
        return memory

    def learn(self, event: Event) -> None:
        """Take in one more event."""
        self.looks = max(self.looks, event.look)
        if event.sha256:
            self.known.add(event.sha256)
        if event.kind in ARRIVALS:
            self._forget(event.file)
            if event.file:
                self.present[event.file] = Seen(event.file, event.sha256, event.look)
        elif event.kind is EventKind.GONE:
            self._forget(event.file)
        elif event.kind in VERDICTS:
            self.verdicts[event.file, event.sha256] = (event.kind, event.text)
        elif event.kind is EventKind.SUBMISSION:
            self.states.setdefault(event.unit, []).append(event.files)
        elif event.kind is EventKind.RESCUED:
            self.rescued.add(event.text)
        elif event.kind is EventKind.ERASED:
            self.erased.add(event.sha256)
        elif event.kind is EventKind.APPROVED:
            self.approval = Approval(**dict(event.details), figures=event.sha256)
        elif event.kind is EventKind.PRINTED:
            self.printed.append((event.sha256, event.text))
        elif event.kind in REMINDERS:
            self._remind(event)
        elif event.kind is EventKind.CLOSED:
            self.editions.append(Edition.of(event.file, event.sha256, event.details))
            self.closed = True
        elif event.kind is EventKind.REOPENED:
            told = dict(event.details)
            self.reopenings.append(Reopening(int(told["edition"]), told["who"], told["reason"]))
            self.closed = False

    def _remind(self, event: Event) -> None:
        """A reminder is begun first, then done, or given up: one that was only begun is unsure."""
        one = Reminder.of(dict(event.details), sure=event.kind is EventKind.REMINDED)
        before = [
            other
            for other in self.reminders.get(event.unit, ())
            if other.sure or other.entry != one.entry
        ]
        given_up = event.kind is EventKind.NOT_REMINDED
        self.reminders[event.unit] = before if given_up else [*before, one]

    def _forget(self, name: str) -> None:
        inside = [one for one in self.present if one.startswith(f"{name}{INSIDE}")]
        for gone in (name, *inside):
            self.present.pop(gone, None)

    def look_of(self, name: str, sha256: str) -> int:
        """Return the look at which a present file was first seen; 0 for one that is not known."""
        seen = self.present.get(name)
        return seen.look if seen is not None and seen.sha256 == sha256 else 0

    def previous(self, unit: str) -> tuple[Seen, ...]:
        """Return the files of a unit's submission before the one in force; () where none was."""
        earlier = [state for state in self.states.get(unit, [])[:-1] if state]
        return earlier[-1] if earlier else ()

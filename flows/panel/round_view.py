"""Gathers what the page of a round tells; everything is read from files at the moment."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.calendar import CalendarEntry
from domain.decisions import Decision
from domain.findings import Finding
from domain.journal import Opened
from domain.journal_text import event_sentence
from domain.limits import Limits
from domain.mail_settings import MAIL
from domain.matters import open_counts
from domain.panel import Possible, Stage, findings_of, steps
from domain.panel_decisions import table_name
from domain.panel_matters import MatterCard, matter_cards
from domain.panel_results import ResultGroup, UnitAnswer, result_groups, unit_answers
from domain.polish.dates import long_date
from domain.polish.plural import counted
from domain.programme import Programme
from domain.round_facts import UnitFact
from domain.round_status import RoundState, RoundStatus
from domain.round_status_text import headline, reminder_words
from domain.rules import Severity
from flows.keeping import local_time
from flows.panel.activity import Activity
from flows.panel.desk import Desk
from flows.panel.shelves import SHELVES, listing
from flows.status import status_with
from tasks.adapters.definitions import Definition, load_definition
from tasks.adapters.records import Records
from tasks.adapters.result_set import ResultSet, open_set

MOST_LINES = 20
FURTHER_SHELVES = (
    ("formularze", "Wystawione formularze", ""),
    ("korekty", "Zmiany odczytane z Worda", "propozycja do podpisania"),
)


@dataclass(frozen=True, slots=True)
class Look:
    """A round as it lies on the disk: definition, status, journal, newest results, what
    stands in the panel's table."""

    definition: Definition
    status: RoundStatus
    opened: Opened
    results: ResultSet | None
    findings: tuple[Finding, ...]
    decisions: tuple[Decision, ...]
    trouble: str

    @property
    def programme(self) -> Programme:
        """The programme of the round."""
        return self.definition.programme

    @property
    def limits(self) -> Limits:
        """The limits of the intake."""
        return self.definition.limits


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit on the board; `message` is the role of the draft that goes to it."""

    name: str
    short: str
    look: str
    state: str
    due: str
    owed: int
    answered: int
    errors: int
    warnings: int
    files: tuple[str, ...]
    message: str


@dataclass(frozen=True, slots=True)
class CalendarLine:
    """One day of the calendar."""

    date: str
    day: str
    name: str
    past: bool


@dataclass(frozen=True, slots=True)
class RoundView:
    """What the template shows, in the order of the page."""

    slug: str
    year: int
    name: str
    short: str
    today: str
    headline: str
    stamp: str
    version: str
    stage: Stage
    activity: Activity
    steps: tuple[Possible, ...]
    mail: bool
    unchecked: tuple[str, ...]
    not_taken: tuple[tuple[str, str], ...]
    matters: tuple[MatterCard, ...]
    further: str
    table: str
    trouble: str
    signer: str
    units: tuple[UnitRow, ...]
    answers: Sequence[UnitAnswer]
    messages: int
    groups: tuple[ResultGroup, ...]
    beside: bool
    shelves: Mapping[str, Sequence[str]]
    further_shelves: Sequence[tuple[str, str, str]]
    calendar: tuple[CalendarLine, ...]
    journal: tuple[tuple[str, str], ...]
    broken: int


def look_at(desk: Desk, slug: str, year: int) -> Look:
    """Read what there is of a round."""
    rooms = desk.rooms
    definition = load_definition(rooms, slug, year)
    results = open_set(rooms.results(slug, year), rooms.results_beside(slug, year))
    rows = results.rows("findings") if results else ()
    table = desk.tables.read(rooms.drop_folder(slug, year), year, definition.limits)
    return Look(
        definition,
        status_with(rooms, definition, desk.today()),
        Records(rooms.memory(slug, year)).opened(),
        results,
        findings_of(rows, definition.programme.rules),
        table.decisions,
        table.trouble,
    )


def stage_of(look: Look, activity: Activity) -> Stage:
    """Return how far a round is."""
    status = look.status
    return Stage(
        checked=look.results is not None,
        unchecked=(*status.unchecked, *status.gone),
        blockers=open_counts(look.findings)[Severity.ERROR],
        approved=status.approved,
        final=status.state is RoundState.FINAL,
        closed=status.closed,
        running=activity.moment,
    )


def view_of(desk: Desk, look: Look, activity: Activity) -> RoundView:
    """Return what the page of a round shows."""
    programme, status, results = look.programme, look.status, look.results
    slug, year = programme.slug, programme.year
    cards = matter_cards(programme, look.findings, look.decisions)
    stage = stage_of(look, activity)
    roles = results.roles if results else {}
    answers = unit_answers(roles, [(one.code, one.short) for one in programme.units.values()])
    return RoundView(
        slug=slug,
        year=year,
        name=programme.name,
        short=programme.short,
        today=status.today.isoformat(),
        headline=headline(status),
        stamp=_stamp(status),
        version=status.facts.version if results else "",
        stage=stage,
        activity=activity,
        steps=steps(stage),
        mail=(desk.rooms.programmes / MAIL).is_file(),
        unchecked=status.unchecked,
        not_taken=tuple((one.file, one.reason) for one in status.facts.not_taken),
        matters=cards.cards,
        further=cards.further,
        table=table_name(year),
        trouble=look.trouble,
        signer=look.decisions[-1].who if look.decisions else "",
        units=tuple(_unit(status, unit, roles) for unit in status.facts.units),
        answers=answers,
        messages=sum(answer.message is not None for answer in answers),
        groups=result_groups(roles),
        beside=results.beside if results else False,
        shelves={one: tuple(listing(desk.rooms, slug, year, one)) for one in SHELVES},
        further_shelves=FURTHER_SHELVES,
        calendar=tuple(_line(entry, status.today) for entry in status.calendar),
        journal=_journal(look.opened),
        broken=look.opened.broken,
    )


def _stamp(status: RoundStatus) -> str:
    """Say how far the round is, and who approved it."""
    if status.state is RoundState.NOTHING:
        return "Jeszcze nie sprawdzano tego, co wpłynęło."
    day = datetime.date.fromisoformat(status.facts.as_of) if status.facts.as_of else None
    told = f"Stan: {status.state}{f', dane na {long_date(day)}' if day else ''}"
    approval = status.approval
    if approval:
        lapsed = "" if status.approved else " (wygasło, bo dane zmieniono)"
        told = f"{told}. Zatwierdzenie: {approval}{lapsed}"
    return told if told.endswith(".") else f"{told}."


def _unit(status: RoundStatus, unit: UnitFact, roles: Mapping[str, str]) -> UnitRow:
    message = f"units/{unit.code}/message"
    return UnitRow(
        name=unit.name,
        short=unit.short,
        look=unit.state.name.lower(),
        state=str(unit.state),
        due=_due(status, unit),
        owed=unit.owed,
        answered=unit.answered,
        errors=unit.errors,
        warnings=unit.warnings,
        files=unit.files,
        message=message if message in roles else "",
    )


def _due(status: RoundStatus, unit: UnitFact) -> str:
    """Say how late a unit is, and when it was reminded."""
    late = status.days_late(unit) or unit.days_late
    told = [f"{counted(late, 'dzień', 'dni', 'dni')} po terminie"] if late else []
    reminder = status.reminders.get(unit.code)
    return "; ".join([*told, reminder_words(reminder)] if reminder and unit.owes else told)


def _line(entry: CalendarEntry, today: datetime.date) -> CalendarLine:
    return CalendarLine(
        entry.date.isoformat(), long_date(entry.date), entry.name, entry.date < today
    )


def _journal(opened: Opened) -> tuple[tuple[str, str], ...]:
    events = reversed(opened.events[-MOST_LINES:])
    return tuple((local_time(event.at), event_sentence(event)) for event in events)

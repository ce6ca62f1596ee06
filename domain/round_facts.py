"""What status.json tells of a round as it stood at the last run: counts, units, matters.

Only what the report shows, too: findings are masked where they are made.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from domain.board import Board, UnitLine, UnitState, build_board
from domain.finding_list import group_name
from domain.matters import MOST_MATTERS, Matter, all_matters, open_counts
from domain.owing import OwedAction, Owing, who_owes
from domain.programme import Programme
from domain.rounds import Output, Standing
from domain.rules import Severity

DRAFT, FINAL = "draft", "final"


@dataclass(frozen=True, slots=True)
class OwedFact:
    """An action that a unit owes, with what is missing in words ("liczba spotkań")."""

    action: str
    name: str
    whole: bool
    indicators: tuple[str, ...]
    spending: bool
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitFact:
    """One unit; `owed` of its actions are expected, `owing` is what is left of them.

    `errors`, `warnings`, `infos` are open; `due` and `date` are ISO dates or nothing; `answers`
    are the files for the unit, by kind (receipt, annotated, message), as paths inside the set.
    """

    code: str
    name: str
    short: str
    state: UnitState
    owed: int
    answered: int
    owing: tuple[OwedFact, ...] = ()
    corrections: int = 0
    errors: int = 0
    warnings: int = 0
    infos: int = 0
    due: str = ""
    date: str = ""
    days_late: int = 0
    files: tuple[str, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)

    @property
    def owes(self) -> bool:
        """Whether anything is left for it to do."""
        return bool(self.owing or self.corrections)


@dataclass(frozen=True, slots=True)
class MatterFact:
    """One of the first matters: its first finding's sentences and place, the ids of all.

    `about` is whose it is, in short; `places` are where else it is found.
    """

    ids: tuple[str, ...]
    rule: str
    severity: Severity
    unit: str
    about: str
    action: str
    indicator: str
    field: str
    message: str
    remedy: str
    file: str
    sheet: str
    cell: str
    value: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A file of the drop folder that was not read, and why."""

    file: str
    verdict: str
    reason: str
    unit: str


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """What is told of a round; `blocking` counts by unit ("" for none) the matters of which each
    keeps the final version from being made, the first ones and the others.

    `submitted` of `expected` units have a report that was read; `gaps` of `actions` lack an answer.
    """

    programme: str
    year: int
    state: str
    as_of: str
    version: str
    approved: bool
    approval: str
    expected: int
    submitted: int
    errors: int
    warnings: int
    infos: int
    decided: int
    blockers: int
    gaps: int
    actions: int
    blocking: Mapping[str, int]
    further_matters: int
    matters: tuple[MatterFact, ...]
    units: tuple[UnitFact, ...]
    not_taken: tuple[NotTaken, ...]


def round_facts(standing: Standing, outputs: Sequence[Output], *, final: bool) -> RoundFacts:
    """Return what is told of a round, with the files that were made for its units."""
    programme, findings = standing.programme, standing.findings
    counts, matters = open_counts(findings), all_matters(findings)
    board = build_board(standing)
    expected = {unit.code for unit in programme.expected_units()}
    heavy = (one.first for one in matters if one.first.severity is Severity.ERROR)
    return RoundFacts(
        programme=programme.slug,
        year=programme.year,
        state=FINAL if final else DRAFT,
        as_of=standing.as_of,
        version=standing.version,
        approved=standing.approved,
        approval=standing.approval.sentence if standing.approval else "",
        expected=len(expected),
        submitted=sum(one.unit in expected for one in standing.submissions),
        errors=counts[Severity.ERROR],
        warnings=counts[Severity.WARNING],
        infos=counts[Severity.INFO],
        decided=sum(bool(one.decision) for one in findings),
        blockers=len(standing.blockers),
        gaps=sum(bool(one.missing) for one in standing.merged.actions),
        actions=len(standing.merged.actions),
        blocking=dict(sorted(Counter(one.place.unit for one in heavy).items())),
        further_matters=max(0, len(matters) - MOST_MATTERS),
        matters=tuple(_matter(programme, one) for one in matters[:MOST_MATTERS]),
        units=_units(standing, board, outputs),
        not_taken=tuple(
            NotTaken(one.file, one.verdict.value, one.reason, one.unit) for one in board.not_taken
        ),
    )


def no_facts(programme: Programme) -> RoundFacts:
    """Return what can be told of a round before its first run: all is owed."""
    return round_facts(Standing.before(programme), (), final=False)


def _units(standing: Standing, board: Board, outputs: Sequence[Output]) -> tuple[UnitFact, ...]:
    owing = {one.unit.code: one for one in who_owes(standing)}
    return tuple(
        _unit(standing.programme, line, owing.get(line.unit.code), outputs) for line in board.lines
    )


def _unit(
    programme: Programme, line: UnitLine, owing: Owing | None, outputs: Sequence[Output]
) -> UnitFact:
    unit, due = line.unit, programme.due_of(line.unit)
    folder = f"units/{unit.code}/"
    return UnitFact(
        code=unit.code,
        name=unit.name,
        short=unit.short,
        state=line.state,
        owed=line.owed,
        answered=line.answered,
        owing=tuple(_owed(one) for one in owing.actions) if owing else (),
        corrections=owing.corrections if owing else 0,
        errors=line.findings[Severity.ERROR],
        warnings=line.findings[Severity.WARNING],
        infos=line.findings[Severity.INFO],
        due=due.isoformat() if due else "",
        date=line.date,
        days_late=line.days_late,
        files=line.files,
        answers={
            one.role.removeprefix(folder): one.name
            for one in outputs
            if one.role.startswith(folder)
        },
    )


def _owed(owed: OwedAction) -> OwedFact:
    keys = tuple(one.key for one in owed.indicators)
    return OwedFact(owed.action.id, owed.name, owed.whole, keys, owed.spending, owed.lacking)


def _matter(programme: Programme, matter: Matter) -> MatterFact:
    place, origin = matter.first.place, matter.first.place.origin
    return MatterFact(
        ids=tuple(one.id for one in matter.findings),
        rule=matter.first.rule.code,
        severity=matter.first.severity,
        unit=place.unit,
        about=group_name(programme, matter.first),
        action=place.action,
        indicator=place.indicator,
        field=place.field,
        message=matter.first.message,
        remedy=matter.first.remedy,
        file=origin.file,
        sheet=origin.sheet,
        cell=origin.cell,
        value=place.value,
        places=matter.places,
    )

"""The next round's plan, as the units propose it: what changes, what is disputed, what stays.

Where several units answer for an indicator its own rule decides: the lead's proposal, the largest,
the latest. Proposals that differ otherwise change nothing and are told.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.combining_supplements import proposed_plan
from domain.form_sheets import FormSheet
from domain.programme import Action, Combine, Indicator, Programme, Unit
from domain.submissions import CellState, Origin, ReportedRow, Submission, qualifier_of
from domain.supplements import MOST_COUNTED, Asked
from domain.table import DIVISIBLE
from domain.values import Absence, Value


class Wish(StrEnum):
    """What a unit wants with the plan of an indicator."""

    KEPT = "kept"
    EMPTIED = "emptied"
    CHANGED = "changed"
    DROPPED = "dropped"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What one unit said of the plan of one indicator; `value` is what it wants instead.

    `said` is what stands in the cell of the `field` that is asked about, or proposed in.
    """

    unit: Unit
    action: Action
    indicator: Indicator
    before: Value | None
    wish: Wish
    value: Value | None
    remark: str
    origin: Origin
    key: str
    date: str = ""
    said: str = ""
    field: Asked = Asked.PROPOSED

    @property
    def place(self) -> tuple[str, str]:
        """The action and the indicator."""
        return self.action.id, self.indicator.key

    @property
    def shown(self) -> str:
        """What is proposed, in words."""
        return "rezygnacja" if self.value is None else str(self.value)


@dataclass(frozen=True, slots=True)
class Agreed:
    """What becomes of the plan of one indicator.

    `taken` are the proposals behind `after`, `left` those that are not carried out; `disputed`:
    they contradict each other, and the plan stays.
    """

    action: Action
    indicator: Indicator
    before: Value | None
    after: Value | None
    taken: tuple[Proposal, ...] = ()
    left: tuple[Proposal, ...] = ()
    disputed: bool = False


def has_plans(submissions: Iterable[Submission]) -> bool:
    """Whether any unit sent the sheet with the next year's plan."""
    return any(one.supplements.next_plan for one in submissions)


def proposals(programme: Programme, submissions: Sequence[Submission]) -> Iterator[Proposal]:
    """Yield what each unit says of the plan, by unit, in printed order; what stays included."""
    order = {unit: place for place, unit in enumerate(programme.units)}
    actions = programme.action_by_id()
    for submission in sorted(submissions, key=lambda one: order[one.unit]):
        unit = programme.units[submission.unit]
        for row in submission.supplements.next_plan:
            action_id, key = _place(row)
            action = actions.get(action_id)
            indicator = action.indicator(key) if action else None
            if action and indicator and unit in programme.reporters(action):
                before = programme.planned(action).values.get(key)
                yield _proposal(submission, unit, action, indicator, before, row)


def astray(programme: Programme, submission: Submission) -> Iterator[ReportedRow]:
    """Yield the rows with a number that belongs to no indicator of the unit's."""
    actions = programme.action_by_id()
    unit = programme.units[submission.unit]
    for row in submission.supplements.next_plan:
        action_id, key = _place(row)
        action = actions.get(action_id)
        known = action is not None and action.indicator(key) is not None
        own = action is not None and unit in programme.reporters(action)
        if not (known and own) and row.cell(Asked.PROPOSED).text:
            yield row


def agreed(programme: Programme, said: Iterable[Proposal]) -> Mapping[tuple[str, str], Agreed]:
    """Return what becomes of each indicator for which something was proposed, in printed order."""
    by_place: dict[tuple[str, str], list[Proposal]] = {}
    for one in said:
        if one.wish in (Wish.CHANGED, Wish.DROPPED):
            by_place.setdefault(one.place, []).append(one)
    return {
        (action.id, indicator.key): _settled(programme, by_place[action.id, indicator.key])
        for action in programme.actions()
        for indicator in action.indicators
        if (action.id, indicator.key) in by_place
    }


def _place(row: ReportedRow) -> tuple[str, str]:
    mark = FormSheet.NEXT_PLAN.mark
    if not row.key.startswith(mark):
        return "", ""
    action, _, key = row.key.removeprefix(mark).partition("/")
    return action, key


def _proposal(
    submission: Submission,
    unit: Unit,
    action: Action,
    indicator: Indicator,
    before: Value | None,
    row: ReportedRow,
) -> Proposal:
    cell = row.cell(Asked.PROPOSED)
    precision = row.cell(Asked.PRECISION)
    value = proposed_plan(row)
    wish, told, name = _wish(row, indicator, before), cell, Asked.PROPOSED
    if wish is Wish.UNREADABLE and qualifier_of(precision.text) is None:
        told, name = precision, Asked.PRECISION
    return Proposal(
        unit,
        action,
        indicator,
        before,
        wish,
        value if wish is Wish.CHANGED else None,
        row.cell(Asked.REMARK).text,
        told.origin if told.origin.file else Origin(submission.file),
        row.key,
        submission.date,
        told.text,
        name,
    )


def _wish(row: ReportedRow, indicator: Indicator, before: Value | None) -> Wish:
    cell = row.cell(Asked.PROPOSED)
    if cell.state is CellState.BLANK:
        return Wish.KEPT if before is None else Wish.EMPTIED
    if cell.absence is Absence.NOT_APPLICABLE:
        return Wish.KEPT if before is None else Wish.DROPPED
    value = proposed_plan(row)
    if value is None or not _possible(value, indicator):
        return Wish.UNREADABLE
    return Wish.KEPT if value == before else Wish.CHANGED


def _possible(value: Value, indicator: Indicator) -> bool:
    """Whether anybody can plan so many of it: half a meeting is none, nor are a billion."""
    halves = {noun.kind for noun in indicator.phrase.nouns} & DIVISIBLE
    whole = value.number == value.number.to_integral_value()
    return 0 <= value.number < MOST_COUNTED and (whole or bool(halves))


def _settled(programme: Programme, said: Sequence[Proposal]) -> Agreed:
    counting = _counting(programme, said)
    left = tuple(one for one in said if one not in counting)
    first = said[0]
    outcomes = {one.value for one in counting}
    about = (first.action, first.indicator, first.before)
    if len(outcomes) == 1:
        return Agreed(*about, counting[0].value, tuple(counting), left)
    return Agreed(*about, first.before, (), tuple(said), disputed=bool(outcomes))


def _counting(programme: Programme, said: Sequence[Proposal]) -> Sequence[Proposal]:
    """Return the proposals that the indicator's rule lets count."""
    first = said[0]
    match first.indicator.combine:
        case Combine.LEAD:
            leads = {programme.reporting_unit(code) for code in first.action.leads}
            return [one for one in said if one.unit in leads]
        case Combine.MAXIMUM if all(one.value is not None for one in said):
            most = max(one.value.number for one in said if one.value is not None)
            return [one for one in said if one.value is not None and one.value.number == most]
        case Combine.LATEST:
            latest = max(one.date for one in said)
            return [one for one in said if one.date == latest]
    return said

"""What changed when a unit sent its report again: values, findings, and so the totals."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.combining import answer_cells
from domain.findings import Finding
from domain.form import Field
from domain.merging import Merged
from domain.privacy import masked
from domain.programme import Programme
from domain.submissions import Cell, Origin, Submission
from domain.wording import item_text

CHANGE_COLUMNS = (
    "jednostka",
    "co",
    "działanie",
    "czego dotyczy",
    "było",
    "jest",
    "plik",
    "komórka",
)


class ChangeKind(StrEnum):
    """What can change; the words are those that people read."""

    VALUE = "zmieniona wartość"
    GONE = "uwaga nieaktualna"
    NEW = "nowa uwaga"
    TOTAL = "wynik działania"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is otherwise than in the unit's previous submission."""

    kind: ChangeKind
    unit: str
    action: str
    about: str
    before: str
    after: str
    origin: Origin = Origin()

    def row(self) -> tuple[str, ...]:
        """Return the change in the order of CHANGE_COLUMNS."""
        return (
            self.unit,
            self.kind,
            self.action,
            self.about,
            self.before,
            self.after,
            self.origin.file,
            self.origin.cell,
        )


@dataclass(frozen=True, slots=True)
class World:
    """One state of a round: submissions, what they make together, the findings."""

    submissions: Sequence[Submission]
    merged: Merged
    findings: Sequence[Finding]


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A cell that the unit's previous submission filled and the one in force leaves blank."""

    unit: str
    action: str
    key: str
    field: str
    before: Cell
    file: str


def withdrawn(now: Sequence[Submission], before: Sequence[Submission]) -> Iterator[Withdrawn]:
    """Yield the values and words that a resubmission leaves out."""
    by_unit = {one.unit: one for one in now}
    for earlier in before:
        later = by_unit.get(earlier.unit)
        if later is None:
            continue
        filled = answer_cells(later)
        for (action, key, name), cell in answer_cells(earlier).items():
            if (action, key, name) not in filled and name in (Field.VALUE, Field.SPENDING):
                yield Withdrawn(earlier.unit, action, key, name, cell, later.file)


def changes(
    programme: Programme, before: World, now: World, units: Collection[str]
) -> list[Change]:
    """Return what the resubmissions of `units` changed, by unit in the order of the programme."""
    order = [unit for unit in programme.units if unit in units]
    return [
        change
        for unit in order
        for change in (
            *_values(programme, unit, before, now),
            *_findings(unit, before, now),
            *_totals(programme, unit, before, now),
        )
    ]


def _values(programme: Programme, unit: str, before: World, now: World) -> Iterator[Change]:
    old, new = _cells(before, unit), _cells(now, unit)
    for place in sorted({*old, *new}, key=_printed(programme)):
        was, is_now = old.get(place, Cell()), new.get(place, Cell())
        if was.text != is_now.text:
            action, key, name = place
            about = " / ".join(part for part in (key, name) if part)
            origin = is_now.origin if is_now.origin.file else was.origin
            texts = (masked(was.text), masked(is_now.text))
            yield Change(ChangeKind.VALUE, unit, action, about, *texts, origin)


def _printed(programme: Programme) -> "Rank":
    return Rank([action.id for action in programme.actions()])


class Rank:
    """Sorts places (action, key, field) by the printed order of actions."""

    def __init__(self, order: Sequence[str]) -> None:
        self.place = {action: place for place, action in enumerate(order)}

    def __call__(self, place: tuple[str, str, str]) -> tuple[int, tuple[str, str, str]]:
        return self.place.get(place[0], len(self.place)), place


def _cells(world: World, unit: str) -> Mapping[tuple[str, str, str], Cell]:
    own = next((one for one in world.submissions if one.unit == unit), None)
    return answer_cells(own) if own is not None else {}


def _findings(unit: str, before: World, now: World) -> Iterator[Change]:
    old = {finding.id: finding for finding in before.findings if finding.place.unit == unit}
    new = {finding.id: finding for finding in now.findings if finding.place.unit == unit}
    for kind, one, other in ((ChangeKind.GONE, old, new), (ChangeKind.NEW, new, old)):
        for name, finding in one.items():
            if name not in other:
                place = finding.place
                texts = (finding.message, "") if kind is ChangeKind.GONE else ("", finding.message)
                yield Change(kind, unit, place.action, finding.rule.code, *texts, place.origin)


def _totals(programme: Programme, unit: str, before: World, now: World) -> Iterator[Change]:
    """Yield the printed results that differ in the actions to which the unit contributes."""
    old = _items(before.merged)
    new = _items(now.merged)
    own = {
        action.id
        for action in programme.actions()
        if programme.units[unit] in programme.reporters(action)
    }
    for action, items in new.items():
        earlier = old.get(action, {})
        for key in dict.fromkeys([*earlier, *items]):
            was, is_now = earlier.get(key, ""), items.get(key, "")
            if action in own and was != is_now:
                yield Change(ChangeKind.TOTAL, unit, action, key, was, is_now)


def _items(merged: Merged) -> dict[str, dict[str, str]]:
    return {
        one.action.id: {item.key: item_text(item) for item in one.items} for one in merged.actions
    }

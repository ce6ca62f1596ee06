"""How complete the data are: for each action of the programme, and for each area."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.merging import Item, MergedAction
from domain.programme import Programme, Section, Unit
from domain.wording import Lines, realised_lines, spending_lines


class Coverage(StrEnum):
    """How much of an action is answered; the words are those that people read."""

    FULL = "pełne dane"
    PART = "dane niepełne"
    NONE = "brak danych"


@dataclass(frozen=True, slots=True)
class ActionCoverage:
    """One action: who answers for it, how many of its planned indicators have a result."""

    merged: MergedAction
    units: tuple[Unit, ...]
    state: Coverage
    planned: int
    given: int

    @property
    def owing(self) -> tuple[Unit, ...]:
        """The units that have not answered."""
        return self.merged.missing


@dataclass(frozen=True, slots=True)
class AreaCoverage:
    """One outermost section of the programme with all actions below it, in printed order."""

    key: str
    name: str
    title: str
    actions: tuple[ActionCoverage, ...]

    def count(self, state: Coverage) -> int:
        """Return how many actions are so far answered."""
        return sum(action.state is state for action in self.actions)

    @property
    def incomplete(self) -> tuple[ActionCoverage, ...]:
        """The actions whose data are not full."""
        return tuple(action for action in self.actions if action.state is not Coverage.FULL)


def coverage(programme: Programme, actions: Sequence[MergedAction]) -> tuple[AreaCoverage, ...]:
    """Return the coverage of each area; sections without a number go by their title."""
    merged = {one.action.id: one for one in actions}
    return tuple(
        AreaCoverage(
            area.key,
            area_name(programme, area),
            area.title.rstrip(":"),
            tuple(
                _action(programme, merged[action.id])
                for section in area.walk()
                for action in section.actions
            ),
        )
        for area in programme.sections
    )


def area_name(programme: Programme, area: Section) -> str:
    """Return what an area is called in short: "Obszar I"; its title where it has no number."""
    level = programme.levels.get(area.level, area.level)
    return (
        f"{level[:1].upper()}{level[1:]} {area.number}" if area.number else area.title.rstrip(":")
    )


def _action(programme: Programme, merged: MergedAction) -> ActionCoverage:
    planned = tuple(merged.plan.values) if merged.status.has_results else ()
    given = sum(any(_is_given(item, key) for item in merged.items) for key in planned)
    lines = (*realised_lines(programme, merged), *spending_lines(merged))
    if not merged.answered:
        state = Coverage.NONE
    else:
        complete = given == len(planned) and not has_gap(lines)
        state = Coverage.FULL if complete else Coverage.PART
    units = programme.reporters(merged.action)
    return ActionCoverage(merged, units, state, len(planned), given)


def _is_given(item: Item, key: str) -> bool:
    """Whether an indicator has a value, or a sign that says why there is none."""
    return item.key == key and not item.owing and (item.value is not None or not item.mark)


def has_gap(lines: Lines) -> bool:
    """Whether what will be printed shows that something is missing."""
    return any(run.gap for line in lines for run in line)

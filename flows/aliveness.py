"""How alive the annex is: each value is changed through the workbooks, the text must follow."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from domain.answers import answers_of
from domain.merging import Merged
from domain.programme import PlannedAction, Programme
from domain.review import numbers_in
from domain.submissions import Submission
from domain.values import Value
from domain.wording import plain, planned_text, realised_lines
from tasks.adapters.definitions import load_definition
from tasks.adapters.file_reading import read_submission
from tasks.adapters.rooms import Rooms
from tasks.adapters.store import private_store
from tasks.adapters.workbook_writing import write_form
from tasks.collect import collect, look
from tasks.merge import merge

Change = Callable[[Decimal], Decimal]

TRIALS: Mapping[str, Change] = {
    "+1": lambda number: number + 1,
    "1": lambda _: Decimal(1),
    "2": lambda _: Decimal(2),
    "5": lambda _: Decimal(5),
    "1,5": lambda _: Decimal("1.5"),
}


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the cells that hold typed values follow every change."""

    column: str
    alive: int
    cells: int
    still: tuple[str, ...]

    def __str__(self) -> str:
        share = 100 * self.alive / self.cells if self.cells else 100.0
        percent = f"{share:.1f}".replace(".", ",")
        return f"{self.column}: {self.alive} z {self.cells} komórek z liczbami ({percent} %)"


def measure(rooms: Rooms, slug: str, year: int) -> tuple[Share, Share]:
    """Return the shares for the plan and for the results of a round's committed inputs."""
    definition = load_definition(rooms, slug, year)
    programme = definition.programme
    with private_store() as store:
        looked = look(rooms.drop_folder(slug, year), store, definition.limits)
        submissions = collect(programme, looked, definition.limits).submissions
    planned = {key: values for key, values in _planned(programme) if values}
    realised = {key: values for key, values in _realised(merge(programme, submissions)) if values}
    still_planned: set[str] = set()
    still_realised: set[str] = set()
    for change in TRIALS.values():
        changed, merged = changed_round(programme, submissions, change)
        texts = {
            one.action.id: (
                planned_text(one.action, one.plan),
                plain(realised_lines(changed, one)),
            )
            for one in merged.actions
        }
        still_planned |= {
            key for key, values in planned.items() if not _follows(texts[key][0], values, change)
        }
        still_realised |= {
            key for key, values in realised.items() if not _follows(texts[key][1], values, change)
        }
    return (
        Share(
            "Plan", len(planned) - len(still_planned), len(planned), tuple(sorted(still_planned))
        ),
        Share(
            "Wykonanie",
            len(realised) - len(still_realised),
            len(realised),
            tuple(sorted(still_realised)),
        ),
    )


def changed_round(
    programme: Programme, submissions: Sequence[Submission], change: Change
) -> tuple[Programme, Merged]:
    """Change every planned and realised value, write the workbooks, read them, merge."""
    plan = {key: _replanned(planned, change) for key, planned in programme.plan.items()}
    changed = replace(programme, plan=plan)
    read = [
        read_submission(changed, one.file, _rewritten(changed, one, change)) for one in submissions
    ]
    return changed, merge(changed, tuple(read))


def _rewritten(programme: Programme, submission: Submission, change: Change) -> bytes:
    answers = answers_of(submission, change)
    return write_form(programme, programme.units[submission.unit], answers)


def _replanned(planned: PlannedAction, change: Change) -> PlannedAction:
    values = {
        key: Value(change(value.number), value.qualifier) for key, value in planned.values.items()
    }
    return replace(planned, values=values)


def _planned(programme: Programme) -> Iterator[tuple[str, list[Decimal]]]:
    for key, planned in programme.plan.items():
        yield key, [value.number for value in planned.values.values()]


def _realised(merged: Merged) -> Iterator[tuple[str, list[Decimal]]]:
    for one in merged.actions:
        yield one.action.id, [item.value.number for item in one.items if item.value is not None]


def _follows(text: str, values: Sequence[Decimal], change: Change) -> bool:
    """Whether each changed value stands in the text, as often as it should."""
    shown = list(numbers_in(text))
    for value in values:
        wanted = change(value)
        if wanted not in shown:
            return False
        shown.remove(wanted)
    return True

"""What changed since the units' previous versions, in the words that people read."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.finding_list import shown_value
from domain.form import form_columns
from domain.merging import Merged
from domain.programme import Programme, Unit
from domain.resubmission import Change, ChangeKind

MOST_CHANGES = 100


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change; `about` in words, `rule` the code of a finding that came or went.

    `before` and `after` as people read them.
    """

    change: Change
    about: str
    rule: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class UnitChanges:
    """What one unit's new version changed; of more than MOST_CHANGES the first are listed."""

    unit: Unit
    lines: tuple[ChangeLine, ...]
    total: int


def unit_changes(
    programme: Programme, merged: Merged, changes: Sequence[Change]
) -> tuple[UnitChanges, ...]:
    """Return the changes by unit, in the order in which they were told."""
    teller = _Teller(programme, merged)
    by_unit: dict[str, list[Change]] = {}
    for change in changes:
        by_unit.setdefault(change.unit, []).append(change)
    return tuple(
        UnitChanges(
            programme.units[unit],
            tuple(teller.line(change) for change in own[:MOST_CHANGES]),
            len(own),
        )
        for unit, own in by_unit.items()
    )


class _Teller:
    def __init__(self, programme: Programme, merged: Merged) -> None:
        self.labels = {
            (one.action.id, indicator.key): f"liczba {indicator.phrase.label}"
            for one in merged.actions
            for indicator in one.action.indicators
        }
        self.extra = {
            (one.action.id, item.key): item.phrase.label
            for one in merged.actions
            for item in one.items
        }
        self.headers = {
            column.field: column.header
            for unit in programme.expected_units()
            for column in form_columns(programme, unit)
        }

    def line(self, change: Change) -> ChangeLine:
        if change.kind in (ChangeKind.GONE, ChangeKind.NEW):
            return ChangeLine(change, "", change.about, change.before, change.after)
        parts = [part for part in change.about.split(" / ") if part]
        words = [self._word(change.action, part) for part in parts]
        about = " – ".join(words)
        before, after = shown_value(change.before), shown_value(change.after)
        return ChangeLine(change, about, "", before, after)

    def _word(self, action: str, part: str) -> str:
        known = self.labels.get((action, part)) or self.headers.get(part)
        return known or self.extra.get((action, part), part)

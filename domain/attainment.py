"""What was realised against what was planned, for each indicator that has both as numbers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.findings import Finding
from domain.merging import Item, MergedAction
from domain.rules import Severity
from domain.values import Qualifier, Value


@dataclass(frozen=True, slots=True)
class Attained:
    """One indicator: its plan (above zero), its result, the heaviest finding on it if any."""

    action: str
    label: str
    planned: Value
    realised: Value
    severity: Severity | None

    @property
    def ratio(self) -> Decimal:
        """How many times the plan was realised."""
        return self.realised.number / self.planned.number


@dataclass(frozen=True, slots=True)
class Band:
    """How many indicators were realised to some extent; `label` is what people read.

    `width` is the length of its bar, in percent of the longest.
    """

    label: str
    count: int
    width: float


# Each band ends before its number of times the plan; the last one has no end.
_BANDS = (
    ("nie wykonano (0)", Decimal("1e-30")),
    ("poniżej połowy planu", Decimal("0.5")),
    ("od połowy do 90% planu", Decimal("0.9")),
    ("od 90% do 110% planu", Decimal("1.1")),
    ("od 110% do dwukrotności planu", Decimal(2)),
    ("dwukrotność planu i więcej", Decimal("Infinity")),
)


def attained(actions: Sequence[MergedAction], findings: Sequence[Finding]) -> tuple[Attained, ...]:
    """Return the indicators whose plan and result can be held against each other, as printed."""
    severities = _severities(findings)
    return tuple(one for action in actions for one in _of_action(action, severities))


def bands(found: Sequence[Attained]) -> tuple[Band, ...]:
    """Count the indicators by how far they are from the plan, the least realised first."""
    counts = [0] * len(_BANDS)
    for one in found:
        counts[next(place for place, (_, end) in enumerate(_BANDS) if one.ratio < end)] += 1
    most = max(*counts, 1)
    return tuple(
        Band(label, count, round(100 * count / most, 1))
        for (label, _), count in zip(_BANDS, counts, strict=True)
    )


def _of_action(
    merged: MergedAction, severities: Mapping[tuple[str, str], Severity]
) -> Iterator[Attained]:
    for indicator in merged.action.indicators:
        planned = merged.plan.values.get(indicator.key)
        items = [item for item in merged.items if item.key == indicator.key]
        # Several items are the units' own results, each listed: none of them is the whole.
        if planned is None or planned.number <= 0 or len(items) != 1:
            continue
        realised = _comparable(items[0], planned)
        if realised is not None:
            label = f"liczba {indicator.phrase.label}"
            severity = severities.get((merged.action.id, indicator.key))
            yield Attained(merged.action.id, label, planned, realised, severity)


def _comparable(item: Item, planned: Value) -> Value | None:
    """Return a result that is not negative and of the plan's kind: a year's, or a month's."""
    value = item.value
    if value is None or value.number < 0:
        return None
    monthly = {planned.qualifier is Qualifier.RATE, value.qualifier is Qualifier.RATE}
    return value if len(monthly) == 1 else None


def _severities(findings: Sequence[Finding]) -> dict[tuple[str, str], Severity]:
    """Return the heaviest severity on each indicator."""
    heaviest: dict[tuple[str, str], Severity] = {}
    weight = {severity: place for place, severity in enumerate(Severity)}
    for finding in findings:
        about = (finding.place.action, finding.place.indicator)
        known = heaviest.get(about)
        if known is None or weight[finding.severity] < weight[known]:
            heaviest[about] = finding.severity
    return heaviest

"""The geometry of the report's two plots, in the units of their own view boxes."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.attainment import Attained
from domain.coverage import AreaCoverage, Coverage
from domain.polish.numbers import format_number
from domain.rules import Severity

# The view box is 680 wide and 420 high.
LEFT, TOP = 76, 34
SIDE_X, SIDE_Y = 560, 330
# Results of zero have no logarithm: they stand in a lane of their own under the plot.
ZERO_LANE = 22
# Dots nearer than this look like one.
_GRID = 2


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the grid with the number that it stands for."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Dot:
    """One indicator (or several in the same spot: the heaviest), with words for the pointer."""

    x: float
    y: float
    severity: Severity | None
    title: str


@dataclass(frozen=True, slots=True)
class Guide:
    """A line on which the result is some multiple of the plan; from (x1, y1) to (x2, y2).

    `below`: its label stands under it.
    """

    label: str
    below: bool
    x1: float
    y1: float
    x2: float
    y2: float

    @property
    def label_x(self) -> float:
        """Where the label ends, near the line's upper end."""
        return self.x2 if self.below else round(self.x2 - 26, 1)

    @property
    def label_y(self) -> float:
        """The label's base line."""
        return round(self.y2 + (40 if self.below else 10), 1)


@dataclass(frozen=True, slots=True)
class Frame:
    """The sides of the plot in its view box."""

    left: int = LEFT
    top: int = TOP
    right: int = LEFT + SIDE_X
    bottom: int = TOP + SIDE_Y


@dataclass(frozen=True, slots=True)
class Scatter:
    """Plans to the right, results upwards, both in logarithms; y grows downwards.

    `zero` is where results of zero stand, if there are any.
    """

    dots: tuple[Dot, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    guides: tuple[Guide, ...]
    zero: float | None

    @property
    def floor(self) -> float:
        """Where the plot ends and the numbers under it begin."""
        return self.zero or float(TOP + SIDE_Y)


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar, in percent of its width."""

    state: Coverage
    count: int
    x: float
    width: float


def bar(area: AreaCoverage) -> tuple[Segment, ...]:
    """Return the parts of an area's bar: full, part, none; without the empty ones."""
    segments: list[Segment] = []
    x = 0.0
    for state in Coverage:
        count = area.count(state)
        if count:
            width = round(100 * count / len(area.actions), 2)
            segments.append(Segment(state, count, round(x, 2), width))
            x += width
    return tuple(segments)


def scatter(found: Sequence[Attained]) -> Scatter | None:
    """Return the plot of results against plans; None where there is nothing to plot."""
    numbers = [
        number for one in found for number in (one.planned.number, one.realised.number) if number
    ]
    if not numbers:
        return None
    low = math.floor(min(0.0, *(_log(number) for number in numbers)))
    high = max(math.ceil(max(_log(number) for number in numbers)), low + 1)
    axes = _Axes(low, high)
    ticks = range(low, high + 1)
    return Scatter(
        dots=_dots(found, axes),
        across=tuple(Tick(axes.x(power), _power(power)) for power in ticks),
        up=tuple(Tick(axes.y(power), _power(power)) for power in ticks),
        guides=tuple(axes.guide(times, label) for times, label in _GUIDES),
        zero=TOP + SIDE_Y + ZERO_LANE if any(not one.realised.number for one in found) else None,
    )


_GUIDES = ((Decimal(5), "5 × plan"), (Decimal(1), "plan"), (Decimal("0.2"), "⅕ planu"))
_HEAVINESS: Mapping[Severity | None, int] = {
    None: 0,
    Severity.INFO: 1,
    Severity.WARNING: 2,
    Severity.ERROR: 3,
}


@dataclass(frozen=True, slots=True)
class _Axes:
    """Both axes run over the same powers of ten."""

    low: int
    high: int

    def x(self, power: float) -> float:
        return round(LEFT + SIDE_X * (power - self.low) / (self.high - self.low), 1)

    def y(self, power: float) -> float:
        return round(TOP + SIDE_Y * (self.high - power) / (self.high - self.low), 1)

    def guide(self, times: Decimal, label: str) -> Guide:
        """Return the line of `times` the plan, cut off where the plot ends."""
        shift = _log(times)
        start, end = max(self.low, self.low - shift), min(self.high, self.high - shift)
        return Guide(
            label, times < 1, self.x(start), self.y(start + shift), self.x(end), self.y(end + shift)
        )


def _dots(found: Sequence[Attained], axes: _Axes) -> tuple[Dot, ...]:
    """Return the dots, the heaviest last so that they lie on top; one for each spot."""
    spots: dict[tuple[int, int], Dot] = {}
    for one in sorted(found, key=lambda one: -_HEAVINESS[one.severity]):
        x = axes.x(_log(one.planned.number))
        number = one.realised.number
        y = axes.y(_log(number)) if number else float(TOP + SIDE_Y + ZERO_LANE)
        title = f"{one.action}, {one.label}: plan {one.planned}, wykonanie {one.realised}"
        spots.setdefault((round(x / _GRID), round(y / _GRID)), Dot(x, y, one.severity, title))
    return tuple(reversed(spots.values()))


def _log(number: Decimal) -> float:
    return math.log10(number)


def _power(power: int) -> str:
    return format_number(Decimal(10) ** power)

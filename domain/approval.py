"""Approval: who took responsibility for which version of the data, and what changed since."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.ledger import FIGURE_COLUMNS

_ABOUT = ("action", "indicator", "unit")
_SAID = ("realised", "spending", "status", "text")


@dataclass(frozen=True, slots=True)
class Approval:
    """A person's approval of one version; `date` is ISO, `figures` the SHA-256 of the figures
    that were approved."""

    version: str
    who: str
    date: str
    letter: str
    comment: str = ""
    figures: str = ""

    @property
    def sentence(self) -> str:
        """The approval in words."""
        comment = f" – {self.comment}" if self.comment else ""
        return f"{self.who}, {self.date}, pismo {self.letter}, wersja {self.version[:8]}{comment}"


Row = Sequence[str]
Matter = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure that differs between two sets; `noun` is what it counts, where that is told."""

    action: str
    indicator: str
    unit: str
    noun: str
    was: str
    now: str


def figure_changes(before: Sequence[Row], after: Sequence[Row]) -> Iterator[FigureChange]:
    """Yield what figures differ between two sets of rows of figures.csv."""
    old, new = _by_matter(before), _by_matter(after)
    nouns = _nouns((*before, *after))
    for matter in dict.fromkeys((*old, *new)):
        was, now = old.get(matter), new.get(matter)
        if was != now:
            yield FigureChange(*matter, nouns[matter], _said(was), _said(now))


def changed_figures(before: Sequence[Row], after: Sequence[Row]) -> Iterator[str]:
    """Yield in Polish what figures differ between two sets of rows of figures.csv."""
    for one in figure_changes(before, after):
        unit = f"({one.unit})" * bool(one.unit)
        about = " ".join(part for part in (one.action, one.indicator, unit) if part)
        yield f"{about}: {one.was} → {one.now}"


def _nouns(rows: Sequence[Row]) -> Mapping[Matter, str]:
    named = (dict(zip(FIGURE_COLUMNS, row, strict=False)) for row in rows)
    return {_matter(row): row.get("noun", "") for row in named}


def _matter(named: Mapping[str, str]) -> Matter:
    action, indicator, unit = (named.get(name, "") for name in _ABOUT)
    return action, indicator, unit


def _by_matter(rows: Sequence[Row]) -> Mapping[Matter, Mapping[str, str]]:
    found: dict[Matter, Mapping[str, str]] = {}
    for row in rows:
        named = dict(zip(FIGURE_COLUMNS, row, strict=False))
        found[_matter(named)] = {name: named.get(name, "") for name in _SAID}
    return found


def _said(values: Mapping[str, str] | None) -> str:
    if values is None:
        return "brak"
    return values["realised"] or values["spending"] or values["text"] or "brak"

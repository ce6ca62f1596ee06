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


def changed_figures(before: Sequence[Row], after: Sequence[Row]) -> Iterator[str]:
    """Yield in Polish what figures differ between two sets of rows of figures.csv."""
    old, new = _by_matter(before), _by_matter(after)
    for matter in dict.fromkeys((*old, *new)):
        was, now = old.get(matter), new.get(matter)
        if was != now:
            action, indicator, unit = matter
            about = " ".join(part for part in (action, indicator, f"({unit})" * bool(unit)) if part)
            yield f"{about}: {_said(was)} → {_said(now)}"


def _by_matter(rows: Sequence[Row]) -> Mapping[tuple[str, ...], Mapping[str, str]]:
    found: dict[tuple[str, ...], Mapping[str, str]] = {}
    for row in rows:
        named = dict(zip(FIGURE_COLUMNS, row, strict=False))
        key = tuple(named.get(name, "") for name in _ABOUT)
        found[key] = {name: named.get(name, "") for name in _SAID}
    return found


def _said(values: Mapping[str, str] | None) -> str:
    if values is None:
        return "brak"
    return values["realised"] or values["spending"] or values["text"] or "brak"

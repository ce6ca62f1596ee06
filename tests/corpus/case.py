"""One thing that an office, a program or an attacker does to a form, and what must become of it.

A case is what lies in the drop folder; the expected verdicts, findings and figures are written down
by hand from what a person sees in those files, never taken from a run.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from domain.submissions import Verdict

Files = Mapping[str, bytes]


class Family(StrEnum):
    """Who or what makes such files."""

    OFFICE = "office"
    STRUCTURE = "structure"
    FOREIGN = "foreign"
    CHANNEL = "channel"
    SEVERAL = "several"


@dataclass(frozen=True, slots=True)
class Case:
    """`name` is unique, `mechanism` groups cases that do the same in several ways.

    `figures` gives for (action, indicator) the number used ("1703", as figures.csv has it) or None
    where no number may be used; all figures that are not named are those of the clean form where
    `others_same` holds and the file is accepted. `rules` must be among the findings' codes, `quiet`
    must not. `reason` must stand in the reason of each refused file.
    """

    name: str
    mechanism: str
    family: Family
    build: Callable[[], Files]
    verdicts: Mapping[str, Verdict]
    reason: str = ""
    figures: Mapping[tuple[str, str], str | None] = field(default_factory=dict)
    rules: frozenset[str] = frozenset()
    quiet: frozenset[str] = frozenset()
    others_same: bool = True


def one_file(data: Callable[[], bytes], name: str = "formularz.xlsx") -> Callable[[], Files]:
    """Return a builder of a drop folder with a single file."""
    return lambda: {name: data()}

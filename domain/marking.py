"""What is marked in a unit's own workbook: notes on its cells, and the list of what to mend.

In a comment a note begins with AUTHOR and ends with two no-break spaces, so that it is told from
what an officer wrote in the same comment, whoever saved the file meanwhile.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from domain.rules import Severity

AUTHOR = "Sprawdzenie"
LABELS = {
    Severity.ERROR: "do poprawy",
    Severity.WARNING: "do wyjaśnienia",
    Severity.INFO: "informacja",
}
_WEIGHT = {severity: weight for weight, severity in enumerate(LABELS)}
_END = "\u00a0\u00a0"
_MORE_SPACES = re.compile("\u00a0{2,}")
_NOTE = re.compile(
    rf"(?:\r?\n){{0,2}}{AUTHOR} – (?:{'|'.join(LABELS.values())}):.*?(?:{_END}|\Z)", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class CellNote:
    """What has to be mended or explained in one cell, as polite Polish sentences."""

    sheet: str
    cell: str
    severity: Severity
    text: str

    @property
    def heading(self) -> str:
        """The line that a note begins with in a comment."""
        return f"{AUTHOR} – {LABELS[self.severity]}:"

    @property
    def body(self) -> str:
        """The note's text in a comment, with the ending by which it is known."""
        return _MORE_SPACES.sub("\u00a0", self.text).strip() + _END


@dataclass(frozen=True, slots=True)
class TodoLine:
    """One line of the list of what to mend; without a cell it is about a sheet or the file."""

    severity: Severity
    what: str
    what_to_do: str = ""
    sheet: str = ""
    cell: str = ""


def by_weight(lines: Iterable[TodoLine]) -> tuple[TodoLine, ...]:
    """What must be corrected first, then what wants an explanation; else in the given order."""
    return tuple(sorted(lines, key=lambda line: _WEIGHT[line.severity]))


def heaviest_first(notes: Iterable[CellNote]) -> tuple[CellNote, ...]:
    """Sort the notes on one cell, each once."""
    return tuple(sorted(dict.fromkeys(notes), key=lambda note: _WEIGHT[note.severity]))


def places_of_notes(text: str) -> Iterator[tuple[int, int]]:
    """Yield where notes of a check begin and end in the text of a comment."""
    return (match.span() for match in _NOTE.finditer(text))


def own_words(text: str) -> str:
    """Return a comment's text without the notes of a check: what an officer wrote there."""
    return _NOTE.sub("", text)

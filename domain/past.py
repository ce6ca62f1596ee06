"""What the year before came to: a past edition of the programme, from a figures.csv of its round.

Programmes change: what the edition counts and the programme does not, or no more, is no fault.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

NEEDED = ("action", "indicator", "realised")
# What a table written by hand from a printed annex may leave out.
_UNIT, _YEAR, _TEXT, _STATUS = "unit", "year", "text", "status"
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")

# A line of the file, or 0 for the file as a whole, with a Polish sentence.
PastFault = tuple[int, str]
Line = tuple[int, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class PastEdition:
    """The realised values of a year: (action, indicator) → unit's code (may be "") → value.

    `texts` are the words that were printed: action → unit's code → text. `free` tells how many free
    rows were used: (action, unit's code) → count.
    """

    year: int
    values: Mapping[tuple[str, str], Mapping[str, Decimal]]
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    free: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def value(self, action: str, indicator: str, unit: str, *, alone: bool) -> Decimal | None:
        """Return what a unit reported for an indicator; None where that is not known.

        `alone`: no other unit reports it now. Then the only value of that year is its own, whatever
        the unit was called.
        """
        given = self.values.get((action, indicator), {})
        if alone and len(given) == 1:
            return next(iter(given.values()))
        return given.get(unit)

    def free_rows(self, action: str, unit: str) -> int:
        """Return how many things beyond the plan a unit counted for an action."""
        return self.free.get((action, unit), 0)

    def text(self, action: str, unit: str, *, alone: bool) -> str:
        """Return how a unit's results of an action were worded; nothing where it is not known."""
        given = self.texts.get(action, {})
        if alone and len(given) == 1:
            return next(iter(given.values()))
        return given.get(unit, "")


def read_past(year: int, text: str) -> tuple[PastEdition, tuple[PastFault, ...]]:
    """Read a figures.csv of `year`; only the columns that NEEDED and the names below it name."""
    values: dict[tuple[str, str], dict[str, Decimal]] = {}
    texts: dict[str, dict[str, str]] = {}
    free: dict[tuple[str, str], int] = {}
    faults: list[PastFault] = []
    for line, row in _lines(text, faults):
        # The action's own row: its status and the cell as it was printed.
        if not row["indicator"] and row["action"] and row.get(_STATUS) and row.get(_TEXT):
            texts.setdefault(row["action"], {})[row.get(_UNIT, "")] = row[_TEXT]
        faults += [(line, message) for message in _row_faults(year, row)]
        number, key = row["realised"], (row["action"], row["indicator"])
        if not _NUMBER.fullmatch(number) or not all(key):
            continue
        # A free row is told by its place in a form, which says nothing of the next year's.
        if row["indicator"].startswith("+"):
            own = (row["action"], row.get(_UNIT, ""))
            free[own] = free.get(own, 0) + 1
            continue
        of_units, unit = values.setdefault(key, {}), row.get(_UNIT, "")
        if unit in of_units:
            told = f"{key[0]}/{key[1]}" + (f" jednostki {unit}" if unit else "")
            faults.append((line, f"wartość {told} wpisano dwa razy"))
        of_units[unit] = Decimal(number)
    return PastEdition(year, values, texts, free), tuple(faults)


def _lines(text: str, faults: list[PastFault]) -> Iterator[Line]:
    """Yield each row with the number of its first line; a fault of writing ends the table."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] | None = None
    begun = 1
    try:
        for cells in reader:
            if header is None:
                header = cells
                missing = [name for name in NEEDED if name not in header]
                faults += [(0, _missing_column(name)) for name in missing]
                if missing:
                    return
            elif cells and len(cells) != len(header):
                faults.append((begun, f"pól jest {len(cells)}, a kolumn {len(header)}"))
            elif cells:
                yield begun, {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
            begun = reader.line_num + 1
    except csv.Error as error:
        faults.append((begun, f"błąd zapisu CSV: {error}"))
        return
    if header is None:
        faults.append((0, "plik jest pusty"))


def _missing_column(name: str) -> str:
    return f"brakuje kolumny „{name}” (ma to być plik figures.csv, z kolumnami po przecinkach)"


def _row_faults(year: int, row: Mapping[str, str]) -> Iterator[str]:
    if row.get(_YEAR, "") not in ("", str(year)):
        yield f"wiersz dotyczy {row[_YEAR]} roku, a plik nazwano {year}.csv"
    if not row["realised"]:
        return
    if not _NUMBER.fullmatch(row["realised"]):
        yield f"realised: „{row['realised']}” nie jest liczbą; przykłady: 605, 15.48"
    for name in ("action", "indicator"):
        if not row[name]:
            yield f"podano wartość, a kolumna „{name}” jest pusta"

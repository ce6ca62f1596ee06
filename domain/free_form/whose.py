"""Whose answer a table is: by the file's name, or because all its rows are one unit's."""

import re
import unicodedata
from collections.abc import Sequence

from domain.intake import INSIDE
from domain.programme import Action, Programme, Unit

_PARTS = re.compile(r"[-_ ./]+")


def unit_by_name(programme: Programme, file: str) -> Unit | None:
    """Return the unit whose code stands in a file's name; None for none, or for several."""
    name = unicodedata.normalize("NFC", file.rpartition(INSIDE)[2].rpartition("/")[2])
    parts = [part for part in _PARTS.split(re.sub(r"[()\[\],„”]", " ", name)) if part]
    found: list[tuple[int, int, Unit]] = []
    for unit in programme.units.values():
        code = unit.code.split("-")
        found += [
            (at, at + len(code), unit)
            for at in range(len(parts) - len(code) + 1)
            if unit.reports and parts[at : at + len(code)] == code
        ]
    # MOPS-PRZ-08 is no MOPS.
    longest = [
        one
        for one in found
        if not any(
            other[0] <= one[0] and one[1] <= other[1] and other[1] - other[0] > one[1] - one[0]
            for other in found
        )
    ]
    units = {unit.code: unit for _, _, unit in longest}
    return next(iter(units.values())) if len(units) == 1 else None


def unit_of_rows(programme: Programme, actions: Sequence[Action], rows: int) -> Unit | None:
    """Return the one unit that reports on every action; None where there are others, or where
    fewer than half of a table's rows are known."""
    if not actions or 2 * len(actions) < rows:
        return None
    reporters = {tuple(unit.code for unit in programme.reporters(one)) for one in actions}
    codes = next(iter(reporters))
    return programme.units[codes[0]] if len(reporters) == 1 and len(codes) == 1 else None

"""Validation in one batch against one batch for each unit, side by side, as a ratio.

Run: python -m benchmarks.validation
"""

import statistics
import time
from itertools import groupby
from pathlib import Path

from domain.rules import Rule
from domain.table import TableRow, build_table
from flows.engine import be_quiet
from tasks.adapters.definitions import load_definition
from tasks.adapters.expectations import breaches
from tasks.adapters.rooms import Rooms
from tasks.adapters.store import private_store
from tasks.collect import collect, look

ROUND = ("pwr-2022-2024", 2024)
PAIRS = 3


def main() -> None:
    """Print how many times longer a batch for each unit takes (median of pairs)."""
    be_quiet()
    rooms = Rooms.under(Path(__file__).resolve().parents[1])
    definition = load_definition(rooms, *ROUND)
    programme = definition.programme
    with private_store() as store:
        looked = look(rooms.drop_folder(*ROUND), store, definition.limits)
        rows = build_table(programme, collect(programme, looked, definition.limits).submissions)
    units = [tuple(group) for _, group in groupby(rows, key=lambda row: row.unit)]
    breaches(programme.rules, rows)
    ratios = []
    for _ in range(PAIRS):
        one = _seconds(programme.rules, [rows])
        ratios.append(_seconds(programme.rules, units) / one)
    print(f"{len(units)} batches take {statistics.median(ratios):.1f} times as long as one")


def _seconds(rules: tuple[Rule, ...], batches: list[tuple[TableRow, ...]]) -> float:
    start = time.perf_counter()
    for batch in batches:
        breaches(rules, batch)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()

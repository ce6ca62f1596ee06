"""25 000 figures, all of them wrong, against a tenth of them: validated and told, as a ratio.

Run: python -m benchmarks.all_wrong
"""

import statistics
import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from domain.findings import in_order, make_finding
from domain.rules import Rule
from domain.table import TableRow
from flows.engine import be_quiet
from tasks.adapters.definitions import load_definition
from tasks.adapters.expectations import breaches
from tasks.adapters.rooms import Rooms
from tasks.publish import findings_csv

ROUND = ("pwr-2022-2024", 2024)
FIGURES, PART, PAIRS = 25_000, 2_500, 3


def main() -> None:
    """Print how many times longer ten times as many wrong figures take (median of pairs)."""
    be_quiet()
    rooms = Rooms.under(Path(__file__).resolve().parents[1])
    rules = load_definition(rooms, *ROUND).programme.rules
    _told(rules, PART)
    ratios, seconds = [], []
    for _ in range(PAIRS):
        part = _timed(rules, PART)
        seconds.append(_timed(rules, FIGURES))
        ratios.append(seconds[-1] / part)
    print(
        f"{FIGURES} wrong figures: {statistics.median(seconds):.1f} s, "
        f"{statistics.median(ratios):.1f} times as long as {PART}"
    )


def _timed(rules: tuple[Rule, ...], count: int) -> float:
    start = time.perf_counter()
    found = _told(rules, count)
    if found < count:
        raise AssertionError(f"{found} findings on {count} wrong figures")
    return time.perf_counter() - start


def _told(rules: tuple[Rule, ...], count: int) -> int:
    wrong = TableRow(
        row="indicator",
        unit="MOPS",
        known_key=True,
        known_action=True,
        own_action=True,
        answered=True,
        has_results=True,
        label="rodzin",
        value_state="number",
        value_text="-5",
        value=Decimal(-5),
        whole=True,
        times=1,
        plan_kept=True,
        field="value",
    )
    rows = [replace(wrong, action=f"I.{place}", indicator="rodziny") for place in range(count)]
    by_code = {rule.code: rule for rule in rules}
    found = [
        make_finding(
            by_code[breach.code], rows[breach.position].place(), rows[breach.position].words()
        )
        for breach in breaches(rules, rows)
    ]
    findings = in_order(found, [row.action for row in rows])
    findings_csv(findings)
    return len(findings)


if __name__ == "__main__":
    main()

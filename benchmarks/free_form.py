"""How much of a round is read from tables that came instead of forms, and how much of it wrong.

Run: python -m benchmarks.free_form [--rounds N]
"""

import argparse
from collections.abc import Callable, Sequence
from random import Random

from benchmarks.spoilt_tables import WAYS
from benchmarks.unit_tables import (
    Score,
    Spoil,
    UnitTable,
    as_document,
    as_workbook,
    programme,
    published,
    score,
    spoilt,
)
from domain.submissions import Submission
from flows.engine import be_quiet
from tasks.adapters.file_reading import read_file

Write = Callable[[UnitTable], bytes]
KINDS: Sequence[tuple[str, Write]] = (("xlsx", as_workbook), ("docx", as_document))


def main() -> None:
    """Print for each variant what was read exactly, and what was read wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1, help="how often each variant is spoilt")
    rounds = parser.parse_args().rounds
    be_quiet()
    print(f"{'variant':28} {'kind':5} {'figures':>8} {'recovered':>10} {'wrong':>6}")
    for name, ways in WAYS.items():
        for kind, write in KINDS:
            total = sum((measured(ways, kind, write, seed) for seed in range(rounds)), Score())
            share = f"{100 * total.right / total.held:.1f} %"
            print(f"{name:28} {kind:5} {total.held:8} {share:>10} {len(total.wrong):6}")
            for wrong in total.wrong:
                print("   ", *wrong)


def measured(ways: Sequence[Spoil], kind: str, write: Write, seed: int) -> Score:
    """Return what is read from all units' tables, spoilt in some ways."""
    random = Random(seed)
    total = Score()
    for table in published():
        one = spoilt(table, ways, random)
        total += score(one, read(one, kind, write))
    return total


def read(table: UnitTable, kind: str, write: Write) -> Submission | None:
    """Return what is read from a unit's table, or None where the file is refused."""
    result = read_file(programme(), f"tabela {table.unit}.{kind}", write(table)).result
    return result if isinstance(result, Submission) else None


if __name__ == "__main__":
    main()

"""Takes a case through the front door: look, collect, merge, validate, figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from domain.arrivals import Arrivals, arrival_rows
from domain.expressions import held_in
from domain.ledger import FIGURE_COLUMNS, figure_rows
from domain.limits import Limits
from domain.review import review
from domain.submissions import FileVerdict
from domain.table import TableRow, build_table
from tasks.adapters.store import Store
from tasks.collect import collect, look
from tasks.merge import merge
from tests.corpus.base import clean, programme
from tests.corpus.case import Files

Figures = Mapping[tuple[str, str], tuple[str, str]]
# The processor's time tells what a file costs; the clock also tells how busy this machine is.
LIMITS = Limits(wall_seconds=120, cpu_seconds=20)


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a drop folder: verdicts by file, rule codes, (number used, text) by figure."""

    verdicts: Mapping[str, FileVerdict]
    rules: frozenset[str]
    figures: Figures


def run(files: Files, folder: Path) -> Result:
    """Put files into a new drop folder and run the stages that read and judge them."""
    drop = folder / "drop"
    drop.mkdir()
    for name, data in files.items():
        (drop / name).write_bytes(data)
    looked = look(drop, Store(folder / "received"), LIMITS)
    collected = collect(programme(), looked, LIMITS)
    merged = merge(programme(), collected.submissions)
    arrivals = Arrivals(collected.files, collected.intake.questions)
    table = (
        *build_table(programme(), collected.submissions),
        *arrival_rows(programme(), collected.submissions, arrivals),
    )
    codes = {finding.rule.code for finding in review(programme(), merged)}
    rows = [dict(zip(FIGURE_COLUMNS, row, strict=True)) for row in figure_rows(programme(), merged)]
    return Result(
        {file.file: file for file in collected.files},
        frozenset(codes | _broken(table)),
        {
            (row["action"], row["indicator"]): (
                row["realised"] or row["spending"],
                row["text"],
            )
            for row in rows
            if row["file"]
        },
    )


def _broken(table: Sequence[TableRow]) -> set[str]:
    """Return the codes of the rules that do not hold somewhere.

    Their trees are worked out here: that Great Expectations counts the same is a test of its own
    (tests/edges/test_expectations.py), and would take most of the corpus's time.
    """
    values = [row.values() for row in table]
    return {
        rule.code
        for rule in programme().rules
        if rule.holds is not None and False in held_in(rule.when, rule.holds, values)
    }


@cache
def clean_result(folder: Path) -> Result:
    """Return what the clean form gives."""
    folder.mkdir(exist_ok=True)
    return run({"formularz.xlsx": clean()}, folder)

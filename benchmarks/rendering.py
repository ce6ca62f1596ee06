"""Rendering against the obvious way: python-docx `add_row`, side by side, as ratios.

Run: python -m benchmarks.rendering
"""

import io
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import docx

from domain.view import Document, Table
from domain.wording import Run
from tasks.adapters.document import render

TEMPLATE = Path(__file__).resolve().parents[1] / "templates" / "zalacznik-pwr.docx"
WORDS = ("Prowadzenie klubów", "Biblioteka Kraków", "46 klubów, 5 000 zajęć", "47 klubów")
SIZES = (200, 2000)
PAIRS = 5


def ours(rows: int) -> None:
    """Render one table with our adapter."""
    cells = tuple(((Run(word),),) for word in WORDS)
    table = Table("tabela-4", WORDS, (cells,) * rows)
    render(Document("Pomiar", {}, "Brak danych", (table,)), TEMPLATE.read_bytes(), TEMPLATE.name)


def add_row(rows: int) -> None:
    """Render the same table row by row with python-docx."""
    document = docx.Document(str(TEMPLATE))
    table = document.add_table(rows=0, cols=len(WORDS))
    for _ in range(rows):
        for cell, word in zip(table.add_row().cells, WORDS, strict=True):
            cell.text = word
    document.save(io.BytesIO())


def seconds(job: Callable[[int], None], rows: int) -> float:
    """Time one call."""
    start = time.perf_counter()
    job(rows)
    return time.perf_counter() - start


def main() -> None:
    """Print, for each size, how many times longer `add_row` takes (median of pairs)."""
    for rows in SIZES:
        ratios = [seconds(add_row, rows) / seconds(ours, rows) for _ in range(PAIRS)]
        print(f"{rows} rows: add_row takes {statistics.median(ratios):.1f} times as long")
    growth = [seconds(ours, SIZES[1]) / seconds(ours, SIZES[0]) for _ in range(PAIRS)]
    print(
        f"ours, {SIZES[1]} rows against {SIZES[0]}: {statistics.median(growth):.1f} times as long"
    )


if __name__ == "__main__":
    main()

"""Every number that counts something in a published cell is a typed figure, worded or composed."""

import re
from decimal import Decimal

from tests.flow.rounds import CHECKOUT, Ran, table
from tests.golden.cell_map import load_map, tables, without_cuts

PLANNED, REALISED, SPENDING = 2, 3, 4
NUMBER = re.compile(r"\d{1,3}(?: \d{3})+(?:,\d+)?|\d+(?:,\d+)?")
# Numbers that name: years, and these.
NAMES = ("KKR 3+", "2023/2024", "2024/2025", "2022 roku", "2023 roku", "2024 roku", "2024 r.",
         "Rodziny 2024", "realizowane 2024")  # fmt: skip


def counted(text: str) -> list[Decimal]:
    for name in NAMES:
        text = text.replace(name, "")
    found = (match[0].replace(" ", "").replace(",", ".") for match in NUMBER.finditer(text))
    return [Decimal(number) for number in found]


def test_every_number_of_the_published_cells_is_a_figure(published: Ran) -> None:
    rows = table(published.outcome.annex.parent / "figures.csv")
    figures: dict[tuple[str, str], list[Decimal]] = {}
    for row in rows:
        for column in ("planned", "realised", "spending"):
            if row[column]:
                figures.setdefault((row["action"], column), []).append(Decimal(row[column]))
    seen = 0
    for one in tables(load_map(CHECKOUT / "tests/golden/zalacznik-3-2024.yaml")):
        for place, cells in enumerate(one.rows, start=1):
            action = f"{one.name}.{place}"
            columns = {"planned": cells[PLANNED], "realised": cells[REALISED]}
            if len(cells) > SPENDING:
                columns["spending"] = cells[SPENDING]
            for column, cell in columns.items():
                left = list(figures.get((action, column), []))
                for number in counted(without_cuts(cell)):
                    assert number in left, (action, column, number, cell)
                    left.remove(number)
                    seen += 1
                assert not left, (action, column, "typed but not printed", left)
    assert seen > 500

"""The table of remarks, filled in as a coordinator does in Excel."""

from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from flows.yearly import Outcome

Row = Mapping[str, str]
Answer = Callable[[Row], Mapping[str, str] | None]


def proposed(outcome: Outcome) -> Path:
    """Return the table that a run proposed."""
    (path,) = outcome.annex.parent.glob("Tabela_uwag_*.xlsx")
    return path


def fill_in(
    source: Path, target: Path, sheet: str, answer: Answer, signature: tuple[str, ...] = ()
) -> int:
    """Save `source` as `target` with what `answer` says of each row of a sheet, by header.

    Return how many rows were answered; `signature` is who signed an editorial batch, and why.
    """
    book = openpyxl.load_workbook(source)
    page = book[sheet]
    assert isinstance(page, Worksheet)
    top = next(row for row in page.iter_rows() if row[0].value in ("Uwaga", "Jednostka", "Reguła"))
    header, columns = int(top[0].row or 0), {str(cell.value): int(cell.column or 0) for cell in top}
    for label, text in zip(("Kto zatwierdza:", "Uzasadnienie:"), signature, strict=False):
        place = next(cell for (cell,) in page.iter_rows(max_col=1) if cell.value == label)
        page.cell(int(place.row or 0), 2, text)
    answered = 0
    for number in range(header + 1, page.max_row + 1):
        row = {
            header: str(page.cell(number, column).value or "") for header, column in columns.items()
        }
        told = answer(row)
        if told:
            answered += 1
            for name, value in told.items():
                page.cell(number, columns[name], value)
    book.save(target)
    return answered


def left(reason: str = "potwierdzono z jednostką", who: str = "Anna Nowak") -> dict[str, str]:
    """What is written where a value stays as it is."""
    return {"Stanowisko": "pozostawiono – uzasadnienie", "Uzasadnienie": reason, "Kto": who}

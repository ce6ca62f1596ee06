"""A round in a temporary folder: copied, changed as people change it, and run."""

import csv
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl

from flows.standing import Request
from flows.yearly import Outcome, tell
from tasks.adapters.rooms import Rooms
from tests.golden.annex_text import document_texts

CHECKOUT = Path(__file__).resolve().parents[2]
PWR = ("pwr-2022-2024", 2024)
MRS = ("miasto-rownych-szans", 2025)
REPORT_SHEET = "Sprawozdanie"
KEY = "Klucz"
VALUE = "Wykonanie w 2024 roku"

Cells = Mapping[tuple[str, str], object]


GIVEN = ("programmes", "templates", "inputs")
MADE = ("records", "outputs")


@dataclass(frozen=True, slots=True)
class Ran:
    """A round that was run, and is shared: its root is read, or copied, and never changed."""

    rooms: Rooms
    outcome: Outcome

    def again(self, folder: Path) -> Rooms:
        """Copy the root into `folder` with what the run made and remembers."""
        return _copied(self.rooms.inputs.parent, folder, (*GIVEN, *MADE))

    def anew(self, folder: Path) -> Rooms:
        """Copy the root into `folder` as it was before the run."""
        return _copied(self.rooms.inputs.parent, folder, GIVEN)


def copied_root(folder: Path) -> Rooms:
    """Copy definitions, templates and inputs of the checkout into `folder`."""
    return _copied(CHECKOUT, folder, GIVEN)


def _copied(root: Path, folder: Path, names: Sequence[str]) -> Rooms:
    for name in names:
        shutil.copytree(root / name, folder / name)
    return Rooms.under(folder)


def only(rooms: Rooms, *units: str) -> Rooms:
    """Leave the workbooks of some units alone in the first programme's drop folder.

    A round of one unit takes a third of the work, and tells of its workbook the same.
    """
    kept = {workbook(rooms, unit) for unit in units}
    for path in rooms.drop_folder(*PWR).glob("*.xlsx"):
        if path not in kept:
            path.unlink()
    return rooms


def run_round(rooms: Rooms, slug: str, year: int) -> Outcome:
    """Run the yearly story without Prefect."""
    return tell(Request(slug, year, rooms))


def annex_texts(outcome: Outcome) -> list[str]:
    """Return the texts of the annex that a run made."""
    return document_texts(outcome.annex.read_bytes())


def table(path: Path) -> list[dict[str, str]]:
    """Read one of the CSV files of a run."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def workbook(rooms: Rooms, unit: str) -> Path:
    """Return the sample workbook of a unit of the first programme."""
    return rooms.drop_folder(*PWR) / f"PWR_2024_{unit}.xlsx"


def type_into(path: Path, cells: Cells) -> None:
    """Type values into a unit's workbook: (hidden key, header) → value, as an officer would."""
    left = dict(cells)
    change_cells(path, lambda key, header, value: left.pop((key, header), value))
    assert not left, f"no such cells in {path.name}: {sorted(map(str, left))}"


def change_cells(path: Path, change: Callable[[str, str, object], Any]) -> None:
    """Pass every cell of the report sheet through `change(key, header, value)` and save."""
    book = openpyxl.load_workbook(path)
    sheet = book[REPORT_SHEET]
    top = next(cell.row for cell in sheet["A"] if cell.value == KEY)
    headers = {cell.column: str(cell.value) for cell in sheet[top]}
    for row in sheet.iter_rows(min_row=top + 1):
        key = row[0].value
        for cell in row[1:]:
            if key:
                cell.value = change(str(key), headers[cell.column], cell.value)
    book.save(path)
    book.close()

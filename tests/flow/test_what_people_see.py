"""No number is used that a person who opens the sheet in Excel would not see there."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tasks.adapters.rooms import Rooms
from tests.flow.rounds import PWR, annex_texts, copied_root, run_round, table, workbook

VALUE = "E10"  # I.1.2, families, in the sample workbook of MOPS-OBA


@pytest.fixture
def rooms(tmp_path: Path) -> Rooms:
    return copied_root(tmp_path)


def change(rooms: Rooms, edit: Callable[[Worksheet], object]) -> None:
    path = workbook(rooms, "MOPS-OBA")
    book = openpyxl.load_workbook(path)
    assert book["Sprawozdanie"][VALUE].value == 716
    edit(book["Sprawozdanie"])
    book.save(path)
    book.close()


def as_format(number: float, number_format: str) -> Callable[[Worksheet], object]:
    def edit(sheet: Worksheet) -> None:
        sheet[VALUE].value = number
        sheet[VALUE].number_format = number_format

    return edit


def hide_row(sheet: Worksheet) -> None:
    sheet.row_dimensions[10].hidden = True


def hide_column(sheet: Worksheet) -> None:
    sheet.column_dimensions["E"].hidden = True


def merge(sheet: Worksheet) -> None:
    sheet.merge_cells("E10:E11")


@pytest.mark.parametrize(
    ("edit", "rule"),
    [
        (as_format(716.4, "0"), "value-masked"),
        (as_format(716.456, "0.00"), "value-masked"),
        (as_format(0.716, "0%"), "value-masked"),
        (as_format(716000, '#,##0," tys."'), "value-masked"),
        (as_format(716, ";;;"), "value-masked"),
        (as_format(716.5, "# ?/?"), "value-masked"),
        (as_format(716, '"999"'), "value-masked"),
        (as_format(12345678901234567890, "General"), "value-masked"),
        (hide_row, "value-hidden"),
        (hide_column, "value-hidden"),
        (merge, "value-merged"),
    ],
)
def test_a_number_that_is_not_seen_is_not_used(
    rooms: Rooms, edit: Callable[[Worksheet], object], rule: str
) -> None:
    change(rooms, edit)
    outcome = run_round(rooms, *PWR)
    found = [row for row in table(outcome.annex.parent / "findings.csv") if row["rule"] == rule]
    assert {(row["unit"], row["action"], row["severity"]) for row in found} == {
        ("MOPS-OBA", "I.1.2", "error")
    }
    assert "716 rodzin" not in annex_texts(outcome)
    assert any(text.startswith("[do wyjaśnienia: ") for text in annex_texts(outcome))


@pytest.mark.parametrize(
    ("number", "number_format", "shown"),
    [
        (716, "#,##0", "716 rodzin"),
        (716, '#,##0 "rodzin"', "716 rodzin"),
        (716.5, "0.0", "716,5 rodziny"),
        (716.5, "General", "716,5 rodziny"),
        (716, "@", "716 rodzin"),
        (0.1 + 0.2, "General", "0,3 rodziny"),
    ],
)
def test_a_number_that_is_seen_is_used(
    rooms: Rooms, number: float, number_format: str, shown: str
) -> None:
    change(rooms, as_format(number, number_format))
    assert shown in annex_texts(run_round(rooms, *PWR))


def test_the_issued_form_shows_what_is_typed_into_it(rooms: Rooms) -> None:
    change(rooms, lambda sheet: setattr(sheet[VALUE], "value", 15.48))
    assert "15,48 rodziny" in annex_texts(run_round(rooms, *PWR))

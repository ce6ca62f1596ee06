"""The clean form that cases spoil: a real unit's workbook of the sample round."""

import io
from collections.abc import Callable
from functools import cache

import openpyxl
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from domain.form import REPORT_SHEET
from domain.programme import Programme
from tasks.adapters.definitions import load_definition
from tasks.adapters.rooms import Rooms
from tests.edges.office import CHECKOUT

SLUG, YEAR, UNIT = "pwr-2022-2024", 2024, "MOPS-PRZ-08"
KEY = "Klucz"


@cache
def programme() -> Programme:
    """Return the programme of the cases."""
    return load_definition(Rooms.under(CHECKOUT), SLUG, YEAR).programme


@cache
def clean() -> bytes:
    """Return the form as its unit sent it."""
    return (CHECKOUT / "inputs" / SLUG / str(YEAR) / f"PWR_{YEAR}_{UNIT}.xlsx").read_bytes()


def edited(change: Callable[[Workbook], None]) -> bytes:
    """Return the form after a change made with openpyxl, as a program would save it."""
    book = openpyxl.load_workbook(io.BytesIO(clean()))
    change(book)
    data = io.BytesIO()
    book.save(data)
    book.close()
    return data.getvalue()


def report(book: Workbook) -> Worksheet:
    """Return the sheet with the answers."""
    sheet = book[REPORT_SHEET]
    assert isinstance(sheet, Worksheet)
    return sheet


def place(sheet: Worksheet, key: str, header: str) -> str:
    """Return the address of the cell in the row with a hidden key, under a header."""
    top = next(row for row in range(1, 40) if sheet.cell(row, 1).value == KEY)
    column = next(
        place
        for place, cell in enumerate(sheet[top], start=1)
        if str(cell.value).casefold() == header.casefold()
    )
    row = next(row for row in range(top, sheet.max_row + 1) if sheet.cell(row, 1).value == key)
    return str(sheet.cell(row, column).coordinate)

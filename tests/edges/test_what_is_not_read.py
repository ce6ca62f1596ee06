"""What else is in a workbook and is not read is named; a plain form has nothing to name."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from openpyxl.chart import BarChart
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.workbook import Workbook

from domain.form import REPORT_SHEET, START_SHEET
from domain.submissions import CellState, NoteKind
from tests.edges.test_workbook import filled, read


def spoilt(change: Callable[[Workbook], None]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(filled()))
    change(book)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def notes(change: Callable[[Workbook], None]) -> dict[NoteKind, str]:
    return {note.kind: note.text for note in read(spoilt(change)).notes}


def a_sheet(book: Workbook) -> None:
    book.create_sheet("Obliczenia").append([1703])


def a_hidden_copy(book: Workbook) -> None:
    book.copy_worksheet(book[REPORT_SHEET]).sheet_state = "hidden"


def an_empty_sheet(book: Workbook) -> None:
    book.create_sheet("Arkusz1")


def a_comment(book: Workbook) -> None:
    book[REPORT_SHEET]["E9"].comment = Comment("w tym 20\ndzieci", "Jan")


def comments(book: Workbook) -> None:
    for place in range(9, 15):
        book[REPORT_SHEET][f"E{place}"].comment = Comment("x" * 200, "Jan")


def a_drawing(book: Workbook) -> None:
    sheet: Any = book[REPORT_SHEET]
    sheet.add_chart(BarChart(), "H9")


def nothing(book: Workbook) -> None:
    assert book.sheetnames[0] == START_SHEET


@pytest.mark.parametrize(
    ("change", "kind", "told"),
    [
        (a_sheet, NoteKind.SHEETS, "„Obliczenia”"),
        (a_hidden_copy, NoteKind.SHEETS, f"„{REPORT_SHEET} Copy” (ukryty)"),
        (a_comment, NoteKind.COMMENTS, "E9 „w tym 20 dzieci”"),
        (comments, NoteKind.COMMENTS, "i 3 innych"),
        (a_drawing, NoteKind.PICTURES, "2"),
    ],
)
def test_what_is_not_read_is_named(
    change: Callable[[Workbook], None], kind: NoteKind, told: str
) -> None:
    assert told in notes(change)[kind]
    assert set(notes(change)) == {kind}


@pytest.mark.parametrize("change", [nothing, an_empty_sheet])
def test_a_form_as_issued_has_nothing_to_name(change: Callable[[Workbook], None]) -> None:
    assert notes(change) == {}


WHITE, BLACK, BLUE = "FFFFFFFF", "FF000000", "FF0000FF"


@pytest.mark.parametrize(
    ("font", "fill", "state"),
    [
        (Font(color=WHITE), None, CellState.HIDDEN),
        (Font(color=WHITE), WHITE, CellState.HIDDEN),
        (Font(color=WHITE), BLUE, CellState.NUMBER),
        (Font(color=BLACK), WHITE, CellState.NUMBER),
        (Font(), None, CellState.NUMBER),
        (Font(strike=True), None, CellState.STRUCK),
    ],
)
def test_a_number_is_read_as_its_ink_shows_it(
    font: Font, fill: str | None, state: CellState
) -> None:
    def change(book: Workbook) -> None:
        cell = book[REPORT_SHEET]["E9"]
        assert cell.value == 1703.5
        cell.font = font
        cell.fill = PatternFill("solid", fgColor=fill) if fill else PatternFill()

    report = read(spoilt(change)).actions[0]
    assert report.rows[0].cell("value").state is state

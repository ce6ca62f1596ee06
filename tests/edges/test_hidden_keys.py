"""Hidden keys survive what people do to a form: sorting, inserting, renaming, other programs."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.workbook import Workbook

from domain.form import KEY_HEADER, META_SHEET, NOTE_MARK, REPORT_SHEET
from domain.form_sheets import FormSheet
from domain.limits import Limits
from domain.marking import CellNote, TodoLine
from domain.rules import Severity
from domain.submissions import NoteKind, Refused
from tasks.adapters.gate import inflate
from tasks.adapters.workbook_annotating import annotated
from tests.edges.office import LibreOffice
from tests.edges.supplemented import changed, filled, read, said

SHEETS = [one.value for one in FormSheet]
NAMES = {
    META_SHEET: "Kto wypełnił",
    REPORT_SHEET: "Sprawozdanie – wersja Ani",
    FormSheet.ADDITIONAL.value: "Inne działania",
    FormSheet.NEXT_PLAN.value: "Plan 2025",
    FormSheet.NEEDS.value: "Co trzeba kupić",
}


def top_of(book: Workbook, sheet: str) -> int:
    return next(int(cell.row) for cell in book[sheet]["A"] if cell.value == KEY_HEADER)


def reordered(book: Workbook, sheet: str, key: Callable[[Sequence[object]], str]) -> None:
    """Sort the rows below the header, all their columns with the key."""
    page, top = book[sheet], top_of(book, sheet)
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=top + 1)]
    for place, row in enumerate(sorted(rows, key=key), start=top + 1):
        for column, value in enumerate(row, start=1):
            page.cell(place, column).value = value


@pytest.mark.parametrize("sheet", SHEETS[1:])
@pytest.mark.parametrize(
    "key",
    [
        lambda row: str(row[3]),
        lambda row: str(row[0])[::-1],
        lambda row: "".join(map(str, row[2:])),
    ],
    ids=["by-a-column", "by-nothing-sensible", "by-all"],
)
def test_sorted_rows(sheet: str, key: Callable[[Sequence[object]], str]) -> None:
    found = read(changed(lambda book: reordered(book, sheet, key)))
    assert said(found) == said(read(filled()))
    assert found.notes == ()


@pytest.mark.parametrize("sheet", SHEETS[1:])
@pytest.mark.parametrize("where", ["above", "below-the-header", "between", "everywhere"])
def test_inserted_rows(sheet: str, where: str) -> None:
    def insert(book: Workbook) -> None:
        page, top = book[sheet], top_of(book, sheet)
        places = {
            "above": [1, 3],
            "below-the-header": [top + 1],
            "between": [top + 2, top + 4],
            "everywhere": [top + 5, top + 3, top + 2, top + 1, 4, 1],
        }
        for place in places[where]:
            page.insert_rows(place, 2)

    found = read(changed(insert))
    assert said(found) == said(read(filled()))
    assert found.notes == ()


def renamed(*sheets: str) -> Callable[[Workbook], None]:
    def rename(book: Workbook) -> None:
        for sheet in sheets:
            book[sheet].title = NAMES[sheet]

    return rename


@pytest.mark.parametrize("sheets", [*([one] for one in SHEETS), SHEETS], ids="-".join)
def test_renamed_sheets(sheets: list[str]) -> None:
    found = read(changed(renamed(*sheets)))
    assert said(found) == said(read(filled()))
    assert found.notes == ()
    told = {cell.origin.sheet for cell in found.meta.values()}
    told |= {
        cell.origin.sheet
        for row in (
            *(row for report in found.actions for row in (report.row, *report.rows)),
            *found.supplements.rows(),
        )
        for cell in row.cells.values()
    }
    assert told == {NAMES[one] if one in sheets else one for one in SHEETS}


@pytest.mark.parametrize("sheet", [META_SHEET, REPORT_SHEET])
def test_of_two_sheets_that_could_be_meant_none_is_taken(sheet: str) -> None:
    def double(book: Workbook) -> None:
        book.copy_worksheet(book[sheet])
        renamed(sheet)(book)

    with pytest.raises(Refused, match=f"brakuje arkusza „{sheet}”"):
        read(changed(double))


@pytest.mark.parametrize("sheet", SHEETS[2:])
def test_of_two_further_sheets_none_is_taken_and_both_are_named(sheet: str) -> None:
    def double(book: Workbook) -> None:
        book.copy_worksheet(book[sheet]).title = "Kopia"
        renamed(sheet)(book)

    (note,) = read(changed(double)).notes
    assert note.kind is NoteKind.SHEETS
    assert note.text == f"„{NAMES[sheet]}”, „Kopia”"


@pytest.mark.parametrize("sheet", SHEETS[1:])
def test_a_copy_beside_the_forms_own_sheet_is_somebodys_working_paper(sheet: str) -> None:
    def copy(book: Workbook) -> None:
        book.copy_worksheet(book[sheet]).title = f"{sheet} (2)"[-31:]

    found = read(changed(copy))
    assert said(found) == said(read(filled()))
    (note,) = found.notes
    assert note.kind is NoteKind.SHEETS


def test_a_row_that_only_tells_something_is_passed_over() -> None:
    def tell(book: Workbook) -> None:
        page, top = book[REPORT_SHEET], top_of(book, REPORT_SHEET)
        page.insert_rows(top + 3)
        page.cell(top + 3, 1).value = f"I.1/{NOTE_MARK}"
        for column in range(2, 8):
            page.cell(top + 3, column).value = "Podano już w innym działaniu"

    found = read(changed(tell))
    assert said(found) == said(read(filled()))
    assert found.repeated == read(filled()).repeated


def test_the_marked_copy_marks_the_renamed_sheet() -> None:
    data = changed(renamed(*SHEETS))
    name, cell = NAMES[REPORT_SHEET], "E9"
    note = CellNote(name, cell, Severity.ERROR, "Proszę poprawić.")
    line = TodoLine(Severity.ERROR, "Wpisano „12 maj”.", "Proszę poprawić.", name, cell)
    marked = annotated(inflate(data, Limits()), [note], [line], "Uwagi", "Proszę …")
    book = openpyxl.load_workbook(io.BytesIO(marked))
    comment = book[name][cell].comment
    assert comment is not None
    assert "Proszę poprawić." in comment.text
    cells = [one for row in book["Do poprawy"].iter_rows() for one in row]
    links = [one.hyperlink.location for one in cells if one.hyperlink]
    assert links == [f"'{name}'!{cell}"]
    assert said(read(marked)) == said(read(filled()))


# ------------------------------------------------------------------ saved by LibreOffice


@dataclass(frozen=True, slots=True)
class Saved:
    """The form through other programs: as it was issued, and with all its sheets renamed."""

    whole: bytes
    renamed: bytes


WAYS = [("xlsx",), ("ods",), ("xls",), ("ods", "xlsx"), ("ods", "xls")]


@pytest.fixture(scope="module")
def saved(
    libreoffice: LibreOffice, tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, ...], Saved]:
    done: dict[tuple[str, ...], Saved] = {
        (): Saved(filled(), changed(renamed(*SHEETS))),
    }
    for way in WAYS:
        before, source = done[way[:-1]], (*("xlsx",), *way)[-2]
        files = {f"whole.{source}": before.whole, f"renamed.{source}": before.renamed}
        folder = tmp_path_factory.mktemp("-".join(way))
        made = libreoffice.convert_all(files, way[-1], folder)
        done[way] = Saved(made["whole"], made["renamed"])
    return done


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.parametrize("way", WAYS, ids="-".join)
def test_saved_by_libreoffice(way: tuple[str, ...], saved: dict[tuple[str, ...], Saved]) -> None:
    assert said(read(saved[way].whole)) == said(read(filled()))
    found = read(saved[way].renamed)
    assert said(found) == said(read(filled()))
    assert {note.kind for note in found.notes} <= {NoteKind.FORMAT}
    assert {cell.origin.sheet for cell in found.meta.values()} == {NAMES[META_SHEET]}
    assert {row.cell("need").origin.sheet for row in found.supplements.needs} == {
        NAMES[FormSheet.NEEDS.value]
    }


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_two_renamed_sheets_are_asked_in_any_kind_of_file(
    kind: str, libreoffice: LibreOffice, tmp_path: Path
) -> None:
    def double(book: Workbook) -> None:
        book.copy_worksheet(book[REPORT_SHEET])
        renamed(REPORT_SHEET)(book)

    data = libreoffice.convert(changed(double), "xlsx", kind, tmp_path)
    with pytest.raises(Refused, match="brakuje arkusza „Sprawozdanie”"):
        read(data)

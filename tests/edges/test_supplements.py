"""The sheets beyond the results: how they are written, and what is read from them."""

import io
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.workbook.workbook import Workbook

from domain.form import KEY_HEADER, QUALIFIER_LABELS
from domain.form_sheets import LISTS_SHEET, SUPPLEMENTS, FormSheet
from domain.programme import Programme
from domain.submissions import CellState, NoteKind
from domain.supplements import FREE_ROWS, LONGEST_NAME, Asked, asked_columns
from tasks.adapters.form_supplements import HEADER_ROW
from tasks.adapters.workbook_writing import write_form
from tests.edges.supplemented import FILLED, changed, filled, read, said, town
from tests.edges.test_workbook import town as plain_town
from tests.unit.builders import action, build, files

TOP = HEADER_ROW + 1


def book() -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(filled()))


def test_a_programme_that_does_not_ask_has_none_of_these_sheets() -> None:
    data = write_form(plain_town(), plain_town().units["KLUB"])
    names = openpyxl.load_workbook(io.BytesIO(data)).sheetnames
    assert not {*names} & {*SUPPLEMENTS, LISTS_SHEET}


def test_the_same_form_has_the_same_bytes() -> None:
    assert write_form(town(), town().units["KLUB"], FILLED) == filled()


@pytest.mark.parametrize("sheet", SUPPLEMENTS)
def test_a_sheet_is_made_for_the_screen_the_printer_and_the_hurried(sheet: FormSheet) -> None:
    page = book()[sheet.value]
    columns = asked_columns(town(), sheet)
    assert page.cell(TOP, 1).value == KEY_HEADER
    assert page.column_dimensions["A"].hidden
    assert [cell.value for cell in page[TOP][1:]] == [one.header for one in columns]
    assert page.freeze_panes == f"A{TOP + 1}"
    assert page.print_title_rows == f"${TOP}:${TOP}"
    assert page.page_setup.orientation == "landscape"
    assert (page.page_setup.paperSize, page.page_setup.fitToHeight) == (9, 0)
    assert page.protection.sheet
    # False means: allowed.
    for allowed in ("formatColumns", "formatRows", "autoFilter", "sort"):
        assert getattr(page.protection, allowed) is False
    assert not page.merged_cells.ranges
    assert page.auto_filter.ref == f"A{TOP}:{chr(ord('A') + len(columns))}{page.max_row}"


@pytest.mark.parametrize("sheet", SUPPLEMENTS)
def test_only_what_is_asked_can_be_typed(sheet: FormSheet) -> None:
    page = book()[sheet.value]
    for row in page.iter_rows(min_row=TOP + 1, min_col=2):
        for cell, column in zip(row, asked_columns(town(), sheet), strict=True):
            assert cell.protection.locked is not column.filled


def test_free_rows_and_rows_of_the_plan_have_their_keys() -> None:
    pages = book()
    keys = {sheet: [cell.value for cell in pages[sheet.value]["A"][TOP:]] for sheet in SUPPLEMENTS}
    assert keys[FormSheet.NEXT_PLAN] == [
        "#plan/I.1/dzieci",
        "#plan/I.1/rodziny",
        "#plan/I.2/spotkania",
    ]
    for sheet in (FormSheet.ADDITIONAL, FormSheet.NEEDS):
        assert keys[sheet] == [f"{sheet.mark}{place}" for place in range(1, FREE_ROWS + 1)]


def test_the_plan_of_the_next_year_begins_as_this_years() -> None:
    data = write_form(town(), town().units["KLUB"])
    page = openpyxl.load_workbook(io.BytesIO(data))[FormSheet.NEXT_PLAN.value]
    rows = [row[1:] for row in page.iter_rows(min_row=TOP + 1, values_only=True)]
    assert rows == [
        ("I.1", "Działanie I.1", "liczba dzieci", 1250, 1250, None, None),
        ("I.1", "Działanie I.1", "liczba rodzin", "minimum 2", 2, "co najmniej", None),
        ("I.2", "Działanie I.2", "liczba spotkań", 12, 12, None, None),
    ]


def test_lists_warn_and_do_not_forbid() -> None:
    pages = book()
    found = {
        (sheet.value, check.formula1, check.errorStyle)
        for sheet in SUPPLEMENTS
        for check in pages[sheet.value].data_validations.dataValidation
    }
    precisions = f'"{",".join(QUALIFIER_LABELS.values())}"'
    last = sum(cell.value is not None for cell in pages["Słownik"]["A"])
    assert found == {
        ("Plan na rok następny", precisions, "warning"),
        ("Dodatkowe działania", precisions, "warning"),
        ("Dodatkowe działania", "Listy!$A$2:$A$2", "warning"),
        ("Dodatkowe działania", f"Słownik!$A$2:$A${last}", "warning"),
        ("Potrzeby", "Listy!$B$2:$B$4", "warning"),
    }
    lists = pages[LISTS_SHEET]
    assert lists.sheet_state == "hidden"
    assert [cell.value for cell in lists["A"][1:2]] == ["I Wsparcie rodzin"]
    assert [cell.value for cell in lists["B"][1:]] == ["I", "I.1", "I.2"]


def test_what_was_typed_is_read_with_its_place() -> None:
    supplements = read(filled()).supplements
    (need,) = supplements.needs
    assert need.key == "#need/2"
    assert need.cell(Asked.AMOUNT).number == Decimal("1499.99")
    assert need.cell(Asked.REASON).text == "=stara nie działa"
    origin = need.cell(Asked.NEED).origin
    assert (origin.file, origin.sheet, origin.cell) == ("KLUB.xlsx", "Potrzeby", f"B{TOP + 2}")
    (extra,) = supplements.additional
    assert extra.cell(Asked.COUNT).number == 2
    assert [row.key for row in supplements.next_plan] == [
        "#plan/I.1/dzieci",
        "#plan/I.1/rodziny",
        "#plan/I.2/spotkania",
    ]


def test_no_sheet_of_the_form_is_noted_as_unread() -> None:
    assert read(filled()).notes == ()


def test_rows_typed_below_the_free_ones_are_read_too() -> None:
    def below(pages: Workbook) -> None:
        page = pages["Potrzeby"]
        page.cell(page.max_row + 2, 2).value = "Rower"

    found = read(changed(below)).supplements.needs
    assert [row.cell(Asked.NEED).text for row in found] == ["Drukarka", "Rower"]
    assert found[1].key == "(wiersz 18)"


def test_a_row_that_names_another_action_than_its_key_is_a_question() -> None:
    def moved(pages: Workbook) -> None:
        pages["Plan na rok następny"].cell(TOP + 1, 2).value = "I.2"

    row = read(changed(moved)).supplements.next_plan[0]
    assert row.cell(Asked.PROPOSED).state is CellState.MISLABELLED


def test_a_number_that_nobody_sees_is_none() -> None:
    def hide(pages: Workbook) -> None:
        pages["Potrzeby"].row_dimensions[TOP + 2].hidden = True

    (need,) = read(changed(hide)).supplements.needs
    assert need.cell(Asked.AMOUNT).state is CellState.HIDDEN


def test_a_sheet_without_its_headers_costs_itself_and_is_named() -> None:
    def without(pages: Workbook) -> None:
        pages["Potrzeby"].cell(TOP, 4).value = "Ile?"

    submission = read(changed(without))
    assert submission.supplements.needs == ()
    assert len(submission.supplements.next_plan) == 3
    (note,) = submission.notes
    assert (note.kind, note.text) == (NoteKind.SHEETS, "„Potrzeby”")


def test_somebodys_own_sheet_of_that_name_is_named_as_unread() -> None:
    def own(pages: Workbook) -> None:
        pages.remove(pages["Potrzeby"])
        pages.create_sheet("Potrzeby").append(["Rower", 800])

    submission = read(changed(own))
    assert submission.supplements.needs == ()
    assert [note.text for note in submission.notes] == ["„Potrzeby”"]


def test_a_form_without_these_sheets_is_accepted() -> None:
    def without(pages: Workbook) -> None:
        for sheet in SUPPLEMENTS:
            pages.remove(pages[sheet.value])

    submission = read(changed(without))
    assert submission.notes == ()
    assert submission.supplements.rows() == ()
    assert said(submission)["I.1/dzieci", "value"] == 1300


def test_a_long_name_does_not_fill_the_page() -> None:
    name = "Zajęcia stałe dla dzieci i młodzieży, w tym " + "warsztaty plastyczne, " * 9
    built = build_with(name)
    page = openpyxl.load_workbook(io.BytesIO(write_form(built, built.units["KLUB"])))
    shown = str(page[FormSheet.NEXT_PLAN.value].cell(TOP + 1, 3).value)
    assert len(shown) <= LONGEST_NAME + 2
    assert shown.endswith("warsztaty plastyczne …")
    assert name.strip().startswith(shown.removesuffix(" …"))


def build_with(name: str) -> Programme:
    parts = files(action("I.1", name=name.strip(" ,")), plan={"I.1": {"rodziny": 5}})
    parts["programme.yaml"]["form"] = {"next_plan": True}
    return build(parts)

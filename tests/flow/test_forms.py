"""Forms as officers get them: issued, filled in through the spreadsheet alone, sent back."""

import csv
import datetime
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from domain.combining import answer_cells
from domain.form import HEADER_ROW, META_SHEET, PREVIEW_SHEET, REPORT_SHEET
from domain.programme import Programme
from flows.__main__ import main
from tasks.adapters.definitions import load_definition
from tasks.adapters.file_reading import read_submission
from tasks.adapters.rooms import Rooms
from tests.flow.rounds import (
    CHECKOUT,
    KEY,
    PWR,
    Ran,
    copied_root,
    only,
    run_round,
    table,
    type_into,
)
from tests.libreoffice import NEEDED, recalculated

Row = dict[str, Any]
# From which workbooks count days.
FIRST_DAY = datetime.date(1899, 12, 30)
TYPED = (
    "Działanie / co policzono",
    "Wykonanie w 2024 roku",
    "Dokładność",
    "Status realizacji",
    "Wyjaśnienie",
    "Własne brzmienie wykonania",
    "Wysokość środków (zł)",
    "Własne brzmienie środków",
)


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Rooms:
    """A root without inputs, and its forms."""
    root = tmp_path_factory.mktemp("issued")
    rooms = copied_root(root)
    assert main(["--root", str(root), "forms", PWR[0], str(PWR[1])]) == 0
    return rooms


def test_forms_filled_in_by_hand_give_the_figures_of_the_sample(
    issued: Rooms, published: Ran, tmp_path: Path
) -> None:
    rooms = copied_root(tmp_path)
    folder = rooms.drop_folder(*PWR)
    forms = {path.name: path for path in issued.forms(*PWR).glob("*.xlsx")}
    for sample in sorted(folder.glob("*.xlsx")):
        # The form goes back under its own name.
        _fill_like(forms[sample.name], sample, sample)
    outcome = run_round(rooms, *PWR)
    assert _figures(outcome.annex.parent) == _figures(published.outcome.annex.parent)


def test_forms_are_issued_for_every_unit(issued: Rooms) -> None:
    units = load_definition(Rooms.under(CHECKOUT), *PWR).programme.expected_units()
    names = {path.name for path in issued.forms(*PWR).glob("*.xlsx")}
    assert names == {f"PWR_2024_{unit.code}.xlsx" for unit in units}


@pytest.mark.slow
def test_a_clubs_form_adds_to_its_units(published: Ran, tmp_path: Path) -> None:
    rooms = only(copied_root(tmp_path), "OKN")
    register = rooms.programmes / PWR[0] / "units.yaml"
    text = register.read_text(encoding="utf-8")
    changed = re.sub(r"^(OKN-ARTZONA: .*kind: club)", r"\1, form: true", text, flags=re.MULTILINE)
    assert changed != text
    register.write_text(changed, encoding="utf-8")
    assert main(["--root", str(tmp_path), "forms", *map(str, PWR)]) == 0
    folder = rooms.drop_folder(*PWR)
    sample, club = folder / "PWR_2024_OKN.xlsx", folder / "PWR_2024_OKN-ARTZONA.xlsx"
    form = rooms.forms(*PWR) / club.name
    assert len(list(form.parent.glob("*.xlsx"))) == 28 + 1
    _fill_like(form, sample, club, every=False)
    type_into(sample, _blank(_rows(openpyxl.load_workbook(club)[REPORT_SHEET])))
    outcome = run_round(rooms, *PWR)
    told = [row for row in _figures(outcome.annex.parent) if row["unit"] == "OKN"]
    whole = [row for row in _figures(published.outcome.annex.parent) if row["unit"] == "OKN"]
    assert {row["file"] for row in told if row["file"]} == {sample.name, club.name}
    assert [_but_file(row) for row in told] == [_but_file(row) for row in whole]
    assert not any(one.rule.code.startswith("files-") for one in outcome.findings)


def _blank(rows: dict[str, Row]) -> dict[tuple[str, str], object]:
    """Return what empties the answers to the actions of these rows."""
    return {
        (key, header): None
        for key, row in rows.items()
        for header in TYPED
        if header in row and row[header] is not None and (header != TYPED[0] or "/+" in key)
    }


def _but_file(row: Row) -> Row:
    return {name: value for name, value in row.items() if name != "file"}


def test_one_form_is_issued_beside_the_others(tmp_path: Path) -> None:
    rooms = copied_root(tmp_path)
    command = ["--root", str(tmp_path), "forms", *map(str, PWR), "--unit"]
    assert main([*command, "BK"]) == 0
    assert main([*command, "CC"]) == 0
    folder = rooms.forms(*PWR)
    assert sorted(path.name for path in folder.iterdir()) == [
        "PWR_2024_BK.xlsx",
        "PWR_2024_CC.xlsx",
    ]


def test_a_unit_without_a_form_is_told_who_has_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copied_root(tmp_path)
    assert main(["--root", str(tmp_path), "forms", *map(str, PWR), "--unit", "NGO"]) == 2
    said = capsys.readouterr().err
    assert "„NGO” nie dostaje formularza" in said
    assert "BK" in said


@pytest.mark.libreoffice
@pytest.mark.slow
@NEEDED
def test_formulas_carry_the_values_that_libreoffice_works_out(
    published: Ran, tmp_path: Path
) -> None:
    programme = load_definition(published.rooms, *PWR).programme
    books = sorted(published.rooms.drop_folder(*PWR).glob("*.xlsx"))
    for book, saved in zip(books, recalculated(books, tmp_path), strict=True):
        assert _formula_values(book, book) == _formula_values(book, saved), book.name
        # The file that LibreOffice saved is taken, with the same answers.
        assert _answers(programme, saved) == _answers(programme, book), book.name


@pytest.mark.slow
@pytest.mark.libreoffice
@NEEDED
def test_the_preview_reads_as_the_annex_will(published: Ran, tmp_path: Path) -> None:
    figures = table(published.outcome.annex.parent / "figures.csv")
    printed = {
        row["action"]: row["text"] for row in figures if row["status"] and not row["indicator"]
    }
    books = sorted(published.rooms.drop_folder(*PWR).glob("*.xlsx"))
    seen: dict[str, str] = {}
    for saved in recalculated(books, tmp_path):
        sheet = openpyxl.load_workbook(saved, data_only=True)[PREVIEW_SHEET]
        rows = sheet.iter_rows(min_row=5, values_only=True)
        seen |= {str(row[0]): str(row[3] or "") for row in rows if row[0]}
    assert seen == printed
    assert len(seen) == 198


def _fill_like(form: Path, sample: Path, target: Path, *, every: bool = True) -> None:
    """Type into a form what stands in the sample, cell by cell, where the form is open."""
    book = openpyxl.load_workbook(form)
    answers = _rows(openpyxl.load_workbook(sample)[REPORT_SHEET])
    sheet = book[REPORT_SHEET]
    headers = {str(cell.value): place for place, cell in enumerate(sheet[HEADER_ROW], start=1)}
    for row in range(HEADER_ROW + 1, sheet.max_row + 1):
        given = answers.pop(str(sheet.cell(row, 1).value), {})
        for header in TYPED:
            cell = sheet.cell(row, headers[header]) if header in headers else None
            if cell is not None and not cell.protection.locked and given.get(header) is not None:
                cell.value = given[header]
    left = [row["Działanie / co policzono"] for row in answers.values()]
    assert not (every and any(left)), sample.name
    meta = openpyxl.load_workbook(sample)[META_SHEET]
    for row in range(1, meta.max_row + 1):
        cell = book[META_SHEET].cell(row, 3)
        if not cell.protection.locked:
            cell.value = meta.cell(row, 3).value
    book.save(target)


def _rows(sheet: object) -> dict[str, Row]:
    rows = list(sheet.iter_rows(values_only=True))  # type: ignore[attr-defined]
    top = next(place for place, row in enumerate(rows) if row[0] == KEY)
    headers = [str(header) for header in rows[top]]
    return {str(row[0]): dict(zip(headers, row, strict=True)) for row in rows[top + 1 :] if row[0]}


def _figures(results: Path) -> list[Row]:
    with (results / "figures.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return [{name: row[name] for name in row if name not in ("sha256", "cell")} for row in rows]


def _formula_values(formulas: Path, values: Path) -> list[tuple[str, str, object]]:
    """Return each formula's place with its stored value; days are numbers."""
    found = []
    shown = openpyxl.load_workbook(values, data_only=True)
    for sheet in openpyxl.load_workbook(formulas):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    value = shown[sheet.title][cell.coordinate].value
                    found.append((sheet.title, cell.coordinate, _plain(value)))
    return found


def _answers(programme: Programme, path: Path) -> dict[tuple[str, str, str], str]:
    submission = read_submission(programme, path.name, path.read_bytes())
    return {place: cell.text for place, cell in answer_cells(submission).items()}


def _plain(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return float((value.date() - FIRST_DAY).days)
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value

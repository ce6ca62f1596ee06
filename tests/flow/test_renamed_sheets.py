"""A form whose sheets an officer renamed, through the front door: places bear the new names."""

from pathlib import Path

import openpyxl
import pytest

from domain.form import META_SHEET, REPORT_SHEET
from domain.submissions import Verdict
from tests.flow.rounds import PWR, VALUE, copied_root, only, run_round, table, type_into, workbook

NAMES = {REPORT_SHEET: "Wykonanie 2024", META_SHEET: "O nas"}
UNIT, KEY = "MHK", "I.3.4.7/zajecia"


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of a round of one unit, one value of which is spoilt."""
    rooms = only(copied_root(tmp_path_factory.mktemp("renamed")), UNIT)
    path = workbook(rooms, UNIT)
    type_into(path, {(KEY, VALUE): "kilkanaście"})
    book = openpyxl.load_workbook(path)
    for sheet, name in NAMES.items():
        book[sheet].title = name
    book.save(path)
    book.close()
    outcome = run_round(rooms, *PWR)
    assert [file.verdict for file in outcome.files] == [Verdict.ACCEPTED]
    return outcome.annex.parent


def test_findings_and_figures_name_the_sheet_as_it_is_called(results: Path) -> None:
    figures = {row["sheet"] for row in table(results / "figures.csv") if row["file"]}
    assert figures == {NAMES[REPORT_SHEET]}
    findings = table(results / "findings.csv")
    (told,) = [row for row in findings if row["rule"] == "value-not-number"]
    assert (told["action"], told["sheet"]) == ("I.3.4.7", NAMES[REPORT_SHEET])
    assert not [row for row in findings if row["rule"] == "sheets-unread"]


def test_the_copy_that_goes_back_is_marked_in_that_sheet(results: Path) -> None:
    findings = table(results / "findings.csv")
    (told,) = [row for row in findings if row["rule"] == "value-not-number"]
    book = openpyxl.load_workbook(results / "jednostki" / UNIT / f"PWR_2024_{UNIT}.xlsx")
    comment = book[told["sheet"]][told["cell"]].comment
    assert comment is not None
    assert "kilkanaście" in comment.text
    cells = [cell for row in book["Do poprawy"].iter_rows() for cell in row]
    links = [cell.hyperlink.location for cell in cells if cell.hyperlink]
    assert f"'{NAMES[REPORT_SHEET]}'!{told['cell']}" in links

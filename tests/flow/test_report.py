"""The report and the findings workbook of a real round: they stand with the results and tell it."""

import json
from pathlib import Path

import openpyxl
import pytest
from lxml import html

from domain.rules import Severity
from tasks.adapters.rooms import Rooms
from tests.flow.rounds import MRS, Ran, copied_root, run_round, table


@pytest.fixture
def rooms(tmp_path: Path) -> Rooms:
    return copied_root(tmp_path)


def words(path: Path) -> str:
    page = html.document_fromstring(path.read_bytes().decode("utf-8"))
    return " ".join(" ".join(str(text) for text in page.xpath("//body//text()")).split())


def test_the_report_and_the_workbook_hold_the_findings_of_the_csv(small: Ran) -> None:
    outcome, folder = small.outcome, small.rooms.results(*MRS)
    roles = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["roles"]
    assert roles["report"] == "Raport_sprawdzenia_2025.html"
    assert roles["findings_workbook"] == "Uwagi_2025.xlsx"
    assert outcome.report == folder / roles["report"]
    rows = table(folder / "findings.csv")
    assert rows
    page = outcome.report.read_text(encoding="utf-8")
    assert all(row["id"] in page for row in rows)
    sheet = openpyxl.load_workbook(folder / roles["findings_workbook"])["Uwagi"]
    header, *lines = sheet.iter_rows(values_only=True)
    marks = [line[header.index("Znak uwagi")] for line in lines]
    assert marks == [row["id"] for row in rows]


def test_a_round_with_a_unit_missing_and_a_file_refused_says_so_first(rooms: Rooms) -> None:
    folder = rooms.drop_folder(*MRS)
    (folder / "MRS_2025_WPS.xlsx").unlink()
    (folder / "MRS_2025_WO.xlsx").write_bytes(b"to nie jest skoroszyt")
    outcome = run_round(rooms, *MRS)
    assert outcome.summary.findings[Severity.ERROR] >= 3
    shown = words(outcome.report)
    assert "Sprawozdania przesłały 4 z 6 jednostek" in shown.replace("\u00a0", " ")
    first = shown.index("Najważniejsze sprawy Najpierw")
    assert first < shown.index("MRS_2025_WO.xlsx") < shown.index("Wszystkie uwagi Uwagi")
    assert "zwrócono do uzupełnienia" in shown


def test_a_report_sent_again_is_told_among_the_changes(small: Ran, tmp_path: Path) -> None:
    rooms = small.again(tmp_path)
    assert "Żadna jednostka nie przesłała sprawozdania ponownie." in words(small.outcome.report)
    path = rooms.drop_folder(*MRS) / "MRS_2025_WPS.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["Sprawozdanie"]
    cell = next(cell for cell in sheet["I"][6:] if isinstance(cell.value, str))
    cell.value = "Odbyło się spotkanie w parku."
    book.save(path)
    book.close()
    shown = words(run_round(rooms, *MRS).report)
    assert "zmieniona wartość" in shown
    assert "Odbyło się spotkanie w parku." in shown

"""The findings workbook: every finding, as text, in a table that people can sort and filter."""

import io
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from domain.findings import Finding
from domain.report import build_report
from domain.rules import Severity
from domain.submissions import FileVerdict, Verdict
from tasks.adapters.findings_workbook import write_findings
from tests.edges.office import parts
from tests.unit.standings import finding, made_rule, standing

WARNING = made_rule("plan-off", Severity.WARNING)


def written(*findings: Finding, **more: Any) -> bytes:
    made = standing(findings, **more)
    return write_findings(made, build_report(made))


def sheet(data: bytes, name: str) -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(data))[name]


def rows(data: bytes, name: str = "Uwagi") -> list[dict[str, object]]:
    header, *lines = sheet(data, name).iter_rows(values_only=True)
    return [dict(zip(map(str, header), line, strict=True)) for line in lines]


def test_a_finding_has_all_that_is_known_of_its_place() -> None:
    (row,) = rows(written(finding()))
    assert row.pop("Znak uwagi") == finding().id
    assert row == {
        "Rodzaj": "do poprawy",
        "Jednostka": "Kuźnia",
        "Obszar": "Obszar I",
        "Działanie": "I.1",
        "Nazwa działania": "Działanie I.1",
        "Wskaźnik": "liczba rodzin",
        "Uwaga": "W komórce E12 wpisano „12 maj”.",
        "Co zrobić": "Proszę wpisać liczbę.",
        "Wartość": "12 maj",
        "Plan": "5",
        "Stanowisko": None,
        "Wykonanie w załączniku": "12 rodzin",
        "Plik": "KLUB.xlsx",
        "Arkusz": "Sprawozdanie",
        "Komórka": "E12",
        "Reguła": "value-text",
    }


@pytest.mark.parametrize(
    "typed", ['=HYPERLINK("http://x","y")', "{=1+1}", "http://x.example", "+1"]
)
def test_what_a_unit_typed_is_text(typed: str) -> None:
    data = written(finding(value=typed, message=typed, file=typed))
    cells = [cell for row in sheet(data, "Uwagi").iter_rows(min_row=2) for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert [cell.value for cell in cells].count(typed) == 3
    assert not any(cell.hyperlink for cell in cells)
    assert b"<f>" not in b"".join(parts(data).values())


def test_the_sheet_is_a_table_with_a_header_that_stays() -> None:
    made = sheet(written(finding(), finding(rule=WARNING)), "Uwagi")
    table = made.tables["Uwagi"]
    assert table.ref == "A1:Q3"
    assert table.autoFilter is not None and table.autoFilter.ref == "A1:Q3"
    assert made.freeze_panes == "C2"
    assert made.print_title_rows == "$1:$1"
    assert all(cell.alignment.wrap_text for row in made["A1:Q3"] for cell in row)


def test_rows_are_as_high_as_their_text_needs() -> None:
    made = sheet(written(finding(message="słowo " * 40), finding("BIB", "I.2")), "Uwagi")
    # 240 letters and the breaks of words in a column of 60: five lines of 15 points.
    assert made.row_dimensions[2].height == 75
    assert made.row_dimensions[3].height is None


def test_a_severity_is_a_word_and_a_colour() -> None:
    made = sheet(written(finding(), finding(rule=WARNING)), "Uwagi")
    shown = [(made.cell(row, 1).value, made.cell(row, 1).fill.fgColor.rgb) for row in (2, 3)]
    assert shown == [("do poprawy", "FFFDC0C0"), ("do wyjaśnienia", "FFFDF0A0")]


def test_a_second_sheet_is_the_board_of_units() -> None:
    found = rows(written(finding()), "Jednostki")
    assert [(row["Jednostka"], row["Stan"], row["Do poprawy"]) for row in found] == [
        ("MOPS", "brak sprawozdania", 0),
        ("Kuźnia", "do poprawy", 1),
        ("Biblioteka", "przyjęto", 0),
    ]


def test_refused_files_have_a_sheet_where_there_are_any() -> None:
    refused = FileVerdict("a.xls", "s", Verdict.REFUSED, "Plik ma hasło.")
    assert rows(written(files=[refused]), "Nie wczytano") == [
        {"Plik": "a.xls", "Powód": "Plik ma hasło."}
    ]
    assert openpyxl.load_workbook(io.BytesIO(written())).sheetnames == ["Uwagi", "Jednostki"]


def test_a_round_without_findings_says_so() -> None:
    (row,) = rows(written())
    assert [value for value in row.values() if value] == ["Nie ma żadnych uwag."]


def test_a_text_longer_than_a_cell_is_cut_and_the_rest_is_kept() -> None:
    first, second = rows(written(finding(message="słowo " * 9000), finding("BIB", "I.2")))
    assert len(str(first["Uwaga"])) <= 32767
    assert str(first["Uwaga"]).endswith("słowo …")
    assert second["Jednostka"] == "Biblioteka"


def test_a_name_that_is_no_unicode_does_not_stop_the_workbook() -> None:
    (row,) = rows(written(finding(file="zapis\udcf3w.xlsx")))
    assert row["Plik"] == "zapis?w.xlsx"


def test_the_same_round_has_the_same_bytes() -> None:
    assert written(finding()) == written(finding())
    assert written(finding()) != written(finding("BIB"))

"""A round as it happens: units missing, files that cannot be taken, answers that want a word."""

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tasks.adapters.rooms import Rooms
from tests.flow.rounds import (
    PWR,
    VALUE,
    Ran,
    annex_texts,
    only,
    run_round,
    table,
    type_into,
    workbook,
)

STATUS = "Status realizacji"
WORDING = "Własne brzmienie wykonania"
EXPLANATION = "Wyjaśnienie"
TEXT = "Działanie / co policzono"
SPENDING = "Wysokość środków (zł)"
QUALIFIER = "Dokładność"


@pytest.fixture
def rooms(tmp_path: Path, published: Ran) -> Rooms:
    return published.anew(tmp_path)


@pytest.fixture(scope="module")
def quiet(published: Ran) -> set[str]:
    """The findings of the round as it is, by their id."""
    return {row["id"] for row in findings(published.rooms)}


def findings(rooms: Rooms) -> list[dict[str, str]]:
    return table(rooms.results(*PWR) / "findings.csv")


def manifest(rooms: Rooms) -> dict[str, object]:
    content: dict[str, object] = json.loads(
        (rooms.results(*PWR) / "manifest.json").read_text(encoding="utf-8")
    )
    return content


def found(rooms: Rooms, rule: str) -> list[dict[str, str]]:
    return [row for row in findings(rooms) if row["rule"] == rule]


def meta(path: Path, key: str, value: str | None) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book["Metryczka"]
    row = next(cell.row for cell in sheet["A"] if cell.value == key)
    sheet.cell(row, 3).value = value
    book.save(path)
    book.close()


@pytest.mark.slow
def test_a_missing_unit_is_a_visible_gap_and_a_finding(rooms: Rooms) -> None:
    workbook(rooms, "BK").unlink()
    outcome = run_round(rooms, *PWR)
    texts = annex_texts(outcome)
    assert texts.count("[brak danych: Biblioteka Kraków]") == 11
    assert [row["unit"] for row in found(rooms, "unit-missing")] == ["BK"]
    assert outcome.summary.submitted == 27
    assert outcome.summary.expected == 28
    assert outcome.summary.gaps == 11
    assert manifest(rooms)["units"] == {"expected": 28, "missing": ["BK"], "submitted": 27}
    unanswered = [row for row in table(outcome.annex.parent / "figures.csv") if row["unit"] == "BK"]
    assert unanswered
    assert not any(row["realised"] or row["file"] for row in unanswered)


def test_no_workbook_at_all_still_makes_a_document(rooms: Rooms) -> None:
    for path in rooms.drop_folder(*PWR).glob("*.xlsx"):
        path.unlink()
    outcome = run_round(rooms, *PWR)
    assert outcome.summary.gaps == 198
    assert len(found(rooms, "unit-missing")) == 28
    assert manifest(rooms)["as_of"] == ""


def test_a_round_without_a_drop_folder_makes_a_document(rooms: Rooms) -> None:
    empty = Rooms(
        rooms.programmes, rooms.templates, rooms.inputs / "none", rooms.outputs, rooms.records
    )
    assert run_round(empty, *PWR).summary.submitted == 0


# By the unit whose workbook it is: what becomes of it, and what is said of it then.
REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "CC": (lambda path: meta(path, "year", "2023"), "formularz za rok 2023"),
    "BK": (lambda path: meta(path, "unit", "XYZ"), "Nie ma jednostki „XYZ”"),
    "KFK": (lambda path: meta(path, "unit", "NGO"), "Nie ma jednostki „NGO”"),
    "MAK": (lambda path: meta(path, "programme", "inny"), "innego programu („inny”)"),
    "KCS": (lambda path: path.write_bytes(b"%PDF-1.7"), "To plik PDF"),
    "NCK": (lambda path: path.write_bytes(b""), "Plik jest pusty"),
    "OKN": (lambda path: path.write_bytes(path.read_bytes()[:3000]), "Plik jest uszkodzony"),
    "MHK": (lambda path: openpyxl.Workbook().save(path), "brakuje arkusza „Metryczka”"),
}


def test_a_file_that_cannot_be_taken_is_refused_with_a_sentence(rooms: Rooms) -> None:
    for unit, (spoil, _) in REFUSED.items():
        spoil(workbook(rooms, unit))
    outcome = run_round(rooms, *PWR)
    refused = {file.file: file.reason for file in outcome.files if file.verdict == "refused"}
    assert refused.keys() == {f"PWR_2024_{unit}.xlsx" for unit in REFUSED}
    told = {row["file"]: row["message"] for row in found(rooms, "file-refused")}
    for unit, (_, sentence) in REFUSED.items():
        name = f"PWR_2024_{unit}.xlsx"
        assert sentence in refused[name]
        assert "Proszę" in refused[name]
        assert sentence in told[name]
    assert outcome.summary.submitted == 20
    counts = manifest(rooms)["files"]
    assert counts == {"accepted": 20, "refused": 8, "later": 0, "ignored": 0, "total": 28}


def test_every_entry_of_the_folder_has_a_verdict(rooms: Rooms) -> None:
    folder = rooms.drop_folder(*PWR)
    (folder / "~$PWR_2024_BK.xlsx").write_bytes(b"lock")
    (folder / "Tabela_uwag.xlsx").write_bytes(b"")
    (folder / "podkatalog").mkdir()
    (folder / "notatka.txt").write_text("proszę o kontakt", encoding="utf-8")
    (folder / "Kopia BK.xlsx").write_bytes(workbook(rooms, "BK").read_bytes())
    run_round(rooms, *PWR)
    counts = manifest(rooms)["files"]
    assert counts == {"accepted": 28, "refused": 3, "later": 0, "ignored": 2, "total": 33}


@pytest.mark.slow
def test_one_bad_file_does_not_change_the_others(rooms: Rooms, published: Ran) -> None:
    before = annex_texts(published.outcome)
    (rooms.drop_folder(*PWR) / "zły.xlsx").write_bytes(b"PK\x03\x04 broken")
    assert annex_texts(run_round(rooms, *PWR)) == before


def test_a_text_where_a_number_should_be_is_shown_and_found_never_guessed(rooms: Rooms) -> None:
    only(rooms, "MOPS-OBA")
    type_into(workbook(rooms, "MOPS-OBA"), {("I.1.2/rodziny", VALUE): "ok. 716"})
    outcome = run_round(rooms, *PWR)
    assert "[do wyjaśnienia: „ok. 716”]" in annex_texts(outcome)
    (row,) = found(rooms, "value-qualified")
    assert (row["unit"], row["action"], row["indicator"]) == ("MOPS-OBA", "I.1.2", "rodziny")
    assert (row["file"], row["sheet"], row["cell"]) == (
        "PWR_2024_MOPS-OBA.xlsx",
        "Sprawozdanie",
        "E10",
    )
    assert "„ok. 716”" in row["message"]
    assert "E10" in row["message"]


def test_a_formula_without_a_result_is_found(rooms: Rooms) -> None:
    only(rooms, "MOPS-OBA")
    type_into(workbook(rooms, "MOPS-OBA"), {("I.1.2/rodziny", VALUE): "=700+16"})
    run_round(rooms, *PWR)
    assert [row["value"] for row in found(rooms, "value-uncounted-formula")] == ["'=700+16"]


# The other rules have their faults in forms of their own: form_faults, round_faults.
@pytest.mark.parametrize(
    ("rule", "unit", "cells"),
    [
        ("value-missing", "MOPS-PRZ-07", {("I.1.3/rodziny_wspierane", VALUE): None}),
        ("value-without-results", "MOPS-OBA", {("I.1.2", STATUS): "nie zrealizowano"}),
        ("measure-unknown", "CC", {("I.3.4.48/+1", TEXT): "bisy", ("I.3.4.48/+1", VALUE): 3}),
        ("value-as-text", "MOPS-OBA", {("I.1.2", SPENDING): "3 934 985,31 zł"}),
        ("wording-number", "MOPS-OBA", {("I.1.2", WORDING): "716 rodzin, w tym 12 nowych"}),
        ("polish-missing", "MOPS-OBA", {("I.1.2", WORDING): "716 rodzin, realizowane 2024 roku"}),
    ],
)  # fmt: skip
def test_each_rule_fires_where_it_should_and_nowhere_else(
    rooms: Rooms, quiet: set[str], rule: str, unit: str, cells: dict[tuple[str, str], object]
) -> None:
    only(rooms, unit)
    type_into(workbook(rooms, unit), cells)
    run_round(rooms, *PWR)
    fresh = [row for row in found(rooms, rule) if row["id"] not in quiet]
    assert [(row["unit"], row["action"]) for row in fresh] == [
        (unit, next(iter(cells))[0].partition("/")[0])
    ]
    assert all(row["message"] and row["remedy"] and "{" not in row["message"] for row in fresh)
    assert fresh[0]["file"] == f"PWR_2024_{unit}.xlsx"


def test_a_personal_number_is_found_and_not_shown(rooms: Rooms) -> None:
    only(rooms, "MOPS-OBA")
    # The number that the checksum is explained with.
    type_into(workbook(rooms, "MOPS-OBA"), {("I.1.2", WORDING): "716 rodzin (44051401359)"})
    run_round(rooms, *PWR)
    (row,) = found(rooms, "personal-data")
    assert (row["unit"], row["action"], row["field"]) == ("MOPS-OBA", "I.1.2", "wording")
    for name in ("findings.csv", "status.json"):
        assert "44051401359" not in (rooms.results(*PWR) / name).read_text("utf-8")


def test_of_the_published_round_few_matters_are_errors(published: Ran) -> None:
    rows = findings(published.rooms)
    errors = {row["rule"] for row in rows if row["severity"] == "error"}
    assert errors == {"plan-far", "parts-over-whole"}
    softer = {row["rule"] for row in rows} - errors
    others = {code for code in softer if not code.startswith("polish-")}
    assert others == {
        "value-missing", "plan-off", "plan-repeated", "plan-copied", "plan-unset", "plan-words",
        "plan-twice", "value-twice", "reason-empty", "counts-round", "group-size", "noun-changed",
        "unit-name", "link-number", "link-ended", "links-intro", "small-count",
    }  # fmt: skip


def test_an_unsigned_statement_is_found(rooms: Rooms) -> None:
    only(rooms, "CC")
    meta(workbook(rooms, "CC"), "approved_by", None)
    run_round(rooms, *PWR)
    assert [row["unit"] for row in found(rooms, "statement-unsigned")] == ["CC"]


@pytest.mark.slow
def test_a_unit_that_reports_somebody_elses_action_changes_nothing(
    rooms: Rooms, published: Ran
) -> None:
    before = annex_texts(published.outcome)
    _append(workbook(rooms, "CC"), "I.1.2", 999)
    after = annex_texts(run_round(rooms, *PWR))
    assert after == before
    (row,) = found(rooms, "action-foreign")
    assert (row["unit"], row["action"], row["value"]) == ("CC", "I.1.2", "999")


def test_an_unknown_action_is_found(rooms: Rooms) -> None:
    only(rooms, "CC")
    _append(workbook(rooms, "CC"), "IX.9.9", 5)
    run_round(rooms, *PWR)
    assert [row["action"] for row in found(rooms, "action-unknown")] == ["IX.9.9"]


def test_a_repeated_row_is_found(rooms: Rooms) -> None:
    only(rooms, "CC")
    _append(workbook(rooms, "CC"), "I.3.4.48", 5, inner="koncerty")
    run_round(rooms, *PWR)
    assert {row["action"] for row in found(rooms, "key-repeated")} == {"I.3.4.48"}


def test_own_wording_is_printed_and_values_stay_typed(rooms: Rooms) -> None:
    only(rooms, "CC")
    type_into(
        workbook(rooms, "CC"), {("I.3.4.48", WORDING): "23 koncerty & 877 <słuchaczy>\nw parkach"}
    )
    outcome = run_round(rooms, *PWR)
    assert "23 koncerty & 877 <słuchaczy> w parkach" in annex_texts(outcome)
    figures = table(outcome.annex.parent / "figures.csv")
    typed = {row["realised"] for row in figures if row["action"] == "I.3.4.48"}
    assert {"23", "877"} <= typed


@pytest.mark.parametrize(
    ("sign", "shown"),
    [
        ("x", "877 słuchaczy"),
        ("–", "0 koncertów, 877 słuchaczy"),
        (".", "[brak danych], 877 słuchaczy"),
    ],
)
def test_statistical_signs_are_not_zero(rooms: Rooms, sign: str, shown: str) -> None:
    only(rooms, "CC")
    type_into(workbook(rooms, "CC"), {("I.3.4.48/koncerty", VALUE): sign})
    assert shown in annex_texts(run_round(rooms, *PWR))
    assert not found(rooms, "value-sign")


def test_precision_is_printed_with_its_case(rooms: Rooms) -> None:
    only(rooms, "MOPS-OBA")
    type_into(
        workbook(rooms, "MOPS-OBA"),
        {("I.1.2/rodziny", QUALIFIER): "około", ("I.1.2/rodziny", VALUE): 2},
    )
    assert "około 2 rodzin" in annex_texts(run_round(rooms, *PWR))


def test_a_status_without_wording_is_put_into_words(rooms: Rooms) -> None:
    only(rooms, "MOPS-OBA")
    cells = {
        ("I.1.2", STATUS): "odwołano",
        ("I.1.2", EXPLANATION): "brak wykonawcy",
        ("I.1.2/rodziny", VALUE): None,
        ("I.1.2", SPENDING): None,
    }
    type_into(workbook(rooms, "MOPS-OBA"), cells)
    assert "wydarzenie odwołane" in annex_texts(run_round(rooms, *PWR))


def test_figures_name_the_cell_that_a_value_came_from(published: Ran) -> None:
    rooms, figures = published.rooms, table(published.outcome.annex.parent / "figures.csv")
    row = next(one for one in figures if (one["action"], one["indicator"]) == ("I.1.2", "rodziny"))
    book = openpyxl.load_workbook(rooms.drop_folder(*PWR) / row["file"])
    assert book[row["sheet"]][row["cell"]].value == 716
    assert (row["planned"], row["realised"], row["noun"]) == ("605", "716", "rodzina")
    spending = next(one for one in figures if one["action"] == "I.1.2" and one["spending"])
    assert spending["spending"] == "3934985.31"


def _append(path: Path, action: str, number: int, inner: str = "rodziny") -> None:
    book = openpyxl.load_workbook(path)
    sheet = book["Sprawozdanie"]
    row = sheet.max_row + 1
    sheet.cell(row, 1).value = f"{action}/{inner}"
    sheet.cell(row, 5).value = number
    book.save(path)
    book.close()

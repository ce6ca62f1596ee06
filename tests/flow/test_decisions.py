"""From findings to the final version: what people decide, sign and change their minds about."""

import io
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from domain.errors import RefusedError
from flows.approving import Signature, approve
from flows.standing import Request
from flows.yearly import Outcome, tell
from tasks.adapters.accessibility import check_accessibility
from tasks.adapters.definitions import load_definition
from tasks.adapters.rooms import Rooms
from tests.flow.rounds import (
    CHECKOUT,
    MRS,
    PWR,
    Ran,
    annex_texts,
    copied_root,
    run_round,
    table,
    type_into,
)
from tests.flow.tables import Answer, Row, fill_in, left, proposed
from tests.golden.annex_text import document_texts
from tests.golden.cell_map import flatten, load_map

SIGNED = Signature("Jan Kowalski", "2025-03-28", "MOPS.071.5.2025")
PUBLISHED = CHECKOUT / "tests" / "golden" / "zalacznik-3-2024.yaml"
TO_MEND = "do poprawy"


def manifest(outcome: Outcome) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((outcome.annex.parent / "manifest.json").read_text("utf-8"))
    return told


def final(rooms: Rooms, slug: str, year: int) -> Outcome:
    return tell(Request(slug, year, rooms, final=True))


def findings(outcome: Outcome, **about: str) -> list[dict[str, str]]:
    rows = table(outcome.annex.parent / "findings.csv")
    return [row for row in rows if all(row[name] == value for name, value in about.items())]


def headers(outcome: Outcome) -> str:
    with zipfile.ZipFile(outcome.annex) as document:
        parts = [name for name in document.namelist() if name.startswith("word/header")]
        return "".join(document.read(name).decode() for name in parts)


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory, published: Ran) -> Rooms:
    """The real round with a reason for everything that had to be mended, and approved."""
    rooms = published.again(tmp_path_factory.mktemp("decided"))
    outcome = published.outcome
    target = rooms.drop_folder(*PWR) / "Tabela_uwag_2024.xlsx"

    def answer(row: Row) -> dict[str, str] | None:
        return left() if row["Uwaga"] == TO_MEND else None

    assert fill_in(proposed(outcome), target, "Uwagi", answer) == len(
        findings(outcome, severity="error")
    )
    return rooms


@pytest.mark.slow
def test_the_real_round_goes_to_its_final_version(decided: Rooms) -> None:
    outcome = run_round(decided, *PWR)
    assert "PROJEKT" in headers(outcome)
    assert all(row["decision"] for row in findings(outcome, severity="error"))
    with pytest.raises(RefusedError, match="brakuje zatwierdzenia"):
        final(decided, *PWR)
    approval = approve(decided, *PWR, SIGNED)
    assert approval.version == manifest(outcome)["data_hash"]
    outcome = final(decided, *PWR)
    assert outcome.annex.name == "Zalacznik_nr_3_PWR_2024.docx"
    assert manifest(outcome)["state"] == "final"
    assert manifest(outcome)["data_hash"] == approval.version
    assert annex_texts(outcome) == flatten(load_map(PUBLISHED))
    assert "PROJEKT" not in headers(outcome)
    word = (outcome.annex.parent / "Do_BIP" / outcome.annex.name).read_bytes()
    assert document_texts(word) == annex_texts(outcome)
    assert [one for one in check_accessibility(word) if not one.passed] == []


def test_a_later_change_withdraws_the_approval_and_says_what_changed(
    small: Ran, tmp_path: Path
) -> None:
    rooms = small.again(tmp_path)
    approve(rooms, *MRS, SIGNED)
    _retype(rooms, 186)
    outcome = run_round(rooms, *MRS)
    (notice,) = [one for one in outcome.notices if "wygasło" in one]
    assert "2025-03-28" in notice
    assert "MRS.3 +4 (MOPS): 185 → 186" in notice
    with pytest.raises(RefusedError, match="wygasło"):
        final(rooms, *MRS)


@pytest.mark.slow
def test_with_the_corrections_accepted_the_mistakes_are_gone(
    decided: Rooms, tmp_path: Path
) -> None:
    rooms = _copied(decided, tmp_path)
    table_file = rooms.drop_folder(*PWR) / "Tabela_uwag_2024.xlsx"
    wrong: list[tuple[str, str]] = []

    def accept(row: Row) -> dict[str, str]:
        wrong.append((row["Jest"], row["Ma być"]))
        return {"Przyjąć": "tak"}

    accepted = fill_in(
        table_file,
        table_file,
        "Korekty redakcyjne",
        accept,
        ("Anna Nowak", "korekta redakcyjna"),
    )
    assert accepted >= 10
    before = "\n".join(flatten(load_map(PUBLISHED)))
    after = "\n".join(annex_texts(run_round(rooms, *PWR)))
    assert after != before
    printed = [(old, new) for old, new in wrong if old in before]
    assert len(printed) >= 10
    for old, new in printed:
        assert after.count(old) < before.count(old) or old in new, old
    assert "39 zajęć" in after
    assert "półkolonii – warsztaty" in after


def test_a_corrected_value_is_printed_and_its_cell_is_still_told(
    tmp_path: Path, wrong: Ran
) -> None:
    rooms, outcome = wrong.again(tmp_path), wrong.outcome
    row = next(row for row in findings(outcome) if row["rule"] == "value-negative")
    _answer(
        rooms,
        outcome,
        {
            row["id"]: {
                "Stanowisko": "korekta wartości",
                "Nowa wartość lub brzmienie": "12",
                "Uzasadnienie": "pomyłka",
                "Kto": "Anna Nowak",
            }
        },
    )
    outcome = run_round(rooms, *MRS)
    figures = table(outcome.annex.parent / "figures.csv")
    (figure,) = [
        one
        for one in figures
        if one["action"] == row["action"] and one["indicator"] == row["indicator"]
    ]
    assert figure["realised"] == "12"
    assert (figure["file"], figure["cell"]) == (row["file"], row["cell"])
    (told,) = findings(outcome, id=row["id"])
    assert told["decision"].startswith("korekta wartości: 12 (pomyłka)")


@pytest.mark.parametrize(
    ("told", "rule"),
    [
        ({"Stanowisko": "chyba dobrze", "Kto": "Anna Nowak"}, "decision-unclear"),
        (left(who=""), "decision-unsigned"),
        (left(reason=""), "decision-unreasoned"),
        ({"Stanowisko": "korekta wartości", "Kto": "Anna Nowak"}, "decision-without-value"),
        (
            {
                "Stanowisko": "korekta redakcyjna",
                "Nowa wartość lub brzmienie": "12",
                "Kto": "Anna Nowak",
            },
            "decision-number-changed",
        ),
    ],
)
def test_half_a_decision_is_a_finding_and_decides_nothing(
    tmp_path: Path, wrong: Ran, told: dict[str, str], rule: str
) -> None:
    rooms, outcome = wrong.again(tmp_path), wrong.outcome
    (row,) = findings(outcome, rule="value-negative")
    _answer(rooms, outcome, {row["id"]: told})
    outcome = run_round(rooms, *MRS)
    (finding,) = findings(outcome, rule=rule)
    assert finding["action"] == row["action"]
    assert finding["sheet"] == "Uwagi"
    assert not findings(outcome, id=row["id"])[0]["decision"]
    with pytest.raises(RefusedError, match="Nierozstrzygnięte"):
        approve(rooms, *MRS, SIGNED)


def test_a_decision_lapses_when_the_value_changes(tmp_path: Path, wrong: Ran) -> None:
    rooms, outcome = wrong.again(tmp_path), wrong.outcome
    (row,) = findings(outcome, rule="value-negative")
    _answer(rooms, outcome, {row["id"]: left()})
    outcome = run_round(rooms, *MRS)
    assert "potwierdzono" in findings(outcome, rule="value-negative")[0]["decision"]
    _retype(rooms, -98765)
    outcome = run_round(rooms, *MRS)
    assert findings(outcome, rule="decision-lapsed")
    (again,) = findings(outcome, rule="value-negative")
    assert (again["value"], again["decision"]) == ("-98765", "")


def test_a_missing_unit_is_gone_on_without(tmp_path: Path) -> None:
    rooms = copied_root(tmp_path)
    gone = sorted(rooms.drop_folder(*MRS).glob("*.xlsx"))[0]
    gone.unlink()
    outcome = run_round(rooms, *MRS)
    (row,) = findings(outcome, rule="unit-missing")
    assert any("[brak danych" in text for text in annex_texts(outcome))
    _answer(rooms, outcome, {row["id"]: left("termin minął")})
    outcome = run_round(rooms, *MRS)
    texts = annex_texts(outcome)
    assert any("jednostka nie przekazała danych do dnia" in text for text in texts)
    assert not any("[brak danych" in text for text in texts)


def test_one_row_leaves_a_rule_for_a_whole_unit(tmp_path: Path, wrong: Ran) -> None:
    rooms, outcome = wrong.again(tmp_path), wrong.outcome
    (row,) = findings(outcome, rule="value-negative")
    target = rooms.drop_folder(*MRS) / "tabela_uwag (kopia).xlsx"
    # By its code or by its name, as people know it.
    units = {unit.code: unit.name for unit in load_definition(rooms, *MRS).programme.units.values()}
    book = openpyxl.load_workbook(proposed(outcome))
    page = book["Zbiorczo"]
    top = next(number for number in range(1, 20) if page.cell(number, 1).value == "Reguła")
    unit = units[row["unit"]].upper()
    told = ("value-negative", unit, "", "pozostawiono", "inna metoda liczenia", "Anna Nowak")
    for column, text in enumerate(told, start=1):
        page.cell(top + 1, column, text)
    book.save(target)
    outcome = run_round(rooms, *MRS)
    assert "inna metoda" in findings(outcome, rule="value-negative")[0]["decision"]
    assert manifest(outcome)["decisions"].keys() == {target.name}


def test_a_table_that_cannot_be_read_is_refused_and_stops_nothing(tmp_path: Path) -> None:
    rooms = copied_root(tmp_path)
    (rooms.drop_folder(*MRS) / "Tabela_uwag.xlsx").write_bytes(b"PK\x03\x04 nothing")
    outcome = run_round(rooms, *MRS)
    (entry,) = [one for one in outcome.files if one.file == "Tabela_uwag.xlsx"]
    assert entry.verdict == "refused"
    assert outcome.annex.is_file()


def test_two_answers_to_one_matter_do_not_count_and_one_to_none_is_told(
    tmp_path: Path, wrong: Ran
) -> None:
    rooms, outcome = wrong.again(tmp_path), wrong.outcome
    (row,) = findings(outcome, rule="value-negative")
    _answer(rooms, outcome, {row["id"]: left()})
    first = rooms.drop_folder(*MRS) / "Tabela_uwag.xlsx"
    corrected = {"Stanowisko": "korekta wartości", "Nowa wartość lub brzmienie": "12"}
    for name, told in (
        ("Tabela_uwag (2).xlsx", corrected),
        # A row that somebody typed another action into.
        ("Tabela_uwag (3).xlsx", {"klucz: działanie": "MRS.99"}),
    ):
        fill_in(first, first.with_name(name), "Uwagi", _where_negative(told))
    outcome = run_round(rooms, *MRS)
    # One matter, one finding, however many rows answer it.
    assert len(findings(outcome, rule="decision-contradicted")) == 1
    assert len(findings(outcome, rule="decision-unmatched")) == 1
    assert not findings(outcome, id=row["id"])[0]["decision"]


def test_what_was_decided_stands_in_the_next_proposal(tmp_path: Path, wrong: Ran) -> None:
    rooms, outcome = wrong.again(tmp_path), wrong.outcome
    (row,) = findings(outcome, rule="value-negative")
    _answer(rooms, outcome, {row["id"]: left()})
    outcome = run_round(rooms, *MRS)
    page = openpyxl.load_workbook(io.BytesIO(proposed(outcome).read_bytes()))["Uwagi"]
    told = [[cell.value for cell in line] for line in page.iter_rows()]
    assert any("potwierdzono z jednostką" in line and "Anna Nowak" in line for line in told)


def test_a_card_signed_for_another_version_is_refused(small: Ran, tmp_path: Path) -> None:
    rooms = small.again(tmp_path)
    other = Signature("Jan Kowalski", "2026-03-28", "1", version="0" * 12)
    with pytest.raises(RefusedError, match="nową kartę"):
        approve(rooms, *MRS, other)


def _copied(rooms: Rooms, folder: Path) -> Rooms:
    """Copy a prepared round, without what was made from it."""
    for name in ("programmes", "templates", "inputs"):
        shutil.copytree(rooms.inputs.parent / name, folder / name)
    return Rooms.under(folder)


def _where_negative(told: dict[str, str]) -> Answer:
    return lambda row: told if row["klucz: reguła"] == "value-negative" else None


@pytest.fixture(scope="module")
def wrong(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """The small round with one result that cannot be."""
    rooms = copied_root(tmp_path_factory.mktemp("wrong"))
    _retype(rooms, -54321)
    return Ran(rooms, run_round(rooms, *MRS))


def _retype(rooms: Rooms, number: int) -> None:
    path = rooms.drop_folder(*MRS) / "MRS_2025_MOPS.xlsx"
    type_into(path, {("MRS.3/+4", "Wykonanie w 2025 roku"): number})


def _answer(rooms: Rooms, outcome: Outcome, told: dict[str, dict[str, str]]) -> None:
    """Write what was decided on findings, by their id, and put the table into the drop folder."""
    wanted = {row["id"]: row for row in findings(outcome) if row["id"] in told}
    names = ("rule", "unit", "action", "indicator", "field", "value")
    keys = ("reguła", "jednostka", "działanie", "wskaźnik", "pole", "wartość")

    def answer(row: Row) -> dict[str, str] | None:
        for id, finding in wanted.items():
            if all(
                row[f"klucz: {key}"] == finding[name] for key, name in zip(keys, names, strict=True)
            ):
                return told[id]
        return None

    target = rooms.drop_folder(*MRS) / "Tabela_uwag.xlsx"
    assert fill_in(proposed(outcome), target, "Uwagi", answer) == len(told)

"""Last year's figures with the programme, and other units: what is asked of a workbook then."""

import csv
import hashlib
import io
import json
from pathlib import Path

import pytest

from flows.__main__ import main
from flows.checking import check_files
from tasks.adapters.rooms import Rooms
from tests.flow.rounds import (
    PWR,
    VALUE,
    Ran,
    copied_root,
    only,
    run_round,
    table,
    type_into,
    workbook,
)

EXPLANATION = "Wyjaśnienie"
SLUG, YEAR = PWR
# In 2024: 716 families, 605 planned; without a word of explanation.
FAMILIES = "I.1.2/rodziny"


@pytest.fixture
def rooms(tmp_path: Path) -> Rooms:
    return copied_root(tmp_path)


def keep(rooms: Rooms, *rows: str, year: int = YEAR - 1) -> Path:
    """Put the figures of a year with the programme."""
    path = rooms.programmes / SLUG / "past" / f"{year}.csv"
    path.parent.mkdir(exist_ok=True)
    lines = ("action,indicator,unit,realised", *rows)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def told(rooms: Rooms, *rules: str) -> list[dict[str, str]]:
    """Run the round; return the findings of some rules."""
    run_round(rooms, *PWR)
    return said(rooms, *rules)


def said(rooms: Rooms, *rules: str) -> list[dict[str, str]]:
    """Return the findings of some rules that the last run made."""
    return [row for row in table(rooms.results(*PWR) / "findings.csv") if row["rule"] in rules]


def asked(rooms: Rooms) -> list[str]:
    """Check the workbook with the families; return the codes of what is asked about them."""
    checked = check_files(rooms, [workbook(rooms, "MOPS-OBA")])
    found = [one for one in checked.findings if one.place.action == "I.1.2"]
    return [one.rule.code for one in found]


def test_twice_as_much_as_the_year_before_is_asked_about(rooms: Rooms) -> None:
    keep(only(rooms, "MOPS-OBA"), "I.1.2,rodziny,MOPS-OBA,357")
    (row,) = told(rooms, "year-off", "year-same")
    assert (row["rule"], row["severity"], row["unit"]) == ("year-off", "warning", "MOPS-OBA")
    assert (row["file"], row["cell"], row["value"]) == ("PWR_2024_MOPS-OBA.xlsx", "E10", "716")
    assert row["message"] == (
        "Działanie I.1.2: w 2024 roku wykonano 716, a w 2023 roku 357 (liczba rodzin "
        "objętych usługą asystenta rodziny); wartości różnią się ponad dwukrotnie."
    )


def test_the_same_uneven_number_as_the_year_before_is_told(rooms: Rooms) -> None:
    keep(only(rooms, "MOPS-OBA"), "I.1.2,rodziny,MOPS-OBA,716")
    (row,) = told(rooms, "year-off", "year-same")
    assert (row["rule"], row["severity"], row["stage"]) == ("year-same", "info", "trial")
    assert row["message"] == (
        "Działanie I.1.2: w 2024 roku wykonano 716, dokładnie tyle samo co w 2023 roku – 716 "
        "(liczba rodzin objętych usługą asystenta rodziny)."
    )


@pytest.mark.parametrize(
    ("before", "codes"),
    [
        ("357", ["year-off"]),
        ("358", []),
        ("1432", []),
        ("1433", ["year-off"]),
        ("9", []),
        ("716", ["year-same"]),
        ("", []),
    ],
)
def test_within_the_band_nothing_is_asked(rooms: Rooms, before: str, codes: list[str]) -> None:
    keep(rooms, f"I.1.2,rodziny,MOPS-OBA,{before}")
    assert asked(rooms) == codes


def test_an_explanation_answers_by_itself(rooms: Rooms) -> None:
    keep(rooms, "I.1.2,rodziny,MOPS-OBA,357")
    type_into(workbook(rooms, "MOPS-OBA"), {("I.1.2", EXPLANATION): "Zatrudniono asystentów."})
    assert asked(rooms) == []


def test_what_is_far_from_its_plan_is_asked_about_once(rooms: Rooms) -> None:
    keep(rooms, "I.1.2,rodziny,MOPS-OBA,357")
    type_into(workbook(rooms, "MOPS-OBA"), {(FAMILIES, VALUE): 1300})
    assert asked(rooms) == ["plan-off"]


def test_the_same_round_number_is_not_told(rooms: Rooms) -> None:
    keep(rooms, "I.1.2,rodziny,MOPS-OBA,720")
    type_into(workbook(rooms, "MOPS-OBA"), {(FAMILIES, VALUE): 720})
    assert asked(rooms) == []


@pytest.mark.parametrize("year", [2022, 2024])
def test_another_year_than_the_one_before_says_nothing(rooms: Rooms, year: int) -> None:
    keep(rooms, "I.1.2,rodziny,MOPS-OBA,357", year=year)
    assert asked(rooms) == []


def test_without_a_year_before_nothing_is_asked(published: Ran) -> None:
    assert said(published.rooms, "year-off", "year-same", "peers-off") == []


def test_what_the_programme_no_longer_counts_is_no_fault(rooms: Rooms) -> None:
    keep(rooms, "IX.9.9,dawne,MOPS-OBA,5000", "I.1.2,dawne,NIKT,1")
    assert asked(rooms) == []


def test_a_file_alone_is_not_held_against_other_units(rooms: Rooms) -> None:
    assert "peers-off" in check_files(rooms, [workbook(rooms, "MOPS-OBA")]).left_out


@pytest.mark.slow
def test_the_figures_of_a_round_serve_as_the_year_before_as_they_are(
    rooms: Rooms, published: Ran
) -> None:
    rows = table(published.rooms.results(*PWR) / "figures.csv")
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys(), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({**row, "year": "2023"} for row in rows)
    path = keep(rooms)
    path.write_bytes(text.getvalue().encode("utf-8-sig"))
    same = told(rooms, "year-off", "year-same")
    assert {row["rule"] for row in same} == {"year-same"}
    assert len(same) > 20


def test_the_manifest_names_the_year_before(rooms: Rooms) -> None:
    path = keep(only(rooms, "MOPS-OBA"), "I.1.2,rodziny,MOPS-OBA,700")
    run_round(rooms, *PWR)
    manifest = json.loads((rooms.results(*PWR) / "manifest.json").read_text("utf-8"))
    expected = hashlib.sha256(path.read_bytes()).hexdigest()
    assert manifest["definitions"]["past/2023.csv"] == expected


def test_a_broken_year_before_is_told_with_its_line(
    rooms: Rooms, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(rooms, "I.1.2,rodziny,MOPS-OBA,357", "I.1.3,rodziny_wspierane,MOPS-PRZ-07,ok. 5")
    form = str(workbook(rooms, "MOPS-OBA"))
    assert main(["check", form, "--root", str(tmp_path)]) == 4
    said = capsys.readouterr().err
    assert "past/2023.csv: wiersz 3: realised: „ok. 5” nie jest liczbą" in said
    assert "Traceback" not in said


@pytest.mark.slow
@pytest.mark.parametrize(("people", "fires"), [(29, True), (36, False)])
def test_people_an_event_are_held_against_units_of_the_kind(
    rooms: Rooms, people: int, fires: bool
) -> None:
    """At 24 events about 13 come to each in other houses of culture; the plan says 30 at 24."""
    cells = {("I.2.2.3/uczestnicy", VALUE): people, ("I.2.2.3/zajecia", VALUE): 24}
    type_into(workbook(rooms, "NCK"), cells)
    found = told(rooms, "peers-off")
    assert [row["message"] for row in found] == [
        "Działanie I.2.2.3: na jedno wydarzenie przypada 1,2 (liczba uczestników), a mediana z "
        "pozycji innych jednostek tego rodzaju (pozycji: 18) to 12,9."
    ] * fires
    assert {(row["unit"], row["severity"]) for row in found} <= {("NCK", "info")}

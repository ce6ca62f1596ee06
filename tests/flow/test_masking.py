"""What names people is not printed: a telephone until, a small number once it is decided."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tasks.adapters.rooms import Rooms
from tests.flow.rounds import (
    PWR,
    VALUE,
    annex_texts,
    copied_root,
    only,
    run_round,
    table,
    type_into,
    workbook,
)
from tests.flow.tables import Row, fill_in, left, proposed

WORDING = "Własne brzmienie wykonania"
UNIT, ACTION, KEY = "MOPS-OBA", "I.1.2", "rodziny"
PHONE = "12 345 67 89"
SMALL = f"{ACTION}/{KEY}"
MASKED = {"Stanowisko": "zamaskowano", "Kto": "Anna Nowak"}


@pytest.fixture
def rooms(tmp_path: Path) -> Rooms:
    """The round with the workbook of one unit: what the others wrote is of no matter here."""
    return only(copied_root(tmp_path), UNIT)


def findings(rooms: Rooms, rule: str) -> list[dict[str, str]]:
    rows = table(rooms.results(*PWR) / "findings.csv")
    return [row for row in rows if row["rule"] == rule and row["action"] == ACTION]


def decide(rooms: Rooms, source: Path, rule: str, told: dict[str, str]) -> int:
    """Write a decision on a rule's matter of the action into the table in the drop folder."""

    def answer(row: Row) -> dict[str, str] | None:
        about = (row["klucz: reguła"], row["klucz: działanie"])
        return told if about == (rule, ACTION) else None

    return fill_in(source, rooms.drop_folder(*PWR) / "Tabela_uwag_2024.xlsx", "Uwagi", answer)


def texts(rooms: Rooms) -> Iterator[tuple[str, str]]:
    """Yield the texts of all results but those that go back to the unit itself."""
    results = rooms.results(*PWR)
    for path in sorted(results.rglob("*")):
        if path.is_file() and "jednostki" not in path.relative_to(results).parts:
            data = path.read_bytes()
            if zipfile.is_zipfile(io.BytesIO(data)):
                with zipfile.ZipFile(io.BytesIO(data)) as package:
                    for name in package.namelist():
                        yield f"{path.name}/{name}", package.read(name).decode("utf-8", "replace")
            else:
                yield path.name, data.decode("utf-8", "replace")


def test_a_masked_number_is_in_no_result(rooms: Rooms) -> None:
    cells = {(SMALL, VALUE): 2, (ACTION, WORDING): "Wsparcie otrzymały 2 rodziny z Bieńczyc"}
    type_into(workbook(rooms, UNIT), cells)
    outcome = run_round(rooms, *PWR)
    (found,) = findings(rooms, "small-count")
    assert (found["value"], found["decision"]) == ("2", "")
    assert any("2 rodziny z Bieńczyc" in text for text in annex_texts(outcome))

    assert decide(rooms, proposed(outcome), "small-count", MASKED) == 1
    # The second time with the table that the first one proposes: the decision stands in it.
    for _ in range(2):
        outcome = run_round(rooms, *PWR)
        assert "nie więcej niż 3 rodziny" in annex_texts(outcome)
        (found,) = findings(rooms, "small-count")
        assert found["value"] == "zamaskowano"
        assert found["decision"].startswith("zamaskowano")
        figures = table(rooms.results(*PWR) / "figures.csv")
        (figure,) = [one for one in figures if one["action"] == ACTION and one["indicator"] == KEY]
        assert (figure["realised"], figure["qualifier"]) == ("3", "nie więcej niż")
        for name, text in texts(rooms):
            assert "Bieńczyc" not in text, name
            assert f"Działanie {ACTION}: podano 2 " not in text, name
        rows = table(rooms.results(*PWR) / "findings.csv")
        about = [row for row in rows if (row["action"], row["indicator"]) == (ACTION, KEY)]
        assert "2" not in {row["value"] for row in about}
        target = rooms.drop_folder(*PWR) / "Tabela_uwag_2024.xlsx"
        target.write_bytes(proposed(outcome).read_bytes())


def test_a_telephone_is_not_printed_until_somebody_decides_so(rooms: Rooms) -> None:
    type_into(workbook(rooms, UNIT), {(ACTION, WORDING): f"716 rodzin, zapisy: tel. {PHONE}"})
    outcome = run_round(rooms, *PWR)
    assert findings(rooms, "personal-data")
    assert "716 rodzin, zapisy: tel. [numer telefonu]" in annex_texts(outcome)
    assert not [name for name, text in texts(rooms) if PHONE in text]

    assert decide(rooms, proposed(outcome), "personal-data", MASKED) == 1
    outcome = run_round(rooms, *PWR)
    assert findings(rooms, "personal-data")[0]["decision"] == "zamaskowano – Anna Nowak"
    assert not [name for name, text in texts(rooms) if PHONE in text]

    decide(rooms, proposed(outcome), "personal-data", left("telefon dla mieszkańców"))
    outcome = run_round(rooms, *PWR)
    assert f"716 rodzin, zapisy: tel. {PHONE}" in annex_texts(outcome)


def test_what_is_no_matter_of_privacy_cannot_be_masked(rooms: Rooms) -> None:
    type_into(workbook(rooms, UNIT), {(SMALL, VALUE): -3})
    outcome = run_round(rooms, *PWR)
    assert decide(rooms, proposed(outcome), "value-negative", MASKED) == 1
    run_round(rooms, *PWR)
    assert findings(rooms, "decision-unclear")
    assert not findings(rooms, "value-negative")[0]["decision"]

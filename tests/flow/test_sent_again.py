"""One unit, several files, and files sent again: nothing dropped, nothing guessed."""

import shutil
from pathlib import Path

import pytest

from flows.yearly import Outcome
from tasks.adapters.rooms import Rooms
from tests.flow.rounds import PWR, VALUE, Ran, copied_root, only, run_round, table, type_into


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """The round of one unit, run once."""
    rooms = only(copied_root(tmp_path_factory.mktemp("first")), "MOPS-OBA")
    return Ran(rooms, run(rooms))


@pytest.fixture
def rooms(tmp_path: Path, first: Ran) -> Rooms:
    """The round after its first run."""
    return first.again(tmp_path)


def run(rooms: Rooms) -> Outcome:
    return run_round(rooms, *PWR)


def drop(rooms: Rooms) -> Path:
    return rooms.drop_folder(*PWR)


def first_counted(rooms: Rooms) -> tuple[str, str, str]:
    """Return unit, hidden key and number of the first figure of the round's figures.csv."""
    rows = table(rooms.results(*PWR) / "figures.csv")
    row = next(row for row in rows if row["realised"] and not row["indicator"].startswith("+"))
    return row["file"], f"{row['action']}/{row['indicator']}", row["realised"]


def test_a_resubmission_is_reported(rooms: Rooms) -> None:
    file, key, number = first_counted(rooms)
    type_into(drop(rooms) / file, {(key, VALUE): int(number) + 7})
    outcome = run(rooms)
    kinds = [change.kind.value for change in outcome.changes]
    assert kinds == ["zmieniona wartość", "wynik działania"]
    value, total = outcome.changes
    assert (value.before, value.after) == (number, str(int(number) + 7))
    assert "".join(total.before.split()).startswith(number)
    rows = table(rooms.results(*PWR) / "Zmiany_w_sprawozdaniach_2024.csv")
    assert [row["było"] for row in rows] == [value.before, total.before]


def test_a_resubmission_says_which_findings_are_gone_and_which_are_new(rooms: Rooms) -> None:
    file, key, _ = first_counted(rooms)
    type_into(drop(rooms) / file, {(key, VALUE): "ok. 150"})
    changes = run(rooms).changes
    assert [change.about for change in changes if change.kind.value == "nowa uwaga"] == [
        "value-qualified"
    ]
    type_into(drop(rooms) / file, {(key, VALUE): 150})
    changes = run(rooms).changes
    assert [change.about for change in changes if change.kind.value == "uwaga nieaktualna"] == [
        "value-qualified"
    ]


def test_a_value_left_out_of_a_resubmission_is_asked_about(rooms: Rooms) -> None:
    file, key, number = first_counted(rooms)
    type_into(drop(rooms) / file, {(key, VALUE): None})
    outcome = run(rooms)
    (found,) = [one for one in outcome.findings if one.rule.code == "resent-without"]
    assert f"„{number}”" in found.message


def test_parts_sent_one_after_another_come_in_order(rooms: Rooms) -> None:
    """A later file of the same unit stands where both fill a cell, and the earlier is named."""
    file, key, number = first_counted(rooms)
    second = drop(rooms) / "AA poprawka.xlsx"
    shutil.copyfile(drop(rooms) / file, second)
    type_into(second, {(key, VALUE): int(number) + 7})
    outcome = run(rooms)
    (found,) = [one for one in outcome.findings if one.rule.code == "files-superseded"]
    assert file in found.message
    assert second.name in found.message
    rows = table(rooms.results(*PWR) / "figures.csv")
    used = {row["realised"] for row in rows if f"{row['action']}/{row['indicator']}" == key}
    assert used == {str(int(number) + 7)}


def test_parts_sent_together_have_no_order(rooms: Rooms) -> None:
    file, key, number = first_counted(rooms)
    shutil.rmtree(rooms.records)
    second = drop(rooms) / "AA poprawka.xlsx"
    shutil.copyfile(drop(rooms) / file, second)
    type_into(second, {(key, VALUE): int(number) + 7})
    outcome = run(rooms)
    (found,) = [one for one in outcome.findings if one.rule.code == "files-conflict"]
    assert file in found.message
    assert second.name in found.message
    rows = table(rooms.results(*PWR) / "figures.csv")
    assert not [
        row["realised"]
        for row in rows
        if f"{row['action']}/{row['indicator']}" == key and row["realised"]
    ]

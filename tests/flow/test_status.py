"""The status at the front door: instant, from files alone, before and after a run."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from flows.__main__ import main
from tasks.adapters.rooms import Rooms
from tests.flow.rounds import CHECKOUT, MRS, Ran

HEAVY = ("prefect", "great_expectations", "pandas", "openpyxl", "docx", "lxml", "xlsxwriter")


@pytest.fixture
def ran(tmp_path: Path, small: Ran) -> Rooms:
    return small.again(tmp_path)


def printed(rooms: Rooms, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    root = str(rooms.inputs.parent)
    assert main(["status", *words, "--today", "2026-01-15", "--root", root]) == 0
    return capsys.readouterr().out


def as_json(rooms: Rooms, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(printed(rooms, capsys, MRS[0], str(MRS[1]), "--json"))
    return told


def test_it_tells_what_the_run_told(ran: Rooms, capsys: pytest.CaptureFixture[str]) -> None:
    told = as_json(ran, capsys)
    manifest = json.loads((ran.results(*MRS) / "manifest.json").read_text("utf-8"))
    assert told["round"]["version"] == manifest["data_hash"]
    assert told["round"]["submitted"] == manifest["units"]["submitted"]
    assert (told["state"], told["unchecked"], told["gone"]) == ("draft", [], [])
    for unit in told["round"]["units"]:
        for file in unit["answers"].values():
            assert (ran.results(*MRS) / file).is_file()
    assert "Wpłynęło 6 z 6; nic do decyzji." in printed(ran, capsys, MRS[0], str(MRS[1]))


def test_what_came_since_is_named(ran: Rooms, capsys: pytest.CaptureFixture[str]) -> None:
    drop = ran.drop_folder(*MRS)
    first, second, *_ = sorted(drop.glob("*.xlsx"))
    first.write_bytes(b"changed")
    second.unlink()
    (drop / "nowy.xlsx").write_bytes(b"new")
    (drop / "~$nowy.xlsx").write_bytes(b"lock")
    told = as_json(ran, capsys)
    assert (told["unchecked"], told["gone"]) == ([first.name, "nowy.xlsx"], [second.name])


def test_results_that_wait_beside_are_the_newer_ones(
    ran: Rooms, capsys: pytest.CaptureFixture[str]
) -> None:
    ran.results(*MRS).rename(ran.results_beside(*MRS))
    assert as_json(ran, capsys)["folder"] == "2025-nowe"


@pytest.mark.parametrize("spoilt", ["{", "{}", "[]", '{"units": 5}'])
def test_a_set_that_cannot_be_read_is_as_none(
    ran: Rooms, capsys: pytest.CaptureFixture[str], spoilt: str
) -> None:
    (ran.results(*MRS) / "status.json").write_text(spoilt, encoding="utf-8")
    assert as_json(ran, capsys)["state"] == "nothing"


def test_before_anything_is_there_it_lists_the_rounds_and_loads_nothing_heavy(
    tmp_path: Path,
) -> None:
    code = (
        "import sys; from flows.__main__ import main\n"
        f"assert main(['status', *sys.argv[1:]]) == 0\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    folders = ("--outputs", str(tmp_path / "o"), "--records", str(tmp_path / "r"))
    done = subprocess.run(
        [sys.executable, "-c", code, "--today", "2025-01-13", *folders],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    *lines, heavy = done.stdout.splitlines()
    assert heavy == "[]"
    assert [line.partition(".")[0] for line in lines] == [
        "Miasto równych szans 2025 – jeszcze nie sprawdzano",
        "PWR 2024 – jeszcze nie sprawdzano",
    ]
    assert "Wpłynęło 0 z 28; do terminu 18 dni; 28 plików do sprawdzenia." in lines[1]
    assert list(tmp_path.iterdir()) == []


def test_a_round_after_a_run_loads_nothing_heavy_either(ran: Rooms) -> None:
    code = (
        "import sys; from flows.__main__ import main\n"
        f"assert main(['status', *sys.argv[1:]]) == 0\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    words = [MRS[0], str(MRS[1]), "--root", str(ran.inputs.parent)]
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_definition_at_fault_is_a_line_among_the_others(
    ran: Rooms, capsys: pytest.CaptureFixture[str]
) -> None:
    (ran.programmes / MRS[0] / "units.yaml").write_text("WO: {}", encoding="utf-8")
    lines = printed(ran, capsys).splitlines()
    assert [line.partition(" – ")[0] for line in lines] == ["miasto-rownych-szans 2025", "PWR 2024"]
    assert "definicji nie można wczytać" in lines[0]


@pytest.mark.parametrize("words", [["--json"], [MRS[0]], [MRS[0], "1999"], ["nie-ma", "2024"]])
def test_what_cannot_be_meant_is_refused_in_a_sentence(ran: Rooms, words: list[str]) -> None:
    assert main(["status", *words, "--root", str(ran.inputs.parent)]) == 2

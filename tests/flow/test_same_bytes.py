"""Outputs are a function of definitions, inputs and code: same inputs, same bytes."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tasks.adapters.rooms import Rooms
from tests.flow.rounds import CHECKOUT, MRS, PWR, Ran, copied_root, run_round


def outputs(rooms: Rooms, slug: str, year: int) -> dict[str, bytes]:
    folder = rooms.results(slug, year)
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_same_bytes_on_another_day_in_another_place(
    published: Ran, small: Ran, tmp_path: Path
) -> None:
    there = copied_root(tmp_path / "zażółć gęślą jaźń" / "there")
    root = there.programmes.parent
    done = subprocess.run(
        [sys.executable, "-m", "tests.flow.elsewhere", str(root), *map(str, (*PWR, *MRS))],
        cwd=CHECKOUT,
        env=os.environ | {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "4242", "LC_ALL": "C"},
        umask=0o077,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert outputs(there, *PWR) == outputs(published.rooms, *PWR)
    assert outputs(there, *MRS) == outputs(small.rooms, *MRS)


def test_deleting_the_outputs_and_running_again_gives_them_again(
    small: Ran, tmp_path: Path
) -> None:
    rooms = small.again(tmp_path)
    shutil.rmtree(rooms.outputs)
    run_round(rooms, *MRS)
    assert outputs(rooms, *MRS) == outputs(small.rooms, *MRS)


def test_a_run_replaces_the_whole_set_and_leaves_nothing_beside_it(
    small: Ran, tmp_path: Path
) -> None:
    rooms = small.again(tmp_path)
    (rooms.results(*MRS) / "stary.txt").write_text("x", encoding="utf-8")
    edited = next(rooms.results(*MRS).glob("*.docx"))
    edited.write_bytes(b"PK edited by hand")
    outcome = run_round(rooms, *MRS)
    rescued = rooms.memory(*MRS) / "rescued"
    kept = {path.name: path.read_bytes() for path in rescued.iterdir()}
    assert all(any(name in notice for notice in outcome.notices) for name in kept)
    assert sorted(kept.values()) == [b"PK edited by hand", b"x"]
    assert run_round(rooms, *MRS).notices == ()
    assert sorted(name for name in outputs(rooms, *MRS) if "/" not in name) == [
        "Karta_akceptacji_2025.docx",
        "Miasto_rownych_szans_2025_projekt.docx",
        "Miasto_rownych_szans_2025_z_uwagami.docx",
        "Raport_sprawdzenia_2025.html",
        "Tabela_uwag_2025.xlsx",
        "Uwagi_2025.xlsx",
        "Zrodla_2025.xlsx",
        "figures.csv",
        "findings.csv",
        "manifest.json",
        "sources.csv",
        "status.json",
    ]
    beside = {path.name for path in rooms.results(*MRS).parent.iterdir()}
    assert beside == {"2025", ".2025.lock"}


def test_a_run_that_fails_leaves_the_old_set(small: Ran, tmp_path: Path) -> None:
    rooms = small.again(tmp_path)
    (rooms.templates / "miasto-rownych-szans.docx").write_bytes(b"broken")
    with pytest.raises(Exception, match="szablon"):
        run_round(rooms, *MRS)
    assert outputs(rooms, *MRS) == outputs(small.rooms, *MRS)

"""Outputs are a function of definitions, inputs and code: same inputs, same bytes."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tasks.adapters.rooms import Rooms
from tests.flow.rounds import CHECKOUT, MRS, PWR, copied_root, run_round


def outputs(rooms: Rooms, slug: str, year: int) -> dict[str, bytes]:
    folder = rooms.results(slug, year)
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize(("slug", "year"), [PWR, MRS])
def test_same_bytes_on_another_day_in_another_place(slug: str, year: int, tmp_path: Path) -> None:
    here = copied_root(tmp_path / "here")
    run_round(here, slug, year)
    there = copied_root(tmp_path / "zażółć gęślą jaźń" / "there")
    root = there.programmes.parent
    done = subprocess.run(
        [sys.executable, "-m", "tests.flow.elsewhere", str(root), slug, str(year)],
        cwd=CHECKOUT,
        env=os.environ | {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "4242", "LC_ALL": "C"},
        umask=0o077,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert outputs(there, slug, year) == outputs(here, slug, year)


def test_deleting_the_outputs_and_running_again_gives_them_again(tmp_path: Path) -> None:
    rooms = copied_root(tmp_path)
    run_round(rooms, *PWR)
    first = outputs(rooms, *PWR)
    shutil.rmtree(rooms.outputs)
    run_round(rooms, *PWR)
    assert outputs(rooms, *PWR) == first


def test_a_run_replaces_the_whole_set_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    rooms = copied_root(tmp_path)
    run_round(rooms, *PWR)
    (rooms.results(*PWR) / "stary.txt").write_text("x", encoding="utf-8")
    edited = next(rooms.results(*PWR).glob("*.docx"))
    edited.write_bytes(b"PK edited by hand")
    outcome = run_round(rooms, *PWR)
    rescued = rooms.memory(*PWR) / "rescued"
    kept = {path.name: path.read_bytes() for path in rescued.iterdir()}
    assert all(any(name in notice for notice in outcome.notices) for name in kept)
    assert sorted(kept.values()) == [b"PK edited by hand", b"x"]
    assert run_round(rooms, *PWR).notices == ()
    assert sorted(name for name in outputs(rooms, *PWR) if "/" not in name) == [
        "Karta_akceptacji_2024.docx",
        "Raport_sprawdzenia_2024.html",
        "Tabela_uwag_2024.xlsx",
        "Uwagi_2024.xlsx",
        "Zalacznik_nr_3_PWR_2024_projekt.docx",
        "figures.csv",
        "findings.csv",
        "manifest.json",
    ]
    beside = {path.name for path in rooms.results(*PWR).parent.iterdir()}
    assert beside == {"2024", ".2024.lock"}


def test_a_run_that_fails_leaves_the_old_set(tmp_path: Path) -> None:
    rooms = copied_root(tmp_path)
    run_round(rooms, *PWR)
    before = outputs(rooms, *PWR)
    (rooms.templates / "zalacznik-pwr.docx").write_bytes(b"broken")
    with pytest.raises(Exception, match="szablon"):
        run_round(rooms, *PWR)
    assert outputs(rooms, *PWR) == before

"""Disks full or closed, few handles, an odd locale, a clock set back: a sentence, nothing half."""

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import time_machine

from flows.__main__ import main
from tasks.adapters.records import Records
from tasks.adapters.rooms import Rooms
from tests.flow.rounds import CHECKOUT, MRS, Ran, copied_root, run_round

SECONDS = 300
ROUND = [MRS[0], str(MRS[1])]


@pytest.fixture
def rooms(tmp_path: Path) -> Rooms:
    """The round before its first run."""
    return copied_root(tmp_path / "root")


@pytest.fixture
def ran(tmp_path: Path, small: Ran) -> Rooms:
    """The round after its first run."""
    return small.again(tmp_path / "root")


def command(
    rooms: Rooms,
    *more: str,
    before: Callable[[], None] | None = None,
    shell: str = "",
    **environment: str,
) -> "subprocess.CompletedProcess[str]":
    """Run the yearly flow as a person does, in a shell that prepares its surroundings."""
    words = [
        sys.executable,
        "-m",
        "flows",
        "run",
        *ROUND,
        "--root",
        str(rooms.inputs.parent),
        *more,
    ]
    if shell:
        words = [
            "unshare",
            "--user",
            "--map-root-user",
            "--mount",
            "sh",
            "-ec",
            shell,
            "sh",
            *words,
        ]
    return subprocess.run(
        words,
        cwd=CHECKOUT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=SECONDS,
        check=False,
        preexec_fn=before,
    )


def told(done: "subprocess.CompletedProcess[str]", words: str) -> None:
    """The command refused with a sentence and no traceback."""
    assert words in done.stderr, done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode in (2, 3), done.stderr


def a_set(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def may_mount() -> bool:
    try:
        done = subprocess.run(
            [
                "unshare",
                "--user",
                "--map-root-user",
                "--mount",
                "mount",
                "-t",
                "tmpfs",
                "t",
                "/mnt",
            ],
            capture_output=True,
            check=False,
        )
    except OSError:
        return False
    return done.returncode == 0


mounting = pytest.mark.skipif(not may_mount(), reason="this system lets nobody mount a small disk")


@mounting
@pytest.mark.slow
@pytest.mark.parametrize("times", [1.5, 5])
def test_a_full_disk_leaves_the_old_set_and_a_sentence(ran: Rooms, times: float) -> None:
    """`outputs` is a disk of its own that is nearly full: Prefect's home does not fit either."""
    before = a_set(ran.results(*MRS))
    size = f"{int(times * sum(4 * -(-len(data) // 4096) for data in before.values()))}k"
    kept = ran.inputs.parent / "kept"
    shutil.copytree(ran.outputs, kept)
    done = command(
        ran,
        shell=f'out="{ran.outputs}"; kept="{kept}"; mount -t tmpfs -o size={size} t "$out";'
        ' cp -r "$kept"/. "$out"/; set +e; "$@"; code=$?; rm -rf "$kept"; mkdir "$kept";'
        f' cp -r "$out"/{MRS[0]} "$kept"/; exit $code',
    )
    assert done.returncode in (0, 2, 3), done.stderr
    assert "Traceback" not in done.stderr
    if done.returncode:
        assert "Proszę" in done.stderr
    assert a_set(kept / MRS[0] / str(MRS[1])) == before


@pytest.mark.slow
@mounting
def test_full_records_are_a_sentence_and_nothing_half(rooms: Rooms) -> None:
    rooms.records.mkdir()
    done = command(rooms, shell=f'mount -t tmpfs -o size=40k t "{rooms.records}"; "$@"')
    told(done, "miejsc")
    assert not rooms.results(*MRS).exists()


@mounting
@pytest.mark.parametrize("room", ["outputs", pytest.param("records", marks=pytest.mark.slow)])
def test_a_disk_that_is_only_read_is_a_sentence(ran: Rooms, room: str) -> None:
    before = a_set(ran.results(*MRS))
    folder = getattr(ran, room)
    done = command(
        ran,
        shell=f'mount --bind "{folder}" "{folder}"; mount -o remount,ro,bind "{folder}"; "$@"',
    )
    told(done, "Nie można zapis")
    assert a_set(ran.results(*MRS)) == before


def test_a_place_that_is_a_file_is_a_sentence(
    rooms: Rooms, capsys: pytest.CaptureFixture[str]
) -> None:
    rooms.records.write_text("", encoding="utf-8")
    assert main(["run", *ROUND, "--root", str(rooms.inputs.parent)]) == 2
    shown = capsys.readouterr().err
    assert "Nie można zapisywać" in shown
    assert "Traceback" not in shown


def few_handles() -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (24, 24))


def test_too_few_handles_are_a_sentence_and_no_refused_file(ran: Rooms) -> None:
    before = a_set(ran.results(*MRS))
    chain = Records(ran.memory(*MRS)).opened().chain
    done = command(ran, before=few_handles)
    assert done.returncode != 0
    assert "Wyniki" in done.stderr
    assert a_set(ran.results(*MRS)) == before
    assert Records(ran.memory(*MRS)).opened().chain == chain


@pytest.mark.slow
def test_a_locale_without_polish_letters_changes_nothing(rooms: Rooms, small: Ran) -> None:
    done = command(rooms, LC_ALL="C", LANG="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert done.returncode == 0, done.stderr
    assert a_set(rooms.results(*MRS)) == a_set(small.rooms.results(*MRS))


def test_a_clock_set_back_changes_no_order(rooms: Rooms, tmp_path: Path) -> None:
    """The second of two files of a unit stands, though the clock says that it came first."""
    drop = rooms.drop_folder(*MRS)
    there = copied_root(tmp_path / "there")
    for place, (one, days) in enumerate([(rooms, (20, 10)), (there, (10, 20))]):
        drop = one.drop_folder(*MRS)
        first = next(drop.glob("*.xlsx"))
        for step, day in enumerate(days):
            if step:
                shutil.copyfile(first, drop / "AA kopia.xlsx")
            with time_machine.travel(f"2026-03-{day}T08:00:00+00:00"):
                run_round(one, *MRS)
        assert Records(one.memory(*MRS)).opened().broken == 0, place
    assert a_set(rooms.results(*MRS)) == a_set(there.results(*MRS))


HOLDER = """
import pathlib, sys
from tasks.adapters.locking import round_lock
with round_lock(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_two_runs_at_once(rooms: Rooms, capsys: pytest.CaptureFixture[str]) -> None:
    """The lock is held by another process, and this one's run is told to wait."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(rooms.results(*MRS))],
        cwd=CHECKOUT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        assert main(["run", *ROUND, "--root", str(rooms.inputs.parent)]) == 5
        other.stdin.close()
    assert f"proces {other.pid}" in capsys.readouterr().err
    assert not rooms.results(*MRS).exists()

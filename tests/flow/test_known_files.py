"""A second run reads again only what changed; one that was killed goes on where it was."""

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tasks.adapters.rooms import Rooms
from tests.flow.rounds import CHECKOUT, PWR, copied_root

pytestmark = pytest.mark.slow
SECONDS = 300


def started(rooms: Rooms) -> "subprocess.Popen[str]":
    words = ["run", PWR[0], str(PWR[1]), "--root", str(rooms.inputs.parent)]
    return subprocess.Popen(
        [sys.executable, "-m", "flows", *words],
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def run(rooms: Rooms) -> None:
    process = started(rooms)
    told, _ = process.communicate(timeout=SECONDS)
    assert process.returncode == 0, told


def kept(rooms: Rooms) -> dict[str, int]:
    """Return when each batch that is known was written."""
    folder = rooms.kept / PWR[0] / str(PWR[1])
    return {path.name: path.stat().st_mtime_ns for path in folder.glob("*")}


def results(rooms: Rooms) -> dict[str, bytes]:
    folder = rooms.results(*PWR)
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_a_second_run_reads_only_what_changed(tmp_path: Path) -> None:
    rooms = copied_root(tmp_path)
    run(rooms)
    first, made = kept(rooms), results(rooms)
    assert len(first) == 4
    run(rooms)
    assert kept(rooms) == first
    assert results(rooms) == made

    folder = rooms.drop_folder(*PWR)
    form = sorted(folder.glob("*.xlsx"))[5]
    form.rename(form.with_name("pod inną nazwą.xlsx"))
    run(rooms)
    after = kept(rooms)
    # The batch of the renamed file is another one; those that nobody needs any more are gone.
    assert len(after) == 4
    assert len(after.items() & first.items()) == 3


def test_a_run_that_was_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    rooms = copied_root(tmp_path)
    process = started(rooms)
    end = time.monotonic() + SECONDS
    while not kept(rooms):
        assert process.poll() is None and time.monotonic() < end
        time.sleep(0.01)
    process.kill()
    process.communicate()
    before = kept(rooms)
    assert 0 < len(before) < 4
    # What was being written when it was killed may be half: it is read anew.
    half = rooms.kept / PWR[0] / str(PWR[1]) / sorted(before)[0]
    half.write_bytes(half.read_bytes()[:100])
    run(rooms)
    assert len(kept(rooms)) == 4
    made = results(rooms)
    shutil.rmtree(rooms.prefect)
    shutil.rmtree(rooms.records)
    run(rooms)
    assert results(rooms) == made

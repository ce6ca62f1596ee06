"""Nothing leaves the machine: a run, its server and its children open no way but the loopback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.flow.rounds import CHECKOUT, MRS, copied_root

WATCH = Path(__file__).parent / "no_network"


def watched(words: list[str], report: Path) -> "subprocess.CompletedProcess[str]":
    """Run Python words with every way to a network reported and closed."""
    return subprocess.run(
        [sys.executable, *words],
        cwd=CHECKOUT,
        env=os.environ | {"PYTHONPATH": str(WATCH), "NO_NETWORK_REPORT": str(report)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_run_needs_no_network_and_asks_for_none(tmp_path: Path) -> None:
    rooms = copied_root(tmp_path / "root")
    report = tmp_path / "asked.txt"
    root = str(rooms.inputs.parent)
    done = watched(["-m", "flows", "run", MRS[0], str(MRS[1]), "--root", root], report)
    assert done.returncode == 0, done.stderr
    assert not report.exists(), report.read_text(encoding="utf-8")


@pytest.mark.parametrize("host", ["192.0.2.1", "example.org"])
def test_the_watch_sees_and_stops_who_would_go_out(host: str, tmp_path: Path) -> None:
    report = tmp_path / "asked.txt"
    go = f"import socket; socket.create_connection(({host!r}, 80), timeout=1)"
    done = watched(["-c", go], report)
    assert "no network" in done.stderr
    assert host in report.read_text(encoding="utf-8")

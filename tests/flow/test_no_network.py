"""Nothing leaves the machine: who would go out is seen and stopped.

That a run, its server and its children ask for no network is told by test_commands, of the run
that it watches.
"""

from pathlib import Path

import pytest

from tests.flow.watching import watched


@pytest.mark.parametrize("host", ["192.0.2.1", "example.org"])
def test_the_watch_sees_and_stops_who_would_go_out(host: str, tmp_path: Path) -> None:
    report = tmp_path / "asked.txt"
    go = f"import socket; socket.create_connection(({host!r}, 80), timeout=1)"
    done = watched(["-c", go], report)
    assert "no network" in done.stderr
    assert host in report.read_text(encoding="utf-8")

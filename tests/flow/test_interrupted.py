"""A run that is killed leaves a complete set, loses no event, and the next run makes it good."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.flow.rounds import CHECKOUT

KILLS = 60


@pytest.mark.slow
def test_killed_at_any_moment(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.flow.interrupted", str(tmp_path), str(KILLS)],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    old, new = seen["old"], seen["new"]
    assert old["files"] != new["files"]
    assert len(seen["kills"]) == KILLS
    # Some of the runs come to their end before their moment; most do not.
    assert sum(kill["killed"] in ("-9", "-14") for kill in seen["kills"]) >= KILLS / 2
    for kill in seen["kills"]:
        assert kill["then"]["files"] in (old["files"], new["files"])
        assert kill["exit"] == "0"
        # The chain of all that happened is that of a run that nobody killed: no event is lost.
        assert kill["next"] == new

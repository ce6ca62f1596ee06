"""An edition is there whole or not at all, and a round is closed with a whole one only."""

import json
import subprocess
import sys
from pathlib import Path

from tests.edges.office import CHECKOUT

WHOLE = {
    "1/Czytaj_mnie.txt": "text",
    "1/a_1.zip": "archive",
    "1/a_1.zip.sha256": "aa  a_1.zip\n",
    "1/manifest.json": "{}",
}


def test_killed_at_any_line_it_is_complete_or_not_there(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.edges.edition_killed", str(tmp_path)],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["exit"] == 0
    assert len(told["seen"]) > 50
    for one in told["seen"]:
        then = one["then"]
        assert then["files"] in ({}, WHOLE)
        assert then["broken"] == 0
        if then["closed"]:
            assert then["files"] == WHOLE
        # Closing again gives the one edition, and one line in the journal.
        assert one["next"] == {
            "closed": True,
            "broken": 0,
            "events": 1,
            "files": WHOLE,
            "rest": [],
        }
    assert {one["then"]["closed"] for one in told["seen"]} == {True, False}

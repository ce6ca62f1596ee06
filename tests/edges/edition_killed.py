"""Keeps an edition and is killed at every line on the way, one child a line.

Started as a script with a folder; prints as JSON what stood there after each kill.
"""

import json
import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from domain.editions import Edition
from flows.closing import keep
from tasks.adapters.records import Records, open_records
from tasks.close import Sealed

EDITION = Edition(1, "a_1.zip", "aa", "Ewa Lis", "2026-04-01", "bb")
SEALED = Sealed("a_1.zip", b"archive", b"{}", b"text")
WATCHED = ("publishing.py", "records.py", "closing.py", "close.py")


def main(scratch: Path) -> None:
    """Kill one child after another, each one line later, until one comes to its end."""
    seen: list[dict[str, object]] = []
    line = 0
    while True:
        line += 1
        records = open_records(scratch / str(line) / "2025")
        child = os.fork()
        if child == 0:
            kill_at(line)
            keep(records, SEALED, EDITION)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        then = state(open_records(records.folder))
        if not then["closed"]:
            keep(records, SEALED, EDITION)
        seen.append({"then": then, "next": state(records)})
        if not os.WIFSIGNALED(status):
            break
    sys.stdout.write(json.dumps({"exit": os.waitstatus_to_exitcode(status), "seen": seen}))


def kill_at(line: int) -> None:
    """Kill this process when it is about to run the `line`-th watched line."""
    count = 0

    def step(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        if not frame.f_code.co_filename.endswith(WATCHED):
            return None
        if event == "line":
            count += 1
            if count == line:
                os.kill(os.getpid(), signal.SIGKILL)
        return step

    sys.settrace(step)


def state(records: Records) -> dict[str, object]:
    """Return what a reader finds: whether the round is closed, and the files of its editions."""
    opened = records.opened()
    folder = records.folder / "editions"
    return {
        "closed": records.memory().closed,
        "broken": opened.broken,
        "events": len(opened.events),
        "files": {
            path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
            for path in sorted(folder.rglob("*"))
            if path.is_file() and not path.relative_to(folder).parts[0].startswith(".")
        },
        "rest": sorted(path.name for path in folder.glob(".*")) if folder.is_dir() else [],
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))

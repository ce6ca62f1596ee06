"""Publishes a set over another one and is killed at every line on the way, one child a line.

Started as a script with the folder of the set; prints what stood there after each kill, as JSON.
"""

import json
import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from tasks.adapters.publishing import publish_set

OLD = {"one.txt": b"old", "units/two.txt": b"old"}
NEW = {"one.txt": b"new", "units/two.txt": b"new", "three.txt": b"new"}
WATCHED = ("publishing.py", "shutil.py")


def main(target: Path) -> None:
    """Kill one child after another, each one line later, until one comes to its end."""
    seen: list[dict[str, str]] = []
    line = 0
    while True:
        publish_set(target, OLD)
        line += 1
        child = os.fork()
        if child == 0:
            kill_at(line)
            publish_set(target, NEW)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        seen.append(stored(target))
        if not os.WIFSIGNALED(status):
            break
    sys.stdout.write(json.dumps({"exit": os.waitstatus_to_exitcode(status), "seen": seen}))


def kill_at(line: int) -> None:
    """Kill this process when it is about to run the `line`-th line of the publication."""
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


def stored(target: Path) -> dict[str, str]:
    """Return the set that a reader finds now."""
    return {
        path.relative_to(target).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(target.rglob("*"))
        if path.is_file()
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""Runs a round again and again, kills it at some moment each time, and then lets it finish.

Started as a script with: a scratch folder, how many kills. Half of them come when the run is about
to touch its n-th file, half after a random share of the time that a whole run takes. Prints as JSON
what stood there after each kill and after the run that followed.
"""

import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

SLUG, YEAR = "miasto-rownych-szans", 2025
TOUCHING = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.listdir"}


def main(scratch: Path, kills: int) -> None:
    """Make the state before the kills, then kill and finish."""
    from flows.engine import be_quiet

    be_quiet()
    # Everything that a run imports is imported before the clock of a run starts.
    import tasks.adapters.document
    import tasks.adapters.expectations
    import tasks.adapters.workbook_reading  # noqa: F401
    from tasks.adapters import reading_pool
    from tests.flow.rounds import copied_root

    # Each run starts its own children: one is enough for a few small workbooks.
    reading_pool.WORKERS = 1
    before = scratch / "before"
    rooms = copied_root(before)
    finished(before)
    books = sorted(rooms.drop_folder(SLUG, YEAR).glob("*.xlsx"))
    books[0].unlink()
    shutil.copyfile(books[1], rooms.drop_folder(SLUG, YEAR) / "kopia.xlsx")
    books[2].write_bytes(b"not a workbook")

    clean = copy(before, scratch / "clean")
    started = time.monotonic()
    touched = int(finished(clean, counting(clean)))
    took = time.monotonic() - started
    seen: list[dict[str, object]] = []
    chance = random.Random(kills)
    for number in range(kills):
        root = copy(before, scratch / f"kill-{number}")
        if number % 2:
            spoil = after_time(chance.uniform(0.05, 0.95) * took)
        else:
            spoil = at_file(root, chance.randint(1, touched))
        killed = finished(root, spoil)
        then = state(root)
        left = finished(root)
        seen.append({"killed": killed, "then": then, "next": state(root), "exit": left})
        shutil.rmtree(root)
    sys.stdout.write(json.dumps({"old": state(before), "new": state(clean), "kills": seen}))


def copy(root: Path, to: Path) -> Path:
    """Copy a root with its inputs, records and outputs."""
    shutil.copytree(root, to)
    return to


def finished(root: Path, prepare: Callable[[], None] | None = None) -> str:
    """Run the round in a child of its own; return how it ended, or what its preparation counted."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        run(root, prepare, writing)
    os.close(writing)
    with os.fdopen(reading) as told:
        counted = told.read()
    _, status = os.waitpid(child, 0)
    return counted or str(os.waitstatus_to_exitcode(status))


def run(root: Path, prepare: Callable[[], None] | None, writing: int) -> None:
    """Run the round in this child and end it."""
    from tasks.adapters.rooms import Rooms
    from tests.flow.rounds import run_round

    if prepare is not None:
        prepare()
    try:
        run_round(Rooms.under(root), SLUG, YEAR)
    except BaseException as error:
        os.write(writing, repr(error).encode())
    if COUNTED:
        os.write(writing, str(len(COUNTED)).encode())
    # Not os._exit: the reading children end with their pool.
    sys.exit(0)


COUNTED: list[str] = []


def counting(root: Path) -> Callable[[], None]:
    """Count how often a run touches a file below `root`."""

    def prepare() -> None:
        sys.addaudithook(
            lambda event, args: COUNTED.append(event) if touches(event, args, root) else None
        )

    return prepare


def at_file(root: Path, number: int) -> Callable[[], None]:
    """Kill the run when it is about to touch its n-th file below `root`."""
    count = 0

    def step(event: str, args: tuple[object, ...]) -> None:
        nonlocal count
        if touches(event, args, root):
            count += 1
            if count == number:
                os.kill(os.getpid(), signal.SIGKILL)

    return lambda: sys.addaudithook(step)


def after_time(seconds: float) -> Callable[[], None]:
    """Kill the run after some time."""

    def prepare() -> None:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)

    return prepare


def touches(event: str, args: tuple[object, ...], root: Path) -> bool:
    """Whether an event of the interpreter is about a file below `root`."""
    return event in TOUCHING and bool(args) and str(args[0]).startswith(str(root))


def state(root: Path) -> dict[str, object]:
    """Return what a reader finds: the set with its hashes, and whether the journal is whole."""
    from tasks.adapters.records import Records
    from tasks.adapters.rooms import Rooms

    rooms = Rooms.under(root)
    results = rooms.results(SLUG, YEAR)
    files = {
        path.relative_to(results).as_posix(): path.read_bytes().hex()
        for path in sorted(results.rglob("*"))
        if path.is_file()
    }
    records = Records(rooms.memory(SLUG, YEAR))
    opened = records.opened()
    beside = sorted(path.name for path in results.parent.iterdir())
    return {
        "files": files,
        "beside": beside,
        "chain": opened.chain,
        "broken": opened.broken,
        "kept": sorted(records.store.kept()),
        "rest": sorted(path.name for path in records.folder.iterdir()),
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))

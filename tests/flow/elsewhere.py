"""Runs a round as another machine would: another day, and folders listed in reverse.

Started as a script with: root, and programme and year of each round. Zone, hash seed and umask come
from outside.
"""

import datetime
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import time_machine

ANOTHER_DAY = datetime.datetime(2031, 7, 9, 23, 59, tzinfo=datetime.UTC)


def list_in_reverse() -> None:
    """Turn round the order in which this process is told of a folder's entries."""
    listed, scanned = os.listdir, os.scandir

    class Reversed:
        """A scan of a folder, backwards."""

        def __init__(self, *args: Any) -> None:
            with scanned(*args) as entries:
                found = sorted(entries, key=lambda entry: str(entry.name), reverse=True)
            self.entries = iter(found)

        def __enter__(self) -> Iterator[Any]:
            return self.entries

        def __exit__(self, *_: object) -> None:
            return

        def __iter__(self) -> Iterator[Any]:
            return self.entries

        def __next__(self) -> Any:
            return next(self.entries)

        def close(self) -> None:
            """Do nothing: the scan is over."""

    os.listdir = lambda *args: sorted(listed(*args), key=str, reverse=True)  # type: ignore[assignment]
    os.scandir = Reversed  # type: ignore[assignment]


def main(root: str, *rounds: str) -> None:
    """Run the rounds one after another."""
    from flows.engine import be_quiet

    be_quiet()
    from tasks.adapters.rooms import Rooms
    from tests.flow.rounds import run_round

    list_in_reverse()
    with time_machine.travel(ANOTHER_DAY):
        for slug, year in zip(rounds[::2], rounds[1::2], strict=True):
            run_round(Rooms.under(Path(root)), slug, int(year))


if __name__ == "__main__":
    main(*sys.argv[1:])

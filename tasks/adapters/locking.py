"""One run of a round at a time; the lock goes with the process, however that ends."""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from domain.errors import BusyError


@contextlib.contextmanager
def round_lock(results: Path) -> Iterator[None]:
    """Hold the lock of a round; raises BusyError while another process holds it."""
    results.parent.mkdir(parents=True, exist_ok=True)
    with (results.parent / f".{results.name}.lock").open("a+b") as file:
        if not _taken(file):
            raise BusyError(
                f"Trwa inne przetwarzanie tego samego roku ({results.parent.name}, "
                f"{results.name}). Proszę poczekać na jego zakończenie i spróbować ponownie."
            )
        yield


def _taken(file: IO[bytes]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True

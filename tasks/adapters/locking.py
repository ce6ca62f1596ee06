"""One run of a round at a time; the lock goes with the process, however that ends."""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from domain.errors import BusyError, UsageError


@contextlib.contextmanager
def round_lock(results: Path) -> Iterator[None]:
    """Hold the lock of a round; raises BusyError while another process holds it."""
    try:
        results.parent.mkdir(parents=True, exist_ok=True)
        opened = (results.parent / f".{results.name}.lock").open("a+b")
    except OSError as error:
        raise UsageError(
            f"Nie można zapisywać w katalogu „{results.parent}”. Proszę sprawdzić uprawnienia "
            "albo wskazać inny katalog (--outputs)."
        ) from error
    with opened as file:
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

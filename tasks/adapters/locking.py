"""One run of a round at a time; the lock goes with the process, however that ends."""

import contextlib
import datetime
import getpass
import os
import platform
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from domain.errors import BusyError, UsageError
from tasks.adapters.publishing import make_folders

# Windows locks bytes, and a locked one cannot be read: one far behind what is written there.
LOCKED_BYTE = 1 << 30


@contextlib.contextmanager
def round_lock(*folders: Path) -> Iterator[None]:
    """Hold the locks of a round's folders; raises BusyError while another process holds one."""
    with contextlib.ExitStack() as held:
        for folder in folders:
            file = held.enter_context(_opened(folder))
            if not _taken(file):
                raise BusyError(
                    f"Trwa inne przetwarzanie tego samego roku ({folder.parent.name}, "
                    f"{folder.name}){_holder(file)}. Proszę poczekać na jego zakończenie i "
                    "spróbować ponownie."
                )
            _sign(file)
        yield


def _opened(folder: Path) -> IO[bytes]:
    try:
        make_folders(folder.parent)
        return (folder.parent / f".{folder.name}.lock").open("a+b")
    except OSError as error:
        raise UsageError(
            f"Nie można zapisywać w katalogu „{folder.parent}”. Proszę sprawdzić uprawnienia "
            "albo wskazać inny katalog (--outputs, --records)."
        ) from error


def _sign(file: IO[bytes]) -> None:
    """Write down who holds the lock, for the one who has to wait."""
    now = datetime.datetime.now().astimezone().strftime("%Y-%m-%d %H:%M")
    file.truncate(0)
    file.write(f"{_user()}, komputer {platform.node()}, proces {os.getpid()}, od {now}".encode())
    file.flush()


def _user() -> str:
    try:
        return f"użytkownik {getpass.getuser()}"
    except (OSError, KeyError, ImportError):
        return "użytkownik nieznany"


def _holder(file: IO[bytes]) -> str:
    file.seek(0)
    told = file.read(500).decode("utf-8", "replace")
    return f": {told}" if told else ""


def _taken(file: IO[bytes]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(LOCKED_BYTE)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True

"""One run of a round at a time; the lock goes with the process, however that ends."""

import contextlib
import datetime
import getpass
import os
import platform
import sys
import time
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


@contextlib.contextmanager
def alone(path: Path, told: str) -> Iterator[str]:
    """Hold the lock of a file and write `told` into it; yield "" then.

    Where another process holds it, yield what that one wrote.
    """
    make_folders(path.parent)
    with path.open("a+b") as file:
        if not _taken(file):
            file.seek(0)
            yield file.read(500).decode("utf-8", "replace") or "?"
            return
        file.truncate(0)
        file.write(told.encode())
        file.flush()
        yield ""


@contextlib.contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold the lock of a file for as long as this process lives, waiting for it if need be."""
    make_folders(path.parent)
    with path.open("a+b") as file:
        _wait(file)
        yield


def wait_until_released(path: Path) -> None:
    """Return when nobody holds the lock of a file any more."""
    with path.open("a+b") as file:
        _wait(file)


def _wait(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        while not _taken(file):
            time.sleep(1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX)


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

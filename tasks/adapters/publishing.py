"""A set of results becomes visible at once: the complete old one or the complete new one."""

import ctypes
import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

AT_CURRENT_FOLDER = -100
RENAME_EXCHANGE = 2
FOLDER_MODE = 0o755
FILE_MODE = 0o644


LOCK_PREFIXES = ("~$", ".~lock.")


class InUseError(Exception):
    """A file of the old set is open elsewhere, so that the system does not let it be replaced."""


def open_documents(target: Path) -> tuple[str, ...]:
    """Return the names of a set's documents that somebody has open in Word, Excel or LibreOffice.

    Word and Excel leave "~$" and the name (a long one without its first two letters) beside it.
    """
    if not target.is_dir():
        return ()
    documents = [path for path in target.rglob("*") if path.is_file() and not is_lock(path)]
    return tuple(
        path.name
        for path in sorted(documents)
        if path.with_name(f"~${path.name}").exists()
        or path.with_name(f"~${path.name[2:]}").exists()
        or path.with_name(f".~lock.{path.name}#").exists()
    )


def is_lock(path: Path) -> bool:
    """Whether a file only says that another one is open."""
    return path.name.startswith(LOCK_PREFIXES)


def remove_set(target: Path) -> None:
    """Remove a set that another one has made superfluous, and what was left of it half-made."""
    _clear_up(target)
    shutil.rmtree(target, ignore_errors=True)


def publish_set(target: Path, files: Mapping[str, bytes]) -> None:
    """Put `files` (path inside the set → bytes) in place of whatever set stands at `target`.

    The caller holds the lock of `target`: what an interrupted run left beside it is cleared away.
    Raises InUseError where the system refuses because a file is open.
    """
    for name in files:
        if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
            raise ValueError(f"{name} is not inside the set")
    make_folders(target.parent)
    _clear_up(target)
    fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".new", dir=target.parent))
    try:
        for name, data in files.items():
            _write(fresh / name, data)
        for folder in (fresh, *(path for path in fresh.rglob("*") if path.is_dir())):
            folder.chmod(FOLDER_MODE)
        sync_folder(fresh)
        _swap(fresh, target)
    finally:
        # After the exchange the old set stands under the temporary name.
        shutil.rmtree(fresh, ignore_errors=True)
    sync_folder(target.parent)


def make_folders(folder: Path) -> None:
    """Make folders that others can read, whatever this process's umask is."""
    if not folder.exists():
        make_folders(folder.parent)
        folder.mkdir(exist_ok=True)
        folder.chmod(FOLDER_MODE)


def _clear_up(target: Path) -> None:
    """Bring back an old set that a run could not replace, and remove half-made new ones."""
    aside = _aside(target)
    if aside.exists() and not target.exists():
        aside.rename(target)
    for left in (aside, *target.parent.glob(f".{target.name}.*.new")):
        shutil.rmtree(left, ignore_errors=True)


def _aside(target: Path) -> Path:
    return target.with_name(f".{target.name}.old")


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(FILE_MODE)


def sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _swap(fresh: Path, target: Path) -> None:
    if not target.exists():
        fresh.rename(target)
    elif not _exchanged(fresh, target):
        aside = _aside(target)
        try:
            target.rename(aside)
        except PermissionError as error:
            # Windows: a file of the set is open.
            raise InUseError(target.name) from error
        try:
            fresh.rename(target)
        except OSError:
            aside.rename(target)
            raise
        shutil.rmtree(aside, ignore_errors=True)


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two names in one step where the system can (Linux); say whether it did."""
    if not sys.platform.startswith("linux"):
        return False
    library = ctypes.CDLL(None, use_errno=True)
    rename = getattr(library, "renameat2", None)
    if rename is None:
        return False
    result = rename(
        AT_CURRENT_FOLDER, os.fsencode(one), AT_CURRENT_FOLDER, os.fsencode(other), RENAME_EXCHANGE
    )
    if result == 0:
        return True
    if ctypes.get_errno() in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
        return False
    raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), other.name)

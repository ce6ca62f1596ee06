"""Puts a file into a drop folder: whole or not at all, and never over another one unasked."""

import contextlib
import hashlib
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from domain.drop_names import free_name, same_name
from domain.errors import RefusedError
from tasks.adapters.publishing import FILE_MODE, make_folders, sync_folder

ATTEMPTS = 100


def names_in(folder: Path) -> tuple[str, ...]:
    """Return the names of what lies in the folder."""
    try:
        return tuple(sorted(path.name for path in folder.iterdir()))
    except FileNotFoundError:
        return ()


def same_file(folder: Path, name: str) -> str:
    """Return the name that a file of that name has in the folder; nothing where there is none."""
    return next((one for one in names_in(folder) if same_name(one, name)), "")


def hash_of(path: Path) -> str:
    """Return a file's SHA-256."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def looks_of(folder: Path) -> Mapping[str, tuple[int, int]]:
    """Return size and time of every file of the folder, by name."""
    found: dict[str, tuple[int, int]] = {}
    with contextlib.suppress(FileNotFoundError), os.scandir(folder) as entries:
        for entry in entries:
            with contextlib.suppress(OSError):
                told = entry.stat(follow_symlinks=False)
                found[entry.name] = (told.st_size, told.st_mtime_ns)
    return found


def add_file(folder: Path, name: str, data: bytes) -> str:
    """Put a file beside those that are there; return its name, numbered where its own is taken."""
    for _ in range(ATTEMPTS):
        free = free_name(name, names_in(folder))
        with contextlib.suppress(FileExistsError):
            _put(folder, free, data, over=False)
            return free
    raise RefusedError(f"Nie zapisano „{name}”: w katalogu jest zbyt wiele plików o tej nazwie.")


def replace_file(folder: Path, name: str, data: bytes) -> None:
    """Put a file in the place of another one; the caller knows that nothing is lost by it."""
    _put(folder, name, data, over=True)


def _put(folder: Path, name: str, data: bytes, *, over: bool) -> None:
    """Raises FileExistsError for a name that somebody took meanwhile, RefusedError where the
    system does not let it be written."""
    # A hidden name: whoever looks into the folder meanwhile passes it over.
    temporary = folder / f".{secrets.token_hex(8)}.tmp"
    try:
        make_folders(folder)
        try:
            with temporary.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.chmod(FILE_MODE)
            _rename(temporary, folder / name, over=over)
        finally:
            temporary.unlink(missing_ok=True)
        sync_folder(folder)
    except FileExistsError:
        raise
    except OSError as error:
        raise RefusedError(
            f"Nie zapisano „{name}”: {_why(error)} Proszę zamknąć plik w innych programach, "
            "sprawdzić uprawnienia i wolne miejsce, a potem spróbować ponownie."
        ) from error


def _why(error: OSError) -> str:
    full = error.errno in (28, 122)
    return "brakuje miejsca na dysku." if full else "system nie pozwolił zapisać pliku w katalogu."


def _rename(source: Path, target: Path, *, over: bool) -> None:
    if over:
        source.replace(target)
    elif os.name == "nt":
        # Windows renames onto nothing that is there.
        source.rename(target)
    else:
        try:
            os.link(source, target)
        except FileExistsError:
            raise
        except OSError:
            # A share without hard links.
            if target.exists():
                raise FileExistsError(target) from None
            source.rename(target)

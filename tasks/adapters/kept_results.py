"""What the results of reading are kept under; they lie among Prefect's own files."""

import hashlib
import json
import platform
import shutil
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from functools import cache
from importlib.metadata import version
from pathlib import Path

from domain.limits import Limits
from tasks.adapters.file_reading import StoredFile

CHECKOUT = Path(__file__).resolve().parents[2]
# Whose code decides what is read in a file.
ROOMS = ("domain", "tasks")
LIBRARIES = ("lxml", "olefile", "openpyxl", "python-docx", "rapidfuzz", "xlrd")


def key_of(
    slug: str, year: int, hashes: Mapping[str, str], limits: Limits, batch: Sequence[StoredFile]
) -> str:
    """Return a key of all that the reading of a batch depends on: contents and names, definitions,
    limits, code. It begins with the round's folder."""
    about = {
        "files": [(one.name, one.sha256, _content(one.path)) for one in batch],
        "definitions": dict(hashes),
        "limits": asdict(limits),
        "code": _code(),
    }
    digest = hashlib.sha256(json.dumps(about, sort_keys=True).encode()).hexdigest()
    return f"{slug}/{year}/{digest}"


def forget_others(storage: Path, slug: str, year: int, keys: Collection[str]) -> None:
    """Remove the kept results of a round but for those under `keys`."""
    folder = storage / slug / str(year)
    if not keys:
        shutil.rmtree(folder, ignore_errors=True)
        return
    for path in folder.glob("*") if folder.is_dir() else ():
        if f"{slug}/{year}/{path.name}" not in keys:
            path.unlink(missing_ok=True)


def _content(path: Path) -> str:
    # Not what the copy should be but what it is: a copy that was changed is read, and told.
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


@cache
def _code() -> str:
    digest = hashlib.sha256(platform.python_version().encode())
    for library in LIBRARIES:
        digest.update(f"{library} {version(library)}\n".encode())
    for room in ROOMS:
        for path in sorted((CHECKOUT / room).rglob("*.py")):
            digest.update(f"{path.relative_to(CHECKOUT).as_posix()}\n".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()

"""What somebody changed in a set of results is kept before a new set takes its place."""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tasks.adapters.archive import content_hash
from tasks.adapters.publishing import is_lock, make_folders, sync_folder


@dataclass(frozen=True, slots=True)
class Rescued:
    """An edited result: its name in the set, the SHA-256 of the edit, the name of its copy."""

    name: str
    sha256: str
    copy: str


def rescue(results: Path, manifest_name: str, keep: Path) -> tuple[Rescued, ...]:
    """Copy files that are not as the set's manifest has them into `keep`.

    Each copy's name begins with its hash, so that two edits of one file are both kept.
    """
    if not results.is_dir():
        return ()
    known, printed = _known(results / manifest_name)
    kept: list[Rescued] = []
    for path in sorted(path for path in results.rglob("*") if path.is_file()):
        name = path.relative_to(results).as_posix()
        if name == manifest_name or name in printed or is_lock(path):
            continue
        data = path.read_bytes()
        if known.get(name) != content_hash(data):
            sha256 = hashlib.sha256(data).hexdigest()
            copy = f"{sha256[:12]}-{path.name}"
            _write(keep / copy, data)
            kept.append(Rescued(name, sha256, copy))
    return tuple(kept)


def _write(copy: Path, data: bytes) -> None:
    """Write a copy that is on the disk, whole, before the original is replaced."""
    if copy.exists() and copy.read_bytes() == data:
        return
    make_folders(copy.parent)
    temporary = copy.with_name(f"{copy.name}.tmp")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(copy)
    sync_folder(copy.parent)


def _known(manifest: Path) -> tuple[Mapping[str, str], frozenset[str]]:
    """Return the hashes that the manifest gives, and the names of files without one (the PDF)."""
    try:
        content = json.loads(manifest.read_text(encoding="utf-8"))
        outputs = {str(name): str(value) for name, value in content["outputs"].items()}
        named = {str(name) for name in content["roles"].values()}
    except (OSError, ValueError, KeyError, AttributeError):
        return {}, frozenset()
    return outputs, frozenset(named - outputs.keys())

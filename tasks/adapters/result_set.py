"""Reads a published set of results: its manifest, its files by role, the rows of its tables."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class ResultSet:
    """A set as it lies there; `beside` says that it waits beside an older one that is open."""

    folder: Path
    manifest: Mapping[str, Any]
    beside: bool = False

    @property
    def roles(self) -> Mapping[str, str]:
        """The name of each file by its role."""
        return {str(role): str(name) for role, name in self.manifest.get("roles", {}).items()}

    @property
    def entries(self) -> Sequence[Mapping[str, Any]]:
        """What became of each file of the drop folder."""
        return tuple(self.manifest.get("entries", ()))

    def path(self, role: str) -> Path | None:
        """Return where the file of a role is; None where the set has none."""
        name = self.roles.get(role)
        if not name:
            return None
        path = (self.folder / name).resolve()
        inside = path.is_relative_to(self.folder.resolve())
        return path if inside and path.is_file() else None

    def rows(self, role: str) -> Sequence[Mapping[str, str]]:
        """Return the rows of a table for scripts; () where it cannot be read."""
        path = self.path(role)
        if path is None:
            return ()
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError):
            return ()
        return tuple(csv.DictReader(io.StringIO(text, newline="")))


def open_set(results: Path, beside: Path) -> ResultSet | None:
    """Return the newest set of a round; None before the first run."""
    for folder in (beside, results):
        found = _manifest(folder)
        if found is not None:
            return ResultSet(folder, found, folder == beside)
    return None


def _manifest(folder: Path) -> Mapping[str, Any] | None:
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def files_under(folder: Path, pattern: str = "**/*") -> Iterator[tuple[str, Path]]:
    """Yield the files of a folder by their path inside it, in order; no links, no locks."""
    root = folder.resolve()
    for path in sorted(folder.glob(pattern)):
        hidden = any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
        if not hidden and path.is_file() and path.resolve().is_relative_to(root):
            yield path.relative_to(folder).as_posix(), path

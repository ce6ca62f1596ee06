"""Private copies of what came in, each under its SHA-256: nothing is ever written over."""

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tasks.adapters.publishing import FILE_MODE, make_folders, sync_folder

_UNFINISHED = ".tmp"


@dataclass(frozen=True, slots=True)
class Store:
    """A folder of copies by hash."""

    folder: Path

    def keep(self, data: bytes) -> str:
        """Keep bytes; return their SHA-256. They are on the disk when this returns."""
        sha256 = hashlib.sha256(data).hexdigest()
        path = self.path(sha256)
        if self._has(path, data):
            return sha256
        make_folders(self.folder)
        handle, temporary = tempfile.mkstemp(suffix=_UNFINISHED, dir=self.folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).chmod(FILE_MODE)
            Path(temporary).replace(path)
        finally:
            Path(temporary).unlink(missing_ok=True)
        sync_folder(self.folder)
        return sha256

    def path(self, sha256: str) -> Path:
        """Return where the copy with that hash is or would be."""
        return self.folder / sha256

    def kept(self) -> frozenset[str]:
        """Return the hashes of all copies."""
        if not self.folder.is_dir():
            return frozenset()
        names = (path.name for path in self.folder.iterdir())
        return frozenset(name for name in names if not name.endswith(_UNFINISHED))

    def clear_up(self) -> None:
        """Remove copies that an interrupted run left half-written."""
        for path in self.folder.glob(f"*{_UNFINISHED}"):
            path.unlink(missing_ok=True)

    @staticmethod
    def _has(path: Path, data: bytes) -> bool:
        try:
            return path.read_bytes() == data
        except FileNotFoundError:
            return False


@contextlib.contextmanager
def private_store() -> Iterator[Store]:
    """Hold copies for as long as a check takes."""
    with tempfile.TemporaryDirectory() as folder:
        yield Store(Path(folder))

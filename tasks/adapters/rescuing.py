"""What somebody changed in a set of results is kept before a new set takes its place."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from tasks.adapters.archive import content_hash


def rescue(results: Path, manifest_name: str, keep: Path) -> tuple[str, ...]:
    """Copy files that are not as the set's manifest has them into `keep`; return their names there.

    Each copy begins with its hash, so that two edits of one file are both kept.
    """
    if not results.is_dir():
        return ()
    known, printed = _known(results / manifest_name)
    kept: list[str] = []
    for path in sorted(path for path in results.rglob("*") if path.is_file()):
        name = path.relative_to(results).as_posix()
        data = path.read_bytes()
        if name == manifest_name or name in printed or known.get(name) == content_hash(data):
            continue
        keep.mkdir(parents=True, exist_ok=True)
        copy = f"{hashlib.sha256(data).hexdigest()[:12]}-{path.name}"
        (keep / copy).write_bytes(data)
        kept.append(copy)
    return tuple(kept)


def _known(manifest: Path) -> tuple[Mapping[str, str], frozenset[str]]:
    """Return the hashes that the manifest gives, and the names of files without one (the PDF)."""
    try:
        content = json.loads(manifest.read_text(encoding="utf-8"))
        outputs = {str(name): str(value) for name, value in content["outputs"].items()}
        named = {str(name) for name in content["roles"].values()}
    except (OSError, ValueError, KeyError, AttributeError):
        return {}, frozenset()
    return outputs, frozenset(named - outputs.keys())

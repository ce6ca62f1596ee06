"""Overview: what the last run left, and what lies in the drop folder now; nothing is worked out."""

import hashlib
import json
from pathlib import Path
from typing import Any

from domain.filekinds import ignored_reason
from domain.limits import Limits
from domain.round_facts_json import from_json
from domain.round_status import Listed, Saved
from domain.submissions import Refused, Verdict
from tasks.adapters.gate import StillChanging, shown_name, take

MANIFEST = "manifest.json"
STATUS_ROLE = "status"


def last_set(*folders: Path) -> Saved | None:
    """Return the first set that is there and can be read: one beside the other is the newer."""
    return next((found for folder in folders if (found := _saved(folder)) is not None), None)


def _saved(folder: Path) -> Saved | None:
    try:
        manifest = _json(folder / MANIFEST)
        facts = from_json(_json(folder / manifest["roles"][STATUS_ROLE]))
        seen = frozenset(
            (str(one["file"]), str(one["sha256"]))
            for one in manifest["entries"]
            if one["verdict"] != Verdict.LATER and not ignored_reason(str(one["file"]))
        )
        return Saved(facts, seen, folder.name, dict(manifest["roles"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        # None yet, one that an earlier version made, or one that somebody spoilt.
        return None


def _json(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def listed(folder: Path, limits: Limits) -> tuple[Listed, ...]:
    """Return each file of the drop folder with its SHA-256; without one where it cannot be had."""
    try:
        paths = sorted(folder.iterdir())
    except OSError:
        return ()
    found = ((shown_name(path), path) for path in paths)
    return tuple((name, _sha256(path, limits)) for name, path in found if not ignored_reason(name))


def _sha256(path: Path, limits: Limits) -> str:
    try:
        return hashlib.sha256(take(path, limits)).hexdigest()
    except (StillChanging, Refused):
        return ""

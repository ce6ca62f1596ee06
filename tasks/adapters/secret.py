"""A secret of this installation: made once, readable by its owner only."""

import os
import secrets
from pathlib import Path

from tasks.adapters.publishing import make_folders

OWNER_ONLY = 0o600
BYTES = 24


def kept_secret(path: Path) -> str:
    """Return the secret that stands in a file; make it where there is none."""
    make_folders(path.parent)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    except FileExistsError:
        found = path.read_text(encoding="utf-8").strip()
        if found:
            return found
        path.unlink()
        return kept_secret(path)
    secret = secrets.token_urlsafe(BYTES)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(f"{secret}\n")
    return secret

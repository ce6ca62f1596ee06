"""Names of files that a browser hands over: fit for any system, never those of another file."""

import re
import unicodedata
from collections.abc import Collection
from pathlib import PurePosixPath

# Bytes of UTF-8; a copy's number, a lock's prefix and the temporary name have to fit beside it.
LONGEST = 180
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_DEVICE = re.compile(r"(?i)(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)")
_NAMELESS = "plik"


def safe_name(name: str) -> str:
    """Return the name under which a file can be kept on Linux and on Windows: no folder, no
    device, nothing that cannot be seen; the ending stays."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    clean = " ".join(_FORBIDDEN.sub("_", seen).split()).rstrip(". ")
    clean = _shortened(clean) or _NAMELESS
    return f"_{clean}" if _DEVICE.fullmatch(clean.split(".")[0].rstrip()) else clean


def _shortened(name: str) -> str:
    path = PurePosixPath(name)
    ending = path.suffix if len(path.suffix.encode()) <= LONGEST // 2 else ""
    stem = name[: -len(ending)] if ending else name
    room = LONGEST - len(ending.encode())
    return f"{stem.encode()[:room].decode(errors='ignore').rstrip('. ')}{ending}"


def same_name(one: str, other: str) -> bool:
    """Whether two names are one on some system: Windows minds no case, macOS no composition."""
    return _folded(one) == _folded(other)


def free_name(name: str, taken: Collection[str]) -> str:
    """Return `name`, or it with the first number that makes it unlike all that are taken."""
    there = {_folded(other) for other in taken}
    path = PurePosixPath(name)
    free, number = name, 1
    while _folded(free) in there:
        number += 1
        free = f"{path.stem} ({number}){path.suffix}"
    return free


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()

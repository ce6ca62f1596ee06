"""The folders of files that the panel hands out beside the results; a file is found in its listing,
never by a path that somebody sends."""

from collections.abc import Callable, Mapping
from pathlib import Path

from tasks.adapters.result_set import files_under
from tasks.adapters.rooms import Rooms

SHELVES: Mapping[str, tuple[Callable[[Rooms, str, int], Path], str]] = {
    "formularze": (lambda rooms, slug, year: rooms.forms(slug, year), "**/*.xlsx"),
    "przypomnienia": (
        lambda rooms, slug, year: rooms.outputs / slug / f"{year}-przypomnienia",
        "**/*",
    ),
    "korekty": (lambda rooms, slug, year: rooms.pulled(slug, year), "**/*"),
    "zachowane": (lambda rooms, slug, year: rooms.memory(slug, year) / "rescued", "**/*"),
    "archiwum": (lambda rooms, slug, year: rooms.memory(slug, year) / "editions", "*/*.zip"),
}


def listing(rooms: Rooms, slug: str, year: int, shelf: str) -> Mapping[str, Path]:
    """Return the files of a shelf by name; an empty one for a shelf that is not there."""
    if shelf not in SHELVES:
        return {}
    place, pattern = SHELVES[shelf]
    folder = place(rooms, slug, year)
    return dict(files_under(folder, pattern)) if folder.is_dir() else {}

"""The files of an edition: gathered from the rooms, packed, unpacked with distrust, laid out."""

import hashlib
import json
import os
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from domain.archive import FORMAT, MANIFEST, Part, ResultSet, archive_faults, path_faults
from domain.errors import RefusedError, UsageError
from domain.limits import Limits
from domain.submissions import Refused
from tasks.adapters.archive import content_hash
from tasks.adapters.gate import inflate
from tasks.adapters.publishing import is_lock
from tasks.adapters.records import EDITIONS, JOURNAL, PENDING
from tasks.adapters.rooms import ENGINE_TEMPLATES, Rooms

Members = Mapping[str, bytes]

CHECKOUT = ENGINE_TEMPLATES.parent
_SOURCES = ("flows", "tasks", "domain", "templates")
_BESIDE = ("pyproject.toml", "requirements*.txt", "uv.lock", "Makefile", "README.md", "LICENSE")
# An archive of ours is large and comes from a folder that only the office writes to.
LIMITS = Limits(
    file_mib=1024, part_mib=256, total_mib=2048, parts=60_000, ratio=200, ratio_from_mib=8
)


def gathered(rooms: Rooms, slug: str, year: int) -> dict[str, bytes]:
    """Return all that an edition holds but its manifest and its text, by path.

    Raises RefusedError for what no archive can hold.
    """
    members: dict[str, bytes] = {}
    for part, folder in (
        (Part.SUBMISSIONS, rooms.drop_folder(slug, year)),
        (Part.JOURNAL, rooms.memory(slug, year)),
        (f"{Part.DEFINITIONS}/{slug}", rooms.programmes / slug),
        (Part.TEMPLATES, ENGINE_TEMPLATES),
        (Part.TEMPLATES, rooms.templates),
        (Part.RESULTS, rooms.results(slug, year)),
    ):
        found = _tree(folder) if folder.is_dir() else ()
        kept = (one for one in found if _belongs(part, one[0]))
        members |= {f"{part}/{name}": data for name, data in kept}
    for path in sorted(rooms.programmes.glob("*.yaml")):
        members[f"{Part.DEFINITIONS}/{path.name}"] = path.read_bytes()
    members |= _program()
    faults = [*path_faults(members), *_size_faults(members)]
    if faults:
        raise RefusedError(
            f"Nie wszystkie pliki można zapisać w archiwum: {'; '.join(faults)}. Proszę zmienić "
            "ich nazwy albo usunąć to, co zbędne, i sporządzić wersję ostateczną ponownie."
        )
    return members


def _size_faults(members: Members) -> Iterator[str]:
    """Yield what would make an archive that is not read again."""
    for path, data in members.items():
        if len(data) > LIMITS.part:
            yield f"„{path}” (ponad {LIMITS.part_mib} MB)"
    if sum(map(len, members.values())) > LIMITS.total or len(members) > LIMITS.parts:
        yield f"razem ponad {LIMITS.total_mib} MB albo {LIMITS.parts} plików"


def _belongs(part: str, name: str) -> bool:
    """Whether a file is part of the edition: not earlier editions, nor what is half-written."""
    if part == Part.JOURNAL:
        return not name.startswith(f"{EDITIONS}/") and name != PENDING and not name.endswith(".tmp")
    if part == Part.RESULTS:
        return not is_lock(Path(name))
    return part == Part.SUBMISSIONS or not name.startswith(".")


def _tree(folder: Path, above: str = "") -> Iterator[tuple[str, bytes]]:
    """Yield the files of a folder by their path in it; a folder without any, as itself."""
    paths = sorted(folder.iterdir())
    if not paths and above:
        yield above, b""
    for path in paths:
        name = f"{above}{path.name}"
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            raise RefusedError(
                f"„{path.name}” w katalogu „{folder.name}” nie jest plikiem, lecz skrótem "
                "(dowiązaniem) albo urządzeniem. Proszę go usunąć albo zastąpić samym plikiem."
            )
        if path.is_dir():
            yield from _tree(path, f"{name}/")
        else:
            yield _plain(name), path.read_bytes()


def _plain(name: str) -> str:
    """Return a name that can be written as text; raises RefusedError for any other bytes."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError as error:
        shown = os.fsencode(name).decode("utf-8", "replace")
        raise RefusedError(
            f"Nazwy pliku „{shown}” nie można zapisać w archiwum. Proszę ją zmienić i sporządzić "
            "wersję ostateczną ponownie."
        ) from error
    return name


def _program() -> dict[str, bytes]:
    """Return what is needed to run the program again: its sources, its lock, how it is set up."""
    sources = (path for name in _SOURCES for path in (CHECKOUT / name).rglob("*"))
    beside = (path for name in _BESIDE for path in CHECKOUT.glob(name))
    return {
        f"{Part.PROGRAM}/{path.relative_to(CHECKOUT).as_posix()}": path.read_bytes()
        for path in (*sources, *beside)
        if path.is_file() and path.parent.name != "__pycache__" and not path.name.startswith(".")
    }


def archive_bytes(path: Path) -> bytes:
    """Return an archive as it is; raises UsageError where there is none, RefusedError for one that
    cannot be ours."""
    if not path.is_file():
        raise UsageError(f"Nie ma pliku „{path}”.")
    if path.stat().st_size > LIMITS.file:
        raise RefusedError(f"Plik „{path.name}” jest za duży na archiwum roku.")
    return path.read_bytes()


def unpacked(data: bytes, name: str) -> dict[str, bytes]:
    """Return the files of an archive by path, each checked against its own manifest.

    Raises RefusedError for an archive that is not ours or was changed.
    """
    try:
        members = inflate(data, LIMITS)
    except Refused as refusal:
        raise RefusedError(
            f"Archiwum „{name}” jest uszkodzone albo zbudowane w niedozwolony sposób. Proszę użyć "
            "innej jego kopii."
        ) from refusal
    try:
        manifest = json.loads(members[MANIFEST])
        faults = list(path_faults({*members, *manifest["folders"]}))
        faults += [one for one in manifest["folders"] if ".." in one.split("/")]
        if manifest["format"] != FORMAT:
            raise RefusedError(
                f"Archiwum „{name}” zapisano w formacie {manifest['format']}, a ten program zna "
                f"format {FORMAT}. Proszę użyć programu z archiwum (katalog {Part.PROGRAM}/)."
            )
        hashes = {one: hashlib.sha256(part).hexdigest() for one, part in members.items()}
        faults += archive_faults(manifest, hashes)
        kept_results(members)
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise RefusedError(
            f"Plik „{name}” nie jest archiwum roku sporządzonym przez ten program."
        ) from error
    if faults:
        raise RefusedError(
            f"Archiwum „{name}” zmieniono po jego sporządzeniu: {'; '.join(faults)}. Proszę użyć "
            "innej jego kopii."
        )
    return members


def laid_out(members: Members, root: Path, slug: str, year: int) -> Rooms:
    """Write an edition's files below `root` as a round has them; return its rooms.

    There are no results yet.
    """
    rooms = Rooms.under(root)
    places = {
        Part.SUBMISSIONS: rooms.drop_folder(slug, year),
        Part.JOURNAL: rooms.memory(slug, year),
        Part.DEFINITIONS: rooms.programmes,
        Part.TEMPLATES: rooms.templates,
    }
    for folder in places.values():
        folder.mkdir(parents=True)
    for path, data in members.items():
        part, _, name = path.partition("/")
        if name and part in places:
            target = places[Part(part)] / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
    for path in json.loads(members[MANIFEST])["folders"]:
        part, _, name = path.partition("/")
        if part == Part.SUBMISSIONS:
            (places[Part.SUBMISSIONS] / name).mkdir(parents=True, exist_ok=True)
    return rooms


def put_journal(rooms: Rooms, slug: str, year: int, lines: list[str]) -> None:
    """Write a round's journal as it was at an earlier moment."""
    text = "".join(f"{line}\n" for line in lines)
    (rooms.memory(slug, year) / JOURNAL).write_bytes(text.encode("utf-8"))


def kept_results(members: Members) -> ResultSet:
    """Return the set of results that an edition holds."""
    start = f"{Part.RESULTS}/"
    inside = (path for path in members if path.startswith(start))
    files = {path.removeprefix(start): members[path] for path in inside}
    return result_set(files)


def read_results(folder: Path) -> ResultSet | None:
    """Return the set of results in a folder; None where there is none that is whole."""
    if not (folder / MANIFEST).is_file():
        return None
    files = {name: data for name, data in _tree(folder) if not is_lock(Path(name))}
    try:
        return result_set(files)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def result_set(files: Mapping[str, bytes]) -> ResultSet:
    """Return files with their manifest; raises KeyError or ValueError where it is none."""
    manifest = json.loads(files[MANIFEST])
    made_alike = {*manifest["outputs"], MANIFEST}
    hashes = {name: _hash(data) for name, data in files.items() if name in made_alike}
    manifest["roles"].items()
    return ResultSet(manifest, files, hashes)


def _hash(data: bytes) -> str:
    try:
        return content_hash(data)
    except zipfile.BadZipFile:
        # A document that somebody left half-saved.
        return hashlib.sha256(data).hexdigest()

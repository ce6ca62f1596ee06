"""The archive of a closed round: what is where in it, and whether two sets of results are alike."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from domain.filekinds import ignored_reason
from domain.journal import ARRIVALS, VERDICTS, Event, EventKind
from domain.polish.plural import counted

FORMAT = 1
MANIFEST = "manifest.json"
README = "Czytaj_mnie.txt"


class Part(StrEnum):
    """A folder of the archive."""

    SUBMISSIONS = "przyjete"
    JOURNAL = "dziennik"
    DEFINITIONS = "definicje"
    TEMPLATES = "szablony"
    RESULTS = "wyniki"
    PROGRAM = "program"


# After these a final version is no longer one of what is there; others (a reminder) leave it so.
_CHANGING = frozenset(
    {
        *ARRIVALS,
        *VERDICTS,
        EventKind.GONE,
        EventKind.SUBMISSION,
        EventKind.ERASED,
        EventKind.APPROVED,
        EventKind.REOPENED,
    }
)
_KEPT_OUT = "versions"
# Roles whose files tell what LibreOffice made: with it and without it they say different things.
_OF_THE_OFFICE = ("pdf", "approval_card_pdf", "publication/pdf")
_TELLING_OF_IT = ("publication/metadata", "publication/accessibility")
_TELLING_PAGES = ("sources", "sources_workbook")

Manifest = Mapping[str, Any]


def moved_on(events: Sequence[Event], known: int) -> tuple[Event, ...]:
    """Return what happened after the first `known` events that a final version would tell of."""
    return tuple(event for event in events[known:] if event.kind in _CHANGING)


def without_passing(files: Mapping[str, bytes], manifest: Manifest) -> dict[str, bytes]:
    """Return files without those in the drop folder that programs leave there and take away (a lock
    of Excel's), unless the results tell of them."""
    told = {entry["file"] for entry in manifest["entries"]}
    start = f"{Part.SUBMISSIONS}/"
    return {
        path: data
        for path, data in files.items()
        if not path.startswith(start)
        or path.removeprefix(start) in told
        or not ignored_reason(path.removeprefix(start))
    }


def path_faults(paths: Collection[str]) -> Iterator[str]:
    """Yield the names that not every system can unpack, with the reason."""
    seen: dict[str, str] = {}
    for path in sorted(paths):
        odd = sorted({sign for sign in path if sign in '\\:*?"<>|' or sign < " "})
        if odd:
            yield f"„{path}” (niedozwolone znaki: {' '.join(odd)})"
        elif any(part.endswith((" ", ".")) for part in path.rstrip("/").split("/")):
            yield f"„{path}” (nazwa kończy się spacją albo kropką)"
        other = seen.setdefault(path.casefold(), path)
        if other != path:
            yield f"„{path}” (różni się od „{other}” tylko wielkością liter)"


@dataclass(frozen=True, slots=True)
class Likeness:
    """How a set that was made again compares with the one that was kept.

    `identical` are equal to the byte, `packed` equal but for their compression; `versions` says
    which tools have other versions, `left_out` which files could not be held against one another.
    """

    identical: tuple[str, ...] = ()
    packed: tuple[str, ...] = ()
    differences: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()

    def sentences(self) -> Iterator[str]:
        """Yield what people are told."""
        if self.differences:
            yield f"Różnice: {len(self.differences)}."
            yield from (f"  {one}" for one in self.differences)
        yield f"Zgodne co do bajtu: {_files(len(self.identical))}."
        if self.packed:
            yield f"Zgodne co do treści, inaczej spakowane: {_files(len(self.packed))}."
        if self.left_out:
            yield (
                "Nie porównano, bo zależą od programu LibreOffice (plik PDF nie powstaje dwa razy "
                f"taki sam): {', '.join(self.left_out)}."
            )
        if self.versions:
            yield f"Inne wersje programów: {'; '.join(self.versions)}."


def _files(count: int) -> str:
    return counted(count, "plik", "pliki", "plików")


@dataclass(frozen=True, slots=True)
class ResultSet:
    """A set of results: its manifest, its files, the hash of each that is comparable."""

    manifest: Manifest
    files: Mapping[str, bytes]
    hashes: Mapping[str, str] = field(default_factory=dict)

    def named(self, *roles: str) -> set[str]:
        """Return the names of the files with these roles."""
        return {name for role, name in self.manifest["roles"].items() if role in roles}


def set_faults(results: ResultSet) -> Iterator[str]:
    """Yield how the files of a set differ from what its manifest lists."""
    outputs, roles = results.manifest["outputs"], {*results.manifest["roles"].values()}
    for name in sorted({*outputs, *roles, *results.files}):
        if name not in results.files:
            yield f"{name} (brakuje)"
        elif name not in roles:
            yield f"{name} (nie jest wynikiem programu)"
        elif name in outputs and outputs[name] != results.hashes[name]:
            yield f"{name} (zmieniono)"


def likeness(kept: ResultSet, made: ResultSet) -> Likeness:
    """Hold two sets against one another: all files that are made alike each time."""
    left_out = _left_out(kept, made)
    told = sorted({*kept.hashes, *made.hashes} - {MANIFEST} - left_out)
    same = [name for name in told if kept.hashes.get(name) == made.hashes.get(name)]
    identical = [name for name in same if kept.files[name] == made.files[name]]
    differences = [_difference(kept, made, name) for name in told if name not in same]
    keys = list(_differing_keys(kept.manifest, made.manifest, left_out))
    if keys:
        differences.append(f"{MANIFEST} ({', '.join(keys)})")
    elif kept.files[MANIFEST] == made.files[MANIFEST]:
        identical.append(MANIFEST)
    return Likeness(
        tuple(identical),
        tuple(name for name in same if name not in identical),
        tuple(differences),
        tuple(sorted(left_out)),
        tuple(_versions(kept.manifest.get(_KEPT_OUT, {}), made.manifest.get(_KEPT_OUT, {}))),
    )


def _left_out(kept: ResultSet, made: ResultSet) -> set[str]:
    """Return what cannot be compared: PDFs, and what tells of one that only one set has."""
    names = kept.named(*_OF_THE_OFFICE) | made.named(*_OF_THE_OFFICE)
    names |= {*kept.manifest["roles"].values()} - kept.hashes.keys() - {MANIFEST}
    both = (set(kept.manifest["roles"]), set(made.manifest["roles"]))
    only_one = both[0] ^ both[1]
    if "publication/pdf" in only_one:
        names |= kept.named(*_TELLING_OF_IT)
    if "pdf" in only_one:
        names |= kept.named(*_TELLING_PAGES)
    return names


def _difference(kept: ResultSet, made: ResultSet, name: str) -> str:
    if name not in made.hashes:
        return f"{name} (nie powstał)"
    return f"{name} (inna treść)" if name in kept.hashes else f"{name} (nie było go)"


def _differing_keys(kept: Manifest, made: Manifest, left_out: Collection[str]) -> Iterator[str]:
    """Yield the keys under which two manifests differ, but for what is left out."""
    for key in dict.fromkeys((*kept, *made)):
        one, other = (_without(told.get(key), left_out) for told in (kept, made))
        if key != _KEPT_OUT and one != other:
            yield key


def _without(told: Any, left_out: Collection[str]) -> Any:
    """Return what a manifest tells under a key without the files (or roles of files) left out."""
    if not isinstance(told, Mapping):
        return told
    return {
        key: value
        for key, value in told.items()
        if key not in left_out and not (isinstance(value, str) and value in left_out)
    }


def _versions(kept: Mapping[str, str], made: Mapping[str, str]) -> Iterator[str]:
    for name in sorted({*kept, *made}):
        if kept.get(name) != made.get(name):
            yield f"{name} {kept.get(name, '–')} → {made.get(name, '–')}"


def archive_faults(manifest: Manifest, hashes: Mapping[str, str]) -> Iterator[str]:
    """Yield how the files of an archive (path → SHA-256) differ from what its manifest lists."""
    listed = {path: told["sha256"] for path, told in manifest["files"].items()}
    for path in sorted({*listed, *hashes} - {MANIFEST}):
        if path not in hashes:
            yield f"{path} (brakuje)"
        elif path not in listed:
            yield f"{path} (nie ma go w spisie)"
        elif listed[path] != hashes[path]:
            yield f"{path} (inna treść)"

"""Close: a round's files, with a manifest and a text for the auditor, in one archive."""

import csv
import io
import json
import platform
from collections.abc import Mapping
from dataclasses import dataclass

from domain.archive import MANIFEST, README, Part
from domain.edition_manifest import About, Machine, example_of, manifest_of
from domain.sources import SOURCES
from tasks.adapters.archive import packed
from tasks.adapters.edition_files import gathered
from tasks.adapters.plain_text import fill_text
from tasks.adapters.publishing import publish_set
from tasks.adapters.records import Records
from tasks.adapters.rooms import Rooms

TEMPLATE = "czytaj-mnie.txt"
CHECKSUM = ".sha256"


@dataclass(frozen=True, slots=True)
class Sealed:
    """An edition ready to be kept: its archive's name and bytes, the manifest, the text."""

    name: str
    archive: bytes
    manifest: bytes
    readme: bytes


def gather(rooms: Rooms, slug: str, year: int) -> dict[str, bytes]:
    """Return the files of the round as they are; a path that ends with "/" is an empty folder."""
    return gathered(rooms, slug, year)


def machine() -> Machine:
    """Return what this runs on, without the machine's name."""
    return Machine(platform.python_version(), f"{platform.system()} {platform.machine()}")


def seal_edition(rooms: Rooms, gathered_files: Mapping[str, bytes], about: About) -> Sealed:
    """Pack files with their manifest and the text; the same ones give the same bytes."""
    folders = [path for path in gathered_files if path.endswith("/")]
    files = {path: data for path, data in gathered_files.items() if path not in folders}
    table = files.get(f"{Part.RESULTS}/{SOURCES}", b"").decode("utf-8-sig")
    example = example_of(list(csv.DictReader(io.StringIO(table, newline=""))))
    readme = fill_text(
        rooms.template(TEMPLATE).read_bytes(), TEMPLATE, about=about, part=Part, example=example
    )
    files[README] = readme
    manifest = manifest_of(about, files, folders)
    written = f"{json.dumps(manifest, ensure_ascii=False, indent=1)}\n".encode()
    return Sealed(about.archive, packed(files | {MANIFEST: written}), written, readme)


def keep_edition(records: Records, number: int, sealed: Sealed, sha256: str) -> None:
    """Write an edition whole; what a killed close left of it gives way."""
    files = {
        sealed.name: sealed.archive,
        f"{sealed.name}{CHECKSUM}": f"{sha256}  {sealed.name}\n".encode(),
        MANIFEST: sealed.manifest,
        README: sealed.readme,
    }
    publish_set(records.edition(number), files)

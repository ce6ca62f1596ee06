"""An edition made again: its final version from its own files, by the program that runs now."""

import datetime
import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from domain.archive import MANIFEST, Likeness, Part, ResultSet, likeness
from domain.errors import RefusedError
from domain.journal import lines_until
from flows.engine import Perform, plainly
from flows.standing import Request
from flows.yearly import tell
from tasks.adapters.edition_files import (
    Members,
    kept_results,
    laid_out,
    put_journal,
    read_results,
    unpacked,
)
from tasks.adapters.records import JOURNAL
from tasks.adapters.rooms import Rooms


def remake(members: Members, slug: str, year: int, perform: Perform = plainly) -> Likeness:
    """Make the final version again in a folder of its own; say how it compares."""
    kept = kept_results(members)
    with tempfile.TemporaryDirectory(prefix="annual-report-") as folder:
        rooms = as_it_was(members, kept, Path(folder), slug, year)
        tell(request_of(kept.manifest, rooms, slug, year), perform)
        made = read_results(rooms.results(slug, year))
    if made is None:
        raise RefusedError("Wyników nie udało się sporządzić ponownie.")
    return likeness(kept, made)


def remake_packed(archive: bytes, name: str) -> Likeness:
    """Do so for an archive's bytes; raises RefusedError for one that is not ours or was changed."""
    members = unpacked(archive, name)
    return remake(members, *round_of(members))


def round_of(members: Members) -> tuple[str, int]:
    """Return the programme and the year of an edition."""
    manifest = json.loads(members[MANIFEST])
    return str(manifest["programme"]), int(manifest["year"])


def as_it_was(members: Members, kept: ResultSet, root: Path, slug: str, year: int) -> Rooms:
    """Lay an edition's files out with the journal as it was when its results were made."""
    rooms = laid_out(members, root, slug, year)
    journal = members[f"{Part.JOURNAL}/{JOURNAL}"].decode("utf-8")
    lines = lines_until(journal.split("\n")[:-1], kept.manifest["journal"])
    if lines is None:
        raise RefusedError("W dzienniku nie ma chwili, w której sporządzono wersję ostateczną.")
    put_journal(rooms, slug, year, list(lines))
    return rooms


def request_of(manifest: Mapping[str, Any], rooms: Rooms, slug: str, year: int) -> Request:
    """Return what had been asked for when a set of results was made."""
    roles = manifest["roles"]
    as_of = manifest["as_of"]
    return Request(
        slug,
        year,
        rooms,
        datetime.date.fromisoformat(as_of) if as_of else None,
        pdf="pdf" in roles,
        final=True,
        data_docs="data_docs" in roles,
        bulletin_pdf="publication/pdf" in roles,
    )

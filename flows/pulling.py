"""Edits come home: what was changed in the Word document becomes a proposal of corrections."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from domain.edited_document import ids_in
from domain.errors import RefusedError, UsageError
from domain.pulled_table import pulled_sheets
from domain.pulling import pull
from domain.submissions import Refused
from flows.closing import check_open
from flows.engine import plainly
from flows.standing import Request, stand
from tasks.adapters.decision_workbook import write_table
from tasks.adapters.definitions import load_definition, load_limits
from tasks.adapters.document_reading import read_document
from tasks.adapters.gate import StillChanging, take
from tasks.adapters.locking import round_lock
from tasks.adapters.publishing import publish_set
from tasks.adapters.records import PRINTED, open_records
from tasks.adapters.rooms import Rooms
from tasks.remember import texts_of
from tasks.render import lay_out

NOT_OURS = (
    "W dokumencie „{name}” nie ma znaków miejsc żadnego sporządzonego sprawozdania. Proszę "
    "poprawiać dokument z katalogu wyników (PROJEKT albo wersję z uwagami); z treści wklejonej "
    "do innego pliku zmian odczytać nie można."
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What was found: how many corrections of wording, of numbers, how much is left to people.

    `file` is the table to be signed; None where nothing was changed.
    """

    file: Path | None
    editorial: int
    numbers: int
    by_hand: int


def pull_edits(rooms: Rooms, file: Path, slug: str = "", year: int = 0) -> Proposal:
    """Find what was changed in `file` and write the proposal; the file itself is only read.

    Raises UsageError where there is no such file, RefusedError where it is not one of ours.
    """
    limits = load_limits(rooms)
    if not file.is_file():
        raise UsageError(f"Nie ma pliku „{file}”.")
    try:
        read = read_document(take(file, limits), limits)
    except (Refused, StillChanging) as refusal:
        raise RefusedError(f"Nie wczytano „{file.name}”: {refusal}") from refusal
    if not slug:
        slug, year = _round_of(rooms, ids_in(read), file.name)
    definition = load_definition(rooms, slug, year)
    with round_lock(rooms.results(slug, year), rooms.memory(slug, year)):
        records = open_records(rooms.memory(slug, year))
        check_open(records)
        standing = stand(Request(slug, year, rooms), definition, records, plainly).standing
        clean = lay_out(standing, final=True).texts()
        kept = ((one, texts_of(records, sha256)) for sha256, one in records.memory().printed)
        versions = [(one, texts) for one, texts in kept if texts is not None]
        pulled = pull(read, lay_out(standing), clean, versions, standing)
        if not pulled.known:
            raise RefusedError(NOT_OURS.format(name=file.name))
        counts = (len(pulled.editorial), len(pulled.numbers), len(pulled.unclear))
        if not any(counts):
            return Proposal(None, *counts)
        programme = standing.programme
        title = f"Zmiany w dokumencie {programme.short} {programme.year}"
        content = write_table(title, pulled_sheets(programme, pulled))
        name = Path(programme.dated(programme.files.decisions))
        path = _kept(rooms.pulled(slug, year), rooms.drop_folder(slug, year), name, content)
    return Proposal(path, *counts)


def _kept(folder: Path, drop_folder: Path, name: Path, content: bytes) -> Path:
    """Write a proposal beside earlier ones, which somebody may be filling in; return where it is.

    No two have a name in common, nor with a table in the drop folder that one was signed into.
    """
    earlier = {path.name: path.read_bytes() for path in folder.glob("*") if path.is_file()}
    for same in (one for one, data in earlier.items() if data == content):
        return folder / same
    taken = {*earlier, *(path.name for path in drop_folder.glob("*"))}
    names = (f"{name.stem}_z_Worda_{number}{name.suffix}" for number in range(1, len(taken) + 2))
    free = next(one for one in names if one not in taken)
    publish_set(folder, earlier | {free: content})
    return folder / free


def _round_of(rooms: Rooms, ids: frozenset[str], name: str) -> tuple[str, int]:
    """Return the round that a document with these ids is of."""
    best: tuple[int, str, int] = (0, "", 0)
    for path in sorted(rooms.records.glob(f"*/*/{PRINTED}/*")):
        folder = path.parent.parent
        known = len(ids & _texts(path).keys()) if folder.name.isdigit() else 0
        if known > best[0]:
            best = (known, folder.parent.name, int(folder.name))
    if not best[0]:
        raise RefusedError(NOT_OURS.format(name=name))
    return best[1:]


def _texts(path: Path) -> Mapping[str, str]:
    try:
        texts: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return texts

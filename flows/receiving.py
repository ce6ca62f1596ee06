"""A file comes in: it is put into the drop folder, and said at once which unit it is from."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from domain.decision_table import decisions_of, is_table
from domain.drop_names import safe_name
from domain.errors import RefusedError
from domain.filekinds import ignored_reason
from domain.limits import Limits
from domain.polish.plural import counted
from domain.programme import Programme
from domain.submissions import FileVerdict, Refused, Verdict
from tasks.adapters.definitions import load_definition
from tasks.adapters.drop_folder import add_file, hash_of, replace_file, same_file
from tasks.adapters.file_reading import StoredFile
from tasks.adapters.publishing import open_documents
from tasks.adapters.reading_pool import read_tables
from tasks.adapters.records import Records
from tasks.adapters.rooms import Rooms
from tasks.adapters.store import private_store
from tasks.collect import collect


class Wish(StrEnum):
    """What is to be done where another file of that name is there."""

    ASK = "zapytaj"
    REPLACE = "zastap"
    BOTH = "obie"


class Fate(StrEnum):
    """What became of a file."""

    SAVED = "saved"
    ALREADY = "already"
    ASKED = "asked"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Received:
    """One file that came in: as it was called and as it is kept; whose it is, or what is wrong.

    `units` are the units with the file that each was read from; `sentence` is for the coordinator.
    """

    given: str
    name: str
    fate: Fate
    units: tuple[tuple[str, str], ...] = ()
    sentence: str = ""
    trouble: bool = False


def receive(
    rooms: Rooms, slug: str, year: int, given: str, data: bytes, wish: Wish = Wish.ASK
) -> Received:
    """Keep a file and tell whose it is; one that must not be kept comes back with the reason."""
    definition = load_definition(rooms, slug, year)
    name = safe_name(given)
    reason = _unwanted(name, data, definition.limits)
    if reason:
        return Received(given, name, Fate.REFUSED, sentence=f"Nie zapisano: {reason}", trouble=True)
    try:
        place = _Place(rooms.drop_folder(slug, year), Records(rooms.memory(slug, year)))
        kept = _kept(place, given, name, data, wish)
    except RefusedError as error:
        return Received(given, name, Fate.REFUSED, sentence=str(error), trouble=True)
    if kept.fate is not Fate.SAVED:
        return kept
    return _told(kept, definition.programme, data, definition.limits)


def _unwanted(name: str, data: bytes, limits: Limits) -> str:
    if ignored := ignored_reason(name):
        return f"to {ignored}, nie sprawozdanie."
    if len(data) > limits.file:
        return (
            f"plik jest za duży, ma ponad {limits.file_mib} MB, a formularz zwykle poniżej 1 MB. "
            "Proszę usunąć z niego obrazy i dodatkowe arkusze."
        )
    return "plik jest pusty. Proszę poprosić o ponowne przesłanie." if not data else ""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where files are put, and what remembers those that were looked at."""

    folder: Path
    records: Records


def _kept(place: _Place, given: str, name: str, data: bytes, wish: Wish) -> Received:
    folder = place.folder
    there = same_file(folder, name)
    if not there or not (folder / there).is_file():
        return Received(given, add_file(folder, name, data), Fate.SAVED)
    before = hash_of(folder / there)
    if before == sha256(data).hexdigest():
        sentence = f"Ten sam plik już jest w katalogu („{there}”)."
        return Received(given, there, Fate.ALREADY, sentence=sentence)
    if wish is Wish.ASK:
        sentence = f"Plik „{there}” już jest, ale ma inną treść. Co zrobić?"
        return Received(given, there, Fate.ASKED, sentence=sentence)
    if wish is Wish.BOTH:
        return Received(given, add_file(folder, name, data), Fate.SAVED)
    if there in open_documents(folder):
        raise RefusedError(
            f"Nie zapisano: „{there}” jest otwarty w innym programie. Proszę go zamknąć."
        )
    if not place.records.store.path(before).is_file():
        # Nobody has looked at the old one yet: writing over it would lose it.
        both = add_file(folder, name, data)
        sentence = (
            f"Poprzedniego pliku „{there}” jeszcze nie sprawdzono i nie ma jego kopii, więc "
            f"zachowano oba; nowy to „{both}”."
        )
        return Received(given, both, Fate.SAVED, sentence=sentence)
    replace_file(folder, there, data)
    sentence = "Zastąpiono poprzednią wersję; jej kopia jest w aktach roku."
    return Received(given, there, Fate.SAVED, sentence=sentence)


def _told(kept: Received, programme: Programme, data: bytes, limits: Limits) -> Received:
    """Say whose a file is that was kept: read in a child process, as a check would."""
    with private_store() as store:
        digest = store.keep(data)
        source = StoredFile(kept.name, digest, store.path(digest))
        if is_table(kept.name):
            told, trouble = _of_table(source, limits)
            return _with(kept, (), told, trouble)
        try:
            verdict = collect(programme, (source,), limits).files[0]
        except RefusedError:
            return _with(kept, (), "Zapisano; odczyta go sprawdzenie.", False)
    units = tuple(
        (programme.units[one.unit].short if one.unit in programme.units else one.unit, one.file)
        for one in verdict.files()
        if one.verdict is Verdict.ACCEPTED and one.unit
    )
    said = " ".join(_reasons(verdict)) or ("" if units else f"Nie wczytano – {verdict.reason}")
    return _with(kept, units, said, not units)


def _reasons(verdict: FileVerdict) -> Iterator[str]:
    """Yield why what is in a file was not taken, and what else is to be said of it."""
    for one in verdict.files():
        if one.verdict is Verdict.REFUSED:
            inside = f"„{one.file}”: " if one.file != verdict.file else ""
            yield f"Nie wczytano – {inside}{one.reason}"
        elif one.reason and one.verdict is Verdict.ACCEPTED:
            yield f"{one.reason[:1].upper()}{one.reason[1:]}."


def _of_table(source: StoredFile, limits: Limits) -> tuple[str, bool]:
    sheets = next(iter(read_tables((source,), limits)))
    if isinstance(sheets, Refused):
        return f"Nie wczytano – {sheets}", True
    found = len(tuple(decisions_of(sheets, source.name, source.sha256)))
    stances = counted(found, "stanowisko", "stanowiska", "stanowisk")
    return f"Tabela uwag, wpisano: {stances}. Zadziała przy następnym sprawdzeniu.", False


def _with(
    kept: Received, units: tuple[tuple[str, str], ...], sentence: str, trouble: bool
) -> Received:
    said = " ".join(part for part in (kept.sentence, sentence) if part)
    return Received(kept.given, kept.name, kept.fate, units, said, trouble)

"""What is kept of a round: the journal read out, and copies erased on request."""

import datetime
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from domain.erasure import Erasure, erasure_of
from domain.errors import RefusedError, UsageError
from domain.journal import Event
from domain.journal_text import event_sentence
from flows.closing import check_open
from tasks.adapters.definitions import load_limits, programme_folder
from tasks.adapters.file_reading import StoredFile
from tasks.adapters.kept_results import forget_others
from tasks.adapters.locking import round_lock
from tasks.adapters.records import Records, open_records
from tasks.adapters.rooms import Rooms
from tasks.adapters.store import private_store
from tasks.collect import look
from tasks.remember import erase

LOCAL = ZoneInfo("Europe/Warsaw")
SHORTEST = 8


def journal_lines(rooms: Rooms, slug: str, year: int, about: str = "") -> Iterator[str]:
    """Yield the journal in Polish, in local time; a broken one ends with RefusedError."""
    programme_folder(rooms, slug)
    opened = Records(rooms.memory(slug, year)).opened()
    if not opened.events:
        yield "Dziennik jest pusty: programu za ten rok jeszcze nie uruchamiano."
    for event in opened.events:
        if not about or about.casefold() in _searched(event):
            yield f"{event.number:>5}  {local_time(event.at)}  {event_sentence(event)}"
    if opened.broken:
        raise RefusedError(
            f"Dziennik zmieniono poza programem: wiersz {opened.broken} nie zgadza się z "
            "poprzednim. Proszę porównać go z kopią zapasową."
        )
    if opened.events:
        yield f"Dziennik jest kompletny (wierszy: {opened.last}, skrót: {opened.chain[:16]})."


def _searched(event: Event) -> str:
    names = " ".join(seen.name for seen in event.files)
    return f"{event.unit} {event.file} {event.sha256} {names}".casefold()


def local_time(at: str) -> str:
    """Return a time of the journal as people here read it."""
    try:
        return datetime.datetime.fromisoformat(at).astimezone(LOCAL).strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return at


def erase_copies(
    rooms: Rooms,
    slug: str,
    year: int,
    *,
    reason: str,
    wanted: Sequence[str] = (),
    before: datetime.date | None = None,
) -> Erasure:
    """Erase copies by hash or by age; raises RefusedError where there is nothing that may be."""
    programme_folder(rooms, slug)
    for start in wanted:
        if len(start) < SHORTEST or not set(start) <= set("0123456789abcdef"):
            raise UsageError(
                f"„{start}” nie jest początkiem skrótu pliku: proszę podać co najmniej {SHORTEST} "
                "znaków z nawiasu kwadratowego w „annual-report log”."
            )
    with round_lock(rooms.results(slug, year), rooms.memory(slug, year)):
        records = open_records(rooms.memory(slug, year))
        check_open(records)
        erasure = erasure_of(
            records.opened().events,
            _present(rooms, slug, year),
            wanted=wanted,
            before=before.isoformat() if before else "",
        )
        erase(records, erasure, reason)
        forget_others(rooms.kept, slug, year, ())
    if not erasure.copies and erasure.present:
        names = ", ".join(f"„{name}”" for name in erasure.present.values())
        raise RefusedError(
            f"Nic nie usunięto: {names} nadal leży w katalogu wejściowym. Proszę najpierw usunąć "
            "stamtąd plik; przy następnym uruchomieniu zostałby skopiowany ponownie."
        )
    if not erasure.copies:
        raise RefusedError("Nic nie usunięto: nie ma takich kopii.")
    return erasure


def _present(rooms: Rooms, slug: str, year: int) -> set[str]:
    """Return the hashes of what lies in the drop folder now."""
    with private_store() as store:
        looked = look(rooms.drop_folder(slug, year), store, load_limits(rooms))
    return {one.sha256 for one in looked if isinstance(one, StoredFile)}

"""The close of a year: a final version becomes an edition, and the round refuses changes."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from domain.archive import Likeness, ResultSet, moved_on, set_faults, without_passing
from domain.edition_manifest import About, Closing
from domain.editions import Edition
from domain.errors import BusyError, RefusedError, UsageError
from domain.journal import Event, EventKind, Memory, Opened, chains
from domain.journal_text import event_sentence
from flows.engine import plainly
from tasks.adapters.records import Records, open_records
from tasks.adapters.rooms import Rooms

if TYPE_CHECKING:
    from flows.engine import Perform
    from tasks.close import Sealed

SHOWN = 10
_AGAIN = (
    "Proszę sporządzić wersję ostateczną jeszcze raz (annual-report run … --final) i ponowić "
    "zamknięcie."
)


@dataclass(frozen=True, slots=True)
class Closed:
    """An edition that was kept: where its archive is, and sentences for the coordinator."""

    edition: Edition
    archive: Path
    notices: tuple[str, ...] = ()


def check_open(records: Records) -> None:
    """Raise BusyError where the round is closed; whoever changes a round asks here first."""
    memory = records.memory()
    if not memory.closed:
        return
    last, folder = memory.editions[-1], records.folder
    raise BusyError(
        f"Rok sprawozdawczy {folder.name} programu „{folder.parent.name}” jest zamknięty "
        f"({last.who}, {last.date}; archiwum „{last.archive}”) i nie przyjmuje zmian. Jeżeli coś "
        "trzeba zmienić, proszę najpierw otworzyć go ponownie: annual-report reopen "
        f"{folder.parent.name} {folder.name} --who … --reason …"
    )


def close_round(
    rooms: Rooms, slug: str, year: int, closing: Closing, perform: "Perform" = plainly
) -> Closed:
    """Keep the final version as an edition with all that it was made from, and close the round.

    It is made again from the edition's own files before that. Raises RefusedError where the
    published set is not the approved final version of what is there now, BusyError where the round
    is closed.
    """
    from tasks.adapters.definitions import load_definition
    from tasks.adapters.locking import round_lock
    from tasks.close import gather, machine, seal_edition

    if not closing.who:
        raise UsageError("Proszę podać, kto zamyka rok (--who).")
    definition = load_definition(rooms, slug, year)
    with round_lock(rooms.results(slug, year), rooms.memory(slug, year)):
        records = open_records(rooms.memory(slug, year))
        check_open(records)
        opened, memory = records.opened(), records.memory()
        _check_nothing_waits(rooms.results_beside(slug, year))
        results = _final_version(rooms.results(slug, year), opened)
        if memory.approval is None:
            raise RefusedError("Roku nie można zamknąć: brakuje zatwierdzenia.")
        programme = definition.programme
        closing = Closing(
            closing.who,
            closing.date,
            closing.symbol or programme.archive.symbol,
            closing.category or programme.archive.category,
        )
        gathered = perform("Zebranie plików roku", gather, rooms, slug, year)
        files = without_passing(gathered, results.manifest)
        about = About(
            programme,
            len(memory.editions) + 1,
            closing,
            memory.approval,
            results.manifest,
            opened.chain,
            len(opened.events),
            memory.reopenings,
            machine(),
        )
        sealed = perform("Archiwum", seal_edition, rooms, files, about)
        made = perform("Odtworzenie z archiwum", _made_again, sealed.archive, sealed.name)
        edition = _edition(about, hashlib.sha256(sealed.archive).hexdigest(), memory)
        perform("Zapis archiwum", keep, records, sealed, edition)
    path = records.edition(edition.number) / edition.archive
    return Closed(edition, path, tuple(_notices(edition, made)))


def keep(records: Records, sealed: "Sealed", edition: Edition) -> None:
    """Write an edition, then the closing into the journal: it is closed with a whole one only."""
    from tasks.close import keep_edition

    keep_edition(records, edition.number, sealed, edition.sha256)
    memory = records.memory()
    records.add([_event(EventKind.CLOSED, edition, edition.sentence, edition.told(), memory)])


def reopen_round(rooms: Rooms, slug: str, year: int, reason: str, who: str) -> Edition:
    """Open a closed round again; return the edition that it was closed as.

    Raises RefusedError where it is not closed.
    """
    from tasks.adapters.definitions import programme_folder
    from tasks.adapters.locking import round_lock

    if not who or not reason:
        raise UsageError("Proszę podać, kto otwiera rok (--who) i z jakiego powodu (--reason).")
    programme_folder(rooms, slug)
    with round_lock(rooms.results(slug, year), rooms.memory(slug, year)):
        records = open_records(rooms.memory(slug, year))
        memory = records.memory()
        if not memory.closed:
            raise RefusedError(f"Rok {year} programu „{slug}” nie jest zamknięty.")
        edition = memory.editions[-1]
        told = (("edition", str(edition.number)), ("who", who), ("reason", reason))
        records.add([_event(EventKind.REOPENED, edition, f"{who}: {reason}", told, memory)])
    return edition


def _check_nothing_waits(beside: Path) -> None:
    if beside.exists():
        raise RefusedError(
            f"Roku nie można zamknąć: nowsze wyniki czekają obok, w katalogu „{beside.name}”, bo "
            f"ktoś miał otwarte poprzednie. Proszę zamknąć te pliki w Wordzie i Excelu. {_AGAIN}"
        )


def _final_version(folder: Path, opened: Opened) -> ResultSet:
    """Return the published set; raises RefusedError where it is not a final one of this journal."""
    from tasks.adapters.edition_files import read_results

    if opened.broken:
        raise RefusedError(
            f"Roku nie można zamknąć: dziennik zmieniono poza programem (wiersz {opened.broken}). "
            "Proszę przywrócić go z kopii zapasowej."
        )
    results = read_results(folder)
    if results is None or results.manifest["state"] != "final":
        raise RefusedError(
            "Roku nie można zamknąć: w katalogu wyników nie ma wersji ostatecznej. Proszę ją "
            "sporządzić poleceniem „annual-report run … --final”."
        )
    faults = list(set_faults(results))
    if faults:
        raise RefusedError(
            f"Roku nie można zamknąć: wyniki różnią się od sporządzonych: {_listed(faults)}. "
            f"{_AGAIN}"
        )
    known = _place_of(results.manifest["journal"], opened)
    later = moved_on(opened.events, known)
    if known < 0 or later:
        told = _listed([event_sentence(event) for event in later])
        raise RefusedError(
            "Roku nie można zamknąć: wersji ostatecznej nie sporządzono z obecnych danych. "
            f"{f'Zaszło później: {told}. ' * bool(later)}{_AGAIN}"
        )
    return results


def _place_of(chain: str, opened: Opened) -> int:
    """Return how many events there were when the running hash was `chain`; -1 for never."""
    found = chains(opened.events)
    return found.index(chain) if chain in found else -1


def _made_again(archive: bytes, name: str) -> Likeness:
    """Make the results again from the packed files; raises RefusedError where they differ."""
    from flows.remaking import remake_packed

    made = remake_packed(archive, name)
    if made.differences:
        raise RefusedError(
            "Roku nie można zamknąć: z obecnych danych powstaje inna wersja ostateczna niż "
            f"sporządzona. Różnice: {_listed(made.differences)}. {_AGAIN}"
        )
    return made


def _edition(about: About, sha256: str, memory: Memory) -> Edition:
    closing, approval = about.closing, about.approval
    texts = memory.printed[-1][0] if memory.printed else ""
    return Edition(
        about.number,
        about.archive,
        sha256,
        closing.who,
        closing.date,
        about.results["data_hash"],
        approval.figures,
        texts,
        closing.category,
        closing.symbol,
    )


def _event(
    kind: EventKind, edition: Edition, text: str, told: tuple[tuple[str, str], ...], memory: Memory
) -> Event:
    sha256 = edition.sha256 if kind is EventKind.CLOSED else ""
    return Event(kind, edition.archive, sha256, text=text, look=memory.looks, details=told)


def _notices(edition: Edition, made: Likeness) -> Iterator[str]:
    yield f"Wersję ostateczną odtworzono z archiwum. {' '.join(made.sentences())}"
    lacking = [
        name
        for name, value in (
            ("znaku sprawy (--symbol)", edition.symbol),
            ("kategorii archiwalnej (--category)", edition.category),
        )
        if not value
    ]
    if lacking:
        yield (
            f"Nie podano: {' ani '.join(lacking)}. Można je na przyszłość wpisać w programme.yaml "
            "(archive)."
        )


def _listed(told: "list[str] | tuple[str, ...]") -> str:
    more = f" i jeszcze {len(told) - SHOWN}" if len(told) > SHOWN else ""
    return f"{'; '.join(told[:SHOWN])}{more}"

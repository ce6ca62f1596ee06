"""Explaining: where a printed value comes from, and where a sent one is printed; from results."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from domain.errors import RefusedError, UsageError
from domain.explaining import Arrival, found, printed_from, told
from domain.journal import ARRIVALS
from domain.sources import SOURCE_COLUMNS, SOURCES, Source, printed_columns
from flows.keeping import local_time
from tasks.adapters.definitions import load_definition
from tasks.adapters.records import Records
from tasks.adapters.rooms import Rooms
from tasks.adapters.tables import read_csv

_YEAR = 4
_NONE = "Nie ma jeszcze wyników, w których można szukać. Proszę najpierw uruchomić sprawozdanie."


def explain(rooms: Rooms, words: Sequence[str]) -> Iterator[str]:
    """Yield the answer to `words`: [programme year] id | printed words | file cell.

    Raises RefusedError where nothing is found, UsageError where nothing is asked for.
    """
    rounds, words = _rounds(rooms, list(words))
    if not any(word.strip() for word in words):
        raise UsageError("Proszę podać znak miejsca, wydrukowane słowa albo plik i komórkę.")
    answered = False
    for slug, year in rounds:
        sources = _read(rooms.results(slug, year) / SOURCES)
        matching = _matching(sources, words)
        if not matching:
            continue
        answered = True
        columns = printed_columns(load_definition(rooms, slug, year).programme)
        yield f"{slug} {year}"
        yield from told(matching, columns, _arrivals(rooms, slug, year))
    if not answered:
        asked = " ".join(words)
        raise RefusedError(
            f"W dokumencie nie ma „{asked}”. Proszę podać znak miejsca, słowa dokładnie tak, jak "
            "są wydrukowane, albo nazwę pliku i komórkę (z karty „Źródła” skoroszytu źródeł). "
            "Komórka, której nic nie drukuje – na przykład wyjaśnienie – nie ma tam wiersza."
        )


def _rounds(rooms: Rooms, words: list[str]) -> tuple[list[tuple[str, int]], list[str]]:
    """Return the rounds to look in, and the words without the name of one."""
    is_round = len(words) > 1 and words[1].isdigit() and len(words[1]) == _YEAR
    if is_round and (rooms.programmes / words[0]).is_dir():
        slug, year = words[0], int(words[1])
        if not (rooms.results(slug, year) / SOURCES).is_file():
            raise RefusedError(_NONE)
        return [(slug, year)], words[2:]
    rounds = [
        (path.parent.parent.name, int(path.parent.name))
        for path in sorted(rooms.outputs.glob(f"*/*/{SOURCES}"))
        if path.parent.name.isdigit()
    ]
    if not rounds:
        raise RefusedError(_NONE)
    return rounds, words


def _matching(sources: Sequence[Source], words: Sequence[str]) -> tuple[Source, ...]:
    if len(words) == 1:
        return found(sources, words[0])
    *file, cell = words
    try:
        in_cell = printed_from(sources, " ".join(file), cell)
    except ValueError:
        # Words without quotation marks: "716 rodzin" as two.
        in_cell = ()
    return in_cell or found(sources, " ".join(words))


def _read(path: Path) -> tuple[Source, ...]:
    rows = read_csv(path.read_text(encoding="utf-8"))
    return tuple(Source(**{name: row.get(name, "") for name in SOURCE_COLUMNS}) for row in rows)


def _arrivals(rooms: Rooms, slug: str, year: int) -> Mapping[str, Arrival]:
    """Return when each file was first seen, by its SHA-256."""
    arrivals: dict[str, Arrival] = {}
    for event in Records(rooms.memory(slug, year)).opened().events:
        if event.kind in ARRIVALS and event.sha256:
            arrivals.setdefault(event.sha256, Arrival(local_time(event.at), event.number))
    return arrivals

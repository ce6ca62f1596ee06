"""Answers where something printed comes from, and where something sent is printed."""

import datetime
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.anchors import PREFIX
from domain.polish.dates import long_date
from domain.sources import VALUE, Source

MOST = 20
_ADDRESS = re.compile(r"(?:(?P<sheet>[^!]+)!)?(?P<cell>\$?[A-Z]{1,3}\$?[0-9]{1,7})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Arrival:
    """When a file was first seen (in local time), and in which line of the journal that stands."""

    at: str
    line: int


def found(sources: Sequence[Source], what: str) -> tuple[Source, ...]:
    """Return what an id, an action's number or printed words stand for.

    Words that are a whole printed value go before words that are a part of something.
    """
    if what.startswith(PREFIX):
        return tuple(one for one in sources if one.id == what)
    wanted = _folded(what)
    if not wanted:
        return ()
    of_action = tuple(
        one for one in sources if one.action.casefold() == wanted and one.kind == VALUE
    )
    if of_action:
        return of_action
    values = [one for one in sources if one.kind == VALUE]
    whole = tuple(one for one in values if _folded(one.printed) == wanted)
    within = re.compile(rf"(?<![\w,]){re.escape(wanted)}(?!\w|,\d)")
    some = tuple(one for one in values if within.search(_folded(one.printed)))
    anywhere = tuple(one for one in sources if within.search(_folded(one.printed)))
    return whole or some or anywhere


def printed_from(sources: Sequence[Source], file: str, address: str) -> tuple[Source, ...]:
    """Return where a cell of a file is printed; `address` is F14 or Sprawozdanie!F14.

    Raises ValueError with a sentence where the address is none.
    """
    match = _ADDRESS.fullmatch(address.strip())
    if match is None:
        raise ValueError(f"„{address}” nie jest adresem komórki; przykłady: F14, Sprawozdanie!F14")
    sheet, cell = match["sheet"], match["cell"].replace("$", "").upper()
    file = unicodedata.normalize("NFC", re.split(r"[/\\]", file)[-1])
    return tuple(
        one
        for one in sources
        if one.cell == cell
        and file in (_last_name(one.file), one.file, one.sha256)
        and (not sheet or one.sheet.casefold() == sheet.strip("'").casefold())
    )


def told(
    sources: Sequence[Source], columns: Mapping[str, str], arrivals: Mapping[str, Arrival]
) -> Iterator[str]:
    """Yield the answer line by line; `columns` are printed headers by field."""
    for source in sources[:MOST]:
        yield _headline(source, columns)
        for name, text in _details(source, arrivals.get(source.sha256)):
            if text:
                yield f"  {name + ':':<16} {text}"
        yield ""
    if len(sources) > MOST:
        yield f"… i jeszcze {len(sources) - MOST}. Proszę podać więcej słów albo znak miejsca."


def _headline(source: Source, columns: Mapping[str, str]) -> str:
    where = [f"działanie {source.action}"] if source.action else []
    column = columns.get(source.field, "")
    where += [f"kolumna „{column}”"] if column else []
    text = " ".join(source.printed.split())
    return f"„{text}” – {', '.join(where)}" if where else f"„{text}”"


def _details(source: Source, arrival: Arrival | None) -> Iterator[tuple[str, str]]:
    place = [f"strona {source.page}"] if source.page else []
    place += [f"tabela {source.table}, wiersz {source.row}"] if source.table else []
    yield "w dokumencie", ", ".join(place)
    yield "wskaźnik", source.label
    yield "jednostka", source.unit
    yield "przesłano", " ".join(source.sent.split())
    address = [source.file, f"arkusz {source.sheet}" if source.sheet else ""]
    if source.cell:
        address.append(f"komórka {source.cell}" if source.sheet else source.cell)
    yield "plik", ", ".join(part for part in address if part)
    yield "SHA-256", source.sha256
    day = long_date(datetime.date.fromisoformat(source.date)) if source.date else ""
    yield "data i znak", ", ".join(part for part in (day, source.letter) if part)
    yield "wpłynął", f"{arrival.at} (wiersz {arrival.line} dziennika)" if arrival else ""
    yield "stanowisko", source.decision
    yield "znak miejsca", source.id


def _folded(text: str) -> str:
    """Fold letters and white space; the thousands of a number are written together."""
    folded = " ".join(unicodedata.normalize("NFC", text).casefold().split())
    return re.sub(r"(?<=\d) (?=\d{3}(?!\d))", "", folded)


def _last_name(file: str) -> str:
    """Return the name of a file; of one inside others its own."""
    return unicodedata.normalize("NFC", file.rpartition("→")[2].strip())

"""The approval: it binds a person to the version of the data that is there now."""

import csv
import io
from dataclasses import asdict, dataclass

from domain.approval import Approval
from domain.errors import RefusedError, UsageError
from domain.journal import Event, EventKind
from domain.ledger import figure_rows
from domain.rounds import Standing
from flows.closing import check_open
from flows.engine import plainly
from flows.finals import check_decided
from flows.standing import Request, stand
from tasks.adapters.definitions import load_definition
from tasks.adapters.locking import round_lock
from tasks.adapters.records import open_records
from tasks.adapters.rooms import Rooms

SHORTEST = 8


@dataclass(frozen=True, slots=True)
class Signature:
    """What stands on the signed card; `date` is ISO, `version` the beginning of a hash or
    nothing."""

    who: str
    date: str
    letter: str
    comment: str = ""
    version: str = ""


def approve(rooms: Rooms, slug: str, year: int, signature: Signature) -> Approval:
    """Write down who approved the data as they are now, and the figures that were approved.

    Raises RefusedError while a matter that must be corrected is open, or where the card was
    signed for another version.
    """
    if not signature.who or not signature.letter:
        raise UsageError("Proszę podać, kto zatwierdził (--who) i numer pisma (--letter).")
    if signature.version and len(signature.version) < SHORTEST:
        raise UsageError(f"Proszę podać co najmniej {SHORTEST} znaków wersji danych (--version).")
    definition = load_definition(rooms, slug, year)
    with round_lock(rooms.results(slug, year), rooms.memory(slug, year)):
        records = open_records(rooms.memory(slug, year))
        check_open(records)
        standing = stand(Request(slug, year, rooms), definition, records, plainly).standing
        check_decided(standing)
        if not standing.version.startswith(signature.version.casefold()):
            raise RefusedError(
                f"Podpisana karta dotyczy wersji {signature.version}, a obecne dane mają wersję "
                f"{standing.version[:16]}. Proszę wydrukować i podpisać nową kartę akceptacji."
            )
        figures = records.store.keep(_figures(standing))
        told = asdict(signature) | {"version": standing.version}
        approval = Approval(**told, figures=figures)
        event = Event(
            EventKind.APPROVED,
            file="figures.csv",
            sha256=figures,
            text=approval.sentence,
            look=records.memory().looks,
            details=tuple(told.items()),
        )
        records.add([event])
    return approval


def _figures(standing: Standing) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(figure_rows(standing.programme, standing.merged))
    return text.getvalue().encode()

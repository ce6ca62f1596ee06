"""The moments of the year as Prefect flows: each ends with a sentence for people.

They run in processes of their own, set off by the panel, by Prefect's pages or by the calendar. The
folders come from the environment (`flows.serving.places`).
"""

import asyncio
import datetime
import itertools
import os
import threading
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from prefect import flow
from prefect.artifacts import (
    acreate_markdown_artifact,
    acreate_progress_artifact,
    aupdate_progress_artifact,
)
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from domain.errors import AnnualReportError
from domain.round_status import RoundState
from domain.rules import Severity
from flows.engine import Perform
from flows.moments import Moment
from flows.orders import (
    ApproveOrder,
    CheckOrder,
    CloseOrder,
    DraftOrder,
    FinalOrder,
    FormsOrder,
    Order,
    RemindOrder,
)
from flows.performing import Performed
from flows.serving.places import ALIVE, rooms_here
from flows.standing import Request
from flows.status import status_of
from flows.yearly import Outcome, tell
from tasks.adapters.kept_results import forget_others
from tasks.adapters.locking import wait_until_released

LOCAL = ZoneInfo("Europe/Warsaw")
OUR_FAULT = (
    "Wystąpił błąd programu (opis w dzienniku uruchomienia). Wyniki są całe: poprzednie albo nowe. "
    "Proszę przekazać opis osobie, która opiekuje się programem."
)
SEVERITIES = {
    Severity.ERROR: "do poprawy",
    Severity.WARNING: "do wyjaśnienia",
    Severity.INFO: "informacje",
}
# About so many stages has a run; the bar is full when it ends.
STAGES = 24
Told = State[None]


@flow(name=Moment.FORMS)
async def forms(order: FormsOrder) -> Told:
    """Wystawia formularze dla jednostek."""

    def work(perform: Perform) -> str:
        from flows.issuing import issue

        about = (rooms_here(), order.programme, order.year, order.unit)
        folder, names = perform("Formularze", issue, *about)
        return f"Formularze: {len(names)}, w katalogu {folder}."

    return await carried_out(order, work)


@flow(name=Moment.CHECK)
async def check(order: CheckOrder) -> Told:
    """Sprawdza to, co wpłynęło, i przygotowuje odpowiedzi; wyniki zostają w tej samej postaci."""
    return await carried_out(order, lambda perform: in_words(_checked(order, perform)))


@flow(name=Moment.DRAFT)
async def draft(order: DraftOrder) -> Told:
    """Sporządza PROJEKT załącznika z tego, co wpłynęło."""
    return await carried_out(order, lambda perform: in_words(_made(order, perform, pdf=order.pdf)))


@flow(name=Moment.FINAL)
async def final(order: FinalOrder) -> Told:
    """Sporządza wersję ostateczną i katalog do BIP."""
    return await carried_out(
        order, lambda perform: in_words(_made(order, perform, pdf=order.pdf, final=True))
    )


@flow(name=Moment.REMIND)
async def remind(order: RemindOrder) -> Told:
    """Przypomina jednostkom, które zalegają: raz na każdy termin z kalendarza."""

    def work(perform: Perform) -> str:
        from flows.reminding import remind as reminded

        about = (rooms_here(), order.programme, order.year, today())
        done = reminded(*about, send=order.send, drafted=order.drafted, perform=perform)
        told = (one.sentence for one in done.told)
        return "\n".join([done.sentence, *told, *done.notices])

    return await carried_out(order, work)


@flow(name=Moment.APPROVE)
async def approve(order: ApproveOrder) -> Told:
    """Zapisuje, kto zatwierdził obecną wersję danych."""

    def work(perform: Perform) -> str:
        from flows.approving import Signature
        from flows.approving import approve as approved

        signature = Signature(
            order.who, order.date.isoformat(), order.letter, order.comment, order.version
        )
        about = (rooms_here(), order.programme, order.year)
        return f"Zatwierdzono: {perform('Zatwierdzenie', approved, *about, signature).sentence}."

    return await carried_out(order, work)


@flow(name=Moment.CLOSE)
async def close(order: CloseOrder) -> Told:
    """Zamyka rok: zapisuje archiwum, po czym rok nie przyjmuje zmian."""

    def work(perform: Perform) -> str:
        from domain.edition_manifest import Closing
        from flows.closing import close_round

        closing = Closing(order.who, today().isoformat(), order.symbol, order.category)
        closed = close_round(rooms_here(), order.programme, order.year, closing, perform)
        told = f"Zamknięto rok {order.year}: {closed.edition.sentence}. Archiwum: {closed.archive}"
        return "\n".join([told, *closed.notices])

    return await carried_out(order, work)


FLOWS: Mapping[Moment, Any] = {
    Moment.FORMS: forms,
    Moment.CHECK: check,
    Moment.DRAFT: draft,
    Moment.REMIND: remind,
    Moment.APPROVE: approve,
    Moment.FINAL: final,
    Moment.CLOSE: close,
}


def today() -> datetime.date:
    """Return the day in Poland."""
    return datetime.datetime.now(LOCAL).date()


async def carried_out(order: Order, work: Callable[[Performed], str]) -> Told:
    """Do the work beside the event loop; return the state with a sentence for people."""
    threading.Thread(target=_end_with_the_worker, daemon=True).start()
    loop = asyncio.get_running_loop()
    bar = await acreate_progress_artifact(0.0, description=f"{order.programme} {order.year}")
    stages = itertools.count(1)

    def notice(_: str) -> None:
        progress = min(95.0, 100.0 * next(stages) / STAGES)
        asyncio.run_coroutine_threadsafe(aupdate_progress_artifact(bar, progress), loop)

    state = await asyncio.to_thread(_told, work, Performed(notice))
    await aupdate_progress_artifact(bar, 100.0)
    key = f"wynik-{order.programme}-{order.year}"
    await acreate_markdown_artifact(state.message or "", key=key)
    return state


def _told(work: Callable[[Performed], str], perform: Performed) -> Told:
    try:
        return Completed(message=work(perform))
    except AnnualReportError as error:
        return Failed(message=str(error))
    except Exception:
        traceback.print_exc()
        return Failed(message=OUR_FAULT)


def _end_with_the_worker() -> None:
    """A run whose worker was killed ends too: nobody would hear of it, and it holds the round."""
    alive = os.environ.get(ALIVE)
    if alive is not None:
        wait_until_released(Path(alive))
        os._exit(1)


def _checked(order: CheckOrder, perform: Performed) -> Outcome:
    """Make the set anew as what it is: a final version that still holds stays one."""
    status = status_of(rooms_here(), order.programme, order.year, today())
    if status.state is RoundState.FINAL:
        try:
            return _made(order, perform, final=True)
        except AnnualReportError:
            # Something came in since, or lapsed: it is a draft again, and says so.
            pass
    return _made(order, perform)


def _made(
    order: CheckOrder, perform: Performed, *, pdf: bool = False, final: bool = False
) -> Outcome:
    about = (order.programme, order.year)
    rooms = rooms_here()
    request = Request(*about, rooms, order.as_of, pdf, final)
    outcome = tell(request, perform)
    forget_others(rooms.kept, *about, perform.kept)
    return outcome


def in_words(outcome: Outcome) -> str:
    """Return what a run made, for people."""
    summary = outcome.summary
    counts = ", ".join(
        f"{label} {summary.findings[severity]}" for severity, label in SEVERITIES.items()
    )
    told = [f"Wpłynęło {summary.submitted} z {summary.expected}; uwagi: {counts}."]
    return "\n".join([*told, *outcome.notices])

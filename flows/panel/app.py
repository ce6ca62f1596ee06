"""The panel as one application: explicit parts, nothing kept but who came in."""

import datetime
import time
from collections.abc import Callable

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response

from domain.errors import AnnualReportError, DefinitionError, UsageError
from flows.panel.deciding import deciding
from flows.panel.desk import Desk
from flows.panel.door import door
from flows.panel.downloading import downloading
from flows.panel.dropping import dropping
from flows.panel.engine import Engine
from flows.panel.guard import HEADERS, Guard
from flows.panel.sessions import Sessions
from flows.panel.showing import showing
from flows.panel.starting import starting
from tasks.adapters.definitions import load_limits
from tasks.adapters.rooms import Rooms

# Several files at once come without a script; with it each comes by itself.
FILES_AT_ONCE = 10
FAULT = (
    "Panel natrafił na błąd, którego nie przewidziano. Niczego nie stracono: pliki są tam, gdzie "
    "były. Proszę wrócić i spróbować ponownie; jeżeli błąd się powtarza, proszę przekazać "
    "administratorowi dziennik panelu."
)


def panel(
    rooms: Rooms,
    engine: Engine,
    *,
    key: str,
    today: Callable[[], datetime.date],
    hosts: frozenset[str],
    clock: Callable[[], float] = time.monotonic,
) -> Starlette:
    """Return the panel; `hosts` are the addresses ("127.0.0.1:8420") by which it may be called.

    `app.state.sessions.invite()` gives the word for a link (/wejscie?klucz=…) that lets one
    browser in, once.
    """
    desk = Desk(rooms, engine, Sessions(key, clock), today)
    routes = [
        *door(desk),
        *showing(desk),
        *dropping(desk),
        *deciding(desk),
        *starting(desk),
        *downloading(desk),
    ]
    guard = Middleware(
        Guard,
        sessions=desk.sessions,
        hosts=frozenset(host.casefold() for host in hosts),
        largest_upload=load_limits(rooms).file * FILES_AT_ONCE,
    )

    async def told(request: Request, error: Exception) -> Response:
        missing = isinstance(error, UsageError)
        heading = "Nie ma takiej strony" if missing else "Tego nie można teraz zrobić"
        return _said(desk, request, heading, str(error), _status(error))

    async def not_there(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 404
        return _said(desk, request, "Nie ma takiej strony", "Proszę wrócić do panelu.", status)

    async def fault(request: Request, _error: Exception) -> Response:
        # This answer does not pass the guard; the server writes the fault into its log.
        answer = _said(desk, request, "Błąd panelu", FAULT, 500)
        answer.headers.update(HEADERS)
        return answer

    app = Starlette(
        routes=routes,
        middleware=[guard],
        exception_handlers={
            AnnualReportError: told,
            HTTPException: not_there,
            Exception: fault,
        },
    )
    app.state.sessions = desk.sessions
    return app


def _status(error: Exception) -> int:
    if isinstance(error, UsageError):
        return 404
    return 500 if isinstance(error, DefinitionError) else 409


def _said(desk: Desk, request: Request, heading: str, sentence: str, status: int) -> Response:
    words = {"heading": heading, "sentence": sentence, "back": "/", "back_name": "Wróć do panelu"}
    return desk.page(request, "said.html", words, status)

"""The door: the key, the link that lets one browser in, and the way out."""

from collections.abc import Sequence

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from flows.panel.desk import Desk, session_of
from flows.panel.forms import posted
from flows.panel.guard import COOKIE
from flows.panel.sessions import Session
from tasks.adapters.panel_pages import STATIC

WRONG = "To nie jest kod tego panelu. Proszę przepisać go jeszcze raz."
USED = "Tego odnośnika już użyto. Proszę wpisać kod dostępu."
PAUSE = "Za dużo prób. Proszę poczekać {seconds} s i spróbować ponownie."


def door(desk: Desk) -> Sequence[BaseRoute]:
    """Return the routes that lead in and out, and what all pages are painted with."""

    async def shown(request: Request) -> Response:
        link = request.query_params.get("klucz", "")
        if link:
            session = desk.sessions.accept(link)
            if session is not None:
                return _inside(desk, request, session)
            return desk.page(request, "entry.html", {"trouble": USED}, 403)
        if session_of(request) is not None:
            return RedirectResponse("/", 303)
        return desk.page(request, "entry.html", {"trouble": ""})

    async def entered(request: Request) -> Response:
        # There is no session yet that a token could belong to; the guard has seen the origin.
        async with request.form(max_files=0, max_fields=5) as form:
            key = form.get("kod")
        session = desk.sessions.enter(key if isinstance(key, str) else "")
        if session is not None:
            return _inside(desk, request, session)
        seconds = desk.sessions.pause()
        if seconds:
            words = {"trouble": PAUSE.format(seconds=seconds)}
            return desk.page(request, "entry.html", words, 429)
        return desk.page(request, "entry.html", {"trouble": WRONG}, 403)

    async def left(request: Request, _form: FormData) -> Response:
        session = session_of(request)
        if session is not None:
            desk.sessions.leave(session.id)
        answer = RedirectResponse("/wejscie", 303)
        answer.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")
        return answer

    async def static(request: Request) -> Response:
        name = request.url.path.removeprefix("/")
        return Response(desk.pages.static(name), media_type=STATIC[name])

    return (
        Route("/wejscie", shown, methods=["GET"]),
        Route("/wejscie", entered, methods=["POST"]),
        Route("/wyjscie", posted(left), methods=["POST"]),
        *(Route(f"/{name}", static, methods=["GET"]) for name in STATIC),
    )


def _inside(desk: Desk, request: Request, session: Session) -> Response:
    # A page that goes on by itself: after a redirect from elsewhere the cookie would not be sent.
    answer = desk.page(request, "entered.html", {})
    answer.set_cookie(COOKIE, session.id, path="/", httponly=True, samesite="strict")
    return answer

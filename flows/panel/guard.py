"""The guard before every page: our own address, our own page, a session; nothing else passes.

A page elsewhere that sends a browser to this machine (another name for 127.0.0.1, a form, a script)
is stopped here, before anything is read.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from flows.panel.sessions import Sessions

COOKIE = "panel"
SAFE = ("GET", "HEAD")
# What is there without a key: the door itself, and what it is painted with.
OPEN_TO_ALL = ("/wejscie", "/panel.css", "/panel.js", "/ikona.svg")
SMALL_BODY = 256 * 1024
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # With "no-referrer" a browser sends the origin of our own forms as "null"; to other sites this
    # tells as little.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True, slots=True)
class Guard:
    """ASGI middleware; `largest_upload` is the most bytes that a request with files may have."""

    app: ASGIApp
    sessions: Sessions
    hosts: frozenset[str]
    largest_upload: int

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through to the pages, or answer it here."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, sealed)
            return
        await self.app(scope, receive, sealed)

    def _refusal(self, scope: Scope) -> PlainTextResponse | RedirectResponse | None:
        headers = Headers(scope=scope)
        if headers.getlist("host") != [headers.get("host", "")] or not self._known(headers):
            return _said("Nieznany adres panelu.", 421)
        method, path = scope["method"], scope["path"]
        if method not in (*SAFE, "POST"):
            return _said("Tego panel nie robi.", 405)
        if method == "POST":
            if not self._from_here(headers):
                return _said("Formularz wysłano spoza panelu; niczego nie zmieniono.", 403)
            too_much = self._too_much(headers)
            if too_much is not None:
                return too_much
        session = self.sessions.find(Request(scope).cookies.get(COOKIE, ""))
        scope.setdefault("state", {})["session"] = session
        if session is None and path not in OPEN_TO_ALL:
            if method == "GET" and "text/html" in headers.get("accept", ""):
                return RedirectResponse("/wejscie", 303)
            return _said("Proszę wejść do panelu, podając kod dostępu.", 401)
        return None

    def _known(self, headers: Headers) -> bool:
        return headers.get("host", "").casefold() in self.hosts

    def _from_here(self, headers: Headers) -> bool:
        """Whether a form comes from a page of ours: its origin, else the page that it was on."""
        origin = headers.get("origin")
        if origin is None:
            parts = urlsplit(headers.get("referer", ""))
            origin = f"{parts.scheme}://{parts.netloc}"
        return origin.casefold() == f"http://{headers['host'].casefold()}"

    def _too_much(self, headers: Headers) -> PlainTextResponse | None:
        length = headers.get("content-length", "")
        if not (length.isascii() and length.isdigit()) or "transfer-encoding" in headers:
            return _said("Nie podano wielkości przesyłki.", 411)
        files = headers.get("content-type", "").startswith("multipart/form-data")
        if int(length) > (self.largest_upload if files else SMALL_BODY):
            return _said("Przesyłka jest za duża. Proszę przesłać mniej plików naraz.", 413)
        return None


def _said(sentence: str, status: int) -> PlainTextResponse:
    return PlainTextResponse(sentence, status)

"""Every form that changes anything carries the token of the session that the page was made for."""

import functools
import hmac
from collections.abc import Awaitable, Callable, Mapping

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from flows.panel.desk import session_of

TOKEN = "znak"
MOST_FILES = 60
MOST_FIELDS = 60
LARGEST_FIELD = 64 * 1024

Handler = Callable[[Request], Awaitable[Response]]
FormHandler = Callable[[Request, FormData], Awaitable[Response]]
EXPIRED = (
    "Ta strona jest już nieaktualna; niczego nie zmieniono. Proszę wrócić, odświeżyć ją i "
    "spróbować jeszcze raz."
)


def posted(handler: FormHandler) -> Handler:
    """Read the form and hold its token against the session's before anything is done."""

    @functools.wraps(handler)
    async def checked(request: Request) -> Response:
        session = session_of(request)
        async with request.form(
            max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=LARGEST_FIELD
        ) as form:
            given = form.get(TOKEN)
            expected = session.token if session else ""
            text = given if isinstance(given, str) else ""
            if not expected or not hmac.compare_digest(text.encode(), expected.encode()):
                return PlainTextResponse(EXPIRED, 403)
            return await handler(request, form)

    return checked


def texts_of(form: FormData, names: tuple[str, ...]) -> Mapping[str, str]:
    """Return what was typed into the fields of a form, without what stands around it."""
    found = {name: form.get(name) for name in names}
    return {
        name: text.strip().replace("\r\n", "\n") if isinstance(text, str) else ""
        for name, text in found.items()
    }


def wants_json(request: Request) -> bool:
    """Whether the page's script asks, and not the browser."""
    return "application/json" in request.headers.get("accept", "")

"""Files are dropped onto the page: each is kept at once and answered with its unit."""

import secrets
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from domain.limits import MIB
from flows.panel.desk import Desk
from flows.panel.forms import posted, wants_json
from flows.receiving import Fate, Received, Wish, receive
from tasks.adapters.definitions import load_definition, load_limits
from tasks.adapters.records import Records

MOST_WAITING = 40
MOST_BYTES = 200 * MIB
CLOSED = "Rok jest zamknięty; pliku nie przyjęto."
GONE = "Tego pliku panel już nie pamięta. Proszę przeciągnąć go jeszcze raz."
NOTHING = "Nie wybrano żadnego pliku."


@dataclass(frozen=True, slots=True)
class Ticketed:
    """What became of a file; `ticket` is set where the coordinator is asked what to do."""

    file: Received
    ticket: str = ""

    def as_json(self) -> dict[str, object]:
        """Return it for the page that is open."""
        return {
            "given": self.file.given,
            "name": self.file.name,
            "fate": self.file.fate.value,
            "units": [list(one) for one in self.file.units],
            "sentence": self.file.sentence,
            "trouble": self.file.trouble,
            "ticket": self.ticket,
        }


@dataclass
class Waiting:
    """Files whose name another one has, until the coordinator says what to do; never on the disk.

    They are few: what is forgotten is dropped again.
    """

    _files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def keep(self, name: str, data: bytes) -> str:
        """Remember a file; return its ticket."""
        ticket = secrets.token_urlsafe(16)
        with self._lock:
            self._files[ticket] = (name, data)
            while len(self._files) > MOST_WAITING or self._size() > MOST_BYTES:
                self._files.pop(next(iter(self._files)))
        return ticket

    def take(self, ticket: str) -> tuple[str, bytes] | None:
        """Return a file and forget it."""
        with self._lock:
            return self._files.pop(ticket, None)

    def _size(self) -> int:
        return sum(len(data) for _, data in self._files.values())


def dropping(desk: Desk) -> Sequence[BaseRoute]:
    """Return the routes by which files come in."""
    waiting = Waiting()

    async def dropped(request: Request, form: FormData) -> Response:
        slug, year = desk.round_of(request)
        limits = load_limits(desk.rooms)
        uploads = [one for one in form.getlist("plik") if isinstance(one, UploadFile)]
        files = []
        for upload in uploads:
            if upload.filename:
                # One byte more than is allowed says that it is too much.
                data = await upload.read(limits.file + 1)
                files.append(await _received(slug, year, upload.filename, data, Wish.ASK))
        return _answer(request, slug, year, files)

    async def answered(request: Request, form: FormData) -> Response:
        slug, year = desk.round_of(request)
        kept = waiting.take(str(request.path_params["ticket"]))
        if kept is None:
            lost = Received("plik", "", Fate.REFUSED, sentence=GONE, trouble=True)
            return _answer(request, slug, year, [Ticketed(lost)])
        wish = Wish.REPLACE if form.get("wybor") == Wish.REPLACE else Wish.BOTH
        return _answer(request, slug, year, [await _received(slug, year, *kept, wish)])

    async def _received(slug: str, year: int, name: str, data: bytes, wish: Wish) -> Ticketed:
        if Records(desk.rooms.memory(slug, year)).memory().closed:
            return Ticketed(Received(name, name, Fate.REFUSED, sentence=CLOSED, trouble=True))
        told = await run_in_threadpool(receive, desk.rooms, slug, year, name, data, wish)
        return Ticketed(told, waiting.keep(name, data) if told.fate is Fate.ASKED else "")

    def _answer(request: Request, slug: str, year: int, files: Sequence[Ticketed]) -> Response:
        if not files:
            missing = Received(NOTHING, "", Fate.REFUSED, trouble=True)
            files = [Ticketed(missing)]
        if wants_json(request):
            return JSONResponse({"files": [one.as_json() for one in files]})
        programme = load_definition(desk.rooms, slug, year).programme
        view = {"slug": slug, "year": year, "name": programme.name, "short": programme.short}
        return desk.page(request, "received.html", {"view": view, "files": files})

    return (
        Route("/{slug}/{year:int}/pliki", posted(dropped), methods=["POST"]),
        Route("/{slug}/{year:int}/pliki/{ticket}", posted(answered), methods=["POST"]),
    )

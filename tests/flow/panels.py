"""The panel over a small round: one unit of six has sent nothing, one has a word to put right."""

import datetime
import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.testclient import TestClient

from flows.moments import Moment
from flows.panel.app import panel
from flows.panel.engine import EngineAway, Going, RunState
from tasks.adapters.rooms import Rooms
from tests.flow.rounds import MRS, Ran, run_round

HOST = "127.0.0.1:8420"
ORIGIN = f"http://{HOST}"
KEY = "klon-jodła-buk"
ROUND = f"/{MRS[0]}/{MRS[1]}"
ABSENT = "MRS_2025_WO.xlsx"
TODAY = datetime.date(2026, 1, 13)
AT = datetime.datetime(2026, 1, 13, 9, 30, tzinfo=datetime.UTC)


@dataclass
class FakeEngine:
    """Keeps what was set off; a run goes on until `end` is called."""

    away: bool = False
    started: list[tuple[Moment, str, int, dict[str, Any]]] = field(default_factory=list)
    states: list[RunState] = field(default_factory=list)

    async def start(
        self, moment: Moment, slug: str, year: int, parameters: Mapping[str, Any]
    ) -> str:
        if self.away:
            raise EngineAway
        self.started.append((moment, slug, year, dict(parameters)))
        id = f"run-{len(self.started)}"
        run = RunState(id, moment, Going.RUNNING, "Odczyt plików", started=AT)
        self.states.insert(0, run)
        return id

    async def runs(self, slug: str, year: int) -> Sequence[RunState]:
        if self.away:
            raise EngineAway
        return tuple(self.states)

    async def run(self, id: str) -> RunState | None:
        return next((one for one in self.states if one.id == id), None)

    def end(self, message: str, state: Going = Going.DONE) -> None:
        """End the newest run with a sentence."""
        self.states[0] = replace(self.states[0], state=state, message=message, finished=AT)


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def plain(text: str) -> str:
    """Return what is read on a page."""
    words = html.unescape(re.sub(r"<[^>]+>", " ", text))
    return " ".join(words.split())


def round_without_one(ran: Rooms) -> Ran:
    """Run the small round in a root from which one unit's workbook was taken."""
    (ran.drop_folder(*MRS) / ABSENT).unlink()
    return Ran(ran, run_round(ran, *MRS))


def app_of(rooms: Rooms, engine: FakeEngine, clock: Clock | None = None) -> Starlette:
    """Return the panel over a root."""
    return panel(
        rooms,
        engine,
        key=KEY,
        today=lambda: TODAY,
        hosts=frozenset({HOST}),
        clock=clock or Clock(),
    )


def browser_of(app: Starlette, **settings: Any) -> TestClient:
    """Return a client that sends what a browser on the panel's own pages sends."""
    headers = {"origin": ORIGIN, "accept": "text/html"}
    return TestClient(app, ORIGIN, headers=headers, follow_redirects=False, **settings)


@dataclass
class Coordinator:
    """A browser that came in by the key."""

    client: TestClient
    engine: FakeEngine
    rooms: Rooms

    @classmethod
    def at(cls, rooms: Rooms) -> "Coordinator":
        """Open the panel of a root and come in."""
        engine = FakeEngine()
        client = browser_of(app_of(rooms, engine))
        assert client.post("/wejscie", data={"kod": KEY}).status_code == 200
        return cls(client, engine, rooms)

    def page(self, address: str = ROUND) -> str:
        """Return the text of a page."""
        answer = self.client.get(address)
        assert answer.status_code == 200, answer.text
        return str(answer.text)

    @property
    def token(self) -> str:
        """What the page's forms carry."""
        found = re.search(r'name="znak" value="([^"]+)"', self.page("/pomoc"))
        assert found is not None
        return str(found[1])

    def send(self, address: str, fields: Mapping[str, str] | None = None) -> httpx.Response:
        """Send a form of the page."""
        data = {"znak": self.token, **(fields or {})}
        answer: httpx.Response = self.client.post(f"{ROUND}{address}", data=data)
        return answer

    def drop(self, name: str, content: bytes) -> dict[str, Any]:
        """Drop one file onto the page, as its script does; return what it is told."""
        answer = self.client.post(
            f"{ROUND}/pliki",
            data={"znak": self.token},
            files={"plik": (name, content)},
            headers={"accept": "application/json"},
        )
        assert answer.status_code == 200, answer.text
        (told,) = answer.json()["files"]
        return dict(told)

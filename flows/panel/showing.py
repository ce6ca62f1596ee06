"""The pages that show: the rounds, one round, what the machine is doing, help."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from domain.errors import DefinitionError, UsageError
from domain.round_status_text import headline
from flows.panel.activity import activity_of
from flows.panel.desk import Desk
from flows.panel.round_view import look_at, view_of
from flows.status import status_of
from tasks.adapters.definitions import programme_years

SAID: Mapping[str, str] = {
    "stanowisko": "Zapisano stanowisko. Zadziała przy następnym sprawdzeniu.",
    "wycofano": "Wycofano stanowisko.",
    "krok": "Przyjęto. Postęp widać poniżej; przeglądarkę można zamknąć.",
}


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence at the top of the page."""

    sentence: str
    trouble: bool = False


@dataclass(frozen=True, slots=True)
class RoundLine:
    """One round in the list of rounds."""

    slug: str
    year: int
    short: str
    name: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Answered:
    """Which matter's form was filled in and has to be mended."""

    anchor: str


def showing(desk: Desk) -> Sequence[BaseRoute]:
    """Return the routes that only show."""

    async def rounds(request: Request) -> Response:
        lines = await run_in_threadpool(lambda: tuple(round_lines(desk)))
        if len(lines) == 1:
            return RedirectResponse(f"/{lines[0].slug}/{lines[0].year}", 303)
        return desk.page(request, "index.html", {"rounds": lines})

    async def one(request: Request) -> Response:
        sentence = SAID.get(request.query_params.get("stan", ""))
        return await round_page(desk, request, Notice(sentence) if sentence else None)

    async def state(request: Request) -> Response:
        slug, year = desk.round_of(request)
        return JSONResponse((await activity_of(desk.engine, slug, year)).as_json())

    async def help_page(request: Request) -> Response:
        return desk.page(request, "help.html", {})

    return (
        Route("/", rounds, methods=["GET"]),
        Route("/pomoc", help_page, methods=["GET"]),
        Route("/{slug}/{year:int}", one, methods=["GET"], name="round"),
        Route("/{slug}/{year:int}/stan.json", state, methods=["GET"]),
    )


async def round_page(
    desk: Desk,
    request: Request,
    notice: Notice | None = None,
    *,
    answered: Answered | None = None,
    opened: str = "",
    filled: Mapping[str, str] | None = None,
    troubles: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    """Answer with the page of a round; `filled` and `troubles` go back into the form that they
    come from: the one of a matter (`answered`) or of a step (`opened`)."""
    slug, year = desk.round_of(request)
    activity = await activity_of(desk.engine, slug, year)
    look = await run_in_threadpool(look_at, desk, slug, year)
    words: dict[str, Any] = {
        "view": await run_in_threadpool(view_of, desk, look, activity),
        "notice": notice,
        "answered": answered,
        "opened": opened,
        "filled": defaultdict(str, filled or {}),
        "troubles": defaultdict(str, troubles or {}),
    }
    return desk.page(request, "round.html", words, status)


def round_lines(desk: Desk) -> Iterator[RoundLine]:
    """Yield a line for each round that a programme has a plan for, the newest year first."""
    for path in sorted(desk.rooms.programmes.glob("*/programme.yaml")):
        slug = path.parent.name
        try:
            years = programme_years(desk.rooms, slug)
        except UsageError:
            continue
        for year in reversed(years):
            try:
                status = status_of(desk.rooms, slug, year, desk.today())
                state = f"{status.state[:1].upper()}{status.state[1:]}"
                told = (status.short, status.name, f"{state}. {headline(status)}.")
            except DefinitionError as error:
                told = (slug, "", f"Definicji nie można wczytać (usterek: {len(error.faults)}).")
            yield RoundLine(slug, year, told[0], told[1], told[2])

"""What all the panel's pages share: where the data are, who carries moments out, the templates."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from domain.errors import UsageError
from flows.panel.engine import Engine
from flows.panel.sessions import Session, Sessions
from flows.panel.table import Tables
from tasks.adapters.definitions import programme_years
from tasks.adapters.panel_pages import Pages
from tasks.adapters.rooms import Rooms


@dataclass(frozen=True, slots=True)
class Desk:
    """The panel's parts; there is one for each panel, made in app.py."""

    rooms: Rooms
    engine: Engine
    sessions: Sessions
    today: Callable[[], datetime.date]
    pages: Pages = field(default_factory=Pages)
    tables: Tables = field(default_factory=Tables)

    def page(
        self, request: Request, name: str, words: Mapping[str, Any], status: int = 200
    ) -> Response:
        """Answer with a page."""
        content = self.pages.page(name, {"session": session_of(request), **words})
        return Response(content, status, media_type="text/html; charset=utf-8")

    def round_of(self, request: Request) -> tuple[str, int]:
        """Return the round that an address names; raises UsageError for one that is not there."""
        slug, year = str(request.path_params["slug"]), int(request.path_params["year"])
        if year not in programme_years(self.rooms, slug):
            raise UsageError(f"Program „{slug}” nie ma planu na rok {year}.")
        return slug, year


def session_of(request: Request) -> Session | None:
    """Return the session that the guard found."""
    found = request.scope.get("state", {}).get("session")
    return found if isinstance(found, Session) else None

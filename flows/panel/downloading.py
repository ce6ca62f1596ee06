"""Files are handed out: only those that the manifest or a folder's listing names."""

from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from domain.errors import UsageError
from domain.panel_results import UNITS, archive_name
from flows.panel.desk import Desk
from flows.panel.shelves import listing
from tasks.adapters.archive import packed
from tasks.adapters.result_set import ResultSet, open_set

# A page of results runs apart from the panel: it can read nothing here and ask for nothing.
APART = (
    "sandbox allow-scripts; default-src 'none'; style-src 'unsafe-inline'; "
    "script-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
MESSAGE = "/message"
_TYPES: Mapping[str, str] = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".eml": "message/rfc822",
    ".pdf": "application/pdf",
    ".zip": "application/zip",
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
}


def downloading(desk: Desk) -> Sequence[BaseRoute]:
    """Return the routes by which files are handed out."""

    async def result(request: Request) -> Response:
        found, role = await _set(request), str(request.path_params["role"])
        if role.endswith("/") and not role.startswith(UNITS):
            return await _zipped(_of_roles(found, role), "")
        path = found.path(role)
        if path is None:
            raise UsageError("Tego pliku nie ma w obecnym zestawie wyników.")
        return attached(path.name, await run_in_threadpool(path.read_bytes))

    async def messages(request: Request) -> Response:
        found = await _set(request)
        roles = [one for one in found.roles if one.startswith(UNITS) and one.endswith(MESSAGE)]
        paths = {path.name: path for role in roles if (path := found.path(role)) is not None}
        return await _zipped(paths, f"Odpowiedzi_{request.path_params['year']}.zip")

    async def report(request: Request) -> Response:
        path = (await _set(request)).path("report")
        if path is None:
            raise UsageError("Nie ma jeszcze raportu sprawdzenia.")
        content = await run_in_threadpool(path.read_bytes)
        headers = {"Content-Security-Policy": APART}
        return Response(content, headers=headers, media_type="text/html; charset=utf-8")

    async def shelved(request: Request) -> Response:
        slug, year = desk.round_of(request)
        files = await run_in_threadpool(
            listing, desk.rooms, slug, year, str(request.path_params["shelf"])
        )
        path = files.get(str(request.path_params["name"]))
        if path is None:
            raise UsageError("Tego pliku nie ma.")
        return attached(path.name, await run_in_threadpool(path.read_bytes))

    async def whole_shelf(request: Request) -> Response:
        slug, year = desk.round_of(request)
        shelf = str(request.path_params["shelf"])
        files = await run_in_threadpool(listing, desk.rooms, slug, year, shelf)
        return await _zipped(files, f"{shelf}_{year}.zip")

    async def _set(request: Request) -> ResultSet:
        slug, year = desk.round_of(request)
        rooms = desk.rooms
        found = await run_in_threadpool(
            open_set, rooms.results(slug, year), rooms.results_beside(slug, year)
        )
        if found is None:
            raise UsageError("Nie ma jeszcze wyników; najpierw „Sprawdź teraz”.")
        return found

    start = "/{slug}/{year:int}"
    return (
        Route(f"{start}/wynik/{{role:path}}", result, methods=["GET"]),
        Route(f"{start}/odpowiedzi.zip", messages, methods=["GET"]),
        Route(f"{start}/raport", report, methods=["GET"]),
        Route(f"{start}/plik/{{shelf}}.zip", whole_shelf, methods=["GET"]),
        Route(f"{start}/plik/{{shelf}}/{{name:path}}", shelved, methods=["GET"]),
    )


def _of_roles(found: ResultSet, start: str) -> Mapping[str, Path]:
    roles = [role for role in found.roles if role.startswith(start)]
    return {found.roles[role]: path for role in roles if (path := found.path(role)) is not None}


async def _zipped(paths: Mapping[str, Path], name: str) -> Response:
    if not paths:
        raise UsageError("Tych plików nie ma.")

    def pack() -> bytes:
        return packed({one: path.read_bytes() for one, path in paths.items()})

    return attached(name or archive_name(sorted(paths)), await run_in_threadpool(pack))


def attached(name: str, content: bytes) -> Response:
    """Hand out a file under its name, with the Polish letters in it; never as a page."""
    ascii_name = name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_")
    told = f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name, safe='')}"
    kind = _TYPES.get(PurePosixPath(name).suffix.lower(), "application/octet-stream")
    return Response(content, headers={"Content-Disposition": told}, media_type=kind)

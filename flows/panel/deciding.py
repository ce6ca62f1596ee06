"""What is decided beside a matter goes into the panel's table of remarks."""

from collections.abc import Sequence

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from domain.errors import AnnualReportError
from domain.panel_decisions import Answer, Complaint, decide
from domain.panel_matters import matter_at, open_findings
from flows.panel.desk import Desk
from flows.panel.forms import posted, texts_of
from flows.panel.round_view import look_at
from flows.panel.showing import Answered, Notice, round_page

FIELDS = ("about", "stance", "new", "reason", "who")
CLOSED = "Rok jest zamknięty; stanowiska nie zapisano."
GONE = "Tej sprawy już nie ma na liście; stanowiska nie zapisano."


def deciding(desk: Desk) -> Sequence[BaseRoute]:
    """Return the routes by which a decision is saved or withdrawn."""

    async def decided(request: Request, form: FormData) -> Response:
        slug, year = desk.round_of(request)
        filled = texts_of(form, FIELDS)
        anchor = texts_of(form, ("sprawa",))["sprawa"]
        look = await run_in_threadpool(look_at, desk, slug, year)
        if look.status.closed:
            return await round_page(desk, request, Notice(CLOSED, True), status=409)
        findings = open_findings(matter_at(look.findings, anchor), look.decisions)
        if not findings:
            return await round_page(desk, request, Notice(GONE, True), status=409)
        result = decide(findings, Answer(**filled))
        if isinstance(result, Complaint):
            return await round_page(
                desk,
                request,
                answered=Answered(anchor),
                filled=filled,
                troubles={result.field: result.sentence},
                status=422,
            )
        folder = desk.rooms.drop_folder(slug, year)
        try:
            await run_in_threadpool(desk.tables.save, folder, look.programme, look.limits, result)
        except AnnualReportError as error:
            return await round_page(
                desk,
                request,
                Notice(str(error), True),
                answered=Answered(anchor),
                filled=filled,
                status=409,
            )
        return RedirectResponse(f"/{slug}/{year}?stan=stanowisko#{anchor}", 303)

    async def withdrawn(request: Request, form: FormData) -> Response:
        slug, year = desk.round_of(request)
        id = texts_of(form, ("uwaga",))["uwaga"]
        look = await run_in_threadpool(look_at, desk, slug, year)
        if look.status.closed:
            return await round_page(desk, request, Notice(CLOSED, True), status=409)
        findings = [one for one in look.findings if one.id == id]
        folder = desk.rooms.drop_folder(slug, year)
        try:
            await run_in_threadpool(
                desk.tables.withdraw, folder, look.programme, look.limits, findings
            )
        except AnnualReportError as error:
            return await round_page(desk, request, Notice(str(error), True), status=409)
        return RedirectResponse(f"/{slug}/{year}?stan=wycofano#sprawy", 303)

    return (
        Route("/{slug}/{year:int}/stanowisko", posted(decided), methods=["POST"]),
        Route("/{slug}/{year:int}/stanowisko/wycofaj", posted(withdrawn), methods=["POST"]),
    )

"""The buttons: each sets one run off, after the reason why it cannot be was looked at again."""

from collections.abc import Mapping, Sequence

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from domain.errors import UsageError
from domain.panel import Step, barred
from domain.panel_forms import FIELDS, complaints, iso_date
from flows.moments import Moment
from flows.panel.activity import AWAY, activity_of
from flows.panel.desk import Desk
from flows.panel.engine import EngineAway
from flows.panel.forms import posted, texts_of
from flows.panel.round_view import look_at, stage_of
from flows.panel.showing import Notice, round_page

MOMENTS: Mapping[Step, Moment] = {
    Step.FORMS: Moment.FORMS,
    Step.REMIND: Moment.REMIND,
    Step.CHECK: Moment.CHECK,
    Step.ANSWERS: Moment.CHECK,
    Step.DRAFT: Moment.DRAFT,
    Step.APPROVE: Moment.APPROVE,
    Step.FINAL: Moment.FINAL,
    Step.CLOSE: Moment.CLOSE,
}
# What the person may leave out is left out of the run's parameters, too.
_ALWAYS = ("who", "date", "letter")
_TICKED = ("send", "drafted")


def starting(desk: Desk) -> Sequence[BaseRoute]:
    """Return the route by which a step is taken."""

    async def taken(request: Request, form: FormData) -> Response:
        slug, year = desk.round_of(request)
        step = _step(str(request.path_params["step"]))
        filled = dict(texts_of(form, FIELDS.get(step, ())))
        activity = await activity_of(desk.engine, slug, year)
        look = await run_in_threadpool(look_at, desk, slug, year)
        reason = barred(step, stage_of(look, activity))
        if reason:
            return await round_page(desk, request, Notice(f"{step}: {reason}", True), status=409)
        wrong = complaints(step, filled, look.status.facts.version)
        if wrong:
            return await round_page(
                desk, request, opened=step.key, filled=filled, troubles=wrong, status=422
            )
        if step is Step.CLOSE and form.get("potwierdzam") != "tak":
            programme = look.programme
            view = {"slug": slug, "year": year, "name": programme.name, "short": programme.short}
            return desk.page(request, "close.html", {"view": view, "filled": filled})
        if "date" in filled:
            filled["date"] = iso_date(filled["date"]) or ""
        try:
            await desk.engine.start(MOMENTS[step], slug, year, _parameters(filled))
        except EngineAway:
            return await round_page(desk, request, Notice(AWAY, True), status=503)
        place = "odpowiedzi" if step is Step.ANSWERS else "teraz"
        return RedirectResponse(f"/{slug}/{year}?stan=krok#{place}", 303)

    return (Route("/{slug}/{year:int}/krok/{step}", posted(taken), methods=["POST"]),)


def _step(key: str) -> Step:
    found = next((step for step in Step if step.key == key), None)
    if found is None:
        raise UsageError(f"Panel nie zna kroku „{key}”.")
    return found


def _parameters(filled: Mapping[str, str]) -> Mapping[str, str | bool]:
    return {
        name: True if name in _TICKED else text
        for name, text in filled.items()
        if text or name in _ALWAYS
    }

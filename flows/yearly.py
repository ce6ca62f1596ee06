"""The yearly flow: what came in is collected, merged, validated, rendered and published."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from domain.arrivals import Arrivals
from domain.findings import Finding
from domain.programme import Programme
from domain.resubmission import Change, World, changes, withdrawn
from domain.rounds import Standing, Summary, as_of_date, summarise
from domain.submissions import FileVerdict, Submission, Verdict
from flows.engine import plainly
from tasks.adapters.definitions import Definition, load_definition
from tasks.adapters.locking import round_lock
from tasks.adapters.records import open_records
from tasks.adapters.rooms import Rooms
from tasks.collect import collect, decisions_notice, look
from tasks.compare import previous_submissions
from tasks.merge import merge
from tasks.publish import Results, data_hash, publish, versions
from tasks.remember import remember_arrivals, remember_outcomes, rescue_edits, rescue_notices
from tasks.render import annex, read_template
from tasks.report import report
from tasks.validate import validate

R = TypeVar("R")
Perform = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Request:
    """What the coordinator asks for: a programme, a year, and as of when."""

    slug: str
    year: int
    rooms: Rooms
    as_of: datetime.date | None = None
    pdf: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run made; `notices` are sentences for the coordinator."""

    annex: Path
    pdf: Path | None
    report: Path
    notices: tuple[str, ...]
    findings: tuple[Finding, ...]
    files: tuple[FileVerdict, ...]
    changes: tuple[Change, ...]
    summary: Summary


def tell(request: Request, perform: Perform = plainly) -> Outcome:
    """Tell the story of one run, stage by stage; `perform` carries each stage out.

    Raises BusyError while another run of the same round is at work.
    """
    rooms, slug, year = request.rooms, request.slug, request.year
    definition = perform("Definicja programu", load_definition, rooms, slug, year)
    with round_lock(rooms.results(slug, year), rooms.memory(slug, year)):
        return _tell(request, definition, perform)


def _tell(request: Request, definition: Definition, perform: Perform) -> Outcome:
    rooms, slug, year = request.rooms, request.slug, request.year
    programme, limits = definition.programme, definition.limits
    drop_folder = rooms.drop_folder(slug, year)
    results, beside = rooms.results(slug, year), rooms.results_beside(slug, year)
    records = open_records(rooms.memory(slug, year))

    looked = perform("Zbieranie plików", look, drop_folder, records.store, limits)
    looks = perform("Dziennik: co wpłynęło", remember_arrivals, records, looked)
    collected = perform("Odczyt plików", collect, programme, looked, limits, looks)
    memory = perform(
        "Dziennik: co wczytano",
        remember_outcomes,
        records,
        collected.reads,
        collected.files,
        collected.intake,
    )

    submissions = collected.submissions
    merged = perform("Scalanie", merge, programme, submissions)
    earlier = perform("Poprzednie wersje", previous_submissions, programme, records, memory, limits)
    arrivals = Arrivals(
        collected.files,
        collected.intake.questions,
        tuple(withdrawn(submissions, earlier)),
        records.opened().broken,
    )
    findings = perform("Sprawdzanie", validate, programme, submissions, merged, arrivals)
    now = World(submissions, merged, findings)
    differences = perform("Porównanie wersji", _differences, programme, now, earlier)

    as_of = as_of_date(submissions, year, request.as_of)
    template = read_template(rooms, programme)
    version = data_hash(definition, template.sha256, collected.files)
    standing = Standing(
        programme,
        submissions,
        merged,
        findings,
        collected.files,
        differences,
        as_of,
        version,
    )
    outputs = (
        *perform("Dokument Word", annex, standing, template, request.pdf),
        *perform("Raport sprawdzenia", report, standing),
    )

    rescued = perform("Zmienione wyniki", rescue_edits, records, results, beside)
    chain = records.opened().chain
    made = Results(definition, standing, outputs, template.sha256, chain, versions())
    published = perform("Publikacja", publish, made, results, beside)
    refused = sum(file.verdict is Verdict.REFUSED for file in collected.files)
    return Outcome(
        published.annex,
        published.pdf,
        published.report,
        (*decisions_notice(drop_folder), *rescue_notices(rescued), *published.notices()),
        findings,
        collected.files,
        differences,
        summarise(programme, submissions, merged, findings, refused),
    )


def _differences(
    programme: Programme, now: World, earlier: Sequence[Submission]
) -> tuple[Change, ...]:
    """Hold the round as it is against the round with the earlier submissions in it."""
    units = {one.unit for one in earlier}
    if not units:
        return ()
    kept = (one for one in now.submissions if one.unit not in units)
    submissions = (*kept, *earlier)
    merged = merge(programme, submissions)
    before = World(submissions, merged, validate(programme, submissions, merged, Arrivals()))
    return tuple(changes(programme, before, now, units))


@flow(name="Sprawozdanie roczne", validate_parameters=False)
async def yearly_report(request: Request, notice: Callable[[str], None] | None = None) -> Outcome:
    """Run the story with each stage as a Prefect task; `notice` hears each stage's name."""

    def perform(name: str, stage: Callable[..., R], *args: object) -> R:
        if notice is not None:
            notice(name)

        # Without parameters: Prefect would walk through every object that it is handed.
        @task(name=name, cache_policy=NO_CACHE, persist_result=False)
        def performed() -> R:
            return stage(*args)

        return performed()

    return tell(request, perform)

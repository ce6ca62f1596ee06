"""The yearly flow: what came in is collected, merged, validated, rendered and published."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from domain.findings import Finding
from domain.rounds import Summary, as_of_date, document_marks, summarise
from domain.submissions import FileVerdict, Verdict
from flows.engine import plainly
from tasks.adapters.definitions import Definition, load_definition
from tasks.adapters.locking import round_lock
from tasks.adapters.rooms import Rooms
from tasks.collect import collect
from tasks.merge import merge
from tasks.publish import Results, data_hash, publish, versions
from tasks.render import print_pdf, read_template, render
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
    """What a run made."""

    annex: Path
    pdf: Path | None
    rescued: tuple[str, ...]
    findings: tuple[Finding, ...]
    files: tuple[FileVerdict, ...]
    summary: Summary


def tell(request: Request, perform: Perform = plainly) -> Outcome:
    """Tell the story of one run, stage by stage; `perform` carries each stage out.

    Raises BusyError while another run of the same round is at work.
    """
    rooms, slug, year = request.rooms, request.slug, request.year
    definition = perform("Definicja programu", load_definition, rooms, slug, year)
    with round_lock(rooms.results(slug, year)):
        return _tell(request, definition, perform)


def _tell(request: Request, definition: Definition, perform: Perform) -> Outcome:
    rooms, slug, year = request.rooms, request.slug, request.year
    programme = definition.programme
    collected = perform("Zbieranie plików", collect, programme, rooms.drop_folder(slug, year))
    merged = perform("Scalanie", merge, programme, collected.submissions)
    findings = perform(
        "Sprawdzanie", validate, programme, collected.submissions, merged, collected.files
    )
    as_of = as_of_date(collected.submissions, year, request.as_of)
    template = read_template(rooms, programme)
    version = data_hash(definition, template.sha256, collected.files)
    marks = document_marks(programme, collected.submissions, as_of, version)
    document = perform("Dokument Word", render, programme, merged, marks, template)
    pdf = perform("PDF", print_pdf, document) if request.pdf else None
    results = Results(
        definition=definition,
        merged=merged,
        findings=findings,
        files=collected.files,
        document=document,
        pdf=pdf,
        template_sha256=template.sha256,
        as_of=as_of,
        versions=versions(),
    )
    published = perform(
        "Publikacja", publish, results, rooms.results(slug, year), rooms.rescued(slug, year)
    )
    refused = sum(file.verdict is Verdict.REFUSED for file in collected.files)
    summary = summarise(programme, collected.submissions, merged, findings, refused)
    return Outcome(
        published.annex, published.pdf, published.rescued, findings, collected.files, summary
    )


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

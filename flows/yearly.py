"""The yearly flow: what came in is collected, merged, validated, rendered and published."""

from dataclasses import dataclass
from pathlib import Path

from domain.findings import Finding
from domain.resubmission import Change
from domain.rounds import Summary, summarise
from domain.submissions import FileVerdict, Verdict
from flows.closing import check_open
from flows.documents import documents
from flows.engine import Perform, plainly
from flows.finals import check_final, withdrawal_notice
from flows.standing import Request, stand
from tasks.adapters.definitions import Definition, load_definition
from tasks.adapters.locking import round_lock
from tasks.adapters.records import open_records
from tasks.answer import answer
from tasks.decide import decisions_notice
from tasks.publish import Results, publish, versions
from tasks.remember import rescue_edits, rescue_notices
from tasks.validate import document_rules


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
    bulletin: Path | None = None


def tell(request: Request, perform: Perform = plainly) -> Outcome:
    """Tell the story of one run, stage by stage; `perform` carries each stage out.

    Raises BusyError while another run of the same round is at work, RefusedError for a final
    version that something keeps from being made.
    """
    rooms, slug, year = request.rooms, request.slug, request.year
    definition = perform("Definicja programu", load_definition, rooms, slug, year)
    with round_lock(rooms.results(slug, year), rooms.memory(slug, year)):
        return _tell(request, definition, perform)


def _tell(request: Request, definition: Definition, perform: Perform) -> Outcome:
    rooms, slug, year = request.rooms, request.slug, request.year
    results, beside = rooms.results(slug, year), rooms.results_beside(slug, year)
    records = open_records(rooms.memory(slug, year))
    check_open(records)

    stood = stand(request, definition, records, perform)
    standing = stood.standing
    if request.final:
        check_final(standing, records)
    made = documents(request, stood, records, perform)
    answers = perform(
        "Odpowiedzi dla jednostek",
        answer,
        standing,
        records,
        records.memory(),
        definition.limits,
        rooms,
    )
    outputs = (*made.outputs, *answers.outputs)
    if request.data_docs:
        about = (standing.programme, stood.submissions, standing.merged, stood.arrivals)
        outputs += perform("Data Docs", document_rules, *about)

    rescued = perform("Zmienione wyniki", rescue_edits, records, results, beside)
    worked_out = Results(
        definition,
        standing,
        outputs,
        stood.template.sha256,
        stood.tables,
        records.opened().chain,
        versions(),
        request.final,
    )
    published = perform("Publikacja", publish, worked_out, results, beside, again=True)
    refused = sum(file.verdict is Verdict.REFUSED for file in standing.files)
    programme, submissions = standing.programme, standing.submissions
    return Outcome(
        published.annex,
        published.pdf,
        published.report,
        (
            *decisions_notice(rooms.drop_folder(slug, year)),
            *withdrawal_notice(standing, records),
            *answers.notices,
            *made.notices,
            *rescue_notices(rescued),
            *published.notices(),
        ),
        standing.findings,
        standing.files,
        standing.changes,
        summarise(programme, submissions, standing.merged, standing.findings, refused),
        published.bulletin,
    )

"""Where a round stands: collected, read, held against the rules and against what was decided."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from domain.arrivals import Arrivals
from domain.correcting import Corrected, carried_out, without_personal_data
from domain.decision_table import by_code
from domain.decisions import Decision, Settled, settle, settle_after, with_decisions
from domain.document_edits import Rewriting, linked, rewrites, rewriting, value_targets
from domain.findings import Finding, in_order
from domain.merging import Merged
from domain.polish.dates import long_date
from domain.programme import Programme
from domain.resubmission import Change, ChangeKind, World, changes, withdrawn
from domain.rounds import Standing, as_of_date
from domain.submissions import Submission
from domain.view import build_document
from flows.engine import Perform
from flows.reading import read_in_batches
from tasks.adapters.definitions import Definition
from tasks.adapters.records import Records
from tasks.adapters.rooms import Rooms
from tasks.collect import Looked, bring_together, look
from tasks.compare import previous_submissions
from tasks.decide import Decided, read_decisions
from tasks.merge import merge
from tasks.publish import data_hash
from tasks.remember import remember_arrivals, remember_outcomes
from tasks.render import Template, read_template
from tasks.validate import validate


@dataclass(frozen=True, slots=True)
class Request:
    """What the coordinator asks for: a programme, a year, as of when, in which form.

    `bulletin_pdf` is false where an edition is made again that came without one.
    """

    slug: str
    year: int
    rooms: Rooms
    as_of: datetime.date | None = None
    pdf: bool = False
    final: bool = False
    data_docs: bool = False
    bulletin_pdf: bool = True


@dataclass(frozen=True, slots=True)
class Stood:
    """A standing with what it was made from: the template, the tables' SHA-256 by name, what is
    known of the files, the submissions as they were corrected, and as they may be printed."""

    standing: Standing
    template: Template
    tables: dict[str, str]
    arrivals: Arrivals
    submissions: tuple[Submission, ...]
    printed: tuple[Submission, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """What the answers amount to once the decisions that hold were carried out."""

    merged: Merged
    findings: tuple[Finding, ...]
    corrected: Corrected
    arrivals: Arrivals
    masked: frozenset[tuple[str, str]]
    printed: tuple[Submission, ...]


def stand(request: Request, definition: Definition, records: Records, perform: Perform) -> Stood:
    """Take in what came, judge it; the caller holds the round's lock."""
    programme, limits = definition.programme, definition.limits
    drop_folder = request.rooms.drop_folder(request.slug, request.year)
    found: tuple[Looked, ...] = perform(
        "Zbieranie plików", look, drop_folder, records.store, limits, again=True
    )
    decided: Decided = perform(
        "Stanowiska", read_decisions, drop_folder, found, records.store, limits
    )
    looked = decided.looked
    looks = perform("Dziennik: co wpłynęło", remember_arrivals, records, looked)
    reads = read_in_batches(definition, looked, perform)
    collected = perform("Zestawienie plików", bring_together, looked, reads, looks)
    memory = perform(
        "Dziennik: co wczytano",
        remember_outcomes,
        records,
        collected.reads,
        collected.files,
        collected.intake,
    )

    submissions = collected.submissions
    as_of = as_of_date(submissions, request.year, request.as_of)
    earlier = perform("Poprzednie wersje", previous_submissions, programme, records, memory, limits)
    arrivals = Arrivals(
        collected.files,
        collected.intake.questions,
        tuple(withdrawn(submissions, earlier)),
        records.opened().broken,
    )
    decisions = by_code(programme, decided.decisions)
    judged = _judged(programme, submissions, arrivals, decisions, as_of, perform)
    now = World(submissions, judged.merged, judged.findings)
    compared = perform("Porównanie wersji", _differences, programme, now, earlier)
    differences = tuple(_untelling(compared, judged.masked))
    template = read_template(request.rooms, programme)
    tables = dict(decided.hashes or {})
    standing = Standing(
        programme,
        submissions,
        judged.merged,
        judged.findings,
        collected.files,
        differences,
        as_of,
        data_hash(definition, template.sha256, collected.files, tables),
        decisions,
        judged.corrected.edits,
        memory.approval,
    )
    about = (judged.arrivals, judged.corrected.submissions, judged.printed)
    return Stood(standing, template, tables, *about)


def _judged(
    programme: Programme,
    submissions: tuple[Submission, ...],
    arrivals: Arrivals,
    decisions: Sequence[Decision],
    as_of: str,
    perform: Perform,
) -> Judged:
    """Merge and validate; where something was decided, carry it out and do both once more.

    What is printed is merged without what names a person.
    """
    merged = perform("Scalanie", merge, programme, submissions)
    findings = perform("Sprawdzanie", validate, programme, submissions, merged, arrivals)
    settled, corrected, told = Settled(), Corrected(submissions), arrivals
    if decisions:
        in_word = [one for one in decisions if rewrites(one)]
        decisions = linked([one for one in decisions if not rewrites(one)], submissions)
        targets = value_targets(programme, decisions, submissions)
        settled = settle((*findings, *targets), decisions)
        corrected = carried_out(submissions, settled, _absence_words(as_of))
        about = (programme, corrected.submissions)
        merged = perform("Scalanie po korektach", merge, *about, corrected.rulings)
        rewritten = _rewriting(programme, in_word, merged, corrected)
        corrected = replace(corrected, edits=(*corrected.edits, *rewritten.edits))
        settled = replace(settled, faults=(*settled.faults, *rewritten.faults))
        told = replace(arrivals, faults=settled.faults)
        again = perform("Sprawdzanie po korektach", validate, *about, merged, told)
        after = settle_after(settled, again)
        if after.faults != settled.faults:
            # Some were taken on what the corrections had brought: they are no faults.
            settled, told = after, replace(arrivals, faults=after.faults)
            again = perform("Sprawdzanie po stanowiskach", validate, *about, merged, told)
        order = [action.id for action in programme.actions()]
        decided = (*with_decisions(again, settled), *rewritten.told)
        findings = in_order(decided, order)
    printed = without_personal_data(corrected.submissions, findings, settled)
    if printed != corrected.submissions:
        merged = perform("Scalanie do druku", merge, programme, printed, corrected.rulings)
    return Judged(merged, findings, corrected, told, settled.masked, printed)


def _rewriting(
    programme: Programme, decisions: Sequence[Decision], merged: Merged, corrected: Corrected
) -> Rewriting:
    """Hold what was edited in Word against what is printed without it."""
    if not decisions:
        return Rewriting()
    document = build_document(programme, merged.actions, {}, corrected.edits)
    texts = {document.anchors[name]: text for name, text in document.texts().items()}
    return rewriting(programme, decisions, texts)


def _untelling(compared: Sequence[Change], masked: frozenset[tuple[str, str]]) -> Iterator[Change]:
    """Yield the changes that do not tell a masked number: none of its account, no total with it."""
    actions = {action for _, action in masked}
    for change in compared:
        total = change.kind is ChangeKind.TOTAL and change.action in actions
        if not total and (change.unit, change.action) not in masked:
            yield change


def _absence_words(as_of: str) -> str:
    day = f" do dnia {long_date(datetime.date.fromisoformat(as_of))}" if as_of else ""
    return f"jednostka nie przekazała danych{day}"


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

"""What people changed in the Word document, once they signed for it.

An edit that changes no number rewrites a printed place as a whole; one of a number corrects the
value that a unit sent. Both are decisions of one rule, keyed by the place and by what stood there:
when that changes, they lapse.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from domain.anchors import Anchor
from domain.correcting import Edit
from domain.decisions import DOCUMENT_EDITED, Decision, Fault, Stance, fault_of, seen_value
from domain.findings import Finding, Place, make_finding
from domain.form import Field
from domain.privacy import masked
from domain.programme import Programme
from domain.rules import Rule
from domain.submissions import Cell, ReportedAction, Submission


@dataclass(frozen=True, slots=True)
class Rewriting:
    """Places rewritten, what is told of each, and decisions that could not be carried out."""

    edits: tuple[Edit, ...] = ()
    told: tuple[Finding, ...] = ()
    faults: tuple[tuple[Decision, Fault], ...] = ()


def rewrites(decision: Decision) -> bool:
    """Whether a decision rewrites a printed place: one on a value names the unit."""
    return decision.rule == DOCUMENT_EDITED and not decision.unit


def value_targets(
    programme: Programme, decisions: Sequence[Decision], submissions: Sequence[Submission]
) -> Iterator[Finding]:
    """Yield what decisions on edited numbers are held against: the values as they were sent."""
    rule = _rule(programme)
    reports = _reports(submissions)
    for decision in decisions:
        report = reports.get((decision.unit, decision.action))
        if rule is None or report is None or decision.rule != DOCUMENT_EDITED or not decision.unit:
            continue
        cell = sent_cell(report, decision.field, decision.indicator)
        about = (decision.unit, decision.action, decision.indicator, decision.field)
        place = Place(*about, value=cell.text, origin=cell.origin)
        yield make_finding(rule, place, {"values": cell.text})


def _reports(submissions: Sequence[Submission]) -> dict[tuple[str, str], ReportedAction]:
    return {
        (report.unit, report.action): report
        for submission in submissions
        for report in submission.actions
    }


def sent_cell(report: ReportedAction, field: str, indicator: str) -> Cell:
    """Return the cell that holds a value, an amount ("+1" is the second) or the unit's words."""
    if field == Field.SPENDING:
        number = indicator.removeprefix("+") or "0"
        place = int(number) if number.isdigit() else len(report.spending)
        return report.spending[place] if place < len(report.spending) else Cell()
    if field == Field.VALUE:
        rows = (row for row in report.rows if row.key == indicator)
        return next((row.cell(Field.VALUE) for row in rows), Cell())
    return report.row.cell(field)


def rewriting(
    programme: Programme, decisions: Sequence[Decision], texts: Mapping[Anchor, str]
) -> Rewriting:
    """Carry out the rewriting of places; `texts` are what is printed without it.

    Of several on one place each goes on from what another made of it, in whatever order they stand.
    """
    rule = _rule(programme)
    by_place: dict[Anchor, list[Decision]] = {}
    for decision in decisions:
        at = Anchor(decision.action, decision.field, decision.indicator)
        by_place.setdefault(at, []).append(decision)
    made = Rewriting()
    for at, own in by_place.items():
        one = _rewritten(rule, at, own, texts.get(at))
        made = Rewriting(
            (*made.edits, *one.edits), (*made.told, *one.told), (*made.faults, *one.faults)
        )
    return made


def _rewritten(
    rule: Rule | None, at: Anchor, decisions: Sequence[Decision], text: str | None
) -> Rewriting:
    """Carry out what was decided on one place."""
    told: list[Finding] = []
    # What was not accepted changes nothing.
    waiting = _once(one for one in decisions if one.stance is not Stance.LEFT)
    now = text
    while rule is not None:
        following = next((one for one in waiting if _fault(one, now) is None), None)
        if following is None:
            break
        waiting.remove(following)
        now = following.new
        told.append(_told(rule, at, following))
    faults = tuple((one, _fault(one, now) or Fault.UNMATCHED) for one in waiting)
    if not told or now is None:
        return Rewriting((), (), faults)
    return Rewriting((Edit(at.owner, at.field, "", now, rewrites=at),), tuple(told), faults)


def linked(
    decisions: Sequence[Decision], submissions: Sequence[Submission]
) -> tuple[Decision, ...]:
    """Join decisions on one edited value that go on from each other: the first leads to the last.

    Those that do not join stay as they are, and lapse.
    """
    reports = _reports(submissions)
    groups: dict[tuple[object, ...], list[Decision]] = {}
    for decision in decisions:
        edits_a_value = decision.rule == DOCUMENT_EDITED and bool(decision.unit)
        key = decision.cell if edits_a_value else (id(decision),)
        groups.setdefault(key, []).append(decision)
    return tuple(one for group in groups.values() for one in _joined(group, reports))


def _joined(
    group: Sequence[Decision], reports: Mapping[tuple[str, str], ReportedAction]
) -> Iterator[Decision]:
    waiting = _once(group)
    report = reports.get((group[0].unit, group[0].action))
    if len(waiting) < 2 or report is None:
        yield from waiting
        return
    seen = seen_value(sent_cell(report, group[0].field, group[0].indicator).text)
    chain: list[Decision] = []
    while following := next(
        (one for one in waiting if one.seen == seen and fault_of(one) is None), None
    ):
        waiting.remove(following)
        chain.append(following)
        seen = _as_sent(following)
    if chain:
        yield replace(chain[-1], seen=chain[0].seen)
    yield from waiting


def _once(decisions: Iterable[Decision]) -> list[Decision]:
    """Return decisions, each matter once: of the same row in two tables the one that holds."""
    once: dict[tuple[str, str], Decision] = {}
    for decision in decisions:
        key = (decision.seen, decision.new)
        if key not in once or fault_of(once[key]) is not None:
            once[key] = decision
    return list(once.values())


def _as_sent(decision: Decision) -> str:
    """Return what the cell holds once a decision was carried out."""
    if decision.field in (Field.VALUE, Field.SPENDING) and decision.number is not None:
        return f"{decision.number:f}".replace(".", ",")
    return seen_value(decision.new)


def _fault(decision: Decision, text: str | None) -> Fault | None:
    own = fault_of(decision)
    if own is not None:
        return own
    if decision.stance is not Stance.EDITED:
        return Fault.UNCLEAR
    if text is None:
        return Fault.UNMATCHED
    # What names a person is printed masked, and was seen so.
    return None if _seen(text) == _seen(decision.seen) else Fault.LAPSED


def _seen(text: str) -> str:
    return seen_value(masked(text))


def _told(rule: Rule, anchor: Anchor, decision: Decision) -> Finding:
    place = Place("", anchor.owner, anchor.key, anchor.field, decision.seen, decision.origin)
    finding = make_finding(rule, place, {"values": decision.seen})
    return replace(finding, decision=decision.sentence)


def _rule(programme: Programme) -> Rule | None:
    return next((rule for rule in programme.rules if rule.code == DOCUMENT_EDITED), None)

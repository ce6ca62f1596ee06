"""What people changed in the Word document, once they signed for it.

An edit that changes no number rewrites a printed place as a whole; one of a number corrects the
value that a unit sent. Both are decisions of one rule, keyed by the place and by what stood there:
when that changes, they lapse.
"""

from collections.abc import Iterator, Mapping, Sequence
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
    reports = {
        (report.unit, report.action): report
        for submission in submissions
        for report in submission.actions
    }
    for decision in decisions:
        report = reports.get((decision.unit, decision.action))
        if rule is None or report is None or decision.rule != DOCUMENT_EDITED or not decision.unit:
            continue
        cell = sent_cell(report, decision.field, decision.indicator)
        about = (decision.unit, decision.action, decision.indicator, decision.field)
        place = Place(*about, value=cell.text, origin=cell.origin)
        yield make_finding(rule, place, {"values": cell.text})


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

    Of several on one place each goes on from what the one before made of it.
    """
    rule = _rule(programme)
    now: dict[Anchor, str] = {}
    told: list[Finding] = []
    faults: list[tuple[Decision, Fault]] = []
    done: set[tuple[Anchor, str]] = set()
    for decision in decisions:
        anchor = Anchor(decision.action, decision.field, decision.indicator)
        text = now.get(anchor, texts.get(anchor))
        fault = _fault(decision, text)
        if (anchor, decision.new) in done or decision.stance is Stance.LEFT:
            continue
        if rule is None or text is None or fault is not None:
            faults.append((decision, fault or Fault.UNMATCHED))
            continue
        now[anchor] = decision.new
        done.add((anchor, decision.new))
        told.append(_told(rule, anchor, decision))
    edits = (Edit(at.owner, at.field, "", new, rewrites=at) for at, new in now.items())
    return Rewriting(tuple(edits), tuple(told), tuple(faults))


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

"""Carries decisions out: values put right in the submissions, words put right in the document.

What a unit sent stays as it was in records and findings; the origin of a corrected value still is
the cell that it was sent in.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from domain.anchors import Anchor
from domain.decisions import Decision, Settled, Stance
from domain.findings import Finding
from domain.form import QUALIFIER_LABELS, Field
from domain.form_sheets import FormSheet
from domain.merging import NO_RULINGS, ProblemKind, Rulings
from domain.polish.numbers import format_number, number_form, written_pattern
from domain.privacy import masked
from domain.submissions import (
    Cell,
    CellState,
    RawValue,
    ReportedAction,
    ReportedRow,
    Submission,
    Supplements,
    Unseen,
)
from domain.supplements import NUMBERS, Asked
from domain.values import Qualifier, Value

UNIT_MISSING, ACTION_UNANSWERED = "unit-missing", "action-unanswered"
# Of these a value can be left as the unit typed it; it is printed word for word.
_AS_TYPED = (CellState.TEXT, CellState.DATE, CellState.MASKED, CellState.DISPUTED)
_NO_MORE = QUALIFIER_LABELS[Qualifier.CEILING]
# In which printed field stands what a unit wrote in a column of the form.
_PRINTED = {
    Field.WORDING: "realised",
    Field.TEXT: "realised",
    Field.SPENDING_WORDING: "spending",
}


@dataclass(frozen=True, slots=True)
class Edit:
    """Words put right in one printed field of an action; without an action, in headings and
    lists."""

    action: str
    field: str
    old: str
    new: str
    # The anchor of a place that is rewritten as a whole.
    rewrites: Anchor | None = None

    def applied(self, text: str) -> str:
        """Return a text with the old words replaced wherever they stand by themselves."""
        pattern = r"[\s\u00a0\u202f]+".join(re.escape(word) for word in self.old.split())
        # A mark at the edge may touch the next word: only half a word is not to be replaced.
        before = r"(?<!\w)" if re.match(r"\w", self.old) else ""
        after = r"(?!\w)" if re.search(r"\w\Z", self.old) else ""
        return re.sub(f"{before}{pattern}{after}", lambda _: self.new, text)


@dataclass(frozen=True, slots=True)
class Corrected:
    """Submissions with corrected values, what the merge must know, words for the document."""

    submissions: tuple[Submission, ...]
    rulings: Rulings = NO_RULINGS
    edits: tuple[Edit, ...] = ()


@dataclass
class _Changes:
    """What is to be changed in one unit's answers: raw values by action, row and field."""

    cells: dict[tuple[str, str, str], RawValue] = field(default_factory=dict)


def carried_out(
    submissions: Sequence[Submission], settled: Settled, absence_words: str
) -> Corrected:
    """Carry out the decisions that hold; `absence_words` stand where a unit's answer is missing."""
    changes: dict[str, _Changes] = {}
    edits: list[Edit] = []
    values: dict[tuple[str, str], Value] = {}
    excused: set[tuple[str, str]] = set()
    for finding, decision in settled.holding.values():
        place = finding.place
        match decision.stance:
            case Stance.EDITED:
                edits.append(_edit(finding, decision))
            case Stance.CORRECTED if finding.rule.code == ProblemKind.CONFLICT:
                if decision.number is not None:
                    values[place.action, place.indicator] = Value(decision.number)
            case Stance.CORRECTED:
                own = changes.setdefault(place.unit, _Changes())
                own.cells[place.action, place.indicator, _field(place.field)] = _raw(decision)
            case Stance.MASKED if isinstance(finding.rule.mask, int):
                own = changes.setdefault(place.unit, _Changes())
                own.cells[place.action, place.indicator, Field.VALUE] = Decimal(finding.rule.mask)
                own.cells[place.action, place.indicator, Field.QUALIFIER] = _NO_MORE
                # The unit's own words may name the number: the result is composed instead.
                own.cells[place.action, "", Field.WORDING] = None
            case Stance.LEFT if finding.rule.code == UNIT_MISSING:
                excused.add((place.unit, ""))
            case Stance.LEFT if finding.rule.code == ACTION_UNANSWERED:
                excused.add((place.unit, place.action))
            case Stance.LEFT if place.field in (Field.VALUE, Field.SPENDING):
                own = changes.setdefault(place.unit, _Changes())
                own.cells.setdefault((place.action, place.indicator, place.field), _LEFT)
    return Corrected(
        tuple(_submission(one, changes.get(one.unit)) for one in submissions),
        Rulings(values, frozenset(excused), absence_words),
        tuple(edits),
    )


def without_personal_data(
    submissions: Sequence[Submission], findings: Iterable[Finding], settled: Settled
) -> tuple[Submission, ...]:
    """Return the answers as they are printed: what names a person in a text is masked, unless it
    was decided to publish it."""
    texts: dict[str, set[tuple[str, str, str]]] = {}
    for finding in findings:
        if finding.rule.mask == "text" and finding.id not in settled.published:
            unit, *cell = finding.place.cell
            texts.setdefault(unit, set()).add((cell[0], cell[1], cell[2]))
    return tuple(_printed(one, texts.get(one.unit, set())) for one in submissions)


def _printed(submission: Submission, texts: set[tuple[str, str, str]]) -> Submission:
    """Return a unit's answers with the texts masked at those actions, rows and fields."""
    changes = _Changes()
    for row in submission.supplements.rows():
        for name, cell in row.cells.items():
            if ("", row.key, name) in texts:
                changes.cells["", row.key, name] = masked(cell.text)
    for report in submission.actions:
        for row in (report.row, *report.rows):
            key = "" if row is report.row else row.key
            for name, cell in row.cells.items():
                if (report.action, key, name) in texts:
                    changes.cells[report.action, key, name] = masked(cell.text)
    return _submission(submission, changes if changes.cells else None)


# Stands for "as it was typed" until the cell is at hand.
_LEFT = Unseen(CellState.LEFT, "")


def _field(name: str) -> str:
    return name or Field.VALUE


def _raw(decision: Decision) -> RawValue:
    if decision.field in (Field.VALUE, Field.SPENDING, *NUMBERS):
        return decision.number
    return decision.new


def _edit(finding: Finding, decision: Decision) -> Edit:
    place = finding.place
    printed = _PRINTED.get(Field(place.field)) if place.field in _PRINTED else place.field
    name = (printed or "").removeprefix("answer.")
    return Edit(place.action, name, place.value, decision.new)


def _submission(submission: Submission, changes: _Changes | None) -> Submission:
    if changes is None:
        return submission
    actions = {report.action: report for report in submission.actions}
    beyond = submission.supplements
    for (action, key, name), raw in changes.cells.items():
        if name in _BEYOND:
            # A finding on a plan names its action and indicator, any other its row.
            at = f"{FormSheet.NEXT_PLAN.mark}{action}/{key}" if action else key
            beyond = _with_row(beyond, at, name, raw)
            continue
        report = actions.get(action) or ReportedAction(
            action, submission.unit, ReportedRow("", {}), (), submission.date
        )
        if name == Field.SPENDING:
            actions[action] = _with_amount(report, key, raw)
        elif name == Field.VALUE and isinstance(raw, Decimal):
            worded = _following(report, key, raw)
            actions[action] = _with_cell(worded, key, name, raw)
        else:
            actions[action] = _with_cell(report, "" if name in _OWN else key, name, raw)
    return replace(submission, actions=tuple(actions.values()), supplements=beyond)


_BEYOND = frozenset(Asked)


def _with_row(beyond: Supplements, key: str, name: str, raw: RawValue) -> Supplements:
    """Return what was said beyond the results with another value in the row of a key."""

    def changed(rows: Sequence[ReportedRow]) -> tuple[ReportedRow, ...]:
        return tuple(_row(row, name, raw) if row.key == key else row for row in rows)

    return Supplements(*map(changed, (beyond.additional, beyond.next_plan, beyond.needs)))


def _following(report: ReportedAction, key: str, number: Decimal) -> ReportedAction:
    """Let a unit's own wording follow a corrected value.

    A number that stands there once is replaced where the nouns beside it stay as they are;
    otherwise the wording gives way to the composed one.
    """
    old = next((row.cell(Field.VALUE).number for row in report.rows if row.key == key), None)
    if old is None or not report.wording:
        return report
    places = list(written_pattern(old).finditer(report.wording))
    if not places:
        return report
    text: RawValue = None
    if len(places) == 1 and number_form(old) is number_form(number):
        start, end = places[0].span()
        text = f"{report.wording[:start]}{format_number(number)}{report.wording[end:]}"
    return _with_cell(report, "", Field.WORDING, text)


_OWN = (Field.STATUS, Field.WORDING, Field.SPENDING_WORDING, Field.EXPLANATION)


def _with_cell(report: ReportedAction, key: str, name: str, raw: RawValue) -> ReportedAction:
    """Return an account with another value in the row of a key; the row is added if need be."""
    if not key:
        return replace(report, row=_row(report.row, name, raw))
    rows = list(report.rows)
    places = [place for place, row in enumerate(rows) if row.key == key]
    if not places:
        return replace(report, rows=(*rows, _row(ReportedRow(key, {}), name, raw)))
    rows[places[0]] = _row(rows[places[0]], name, raw)
    if raw is not _LEFT:
        # Which of several rows counts has been decided.
        rows = [row for place, row in enumerate(rows) if place not in places[1:]]
    return replace(report, rows=tuple(rows))


def _with_amount(report: ReportedAction, key: str, raw: RawValue) -> ReportedAction:
    """Return an account with another amount; "+1" is the second of its amounts."""
    wanted = int(key.removeprefix("+") or 0) if key.removeprefix("+").isdigit() or not key else 0
    rows = (report.row, *report.rows)
    filled = [row for row in rows if row.cell(Field.SPENDING).state is not CellState.BLANK]
    target = filled[wanted] if wanted < len(filled) else report.row
    changed = [_row(row, Field.SPENDING, raw) if row is target else row for row in rows]
    return replace(report, row=changed[0], rows=tuple(changed[1:]))


def _row(row: ReportedRow, name: str, raw: RawValue) -> ReportedRow:
    cell = row.cell(name)
    if raw is _LEFT:
        if cell.state not in _AS_TYPED:
            return row
        raw = Unseen(CellState.LEFT, cell.text)
    return replace(row, cells={**row.cells, name: Cell(raw, cell.origin)})


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with edits applied; the longest first, for one may hold another's words."""
    for edit in sorted(edits, key=lambda edit: -len(edit.old)):
        text = edit.applied(text)
    return text


def edits_by_place(edits: Iterable[Edit]) -> Mapping[tuple[str, str], tuple[Edit, ...]]:
    """Group edits by action and printed field."""
    grouped: dict[tuple[str, str], tuple[Edit, ...]] = {}
    for edit in edits:
        if edit.rewrites is not None:
            continue
        key = (edit.action, edit.field if edit.action else "")
        grouped[key] = (*grouped.get(key, ()), edit)
    return grouped


def rewritten(edits: Iterable[Edit]) -> Mapping[Anchor, str]:
    """Return the new text of each place that is rewritten as a whole."""
    return {edit.rewrites: edit.new for edit in edits if edit.rewrites is not None}

"""All answers of all units as one flat table: what the rules are held against.

One row for each unit that owes a workbook, for each action that it owes or answered, for each thing
counted; and (domain/arrivals.py, language_rows.py, definition_rows.py, prose_rows.py) for each file
and what is known of it, each mistake of language, each thing that the definition and the units'
own words must keep. Empty is None; column names are the vocabulary of rules.yaml.
"""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any

from domain.expressions import Kind, Value
from domain.findings import Place
from domain.form import Field, Status
from domain.phrases import NounKind, Phrase
from domain.polish.dates import long_date
from domain.polish.guesses import Form, Guess, guess, guess_of_date
from domain.polish.numbers import format_number
from domain.polish.typography import normalise_space, unseen_marks
from domain.programme import Action, Indicator, Programme, Unit
from domain.submissions import (
    Cell,
    CellState,
    ErrorValue,
    Origin,
    ReportedAction,
    ReportedRow,
    Submission,
    UncachedFormula,
    Unseen,
    known_qualifier,
    plausible_date,
)

AMBIGUOUS = "ambiguous"
# Of these there may be a half: 15,48 etatu, 4877,29 godziny.
DIVISIBLE = frozenset({NounKind.HOURS, NounKind.POSTS, NounKind.MONEY, NounKind.PERCENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One row of the table; numbers are Decimals, `*_state` is a CellState."""

    row: str
    unit: str
    unit_name: str = ""
    action: str = ""
    action_name: str = ""
    indicator: str = ""
    label: str = ""
    known_action: bool | None = None
    own_action: bool | None = None
    known_key: bool | None = None
    known_measure: bool | None = None
    answered: bool | None = None
    has_results: bool | None = None
    status: str | None = None
    status_text: str | None = None
    reason: str | None = None
    wording: str | None = None
    value_state: str | None = None
    value_text: str | None = None
    value: Decimal | None = None
    typed_as: str | None = None
    readings: str | None = None
    offered: str | None = None
    whole: bool | None = None
    divisible: bool | None = None
    thing: str | None = None
    part_text: str | None = None
    part_known: bool | None = None
    explanation: str | None = None
    unreadable: str | None = None
    planned: Decimal | None = None
    plan_in_form: Decimal | None = None
    plan_kept: bool | None = None
    spending_due: bool | None = None
    spending_given: bool | None = None
    times: int | None = None
    label_text: str | None = None
    label_kept: bool | None = None
    misplaced: str | None = None
    qualifier_text: str | None = None
    known_qualifier: bool | None = None
    date_text: str | None = None
    date_read: bool | None = None
    due: str | None = None
    days_late: int | None = None
    signed: str | None = None
    channel: str | None = None
    source: str | None = None
    source_day: str | None = None
    submitted: bool | None = None
    unseen_marks: str | None = None
    verdict: str | None = None
    alike: str | None = None
    note: str | None = None
    note_kind: str | None = None
    likeness: int | None = None
    nearest: str | None = None
    unread: str | None = None
    disagreement: str | None = None
    broken_line: int | None = None
    mistake: str | None = None
    mistaken: str | None = None
    suggestion: str | None = None
    decision: str | None = None
    decision_fault: str | None = None
    # domain/relations.py: what a row has to do with others.
    twin: str | None = None
    about: str | None = None
    spending_beside: bool | None = None
    events_ratio: Decimal | None = None
    group_size: Decimal | None = None
    group_planned: Decimal | None = None
    peers: int | None = None
    peers_median: Decimal | None = None
    past_year: int | None = None
    past_value: Decimal | None = None
    people_counts: int | None = None
    round_counts: int | None = None
    # domain/definition_rows.py and domain/prose_rows.py: what stands there, what should.
    section: str | None = None
    written: str | None = None
    expected: str | None = None
    year: int | None = None
    last_year: int | None = None
    joined: int | None = None
    total: Decimal | None = None
    parts: Decimal | None = None
    exhaustive: bool | None = None
    personal: str | None = None
    origin: Origin = Origin()
    field: str = ""

    def place(self) -> Place:
        """Return what a finding on this row is about."""
        value = self.status_text if self.field == Field.STATUS else self.value_text
        if self.row == "disagreement":
            value = self.value_text
        if self.row in ("file", "note"):
            value = self.origin.file
        if self.row == "language":
            value = self.mistaken
        if self.row == "decision":
            value = self.origin.cell
        if self.written is not None:
            value = self.written
        return Place(self.unit, self.action, self.indicator, self.field, value or "", self.origin)

    def values(self) -> dict[str, Value]:
        """Return the row's columns as rules see them; empty text is blank."""
        return {name: _plain(getattr(self, name)) for name in COLUMNS}

    def words(self) -> dict[str, object]:
        """Return what a rule's message may name."""
        words = {
            part.name: getattr(self, part.name)
            for part in fields(self)
            if part.name not in ("origin", "field")
        }
        filled: dict[str, object] = {
            name: "" if word is None else _shown(word) for name, word in words.items()
        }
        return filled | {
            "file": self.origin.file,
            "sheet": self.origin.sheet,
            "cell": self.origin.cell,
        }


def _plain(value: object) -> Value:
    if value is None or value == "":
        return None
    if isinstance(value, bool | Decimal):
        return value
    return Decimal(value) if isinstance(value, int) else str(value)


def _shown(word: object) -> object:
    return format_number(word) if isinstance(word, Decimal) else word


def _kind(annotation: object) -> Kind:
    told = str(annotation)
    if "bool" in told:
        return Kind.FLAG
    return Kind.NUMBER if "Decimal" in told or "int" in told else Kind.TEXT


COLUMNS: Mapping[str, Kind] = {
    part.name: _kind(part.type) for part in fields(TableRow) if part.name not in ("origin", "field")
}
"""The columns that rules may name, with what stands in them."""


def build_table(programme: Programme, submissions: Sequence[Submission]) -> tuple[TableRow, ...]:
    """Flatten the submissions against what was expected."""
    by_unit = {submission.unit: submission for submission in submissions}
    rows: list[TableRow] = []
    for unit in programme.expected_units():
        rows.extend(_unit_rows(programme, unit, by_unit.get(unit.code)))
    expected = {unit.code for unit in programme.expected_units()}
    for submission in submissions:
        if submission.unit not in expected:
            rows.extend(_unit_rows(programme, programme.units[submission.unit], submission))
    return tuple(rows)


def _unit_rows(
    programme: Programme, unit: Unit, submission: Submission | None
) -> Iterator[TableRow]:
    if submission is None:
        yield TableRow(row="unit", unit=unit.code, unit_name=unit.name, submitted=False)
        return
    signed = submission.meta.get("approved_by", Cell())
    read, due = plausible_date(submission.date, programme.year), programme.due_of(unit)
    yield TableRow(
        row="unit",
        unit=unit.code,
        unit_name=unit.name,
        submitted=True,
        signed=None if _is_odd(signed) else _said(signed.text),
        channel=submission.meta.get("channel", Cell()).text.casefold() or None,
        source=submission.meta.get("source", Cell()).text or None,
        source_day=submission.meta.get("source_date", Cell()).text or None,
        date_text=submission.meta.get("date", Cell()).text or None,
        date_read=read,
        due=long_date(due) if due else None,
        days_late=_days_late(submission.date if read else "", due),
        origin=signed.origin if signed.origin.file else Origin(submission.file),
    )
    actions = programme.action_by_id()
    reported = {report.action: report for report in submission.actions}
    own = [action for action in actions.values() if unit in programme.reporters(action)]
    for action in own:
        report = reported.get(action.id) or ReportedAction(
            action.id,
            unit.code,
            ReportedRow("", {Field.STATUS: Cell(None, Origin(submission.file))}),
        )
        yield from _action_rows(programme, unit, submission, action, report)
    for report in submission.actions:
        said = report.answered or report.row.answered or report.action.startswith("(")
        if report.action not in {action.id for action in own} and said:
            yield from _other_rows(unit, submission, report, actions.get(report.action))


def _days_late(date: str, due: datetime.date | None) -> int | None:
    """Return the days from the day due to a workbook's date (ISO); None where one is not known."""
    return (datetime.date.fromisoformat(date) - due).days if date and due else None


def _action_rows(
    programme: Programme,
    unit: Unit,
    submission: Submission,
    action: Action,
    report: ReportedAction,
) -> Iterator[TableRow]:
    status, status_cell = report.status, report.row.cell(Field.STATUS)
    base = TableRow(
        row="action",
        unit=unit.code,
        unit_name=unit.name,
        action=action.id,
        action_name=action.name,
        answered=report.answered,
        has_results=status is None or status.has_results,
        status=status,
        wording=report.wording or None,
        explanation=_said(report.explanation),
    )
    name_cell = report.row.cell(Field.TEXT)
    yield replace(
        base,
        known_action=True,
        label_text=name_cell.text or None,
        label_kept=_kept(name_cell.text, action.name),
        misplaced=report.row.cell(Field.VALUE).text or None,
        own_action=True,
        status_text=None if status_cell.state is CellState.DISPUTED else status_cell.text or None,
        reason=_said(report.explanation) or _said(report.wording),
        spending_due=action.spending and status in (Status.REALISED, Status.NEW),
        spending_given=bool(report.spending),
        times=submission.repeated.get(action.id, 1),
        origin=status_cell.origin,
        field=Field.STATUS,
    )
    yield from _text_rows(base, report.row)
    for row in report.rows:
        yield from _text_rows(replace(base, indicator=row.key), row)
    yield from _spending_rows(base, report)
    yield from _indicator_rows(programme, submission, action, report, base)
    for row in report.rows:
        label = row.cell(Field.TEXT).text
        measure = programme.measure(label)
        if action.indicator(row.key) is None and (row.answered or label):
            yield replace(
                _counted(base, row, submission),
                row="extra",
                known_key=row.is_extra,
                label=label,
                known_measure=measure is not None,
                part_text=row.cell(Field.PART).text or None,
                part_known=action.whole(row.cell(Field.PART).text) is not None,
                thing=_thing(measure) if measure else None,
                divisible=divisible(measure) if measure else None,
            )


def _indicator_rows(
    programme: Programme,
    submission: Submission,
    action: Action,
    report: ReportedAction,
    base: TableRow,
) -> Iterator[TableRow]:
    plan = programme.planned(action)
    for indicator, row in _rows_of(action, report):
        planned = plan.values.get(indicator.key)
        in_form = row.cell(Field.PLANNED).number
        yield replace(
            _counted(base, row, submission),
            row="indicator",
            known_key=True,
            label=indicator.phrase.label,
            thing=_thing(indicator.phrase),
            divisible=divisible(indicator.phrase),
            label_kept=_kept(row.cell(Field.TEXT).text, f"liczba {indicator.phrase.label}"),
            planned=planned.number if planned else None,
            plan_in_form=in_form,
            plan_kept=in_form is None or planned is None or in_form == planned.number,
        )


def _thing(phrase: Phrase) -> str | None:
    """Return the kind of what a phrase counts."""
    return next((str(noun.kind) for noun in phrase.nouns), None)


def divisible(phrase: Phrase) -> bool | None:
    """Whether half of what a phrase counts makes sense; blank for a phrase without a noun."""
    kinds = {noun.kind for noun in phrase.nouns}
    return bool(kinds & DIVISIBLE) if kinds else None


def _rows_of(action: Action, report: ReportedAction) -> Iterator[tuple[Indicator, ReportedRow]]:
    """Yield the row of each indicator; of one given several times, those with an answer."""
    for indicator in action.indicators:
        rows = [row for row in report.rows if row.key == indicator.key]
        answered = [row for row in rows if row.answered]
        for row in answered or rows[:1] or [ReportedRow(indicator.key, {})]:
            yield indicator, row


def _spending_rows(base: TableRow, report: ReportedAction) -> Iterator[TableRow]:
    for place, cell in enumerate(report.spending):
        yield replace(
            base,
            row="spending",
            indicator="" if place == 0 else f"+{place}",
            **_typed(cell),
            origin=cell.origin,
            field=Field.SPENDING,
        )


def _counted(base: TableRow, row: ReportedRow, submission: Submission) -> TableRow:
    """Return the row of one thing counted, with what stands in its value's cell."""
    cell = row.cell(Field.VALUE)
    answered_here = (Field.STATUS, Field.EXPLANATION, Field.WORDING)
    astray = [row.cell(name).text for name in answered_here if row.cell(name).text]
    qualifier = row.cell(Field.QUALIFIER).text
    return replace(
        base,
        indicator=row.key,
        label_text=row.cell(Field.TEXT).text or None,
        misplaced="; ".join(astray) or None,
        qualifier_text=qualifier or None,
        known_qualifier=known_qualifier(qualifier),
        **_typed(cell),
        times=submission.repeated.get(f"{base.action}/{row.key}", 1),
        origin=cell.origin if cell.origin.file else Origin(submission.file),
        field=Field.VALUE,
    )


def _typed(cell: Cell) -> dict[str, Any]:
    """Return what stands in a cell that wants a number, and what may have been meant by it."""
    number = cell.number
    told: dict[str, Any] = {
        "value_state": cell.state,
        "value_text": cell.text or None,
        "value": number,
        "whole": number is None or number == number.to_integral_value(),
    }
    meant = _meant(cell)
    if meant is None:
        return told
    ambiguous = meant.form in (Form.DOTTED, Form.DECIMAL) and len(meant.numbers) > 1
    return told | {
        "typed_as": AMBIGUOUS if ambiguous else meant.form,
        "readings": " albo ".join(format_number(one) for one in meant.numbers) or None,
        "offered": " albo ".join(f"„{sign}”" for sign in meant.signs) or None,
    }


def _meant(cell: Cell) -> Guess | None:
    if isinstance(cell.raw, datetime.date):
        return guess_of_date(cell.raw)
    return guess(cell.text) if cell.state is CellState.TEXT else None


def _said(text: str) -> str | None:
    """Return a text that says something: a dash or a dot alone is none."""
    return text if any(char.isalnum() for char in text) else None


def _text_rows(base: TableRow, row: ReportedRow) -> Iterator[TableRow]:
    """Yield a row for each cell whose text holds what nobody sees, or for words what is none."""
    for name, cell in row.cells.items():
        unseen = unseen_marks(cell.raw) if isinstance(cell.raw, str) else ""
        unreadable = cell.text if name in _WORDS and _is_odd(cell) else ""
        if unseen or unreadable:
            yield replace(
                base,
                row="text",
                unseen_marks=unseen or None,
                unreadable=unreadable or None,
                origin=cell.origin,
                field=name,
            )


_WORDS = (Field.STATUS, Field.EXPLANATION, Field.WORDING, Field.SPENDING_WORDING)


def _is_odd(cell: Cell) -> bool:
    """Whether a cell for words holds an error, a formula or something else unseen."""
    odd = isinstance(cell.raw, Unseen | ErrorValue | UncachedFormula)
    return odd and cell.state is not CellState.DISPUTED


def _kept(text: str, issued: str) -> bool:
    """Whether a row still says what was issued; an emptied label is no other label."""
    return not text or normalise_space(text) == normalise_space(issued)


def _other_rows(
    unit: Unit,
    submission: Submission,
    report: ReportedAction,
    action: Action | None,
) -> Iterator[TableRow]:
    answered = next((row for row in report.rows if row.answered), report.row)
    cell = answered.cell(Field.VALUE) if answered.answered else report.row.cell(Field.STATUS)
    yield TableRow(
        row="action",
        unit=unit.code,
        unit_name=unit.name,
        action=report.action,
        action_name=action.name if action else "",
        known_action=action is not None,
        # A partner, too, where only the lead's value counts: what it typed is not used.
        own_action=False,
        answered=True,
        value_text=cell.text or None,
        origin=cell.origin if cell.origin.file else Origin(submission.file),
        field=Field.VALUE,
    )

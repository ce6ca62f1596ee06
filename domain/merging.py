"""Several units' answers become one account of each action; what cannot be joined is a question.

The indicator's own rule decides: the lead's value, sum less declared overlap, maximum, latest, each
listed. Percentages are never added. Every unit's share stays in the contributions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from domain.form import Field, Status
from domain.phrases import NounKind, Phrase, fixed_phrase
from domain.programme import Action, Combine, Indicator, PlannedAction, Programme, Unit
from domain.submissions import Cell, CellState, Origin, ReportedAction, ReportedRow, Submission
from domain.values import Absence, Qualifier, Value


class ProblemKind(StrEnum):
    """Why values could not be joined; each is the code of a rule in the catalogue."""

    CONFLICT = "conflicting-values"
    PERCENT = "percent-combined"
    LEAD_MISSING = "lead-missing"


@dataclass(frozen=True, slots=True)
class Problem:
    """One question that the merge could not answer, with the values that stand against another."""

    kind: ProblemKind
    action: str
    indicator: str
    unit: str
    values: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one unit gave towards one indicator; `overlap` is what it shares with another unit."""

    unit: Unit
    value: Value
    origin: Origin
    overlap: Decimal = Decimal(0)
    date: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing counted, as it will be printed: a value, or a mark that explains why there is none.

    `unit` is set where each unit's value is listed by itself.
    """

    key: str
    phrase: Phrase
    value: Value | None
    before: str = ", "
    mark: str = ""
    unit: str = ""
    contributions: tuple[Contribution, ...] = ()


@dataclass(frozen=True, slots=True)
class MergedAction:
    """One action with its plan and what all units together said of it."""

    action: Action
    plan: PlannedAction
    items: tuple[Item, ...]
    status: Status
    wording: str
    spending: tuple[Cell, ...]
    spending_wording: str
    answers: Mapping[str, str]
    missing: tuple[Unit, ...]
    reports: tuple[ReportedAction, ...]

    @property
    def answered(self) -> bool:
        """Whether at least one unit that should answer did."""
        return bool(self.reports)


@dataclass(frozen=True, slots=True)
class Merged:
    """All actions in printed order, and the questions that remain."""

    actions: tuple[MergedAction, ...]
    problems: tuple[Problem, ...]


def merge(programme: Programme, submissions: Sequence[Submission]) -> Merged:
    """Put every answer in its place; answers to actions that are not a unit's own are left out."""
    by_action: dict[str, list[ReportedAction]] = {}
    for submission in submissions:
        for report in submission.actions:
            if report.answered:
                by_action.setdefault(report.action, []).append(report)
    problems: list[Problem] = []
    merged = [
        _merge_action(programme, action, by_action.get(action.id, []), problems)
        for action in programme.actions()
    ]
    return Merged(tuple(merged), tuple(problems))


def _merge_action(
    programme: Programme, action: Action, reports: list[ReportedAction], problems: list[Problem]
) -> MergedAction:
    reporters = programme.reporters(action)
    order = [unit.code for unit in reporters]
    own = sorted(
        (report for report in reports if report.unit in order),
        key=lambda report: order.index(report.unit),
    )
    present = {report.unit for report in own}
    missing = tuple(unit for unit in reporters if unit.code not in present)
    joiner = _Joiner(programme, action, tuple(own), problems)
    joiner.note_missing_lead(reports, missing)
    first = own[0] if own else None
    answers: dict[str, str] = {}
    for report in reversed(own):
        answers.update(report.answers)
    return MergedAction(
        action=action,
        plan=programme.planned(action),
        items=joiner.items(),
        status=(first.status if first else None) or Status.REALISED,
        wording="\n".join(dict.fromkeys(report.wording for report in own if report.wording)),
        spending=tuple(cell for report in own for cell in report.spending),
        spending_wording="\n".join(
            report.spending_wording for report in own if report.spending_wording
        ),
        answers=answers,
        missing=missing,
        reports=tuple(own),
    )


@dataclass
class _Joiner:
    """Joins the answers to one action."""

    programme: Programme
    action: Action
    reports: tuple[ReportedAction, ...]
    problems: list[Problem]

    def items(self) -> tuple[Item, ...]:
        planned = [
            item for indicator in self.action.indicators for item in self._planned(indicator)
        ]
        extra = [
            item
            for report in self.reports
            for row in report.rows
            if row.is_extra and row.answered
            for item in self._extra(report, row)
        ]
        return (*planned, *extra)

    def note_missing_lead(self, reports: Sequence[ReportedAction], missing: Sequence[Unit]) -> None:
        lead = self.programme.reporting_unit(self.action.leads[0])
        if lead is None or lead not in missing:
            return
        for report in reports:
            if report.unit in self._partner_units():
                names = self.programme.units[report.unit].short
                cell = next((row.cell(Field.VALUE) for row in report.rows if row.answered), None)
                origin = cell.origin if cell else report.row.cell(Field.STATUS).origin
                self._problem(ProblemKind.LEAD_MISSING, "", lead.code, names, origin)

    def _partner_units(self) -> set[str]:
        units = (self.programme.reporting_unit(code) for code in self.action.partners)
        return {unit.code for unit in units if unit is not None}

    def _planned(self, indicator: Indicator) -> list[Item]:
        rows = [
            (report, row)
            for report in self.reports
            for row in report.rows
            if row.key == indicator.key and row.answered
        ]
        if not rows:
            return []
        marks = [_unusable(row) for _, row in rows]
        if any(marks):
            return [self._marked(indicator, next(mark for mark in marks if mark))]
        given = [self._contribution(report, row) for report, row in rows]
        contributions = [contribution for contribution in given if contribution is not None]
        if not contributions:
            return []
        return self._combined(indicator, contributions)

    def _contribution(self, report: ReportedAction, row: ReportedRow) -> Contribution | None:
        unit = self.programme.units[report.unit]
        cell = row.cell(Field.VALUE)
        value = row.value
        if cell.absence is Absence.NONE_OCCURRED:
            value = Value(Decimal(0))
        if value is None:
            return None
        overlap = row.cell(Field.OVERLAP).number or Decimal(0)
        return Contribution(unit, value, cell.origin, overlap, report.date)

    def _combined(self, indicator: Indicator, given: list[Contribution]) -> list[Item]:
        match indicator.combine:
            case Combine.EACH:
                return self._each(indicator, given)
            case Combine.SUM:
                return [self._sum(indicator, given)]
            case Combine.MAXIMUM:
                most = max(given, key=lambda contribution: contribution.value.number)
                return [self._item(indicator, most.value, given)]
            case Combine.LATEST:
                return [self._latest(indicator, given)]
            case Combine.LEAD:
                return [self._leads_value(indicator, given)]

    def _each(self, indicator: Indicator, given: list[Contribution]) -> list[Item]:
        return [
            Item(
                indicator.key,
                indicator.realised,
                contribution.value,
                indicator.before if place == 0 else ", ",
                unit=contribution.unit.short if len(given) > 1 else "",
                contributions=(contribution,),
            )
            for place, contribution in enumerate(given)
        ]

    def _sum(self, indicator: Indicator, given: list[Contribution]) -> Item:
        if len(given) > 1 and _is_percent(indicator.phrase):
            return self._question(ProblemKind.PERCENT, indicator, given)
        number = sum((one.value.number - one.overlap for one in given), Decimal(0))
        qualifiers = {one.value.qualifier for one in given}
        qualifier = qualifiers.pop() if len(qualifiers) == 1 else Qualifier.ESTIMATED
        return self._item(indicator, Value(number, qualifier), given)

    def _latest(self, indicator: Indicator, given: list[Contribution]) -> Item:
        last = max(one.date for one in given)
        latest = [one for one in given if one.date == last]
        unsure = not last or len({one.value for one in latest}) > 1
        if unsure and len({one.value for one in given}) > 1:
            return self._question(ProblemKind.CONFLICT, indicator, given)
        return self._item(indicator, latest[0].value, given)

    def _leads_value(self, indicator: Indicator, given: list[Contribution]) -> Item:
        leads = [self.programme.reporting_unit(code) for code in self.action.leads]
        from_leads = [one for one in given if one.unit in leads]
        if len({one.value for one in from_leads}) > 1:
            return self._question(ProblemKind.CONFLICT, indicator, from_leads)
        value = from_leads[0].value if from_leads else None
        return self._item(indicator, value, given)

    def _extra(self, report: ReportedAction, row: ReportedRow) -> list[Item]:
        label = row.cell(Field.TEXT).text
        phrase = self.programme.measure(label) or fixed_phrase(label or "(nie podano czego)")
        mark = _unusable(row)
        if mark:
            return [Item(row.key, phrase, None, mark=mark)]
        contribution = self._contribution(report, row)
        if contribution is None:
            return []
        return [Item(row.key, phrase, contribution.value, contributions=(contribution,))]

    def _item(self, indicator: Indicator, value: Value | None, given: list[Contribution]) -> Item:
        return Item(
            indicator.key, indicator.realised, value, indicator.before, contributions=tuple(given)
        )

    def _marked(self, indicator: Indicator, mark: str) -> Item:
        return Item(indicator.key, indicator.realised, None, indicator.before, mark=mark)

    def _question(self, kind: ProblemKind, indicator: Indicator, given: list[Contribution]) -> Item:
        values = "; ".join(f"{one.unit.short} – {one.value}" for one in given)
        first = given[0]
        self._problem(kind, indicator.key, first.unit.code, values, first.origin)
        mark = f"[do wyjaśnienia: {indicator.phrase.label}: {values}]"
        return Item(
            indicator.key,
            indicator.realised,
            None,
            indicator.before,
            mark=mark,
            contributions=tuple(given),
        )

    def _problem(
        self, kind: ProblemKind, indicator: str, unit: str, values: str, origin: Origin
    ) -> None:
        self.problems.append(Problem(kind, self.action.id, indicator, unit, values, origin))


def _is_percent(phrase: Phrase) -> bool:
    return any(noun.kind is NounKind.PERCENT for noun in phrase.nouns)


def _unusable(row: ReportedRow) -> str:
    """Return the mark for a value's cell that holds no number and no statistical sign."""
    cell = row.cell(Field.VALUE)
    if cell.absence is Absence.NO_DATA:
        return "[brak danych]"
    if cell.state in (CellState.NUMBER, CellState.BLANK, CellState.ABSENCE):
        return ""
    return f"[do wyjaśnienia: „{cell.text}”]"

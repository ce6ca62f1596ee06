"""Several units' answers become one account of each action; what cannot be joined is a question.

The indicator's own rule decides: the lead's value, sum less declared overlap, maximum, latest, each
listed. Percentages are never added. Every unit's share stays in the contributions.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from domain.form import Field, Status
from domain.phrases import NounKind, Phrase, fixed_phrase
from domain.programme import Action, Combine, Indicator, PlannedAction, Programme, Unit
from domain.submissions import Cell, CellState, Origin, ReportedAction, ReportedRow, Submission
from domain.values import Absence, Qualifier, Value

PARTS = " (w tym "
UNNAMED = "(nie podano czego)"


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
class Rulings:
    """What was decided and cannot be told from the answers.

    `values` settle an indicator (action, key) whose units disagree; `excused` are units (with an
    action, or with "" for all) whose answer will not come, `absence_words` what is printed then.
    """

    values: Mapping[tuple[str, str], Value] = field(default_factory=dict)
    excused: frozenset[tuple[str, str]] = frozenset()
    absence_words: str = ""

    def covers(self, unit: str, action: str) -> bool:
        """Whether it was decided to go on without a unit's answer for an action."""
        return bool({(unit, ""), (unit, action)} & self.excused)


NO_RULINGS = Rulings()


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one unit gave towards one indicator.

    `overlap` is what it counted together with another unit; `sign` the statistical sign that stood
    for the value.
    """

    unit: Unit
    value: Value
    origin: Origin
    overlap: Decimal | None = None
    date: str = ""
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing counted, as it will be printed: a value, or a mark that explains why there is none.

    `unit` is set where each unit's value is listed by itself; `owing` are units that answered for
    the action and left out their share of a sum. `part_of` is the key of the whole that it stands
    behind, in brackets ("w tym").
    """

    key: str
    phrase: Phrase
    value: Value | None
    before: str = ", "
    after: str = ""
    part_of: str = ""
    mark: str = ""
    unit: str = ""
    contributions: tuple[Contribution, ...] = ()
    unusable: tuple["Unusable", ...] = ()
    owing: tuple[Unit, ...] = ()


@dataclass(frozen=True, slots=True)
class Unusable:
    """A cell that holds no number: whose, what stands there, the mark to print (none for "x")."""

    unit: Unit
    text: str
    mark: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class MergedAction:
    """One action with its plan and what all units together said of it.

    `wording` is the leads' own, `remarks` are the partners'. `excused` are units without whose
    answer it was decided to go on; they are not `missing`.
    """

    action: Action
    plan: PlannedAction
    items: tuple[Item, ...]
    status: Status
    wording: str
    remarks: tuple[tuple[Unit, str], ...]
    spending: tuple[Cell, ...]
    spending_wording: str
    answers: Mapping[str, str]
    missing: tuple[Unit, ...]
    reports: tuple[ReportedAction, ...]
    excused: tuple[Unit, ...] = ()
    absence_words: str = ""

    @property
    def answered(self) -> bool:
        """Whether at least one unit that should answer did."""
        return bool(self.reports)


@dataclass(frozen=True, slots=True)
class Merged:
    """All actions in printed order, and the questions that remain."""

    actions: tuple[MergedAction, ...]
    problems: tuple[Problem, ...]


def merge(
    programme: Programme, submissions: Sequence[Submission], rulings: Rulings = NO_RULINGS
) -> Merged:
    """Put every answer in its place; answers to actions that are not a unit's own are left out."""
    by_action: dict[str, list[ReportedAction]] = {}
    for submission in submissions:
        for report in submission.actions:
            if report.answered:
                by_action.setdefault(report.action, []).append(report)
    problems: list[Problem] = []
    merged = [
        _merge_action(programme, action, by_action.get(action.id, []), problems, rulings)
        for action in programme.actions()
    ]
    return Merged(tuple(merged), tuple(problems))


def _merge_action(
    programme: Programme,
    action: Action,
    reports: list[ReportedAction],
    problems: list[Problem],
    rulings: Rulings,
) -> MergedAction:
    reporters = programme.reporters(action)
    order = [unit.code for unit in reporters]
    own = sorted(
        (report for report in reports if report.unit in order),
        key=lambda report: order.index(report.unit),
    )
    present = {report.unit for report in own}
    absent = [unit for unit in reporters if unit.code not in present]
    excused = tuple(unit for unit in absent if rulings.covers(unit.code, action.id))
    missing = tuple(unit for unit in absent if unit not in excused)
    joiner = _Joiner(programme, action, tuple(own), problems, rulings)
    joiner.note_missing_lead(reports, missing)
    leads = {unit.code for unit in joiner.leads}
    from_leads = [report for report in own if report.unit in leads]
    first = next(iter(from_leads or own), None)
    answers: dict[str, str] = {}
    for report in reversed(own):
        answers.update(report.answers)
    return MergedAction(
        action=action,
        plan=programme.planned(action),
        items=joiner.items(),
        status=(first.status if first else None) or Status.REALISED,
        wording="\n".join(dict.fromkeys(report.wording for report in from_leads if report.wording)),
        remarks=tuple(
            (programme.units[report.unit], report.wording)
            for report in own
            if report.wording and report not in from_leads
        ),
        spending=tuple(cell for report in own for cell in report.spending),
        spending_wording="\n".join(
            report.spending_wording for report in own if report.spending_wording
        ),
        answers=answers,
        missing=missing,
        reports=tuple(own),
        excused=excused,
        absence_words=rulings.absence_words,
    )


@dataclass
class _Joiner:
    """Joins the answers to one action."""

    programme: Programme
    action: Action
    reports: tuple[ReportedAction, ...]
    problems: list[Problem]
    rulings: Rulings = NO_RULINGS

    def items(self) -> tuple[Item, ...]:
        found: list[Item] = []
        free = [
            (row, item)
            for report in self.reports
            for row in report.rows
            if row.is_extra and row.answered
            for item in self._extra(report, row)
        ]
        for indicator in self.action.indicators:
            own = self._planned(indicator)
            found += own
            if any(item.value is not None for item in own):
                parts = [item for row, item in free if self._whole(row) == indicator]
                free = [one for one in free if one[1] not in parts]
                found += _in_brackets(indicator.key, parts)
        return (*found, *(item for _, item in free))

    def _whole(self, row: ReportedRow) -> Indicator | None:
        """Return what a free row says that it is a part of."""
        return self.action.whole(row.cell(Field.PART).text)

    @property
    def leads(self) -> tuple[Unit, ...]:
        """The units that report for the action's leads."""
        units = (self.programme.reporting_unit(code) for code in self.action.leads)
        return tuple(unit for unit in units if unit is not None)

    def note_missing_lead(self, reports: Sequence[ReportedAction], missing: Sequence[Unit]) -> None:
        """Ask what to do where a partner answered and the first lead did not."""
        lead = self.leads[0]
        if lead not in missing:
            return
        partners = {self.programme.reporting_unit(code) for code in self.action.partners}
        for report in reports:
            unit = self.programme.units[report.unit]
            if unit not in partners:
                continue
            rows = [row for row in report.rows if row.answered]
            said = ", ".join(row.cell(Field.VALUE).text for row in rows) or report.wording
            cell = rows[0].cell(Field.VALUE) if rows else report.row.cell(Field.STATUS)
            values = f"{unit.short} – {said}"
            self._problem(ProblemKind.LEAD_MISSING, "", lead.code, values, cell.origin)

    def _planned(self, indicator: Indicator) -> list[Item]:
        rows = [
            (report, row)
            for report in self.reports
            for row in report.rows
            if row.key == indicator.key and row.answered
        ]
        given = [one for one in (self._contribution(*pair) for pair in rows) if one is not None]
        unusable = tuple(self._unusable(report, row) for report, row in rows if _sign_or_mark(row))
        # What a partner wrote does not touch a value that is the lead's to give.
        lead_only = indicator.combine is Combine.LEAD
        counting = [one for one in unusable if not lead_only or one.unit in self.leads]
        valued = [one for one in given if not lead_only or one.unit in self.leads]
        if counting or not valued:
            mark = " ".join(one.mark for one in counting if one.mark)
            item = Item(indicator.key, indicator.realised, None, indicator.before, mark=mark)
            kept = replace(item, contributions=tuple(given), unusable=unusable)
            if mark or not valued:
                return [kept] if rows else []
        if len({one.unit for one in valued}) < len(valued):
            # A row given twice: which of them counts is not ours to say.
            return [self._question(ProblemKind.CONFLICT, indicator, valued)]
        said = {one.unit for one in given} | {one.unit for one in unusable}
        units = (self.programme.units[report.unit] for report in self.reports)
        silent = tuple(unit for unit in units if unit not in said)
        owing = silent if indicator.combine is Combine.SUM else ()
        return [
            replace(
                item,
                contributions=item.contributions or tuple(given),
                unusable=unusable,
                owing=owing,
            )
            for item in self._combined(indicator, valued, given)
        ]

    def _unusable(self, report: ReportedAction, row: ReportedRow) -> Unusable:
        cell = row.cell(Field.VALUE)
        return Unusable(self.programme.units[report.unit], cell.text, _mark(row), cell.origin)

    def _contribution(self, report: ReportedAction, row: ReportedRow) -> Contribution | None:
        unit = self.programme.units[report.unit]
        cell = row.cell(Field.VALUE)
        value, sign = row.value, ""
        if cell.absence is Absence.NONE_OCCURRED:
            value, sign = Value(Decimal(0)), str(cell.absence)
        if value is None:
            return None
        shared = row.cell(Field.OVERLAP)
        overlap = shared.number if shared.text else Decimal(0)
        return Contribution(unit, value, cell.origin, overlap, report.date, sign)

    def _combined(
        self, indicator: Indicator, valued: list[Contribution], given: list[Contribution]
    ) -> list[Item]:
        match indicator.combine:
            case Combine.EACH:
                return self._each(indicator, valued)
            case Combine.SUM:
                return [self._sum(indicator, valued)]
            case Combine.MAXIMUM:
                most = max(valued, key=lambda contribution: contribution.value.number)
                return [self._item(indicator, most.value, valued)]
            case Combine.LATEST:
                return [self._latest(indicator, valued)]
            case Combine.LEAD:
                return [self._leads_value(indicator, valued, given)]

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
        if len(given) == 1:
            return self._item(indicator, given[0].value, given)
        if _is_percent(indicator.phrase):
            return self._question(ProblemKind.PERCENT, indicator, given)
        overlap = _shared(given)
        qualifier = _joint_qualifier({one.value.qualifier for one in given})
        if overlap is None or qualifier is None:
            return self._question(ProblemKind.CONFLICT, indicator, given)
        number = sum((one.value.number for one in given), Decimal(0)) - overlap
        return self._item(indicator, Value(number, qualifier), given)

    def _latest(self, indicator: Indicator, given: list[Contribution]) -> Item:
        last = max(one.date for one in given)
        latest = [one for one in given if one.date == last]
        # Without a date there is no telling which came last.
        unsure = not all(one.date for one in given) or len({one.value for one in latest}) > 1
        if unsure and len({one.value for one in given}) > 1:
            return self._question(ProblemKind.CONFLICT, indicator, given)
        return self._item(indicator, latest[0].value, given)

    def _leads_value(
        self, indicator: Indicator, valued: list[Contribution], given: list[Contribution]
    ) -> Item:
        if len({one.value for one in valued}) > 1:
            return self._question(ProblemKind.CONFLICT, indicator, valued)
        return self._item(indicator, valued[0].value, given)

    def _extra(self, report: ReportedAction, row: ReportedRow) -> list[Item]:
        label = row.cell(Field.TEXT).text
        phrase = self.programme.measure(label) or fixed_phrase(
            label.removeprefix("liczba ") or UNNAMED
        )
        mark = _mark(row)
        if not label and row.value is not None:
            # So many of what? The number is kept for the question, and not counted.
            said = f"[do wyjaśnienia: {row.cell(Field.VALUE).text} – nie podano czego]"
            nameless = Unusable(
                self.programme.units[report.unit],
                row.cell(Field.VALUE).text,
                said,
                row.cell(Field.VALUE).origin,
            )
            return [Item(row.key, phrase, None, mark=said, unusable=(nameless,))]
        if _sign_or_mark(row):
            unusable = self._unusable(report, row)
            return [Item(row.key, phrase, None, mark=mark, unusable=(unusable,))]
        contribution = self._contribution(report, row)
        if contribution is None:
            return []
        return [Item(row.key, phrase, contribution.value, contributions=(contribution,))]

    def _item(self, indicator: Indicator, value: Value | None, given: list[Contribution]) -> Item:
        return Item(
            indicator.key, indicator.realised, value, indicator.before, contributions=tuple(given)
        )

    def _question(self, kind: ProblemKind, indicator: Indicator, given: list[Contribution]) -> Item:
        ruled = self.rulings.values.get((self.action.id, indicator.key))
        if ruled is not None and kind is ProblemKind.CONFLICT:
            return self._item(indicator, ruled, given)
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


def _in_brackets(whole: str, parts: Sequence[Item]) -> Iterator[Item]:
    """Yield parts as they stand behind their whole: " (w tym 3 …, 5 …)"."""
    shown = [item for item in parts if item.value is not None or item.mark]
    for place, item in enumerate(shown):
        before = PARTS if place == 0 else ", "
        after = ")" if place == len(shown) - 1 else ""
        yield replace(item, before=before, after=after, part_of=whole)
    yield from (item for item in parts if item not in shown)


def _sign_or_mark(row: ReportedRow) -> bool:
    """Whether a value's cell says something that is no number."""
    absent = row.cell(Field.VALUE).absence is Absence.NOT_APPLICABLE
    return absent or bool(_mark(row))


def _shared(given: Sequence[Contribution]) -> Decimal | None:
    """Return what several units counted together, once; None where it cannot be told.

    Two units that both declare it must say the same; of more than two only one may declare any.
    """
    if any(one.overlap is None for one in given):
        return None
    declared = [one.overlap for one in given if one.overlap]
    if not declared:
        return Decimal(0)
    if len(set(declared)) > 1 or (len(declared) > 1 and len(given) > 2):
        return None
    least = min(one.value.number for one in given)
    return declared[0] if 0 < declared[0] <= least else None


def _joint_qualifier(qualifiers: set[Qualifier]) -> Qualifier | None:
    """Return how exact a sum is; None for a rate and a count, which do not add up."""
    if len(qualifiers) == 1:
        return next(iter(qualifiers))
    if Qualifier.RATE in qualifiers:
        return None
    # At least so many and at most so many together are about so many.
    inexact = qualifiers - {Qualifier.COUNTED}
    return next(iter(inexact)) if len(inexact) == 1 else Qualifier.ESTIMATED


def _is_percent(phrase: Phrase) -> bool:
    return bool({"%", "‰"} & set(phrase.source)) or any(
        noun.kind is NounKind.PERCENT for noun in phrase.nouns
    )


def _mark(row: ReportedRow) -> str:
    """Return the mark for a value's cell that holds no number and no statistical sign."""
    cell = row.cell(Field.VALUE)
    if cell.absence is Absence.NO_DATA:
        return "[brak danych]"
    if cell.state in (CellState.NUMBER, CellState.BLANK, CellState.ABSENCE):
        return ""
    if cell.state is CellState.DISPUTED:
        return f"[do wyjaśnienia: {cell.text}]"
    if cell.state is CellState.LEFT:
        return cell.text
    return f"[do wyjaśnienia: „{cell.text}”]"

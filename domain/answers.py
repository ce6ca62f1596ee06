"""Answers that are put into a form: the committed sample of what units reported."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from domain.errors import Fault
from domain.form import EXTRA_MARK, EXTRA_ROWS, QUALIFIER_LABELS, Field, Status
from domain.phrases import Phrase, parse_phrase
from domain.programme import Action, Programme, Unit
from domain.schema import ExtraShape, SampleShape
from domain.submissions import Cell, RawValue, ReportedRow, Submission, group_rows
from domain.values import Qualifier, Value

Cells = dict[str, object]


@dataclass(frozen=True)
class FormAnswers:
    """What is written into a form: cells by (action, inner key), identification by key."""

    cells: Mapping[tuple[str, str], Cells] = field(default_factory=dict)
    meta: Mapping[str, str] = field(default_factory=dict)

    def extra_rows(self, action: str) -> int:
        """How many free rows an action needs: what the answers take and one more."""
        used = [
            int(inner.removeprefix(EXTRA_MARK))
            for key, inner in self.cells
            if key == action and inner.startswith(EXTRA_MARK)
        ]
        return max([EXTRA_ROWS, *(count + 1 for count in used)])


def sample_answers(
    programme: Programme,
    unit: Unit,
    sample: Mapping[str, SampleShape],
    meta: Mapping[str, str],
) -> FormAnswers:
    """Return the cells of one unit's workbook: its actions' answers where it is the first lead."""
    cells: dict[tuple[str, str], Cells] = {}
    for action in programme.actions():
        answer = sample.get(action.id)
        if answer is not None and programme.reporting_unit(action.leads[0]) == unit:
            for inner, row in _rows(programme, action, answer):
                cells[action.id, inner] = row
    return FormAnswers(cells, meta)


def submission_of(programme: Programme, unit: Unit, answers: FormAnswers) -> Submission:
    """Return the submission that a form filled with these answers amounts to."""
    rows = [
        ReportedRow(
            f"{action}/{inner}" if inner else action,
            {name: Cell(_as_typed(value)) for name, value in cells.items()},
        )
        for (action, inner), cells in answers.cells.items()
    ]
    meta = {key: Cell(value) for key, value in answers.meta.items()}
    head = Submission("", "", unit.code, meta)
    known = programme.action_by_id()
    actions, repeated = group_rows(
        unit.code, [row for row in rows if row.key.partition("/")[0] in known], head.date
    )
    return replace(head, actions=actions, repeated=repeated)


def _as_typed(value: object) -> RawValue:
    # A workbook stores numbers as floats.
    return float(value) if isinstance(value, int | float | Decimal) else str(value)


def answers_of(submission: Submission, change: Callable[[Decimal], Decimal]) -> FormAnswers:
    """Return a submission's answers as they would be typed anew, each counted value changed."""
    cells: dict[tuple[str, str], Cells] = {}
    for report in submission.actions:
        for row in (report.row, *report.rows):
            typed = {
                name: _retyped(name, cell, change) for name, cell in row.cells.items() if cell.text
            }
            if typed:
                cells[report.action, row.key] = typed
    return FormAnswers(cells, {key: cell.text for key, cell in submission.meta.items()})


def _retyped(name: str, cell: Cell, change: Callable[[Decimal], Decimal]) -> object:
    number = cell.number
    if number is None:
        return cell.text
    return change(number) if name == Field.VALUE else number


def sample_faults(
    programme: Programme, file: str, sample: Mapping[str, SampleShape]
) -> Iterator[Fault]:
    """Yield what the sample names and the programme does not have."""
    actions = programme.action_by_id()
    for key, answer in sample.items():
        if key not in actions:
            yield Fault(file, key, "nie ma takiego działania w strukturze programu")
            continue
        for indicator in answer.__pydantic_extra__:
            if actions[key].indicator(indicator) is None:
                yield Fault(file, f"{key}.{indicator}", "działanie nie ma takiego wskaźnika")
        for extra in answer.extra:
            try:
                phrase = _counted(programme, extra)
            except ValueError as error:
                yield Fault(file, f"{key}.extra", str(error))
                continue
            known = programme.measure(phrase.label)
            if known is None or known.compose(extra.value) != phrase.compose(extra.value):
                yield Fault(
                    file, f"{key}.extra", f"frazy „{extra.count}” nie ma w nouns.yaml (measures)"
                )


def _rows(programme: Programme, action: Action, answer: SampleShape) -> Iterator[tuple[str, Cells]]:
    own: Cells = {Field.STATUS: Status(answer.status).label}
    own |= {f"answer.{key}": text for key, text in answer.answers.items()}
    for name in (Field.EXPLANATION, Field.WORDING, Field.SPENDING_WORDING):
        if text := str(getattr(answer, name)):
            own[name] = text
    amounts = list(answer.spending)
    if amounts:
        own[Field.SPENDING] = amounts[0]
    yield "", own
    later = dict(enumerate(amounts[1:], start=1))
    for key, value in answer.__pydantic_extra__.items():
        yield key, _value_cells(value)
    for place, extra in enumerate(answer.extra, start=1):
        label = f"liczba {_counted(programme, extra).label}"
        row = {Field.TEXT: label, **_value_cells(extra.value)}
        yield f"{EXTRA_MARK}{place}", row | _amount(later.pop(place, None))
    for place, amount in later.items():
        yield f"{EXTRA_MARK}{place}", _amount(amount)


def _amount(amount: Decimal | None) -> Cells:
    return {} if amount is None else {Field.SPENDING: amount}


def _value_cells(value: Value) -> Cells:
    cells: Cells = {Field.VALUE: value.number}
    if value.qualifier is not Qualifier.COUNTED:
        cells[Field.QUALIFIER] = QUALIFIER_LABELS[value.qualifier]
    return cells


def _counted(programme: Programme, extra: ExtraShape) -> Phrase:
    source = extra.count if "{" in extra.count else f"{{{extra.count}}}"
    return parse_phrase(source, programme.register)

"""The text of an action's printed cells, composed from typed values or taken from the unit."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.form import Field, Status
from domain.merging import Item, MergedAction
from domain.polish.numbers import format_money
from domain.programme import Action, PlannedAction, Programme, Unit
from domain.submissions import CellState
from domain.values import Absence

ACTION_FIELDS = (
    "id",
    "name",
    "responsible",
    "planned",
    "realised",
    "spending",
    "status",
    "units",
)
"""What a layout may show of an action, beside the programme's own fields."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text; a gap is shown in a style of its own."""

    text: str
    gap: bool = False


Line = tuple[Run, ...]
Lines = tuple[Line, ...]


def plain(lines: Lines) -> str:
    """Return the text of lines without styles, one line a line."""
    return "\n".join("".join(run.text for run in line) for line in lines)


def text_lines(text: str) -> Lines:
    """Split a text with line ends into lines."""
    return tuple((Run(line),) for line in text.split("\n")) if text else ()


def planned_text(action: Action, plan: PlannedAction) -> str:
    """Compose what was planned: words first, values in the action's order, words last."""
    if plan.text:
        return plan.text
    text = plan.words_first
    for indicator in action.indicators:
        value = plan.values.get(indicator.key)
        if value is not None:
            text = _join(text, indicator.before, indicator.phrase.compose(value))
    return _join(text, ", ", plan.words)


def _join(text: str, before: str, more: str) -> str:
    return f"{text}{before}{more}" if text and more else text or more


def realised_lines(programme: Programme, merged: MergedAction) -> Lines:
    """Compose what was realised, with a visible gap for each unit that owes an answer."""
    gaps = (*_absences(merged), *(gap(unit) for unit in merged.missing))
    if not merged.answered:
        return (_spaced(gaps),)
    composed = _composed(merged.items)
    if merged.wording:
        lines = text_lines(merged.wording)
    elif composed:
        lines = (composed,)
    elif gaps:
        lines = ()
    elif not merged.status.has_results:
        words = programme.status_words.get(merged.status, merged.status.label)
        lines = text_lines(words.replace("{year}", str(programme.year)))
    elif _not_applicable(merged):
        lines = text_lines("nie dotyczy")
    else:
        lines = ((Run("[brak danych o wykonaniu]", gap=True),),)
    remarks = tuple(
        (Run(f"{unit.short}: {line}"),)
        for unit, text in merged.remarks
        for line in text.split("\n")
    )
    return (*lines, *remarks, _spaced(gaps)) if gaps else (*lines, *remarks)


def _not_applicable(merged: MergedAction) -> bool:
    cells = [row.cell(Field.VALUE) for report in merged.reports for row in report.rows]
    return any(cell.absence is Absence.NOT_APPLICABLE for cell in cells)


def _absences(merged: MergedAction) -> tuple[Run, ...]:
    """Return what stands where it was decided to go on without an answer."""
    names = " i ".join(unit.short for unit in merged.excused)
    return (Run(f"{merged.absence_words} ({names})"),) if names else ()


def gap(unit: Unit) -> Run:
    """Return the words that stand where a unit's answer is missing."""
    return Run(f"[brak danych: {unit.short}]", gap=True)


def item_text(item: Item) -> str:
    """Return one counted thing as it is printed."""
    if item.value is None:
        return item.mark
    text = item.phrase.compose(item.value)
    return f"{item.unit}: {text}" if item.unit else text


def _composed(items: Sequence[Item]) -> Line:
    runs: list[Run] = []
    for item in items:
        text = item_text(item)
        if not text:
            continue
        if runs:
            runs.append(Run(item.before))
        # What was left as it was typed is no gap, and stands without brackets.
        runs.append(Run(text, gap=item.value is None and text.startswith("[")))
        for unit in item.owing:
            runs += [Run(" "), gap(unit)]
    return tuple(runs)


def _spaced(gaps: Sequence[Run]) -> Line:
    runs: list[Run] = []
    for run in gaps:
        if runs:
            runs.append(Run(" "))
        runs.append(run)
    return tuple(runs)


def spending_lines(merged: MergedAction) -> Lines:
    """Compose the amounts, one a line, or the unit's own words for them."""
    gaps = (*_absences(merged), *(gap(unit) for unit in merged.missing))
    if not merged.answered:
        return (_spaced(gaps),)
    if merged.spending_wording:
        return text_lines(merged.spending_wording)
    lines: list[Line] = []
    for cell in merged.spending:
        amount = cell.number
        if cell.state is CellState.LEFT:
            lines.append((Run(cell.text),))
        elif amount is None:
            lines.append((Run(f"[do wyjaśnienia: „{cell.text}”]", gap=True),))
        else:
            lines.append((Run(format_money(amount)),))
    if not lines and merged.action.spending and merged.status in (Status.REALISED, Status.NEW):
        lines.append((Run("[brak danych o środkach]", gap=True),))
    if gaps and merged.action.spending:
        lines.append(_spaced(gaps))
    return tuple(lines)


def action_lines(programme: Programme, merged: MergedAction, field: str) -> Lines | None:
    """Return the lines of a field of an action that a layout may name; None if there is none."""
    action = merged.action
    match field:
        case "id" | "name" | "responsible":
            return text_lines(str(getattr(action, field)))
        case Field.PLANNED:
            return text_lines(planned_text(action, merged.plan))
        case "realised":
            return realised_lines(programme, merged)
        case Field.SPENDING:
            return spending_lines(merged)
        case Field.STATUS:
            return text_lines(merged.status.label)
        case "units":
            names = [programme.units[code].name for code in action.units]
            return text_lines("\n".join(names))
    if field in action.fields:
        return text_lines(action.fields[field])
    if field in {answer.key for answer in programme.answers}:
        return text_lines(merged.answers.get(field, ""))
    return None

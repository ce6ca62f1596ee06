"""The text of an action's printed cells, composed from typed values or taken from the unit."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from domain.anchors import in_action
from domain.form import Field, Status
from domain.merging import Item, MergedAction
from domain.polish.numbers import format_money, written_pattern
from domain.programme import Action, PlannedAction, Programme, Unit
from domain.submissions import Cell, CellState
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


class Change(StrEnum):
    """What became of a stretch of text since the version before."""

    NONE = ""
    INSERTED = "inserted"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text; a gap is shown in a style of its own.

    `anchor` is the id of the value that it shows; `change` tells what became of it since the
    version before.
    """

    text: str
    gap: bool = False
    anchor: str = ""
    change: Change = Change.NONE


Line = tuple[Run, ...]
Lines = tuple[Line, ...]


def plain(lines: Lines) -> str:
    """Return the text of lines without styles, one line a line."""
    return "\n".join("".join(run.text for run in line) for line in lines)


def text_lines(text: str) -> Lines:
    """Split a text with line ends into lines."""
    return tuple((Run(line),) for line in text.split("\n")) if text else ()


def planned_text(action: Action, plan: PlannedAction) -> str:
    """Return what was planned, one line a line."""
    return plain(planned_lines(action, plan))


def planned_lines(action: Action, plan: PlannedAction) -> Lines:
    """Compose what was planned: words first, values in the action's order, words last."""
    planned = [
        (indicator, value)
        for indicator in action.indicators
        if (value := plan.values.get(indicator.key)) is not None
    ]
    if plan.text:
        numbers = ((in_action(Field.PLANNED, one.key), value.number) for one, value in planned)
        return _with_anchors(text_lines(plan.text), numbers)
    runs = [Run(plan.words_first)] if plan.words_first else []
    for indicator, value in planned:
        runs += [Run(indicator.before)] if runs else []
        anchor = in_action(Field.PLANNED, indicator.key)
        runs.append(Run(indicator.phrase.compose(value), anchor=anchor))
    if plan.words:
        runs += [Run(", "), Run(plan.words)] if runs else [Run(plan.words)]
    return tuple(_broken(runs))


def _broken(runs: Iterable[Run]) -> Iterator[Line]:
    """Yield lines of runs, broken where a run's text has a line end."""
    line: list[Run] = []
    for run in runs:
        first, *more = run.text.split("\n")
        line += [replace(run, text=first)] if first else []
        for text in more:
            yield tuple(line)
            line = [replace(run, text=text)] if text else []
    if line:
        yield tuple(line)


def _with_anchors(lines: Lines, numbers: Iterable[tuple[str, Decimal]]) -> Lines:
    """Mark where a typed value stands in words of somebody's own: where it stands just once."""
    numbers = tuple(numbers)
    typed = Counter(number for _, number in numbers)
    told = plain(lines)
    for anchor, number in numbers:
        pattern = written_pattern(number)
        if typed[number] == 1 and len(pattern.findall(told)) == 1:
            lines = tuple(tuple(_parted(line, pattern, anchor)) for line in lines)
    return lines


def _parted(line: Line, pattern: "re.Pattern[str]", anchor: str) -> Iterator[Run]:
    """Yield a line's runs with the number, where it is there, in a run of its own."""
    for run in line:
        found = None if run.anchor else pattern.search(run.text)
        if found is None:
            yield run
            continue
        before, after = run.text[: found.start()], run.text[found.end() :]
        yield from (replace(run, text=text) for text in (before,) if text)
        yield replace(run, text=found[0], anchor=anchor)
        yield from (replace(run, text=text) for text in (after,) if text)


def realised_lines(programme: Programme, merged: MergedAction) -> Lines:
    """Compose what was realised, with a visible gap for each unit that owes an answer."""
    gaps = (*_absences(merged), *(gap(unit) for unit in merged.missing))
    if not merged.answered:
        return (_spaced(gaps),)
    composed = _composed(merged.items)
    if merged.wording:
        numbers = ((_anchor(one), one.value.number) for one in merged.items if one.value)
        lines = _with_anchors(text_lines(merged.wording), numbers)
    elif composed:
        lines = tuple(_broken(composed))
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


def _anchor(item: Item) -> str:
    """Return the id of a counted thing; where each unit's is listed, it names the unit."""
    unit = item.contributions[0].unit.code if item.unit else ""
    return in_action("realised", item.key, unit)


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
        gap_ = item.value is None and text.startswith("[")
        runs.append(Run(text, gap=gap_, anchor=_anchor(item)))
        runs += [Run(item.after)] if item.after else []
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
    amounts = [
        (in_action(Field.SPENDING, f"spending{place}", report.unit), cell)
        for report in merged.reports
        for place, cell in enumerate(report.spending, start=1)
    ]
    if merged.spending_wording:
        numbers = ((anchor, cell.number) for anchor, cell in amounts if cell.number is not None)
        return _with_anchors(text_lines(merged.spending_wording), numbers)
    lines: list[Line] = [(_amount(cell, anchor),) for anchor, cell in amounts]
    if not lines and merged.action.spending and merged.status in (Status.REALISED, Status.NEW):
        lines.append((Run("[brak danych o środkach]", gap=True),))
    if gaps and merged.action.spending:
        lines.append(_spaced(gaps))
    return tuple(lines)


def _amount(cell: Cell, anchor: str) -> Run:
    if cell.state is CellState.LEFT:
        return Run(cell.text, anchor=anchor)
    if cell.number is None:
        return Run(f"[do wyjaśnienia: „{cell.text}”]", gap=True, anchor=anchor)
    return Run(format_money(cell.number), anchor=anchor)


def action_lines(programme: Programme, merged: MergedAction, field: str) -> Lines | None:
    """Return the lines of a field of an action that a layout may name; None if there is none."""
    action = merged.action
    match field:
        case "id" | "name" | "responsible":
            return text_lines(str(getattr(action, field)))
        case Field.PLANNED:
            return planned_lines(action, merged.plan)
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

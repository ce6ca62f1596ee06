"""What units say beyond their results, as rows of the table: what is asked, told, or personal."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from domain.next_plan import Agreed, Wish, agreed, astray, proposals
from domain.polish.dictionary import Dictionary
from domain.privacy import personal_data
from domain.programme import Programme
from domain.submissions import (
    Cell,
    CellState,
    Origin,
    ReportedRow,
    Submission,
    known_qualifier,
    qualifier_of,
)
from domain.supplements import FREE_TEXTS, Asked, amount_of, count_of
from domain.table import TableRow
from domain.values import Value

NAMELESS = "(nie podano nazwy)"


def supplement_rows(
    programme: Programme, submissions: Sequence[Submission], dictionary: Dictionary | None
) -> Iterator[TableRow]:
    """Yield a row for each additional action, each value that wants a number, each dispute."""
    for submission in submissions:
        yield from _additional_rows(programme, submission)
        yield from _need_rows(programme, submission)
        yield from _personal_rows(programme, submission, dictionary)
    yield from _plan_rows(programme, submissions)


def counted_text(programme: Programme, row: ReportedRow) -> str:
    """Return what an additional action came to, in words; "" where nothing was counted."""
    label, count = row.cell(Asked.COUNTED).text, row.cell(Asked.COUNT)
    qualifier = qualifier_of(row.cell(Asked.PRECISION).text)
    number = count_of(count)
    if number is None or qualifier is None:
        said = " ".join(part for part in (count.text, row.cell(Asked.PRECISION).text) if part)
        return " – ".join(part for part in (label, f"„{said}”" if said else "") if part)
    value = Value(number, qualifier)
    measure = programme.measure(label)
    if measure is not None:
        return measure.compose(value)
    return f"{label}: {value}" if label else str(value)


def _additional_rows(programme: Programme, submission: Submission) -> Iterator[TableRow]:
    for row in submission.supplements.additional:
        name = row.cell(Asked.NAME)
        counted = counted_text(programme, row)
        yield replace(
            _about(programme, submission, row.key, "additional"),
            label=f" ({counted})" if counted else "",
            written=" ".join(name.text.split()) or NAMELESS,
            origin=_at(row, name, submission),
            field=Asked.NAME,
        )
        yield from _unclear(programme, submission, row, Asked.COUNT, "additional-value")


def _need_rows(programme: Programme, submission: Submission) -> Iterator[TableRow]:
    for row in submission.supplements.needs:
        yield from _unclear(programme, submission, row, Asked.AMOUNT, "need")


def _unclear(
    programme: Programme, submission: Submission, row: ReportedRow, name: Asked, kind: str
) -> Iterator[TableRow]:
    """Yield a row for a cell that wants a number, with what stands there instead of one."""
    cell, precision = row.cell(name), row.cell(Asked.PRECISION)
    told = cell
    known = amount_of(cell) if name is Asked.AMOUNT else count_of(cell)
    if cell.state is CellState.BLANK or known is not None:
        if known_qualifier(precision.text):
            return
        told = precision
    yield replace(
        _about(programme, submission, row.key, kind),
        unreadable=told.text,
        written=told.text,
        origin=told.origin,
        field=name if told is cell else Asked.PRECISION,
    )


def _plan_rows(programme: Programme, submissions: Sequence[Submission]) -> Iterator[TableRow]:
    said = tuple(proposals(programme, submissions))
    for one in said:
        if one.wish in (Wish.KEPT, Wish.EMPTIED):
            continue
        yield TableRow(
            row="next-plan",
            unit=one.unit.code,
            unit_name=one.unit.name,
            action=one.action.id,
            action_name=one.action.name,
            indicator=one.indicator.key,
            label=one.indicator.phrase.label,
            year=programme.year + 1,
            unreadable=one.said if one.wish is Wish.UNREADABLE else None,
            written=one.said,
            origin=one.origin,
            field=one.field,
        )
    for submission in submissions:
        for row in astray(programme, submission):
            cell = row.cell(Asked.PROPOSED)
            yield replace(
                _about(programme, submission, row.key, "next-plan"),
                action=row.cell(Asked.ID).text,
                label=row.cell(Asked.MEASURE).text or "?",
                year=programme.year + 1,
                unreadable=cell.text,
                written=cell.text,
                origin=cell.origin,
                field=Asked.PROPOSED,
            )
    for settled in agreed(programme, said).values():
        if settled.disputed:
            yield _dispute(programme, settled)


def _dispute(programme: Programme, settled: Agreed) -> TableRow:
    first = settled.left[0]
    return TableRow(
        row="plan-dispute",
        unit=first.unit.code,
        unit_name=first.unit.name,
        action=settled.action.id,
        action_name=settled.action.name,
        indicator=settled.indicator.key,
        label=settled.indicator.phrase.label,
        planned=settled.before.number if settled.before else None,
        year=programme.year + 1,
        written="; ".join(f"{one.unit.short} – {one.shown}" for one in settled.left),
        origin=first.origin,
        field=Asked.PROPOSED,
    )


def _personal_rows(
    programme: Programme, submission: Submission, dictionary: Dictionary | None
) -> Iterator[TableRow]:
    for row in submission.supplements.rows():
        for name in FREE_TEXTS:
            cell = row.cell(name)
            if cell.state is not CellState.TEXT:
                continue
            for one in personal_data(cell.text, dictionary):
                yield replace(
                    _about(programme, submission, row.key, "personal"),
                    personal=one.kind,
                    written=one.masked,
                    origin=cell.origin,
                    field=name,
                )


def _about(programme: Programme, submission: Submission, key: str, kind: str) -> TableRow:
    unit = programme.units[submission.unit]
    return TableRow(row=kind, unit=unit.code, unit_name=unit.name, indicator=key)


def _at(row: ReportedRow, cell: Cell, submission: Submission) -> Origin:
    """Return where a cell stands, or the first one of its row that is filled."""
    filled = (one for one in (cell, *row.cells.values()) if one.text)
    return next((one.origin for one in filled), Origin(submission.file))

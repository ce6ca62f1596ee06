"""Joins what a unit's several files say beyond the results.

Free rows add up, and the same row twice is one. Of a plan the row counts that somebody changed, the
later before the earlier; two changes in files that came together are a question.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from domain.submissions import (
    Cell,
    CellState,
    ReportedRow,
    Submission,
    Supplements,
    Unseen,
    qualifier_of,
)
from domain.supplements import Asked
from domain.values import Value, parse_value

Dated = tuple[int, ReportedRow]


def joined_supplements(files: Sequence[tuple[int, Supplements]]) -> Supplements:
    """Join what stands in the files, given in their order with the look each was first seen at."""
    return Supplements(
        _added_up(row for _, one in files for row in one.additional),
        _plan([(look, row) for look, one in files for row in one.next_plan]),
        _added_up(row for _, one in files for row in one.needs),
    )


def said_beyond(submission: Submission) -> tuple[object, ...]:
    """Return what a submission says beyond the results, wherever it stands."""
    said = submission.supplements
    return tuple(
        frozenset(map(_content, rows)) for rows in (said.additional, said.next_plan, said.needs)
    )


def present_plan(row: ReportedRow) -> Value | None:
    """Return the plan that a row was issued with; None where it has none."""
    cell = row.cell(Asked.PRESENT)
    if cell.number is not None:
        return Value(cell.number)
    try:
        return parse_value(cell.text) if cell.text else None
    except ValueError:
        return None


def proposed_plan(row: ReportedRow) -> Value | None:
    """Return the plan that a row proposes; None where it holds no number with a known precision."""
    number = row.cell(Asked.PROPOSED).number
    qualifier = qualifier_of(row.cell(Asked.PRECISION).text)
    return None if number is None or qualifier is None else Value(number, qualifier)


def _added_up(rows: Iterable[ReportedRow]) -> tuple[ReportedRow, ...]:
    """Return each row once; a further one under a key that is taken gets a key of its own."""
    kept: dict[tuple[object, ...], ReportedRow] = {}
    for row in rows:
        kept.setdefault(_said(row), row)
    keys: dict[str, int] = {}
    found: list[ReportedRow] = []
    for row in kept.values():
        times = keys[row.key] = keys.get(row.key, 0) + 1
        found.append(row if times == 1 else replace(row, key=f"{row.key}.{times}"))
    return tuple(found)


def _plan(rows: Sequence[Dated]) -> tuple[ReportedRow, ...]:
    by_key: dict[str, list[Dated]] = {}
    for look, row in rows:
        by_key.setdefault(row.key, []).append((look, row))
    return tuple(_chosen(given) for given in by_key.values())


def _chosen(given: Sequence[Dated]) -> ReportedRow:
    changed = [(look, row) for look, row in given if _is_changed(row)]
    if not changed:
        return given[-1][1]
    last = changed[-1][0]
    together = [row for look, row in changed if look == last]
    if len({_outcome(row) for row in together}) == 1:
        return together[-1]
    row = together[-1]
    said = "; ".join(
        f"„{one.cell(Asked.PROPOSED).text}” (plik „{one.cell(Asked.PROPOSED).origin.file}”)"
        for one in together
    )
    asked = Cell(Unseen(CellState.DISPUTED, said), row.cell(Asked.PROPOSED).origin)
    return replace(row, cells={**row.cells, Asked.PROPOSED: asked})


def _is_changed(row: ReportedRow) -> bool:
    if not row.cell(Asked.PROPOSED).text:
        # Emptied in one copy, filled in another: the filled one counts.
        return False
    proposed = proposed_plan(row)
    return proposed is None or proposed != present_plan(row)


def _outcome(row: ReportedRow) -> object:
    value = proposed_plan(row)
    return value or (row.cell(Asked.PROPOSED).text, row.cell(Asked.PRECISION).text)


def _content(row: ReportedRow) -> tuple[object, ...]:
    return (row.key, *_said(row))


def _said(row: ReportedRow) -> tuple[object, ...]:
    return tuple(
        sorted((name, cell.number or cell.text) for name, cell in row.cells.items() if cell.text)
    )

"""What a row of the table has to do with others: equal values, people an event, the year before.

Filled in over the finished table, with a row for each unit whose counts are all round; a rule then
looks at one row as always.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from domain.past import PastEdition
from domain.peers import per_event, with_peers
from domain.phrases import NounKind
from domain.programme import Programme, Section
from domain.submissions import Origin
from domain.table import TableRow

_COUNTED = ("indicator", "extra")
_PEOPLE = frozenset({NounKind.PEOPLE, NounKind.FAMILIES})
# Below a hundred, or in round tens, two rows are equal by chance; of two units below a thousand.
_LEAST_TWIN = 100
_LEAST_TWIN_OF_UNITS = 1000
_TEN, _HUNDRED = Decimal(10), Decimal(100)


def with_relations(programme: Programme, rows: Sequence[TableRow]) -> tuple[TableRow, ...]:
    """Return the rows of build_table with the columns that need more than one of them."""
    twins = _twins(rows)
    events = _events_before(rows)
    abouts = dict(_abouts(programme.sections, ""))
    spent = {(row.unit, row.action) for row in rows if row.row == "spending" and row.value}
    found = [
        replace(
            _with_group(row, events[place]) if place in events else row,
            twin=twins.get(place),
            about=f"{row.action_name} {abouts.get(row.action, '')}",
            spending_beside=(row.unit, row.action) in spent,
        )
        if row.row in _COUNTED
        else row
        for place, row in enumerate(rows)
    ]
    return (*with_peers(programme, _with_past(programme, found)), *_crowd_rows(rows))


def _with_past(programme: Programme, rows: Sequence[TableRow]) -> Sequence[TableRow]:
    """Return the rows; those of indicators know what the year before came to."""
    past = programme.past
    if past is None:
        return rows
    alone = {action.id for action in programme.actions() if len(programme.reporters(action)) == 1}
    return [
        _after(row, past, programme.year, alone=row.action in alone)
        if row.row == "indicator"
        else row
        for row in rows
    ]


def _after(row: TableRow, past: PastEdition, year: int, *, alone: bool) -> TableRow:
    value = past.value(row.action, row.indicator, row.unit, alone=alone)
    if value is None:
        return row
    return replace(row, past_value=value, past_year=past.year, year=year)


def _twins(rows: Sequence[TableRow]) -> dict[int, str]:
    """Map a row's place to the other actions in which the same value counts the same thing."""
    groups: dict[tuple[Decimal, str], list[int]] = {}
    for place, row in enumerate(rows):
        value = row.value
        if row.row not in _COUNTED or row.thing is None or value is None:
            continue
        if value >= _LEAST_TWIN and value % _TEN:
            groups.setdefault((value, row.thing), []).append(place)
    found: dict[int, str] = {}
    for (value, _), places in groups.items():
        for place in places:
            others = [
                rows[other].action
                for other in places
                if rows[other].action != rows[place].action
                and (rows[other].unit == rows[place].unit or value >= _LEAST_TWIN_OF_UNITS)
            ]
            if others:
                found[place] = ", ".join(dict.fromkeys(others))
    return found


def _events_before(rows: Sequence[TableRow]) -> dict[int, TableRow]:
    """Map the place of a planned count of people to the events that stand before it."""
    found: dict[int, TableRow] = {}
    last: TableRow | None = None
    for place, row in enumerate(rows):
        if row.row != "indicator":
            continue
        if last is not None and (last.unit, last.action) != (row.unit, row.action):
            last = None
        if row.thing == NounKind.EVENTS:
            last = row
        elif row.thing == NounKind.PEOPLE and last is not None:
            found[place] = last
    return found


def _with_group(people: TableRow, events: TableRow) -> TableRow:
    """Return a count of people with how many come to an event, planned and realised."""
    held, foreseen = events.value, events.planned
    return replace(
        people,
        events_ratio=held / foreseen if held and foreseen else None,
        group_size=per_event(people.value, held),
        group_planned=per_event(people.planned, foreseen),
    )


def _crowd_rows(rows: Sequence[TableRow]) -> Iterator[TableRow]:
    """Yield a row for each unit that counted people: how often, how often in whole hundreds."""
    counts: dict[str, list[TableRow]] = {}
    for row in rows:
        if row.row in _COUNTED and row.thing in _PEOPLE and row.value:
            counts.setdefault(row.unit, []).append(row)
    for unit, counted in counts.items():
        values = [row.value for row in counted if row.value is not None]
        yield TableRow(
            row="counts",
            unit=unit,
            unit_name=counted[0].unit_name,
            people_counts=len(values),
            round_counts=sum(not value % _HUNDRED for value in values),
            origin=Origin(counted[0].origin.file),
        )


def _abouts(sections: Sequence[Section], above: str) -> Iterator[tuple[str, str]]:
    """Yield each action's id with the titles of all sections that it stands in."""
    for section in sections:
        titles = f"{above} {section.title}"
        for action in section.actions:
            yield action.id, titles
        yield from _abouts(section.sections, titles)

"""How many people come to an event, and to the events of other units of the same kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from statistics import median

from domain.programme import Programme
from domain.table import TableRow


@dataclass(frozen=True, slots=True)
class _Peers:
    """The rows that one unit's are held against: how many, and their median."""

    count: int
    median: Decimal | None


def per_event(people: Decimal | None, events: Decimal | None) -> Decimal | None:
    """Return people an event, to one place (below one to two); None without one of the two."""
    if not people or not events:
        return None
    ratio = people / events
    return round(ratio, 1 if ratio >= 1 else 2).normalize()


def with_peers(programme: Programme, rows: Sequence[TableRow]) -> tuple[TableRow, ...]:
    """Return the rows; those with a `group_size` know the median of their peers.

    Peers are the rows of other units of the kind that the register of units gives; a unit's own
    habits are not held against themselves.
    """
    peers = _peers_by_unit(programme, rows)
    return tuple(
        replace(row, peers=peers[row.unit].count, peers_median=peers[row.unit].median)
        if row.group_size is not None
        else row
        for row in rows
    )


def _peers_by_unit(programme: Programme, rows: Sequence[TableRow]) -> Mapping[str, _Peers]:
    sizes: dict[str, list[Decimal]] = {}
    for row in rows:
        own = sizes.setdefault(row.unit, [])
        if row.group_size is not None and row.has_results:
            own.append(row.group_size)
    kinds = {code: programme.units[code].kind for code in sizes}
    return {
        code: _summed_up(
            [
                size
                for other, others in sizes.items()
                if other != code and kinds[other] == kinds[code]
                for size in others
            ]
        )
        for code in sizes
    }


def _summed_up(sizes: Sequence[Decimal]) -> _Peers:
    return _Peers(len(sizes), round(median(sizes), 1).normalize() if sizes else None)

"""A table as a person sees it, whatever kind of file it stands in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class GridCell:
    """What stands in a cell; a merged one stands in every place that it covers, as one object.

    `number` is set where a number was typed as one. `doubtful` says that something in the cell is
    not what a person sees (hidden, crossed out, raised, made by a formula).
    """

    text: str
    address: str
    height: int = 1
    width: int = 1
    number: Decimal | None = None
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row: its number in the table, and its cells by column (from 1)."""

    place: int
    cells: Mapping[int, GridCell]

    def distinct(self) -> tuple[GridCell, ...]:
        """Return the cells with something in them, each once."""
        seen: list[GridCell] = []
        for _, cell in sorted(self.cells.items()):
            if cell.text and not any(cell is other for other in seen):
                seen.append(cell)
        return tuple(seen)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table under the name of its sheet, or as "Tabela 3"; `headings` stand before it, `below`
    behind it."""

    name: str
    rows: tuple[GridRow, ...]
    headings: tuple[str, ...] = field(default=())
    below: tuple[str, ...] = field(default=())


def spread(
    cells: Mapping[tuple[int, int], GridCell],
) -> Iterator[GridRow]:
    """Yield the rows of cells that are known by their first place (row, column)."""
    rows: dict[int, dict[int, GridCell]] = {}
    for (top, left), cell in sorted(cells.items()):
        for place in range(top, top + cell.height):
            row = rows.setdefault(place, {})
            for column in range(left, left + cell.width):
                row.setdefault(column, cell)
    for place, row in sorted(rows.items()):
        yield GridRow(place, row)

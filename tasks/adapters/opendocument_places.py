"""Where the cells of an .ods stand: repeated, hidden, merged; and so which numbers are seen."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from lxml import etree

from domain.arithmetic import Operands
from domain.polish.numbers import format_number
from domain.shown import Spans, readings, shown_text
from domain.submissions import CellState, RawValue, Refused, Unseen
from tasks.adapters.opendocument_cells import Figure, content_of
from tasks.adapters.opendocument_formats import Styles
from tasks.adapters.opendocument_xml import BROKEN, TABLE, count

# For how many a filled cell may stand; how many filled rows, and cells in all, a sheet may have.
MOST_REPEATED, MOST_ROWS, MOST_CELLS = 5000, 20_000, 1_000_000
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
# An empty cell of the form has its address too; no form is wider.
WIDEST = 64
_TOO_MANY = (
    "W arkuszu wypełniono tysiące komórek poza formularzem. Proszę usunąć wartości przeciągnięte "
    "poza jego wiersze i kolumny i przesłać plik ponownie."
)


def _lines(table: etree._Element, kind: str, hidden: bool) -> Iterator[tuple[etree._Element, bool]]:
    """Yield rows or columns, out of their groups, and whether each is hidden."""
    wrappers = (f"{TABLE}table-header-{kind}s", f"{TABLE}table-{kind}s")
    open_groups = [(iter(table), hidden)]
    while open_groups:
        children, hidden = open_groups[-1]
        child = next(children, None)
        if child is None:
            open_groups.pop()
        elif child.tag == f"{TABLE}table-{kind}":
            yield child, hidden or child.get(f"{TABLE}visibility", "visible") != "visible"
        elif child.tag == f"{TABLE}table-{kind}-group":
            open_groups.append((iter(child), hidden or child.get(f"{TABLE}display") == "false"))
        elif child.tag in wrappers:
            open_groups.append((iter(child), hidden))


def _columns(table: etree._Element) -> dict[int, tuple[bool, str]]:
    """Return for each column whether it is hidden, and the style of its cells."""
    columns: dict[int, tuple[bool, str]] = {}
    place = 1
    for column, hidden in _lines(table, "column", False):
        style = column.get(f"{TABLE}default-cell-style-name", "")
        end = place + count(column, f"{TABLE}number-columns-repeated")
        columns |= dict.fromkeys(range(place, min(end, LAST_COLUMN + 1)), (hidden, style))
        place = end
    return columns


class Sheet:
    """One sheet, gone through from its top; what is seen is told when all cells have a place."""

    def __init__(self, table: etree._Element, styles: Styles) -> None:
        self.styles = styles
        self.cells: dict[int, dict[int, RawValue | Figure]] = {}
        self.operands: dict[tuple[int, int], Decimal | str | None] = {}
        self.merged, self.arrays = Spans(), Spans()
        self.areas: dict[tuple[int, int], tuple[int, int]] = {}
        self.hidden_rows: list[range] = []
        self.columns = _columns(table)
        self.left = MOST_CELLS
        place = 1
        hidden_sheet = styles.hides(table.get(f"{TABLE}style-name", ""))
        for row, hidden in _lines(table, "row", hidden_sheet):
            times = count(row, f"{TABLE}number-rows-repeated")
            if hidden:
                self.hidden_rows.append(range(place, place + times))
            self._row(row, range(place, place + times), hidden)
            place += times

    def rows(self, *, check: bool) -> dict[int, dict[int, RawValue]]:
        """Return the cells that are there; with `check`, numbers only where they are seen."""
        operands = Operands(self.operands)
        width = min(max((max(row) for row in self.cells.values()), default=0), WIDEST)
        return {
            place: {
                column: self._seen(row.get(column), operands, check)
                for column in sorted(row.keys() | range(1, width + 1))
            }
            for place, row in self.cells.items()
        }

    def hides(self, place: int, column: int) -> bool:
        """Whether a cell is in a hidden row or column, or on a hidden sheet."""
        in_column, _ = self.columns.get(column, (False, ""))
        return in_column or any(place in rows for rows in self.hidden_rows)

    def _row(self, row: etree._Element, places: range, hidden: bool) -> None:
        column = 1
        style = row.get(f"{TABLE}default-cell-style-name", "")
        for cell in row.iterchildren(f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
            columns = range(column, column + count(cell, f"{TABLE}number-columns-repeated"))
            covered = cell.tag == f"{TABLE}covered-table-cell"
            value = content_of(cell)
            if isinstance(value, Figure):
                value = replace(value, style=cell.get(f"{TABLE}style-name") or style)
                self._fill(value, places, columns, hidden or covered, _spans(cell, "") != (1, 1))
            elif value is not None and not covered:
                self._fill(value, places, columns, hidden, False)
            self._cover(self.merged, _spans(cell, ""), places, columns)
            if _spans(cell, "") != (1, 1):
                self.areas[places.start, columns.start] = _spans(cell, "")
            self._cover(self.arrays, _spans(cell, "matrix-"), places, columns)
            column = columns.stop

    def _fill(
        self,
        value: RawValue | Figure,
        places: range,
        columns: range,
        hidden: bool,
        merged: bool,
    ) -> None:
        """Put a value wherever it is repeated; raises Refused where that is no form any more."""
        self._spend(len(places) * len(columns), MOST_REPEATED)
        if places.stop - 1 > LAST_ROW or columns.stop - 1 > LAST_COLUMN:
            raise Refused(BROKEN)
        for column in columns:
            placed = value
            if isinstance(value, Figure):
                placed = self._placed(value, places[0], column, hidden, merged)
            for place in places:
                self.cells.setdefault(place, {})[column] = placed
                self.operands[place, column] = _operand(placed)
        if len(self.cells) > MOST_ROWS:
            raise Refused(_TOO_MANY)

    def _placed(
        self, figure: Figure, place: int, column: int, hidden: bool, merged: bool
    ) -> Figure:
        hidden_column, style = self.columns.get(column, (False, ""))
        state = None
        if hidden or hidden_column or self.merged.cover(place, column):
            state = CellState.HIDDEN
        elif merged:
            state = CellState.MERGED
        elif self.arrays.cover(place, column):
            state = CellState.STALE
        return replace(figure, style=figure.style or style, state=state)

    def _cover(self, covered: Spans, spans: tuple[int, int], places: range, columns: range) -> None:
        if spans != (1, 1):
            height, width = spans
            reach = range(columns.start, columns.stop - 1 + width)
            self._spend(len(reach), LAST_COLUMN)
            covered.add(places.stop - 2 + height, reach)

    def _spend(self, cells: int, most: int) -> None:
        self.left -= cells
        if cells > most or self.left < 0:
            raise Refused(_TOO_MANY)

    def _seen(self, value: RawValue | Figure, operands: Operands, check: bool) -> RawValue:
        """Return a number only where a person who opens the sheet sees that number there."""
        if not isinstance(value, Figure):
            return value
        if not check:
            return value.value
        text = format_number(value.number)
        if value.state:
            return Unseen(value.state, text)
        formula = value.formula
        if formula is not None and operands.result(formula.replace(";", ",")) != value.number:
            return Unseen(CellState.STALE, formula)
        if value.text is not None and value.number not in readings(value.text):
            return Unseen(CellState.MASKED, f"{text}, widać {value.text.strip() or 'puste pole'}")
        shown = shown_text(value.number, self.styles.format_of(value.style, value.number))
        return value.value if shown is None else Unseen(CellState.MASKED, f"{text}, widać {shown}")


def _operand(value: RawValue | Figure) -> Decimal | str | None:
    """Return what a cell is to the formulas of its sheet."""
    if isinstance(value, Figure):
        plain = value.formula is None and value.state is not CellState.STALE
        return value.number if plain else None
    return value if isinstance(value, str) else None


def _spans(cell: etree._Element, kind: str) -> tuple[int, int]:
    """Return over how many rows and columns a cell or an array formula reaches."""
    rows = count(cell, f"{TABLE}number-{kind}rows-spanned")
    return rows, count(cell, f"{TABLE}number-{kind}columns-spanned")

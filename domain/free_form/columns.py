"""Which column of a table is which: by the words of its header, as the programme's layout has them.

Columns may stand in any order, and a header may take several rows. Where two readings of a header
are nearly as good, there is none: a plan read as a result would be worse than a question.
"""

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from domain.form import Field
from domain.free_form.grid import Grid, GridCell, GridRow
from domain.free_form.words import LONGEST_LINK, Likeness, is_meant, told
from domain.programme import Programme

NAME, RESPONSIBLE, PLANNED, REALISED, SPENDING = (
    "name",
    "responsible",
    str(Field.PLANNED),
    "realised",
    str(Field.SPENDING),
)
NEEDED = (NAME, REALISED)
# How far down a header may stand, over how many rows, in a table of how many columns.
DEEPEST, TALLEST, WIDEST = 40, 3, 12
# How well a header's words fit on the whole, and by how much better than read in another way.
FIT, CLEAR = 0.5, 0.15
# A header that can be read in so many ways is none.
MOST_WAYS = 5000
# What makes another column of one: "planowany zakres realizacji", "środki (tys. zł)".
_WARNINGS = ("plan", "zaplan", "prognoz", "propon", "tys", "mln", "proc")


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a table's fields stand (column by field), in which rows its header begins and ends,
    and what it says by column.

    `others` are the columns of which nothing is known, or which only look like money.
    """

    of: Mapping[str, int]
    first_row: int
    last_row: int
    header: Mapping[int, str]
    others: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Headers:
    """The words by which the fields of a programme's tables are known, each with its weight."""

    words: Mapping[str, tuple[frozenset[str], ...]]
    weights: Mapping[str, float]
    likeness: Likeness
    # All words of a field's headers, also the short ones.
    own: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def fit(self, text: str, name: str) -> float:
        """Return how well a header's text is a field's: words of one that the other has."""
        written = _words(text)
        return max((self._shared(written, wanted) for wanted in self.words[name]), default=0.0)

    def _shared(self, written: frozenset[str], wanted: frozenset[str]) -> float:
        if _warning(written) and not _warning(wanted):
            return 0.0
        found = {one for one in written if any(self.same(one, two) for two in wanted)}
        back = {two for two in wanted if any(self.same(one, two) for one in written)}
        parts = (self._part(found, written), self._part(back, wanted))
        return sum(parts) / 2

    def _part(self, some: set[str], every: frozenset[str]) -> float:
        whole = sum(map(self._weight, every))
        return sum(map(self._weight, some)) / whole if whole else 0.0

    def _weight(self, word: str) -> float:
        return self.weights.get(word, 1.0)

    def same(self, one: str, other: str) -> bool:
        """Whether two words of headers are one in another form, or with a slip."""
        # "działania" for "działanie", "wskaźnik" for "wskaźniki": only the ending is another.
        stem = min(len(one), len(other)) - 2
        alike = stem >= 4 and one[:stem] == other[:stem] and abs(len(one) - len(other)) <= 2
        return alike or is_meant(one, other, self.likeness)


def known_headers(programme: Programme, likeness: Likeness) -> Headers | None:
    """Return the headers of the programme's tables; None where its layout has no such table."""
    texts: dict[str, set[str]] = {}
    for layout in programme.layout.actions.values():
        for column in layout.columns:
            texts.setdefault(column.field, set()).add(column.header.replace("{year}", ""))
    if not all(field in texts for field in NEEDED):
        return None
    words = {
        field: tuple(sorted((_words(text) for text in ways), key=sorted))
        for field, ways in texts.items()
    }
    shared = [word for ways in words.values() for word in frozenset().union(*ways)]
    # A word that several headers have tells little: "realizacji", "działania".
    weights = {word: 1 / shared.count(word) ** 2 for word in shared}
    own = {
        name: frozenset(token.folded for text in ways for token in told(text))
        for name, ways in texts.items()
    }
    return Headers(words, weights, likeness, own)


def columns_of(headers: Headers, grid: Grid) -> Columns | None:
    """Return the columns of a table of the layout; None for any other table."""
    found: Columns | None = None
    best = 0.0
    for start in range(min(DEEPEST, len(grid.rows))):
        for height in range(1, min(TALLEST, len(grid.rows) - start) + 1):
            columns, total = _header(headers, grid.rows[start : start + height])
            if columns is not None and total > best + 0.01:
                found, best = columns, total
        if found is not None and grid.rows[start].place >= found.last_row:
            return found
    return found


def is_header(headers: Headers, row: GridRow) -> bool:
    """Whether a row is a header, of whatever columns: two of its cells say what columns are."""
    fitting = [
        {name for name in headers.words if headers.fit(cell.text, name) >= FIT}
        for cell in row.distinct()
    ]
    return len(list(filter(None, fitting))) > 1 and len(set().union(*fitting)) > 1


def repeats(columns: Columns, row: GridRow) -> bool:
    """Whether a row says the header, or a part of it, once more (on a new page)."""
    return all(
        _folded(cell.text) in _folded(columns.header.get(at, ""))
        for at, cell in row.cells.items()
        if cell.text
    )


def _folded(text: str) -> str:
    return f" {' '.join(text.split())} ".casefold()


def _header(headers: Headers, rows: Sequence[GridRow]) -> tuple[Columns | None, float]:
    texts = joined(rows)
    if len(texts) < len(NEEDED) or len(texts) > WIDEST:
        return None, 0.0
    fits = {
        (at, field): fit
        for at, text in texts.items()
        for field in headers.words
        if (fit := headers.fit(text, field)) > 0
    }
    ways = sorted(_ways(headers, texts, fits), key=lambda way: way[0], reverse=True)
    if not ways or (len(ways) > 1 and ways[0][0] - ways[1][0] < CLEAR):
        return None, 0.0
    total, of = ways[0]
    if any(fits[at, field] < FIT for field, at in of.items()):
        return None, 0.0
    return Columns(of, rows[0].place, rows[-1].place, texts), total


def _ways(
    headers: Headers, texts: Mapping[int, str], fits: Mapping[tuple[int, str], float]
) -> Iterator[tuple[float, dict[str, int]]]:
    """Yield each way to give the fields to columns, with how well it fits in all."""
    choices = []
    for name in headers.words:
        fitting = [at for at in texts if fits.get((at, name), 0.0) >= FIT / 2]
        choices.append([*fitting, *([None] if name not in NEEDED else [])])
    if math.prod(map(len, choices)) > MOST_WAYS:
        return
    for way in itertools.product(*choices):
        taken = [at for at in way if at is not None]
        if len(set(taken)) == len(taken):
            of = {name: at for name, at in zip(headers.words, way, strict=True) if at is not None}
            yield sum(fits[at, name] for name, at in of.items()), of


def joined(rows: Sequence[GridRow]) -> dict[int, str]:
    """Return the texts of a header by column: what several rows say, one under another."""
    texts: dict[int, str] = {}
    for column in sorted({column for row in rows for column in row.cells}):
        cells: list[GridCell] = []
        for row in rows:
            cell = row.cells.get(column)
            if cell is not None and cell.text and not any(cell is other for other in cells):
                cells.append(cell)
        if cells and cells[-1].width == 1:
            texts[column] = " ".join(cell.text for cell in cells)
    return texts


def _warning(words: frozenset[str]) -> bool:
    """Whether a header says that its numbers are planned, or counted in thousands."""
    return any(word.startswith(_WARNINGS) for word in words)


def unbroken(text: str) -> str:
    """Return a header without the hyphens of a line's end: "odpowie- dzialna"."""
    return text.replace("\u00ad", "").replace("-\n", "").replace("- ", "")


def _words(text: str) -> frozenset[str]:
    return frozenset(
        token.folded
        for token in told(unbroken(text))
        if token.is_word and len(token.text) > LONGEST_LINK
    )

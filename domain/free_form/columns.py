"""Which column of a table is which: by the words of its header, as the programme's layout has them.

Columns may stand in any order, and a header may take several rows. Where two readings of a header
are nearly as good, there is none: a plan read as a result would be worse than a question.
"""

import itertools
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

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
YEAR_DIGITS = 4
# What makes another column of one: "planowany zakres realizacji", "środki (tys. zł)".
_WARNINGS = ("plan", "zaplan", "prognoz", "propon", "tys", "mln", "proc")
_YEAR = re.compile(r"\b(\d{4}) rok|\brok(?:u)? (\d{4})\b")


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a table's fields stand (column by field), in which row its header ends, its texts.

    `years` are the years that the header names, or else the title above it ("za 2023 rok").
    """

    of: Mapping[str, int]
    last_row: int
    header: tuple[str, ...]
    years: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Headers:
    """The words by which the fields of a programme's tables are known, each with its weight."""

    words: Mapping[str, tuple[frozenset[str], ...]]
    weights: Mapping[str, float]
    likeness: Likeness

    def fit(self, text: str, field: str) -> float:
        """Return how well a header's text is a field's: words of one that the other has."""
        written = _words(text)
        return max((self._shared(written, wanted) for wanted in self.words[field]), default=0.0)

    def _shared(self, written: frozenset[str], wanted: frozenset[str]) -> float:
        if _warning(written) and not _warning(wanted):
            return 0.0
        found = {one for one in written if any(self._same(one, two) for two in wanted)}
        back = {two for two in wanted if any(self._same(one, two) for one in written)}
        parts = (self._part(found, written), self._part(back, wanted))
        return sum(parts) / 2

    def _part(self, some: set[str], every: frozenset[str]) -> float:
        whole = sum(map(self._weight, every))
        return sum(map(self._weight, some)) / whole if whole else 0.0

    def _weight(self, word: str) -> float:
        return self.weights.get(word, 1.0)

    def _same(self, one: str, other: str) -> bool:
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
    return Headers(words, weights, likeness)


def columns_of(headers: Headers, grid: Grid) -> Columns | None:
    """Return the columns of a table of the layout; None for any other table."""
    found = _found(headers, grid)
    if found is None or found.years:
        return found
    above = (
        cell.text for row in grid.rows if row.place < found.last_row for cell in row.distinct()
    )
    return replace(found, years=_years_of_titles((*grid.headings, *above)))


def _years_of_titles(titles: Iterable[str]) -> frozenset[int]:
    """Return the years that titles are about: "za 2023 rok", and not the date of a letter."""
    found = (match[1] or match[2] for text in titles for match in _YEAR.finditer(text))
    return frozenset(map(int, found))


def _found(headers: Headers, grid: Grid) -> Columns | None:
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


def is_header(columns: Columns, headers: Headers, row: GridRow) -> bool:
    """Whether a row says the header, or a part of it, once more (on a new page)."""
    texts = [row.cells[at].text if at in row.cells else "" for at in columns.of.values()]
    filled = [(text, field) for text, field in zip(texts, columns.of, strict=True) if text]
    return len(filled) > 1 and all(headers.fit(text, field) >= FIT for text, field in filled)


def _header(headers: Headers, rows: Sequence[GridRow]) -> tuple[Columns | None, float]:
    texts = _joined(rows)
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
    years = frozenset(
        int(token.text)
        for text in texts.values()
        for token in told(text)
        if len(token.text) == YEAR_DIGITS and token.text.isdecimal()
    )
    return Columns(of, rows[-1].place, tuple(texts.values()), years), total


def _ways(
    headers: Headers, texts: Mapping[int, str], fits: Mapping[tuple[int, str], float]
) -> Iterator[tuple[float, dict[str, int]]]:
    """Yield each way to give the fields to columns, with how well it fits in all."""
    choices = []
    for field in headers.words:
        fitting = [at for at in texts if fits.get((at, field), 0.0) >= FIT / 2]
        choices.append([*fitting, *([None] if field not in NEEDED else [])])
    if math.prod(map(len, choices)) > MOST_WAYS:
        return
    for way in itertools.product(*choices):
        taken = [at for at in way if at is not None]
        if len(set(taken)) == len(taken):
            of = {field: at for field, at in zip(headers.words, way, strict=True) if at is not None}
            yield sum(fits[at, field] for field, at in of.items()), of


def _joined(rows: Sequence[GridRow]) -> dict[int, str]:
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


def _words(text: str) -> frozenset[str]:
    # "odpowie- dzialna": a line ended inside a word.
    whole = text.replace("\u00ad", "").replace("-\n", "").replace("- ", "")
    return frozenset(
        token.folded for token in told(whole) if token.is_word and len(token.text) > LONGEST_LINK
    )

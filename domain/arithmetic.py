"""Computes simple formulas of a sheet again: what a file stores as a result may be stale."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal

Lookup = Callable[[str], Decimal | None]

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?P<name>SUM)\(|"
    r"(?P<ref>\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)|(?P<sign>[-+*/(),]))",
    re.ASCII,
)
_CORNER = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_DEPTH = 40
# No total in a form spans more, no formula that a program writes is longer.
MOST_CELLS = 5000
_LONGEST_FORMULA = 8192


class NotArithmetic(Exception):
    """The formula is more than sums and products of numbers and cells."""


def evaluate(formula: str, cell: Lookup, cells: Callable[[str], list[Decimal]]) -> Decimal | None:
    """Compute a formula of + - * / ( ) SUM over cells of its sheet; None for any other.

    `cell` gives a cell's number, None where it holds none; `cells` the numbers of a range.
    """
    try:
        tokens = _tokens(formula.removeprefix("="))
        value, rest = _Parser(cell, cells).sum(tokens, 0)
        # To as many digits as a stored result has.
        return round_to(value) if rest == len(tokens) else None
    except (NotArithmetic, ArithmeticError, IndexError):
        return None


def round_to(number: Decimal) -> Decimal:
    """Round to the fifteen significant digits that Excel keeps."""
    return Context(prec=15).plus(number)


def _tokens(text: str) -> list[tuple[str, str]]:
    tokens: list[tuple[str, str]] = []
    text = text.rstrip()
    place = 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None or match.lastgroup is None:
            raise NotArithmetic(text)
        tokens.append((match.lastgroup, match[match.lastgroup]))
        place = match.end()
    return tokens


class _Parser:
    """A recursive descent over the tokens; each method returns a value and the next place."""

    def __init__(self, cell: Lookup, cells: Callable[[str], list[Decimal]]) -> None:
        self.cell = cell
        self.cells = cells
        self.depth = 0

    def sum(self, tokens: list[tuple[str, str]], place: int) -> tuple[Decimal, int]:
        value, place = self.product(tokens, place)
        while place < len(tokens) and tokens[place][1] in ("+", "-"):
            sign = tokens[place][1]
            other, place = self.product(tokens, place + 1)
            value = value + other if sign == "+" else value - other
        return value, place

    def product(self, tokens: list[tuple[str, str]], place: int) -> tuple[Decimal, int]:
        value, place = self.factor(tokens, place)
        while place < len(tokens) and tokens[place][1] in ("*", "/"):
            sign = tokens[place][1]
            other, place = self.factor(tokens, place + 1)
            value = value * other if sign == "*" else value / other
        return value, place

    def factor(self, tokens: list[tuple[str, str]], place: int) -> tuple[Decimal, int]:
        self.depth += 1
        if self.depth > _DEPTH:
            raise NotArithmetic("too deep")
        try:
            return self._factor(tokens, place)
        finally:
            self.depth -= 1

    def _factor(self, tokens: list[tuple[str, str]], place: int) -> tuple[Decimal, int]:
        kind, text = tokens[place]
        if kind == "number":
            return Decimal(text), place + 1
        if kind == "ref" and ":" not in text:
            value = self.cell(text.replace("$", ""))
            if value is None:
                raise NotArithmetic(text)
            return value, place + 1
        if kind == "name":
            return self.total(tokens, place + 1)
        if text in ("-", "+"):
            value, place = self.factor(tokens, place + 1)
            return (-value if text == "-" else value), place
        if text == "(":
            value, place = self.sum(tokens, place + 1)
            if tokens[place][1] != ")":
                raise NotArithmetic(text)
            return value, place + 1
        raise NotArithmetic(text)

    def total(self, tokens: list[tuple[str, str]], place: int) -> tuple[Decimal, int]:
        value = Decimal(0)
        while True:
            kind, text = tokens[place]
            if kind == "ref" and ":" in text:
                value += sum(self.cells(text.replace("$", "")), Decimal(0))
                place += 1
            else:
                part, place = self.sum(tokens, place)
                value += part
            closing = tokens[place][1]
            place += 1
            if closing == ")":
                return value, place
            if closing != ",":
                raise NotArithmetic(closing)


@dataclass(slots=True)
class Operands:
    """What the cells of a sheet are to its formulas, by (row, column) from 1; others are empty.

    A plain number is a Decimal, a plain text is a str; with None nothing can be computed. `budget`
    is how many cells all totals together may span.
    """

    cells: Mapping[tuple[int, int], Decimal | str | None]
    budget: int = 1_000_000

    def result(self, formula: str) -> Decimal | None:
        """Compute a formula of A1 references; None for what is no simple arithmetic."""
        if len(formula) > _LONGEST_FORMULA:
            return None
        return evaluate(formula, self._number, self._numbers)

    def _number(self, reference: str) -> Decimal | None:
        value = self.cells.get(_place(reference), Decimal(0))
        return value if isinstance(value, Decimal) else None

    def _numbers(self, area: str) -> list[Decimal]:
        first, _, last = area.partition(":")
        (top, bottom), (left, right) = map(sorted, zip(_place(first), _place(last), strict=True))
        size = (bottom - top + 1) * (right - left + 1)
        if size > MOST_CELLS or size > self.budget:
            raise NotArithmetic(area)
        self.budget -= size
        rows, columns = range(top, bottom + 1), range(left, right + 1)
        found = [self.cells.get((row, column), "") for row in rows for column in columns]
        if None in found:
            raise NotArithmetic(area)
        return [value for value in found if isinstance(value, Decimal)]


def _place(reference: str) -> tuple[int, int]:
    """Return the row and column of a reference: "B12" is (12, 2)."""
    match = _CORNER.fullmatch(reference)
    if match is None:
        raise NotArithmetic(reference)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column

"""What a person sees of a number in a sheet: its format may show another one than is stored."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from domain.polish.numbers import format_number

GENERAL = ("General", "@", "")
# Excel keeps and shows fifteen significant digits.
DIGITS = 15

_DECORATION = re.compile(r'\[[^\]]*\]|_.|\*.|\\.|"[^"0-9]*"|[ \u00a0\u202f-]|zł|€|\$')
_PLAIN = re.compile(r"[#0?,]*(?:\.(?P<decimals>[#0?]*))?")


def as_stored(raw: float | Decimal) -> Decimal | None:
    """Return a stored number in the fifteen digits that Excel shows; None for infinities."""
    number = Decimal(f"{raw:.{DIGITS}g}") if isinstance(raw, float) else Decimal(raw)
    return number if number.is_finite() else None


def shown_text(number: Decimal, number_format: str) -> str | None:
    """Return what a person reads where that is another number than `number`; None where it is not.

    A format that cannot be told ("?/?", scaling, colour tricks) is returned as itself.
    """
    if len(number.as_tuple().digits) > DIGITS or number.adjusted() > DIGITS:
        return format_number(number)
    if number_format in GENERAL:
        return None
    sections = number_format.split(";")
    negative = number < 0 and len(sections) > 1
    zero = number == 0 and len(sections) > 2
    section = sections[1] if negative else sections[2] if zero else sections[0]
    plain = _DECORATION.sub("", section)
    match = _PLAIN.fullmatch(plain)
    if match is None or plain.endswith(",") or not re.search("[#0?]", plain):
        return f"(format {number_format})"
    if negative and "-" not in section and "(" not in section:
        return format_number(-number)
    places = len(match["decimals"] or "")
    if -int(number.as_tuple().exponent) <= places:
        return None
    shown = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return None if shown == number else format_number(shown)


_NUMERAL = re.compile(r"\d(?:[\d .,']*\d)?")
_WHOLE = re.compile(r"\d+|[1-9]\d{0,2}(?:([ .,'])\d{3})(?:\1\d{3})*")
_SIGNS = str.maketrans("\u2212–\u00a0\u202f\u2009\u2007’", "--    '")
_DASH_FOR_ZERO = re.compile(r" *- *(?:zł|PLN)? *")
# More signs than a number of fifteen digits and its unit can take.
_LONGEST_SHOWN = 200


def readings(text: str) -> frozenset[Decimal]:
    """Return the numbers that a person may read in a text, written with Polish or English signs.

    "1,703" has two readings; "12%", "1703 4/9" and "1,7E+03" have none.
    """
    if len(text) > _LONGEST_SHOWN:
        return frozenset()
    text = text.translate(_SIGNS)
    if _DASH_FOR_ZERO.fullmatch(text):
        return frozenset((Decimal(0),))
    found = list(_NUMERAL.finditer(text))
    if len(found) != 1 or "%" in text or "‰" in text:
        return frozenset()
    before, after = text[: found[0].start()], text[found[0].end() :]
    negative = "-" in before + after or ("(" in before and ")" in after)
    return frozenset(-value if negative else value for value in _values(found[0][0]))


def _values(numeral: str) -> Iterator[Decimal]:
    """Yield a numeral's value for each sign that may be its decimal one."""
    if _WHOLE.fullmatch(numeral):
        yield Decimal(re.sub(r"\D", "", numeral))
    for sign in ",.":
        whole, _, fraction = numeral.rpartition(sign)
        if sign not in whole and _WHOLE.fullmatch(whole) and fraction.isdigit():
            yield Decimal(re.sub(r"\D", "", whole) + "." + fraction)


Lookup = Callable[[str], Decimal | None]

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?P<name>SUM)\(|"
    r"(?P<ref>\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)|(?P<sign>[-+*/(),]))"
)
_DEPTH = 40


class NotArithmetic(Exception):
    """The formula is more than sums and products of numbers and cells."""


def evaluate(formula: str, cell: Lookup, cells: Callable[[str], list[Decimal]]) -> Decimal | None:
    """Compute a formula of + - * / ( ) SUM over cells of its sheet; None for any other.

    `cell` gives a cell's number, None where it holds none; `cells` the numbers of a range.
    """
    try:
        tokens = _tokens(formula.removeprefix("="))
        value, rest = _Parser(cell, cells).sum(tokens, 0)
        return value if rest == len(tokens) else None
    except (NotArithmetic, ArithmeticError, IndexError):
        return None


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


# No total in a form spans more, no formula that a program writes is longer.
MOST_CELLS = 5000
_LONGEST_FORMULA = 8192
_CORNER = re.compile(r"([A-Z]{1,3})(\d{1,7})")


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


class Spans:
    """The cells that merged ones cover; for a sheet that is gone through from its top."""

    def __init__(self) -> None:
        self._last_rows: dict[int, int] = {}

    def add(self, last_row: int, columns: range) -> None:
        """Cover some columns, from the row that is gone through now to `last_row`."""
        for column in columns:
            self._last_rows[column] = max(last_row, self._last_rows.get(column, -1))

    def cover(self, row: int, column: int) -> bool:
        """Whether a cell is covered."""
        return self._last_rows.get(column, -1) >= row

"""What a person sees of a number in a sheet: its format may show another one than is stored."""

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

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
    shown = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return None if shown == number else format_number(shown)


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
    except (NotArithmetic, InvalidOperation, ZeroDivisionError, IndexError):
        return None


def _tokens(text: str) -> list[tuple[str, str]]:
    tokens: list[tuple[str, str]] = []
    place = 0
    while place < len(text.rstrip()):
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

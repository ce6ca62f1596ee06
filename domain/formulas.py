"""A rule's tree printed as a formula that a workbook works out: functions of Excel 2010 only.

A workbook knows true and false alone, a tree also blank. So a tree is printed twice over, as what
is certainly true of it and what is certainly false; blank is neither.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from domain.expressions import (
    Column,
    Expression,
    Literal,
    Value,
    columns_of,
    evaluate,
)

TRUE, FALSE = "TRUE", "FALSE"
# Longer texts cannot stand between quotation marks in a formula.
LONGEST_LITERAL = 255


@dataclass(frozen=True, slots=True)
class Known:
    """What a column holds whatever is typed: settled when the form is issued."""

    value: Value


@dataclass(frozen=True, slots=True)
class Reference:
    """The cell that shows what a column holds: a number, a text, TRUE, FALSE, or "" for blank."""

    cell: str


Fact = Known | Reference


class NotPrintable(ValueError):
    """A tree that no formula can stand for; the text says why."""


def broken(when: Expression | None, holds: Expression, facts: Mapping[str, Fact]) -> str:
    """Return the formula (without "=") that is TRUE where a rule looks and does not hold.

    Raises NotPrintable.
    """
    looks = TRUE if when is None else _Printing(facts).true(when)
    return FALSE if looks == FALSE else _and((looks, _Printing(facts).false(holds)))


def text_literal(text: str) -> str:
    """Return a text as a formula writes it, in pieces where it is long."""
    pieces = [
        text[start : start + LONGEST_LITERAL] for start in range(0, len(text), LONGEST_LITERAL)
    ]
    return "&".join('"' + piece.replace('"', '""') + '"' for piece in pieces or [""])


def number_literal(number: Decimal) -> str:
    """Return a number as a formula writes it."""
    return f"{number.normalize():f}"


@dataclass(frozen=True, slots=True)
class _Printing:
    """Prints trees over what is known of the columns."""

    facts: Mapping[str, Fact]

    def true(self, tree: Expression) -> str:
        """Return a formula that is TRUE where the tree is certainly true, FALSE elsewhere."""
        return self._told(tree, wanted=True)

    def false(self, tree: Expression) -> str:
        """Return a formula that is TRUE where the tree is certainly false, FALSE elsewhere."""
        return self._told(tree, wanted=False)

    def _told(self, tree: Expression, *, wanted: bool) -> str:
        settled = self._settled(tree)
        if settled is not None:
            return TRUE if evaluate(tree, settled) is wanted else FALSE
        if isinstance(tree, Column):
            return f"{self._cell(tree.name)}={TRUE if wanted else FALSE}"
        if isinstance(tree, Literal):  # pragma: no cover - it reads no column, so it is settled
            raise NotPrintable(str(tree))
        print_ = _PRINTED.get(tree.operation)
        if print_ is None:
            raise NotPrintable(f"a formula has no „{tree.operation}”")
        return print_(self, tree.operands, wanted=wanted)

    def _settled(self, tree: Expression) -> dict[str, Value] | None:
        """Return the columns that a tree reads, where all of them are known."""
        known: dict[str, Value] = {}
        for name in columns_of(tree):
            fact = self.facts[name]
            if not isinstance(fact, Known):
                return None
            known[name] = fact.value
        return known

    def _cell(self, name: str) -> str:
        fact = self.facts[name]
        if isinstance(fact, Reference):
            return fact.cell
        raise NotPrintable(name)  # pragma: no cover - a known column was settled before

    def conjunction(self, operands: tuple[Expression, ...], *, wanted: bool) -> str:
        parts = (self._told(one, wanted=wanted) for one in operands)
        return _and(parts) if wanted else _or(parts)

    def disjunction(self, operands: tuple[Expression, ...], *, wanted: bool) -> str:
        parts = (self._told(one, wanted=wanted) for one in operands)
        return _or(parts) if wanted else _and(parts)

    def negation(self, operands: tuple[Expression, ...], *, wanted: bool) -> str:
        return self._told(operands[0], wanted=not wanted)

    def filled(self, operands: tuple[Expression, ...], *, wanted: bool) -> str:
        return f'{self._operand(operands[0])}{"<>" if wanted else "="}""'

    def blank(self, operands: tuple[Expression, ...], *, wanted: bool) -> str:
        return self.filled(operands, wanted=not wanted)

    def among(self, operands: tuple[Expression, ...], *, wanted: bool) -> str:
        cell = self._operand(operands[0])
        found = _or(_same(cell, one) for one in operands[1:])
        return found if wanted else _and((f'{cell}<>""', _not(found)))

    def not_among(self, operands: tuple[Expression, ...], *, wanted: bool) -> str:
        return self.among(operands, wanted=not wanted)

    def mentions(self, operands: tuple[Expression, ...], *, wanted: bool) -> str:
        cell = self._operand(operands[0])
        sought = [word for one in operands[1:] for word in _spelt_out(str(_literal(one)))]
        listed = ",".join(text_literal(_plainly(word)) for word in sought)
        found = f"SUMPRODUCT(--ISNUMBER(SEARCH({{{listed}}},{cell})))>0"
        return found if wanted else _and((f'{cell}<>""', _not(found)))

    def between(self, operands: tuple[Expression, ...], *, wanted: bool) -> str:
        value, least, most = (self._number(one) for one in operands)
        inside = f"AND({value}>={least},{value}<={most})"
        return self._guarded(operands, inside if wanted else _not(inside))

    def compared(
        self,
        operands: tuple[Expression, ...],
        *,
        signs: tuple[str, str],
        wanted: bool,
    ) -> str:
        left, right = (self._number(one) for one in operands)
        return self._guarded(operands, f"{left}{signs[0] if wanted else signs[1]}{right}")

    def _operand(self, tree: Expression) -> str:
        if isinstance(tree, Column):
            return self._cell(tree.name)
        raise NotPrintable("it asks of something that is worked out whether it is blank")

    def _guarded(self, operands: Iterable[Expression], comparison: str) -> str:
        """Return a comparison that is FALSE where one of its numbers is blank or none."""
        names = sorted(set().union(*(columns_of(one) for one in operands)))
        facts = [self.facts[name] for name in names]
        if any(isinstance(fact, Known) and fact.value is None for fact in facts):
            return FALSE
        cells = [fact.cell for fact in facts if isinstance(fact, Reference)]
        numbers = _and(f"ISNUMBER({cell})" for cell in cells)
        return f"IF({numbers},IFERROR({comparison},{FALSE}),{FALSE})"

    def _number(self, tree: Expression) -> str:
        if isinstance(tree, Column):
            fact = self.facts[tree.name]
            return fact.cell if isinstance(fact, Reference) else _known_number(fact.value)
        if isinstance(tree, Literal):
            return _known_number(tree.value)
        left, right = (self._number(one) for one in tree.operands)
        if tree.operation == "remainder":
            # MOD takes the sign of the divisor, a remainder that of what is divided.
            return f"({left}-{right}*TRUNC({left}/{right}))"
        sign = _SIGNS.get(tree.operation)
        if sign is None:
            raise NotPrintable(f"a formula has no „{tree.operation}” of numbers")
        return f"({left}{sign}{right})"


_SIGNS = {"plus": "+", "minus": "-", "times": "*", "divide": "/"}
_COMPARISONS = {
    "equal": ("=", "<>"),
    "above": (">", "<="),
    "below": ("<", ">="),
    "at_least": (">=", "<"),
    "at_most": ("<=", ">"),
}
_Print = Callable[..., str]


def _comparing(signs: tuple[str, str]) -> _Print:
    return partial(_Printing.compared, signs=signs)


_PRINTED: Mapping[str, _Print] = {
    "all": _Printing.conjunction,
    "any": _Printing.disjunction,
    "not": _Printing.negation,
    "filled": _Printing.filled,
    "blank": _Printing.blank,
    "is": _Printing.among,
    "in": _Printing.among,
    "is_not": _Printing.not_among,
    "not_in": _Printing.not_among,
    "mentions": _Printing.mentions,
    "between": _Printing.between,
    **{name: _comparing(signs) for name, signs in _COMPARISONS.items()},
}


def _literal(tree: Expression) -> Value:
    if isinstance(tree, Literal):
        return tree.value
    raise NotPrintable(str(tree))  # pragma: no cover - the parser makes literals of these operands


def _same(cell: str, tree: Expression) -> str:
    value = _literal(tree)
    if isinstance(value, str):
        # Of two texts "=" does not see the size of letters.
        return f"EXACT({cell},{text_literal(value)})"
    return f"{cell}={_known_number(value) if isinstance(value, Decimal) else str(value).upper()}"


def _known_number(value: Value) -> str:
    if isinstance(value, Decimal):
        written = number_literal(value)
        return f"({written})" if value < 0 else written
    # Where a number is blank, nothing is compared: the guard says so first.
    return "0"


def _spelt_out(word: str) -> Iterator[str]:
    """Yield a word with each "#" as every digit that it may be."""
    before, sign, after = word.partition("#")
    if not sign:
        yield word
        return
    for digit in "0123456789":
        yield from _spelt_out(f"{before}{digit}{after}")


def _plainly(word: str) -> str:
    """Return a word with the signs that SEARCH takes for wildcards made plain."""
    return re.sub(r"[~*?]", r"~\g<0>", word)


def _and(parts: Iterable[str]) -> str:
    left = [part for part in dict.fromkeys(parts) if part != TRUE]
    if FALSE in left:
        return FALSE
    return left[0] if len(left) == 1 else f"AND({','.join(left)})" if left else TRUE


def _or(parts: Iterable[str]) -> str:
    left = [part for part in dict.fromkeys(parts) if part != FALSE]
    if TRUE in left:
        return TRUE
    return left[0] if len(left) == 1 else f"OR({','.join(left)})" if left else FALSE


def _not(part: str) -> str:
    return {TRUE: FALSE, FALSE: TRUE}.get(part) or f"NOT({part})"

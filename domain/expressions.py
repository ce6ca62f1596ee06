"""What a rule says of a row: a small typed tree, written as data and evaluated without eval.

In YAML a tree is a mapping of one operation to its operands. A bare word is a column of the table,
a number or true/false is itself, a text to compare with stands in a list or after a column:

    {all: [{is: [row, indicator]}, {filled: planned}]}
    {between: [{divide: [value, planned]}, 0.5, 2]}

Blank is neither true nor false: what compares with it is blank, and a rule that is blank is not
broken. `filled` and `blank` alone are always true or false.
"""

import operator
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, DivisionByZero, InvalidOperation
from enum import StrEnum

Value = str | Decimal | bool | None
Row = Mapping[str, Value]


class Kind(StrEnum):
    """What a tree amounts to."""

    TEXT = "tekst"
    NUMBER = "liczba"
    FLAG = "tak/nie"


@dataclass(frozen=True, slots=True)
class Column:
    """The value of a column in the row."""

    name: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A value that stands in the rule itself."""

    value: str | Decimal | bool


@dataclass(frozen=True, slots=True)
class Call:
    """An operation on its operands."""

    operation: str
    operands: "tuple[Expression, ...]"


Expression = Column | Literal | Call


class NotAnExpression(ValueError):
    """The data is no tree of this language; the text says why, in Polish."""


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation: what it takes, what it gives, how it is worked out.

    `takes` are the kinds of its operands, None for any kind; the last one repeats where `many`.
    `literals` of its last operands are values, not columns. One that is `lazy` takes its operands
    one after another, and no more of them than settle it.
    """

    takes: tuple[Kind | None, ...]
    gives: Kind
    work: Callable[..., Value]
    many: bool = False
    literals: bool = False
    lazy: bool = False


def _compared(compare: Callable[[Decimal, Decimal], bool]) -> Callable[..., Value]:
    def work(left: Value, right: Value) -> Value:
        if not isinstance(left, Decimal) or not isinstance(right, Decimal):
            return None
        return compare(left, right)

    return work


def _computed(compute: Callable[[Decimal, Decimal], Decimal]) -> Callable[..., Value]:
    def work(left: Value, right: Value) -> Value:
        if not isinstance(left, Decimal) or not isinstance(right, Decimal):
            return None
        try:
            return compute(left, right)
        except (DivisionByZero, InvalidOperation):
            return None

    return work


def _all(parts: Iterator[Value]) -> Value:
    known: Value = True
    for part in parts:
        if part is False:
            return False
        known = None if part is None else known
    return known


def _any(parts: Iterator[Value]) -> Value:
    known: Value = False
    for part in parts:
        if part is True:
            return True
        known = None if part is None else known
    return known


def _not(part: Value) -> Value:
    return None if part is None else not part


def _in(value: Value, *values: Value) -> Value:
    return None if value is None else value in values


def _not_in(value: Value, *values: Value) -> Value:
    return None if value is None else value not in values


def _between(value: Value, least: Value, most: Value) -> Value:
    if not isinstance(value, Decimal):
        return None
    if not isinstance(least, Decimal) or not isinstance(most, Decimal):
        return None
    return least <= value <= most


def _mentions(text: Value, *words: Value) -> Value:
    if text is None:
        return None
    told = str(text).casefold()
    return any(re.search(_plain_pattern(str(word)), told) for word in words)


def _plain_pattern(word: str) -> str:
    """Return a pattern of a word in which only "#" means something: any digit."""
    return re.escape(word.casefold()).replace(r"\#", "[0-9]")


def _matches(text: Value, pattern: Value) -> Value:
    return None if text is None else re.search(str(pattern), str(text)) is not None


_NUMBERS = (Kind.NUMBER, Kind.NUMBER)
OPERATIONS: Mapping[str, Operation] = {
    "all": Operation((Kind.FLAG,), Kind.FLAG, _all, many=True, lazy=True),
    "any": Operation((Kind.FLAG,), Kind.FLAG, _any, many=True, lazy=True),
    "not": Operation((Kind.FLAG,), Kind.FLAG, _not),
    "filled": Operation((None,), Kind.FLAG, lambda value: value is not None),
    "blank": Operation((None,), Kind.FLAG, lambda value: value is None),
    "is": Operation((None, None), Kind.FLAG, _in, literals=True),
    "is_not": Operation((None, None), Kind.FLAG, _not_in, literals=True),
    "in": Operation((None, None), Kind.FLAG, _in, many=True, literals=True),
    "not_in": Operation((None, None), Kind.FLAG, _not_in, many=True, literals=True),
    # Whatever the size of letters; "#" is any digit. A workbook can tell it, other than `matches`.
    "mentions": Operation((Kind.TEXT, Kind.TEXT), Kind.FLAG, _mentions, many=True, literals=True),
    "matches": Operation((Kind.TEXT, Kind.TEXT), Kind.FLAG, _matches, literals=True),
    "equal": Operation(_NUMBERS, Kind.FLAG, _compared(lambda left, right: left == right)),
    "above": Operation(_NUMBERS, Kind.FLAG, _compared(lambda left, right: left > right)),
    "below": Operation(_NUMBERS, Kind.FLAG, _compared(lambda left, right: left < right)),
    "at_least": Operation(_NUMBERS, Kind.FLAG, _compared(lambda left, right: left >= right)),
    "at_most": Operation(_NUMBERS, Kind.FLAG, _compared(lambda left, right: left <= right)),
    "between": Operation((*_NUMBERS, Kind.NUMBER), Kind.FLAG, _between),
    "plus": Operation(_NUMBERS, Kind.NUMBER, _computed(lambda left, right: left + right)),
    "minus": Operation(_NUMBERS, Kind.NUMBER, _computed(lambda left, right: left - right)),
    "times": Operation(_NUMBERS, Kind.NUMBER, _computed(lambda left, right: left * right)),
    "divide": Operation(_NUMBERS, Kind.NUMBER, _computed(lambda left, right: left / right)),
    "remainder": Operation(_NUMBERS, Kind.NUMBER, _computed(lambda left, right: left % right)),
}


def parse_expression(data: object, columns: Mapping[str, Kind]) -> Expression:
    """Read a tree from parsed YAML; raises NotAnExpression with a Polish sentence."""
    expression = _parsed(data)
    kind_of(expression, columns)
    return expression


def _parsed(data: object) -> Expression:
    if isinstance(data, bool):
        return Literal(data)
    if isinstance(data, int | float):
        return Literal(Decimal(str(data)))
    if isinstance(data, str):
        return Column(data)
    if not isinstance(data, dict) or len(data) != 1:
        raise NotAnExpression(f"„{data}” nie jest wyrażeniem: {{działanie: argumenty}}")
    name, given = next(iter(data.items()))
    operation = OPERATIONS.get(str(name))
    if operation is None:
        raise NotAnExpression(f"nie ma działania „{name}”; są: {', '.join(OPERATIONS)}")
    operands = given if isinstance(given, list) else [given]
    if operation.literals:
        return Call(str(name), tuple(_with_literals(operands)))
    return Call(str(name), tuple(_parsed(one) for one in operands))


def _with_literals(operands: Sequence[object]) -> Iterator[Expression]:
    """Yield the first operand as a tree, the others (a list or one by one) as plain values."""
    for place, one in enumerate(operands):
        if place == 0:
            yield _parsed(one)
            continue
        for value in one if isinstance(one, list) else [one]:
            yield Literal(value) if isinstance(value, str) else _parsed(value)


def kind_of(expression: Expression, columns: Mapping[str, Kind]) -> Kind:
    """Return what a tree amounts to; raises NotAnExpression where its parts do not fit."""
    if isinstance(expression, Column):
        if expression.name not in columns:
            raise NotAnExpression(f"nie ma kolumny „{expression.name}”")
        return columns[expression.name]
    if isinstance(expression, Literal):
        return _kind_of_literal(expression)
    operation = OPERATIONS[expression.operation]
    least, given = len(operation.takes), len(expression.operands)
    if given < least or (given > least and not operation.many):
        raise NotAnExpression(f"działanie „{expression.operation}” ma {given} argumentów")
    kinds = [kind_of(one, columns) for one in expression.operands]
    for place, kind in enumerate(kinds):
        wanted = operation.takes[min(place, least - 1)]
        # What is compared with a value is of that value's kind.
        wanted = kinds[0] if wanted is None and place else wanted
        if wanted is not None and kind is not wanted:
            raise NotAnExpression(
                f"działanie „{expression.operation}”: argument {place + 1} to {kind}, ma być "
                f"{wanted}"
            )
    if expression.operation == "matches":
        _check_pattern(expression.operands[1])
    return operation.gives


def _check_pattern(operand: Expression) -> None:
    pattern = operand.value if isinstance(operand, Literal) else ""
    try:
        re.compile(str(pattern))
    except re.error as error:
        raise NotAnExpression(f"„{pattern}” nie jest wzorcem: {error}") from error


def _kind_of_literal(literal: Literal) -> Kind:
    if isinstance(literal.value, bool):
        return Kind.FLAG
    return Kind.NUMBER if isinstance(literal.value, Decimal) else Kind.TEXT


def evaluate(expression: Expression, row: Row) -> Value:
    """Work a tree out for one row; blank (None) where it cannot be told."""
    return compiled(expression)(row)


def compiled(expression: Expression) -> Callable[[Row], Value]:
    """Return what works a tree out for a row: for many rows its branches are looked at once."""
    if isinstance(expression, Column):
        return operator.itemgetter(expression.name)
    if isinstance(expression, Literal):
        value = expression.value
        return lambda _: value
    operation = OPERATIONS[expression.operation]
    work, parts = operation.work, tuple(compiled(one) for one in expression.operands)
    if operation.lazy:
        return lambda row: work(part(row) for part in parts)
    return lambda row: work(*[part(row) for part in parts])


def held_in(
    when: Expression | None, holds: Expression, rows: Iterable[Row]
) -> Iterator[bool | None]:
    """Yield for each row whether a rule holds; blank where it does not look, or cannot tell."""
    looks = None if when is None else compiled(when)
    told = compiled(holds)
    for row in rows:
        held = told(row) if looks is None or looks(row) is True else None
        yield held if isinstance(held, bool) else None


def columns_of(expression: Expression) -> frozenset[str]:
    """Return the columns that a tree reads."""
    if isinstance(expression, Column):
        return frozenset({expression.name})
    if isinstance(expression, Literal):
        return frozenset()
    return frozenset().union(*(columns_of(one) for one in expression.operands))


def written(expression: Expression) -> str:
    """Return a tree as people read it ("all(row is indicator, filled planned)")."""
    if isinstance(expression, Column):
        return expression.name
    if isinstance(expression, Literal):
        value = expression.value
        return f"„{value}”" if isinstance(value, str) else str(value).lower()
    parts = [written(one) for one in expression.operands]
    return f"{expression.operation}({', '.join(parts)})"

"""Trees of rules: typed when they are read, worked out without eval, blank where not told."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.expressions import (
    Kind,
    NotAnExpression,
    Value,
    columns_of,
    evaluate,
    kind_of,
    parse_expression,
    written,
)

COLUMNS: Mapping[str, Kind] = {
    "row": Kind.TEXT,
    "value": Kind.NUMBER,
    "planned": Kind.NUMBER,
    "answered": Kind.FLAG,
}
ROW: dict[str, Value] = {
    "row": "indicator",
    "value": Decimal(30),
    "planned": Decimal(12),
    "answered": True,
}


def worked(data: Any, **changes: Value) -> Value:
    return evaluate(parse_expression(data, COLUMNS), ROW | changes)


@pytest.mark.parametrize(
    ("data", "result"),
    [
        ({"is": ["row", "indicator"]}, True),
        ({"is_not": ["row", "indicator"]}, False),
        ({"in": ["row", ["a", "indicator"]]}, True),
        ({"not_in": ["row", ["a", "b"]]}, True),
        ({"is": ["value", 30]}, True),
        ({"is": ["answered", True]}, True),
        ({"filled": "value"}, True),
        ({"blank": "value"}, False),
        ({"matches": ["row", "^ind"]}, True),
        ({"above": ["value", "planned"]}, True),
        ({"below": ["value", "planned"]}, False),
        ({"equal": ["value", {"plus": ["planned", 18]}]}, True),
        ({"at_least": ["value", 30]}, True),
        ({"at_most": ["value", 29.5]}, False),
        ({"between": [{"divide": ["value", "planned"]}, 0.5, 2]}, False),
        ({"equal": [{"remainder": ["value", 10]}, 0]}, True),
        ({"equal": [{"minus": ["value", {"times": ["planned", 2.5]}]}, 0]}, True),
        ({"all": [{"filled": "value"}, {"filled": "planned"}]}, True),
        ({"any": [{"blank": "value"}, {"is": ["answered", False]}]}, False),
        ({"not": {"blank": "value"}}, True),
    ],
)
def test_each_operation_is_worked_out(data: Any, result: bool) -> None:
    assert worked(data) is result


@pytest.mark.parametrize(
    "data",
    [
        {"above": ["value", 1]},
        {"is": ["value", 30]},
        {"between": ["value", 0, 1]},
        {"above": [{"plus": ["value", 1]}, 1]},
        {"not": {"above": ["value", 1]}},
        {"all": [{"filled": "planned"}, {"above": ["value", 1]}]},
        {"any": [{"blank": "planned"}, {"above": ["value", 1]}]},
    ],
)
def test_what_is_blank_makes_what_is_asked_of_it_blank(data: Any) -> None:
    assert worked(data, value=None) is None


def test_one_that_is_false_settles_all_and_one_that_is_true_settles_any() -> None:
    assert worked({"all": [{"blank": "planned"}, {"above": ["value", 1]}]}, value=None) is False
    assert worked({"any": [{"filled": "planned"}, {"above": ["value", 1]}]}, value=None) is True


def test_nothing_is_divided_by_nothing() -> None:
    assert worked({"above": [{"divide": ["value", "planned"]}, 1]}, planned=Decimal(0)) is None


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ("no_such", "nie ma kolumny „no_such”"),
        ({"eval": "value"}, "nie ma działania „eval”"),
        ({"above": ["row", 1]}, "argument 1 to tekst, ma być liczba"),
        ({"is": ["value", "30"]}, "argument 2 to tekst, ma być liczba"),
        ({"is": ["answered", "yes"]}, "argument 2 to tekst, ma być tak/nie"),
        ({"above": ["value"]}, "ma 1 argumentów"),
        ({"above": ["value", 1, 2]}, "ma 3 argumentów"),
        ({"not": "value"}, "argument 1 to liczba, ma być tak/nie"),
        ({"matches": ["row", "("]}, "nie jest wzorcem"),
        ({"filled": "value", "blank": "value"}, "nie jest wyrażeniem"),
        (["value"], "nie jest wyrażeniem"),
        (None, "nie jest wyrażeniem"),
    ],
)
def test_a_tree_that_does_not_fit_is_told_in_polish(data: Any, told: str) -> None:
    with pytest.raises(NotAnExpression) as refused:
        parse_expression(data, COLUMNS)
    assert told in str(refused.value)


def test_a_tree_says_what_it_reads_and_how_it_reads() -> None:
    tree = parse_expression(
        {"all": [{"is": ["row", "x"]}, {"above": ["value", {"times": ["planned", 2]}]}]}, COLUMNS
    )
    assert columns_of(tree) == {"row", "value", "planned"}
    assert written(tree) == "all(is(row, „x”), above(value, times(planned, 2)))"
    assert kind_of(tree, COLUMNS) is Kind.FLAG


@given(
    st.recursive(
        st.one_of(st.text(max_size=5), st.integers(), st.booleans(), st.none()),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=2)
        ),
        max_leaves=8,
    )
)
def test_whatever_stands_in_a_file_is_a_tree_or_a_sentence(data: Any) -> None:
    try:
        parse_expression(data, COLUMNS)
    except NotAnExpression as error:
        assert str(error)

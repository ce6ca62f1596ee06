"""A value as a definition writes it, and as it is printed."""

from decimal import Decimal

import pytest

from domain.values import Qualifier, Value, parse_value


@pytest.mark.parametrize(
    ("raw", "number", "qualifier"),
    [
        (605, "605", Qualifier.COUNTED),
        (0, "0", Qualifier.COUNTED),
        (-3, "-3", Qualifier.COUNTED),
        (15.48, "15.48", Qualifier.COUNTED),
        (Decimal("4877.29"), "4877.29", Qualifier.COUNTED),
        ("605", "605", Qualifier.COUNTED),
        ("1,5", "1.5", Qualifier.COUNTED),
        ("minimum 2", "2", Qualifier.BOUND),
        ("około 150", "150", Qualifier.ESTIMATED),
        ("300 miesięcznie", "300", Qualifier.RATE),
    ],
)
def test_value_is_read(raw: object, number: str, qualifier: Qualifier) -> None:
    assert parse_value(raw) == Value(Decimal(number), qualifier)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "dużo",
        "5 000",
        "5 osób",
        "1,2,3",
        "ok. 150",
        "około",
        "minimum 5 miesięcznie",
        "605\n",
        None,
        True,
        [5],
        {"value": 5},
        float("nan"),
        float("inf"),
    ],
    ids=repr,
)
def test_anything_else_is_refused_with_what_was_written(raw: object) -> None:
    with pytest.raises(ValueError, match="nie jest wartością") as refusal:
        parse_value(raw)
    assert f"„{raw}”" in str(refusal.value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Value(Decimal(1703)), "1 703"),
        (Value(Decimal("15.48")), "15,48"),
        (Value(Decimal(2), Qualifier.BOUND), "minimum 2"),
        (Value(Decimal(150), Qualifier.ESTIMATED), "około 150"),
        (Value(Decimal(300), Qualifier.RATE), "300 miesięcznie"),
    ],
)
def test_value_is_printed_with_its_qualifier(value: Value, text: str) -> None:
    assert str(value) == text

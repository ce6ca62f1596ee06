"""Simple formulas of a sheet, computed again."""

from decimal import Decimal

import pytest

from domain.arithmetic import evaluate

SHEET = {"A1": Decimal(2), "A2": Decimal(3), "B1": Decimal("0.5")}


def computed(formula: str) -> Decimal | None:
    def cells(area: str) -> list[Decimal]:
        return [number for name, number in SHEET.items() if name[0] == area[0]]

    return evaluate(formula, SHEET.get, cells)


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("=A1+A2*2", "8"),
        ("=(A1+A2)*2", "10"),
        ("=-A1+$A$2", "1"),
        ("=10-3-2", "5"),
        ("=12/3/2", "2"),
        ("=SUM(A1:A2)", "5"),
        ("=SUM(A1:A2,B1)/2", "2.75"),
        ("=SUM(A1, 1.5) - 1", "2.5"),
    ],
)
def test_sums_and_products_are_computed_again(formula: str, result: str) -> None:
    assert computed(formula) == Decimal(result)


@pytest.mark.parametrize(
    "formula",
    ["=IF(A1>1,2,3)", "=A1/0", "=C9+1", "=A1+", "=(A1", "=A1 A2", "=SUM(A1", "='Inny'!A1", "="],
)
def test_any_other_formula_is_not_guessed(formula: str) -> None:
    assert computed(formula) is None


def test_long_sum_is_no_deep_one() -> None:
    assert computed("=" + "+".join(["A1"] * 50)) == Decimal(100)

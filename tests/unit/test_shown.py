"""What a person sees of a number in a sheet."""

from decimal import Decimal

import pytest

from domain.shown import as_stored, evaluate, shown_text


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        (0.1 + 0.2, "0.3"),
        (4877.29, "4877.29"),
        (5.0, "5"),
        (Decimal("15.480"), "15.48"),
        (float("inf"), None),
        (float("nan"), None),
    ],
    ids=repr,
)
def test_stored_number_has_the_fifteen_digits_of_excel(
    raw: float | Decimal, number: str | None
) -> None:
    assert as_stored(raw) == (None if number is None else Decimal(number))


@pytest.mark.parametrize(
    ("number", "number_format", "shown"),
    [
        ("15.48", "General", None),
        ("15.48", "0.00", None),
        ("15.48", "0.0", "15,5"),
        ("15.48", "0", "15"),
        ("2.5", "0", "3"),  # Excel rounds halves away from zero
        ("1703", "#,##0", None),
        ("1703", "# ##0", None),
        ("2000750.5", '#,##0.00 "zł"', None),
        ("2000750.5", "#,##0 zł", "2 000 751"),
        ("-5.5", "0.0;[Red]-0", "-6"),
        ("0.4", '0.0;-0.0;"brak"', None),
    ],
)
def test_format_that_shows_another_number_is_told(
    number: str, number_format: str, shown: str | None
) -> None:
    assert shown_text(Decimal(number), number_format) == shown


@pytest.mark.parametrize("number_format", ["0%", "# ?/?", "0,", "0.00E+00", ";;;", '"ok"'])
def test_format_that_cannot_be_told_is_not_passed_over(number_format: str) -> None:
    assert shown_text(Decimal(605), number_format) is not None


def test_format_that_hides_the_minus_is_told() -> None:
    assert shown_text(Decimal(-5), "0;[Red]0") is not None


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

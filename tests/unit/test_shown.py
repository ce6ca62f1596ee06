"""What a person sees of a number in a sheet."""

from decimal import Decimal

import pytest

from domain.shown import as_stored, shown_text


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

"""Numbers as Polish offices print them, and the form of a noun that each of them takes."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.polish.numbers import NumberForm, format_money, format_number, number_form


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("0", "0"),
        ("0.00", "0"),
        ("7", "7"),
        ("999", "999"),
        ("1000", "1 000"),
        ("1703", "1 703"),
        ("122160", "122 160"),
        ("1234567", "1 234 567"),
        ("1E+3", "1 000"),
        ("15.48", "15,48"),
        ("8.55", "8,55"),
        ("4877.29", "4 877,29"),
        ("1.50", "1,5"),
        ("0.05", "0,05"),
        ("-5", "-5"),
        ("-0.5", "-0,5"),
        ("-1234567.8", "-1 234 567,8"),
    ],
)
def test_number_is_grouped_with_a_decimal_comma(number: str, text: str) -> None:
    assert format_number(Decimal(number)) == text


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        # Amounts of the published annex, task I.1.
        ("2000750", "2 000 750,00 zł"),
        ("3934985.31", "3 934 985,31 zł"),
        ("4171.93", "4 171,93 zł"),
        ("0", "0,00 zł"),
        ("0.5", "0,50 zł"),
        ("999.9", "999,90 zł"),
        ("-12.3", "-12,30 zł"),
    ],
)
def test_money_has_two_decimals_and_its_currency(amount: str, text: str) -> None:
    assert format_money(Decimal(amount)) == text


@pytest.mark.parametrize(
    ("number", "form"),
    [
        ("0", NumberForm.MANY),  # 0 rodzin
        ("1", NumberForm.ONE),
        ("1.0", NumberForm.ONE),  # printed as 1
        ("2", NumberForm.FEW),
        ("4", NumberForm.FEW),
        ("5", NumberForm.MANY),
        ("11", NumberForm.MANY),
        ("12", NumberForm.MANY),
        ("14", NumberForm.MANY),
        ("21", NumberForm.MANY),  # 21 rodzin, not "rodzina"
        ("22", NumberForm.FEW),
        ("101", NumberForm.MANY),
        ("112", NumberForm.MANY),
        ("1002", NumberForm.FEW),
        ("1012", NumberForm.MANY),
        ("0.5", NumberForm.PART),
        ("1.5", NumberForm.PART),
        ("15.48", NumberForm.PART),
        ("2.5", NumberForm.PART),
    ],
)
def test_number_governs_the_form_of_its_noun(number: str, form: NumberForm) -> None:
    assert number_form(Decimal(number)) is form


def _cldr(text: str) -> str:
    """State CLDR's plural rules of Polish over the written digits: one, few, many, other."""
    if "." in text:
        return "other"
    if text == "1":
        return "one"
    teens = text[-2:-1] == "1"
    return "few" if text[-1] in "234" and not teens else "many"


def test_every_small_number_follows_cldr() -> None:
    numbers = range(125)
    assert [number_form(Decimal(n)) for n in numbers] == [_cldr(str(n)) for n in numbers]


@given(st.integers(min_value=0, max_value=10**9))
def test_form_of_a_whole_number_follows_cldr(number: int) -> None:
    assert number_form(Decimal(number)) == _cldr(str(number))


@given(st.integers(min_value=0, max_value=10**6), st.integers(min_value=1, max_value=99))
def test_form_of_a_fraction_follows_cldr(whole: int, hundredths: int) -> None:
    text = f"{whole}.{hundredths:02}"
    assert _cldr(text) == "other"
    assert number_form(Decimal(text)) is NumberForm.PART


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=0, max_value=10**12))
def test_printed_number_reads_back_as_itself(number: Decimal) -> None:
    assert Decimal(format_number(number).replace(" ", "").replace(",", ".")) == number

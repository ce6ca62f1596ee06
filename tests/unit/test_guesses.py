"""What may be meant by words where one number should be: offered, never used."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.polish.guesses import Form, guess, guess_of_date


@pytest.mark.parametrize(
    ("text", "form", "numbers"),
    [
        ("1 703", Form.SPACED, ["1703"]),
        ("1\u00a0703", Form.SPACED, ["1703"]),
        ("1\u202f703", Form.SPACED, ["1703"]),
        ("10 000 000", Form.SPACED, ["10000000"]),
        ("-5", Form.SPACED, ["-5"]),
        ("3 934 985,31 zł", Form.CURRENCY, ["3934985.31"]),
        ("2000 PLN", Form.CURRENCY, ["2000"]),
        ("1.234,5", Form.DOTTED, ["1234.5"]),
        ("1.703", Form.DOTTED, ["1703", "1.703"]),
        ("1,703", Form.DECIMAL, ["1.703", "1703"]),
        ("15,5", Form.DECIMAL, ["15.5"]),
        ("1.5", Form.DECIMAL, ["1.5"]),
        ("ok. 150", Form.QUALIFIED, ["150"]),
        ("około 1 200", Form.QUALIFIED, ["1200"]),
        ("co najmniej 20", Form.QUALIFIED, ["20"]),
        ("ponad 20", Form.QUALIFIED, ["20"]),
        ("5-10", Form.RANGE, ["5", "10"]),
        ("od 5 do 10", Form.RANGE, ["5", "10"]),
        ("5 – 10", Form.RANGE, ["5", "10"]),
        ("12/15", Form.FRACTION, ["12", "15"]),
        ("30 z 40", Form.FRACTION, ["30", "40"]),
        ("15%", Form.PERCENT, ["15"]),
        ("150 osób", Form.COUNTED, ["150"]),
        ("150 (w tym 20 dzieci)", Form.SEVERAL, ["150", "20"]),
        ("12\n15", Form.SEVERAL, ["12", "15"]),
        ("1 70", Form.SEVERAL, ["1", "70"]),
        ("n/d", Form.ABSENT, []),
        ("nie dotyczy", Form.ABSENT, []),
        ("brak", Form.ABSENT, ["0"]),
        ("brak danych", Form.ABSENT, []),
        ("j.w.", Form.WORDS, []),
        ("dwanaście", Form.WORDS, []),
        ("", Form.WORDS, []),
    ],
)
def test_each_polish_way_is_told(text: str, form: Form, numbers: list[str]) -> None:
    told = guess(text)
    assert (told.form, told.numbers) == (form, tuple(map(Decimal, numbers)))


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("n/d", "x"),
        ("Nie dotyczy", "x"),
        ("nie było", "–"),
        ("b.d.", "."),
        ("ok. 5", "około"),
        ("min. 5", "co najmniej"),
        ("max. 5", "co najwyżej"),
        ("nie więcej niż 5", "co najwyżej"),
        ("poniżej 5", "co najwyżej"),
    ],
)
def test_a_sign_or_a_word_to_choose_is_offered(text: str, sign: str) -> None:
    assert guess(text).signs == (sign,)


def test_a_date_was_a_number_with_a_comma() -> None:
    assert guess_of_date(datetime.date(2024, 5, 12)).numbers == (Decimal("12.5"),)


@given(st.text(max_size=40))
def test_any_text_is_told_somehow(text: str) -> None:
    assert guess(text).form in Form


@given(st.integers(0, 10**9), st.sampled_from([" ", "\u00a0", "\u202f"]))
def test_a_grouped_number_is_read_back(number: int, space: str) -> None:
    assert guess(f"{number:,}".replace(",", space)).numbers == (Decimal(number),)

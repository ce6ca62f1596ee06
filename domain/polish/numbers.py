"""Numbers as Polish offices print them: ``10 900``, ``15,48``, ``2 000 750,00 zł``."""

import re
from decimal import Decimal
from enum import StrEnum

THOUSANDS = 1000


class NumberForm(StrEnum):
    """Which form of a noun a number takes (CLDR plural categories of Polish)."""

    ONE = "one"
    FEW = "few"
    MANY = "many"
    PART = "part"


def number_form(number: Decimal) -> NumberForm:
    """Return the form that nouns take after `number`: 1, 2–4 (not 12–14), the rest, fractions."""
    if number != number.to_integral_value():
        return NumberForm.PART
    whole = abs(int(number))
    if whole == 1:
        return NumberForm.ONE
    if whole % 10 in (2, 3, 4) and whole % 100 not in (12, 13, 14):
        return NumberForm.FEW
    return NumberForm.MANY


def format_number(number: Decimal) -> str:
    """Group thousands with a space, put a decimal comma, drop zeros that carry nothing."""
    plain = f"{number.normalize():f}"
    return _localised(plain)


def format_money(amount: Decimal) -> str:
    """Two decimals and ``zł``; the unit of `amount` is the złoty."""
    return f"{_localised(f'{amount:.2f}')} zł"


def written_pattern(number: Decimal) -> "re.Pattern[str]":
    """Return a pattern of a number as people write it, its thousands apart or not."""
    digits = r"[\s\u00a0\u202f.]?".join(map(re.escape, format_number(number).split()))
    # Neither a part of a longer number nor its last thousand.
    return re.compile(rf"(?<![\d,.])(?<!\d[\s\u00a0\u202f]){digits}(?!\d|[,.]\d)")


def _localised(plain: str) -> str:
    whole, _, fraction = plain.partition(".")
    sign = "-" if whole.startswith("-") else ""
    digits = whole.lstrip("-")
    grouped = f"{int(digits):,}".replace(",", " ") if int(digits) >= THOUSANDS else digits
    return f"{sign}{grouped}{',' + fraction if fraction else ''}"

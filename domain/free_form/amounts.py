"""Amounts of money in a cell: one or several, each with two decimals or "zł"."""

import re
from decimal import Decimal

from domain.polish.typography import normalise_space

_AMOUNT = r"(\d{1,3}(?: \d{3})+|\d+)(?:,(\d{2})(?!\d))?( ?zł\b\.?)?"
_ONE = re.compile(_AMOUNT)
_ALL = re.compile(rf"{_AMOUNT}(?:[ ;,]+{_AMOUNT})*\.?")
_NOTHING = frozenset({"", "-", "–", "—", "x", "nie dotyczy", "brak", "n/d"})


def amounts_in(text: str) -> tuple[Decimal, ...]:
    """Return the amounts that a text is made of; none where anything else stands in it."""
    said = normalise_space(text)
    if not _ALL.fullmatch(said):
        return ()
    found = list(_ONE.finditer(said))
    # Of several numbers each must show that it is an amount: "3 431 443" may be two of them.
    if len(found) > 1 and not all(one[2] and one[3] for one in found):
        return ()
    if len(found) == 1 and not (found[0][2] or found[0][3]):
        return ()
    return tuple(Decimal(f"{one[1].replace(' ', '')}.{one[2] or '00'}") for one in found)


def is_nothing(text: str) -> bool:
    """Whether a cell says that there are no amounts to tell."""
    return normalise_space(text).casefold() in _NOTHING

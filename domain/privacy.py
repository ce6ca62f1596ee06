"""Personal data in free text: numbers of PESEL, telephones, addresses, names of people."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from domain.polish.dictionary import Dictionary
from domain.polish.tokens import Token, tokens

_PESEL = re.compile(r"(?<!\d)\d{11}(?!\d)")
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
# "600 123 456" alone may be an amount; in other groups, or after "tel.", it is nobody's number.
_PHONE = re.compile(
    r"\+48(?:[ -]?\d){9}(?!\d)"
    r"|(?<![\d-])\d{3}-\d{3}-\d{3}(?![\d-])"
    r"|(?<![\d,.])(?:\(\d{2}\) ?|\d{2}[ -])\d{3}[ -]\d{2}[ -]\d{2}(?![\d,])"
    r"|\b(?:tel(?:efon\w*)?|kom|faks\w*|fax)\b[.:]?[ \u00a0]{0,2}(?:nr[ \u00a0])?"
    r"(?P<digits>\d(?:[ -]?\d){8})(?!\d)",
    re.IGNORECASE,
)
# No number of a person or a telephone has fewer digits; shorter texts are most of all cells.
_FEWEST_DIGITS = 9
_WEIGHTS = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)
# What bears a person's name and is none: "im. Piotra Gładkiego", "ul. Jana Matejki".
_BEARING = frozenset(
    {"im", "imienia", "św", "ul", "al", "pl", "os", "ulicy", "ulica", "alei", "placu", "pamięci"}
    | {"święta", "święty", "świętego", "świętej", "nagrody", "nagroda", "fundacji", "fundacja"}
)


class PersonalKind(StrEnum):
    """What of a person stands in a text, as people read it."""

    PESEL = "numer PESEL"
    PHONE = "numer telefonu"
    EMAIL = "adres e-mail"
    NAME = "imię i nazwisko"


@dataclass(frozen=True, slots=True)
class Personal:
    """Personal data in a text; `masked` is what may be shown of it."""

    kind: PersonalKind
    masked: str
    start: int


def personal_data(text: str, dictionary: Dictionary | None) -> tuple[Personal, ...]:
    """Return the personal data of a text in their order; names only with a dictionary."""
    found = [Personal(kind, _stars(kind), start) for kind, start, _ in _numbers(text)]
    if dictionary is not None:
        found += _names(text, dictionary)
    return tuple(sorted(found, key=lambda one: one.start))


def masked(text: str) -> str:
    """Return a text with what names one person by a number or an address made unreadable."""
    for kind, start, end in sorted(_numbers(text), key=lambda one: -one[1]):
        text = text[:start] + _stars(kind) + text[end:]
    return text


def _numbers(text: str) -> Iterator[tuple[PersonalKind, int, int]]:
    if len(text) < _FEWEST_DIGITS and "@" not in text:
        return
    for match in _PESEL.finditer(text):
        if _is_pesel(match[0]):
            yield PersonalKind.PESEL, match.start(), match.end()
    for kind, pattern in ((PersonalKind.PHONE, _PHONE), (PersonalKind.EMAIL, _EMAIL)):
        for match in pattern.finditer(text):
            told = "digits" if match.groupdict().get("digits") else 0
            yield kind, match.start(told), match.end(told)


def _is_pesel(digits: str) -> bool:
    """Whether the eleventh digit checks the ten before it, and the month is one."""
    month = int(digits[2:4]) % 20
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=False))
    return 1 <= month <= 12 and (10 - total % 10) % 10 == int(digits[10])


def _stars(kind: PersonalKind) -> str:
    return f"[{kind}]"


def _names(text: str, dictionary: Dictionary) -> Iterator[Personal]:
    """Yield a given name with a surname after it, where no street or patron bears them."""
    found = tokens(text)
    quoted = False
    for place, token in enumerate(found[:-1]):
        if token.text in ("„", "”"):
            quoted = token.text == "„"
        if quoted or not _named(token, "given", dictionary):
            continue
        if not _named(found[place + 1], "surname", dictionary) or _bears(found, place):
            continue
        yield Personal(
            PersonalKind.NAME, f"{token.text[0]}. {found[place + 1].text[0]}.", token.start
        )


def _named(token: Token, what: str, dictionary: Dictionary) -> bool:
    if not token.is_word or not token.text[:1].isupper() or token.text.isupper():
        return False
    return any(getattr(one, what) for one in dictionary.analyses(token.text))


def _bears(found: list[Token], place: int) -> bool:
    before = [token.folded for token in found[max(0, place - 3) : place]]
    return bool(_BEARING.intersection(before))

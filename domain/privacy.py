"""Personal data in free text: numbers of PESEL, telephones, addresses, names of people."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from domain.polish.dictionary import Dictionary
from domain.polish.tokens import Token, tokens

_PESEL = re.compile(r"(?<![\d-])\d(?:[ -]?\d){10}(?![\d-])")
_ACCOUNT = re.compile(r"\b(?:PL ?)?\d{2}(?: ?\d{4}){6}(?!\d)")
_IDENTITY = re.compile(r"\b[A-Z]{3} ?\d{6}(?!\d)")
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
# "600 123 456" alone may be an amount; in other groups, or after "tel.", it is nobody's number.
_PHONE = re.compile(
    r"(?<!\d)(?:\+|00)?48(?:[ -]?\d){9}(?!\d)"
    r"|(?<![\d-])\d{3}-\d{3}-\d{3}(?![\d-])"
    r"|(?<![\d,.])(?:\(\d{2}\) ?|\d{2}[ -])\d{3}[ -]\d{2}[ -]\d{2}(?![\d,])"
    r"|\b(?:tel(?:efon\w*)?|kom|faks\w*|fax)\b[.:]?[ \u00a0]{0,2}(?:nr[ \u00a0])?"
    r"(?P<digits>\d(?:[ -]?\d){8})(?!\d)",
    re.IGNORECASE,
)
# No number of a person or a telephone has fewer digits; shorter texts are most of all cells.
_FEWEST_DIGITS = 9
_CARD = (7, 3, 1, 9, 7, 3, 1, 7, 3)
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
    ACCOUNT = "numer rachunku"
    IDENTITY = "numer dowodu osobistego"
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
    """Yield the kind, start and end of each; of two that overlap the first that is told."""
    taken: list[tuple[int, int]] = []
    for kind, start, end in _candidates(text):
        if not any(start < other_end and other < end for other, other_end in taken):
            taken.append((start, end))
            yield kind, start, end


def _candidates(text: str) -> Iterator[tuple[PersonalKind, int, int]]:
    if len(text) < _FEWEST_DIGITS and "@" not in text:
        return
    checked = (
        (PersonalKind.ACCOUNT, _ACCOUNT, _is_account),
        (PersonalKind.PESEL, _PESEL, _is_pesel),
        (PersonalKind.IDENTITY, _IDENTITY, _is_identity),
    )
    for kind, pattern, is_one in checked:
        for match in pattern.finditer(text):
            if is_one(re.sub("[ -]", "", match[0])):
                yield kind, match.start(), match.end()
    for kind, pattern in ((PersonalKind.PHONE, _PHONE), (PersonalKind.EMAIL, _EMAIL)):
        for match in pattern.finditer(text):
            told = "digits" if match.groupdict().get("digits") else 0
            yield kind, match.start(told), match.end(told)


def _is_pesel(digits: str) -> bool:
    """Whether the eleventh digit checks the ten before it, and the month is one."""
    month = int(digits[2:4]) % 20
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=False))
    return 1 <= month <= 12 and (10 - total % 10) % 10 == int(digits[10])


def _is_account(number: str) -> bool:
    """Whether the two check digits of a Polish bank account fit the rest (ISO 13616)."""
    digits = number.removeprefix("PL")
    return int(f"{digits[2:]}2521{digits[:2]}") % 97 == 1


def _is_identity(number: str) -> bool:
    """Whether the first digit of an identity card checks its letters and the other digits."""
    values = [int(sign, 36) for sign in number]
    total = sum(weight * value for weight, value in zip(_CARD, values, strict=True))
    return total % 10 == 0


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

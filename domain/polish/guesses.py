"""What somebody may have meant who typed words, a date or two numbers where one number should be.

Nothing of this is used as a value: the readings are offered in the finding, a person decides.
"""

import datetime
import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Form(StrEnum):
    """How a number was written, or what stands in its place."""

    SPACED = "spaced"
    CURRENCY = "currency"
    DOTTED = "dotted"
    DECIMAL = "decimal"
    QUALIFIED = "qualified"
    RANGE = "range"
    FRACTION = "fraction"
    PERCENT = "percent"
    COUNTED = "counted"
    SEVERAL = "several"
    ABSENT = "absent"
    DATE = "date"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Guess:
    """A form and what it may mean: numbers, and words to choose or signs to type instead."""

    form: Form
    numbers: tuple[Decimal, ...] = ()
    signs: tuple[str, ...] = ()


_SPACE = "[ \u00a0\u202f\u2007\u2009]"
_WHOLE = rf"\d{{1,3}}(?:{_SPACE}\d{{3}})+|\d+"
_NUMBER = rf"(?:{_WHOLE})(?:,\d+)?"
_PLAIN = re.compile(rf"[+-]?{_NUMBER}")
_MONEY = re.compile(rf"({_NUMBER}){_SPACE}?(?:zł|PLN|złotych)\.?", re.IGNORECASE)
_DOTTED = re.compile(r"(\d{1,3}(?:\.\d{3})+)(,\d+)?")
_ONE_DOT = re.compile(r"(\d+)\.(\d+)")
_ABOUT = re.compile(rf"(?:ok\.?|około|ca\.?|circa|~|≈|prawie){_SPACE}*({_NUMBER})", re.IGNORECASE)
_LEAST = re.compile(
    rf"(?:min\.?|minimum|co najmniej|ponad|powyżej|>|≥|nie mniej niż){_SPACE}*({_NUMBER})",
    re.IGNORECASE,
)
_MOST = re.compile(
    r"(?:max\.?|maksimum|maksymalnie|(?:co )?najwyżej|poniżej|<|≤|nie więcej niż)"
    rf"{_SPACE}*({_NUMBER})",
    re.IGNORECASE,
)
_PRECISION = {_ABOUT: "około", _LEAST: "co najmniej", _MOST: "co najwyżej"}
_RANGE = re.compile(rf"(?:od )?({_NUMBER}){_SPACE}?(?:-|–|—|do|\.\.\.?){_SPACE}?({_NUMBER})")
_FRACTION = re.compile(rf"({_NUMBER}){_SPACE}?(?:/|z){_SPACE}?({_NUMBER})")
_PERCENT = re.compile(rf"({_NUMBER}){_SPACE}?(?:%|proc\.?|procent)")
_ONE_AND_WORDS = re.compile(rf"({_NUMBER}){_SPACE}?[^\d\s,.;/][^\d]*", re.DOTALL)
_ANY = re.compile(_NUMBER)
_NOT_APPLICABLE = {"n/d", "nd", "nd.", "n.d.", "nie dotyczy", "nie dot."}
_NOTHING = {"brak", "nie było", "nie wystąpiło", "nie wystąpiły", "żadnych", "żadne", "zero"}
_NO_DATA = {"b/d", "bd", "bd.", "b.d.", "brak danych", "nie wiadomo", "?"}


def guess(text: str) -> Guess:
    """Tell how a text stands for a number and which; no numbers where it cannot be told."""
    plain = " ".join(text.split())
    lowered = plain.casefold().strip(" '\u00a0")
    absent = _absent(lowered)
    if absent is not None:
        return absent
    for form, pattern in (
        (Form.SPACED, _PLAIN),
        (Form.CURRENCY, _MONEY),
        (Form.QUALIFIED, _ABOUT),
        (Form.QUALIFIED, _LEAST),
        (Form.QUALIFIED, _MOST),
        (Form.RANGE, _RANGE),
        (Form.FRACTION, _FRACTION),
        (Form.PERCENT, _PERCENT),
    ):
        match = pattern.fullmatch(lowered)
        if match is not None:
            return _matched(form, pattern, match)
    return _dotted(lowered) or _in_words(lowered)


def _absent(text: str) -> Guess | None:
    if text in _NOT_APPLICABLE:
        return Guess(Form.ABSENT, signs=("x",))
    if text in _NOTHING:
        return Guess(Form.ABSENT, (Decimal(0),), ("–",))
    if text in _NO_DATA:
        return Guess(Form.ABSENT, signs=(".",))
    return None


def _matched(form: Form, pattern: "re.Pattern[str]", match: "re.Match[str]") -> Guess:
    found = tuple(_number(part) for part in match.groups() if part) or (_number(match[0]),)
    if form is Form.QUALIFIED:
        return Guess(form, found, (_PRECISION[pattern],))
    if form is Form.SPACED and "," in match[0] and " " not in match[0]:
        return Guess(Form.DECIMAL, (*found, *_as_english(match[0])))
    return Guess(form, found)


def _as_english(text: str) -> tuple[Decimal, ...]:
    """Return what "1,703" is where the comma parts thousands."""
    return (Decimal(text.replace(",", "")),) if re.fullmatch(r"\d{1,3},\d{3}", text) else ()


def _dotted(text: str) -> Guess | None:
    dotted = _DOTTED.fullmatch(text)
    one = _ONE_DOT.fullmatch(text)
    if dotted is not None:
        grouped = Decimal(dotted[1].replace(".", "") + (dotted[2] or "").replace(",", "."))
        return Guess(Form.DOTTED, (grouped, *((Decimal(text),) if one else ())))
    return Guess(Form.DECIMAL, (Decimal(text),)) if one else None


def _in_words(text: str) -> Guess:
    match = _ONE_AND_WORDS.fullmatch(text)
    if match is not None:
        return Guess(Form.COUNTED, (_number(match[1]),))
    numbers = tuple(_number(one[0]) for one in _ANY.finditer(text))
    return Guess(Form.SEVERAL if numbers else Form.WORDS, numbers)


def guess_of_date(date: datetime.date) -> Guess:
    """Return what was typed where Excel made a date of it: "12,5" or "12.5" becomes 12 May."""
    return Guess(Form.DATE, (Decimal(f"{date.day}.{date.month}"),))


def _number(text: str) -> Decimal:
    return Decimal(re.sub(_SPACE, "", text).replace(",", "."))

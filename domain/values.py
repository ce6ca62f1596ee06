"""One counted value: a number with its qualifier, or a stated absence of one."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from domain.polish.numbers import format_number


class Qualifier(StrEnum):
    """How exact a value is; the value of each member is the word that is printed."""

    COUNTED = ""
    ESTIMATED = "około"
    BOUND = "minimum"
    CEILING = "nie więcej niż"
    RATE = "miesięcznie"


class Absence(StrEnum):
    """Why there is no number, by the signs of Polish official statistics."""

    NOT_APPLICABLE = "x"
    NONE_OCCURRED = "–"
    NO_DATA = "."


@dataclass(frozen=True, slots=True)
class Value:
    """A number (people, hours, złote …; the unit stands with the indicator) and how exact it is."""

    number: Decimal
    qualifier: Qualifier = Qualifier.COUNTED

    def __str__(self) -> str:
        number = format_number(self.number)
        if self.qualifier is Qualifier.RATE:
            return f"{number} {self.qualifier}"
        return f"{self.qualifier} {number}".strip()


_VALUE = re.compile(
    r"(?:(?P<before>około|minimum|nie więcej niż) )?(?P<number>-?\d+(?:[.,]\d+)?)"
    r"(?: (?P<after>miesięcznie))?"
)


def parse_value(raw: object) -> Value:
    """Read a definition's value: ``605``, ``15.48``, ``minimum 2``, ``300 miesięcznie``.

    Raises ValueError with a Polish sentence for anything else.
    """
    if isinstance(raw, bool) or not isinstance(raw, int | float | str | Decimal):
        raise ValueError(f"„{raw}” nie jest wartością")
    match = _VALUE.fullmatch(str(raw))
    if match is None or (match["before"] and match["after"]):
        raise ValueError(
            f"„{raw}” nie jest wartością; przykłady: 605, 15.48, minimum 2, około 150, "
            "300 miesięcznie"
        )
    try:
        number = Decimal(match["number"].replace(",", "."))
    except InvalidOperation as error:  # pragma: no cover - the pattern admits no such text
        raise ValueError(f"„{raw}” nie jest liczbą") from error
    return Value(number, Qualifier(match["before"] or match["after"] or ""))

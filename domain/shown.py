"""What a person sees of a number in a sheet: its format may show another one than is stored."""

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from domain.polish.numbers import format_number

GENERAL = ("General", "@", "")
# Excel keeps and shows fifteen significant digits.
DIGITS = 15

# Excel shows a number without a format of its own in at most so many characters.
GENERAL_WIDTH = 11
# Words in a format that make another number of it: "318,66 tys. zł", "15%", "ok. 150".
_CHANGES = re.compile(
    r"%|‰|tys|mln|mld|\bok\b|okoł|\bca\b|circa|ponad|poniż|powyż|najmniej|najwyżej|\bmin|\bmax|\bdo\b|"
    r"\bod\b|prawie|pół|połow|tuzin|set|[<>≈~/×*+]",
    re.IGNORECASE,
)
_QUOTED = re.compile(r'"([^"]*)"|\\(.)')
_COLOUR = r"Black|Blue|Cyan|Green|Magenta|Red|White|Yellow|Color[0-9]{1,2}"
_DECORATION = re.compile(
    rf'\[(?:{_COLOUR}|\$[^\]0-9\-]*(?:-[0-9A-Fa-f]+)?)\]|_.|\*[^0-9]|\\[^0-9\-]|"[^"0-9\-]*"|'
    r"[ \u00a0\u202f]|zł|€|\$",
    re.IGNORECASE,
)
# A minus of the section for negative numbers, the dash that stands for a zero.
_PADDING = re.compile(r"_.")
_MINUS = re.compile(r'\\?-|"-"')
_PLAIN = re.compile(r"[#0?,]*(?:\.(?P<decimals>[#0?]*))?")


def as_stored(raw: float | Decimal) -> Decimal | None:
    """Return a stored number in the fifteen digits that Excel shows; None for infinities."""
    number = Decimal(f"{raw:.{DIGITS}g}") if isinstance(raw, float) else Decimal(raw)
    # Adding nothing makes 0 of the -0 that a division may leave.
    return number + 0 if number.is_finite() else None


def shown_text(number: Decimal, number_format: str) -> str | None:
    """Return what a person reads where that is another number than `number`; None where it is not.

    A format that cannot be told ("?/?", scaling, colour tricks) is returned as itself.
    """
    if len(number.as_tuple().digits) > DIGITS or number.adjusted() > DIGITS:
        return format_number(number)
    if number_format in GENERAL:
        return _in_general(number)
    sections = number_format.split(";")
    negative = number < 0 and len(sections) > 1
    zero = number == 0 and len(sections) > 2
    section = sections[1] if negative else sections[2] if zero else sections[0]
    if any(_CHANGES.search(match[1] or match[2]) for match in _QUOTED.finditer(section)):
        return f"(format {number_format})"
    if number <= 0:
        section = _MINUS.sub("", _PADDING.sub("", section)) if negative or zero else section
    plain = _DECORATION.sub("", section)
    if plain == "General":
        return _in_general(number)
    match = _PLAIN.fullmatch(plain)
    if match is None or plain.endswith(",") or not re.search("[#0?]", plain):
        return f"(format {number_format})"
    if negative and not _MINUS.search(sections[1]):
        return format_number(-number)
    places = len(match["decimals"] or "")
    if -int(number.as_tuple().exponent) <= places:
        return None
    shown = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return None if shown == number else format_number(shown)


def _in_general(number: Decimal) -> str | None:
    """Return what the format General shows of a number that is too long for it."""
    sign = 1 if number < 0 else 0
    whole = len(str(abs(int(number))))
    if whole > GENERAL_WIDTH:
        return f"{number:.5E}".replace(".", ",")
    places = max(0, GENERAL_WIDTH - sign - whole - 1)
    shown = round(number, places)
    return None if shown == number else format_number(shown)


_NUMERAL = re.compile(r"\d(?:[\d .,']*\d)?")
_WHOLE = re.compile(r"\d+|[1-9]\d{0,2}(?:([ .,'])\d{3})(?:\1\d{3})*")
_SIGNS = str.maketrans("\u2212–\u00a0\u202f\u2009\u2007’", "--    '")
_DASH_FOR_ZERO = re.compile(r" *- *(?:zł|PLN)? *")
# More signs than a number of fifteen digits and its unit can take.
_LONGEST_SHOWN = 200


def readings(text: str) -> frozenset[Decimal]:
    """Return the numbers that a person may read in a text, written with Polish or English signs.

    "1,703" has two readings; "12%", "1703 4/9" and "1,7E+03" have none.
    """
    if len(text) > _LONGEST_SHOWN:
        return frozenset()
    text = text.translate(_SIGNS)
    if _DASH_FOR_ZERO.fullmatch(text):
        return frozenset((Decimal(0),))
    found = list(_NUMERAL.finditer(text))
    if len(found) != 1 or "%" in text or "‰" in text:
        return frozenset()
    before, after = text[: found[0].start()], text[found[0].end() :]
    negative = "-" in before + after or ("(" in before and ")" in after)
    return frozenset(-value if negative else value for value in _values(found[0][0]))


def _values(numeral: str) -> Iterator[Decimal]:
    """Yield a numeral's value for each sign that may be its decimal one."""
    if _WHOLE.fullmatch(numeral):
        yield Decimal(re.sub(r"\D", "", numeral))
    for sign in ",.":
        whole, _, fraction = numeral.rpartition(sign)
        if sign not in whole and _WHOLE.fullmatch(whole) and fraction.isdigit():
            yield Decimal(re.sub(r"\D", "", whole) + "." + fraction)


class Spans:
    """The cells that merged ones cover; for a sheet that is gone through from its top."""

    def __init__(self) -> None:
        self._last_rows: dict[int, int] = {}

    def add(self, last_row: int, columns: range) -> None:
        """Cover some columns, from the row that is gone through now to `last_row`."""
        for column in columns:
            self._last_rows[column] = max(last_row, self._last_rows.get(column, -1))

    def cover(self, row: int, column: int) -> bool:
        """Whether a cell is covered."""
        return self._last_rows.get(column, -1) >= row

"""Whether the words of a table leave no doubt: what its columns are, and of which year it tells.

Headers are held against what the programme's layout says, and not against words to beware of: what
is neither the layout's nor a word of the few that add nothing is a doubt.
"""

import re
from collections.abc import Iterable
from itertools import pairwise

from domain.free_form.columns import PLANNED, REALISED, SPENDING, Headers, unbroken
from domain.free_form.words import is_slip, plain
from domain.polish.tokens import Token, TokenKind, tokens
from domain.polish.typography import normalise_space
from domain.programme import Programme

# Words of a header that change nothing of its column; money has its unit beside.
_ADDING_NOTHING = frozenset(
    {"w", "za", "roku", "rok", "r", "zadania", "zadanie", "zadań", "działania", "działanie"}
)
_MONEY = frozenset({"zł", "złotych", "pln", "na"})
_HEADER_MARKS = frozenset('.,:;/()–—-"„”“')
# "na 2024 rok", "do 2024 r.", "od roku": planned, or of another time.
_OTHER_TIME = re.compile(r"\b(?:na|do|od|po|przed)\s+(?:rok\w*|r\.|\d)", re.IGNORECASE)
# Columns that number the rows.
_NUMBERING = frozenset({"lp", "l p", "nr"})
# What else may be a column of results, or of money.
_RESULTS = ("wykon", "zrealiz", "realiz", "rezult", "wynik", "efekt", "osiag", "uzysk")
_DONE = ("wykon", "zrealiz", "osiag", "uzysk")
_MONEYLIKE = ("srodk", "kwot", "koszt", "wydat", "budzet", "limit", "zl", "pln", "eur", "naklad")
# What a title or a row between others says of all that stands under it.
_NOT_DONE = (
    *("planow", "zaplanow", "propoz", "propon", "prognoz", "przewid", "zamierz"),
    *("niezrealiz", "nierealiz", "odwol", "niewykon", "nieodby", "wstepn", "robocz"),
    *("zaniech", "zawiesz", "rezygn", "zrezygn", "przeloz", "przenies", "ubieg", "poprzedn"),
)
# The years that a programme runs, in its name.
_SPAN = re.compile(r"(\d{4}) ?[-–] ?(\d{4})")
_MONTH = "stycz|lut|mar|kwie|maj|czerw|lip|sierp|wrze|paźd|pazd|listop|grud"


def left_over(headers: Headers, field: str, text: str, year: int) -> str:
    """Return the first word or sign of a header that says more than its column's name; "" where
    there is none."""
    said = tokens(_whole(text))
    if field != SPENDING and (found := _OTHER_TIME.search(normalise_space(text))):
        return found[0]
    known = headers.own[field] | _ADDING_NOTHING
    if field == SPENDING:
        known |= _MONEY
    for token in said:
        if token.kind is TokenKind.MARK:
            if token.text not in _HEADER_MARKS:
                return token.text
        elif token.text != str(year) and not _is_known(headers, token, known):
            return token.text
    return ""


def _is_known(headers: Headers, token: Token, known: frozenset[str]) -> bool:
    said = token.folded
    return said in known or (
        token.is_word and any(is_slip(said, one) or headers.same(said, one) for one in known)
    )


def is_numbering(text: str) -> bool:
    """Whether a column only numbers the rows."""
    return " ".join(text.casefold().replace(".", " ").split()) in _NUMBERING


def may_be_result(text: str) -> bool:
    """Whether a column that is not known may hold results."""
    return _begins(text, _RESULTS)


def may_be_money(text: str) -> bool:
    """Whether a column that is not known may hold money."""
    return _begins(text, _MONEYLIKE)


def says_done(headers: Headers, text: str) -> bool:
    """Whether the header of the plan speaks of what was done."""
    own = {plain(word) for word in headers.own.get(PLANNED, frozenset())}
    return any(plain(word).startswith(_DONE) and plain(word) not in own for word in _split(text))


def says_not_done(text: str) -> bool:
    """Whether a title says that what stands under it was planned, or did not take place."""
    words = [plain(word) for word in _split(text)]
    pairs = pairwise(words)
    return (
        _begins(text, _NOT_DONE)
        or "plan" in words
        or any(one == "nie" and two.startswith((*_DONE, "realiz", "odby")) for one, two in pairs)
    )


def other_year(programme: Programme, text: str) -> int | None:
    """Return another year than the reported one that a title names.

    Neither the programme's own years ("2022-2024") nor the date or the number of a letter, which
    comes in the next year, are such.
    """
    following = programme.year + 1
    said = normalise_space(text)
    for first, last in _SPAN.findall(programme.name):
        said = re.sub(rf"(?<!\d){first} ?[-–—_] ?{last}(?!\d)", " ", said)
    if not re.search(r"\bstan\b|\bokres|\bdo dnia\b", said, re.IGNORECASE):
        said = re.sub(
            rf"\b\d{{1,2}} (?:{_MONTH})\w* {following}(?!\d)|"
            rf"(?<!\d)\d{{1,2}}[-./_]\d{{1,2}}[-./_]{following}(?!\d)|"
            rf"(?<!\d){following}[-._]\d{{1,2}}[-._]\d{{1,2}}(?!\d)|"
            rf"\b[A-ZŁŚŻ]{{2,}}[\w-]*(?:[./-]\w+)+[./]{following}(?!\d)",
            " ",
            said,
            flags=re.IGNORECASE,
        )
    return next((year for year in years_in(said) if year != programme.year), None)


def years_in(text: str) -> Iterable[int]:
    """Yield the years that a text names, in whatever spelling."""
    return (int(found) for found in re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", text))


def is_bound_to_year(field: str) -> bool:
    """Whether a column's header may name no other year than the reported one."""
    return field in (PLANNED, REALISED)


def _begins(text: str, stems: tuple[str, ...]) -> bool:
    return any(plain(word).startswith(stems) for word in _split(text))


def _split(text: str) -> list[str]:
    return [token.folded for token in tokens(_whole(text)) if token.is_word]


def _whole(text: str) -> str:
    return normalise_space(unbroken(text))

"""When two words are one: the same, without its Polish marks, or with a slip of the pen."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from domain.polish.tokens import Token, TokenKind, tokens
from domain.polish.typography import normalise_space

Likeness = Callable[[str, str], float]
"""How alike two texts are, from 0 to 1."""

# A slip changes little of a word: one letter of seven. In shorter ones it makes another word.
SLIP, SHORTEST_SLIP, SHORTEST_SWAP = 0.85, 6, 4
# Words so short lead from one to the next, and say nothing by themselves.
LONGEST_LINK = 2
# The words of a programme and its tables.
REMEMBERED = 20_000
_PLAIN = str.maketrans("ł", "l")


@lru_cache(maxsize=REMEMBERED)
def plain(word: str) -> str:
    """Return a word in small letters without the marks of Polish ones."""
    apart = unicodedata.normalize("NFD", word.casefold())
    return "".join(char for char in apart if not unicodedata.combining(char)).translate(_PLAIN)


def is_meant(written: str, wanted: str, likeness: Likeness) -> bool:
    """Whether a word is another one, as it is or with a slip; both in small letters."""
    if written == wanted:
        return True
    if abs(len(written) - len(wanted)) > 1 or any(map(str.isdigit, written + wanted)):
        return False
    if plain(written) == plain(wanted):
        return True
    shorter = min(len(written), len(wanted))
    if shorter < SHORTEST_SWAP or written[0] != wanted[0]:
        return False
    if _is_swapped(written, wanted):
        return True
    return shorter >= SHORTEST_SLIP and likeness(written, wanted) >= SLIP


def _is_swapped(one: str, other: str) -> bool:
    """Whether two neighbouring letters changed places."""
    if len(one) != len(other):
        return False
    odd = [place for place, pair in enumerate(zip(one, other, strict=True)) if pair[0] != pair[1]]
    if len(odd) != 2 or odd[1] != odd[0] + 1:
        return False
    first, second = odd
    return one[first] == other[second] and one[second] == other[first]


def is_slip(written: str, wanted: str) -> bool:
    """Whether a word of four letters or more is another one but for one letter, or two that changed
    places; the first letter stays. For sentences and headers that are known as a whole."""
    one, other = plain(written), plain(wanted)
    if one == other:
        return True
    if min(len(one), len(other)) < SHORTEST_SWAP or one[0] != other[0] or not one.isalpha():
        return False
    if len(one) == len(other):
        odd = sum(first != second for first, second in zip(one, other, strict=True))
        return odd == 1 or _is_swapped(one, other)
    short, long = sorted((one, other), key=len)
    return len(long) - len(short) == 1 and any(
        long[:at] + long[at + 1 :] == short for at in range(len(long))
    )


def told(text: str) -> list[Token]:
    """Return the words, numbers and addresses of a text, without its marks."""
    return [token for token in tokens(normalise_space(text)) if token.kind is not TokenKind.MARK]


def bare(text: str) -> str:
    """Return what a text says: its words and numbers, without the marks of Polish letters."""
    return " ".join(plain(token.text) for token in told(text))


def strangers(
    words: Sequence[str], known: Iterable[str], likeness: Likeness
) -> tuple[list[str], list[str]]:
    """Return the words that are none of the known ones, and the known ones that are not there."""
    left, odd = list(known), []
    for word in words:
        if word in left:
            left.remove(word)
        else:
            odd.append(word)
    strange = []
    for word in odd:
        partner = next((one for one in left if is_meant(word, one, likeness)), None)
        if partner is None:
            strange.append(word)
        else:
            left.remove(partner)
    return strange, left

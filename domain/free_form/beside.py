"""The words beside a number: those that say nothing of it, and how exact it is."""

from collections.abc import Mapping, Sequence

from domain.polish.tokens import Token
from domain.values import Qualifier

# All that may stand between two numbers with their words; "(w tym" wants its bracket closed.
JOINTS = frozenset(
    {
        *((",",), (";",), ("i",), ("oraz",), ("a", "także"), ("w", "tym"), ("(", "w", "tym")),
        *((",", "oraz"), (",", "i"), (",", "a", "także"), (",", "w", "tym")),
    }
)
# All that may stand before the first and behind the last.
EDGES = frozenset({(), (".",)})
BEFORE: Mapping[tuple[str, ...], Qualifier] = {
    ("nie", "więcej", "niż"): Qualifier.CEILING,
    ("co", "najwyżej"): Qualifier.CEILING,
    ("co", "najmniej"): Qualifier.BOUND,
    ("minimum",): Qualifier.BOUND,
    ("około",): Qualifier.ESTIMATED,
    ("ok", "."): Qualifier.ESTIMATED,
    ("min", "."): Qualifier.BOUND,
}
AFTER = "miesięcznie"
YEAR_WORDS = frozenset({"rok", "roku", "r"})


def exactness(said: Sequence[Token], at: int) -> tuple[Qualifier, int]:
    """Return how exact the number at a place is, and where the words that say so begin."""
    for words, qualifier in BEFORE.items():
        start = at - len(words)
        if start >= 0 and tuple(one.folded for one in said[start:at]) == words:
            return qualifier, start
    return Qualifier.COUNTED, at

"""The words beside a number: those that say nothing of it, how exact it is, or that it is none."""

from collections.abc import Mapping, Sequence

from domain.polish.tokens import Token
from domain.values import Qualifier

# What stands between two things counted and says nothing of either.
CONNECTORS = frozenset(
    {"oraz", "i", "a", "także", "dla", "w", "tym", "łącznie", "ogółem", "razem", "liczba"}
    | {"zorganizowano", "przeprowadzono", "zrealizowano", "odbyło", "odbyły", "odbył", "się"}
)
# Beginnings of words beside which a number may be no result of this year, or none at all.
CAUTION = (
    *("planow", "zaplanow", "odwoł", "zamiast", "zrezygn", "rezygn", "przenies", "przenos"),
    *("przenios", "ubieg", "poprzed", "zeszł", "wcześniej", "docelow", "prognoz", "zakład"),
    *("ewentual", "półrocz", "kwartał", "szacun", "szacow", "orientac", "rok", "lat", "okoł"),
    *("kilka", "kilku", "dziesi", "tysi", "milion", "jedn", "dwa", "dwó", "dwo", "dwi", "trzy"),
    *("trze", "czter", "pięć", "pięci", "sześ", "siedem", "ośmi", "osiem", "dziewię"),
    *("dwunast", "piętnast", "połow", "obie", "ponad", "prawie", "blisko", "niemal", "powyż"),
    *("poniż", "najmniej", "najwyż", "najwięcej", "minimum", "maksim", "przeszł", "tydzień"),
    *("tygodn", "dzienn", "roczn", "miesię", "każd", "zawiesz", "zakończ", "procent", "brak"),
)
CAUTION_WHOLE = frozenset(
    {"nie", "bez", "oba", "pół", "para", "sto", "stu", "tys", "mln", "ok", "ca", "min"}
)
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


def warns(token: Token) -> bool:
    """Whether a number beside a word may be no result of the year."""
    said = token.folded
    if said in YEAR_WORDS:
        return False
    return said in CAUTION_WHOLE or said.startswith(CAUTION)


def exactness(said: Sequence[Token], at: int) -> tuple[Qualifier, int]:
    """Return how exact the number at a place is, and where the words that say so begin."""
    for words, qualifier in BEFORE.items():
        start = at - len(words)
        if start >= 0 and tuple(one.folded for one in said[start:at]) == words:
            return qualifier, start
    return Qualifier.COUNTED, at

"""What stands before a number and which cases its noun may have there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.polish.dates import MONTHS
from domain.polish.dictionary import NOUNS, Dictionary
from domain.polish.numbers import NumberForm, number_form
from domain.polish.tokens import SPACES, Token

DIRECT = frozenset({"nom", "acc"})
_GENITIVE = frozenset({"gen"})
_UNSURE = DIRECT | _GENITIVE

_TAKE_GENITIVE = (
    *("dla", "od", "do", "bez", "u", "oprócz", "wśród", "spośród", "podczas", "wokół", "obok"),
    *("około", "ok", "blisko", "poniżej", "powyżej", "według", "wobec", "spod", "celem", "część"),
    *("większość", "kilka"),
)
_GOVERNED: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(_TAKE_GENITIVE, _GENITIVE),
    **dict.fromkeys(("z", "ze"), _GENITIVE | {"inst"}),
    **dict.fromkeys(("za", "przed", "nad", "pod", "między", "pomiędzy", "poza"), DIRECT | {"inst"}),
    **dict.fromkeys(("w", "we", "na", "o", "po"), DIRECT | {"loc"}),
    **dict.fromkeys(("dzięki", "ku", "przeciwko"), frozenset({"dat"})),
    "przy": frozenset({"loc"}),
    "przez": DIRECT,
}
# They leave the case to what stands before them.
_TRANSPARENT = frozenset(
    {"minimum", "min", "maksimum", "maks", "max", "ponad", "prawie", "niemal", "co", "najmniej"}
    | {"łącznie", "razem", "ogółem", "dodatkowo", "tylko", "jedynie", "aż", "również", "także"}
    | {"odpowiednio", "sumie", "też"}
)
_JOINING = frozenset({",", "oraz", "i", "a", "lub", "albo", "tym", "plus", "tj", "jak"})
_FRESH = frozenset({"–", "—", "-", ":", "(", "[", "„", "•", "·", "*", "/"})
_ENDING = frozenset({".", ";", "!", "?"})
# After these a number names something: "art. 19", "Filia 48", "klas 4".
_NAMING = frozenset(
    {"art", "ust", "pkt", "nr", "numer", "§", "poz", "str", "tel", "godz", "ul", "al", "os", "lp"}
    | {"filia", "klasa", "rok", "dzielnica", "wersja", "poziom", "edycja", "etap", "typ", "tom"}
    | {"rozdział", "zasada", "program", "telefon", "załącznik", "część", "krok", "grupa", "sala"}
)
# Nouns that a number before them may count off: "80 rocznica", "18 roku życia", "2 edycja".
ORDINAL = frozenset(
    {"rok", "rocznica", "edycja", "dzień", "tydzień", "miesiąc", "kwartał", "semestr", "miejsce"}
    | {"klasa", "etap", "kadencja", "sesja", "stopień", "wiek", "piętro", "turnus", "urodziny"}
    | {"tura", "runda", "moduł", "godzina", "część", "numer", "cykl", "linia", "krok", "życie"}
)
# Impersonal verbs of which the noun is in the genitive: "udzielono 22 porad".
_OF_GENITIVE = frozenset(
    {"udzielić", "udzielać", "dokonać", "dokonywać", "użyć", "używać", "potrzebować", "wymagać"}
    | {"szukać", "poszukiwać", "wysłuchać", "doświadczyć", "odmówić", "odmawiać", "unikać"}
    | {"nabyć", "przybyć", "dostarczyć", "dostarczać", "nauczyć", "pozbawić", "oczekiwać"}
)
_YEARS = range(1900, 2100)


@dataclass(frozen=True, slots=True)
class Counted:
    """A number that counts something: its place, and the cases that its noun may have there."""

    place: int
    number: Decimal
    cases: frozenset[str]
    exact: bool = True

    def cells(self, *, virile: bool, collective: bool) -> Iterator[tuple[str, str]]:
        """Yield number and case of the noun, the likeliest first."""
        forms = [number_form(self.number)]
        if not self.exact:
            forms.append(NumberForm.PART)
        for form in forms:
            if self.cases & DIRECT:
                yield from _direct(form, virile=virile, collective=collective)
            for case in sorted(self.cases - DIRECT):
                singular = form in (NumberForm.ONE, NumberForm.PART)
                yield ("sg" if singular else "pl"), case
                if form is NumberForm.PART:
                    yield "sg", "gen"


def _direct(form: NumberForm, *, virile: bool, collective: bool) -> Iterator[tuple[str, str]]:
    match form:
        case NumberForm.ONE:
            yield from (("sg", "nom"), ("sg", "acc"))
        case NumberForm.PART:
            yield "sg", "gen"
        case NumberForm.MANY:
            yield "pl", "gen"
        case NumberForm.FEW:
            # The city writes "2 uczestników"; "2 uczestnicy" is right as well.
            if virile:
                yield "pl", "gen"
            yield from (("pl", "nom"), ("pl", "acc"))
            if collective:
                yield "pl", "gen"


def value_of(token: Token) -> Decimal:
    """Return the value of a number as it is written in Polish."""
    plain = token.text.translate(str.maketrans(",", ".", SPACES))
    return Decimal(plain)


def counts(text: Sequence[Token], place: int, dictionary: Dictionary) -> bool:
    """Whether a number counts what follows: no year, date, range, part of a name or of a list."""
    token = text[place]
    before = text[place - 1] if place else None
    after = text[place + 1] if place + 1 < len(text) else None
    if after is None or not (after.is_word or after.text == "„"):
        return False
    if token.text.isdigit() and int(token.text) in _YEARS and len(token.text) == 4:
        return False
    if after.folded in MONTHS or after.end - after.start == 1:
        return False
    if before is None:
        return True
    touching = before.end == token.start
    if touching and before.text in "-–—/.,§+x":
        return False
    if before.is_number:
        return False
    if not before.is_word and before.text == "." and place > 1:
        return text[place - 2].folded not in _NAMING
    if not before.is_word:
        return before.text != "§"
    return not _names(text, place - 1, dictionary)


def _names(text: Sequence[Token], place: int, dictionary: Dictionary) -> bool:
    """Whether a word makes a name of the number after it: "klas 4", "Filia 48"."""
    word = text[place]
    found = dictionary.analyses(word.folded)
    if word.folded in _NAMING or {one.lemma for one in found} & _NAMING:
        return True
    starts = place == 0 or text[place - 1].text in ".!?:;„(–—-"
    if starts or not word.text[:1].isupper():
        return False
    return not found or any(one.word_class in NOUNS for one in found)


def governed(
    text: Sequence[Token], place: int, dictionary: Dictionary, earlier: Counted | None, ended: int
) -> frozenset[str]:
    """Return the cases that the noun after a number may have.

    `earlier` is the number before it in the same sentence, `ended` where its noun ends.
    """
    at = place - 1
    while at >= 0 and text[at].folded in _TRANSPARENT:
        at -= 1
    if at < 0 or text[at].text in _ENDING or text[at].text in _FRESH:
        return DIRECT
    word = text[at].folded
    if word in _GOVERNED:
        return _GOVERNED[word]
    if word in _JOINING:
        if earlier is not None:
            return DIRECT | earlier.cases
        return _UNSURE if _anything_before(text, at) else DIRECT
    if earlier is not None and ended == at + 1 and not earlier.cases <= DIRECT:
        # "w 15 placówkach 39 godzin": the first noun is counted itself and governs nothing.
        return DIRECT
    verbs = [one for one in dictionary.analyses(word) if one.word_class == "imps"]
    negated = at > 0 and text[at - 1].folded == "nie"
    if verbs and not negated and not {one.lemma for one in verbs} & _OF_GENITIVE:
        # "zorganizowano 22 spotkania"
        return DIRECT
    return _UNSURE


def _anything_before(text: Sequence[Token], place: int) -> bool:
    """Whether words of the sentence stand before a comma: they may govern what comes after."""
    for token in reversed(text[:place]):
        if token.text in _ENDING or token.text in "–—:(":
            return False
        if token.is_word and len(token.text) > 1:
            return True
    return False

"""Polish cells made of numbers, the register's nouns and sentences, right and wrong by grammar.

Which form a noun takes after a number is decided here, from the grammar, and never asked of what is
tested: 1 the singular, 2–4 but not 12–14 the plural, the rest the genitive plural, fractions the
genitive singular; where a word before the number governs it, the genitive.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import count, cycle, pairwise, permutations

Counts = tuple[tuple[Decimal, str], ...]


@dataclass(frozen=True, slots=True)
class Word:
    """A noun of the register: its forms after 1, 2, 5 and 1,5, gender, and what sort it is of."""

    name: str
    kind: str
    gender: str
    one: str
    few: str
    many: str
    part: str

    def after(self, number: Decimal) -> str:
        """Return the form that stands after a number."""
        if number % 1:
            return self.part
        if number == 1:
            return self.one
        few = 2 <= number % 10 <= 4 and not 12 <= number % 100 <= 14
        return self.few if few else self.many

    def governed(self, number: Decimal) -> str:
        """Return the form after a number that stands in the genitive: "dla 2 rodzin"."""
        return self.part if number % 1 or number == 1 else self.many


@dataclass(frozen=True, slots=True)
class Cell:
    """A unit's words with the values that it types beside them; `rule` is broken ("" none).

    Words without values are an explanation, where any number may stand; others are a result.
    """

    text: str
    counts: Counts = ()
    rule: str = ""


def words_of(nouns: Mapping[str, Mapping[str, object]]) -> tuple[Word, ...]:
    """Return the register's nouns but those that have no forms of their own after a number."""
    return tuple(
        Word(name, str(noun["kind"]), str(noun["gender"]), *map(str, forms))
        for name, noun in nouns.items()
        if isinstance(forms := noun["forms"], Sequence) and not noun.get("collective")
    )


def written(number: Decimal) -> str:
    """Return a number as Polish offices write it: "1 212", "1,5"."""
    return f"{number:,}".replace(",", " ").replace(".", ",")


def counted(number: Decimal, word: Word) -> str:
    """Return a number and what it counts."""
    return f"{written(number)} {word.after(number)}"


class Numbers:
    """Gives out small numbers in turn, of every form, and large ones none of which comes twice."""

    def __init__(self) -> None:
        self._small = cycle([1, 2, 3, 4, 5, 8, 11, 12, 13, 14, 20, 21, 22, 24, 25, 32, 43, 50, 99])
        self._turn = cycle([self._small, count(101, 37), count(40_001, 113)])
        self._given: set[int] = set()

    def next(self) -> Decimal:
        """Return the next number; equal large ones would be asked about."""
        number = next(next(self._turn))
        return self.once(number) if number > 99 else Decimal(number)

    def once(self, number: int) -> Decimal:
        """Return a number, or the next one that nobody was given."""
        while number in self._given:
            number += 1
        self._given.add(number)
        return Decimal(number)

    def parts(self) -> tuple[Decimal, Decimal]:
        """Return two large numbers that add up to one which nobody was given."""
        first, second = self.once(150), self.once(170)
        while int(first + second) in self._given:
            second = self.once(int(second) + 1)
        return first, second


# Sentences in which a number stands for itself, is the object of a verb, or is governed.
_PLAIN = (
    "W 2024 roku: {}.",
    "Łącznie {} w dzielnicach Krakowa.",
    "Ogółem – {}.",
    "{} w ciągu roku.",
    "Wynik za cały rok (z podziałem na kwartały): {}.",
)
_OBJECT = ("Odnotowano {}.", "Uwzględniono {} w całym mieście.", "W sprawozdaniu ujęto {}.")
_GOVERNED = ("Przygotowano ofertę dla {}.", "Wynik to około {}.", "Zrezygnowano z {}.")
_HALVES = (Decimal("1.5"), Decimal("2.5"), Decimal("0.5"), Decimal("12.5"), Decimal("15.48"))
_DIVISIBLE = ("hours", "posts")


def right_results(words: Sequence[Word], numbers: Numbers) -> Iterator[Cell]:
    """Yield results in a unit's own words: one number, two, a whole with its parts."""
    frames = cycle([*_PLAIN, *_OBJECT, *_GOVERNED])
    for word in (*words, *words):
        number, frame = numbers.next(), next(frames)
        # After 1 the object of a verb has a form that the register lacks: "odnotowano 1 poradę".
        if frame in _OBJECT and number == 1 and word.gender in ("f", "m1"):
            frame = _PLAIN[0]
        form = word.governed(number) if frame in _GOVERNED else word.after(number)
        text = frame.format(f"{written(number)} {form}")
        yield Cell(text, ((number, word.many),))
    for word in words:
        if word.kind in _DIVISIBLE:
            for number in _HALVES:
                text = f"Średnio {counted(number, word)} w tygodniu."
                yield Cell(text, ((number, word.many),))
    for word, other in pairwise(words):
        first, second = numbers.next(), numbers.next()
        text = f"{counted(first, word)}, {counted(second, other)}."
        yield Cell(text, ((first, word.many), (second, other.many)))
    for turn, word in zip(cycle(["w tym", "z tego"]), words[::2], strict=False):
        parts = numbers.parts()
        total = numbers.once(int(sum(parts)))
        listed = f"{counted(parts[0], word)} w Podgórzu i {counted(parts[1], word)} w Nowej Hucie"
        text = f"{counted(total, word)}, {turn} {listed}."
        yield Cell(text, tuple((number, word.many) for number in (total, *parts)))
    for word, other in permutations(words, 2):
        # A word that only begins alike is no part: "5 przedszkoli, w tym 12 przedstawień".
        alike = word.name[:4].casefold() == other.name[:4].casefold()
        if alike and word.name.split()[0].casefold() != other.name.split()[0].casefold():
            first, second = numbers.parts()
            text = f"{counted(first, word)}, w tym {counted(second, other)}."
            yield Cell(text, ((first, word.many), (second, other.many)))


def right_explanations(words: Sequence[Word], numbers: Numbers) -> Iterator[Cell]:
    """Yield explanations: what became of a thing, and of how many there was none."""
    for word in words:
        one, was, ended = word.one, *_states(word)
        yield Cell(f"{one[0].upper()}{one[1:]} {was} {ended}.")
        if word.gender != "m1":
            yield Cell(f"{word.few[0].upper()}{word.few[1:]} zostały odwołane z powodu remontu.")
        number = numbers.next()
        yield Cell(f"Zabrakło środków dla {written(number)} {word.governed(number)}.")
        half = _HALVES[int(number) % len(_HALVES)]
        yield Cell(f"Średnia miesięczna to {counted(half, word)}.")


def _states(word: Word) -> tuple[str, str]:
    return {
        "f": ("została", "zakończona"),
        "n": ("zostało", "zakończone"),
    }.get(word.gender, ("został", "zakończony"))


# They may be counted off: "5 miejsca" is also "of the fifth place", and nobody is asked about it.
_ORDINAL = frozenset({"cykl", "godzina", "miejsce", "miejsce dystrybucji", "miesiąc", "projekt"})
# Spelt like other words: people are "typy" too, a woman is a "mecenas", "udział" is also a verb,
# "szkol" says to train somebody.
_ALSO_PEOPLE, _OF_ANY_GENDER, _ALSO_WITHOUT_MARKS = "typ", ("mecenas", "udział"), "szkoła"
_BARE = str.maketrans("ąćęłńóśźż", "acelnoszz")


def wrong_results(words: Sequence[Word], numbers: Numbers) -> Iterator[Cell]:
    """Yield results of which each breaks one rule."""
    yield from _disagreeing(words)
    yield from _wrong_states(words)
    for word in words[::4]:
        yield from _badly_typed(word, numbers)
        yield from _wrong_sums(word, numbers)
    for word in words:
        bare = word.many.translate(_BARE)
        if bare != word.many and word.name != _ALSO_WITHOUT_MARKS:
            yield Cell(f"Zabrakło {bare} w Podgórzu.", (), "polish-diacritics")


def _badly_typed(word: Word, numbers: Numbers) -> Iterator[Cell]:
    for text, rule in (
        ("W Podgórzu łącznie{number} {form}.", "polish-glued"),
        ("Razem {number}{form}.", "polish-glued"),
        ("W szkołach,przedszkolach i klubach: {number} {form}.", "polish-comma"),
        ("W szkołach , przedszkolach i klubach: {number} {form}.", "polish-comma"),
        ("Oferta dla dla {number} {governed}.", "polish-doubled"),
        ("Prowadzone przez liczba {number} {form}.", "polish-residue"),
        ("Łącznie (w Podgórzu: {number} {form}.", "polish-brackets"),
    ):
        number = numbers.next()
        words = {"form": word.after(number), "governed": word.governed(number)}
        said = text.format(number=written(number), **words)
        yield Cell(said, ((number, word.many),), rule)
    number = numbers.next()
    yield Cell(f"Łącznie {counted(number + 10, word)}.", ((number, word.many),), "wording-number")


def _disagreeing(words: Sequence[Word]) -> Iterator[Cell]:
    numbers: dict[str, Iterator[int | str]] = {
        "few": cycle([2, 3, 4, 22, 33, 104, 1002]),
        "many": cycle([5, 11, 12, 13, 14, 20, 21, 25, 112, 213, 1005]),
        "part": cycle(["1.5", "2.5"]),
    }
    for word in words:
        for right, values in numbers.items():
            wrong = word.few if right == "many" else word.many
            silent = word.name in _ORDINAL or (right == "few" and word.name == _ALSO_PEOPLE)
            if getattr(word, right) != wrong and not silent:
                number = written(Decimal(next(values)))
                yield Cell(f"Łącznie {number} {wrong}.", (), "polish-agreement")


def _wrong_states(words: Sequence[Word]) -> Iterator[Cell]:
    for word in words:
        subject = f"{word.one[0].upper()}{word.one[1:]}"
        was, ended = _states(word)
        for other in ("został zakończony", "została zakończona", "zostało zakończone"):
            if other != f"{was} {ended}" and word.name not in _OF_ANY_GENDER:
                yield Cell(f"{subject} {other}.", (), "polish-gender")


def _wrong_sums(word: Word, numbers: Numbers) -> Iterator[Cell]:
    for turn, more, rule in (
        ("w tym", -1, "parts-over-whole"),
        ("z tego", -1, "parts-over-whole"),
        ("z tego", 1, "parts-not-whole"),
    ):
        first, second = numbers.parts()
        total = first + second + more
        parts = f"{counted(first, word)} w Podgórzu i {counted(second, word)} w Nowej Hucie"
        typed = tuple((number, word.many) for number in (total, first, second))
        yield Cell(f"{counted(total, word)}, {turn} {parts}.", typed, rule)

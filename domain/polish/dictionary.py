"""A dictionary of Polish as the rules of language ask it; an adapter brings the words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

NOUNS = frozenset({"subst", "ger"})
ADJECTIVES = frozenset({"adj", "ppas", "pact"})
_INFLECTED = NOUNS | ADJECTIVES

Cell = tuple[str, str, str]
"""Number, case and gender: ("pl", "gen", "f")."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """One reading of a form; `features` are those of the tag after the word class, in order.

    `entry` names the word in the dictionary where the lemma alone is ambiguous; `given` and
    `surname` say which of a person's names it may be.
    """

    form: str
    lemma: str
    word_class: str
    features: tuple[frozenset[str], ...] = ()
    entry: str = ""
    proper: bool = False
    given: bool = False
    surname: bool = False

    def cells(self) -> Iterator[Cell]:
        """Yield each number, case and gender that the form may have."""
        if self.word_class not in _INFLECTED or len(self.features) < 3:
            return
        numbers, cases, genders = self.features[:3]
        for number in numbers:
            for case in cases:
                for gender in genders:
                    yield number, case, gender

    def has(self, feature: str) -> bool:
        """Whether the tag names a feature."""
        return any(feature in part for part in self.features)


class Dictionary(Protocol):
    """Readings of forms, and all forms of a word."""

    def __hash__(self) -> int:
        """Tell dictionaries apart: what was found with one is kept."""
        ...

    def analyses(self, word: str) -> Sequence[Analysis]:
        """Return the readings of a word; none where it is unknown."""
        ...

    def forms(self, entry: str) -> Sequence[Analysis]:
        """Return every form of the word with that name, plain ones first."""
        ...


@dataclass(frozen=True, slots=True)
class Familiar:
    """A dictionary that takes a form for one of the register's nouns where it may be one.

    "5 klub" is no form of a rare "kluba".
    """

    dictionary: Dictionary
    nouns: frozenset[str]

    def analyses(self, word: str) -> Sequence[Analysis]:
        """Return the readings of a word, without nouns that stand back behind the register's."""
        found = self.dictionary.analyses(word)
        if not any(one.word_class == "subst" and one.lemma in self.nouns for one in found):
            return found
        return [one for one in found if one.word_class != "subst" or one.lemma in self.nouns]

    def forms(self, entry: str) -> Sequence[Analysis]:
        """Return every form of the word with that name."""
        return self.dictionary.forms(entry)


def readings(dictionary: Dictionary, word: str) -> Sequence[Analysis]:
    """Return the readings of a word that are no names, its gerund's only where it has no other."""
    common = [one for one in dictionary.analyses(word) if not one.proper]
    nouns = [one for one in common if one.word_class == "subst"]
    return [one for one in common if one.word_class != "ger"] if nouns else common


def inflected(dictionary: Dictionary, reading: Analysis, wanted: Cell) -> str:
    """Return the form of a word in a number, case and gender, or nothing; capitals are kept."""
    number, case, gender = wanted
    for form in dictionary.forms(reading.entry or reading.lemma):
        same = form.word_class == reading.word_class and form.features[3:] == reading.features[3:]
        if same and (number, case, gender) in form.cells():
            first = form.form[:1]
            return (first.upper() if reading.form[:1].isupper() else first) + form.form[1:]
    return ""

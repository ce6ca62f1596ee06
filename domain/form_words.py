"""What a free row of the form may count: the list to choose from, and its words in every form."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from domain.phrases import Phrase
from domain.polish.collation import collation_key
from domain.polish.numbers import NumberForm
from domain.programme import Programme, measure_key
from domain.table import divisible

NUMBER_SIGN = "¤"
FORMS = tuple(NumberForm)


def templates(phrase: Phrase) -> tuple[str, ...]:
    """Return a phrase in each form of FORMS, then in each after "około", with NUMBER_SIGN in it."""
    return tuple(
        phrase.template(form, NUMBER_SIGN, genitive=genitive)
        for genitive in (False, True)
        for form in FORMS
    )


@dataclass(frozen=True)
class WordList:
    """The phrases of a programme, by everything that an officer may type for them."""

    programme: Programme

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """What the drop-down list offers."""
        labels = {f"liczba {phrase.label}" for phrase in self.programme.measures.values()}
        return tuple(sorted(labels, key=collation_key))

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Each typed form that is known, as `measure_key` folds it."""
        return tuple(sorted(self.programme.measures))

    def place(self, label: str) -> int:
        """Return a typed form's place in `keys`, from 1; 0 for one that is not known."""
        key = measure_key(label)
        return self.keys.index(key) + 1 if key in self.programme.measures else 0

    def rows(self) -> Iterator[tuple[str, bool | None, tuple[str, ...]]]:
        """Yield each key, whether half of what it counts makes sense, and its words."""
        for key in self.keys:
            phrase = self.programme.measures[key]
            yield key, divisible(phrase), templates(phrase)

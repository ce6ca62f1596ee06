"""Words around a number: a register of inflected words and phrases built from them.

A phrase is literal text with slots: ``{rodzina} {objęty} usługą asystenta rodziny``. A slot names
an entry of the register; ``{n}`` marks the number (first, when there is none); ``{grupa.gen}`` is
governed by a word before the number ("dla 6 grup").
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from domain.polish.numbers import NumberForm, format_number, number_form
from domain.values import Qualifier, Value

NUMBER_SLOT = "n"
GENITIVE = ".gen"


class Gender(StrEnum):
    """Grammatical gender; VIRILE is the masculine personal one (m1 in the dictionaries)."""

    VIRILE = "m1"
    MASCULINE = "m"
    FEMININE = "f"
    NEUTER = "n"


class NounKind(StrEnum):
    """What sort of thing a noun counts."""

    PEOPLE = "people"
    FAMILIES = "families"
    EVENTS = "events"
    HOURS = "hours"
    PLACES = "places"
    POSTS = "posts"
    MONEY = "money"
    PERCENT = "percent"
    ITEMS = "items"
    VIEWS = "views"
    SERVICES = "services"
    SITES = "sites"


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun's forms after 1, 2, 5 and 1,5 (the last is the genitive singular)."""

    name: str
    kind: NounKind
    gender: Gender
    one: str
    few: str
    many: str
    part: str
    collective: bool = False
    reason: str = ""

    def form(self, number: NumberForm, *, genitive: bool = False) -> str:
        """Return the form for `number`, or its genitive."""
        if genitive:
            number = NumberForm.PART if number in _SINGULAR else NumberForm.MANY
        return str(getattr(self, number.value))

    @property
    def counted_in_genitive(self) -> bool:
        """Whether 2–4 governs the genitive plural: 2 uczestników, 2 dzieci korzystających."""
        return self.gender is Gender.VIRILE or (
            self.gender is Gender.NEUTER and self.few == self.many
        )


@dataclass(frozen=True, slots=True)
class Adjective:
    """An adjective or participle that agrees with its noun.

    `singular`: nominative masculine, feminine, neuter; `plural`: non-virile nominative, genitive;
    `genitive`: singular masculine/neuter, feminine.
    """

    name: str
    singular: tuple[str, str, str]
    plural: tuple[str, str]
    genitive: tuple[str, str]

    def form(self, number: NumberForm, noun: Noun, *, genitive: bool = False) -> str:
        """Return the form that stands beside `noun` in form `number`."""
        if number is NumberForm.PART or (genitive and number is NumberForm.ONE):
            return self.genitive[1 if noun.gender is Gender.FEMININE else 0]
        if number is NumberForm.ONE:
            return self.singular[_SINGULAR_INDEX[noun.gender]]
        if number is NumberForm.FEW and not noun.counted_in_genitive and not genitive:
            return self.plural[0]
        return self.plural[1]


@dataclass(frozen=True, slots=True)
class ClauseWord:
    """A word of a subordinate clause ("które skorzystały"): nominative whatever the number."""

    name: str
    singular: tuple[str, str, str]
    plural: str
    virile: str

    def form(self, number: NumberForm, noun: Noun) -> str:
        """Return the form that refers to `noun` in form `number`."""
        if number in _SINGULAR:
            return self.singular[_SINGULAR_INDEX[noun.gender]]
        return self.virile if noun.gender is Gender.VIRILE else self.plural


Word = Noun | Adjective | ClauseWord

_SINGULAR = (NumberForm.ONE, NumberForm.PART)
_SINGULAR_INDEX = {Gender.VIRILE: 0, Gender.MASCULINE: 0, Gender.FEMININE: 1, Gender.NEUTER: 2}
_NUMBER_SIGN = "\0"
_PUNCTUATION = " ,.:;–-"
_SLOT = re.compile(r"\{([^{}]*)\}")


class Register:
    """Every inflected word of a programme, once, by its dictionary form."""

    def __init__(self, words: Mapping[str, Word]) -> None:
        self.words: Mapping[str, Word] = dict(words)

    def nouns(self) -> Iterator[Noun]:
        """Yield the nouns in the order in which they were written."""
        return (word for word in self.words.values() if isinstance(word, Noun))


@dataclass(frozen=True)
class Phrase:
    """A parsed phrase; `parts` alternate between literal text and slots."""

    source: str
    parts: tuple["str | _Slot", ...]

    @cached_property
    def nouns(self) -> tuple[Noun, ...]:
        """The nouns that are counted, in order; empty for a phrase of fixed words."""
        slots = (part for part in self.parts if isinstance(part, _Slot))
        return tuple(slot.word for slot in slots if isinstance(slot.word, Noun))

    @property
    def noun(self) -> str:
        """The name of the thing counted, as figures.csv gives it."""
        return self.nouns[0].name if self.nouns else self.label

    @cached_property
    def label(self) -> str:
        """What stands after "liczba …" in a form: "uczestników warsztatów"."""
        words = self._words(NumberForm.MANY, genitive=False, number=_NUMBER_SIGN)
        before, after = (part.strip(_PUNCTUATION) for part in words.split(_NUMBER_SIGN, maxsplit=1))
        if not after:
            return before.removeprefix("liczba ")
        # What stands before the number tells phrases apart: "szkół („Trzymaj formę”)".
        return f"{after} ({before})" if before else after

    def compose(self, value: Value) -> str:
        """Return the phrase with `value` in it, every word in the form that the number takes."""
        # "około" governs the genitive: około 2 rodzin.
        genitive = value.qualifier is Qualifier.ESTIMATED
        number = format_number(value.number)
        if value.qualifier not in (Qualifier.COUNTED, Qualifier.RATE):
            number = f"{value.qualifier} {number}"
        text = self._words(number_form(value.number), genitive=genitive, number=number)
        return f"{text} {value.qualifier}" if value.qualifier is Qualifier.RATE else text

    def template(self, form: NumberForm, number: str, *, genitive: bool = False) -> str:
        """Return the phrase in one form, with `number` where a number of that form stands."""
        return self._words(form, genitive=genitive, number=number)

    def _words(self, form: NumberForm, *, genitive: bool, number: str) -> str:
        written = [
            part if isinstance(part, str) else part.written(form, genitive=genitive, number=number)
            for part in self.parts
        ]
        return "".join(written)


@dataclass(frozen=True, slots=True)
class _Slot:
    """A word that the number inflects; `agrees` is the noun that an adjective goes with."""

    word: Word | None
    agrees: Word | None = None
    genitive: bool = False

    def written(self, form: NumberForm, *, genitive: bool, number: str) -> str:
        genitive = genitive or self.genitive
        if self.word is None:
            return number
        if isinstance(self.word, Noun):
            return self.word.form(form, genitive=genitive)
        if not isinstance(self.agrees, Noun):  # pragma: no cover - parse_phrase refuses it
            raise ValueError(self.word.name)
        if isinstance(self.word, Adjective):
            return self.word.form(form, self.agrees, genitive=genitive)
        return self.word.form(form, self.agrees)


def parse_phrase(source: str, register: Register) -> Phrase:
    """Read a phrase against the register.

    Raises ValueError with a Polish sentence: unknown word, brace left open, adjective without noun.
    """
    if set(_SLOT.sub("", source)) & set("{}"):
        raise ValueError(f"niedomknięty nawias klamrowy w „{source}”")
    pieces = _SLOT.split(source)
    slots = [_slot(name, register, source) for name in pieces[1::2]]
    agreed = _agreement(slots, source)
    parts: list[str | _Slot] = []
    for position, piece in enumerate(pieces):
        if position % 2:
            parts.append(agreed[position // 2])
        elif piece:
            parts.append(piece)
    if not any(slot.word is None for slot in slots):
        parts = [_Slot(None), " ", *parts]
    return Phrase(source, tuple(parts))


def fixed_phrase(words: str) -> Phrase:
    """Return a phrase of a number and words that never change: a unit's own."""
    return Phrase(words, (_Slot(None), " ", words))


def _slot(name: str, register: Register, source: str) -> _Slot:
    if name == NUMBER_SLOT:
        return _Slot(None)
    genitive = name.endswith(GENITIVE)
    word = register.words.get(name.removesuffix(GENITIVE))
    if word is None:
        raise ValueError(f"słowa „{name}” nie ma w rejestrze nouns.yaml (fraza „{source}”)")
    return _Slot(word, genitive=genitive)


def _agreement(slots: list[_Slot], source: str) -> list[_Slot]:
    """Give each adjective the nearest noun before it, else the next one."""
    nouns = [slot if isinstance(slot.word, Noun) else None for slot in slots]
    agreed: list[_Slot] = []
    for position, slot in enumerate(slots):
        if slot.word is None or isinstance(slot.word, Noun):
            agreed.append(slot)
            continue
        before = [noun for noun in nouns[:position] if noun]
        after = [noun for noun in nouns[position:] if noun]
        if not before and not after:
            raise ValueError(f"„{slot.word.name}” nie ma rzeczownika (fraza „{source}”)")
        noun = before[-1] if before else after[0]
        agreed.append(_Slot(slot.word, noun.word, slot.genitive or noun.genitive))
    return agreed

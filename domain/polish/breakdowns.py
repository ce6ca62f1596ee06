"""Wholes and their parts in a sentence: "144 432 godziny, w tym 39 384 godziny oraz …"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from domain.polish.dictionary import Dictionary, readings
from domain.polish.tokens import LETTER, SPACES

_SENTENCE = re.compile(r"(?<=[.;])\s+(?=[A-ZĄĆĘŁŃÓŚŹŻ])")
_TURN = re.compile(r"\b(?:w tym|z tego)(?!\w)\s*:?", re.IGNORECASE)
_COUNTED = re.compile(
    rf"(?<![\d,.])(?P<number>\d{{1,3}}(?:[{SPACES}]\d{{3}}(?!\d))+(?:,\d+)?|\d+(?:,\d+)?)"
    rf"\s*(?P<noun>{LETTER}+)"
)
# What tells nouns apart that are in no dictionary, whatever their form: godzin, godziny.
_STEM = 4
_EXHAUSTIVE = "z tego"


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A whole and the sum of what is said to be its parts; all of them where `exhaustive`."""

    noun: str
    total: Decimal
    parts: Decimal
    exhaustive: bool


def breakdowns_in(text: str, dictionary: Dictionary | None = None) -> Iterator[Breakdown]:
    """Yield each whole whose parts follow after "w tym" (at most) or "z tego" (exactly)."""
    for line in text.split("\n"):
        for sentence in _SENTENCE.split(line):
            turn = _TURN.search(sentence)
            if turn is not None:
                before, after = sentence[: turn.start()], sentence[turn.end() :]
                yield from _broken_down(before, turn[0], after, dictionary)


def _broken_down(
    before: str, turn: str, after: str, dictionary: Dictionary | None
) -> Iterator[Breakdown]:
    exhaustive = turn.casefold().startswith(_EXHAUSTIVE)
    told = re.split(r"[);]" if exhaustive else r"[,);]\s", after)[0]
    told = _TURN.split(told)[0]
    wholes: list[tuple[str, Decimal]] = []
    for noun, number in _counts(before):
        # Of two numbers of the same the one nearer to its parts is the whole.
        wholes = [one for one in wholes if not _same(one[0], noun, dictionary)]
        wholes.append((noun, number))
    for noun, total in wholes:
        parts = [number for other, number in _counts(told) if _same(other, noun, dictionary)]
        if parts:
            yield Breakdown(noun, total, sum(parts, Decimal(0)), exhaustive and len(parts) > 1)


def _counts(text: str) -> Iterator[tuple[str, Decimal]]:
    for match in _COUNTED.finditer(text):
        plain = re.sub(f"[{SPACES}]", "", match["number"]).replace(",", ".")
        yield match["noun"], Decimal(plain)


def _same(one: str, other: str, dictionary: Dictionary | None) -> bool:
    """Whether two words are forms of one noun: "szkoła" and "szkolenie" only begin alike."""
    if dictionary is not None:
        ours, theirs = (
            {found.lemma for found in readings(dictionary, word.casefold())}
            for word in (one, other)
        )
        if ours and theirs:
            return bool(ours & theirs)
    return _stem(one) == _stem(other)


def _stem(noun: str) -> str:
    return noun.casefold().replace("ó", "o")[:_STEM]

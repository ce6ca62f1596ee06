"""Wholes and their parts in a sentence: "144 432 godziny, w tym 39 384 godziny oraz …"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from domain.polish.tokens import LETTER, SPACES

_SENTENCE = re.compile(r"(?<=[.;])\s+(?=[A-ZĄĆĘŁŃÓŚŹŻ])")
_TURN = re.compile(r"\b(?:w tym|z tego)(?!\w)\s*:?", re.IGNORECASE)
_COUNTED = re.compile(
    rf"(?<![\d,.])(?P<number>\d{{1,3}}(?:[{SPACES}]\d{{3}}(?!\d))+(?:,\d+)?|\d+(?:,\d+)?)"
    rf"\s*(?P<noun>{LETTER}+)"
)
# What tells nouns apart whatever their form: godzin, godziny; osoba, osób.
_STEM = 4
_EXHAUSTIVE = "z tego"


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A whole and the sum of what is said to be its parts; all of them where `exhaustive`."""

    noun: str
    total: Decimal
    parts: Decimal
    exhaustive: bool


def breakdowns_in(text: str) -> Iterator[Breakdown]:
    """Yield each whole whose parts follow after "w tym" (at most) or "z tego" (exactly)."""
    for line in text.split("\n"):
        for sentence in _SENTENCE.split(line):
            turn = _TURN.search(sentence)
            if turn is not None:
                yield from _broken_down(sentence[: turn.start()], turn[0], sentence[turn.end() :])


def _broken_down(before: str, turn: str, after: str) -> Iterator[Breakdown]:
    exhaustive = turn.casefold().startswith(_EXHAUSTIVE)
    told = re.split(r"[);]" if exhaustive else r"[,);]\s", after)[0]
    told = _TURN.split(told)[0]
    wholes: dict[str, tuple[str, Decimal]] = {}
    for noun, number in _counts(before):
        wholes[_stem(noun)] = (noun, number)
    for stem, (noun, total) in wholes.items():
        parts = [number for other, number in _counts(told) if _stem(other) == stem]
        if parts:
            yield Breakdown(noun, total, sum(parts, Decimal(0)), exhaustive and len(parts) > 1)


def _counts(text: str) -> Iterator[tuple[str, Decimal]]:
    for match in _COUNTED.finditer(text):
        plain = re.sub(f"[{SPACES}]", "", match["number"]).replace(",", ".")
        yield match["noun"], Decimal(plain)


def _stem(noun: str) -> str:
    return noun.casefold().replace("ó", "o")[:_STEM]

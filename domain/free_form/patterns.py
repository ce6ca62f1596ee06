"""The words of a phrase around its number, in all their forms, and how a text follows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from domain.free_form.words import Likeness, is_meant, plain
from domain.phrases import Noun, Phrase, Register
from domain.polish.tokens import Token, TokenKind, tokens

QUOTES = frozenset("„”\"“'«»")
# These change nothing inside a phrase: "szkół/placówek", "szkół – placówek".
_ALWAYS_PASSED = QUOTES | frozenset("–—-/")


@dataclass(frozen=True, slots=True)
class Fit:
    """The tokens (from, up to) that a phrase takes around a number, how many words it has beside
    the number, and how many of them were written with a slip."""

    start: int
    end: int
    words: int
    slips: int


@dataclass(frozen=True)
class Patterns:
    """Finds the phrases of a programme in what was written."""

    register: Register
    likeness: Likeness

    def fit(self, phrase: Phrase, said: Sequence[Token], start: int, at: int) -> Fit | None:
        """Return what a phrase takes around the number at a place; what says how exact the number
        is begins at `start`."""
        pattern = self._pattern(phrase)
        after = self._walk(pattern.after, said, at + 1, 1)
        before = self._walk(pattern.before, said, start - 1, -1)
        if after is None or before is None:
            return None
        words = len(pattern.after) + len(pattern.before)
        return Fit(before[0] + 1, after[0], words, after[1] + before[1])

    def _pattern(self, phrase: Phrase) -> "_Pattern":
        known = self._known.get(phrase.source)
        if known is None:
            known = self._known[phrase.source] = _pattern(phrase)
        return known

    @cached_property
    def _known(self) -> dict[str, "_Pattern"]:
        return {}

    @cached_property
    def _forms(self) -> frozenset[str]:
        """Every form of a noun: what is one is no slip for another."""
        return frozenset(form.casefold() for noun in self.register.nouns() for form in _forms(noun))

    def _walk(
        self, wanted: Sequence["_Wanted"], said: Sequence[Token], at: int, step: int
    ) -> tuple[int, int] | None:
        """Follow wanted words from a place on; return where they end and how many are slips."""
        slips, last = 0, at
        for one in wanted if step > 0 else reversed(wanted):
            at = _past(one.passed, said, at, step)
            if not 0 <= at < len(said):
                return None
            written = said[at].folded
            if written not in one.forms:
                if written in self._forms:
                    return None
                if plain(written) not in one.plain:
                    if not self._is_slip(written, one.forms):
                        return None
                    slips += 1
            at += step
            last = at
        # A quotation mark closes what it opened.
        return (_past(QUOTES, said, last, step) if wanted else last), slips

    def _is_slip(self, written: str, forms: frozenset[str]) -> bool:
        return any(is_meant(written, form, self.likeness) for form in forms)


@dataclass(frozen=True)
class _Wanted:
    """A word of a phrase in all its forms, and the marks that may stand before or after it."""

    forms: frozenset[str]
    passed: frozenset[str]

    @cached_property
    def plain(self) -> frozenset[str]:
        """The forms without the marks of Polish letters."""
        return frozenset(map(plain, self.forms))


@dataclass(frozen=True, slots=True)
class _Pattern:
    """The words of a phrase before and after its number."""

    before: tuple[_Wanted, ...]
    after: tuple[_Wanted, ...]


def _pattern(phrase: Phrase) -> _Pattern:
    before: list[_Wanted] = []
    after: list[_Wanted] = []
    side, passed = before, _ALWAYS_PASSED
    for forms in phrase.written_forms():
        if forms is None:
            side = after
            continue
        written = [tokens(form) for form in forms]
        # Forms of one entry have as many words each, and a literal is one form.
        for places in zip(*written, strict=False):
            if places[0].kind is TokenKind.MARK:
                # The mark lies between two words: either may be reached over it.
                passed |= {places[0].text}
                if side:
                    side[-1] = _Wanted(side[-1].forms, side[-1].passed | {places[0].text})
                continue
            side.append(_Wanted(frozenset(one.folded for one in places), passed))
            passed = _ALWAYS_PASSED
    return _Pattern(tuple(before), tuple(after))


def _past(passed: frozenset[str], said: Sequence[Token], at: int, step: int) -> int:
    """Return the next place that holds none of the marks that are passed over."""
    while 0 <= at < len(said) and said[at].text in passed:
        at += step
    return at


def _forms(noun: Noun) -> tuple[str, ...]:
    return (noun.one, noun.few, noun.many, noun.part)

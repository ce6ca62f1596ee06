"""The numbers in a cell with what they count: each finds its place, or the cell is a question.

A number belongs to a phrase of the programme that stands around it, in whatever inflection, slips
of the pen apart. Nothing is taken from a cell in which one number, or a word beside one, is left
without an explanation: "planowano 30 spotkań" is no 30. Nor may any other word or sign be left.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from domain.free_form.beside import AFTER, EDGES, JOINTS, YEAR_WORDS, exactness
from domain.free_form.patterns import QUOTES, Patterns
from domain.free_form.words import Likeness
from domain.phrases import NounKind, Phrase
from domain.polish.tokens import Token, tokens
from domain.polish.typography import normalise_space
from domain.programme import Action, Programme
from domain.values import Qualifier, Value

_PARTING = frozenset(",;.:()–—-")
# A sign that touches a number makes another number of it, or none: "5-10", "12/15", "15%".
_TOUCHING_BEFORE, _TOUCHING_AFTER = QUOTES | set("(,;"), QUOTES | set("),;:.")
# Nouns as near as these may be meant for one another: 62 godzin, 62 rodzin.
RESEMBLING = 0.7
# How many words of a number's surroundings are quoted on either side.
NEAR = 5
LONGEST_QUOTE = 120


@dataclass(frozen=True, slots=True)
class Counted:
    """A number with what it counts: an indicator of the action by its key, or "" and a measure."""

    value: Value
    phrase: Phrase
    indicator: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell says in numbers; where one found no place there are none, and `unread` tells of
    the first such one."""

    counted: tuple[Counted, ...] = ()
    unread: str = ""


@dataclass(frozen=True, slots=True)
class _Claim:
    """The words (from, up to) that a phrase takes around a number, and how many it has itself."""

    start: int
    end: int
    words: int
    slips: int
    phrase: Phrase
    indicator: str
    # What people took part in, where it is named behind them: "527 uczestników zajęć".
    of_event: str = ""

    @property
    def nouns(self) -> frozenset[str]:
        """The names of what is counted."""
        return frozenset(noun.name for noun in self.phrase.nouns)


@dataclass(frozen=True, slots=True)
class _Number:
    """A number with the words that say how exact it is: from `start` up to `end`."""

    at: int
    start: int
    number: Decimal
    qualifier: Qualifier


class _NoPlace(Exception):
    """A number has no clear place; the text says which."""


@dataclass(frozen=True)
class Counting:
    """Reads the numbers in what a programme's units say of an action."""

    programme: Programme
    likeness: Likeness

    def read(self, action: Action, text: str) -> Reading:
        """Return what a cell's numbers count."""
        said = tokens(normalise_space(text))
        if not any(token.is_number for token in said):
            return Reading()
        try:
            found = tuple(self._found(action, said))
        except _NoPlace as error:
            return Reading((), str(error))
        return Reading(found)

    def _found(self, action: Action, said: Sequence[Token]) -> Iterator[Counted]:
        places = [at for at, token in enumerate(said) if token.is_number]
        pairs: list[tuple[_Number, _Claim]] = []
        taken: list[str] = []
        end = 0
        for at in places:
            if at < end or self._is_this_year(said, at):
                continue
            number = self._number(said, at)
            claim = self._claim(action, said, number, taken)
            if claim is None:
                raise _NoPlace(_quote(said, at))
            taken.append(claim.indicator)
            claim = self._with_event(said, claim)
            if AFTER in [token.folded for token in said[claim.end : claim.end + 1]]:
                number, claim = _monthly(said, number, claim)
            if claim.start < end:
                raise _NoPlace(_quote(said, at))
            pairs.append((number, claim))
            end = claim.end
        self._check_between(said, [claim for _, claim in pairs])
        self._check_rivals(action, said, pairs)
        for number, claim in pairs:
            yield Counted(Value(number.number, number.qualifier), claim.phrase, claim.indicator)

    def _with_event(self, said: Sequence[Token], claim: _Claim) -> _Claim:
        """Return a claim with the event that its people took part in, where it is named."""
        people = [noun for noun in claim.phrase.nouns if noun.kind is NounKind.PEOPLE]
        follows = said[claim.end].folded if claim.end < len(said) else ""
        event = self._events.get(follows)
        if not claim.indicator or not people or event is None:
            return claim
        return replace(claim, end=claim.end + 1, of_event=event)

    @cached_property
    def _events(self) -> Mapping[str, str]:
        nouns = self.programme.register.nouns()
        return {noun.many: noun.name for noun in nouns if noun.kind is NounKind.EVENTS}

    def _is_this_year(self, said: Sequence[Token], at: int) -> bool:
        """Whether a number is the year reported on; another year makes the cell a question."""
        beside = {said[place].folded for place in (at - 1, at + 1) if 0 <= place < len(said)}
        return said[at].text == str(self.programme.year) and bool(beside & YEAR_WORDS)

    def _number(self, said: Sequence[Token], at: int) -> _Number:
        token = said[at]
        before = said[at - 1] if at and said[at - 1].end == token.start else None
        after = said[at + 1] if at + 1 < len(said) and said[at + 1].start == token.end else None
        if before is not None and before.text not in _TOUCHING_BEFORE:
            raise _NoPlace(_quote(said, at))
        if after is not None and not after.is_word and after.text not in _TOUCHING_AFTER:
            raise _NoPlace(_quote(said, at))
        if after is not None and after.text in ".,:" and _touches_number(said, at + 1):
            raise _NoPlace(_quote(said, at))
        number = _decimal(token.text)
        if number is None or (before is not None and _touches_number_before(said, at - 1)):
            raise _NoPlace(_quote(said, at))
        qualifier, start = exactness(said, at)
        return _Number(at, start, number, qualifier)

    def _claim(
        self, action: Action, said: Sequence[Token], number: _Number, taken: Sequence[str]
    ) -> _Claim | None:
        """Return what takes most words around a number; None where two things take as many.

        Of two indicators in the same words it is the next in the action's order, where all before
        it were told in that order.
        """
        claims = [
            claim
            for indicator in action.indicators
            for phrase in dict.fromkeys((indicator.realised, indicator.phrase))
            if (claim := self._fit(phrase, indicator.key, said, number)) is not None
        ]
        claims += [
            claim
            for phrase in self._measures
            if (claim := self._fit(phrase, "", said, number)) is not None
        ]
        if not claims:
            return None
        most = max(claim.words for claim in claims)
        longest = [claim for claim in claims if claim.words == most]
        fewest = min(claim.slips for claim in longest)
        best = [claim for claim in longest if claim.slips == fewest]
        own = {claim.indicator: claim for claim in best if claim.indicator}
        if len(own) > 1:
            order = [indicator.key for indicator in action.indicators]
            following = order[len(taken) : len(taken) + 1]
            in_order = list(taken) == order[: len(taken)]
            return own.get(following[0]) if in_order and following else None
        if own:
            return next(iter(own.values()))
        return best[0] if len({claim.phrase.label for claim in best}) == 1 else None

    @cached_property
    def _measures(self) -> tuple[Phrase, ...]:
        known = dict.fromkeys(self.programme.measures.values())
        # A free row names what it counts: only what is found again by its name can stand there.
        return tuple(one for one in known if self.programme.measure(one.label) is one)

    def _fit(
        self, phrase: Phrase, indicator: str, said: Sequence[Token], number: _Number
    ) -> _Claim | None:
        fit = self._patterns.fit(phrase, said, number.start, number.at)
        # A free row is taken for what is written letter for letter, or not at all.
        if fit is None or (fit.slips and not indicator):
            return None
        return _Claim(fit.start, fit.end, fit.words, fit.slips, phrase, indicator)

    @cached_property
    def _patterns(self) -> Patterns:
        return Patterns(self.programme.register, self.likeness)

    def _check_between(self, said: Sequence[Token], claims: Sequence[_Claim]) -> None:
        """Raise _NoPlace where anything beside the numbers and their words is left."""
        edges = [(-1, 0), *((claim.start, claim.end) for claim in claims), (len(said), -1)]
        opened = False
        for number, ((_, start), (end, _)) in enumerate(pairwise(edges)):
            gap = [token.folded for token in said[start:end]]
            if opened and gap[:1] == [")"]:
                gap, opened = gap[1:], False
            elif opened:
                raise _NoPlace(_quote(said, min(start, len(said) - 1)))
            if number in (0, len(claims)):
                gap = self._without_year(gap)
            if tuple(gap) not in (EDGES if number in (0, len(claims)) else JOINTS):
                raise _NoPlace(_quote(said, min(start, len(said) - 1)))
            opened = gap[:1] == ["("]

    def _without_year(self, gap: list[str]) -> list[str]:
        """Return what stands at a cell's edge without "w 2024 roku", which says nothing more."""
        for way in (["roku"], ["r", "."]):
            words = ["w", str(self.programme.year), *way]
            if gap[: len(words)] == words:
                rest = gap[len(words) :]
                return [] if rest in ([":"], [","]) else rest
        return gap

    def _check_rivals(
        self, action: Action, said: Sequence[Token], pairs: Sequence[tuple[_Number, _Claim]]
    ) -> None:
        """Raise _NoPlace where two numbers claim one place, or one may be meant for another."""
        given = [claim.indicator or claim.phrase.label for _, claim in pairs]
        filled = {claim.indicator for _, claim in pairs}
        missing = [one for one in action.indicators if one.key not in filled]
        for (number, claim), place in zip(pairs, given, strict=True):
            # What says more than a bare noun ("uczestników pikniku rodzinnego") is that thing.
            rival = (
                not claim.indicator
                and claim.words == 1
                and any(
                    self._resemble(claim.phrase, phrase)
                    for indicator in missing
                    for phrase in (indicator.realised, indicator.phrase)
                )
            )
            others = [other.nouns for _, other in pairs if other is not claim]
            # "uczestników zajęć" are all the participants only where no others are told of, or
            # where the very classes are counted beside them.
            other_people = (
                claim.of_event
                and not any(claim.of_event in nouns for nouns in others)
                and any(claim.nouns & nouns for nouns in others)
            )
            if given.count(place) > 1 or rival or other_people:
                raise _NoPlace(_quote(said, number.at))
            if claim.indicator and self._is_one_of_some(action, claim.indicator, filled):
                raise _NoPlace(_quote(said, number.at))

    def _is_one_of_some(self, action: Action, key: str, filled: Collection[str]) -> bool:
        """Whether another indicator has the same words, and no number."""
        own = action.indicator(key)
        return own is not None and any(
            other.key not in filled and other.realised.source == own.realised.source
            for other in action.indicators
        )

    def _resemble(self, one: Phrase, other: Phrase) -> bool:
        pairs = ((first, second) for first in one.nouns for second in other.nouns)
        return any(self.likeness(first.many, second.many) >= RESEMBLING for first, second in pairs)


def _decimal(text: str) -> Decimal | None:
    """Return a number as it is written; None where it may be meant in two ways."""
    whole, _, fraction = text.partition(",")
    if len(fraction) == 3 or not whole.replace(" ", "").isdigit():
        return None
    if len(whole) > 1 and whole.startswith("0"):
        return None
    return Decimal(text.replace(" ", "").replace(",", "."))


def _touches_number(said: Sequence[Token], at: int) -> bool:
    """Whether right behind a mark a number begins."""
    follows = said[at + 1] if at + 1 < len(said) else None
    return follows is not None and follows.start == said[at].end and follows.is_number


def _touches_number_before(said: Sequence[Token], at: int) -> bool:
    """Whether right before a mark a number ends."""
    before = said[at - 1] if at else None
    return before is not None and before.end == said[at].start and before.is_number


def _monthly(said: Sequence[Token], number: _Number, claim: _Claim) -> tuple[_Number, _Claim]:
    if number.qualifier is not Qualifier.COUNTED:
        raise _NoPlace(_quote(said, number.at))
    rate = _Number(number.at, number.start, number.number, Qualifier.RATE)
    return rate, replace(claim, end=claim.end + 1)


def _quote(said: Sequence[Token], at: int) -> str:
    """Return the number nearest to a place with the words around it."""
    places = [place for place, token in enumerate(said) if token.is_number]
    near = min(places, key=lambda place: abs(place - at))
    start, end = near, near + 1
    while start > 0 and near - start < NEAR and said[start - 1].text not in _PARTING:
        start -= 1
    while end < len(said) and end - near < NEAR and said[end].text not in _PARTING:
        end += 1
    text = ""
    for before, token in zip([None, *said[start:end]], said[start:end], strict=False):
        gap = "" if before is None or before.end == token.start else " "
        text += f"{gap}{token.text}"
    return text[:LONGEST_QUOTE]


def composed(action: Action, counted: Sequence[Counted]) -> str:
    """Return what the document would print of the numbers: indicators in their order, the rest."""
    order = [indicator.key for indicator in action.indicators]
    own = sorted((one for one in counted if one.indicator), key=lambda x: order.index(x.indicator))
    text = ""
    for one in (*own, *(one for one in counted if not one.indicator)):
        indicator = action.indicator(one.indicator)
        between = indicator.before if indicator is not None else ", "
        phrase = indicator.realised if indicator is not None else one.phrase
        text += f"{between if text else ''}{phrase.compose(one.value)}"
    return text

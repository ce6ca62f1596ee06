"""The words that a number counts: adjectives, a noun or several, adjectives after them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.polish.dictionary import ADJECTIVES, NOUNS, Analysis, Cell, Dictionary, readings
from domain.polish.tokens import Token

_ADJECTIVES_BEFORE = 4
_ADVERBS = frozenset({"adv", "part"})
# Adjectives that name people by themselves: "3 podopiecznych placówek".
_PERSONS = frozenset({"podopieczny", "bezrobotny", "bezdomny", "niepełnosprawny", "poszkodowany"})


@dataclass(slots=True)
class Word:
    """A word of the phrase with its readings that matter there, and what it should be."""

    place: int
    token: Token
    found: Sequence[Analysis]
    instead: str = ""

    def cells(self) -> set[Cell]:
        """Return each number, case and gender that the word may have."""
        return {cell for one in self.found for cell in one.cells()}


@dataclass(slots=True)
class Phrase:
    """What a number counts: adjectives, nouns joined by a slash, adjectives after them."""

    before: list[Word]
    heads: list[Word]
    after: list[Word]

    @property
    def words(self) -> list[Word]:
        """All words of the phrase in their order."""
        return sorted((*self.before, *self.heads, *self.after), key=lambda word: word.place)


def phrase_after(text: Sequence[Token], start: int, dictionary: Dictionary) -> Phrase | None:
    """Return what stands after a number; None where it is no noun, or an unknown word."""
    at = start + (text[start].text == "„")
    before: list[Word] = []
    while at < len(text) and text[at].is_word and len(before) <= _ADJECTIVES_BEFORE:
        word = word_at(text, at, dictionary)
        classes = {one.word_class for one in word.found}
        if not classes:
            return None
        adjectival = only(word, ADJECTIVES)
        if adjectival.found and (not classes & NOUNS or _stands_before_noun(text, at, dictionary)):
            before.append(adjectival)
        elif classes & NOUNS:
            return _with_heads(text, at, before, dictionary)
        elif not classes <= _ADVERBS:
            return None
        at += 1
    return None


def word_at(text: Sequence[Token], place: int, dictionary: Dictionary) -> Word:
    """Return a word with its readings; those of its small letters where it has no others."""
    token = text[place]
    found = readings(dictionary, token.text) or readings(dictionary, token.folded)
    return Word(place, token, found)


def only(word: Word, classes: frozenset[str]) -> Word:
    """Return a word with its readings of some classes."""
    found = [one for one in word.found if one.word_class in classes]
    return Word(word.place, word.token, found)


def _goes_with_next(text: Sequence[Token], place: int, dictionary: Dictionary) -> bool:
    """Whether an adjective and the word right after it are of one case, number and gender."""
    following = _following(text, place, dictionary)
    ours = only(word_at(text, place, dictionary), ADJECTIVES)
    return bool(ours.cells() & following)


def _stands_before_noun(text: Sequence[Token], place: int, dictionary: Dictionary) -> bool:
    """Whether a word that may be a noun itself ("nowe", "dorosłych") goes with the next one."""
    following = _following(text, place, dictionary)
    if {one.lemma for one in word_at(text, place, dictionary).found} & _PERSONS:
        return False
    return any(number == "pl" for number, _, _ in following) or _goes_with_next(
        text, place, dictionary
    )


def _following(text: Sequence[Token], place: int, dictionary: Dictionary) -> set[Cell]:
    if place + 1 >= len(text) or not text[place + 1].is_word:
        return set()
    return only(word_at(text, place + 1, dictionary), NOUNS | ADJECTIVES).cells()


def _with_heads(
    text: Sequence[Token], at: int, before: list[Word], dictionary: Dictionary
) -> Phrase:
    heads = [only(word_at(text, at, dictionary), NOUNS)]
    at += 1
    while at + 1 < len(text) and text[at].text == "/" and text[at + 1].is_word:
        joined = only(word_at(text, at + 1, dictionary), NOUNS)
        if not joined.found:
            break
        heads.append(joined)
        at += 2
    return Phrase(before, heads, list(_adjectives_after(text, at, heads[-1], dictionary)))


def _adjectives_after(
    text: Sequence[Token], at: int, head: Word, dictionary: Dictionary
) -> Iterator[Word]:
    """Yield the adjectives that belong to a noun before them, also over "z dziećmi"."""
    skipped = _companion(text, at, dictionary)
    if skipped is not None:
        nouns = skipped.cells() | head.cells()
        at += 2
        if at < len(text) and text[at].is_word:
            word = only(word_at(text, at, dictionary), frozenset({"ppas", "pact"}))
            companion = {case for _, case, _ in word.cells() & skipped.cells()}
            if word.found and nouns and not companion & {"inst"}:
                yield word
        return
    while at < len(text) and text[at].is_word:
        # "placówek nie samorządowych"
        at += text[at].folded == "nie" and at + 1 < len(text) and text[at + 1].is_word
        word = word_at(text, at, dictionary)
        if any(one.word_class not in ADJECTIVES for one in word.found) or not word.found:
            return
        if _goes_with_a_later_noun(text, at, dictionary):
            return
        yield word
        at += 1


def _goes_with_a_later_noun(text: Sequence[Token], at: int, dictionary: Dictionary) -> bool:
    """Whether an adjective opens a phrase of its own: "realizujących dodatkowe inne zajęcia"."""
    while _goes_with_next(text, at, dictionary):
        at += 1
        if any(one.word_class in NOUNS for one in word_at(text, at, dictionary).found):
            return True
    return False


def _companion(text: Sequence[Token], at: int, dictionary: Dictionary) -> Word | None:
    if at + 1 >= len(text) or text[at].folded not in ("z", "ze") or not text[at + 1].is_word:
        return None
    noun = only(word_at(text, at + 1, dictionary), NOUNS)
    return noun if any(case == "inst" for _, case, _ in noun.cells()) else None

"""Words that the dictionary does not have, and those of them that only lack their diacritics."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from domain.polish.dictionary import Dictionary
from domain.polish.misspelt import near
from domain.polish.mistakes import Mistake, MistakeKind
from domain.polish.tokens import Token, tokens

_BARE = str.maketrans("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ", "acelnoszzACELNOSZZ")
_MARKED = {"a": "ą", "c": "ć", "e": "ę", "l": "ł", "n": "ń", "o": "ó", "s": "ś", "z": "żź"}
_MOST_CHANGES = 3
_LONGEST = 24
_SHORTEST = 4
# A text with more unknown words is in another language.
_MOST_UNKNOWN = 30
_WORDS_OF_ONE_LETTER = frozenset("aiouwze")
# Short for words and used without the dictionary's leave.
_SHORT_WORDS = (
    "itp", "itd", "np", "tj", "tzn", "tzw", "ww", "im", "ds", "nt", "pn", "ok", "min",
    "max", "godz", "os", "szt", "tys", "mln", "mld", "zł", "gr", "r", "w", "wg", "ul", "al",
    "pl", "nr", "art", "ust", "pkt", "poz", "str", "tel", "mb", "kb", "cm", "mm", "km",
    "kg", "ha", "dr", "mgr", "inż", "hab", "prof", "św", "śp", "lp", "zob", "por", "ur",
    "zm", "br", "bm", "jw",
)  # fmt: skip
_SHORT = frozenset(_SHORT_WORDS)
_PREFIXES = (
    "nowo", "socjo", "psycho", "mikro", "makro", "mini", "multi", "tele", "wideo", "foto", "auto",
    "bio", "eko", "euro", "anty", "ponad", "współ", "wielo", "nie", "super", "arcy",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words beyond the dictionary that are right here: those of the registers, folded."""

    words: frozenset[str] = frozenset()

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Vocabulary":
        """Take every word of the texts."""
        found = (token for text in texts for token in tokens(text) if token.is_word)
        return cls(frozenset(part for token in found for part in _parts(token.folded)))

    def knows(self, word: str) -> bool:
        """Whether a word is one of the registers'."""
        return word.casefold() in self.words


def unknown_words(text: str, dictionary: Dictionary, vocabulary: Vocabulary) -> Iterator[Mistake]:
    """Yield unknown words: of kind diacritics where these alone are missing, typo where one other
    word is a letter away, stray for a letter alone, else of spelling."""
    found = tokens(text)
    quoted = False
    unknown = 0
    for place, token in enumerate(found):
        if token.text in ("„", "”"):
            quoted = token.text == "„"
        if not token.is_word:
            continue
        if len(token.text) == 1:
            if _stray(found, place):
                shown = f"{token.text} {found[place + 1].text}" if _next(found, place) else ""
                yield Mistake(MistakeKind.STRAY, shown or token.text, "", token.start)
            continue
        known = _known(token.text, dictionary, vocabulary)
        if known and not _only_a_name(token.text, dictionary, vocabulary):
            continue
        meant = _meant(token.text, dictionary, vocabulary)
        if known and not meant:
            continue
        unknown += 1
        if unknown > _MOST_UNKNOWN:
            return
        if meant:
            yield Mistake(MistakeKind.DIACRITICS, token.text, meant, token.start)
        elif not quoted and token.text.islower() and not _shortened(found, place):
            meant = near(token.text, dictionary)
            kind = MistakeKind.TYPO if meant else MistakeKind.SPELLING
            yield Mistake(kind, token.text, meant, token.start)


def _parts(word: str) -> list[str]:
    return [part for part in word.replace("’", "-").replace("'", "-").split("-") if part]


def _known(word: str, dictionary: Dictionary, vocabulary: Vocabulary) -> bool:
    if any(dictionary.analyses(form) for form in (word, word.casefold())):
        return True
    parts = _parts(word)
    if len(parts) == 1 and any(
        word.casefold().startswith(prefix)
        and len(word) >= len(prefix) + _SHORTEST
        and dictionary.analyses(word.casefold().removeprefix(prefix))
        for prefix in _PREFIXES
    ):
        return True
    return all(
        vocabulary.knows(part)
        or part.casefold() in _SHORT
        or bool(dictionary.analyses(part.casefold()) if len(parts) > 1 else ())
        for part in parts
    )


def _only_a_name(word: str, dictionary: Dictionary, vocabulary: Vocabulary) -> bool:
    """Whether a word in small letters is known as a name alone: "osob" is of the surname Osoba."""
    found = dictionary.analyses(word) if word.islower() else ()
    return bool(found) and all(one.proper for one in found) and not vocabulary.knows(word)


def _meant(word: str, dictionary: Dictionary, vocabulary: Vocabulary) -> str:
    """Return the one word that this is with other diacritics; nothing where there are several."""
    if not _SHORTEST <= len(word) <= _LONGEST or word.isupper() or "-" in word:
        return ""
    name = word[:1].isupper()
    found: list[str] = []
    for variant in _variants(word.casefold()):
        if variant == word.casefold():
            continue
        if vocabulary.knows(variant):
            return _capital(variant, word)
        common = [one for one in dictionary.analyses(variant) if not one.proper]
        if common:
            found.append(variant)
            if len(found) > 1 and name:
                return ""
    return _capital(found[0], word) if found else ""


def _variants(word: str) -> Iterator[str]:
    """Yield the word with other diacritics, those with the fewest first."""
    bare = word.translate(_BARE)
    places = [place for place, letter in enumerate(bare) if letter in _MARKED]
    for changes in range(_MOST_CHANGES + 1):
        for chosen in combinations(places, changes):
            for letters in product(*(_MARKED[bare[place]] for place in chosen)):
                spelt = list(bare)
                for place, letter in zip(chosen, letters, strict=True):
                    spelt[place] = letter
                yield "".join(spelt)


def _capital(word: str, like: str) -> str:
    return word[:1].upper() + word[1:] if like[:1].isupper() else word


def _next(found: Sequence[Token], place: int) -> bool:
    return place + 1 < len(found) and found[place + 1].is_word


def _stray(found: Sequence[Token], place: int) -> bool:
    """Whether a single small letter is no word: "r onymi"; not "a)", "2024 r.", "24 h"."""
    token = found[place]
    if not token.text.islower() or token.text in _WORDS_OF_ONE_LETTER:
        return False
    before = found[place - 1] if place else None
    after = found[place + 1] if place + 1 < len(found) else None
    if before is not None and (before.is_number or before.text in "-–/.'’"):
        return False
    return after is None or after.is_word


def _shortened(found: Sequence[Token], place: int) -> bool:
    """Whether a full stop after a word may be the sign of an abbreviation."""
    after = found[place + 1] if place + 1 < len(found) else None
    return len(found[place].text) <= 5 and after is not None and after.text == "."

"""Words and commas that were left out: "nie było realizowane 2024 roku", "warsztatów spektakli"."""

import re
from collections.abc import Iterator, Sequence

from domain.polish.dictionary import NOUNS, Dictionary, readings
from domain.polish.mistakes import Mistake, MistakeKind
from domain.polish.tokens import WORD, Token, tokens

_IN_THIS = re.compile(rf"({WORD})\s+(w tym)(?=\s+(?:w\s+)?\d)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_VERBS = frozenset({"praet", "fin", "imps", "ppas"})
# What a list of kinds of work is made of; two of them side by side want a comma.
_KINDS = frozenset(
    {"warsztat", "spektakl", "koncert", "wystawa", "porada", "konsultacja", "wykład", "szkolenie"}
    | {"prelekcja", "konferencja", "konkurs", "festyn", "piknik", "wycieczka", "zasiłek"}
    | {"świadczenie", "stypendium", "zapomoga", "seans", "pokaz", "występ"}
)
_BETWEEN = frozenset({"pielęgnacyjny", "rodzinny", "celowy", "okresowy", "specjalny"})


def missing(text: str, dictionary: Dictionary) -> Iterator[Mistake]:
    """Yield places where a preposition before a year, or a comma in a list, is not there."""
    for match in _IN_THIS.finditer(text):
        # "rozwoju dziecka w tym w 15 placówkach"
        yield Mistake(MistakeKind.MISSING, match[0], f"{match[1]}, {match[2]}", match.start())
    found = tokens(text)
    for place, token in enumerate(found):
        yield from _preposition(text, found, place, dictionary)
        if token.is_word:
            yield from _comma(text, found, place, dictionary)


def _preposition(
    text: str, found: Sequence[Token], place: int, dictionary: Dictionary
) -> Iterator[Mistake]:
    """Judge "realizowane 2024 roku": a year right after a verb or participle."""
    if not 0 < place < len(found) - 1 or not _YEAR.fullmatch(found[place].text):
        return
    verb, year = found[place - 1], found[place + 1]
    if year.folded != "roku" or not verb.is_word:
        return
    classes = {one.word_class for one in dictionary.analyses(verb.folded)}
    if classes and classes <= _VERBS:
        shown = text[verb.start : year.end]
        mended = f"{verb.text} w {found[place].text} {year.text}"
        yield Mistake(MistakeKind.MISSING, shown, mended, verb.start)


def _comma(
    text: str, found: Sequence[Token], place: int, dictionary: Dictionary
) -> Iterator[Mistake]:
    """Judge "organizacja warsztatów spektakli, koncertów": two kinds of work in a list."""
    first = _case_of_kind(found[place], dictionary)
    if not first:
        return
    at = place + 1
    while at < len(found) and _lemmas(found[at], dictionary) & _BETWEEN:
        at += 1
    if at >= len(found) or not first & _case_of_kind(found[at], dictionary):
        return
    listed = any(token.text == "," for token in (found[place - 1], *found[at + 1 : at + 3]))
    if listed:
        shown = text[found[place].start : found[at].end]
        before = text[found[place].start : found[at - 1].end]
        mended = f"{before}, {found[at].text}"
        yield Mistake(MistakeKind.MISSING, shown, mended, found[place].start)


def _lemmas(token: Token, dictionary: Dictionary) -> set[str]:
    return {one.lemma for one in dictionary.analyses(token.folded)} if token.is_word else set()


def _case_of_kind(token: Token, dictionary: Dictionary) -> set[tuple[str, str]]:
    """Return number and case of a noun that names a kind of work; nothing for other words."""
    if not token.is_word:
        return set()
    nouns = [one for one in readings(dictionary, token.folded) if one.word_class in NOUNS]
    return {cell[:2] for one in nouns if one.lemma in _KINDS for cell in one.cells()}

"""Words written twice, and what a template left in a text."""

import re
from collections.abc import Iterator, Sequence

from domain.polish.dictionary import Dictionary, readings
from domain.polish.mistakes import Mistake, MistakeKind
from domain.polish.tokens import LETTER, Token, tokens

_LONGEST = 5
# Said twice on purpose.
_MEANT = frozenset({"bardzo", "ha", "hop", "pa", "raz", "ple", "bla", "tak", "nie"})
_SAME_WORD_LETTERS = 5

_LEAKED = re.compile(
    rf"(?<![\w-])(?P<label>liczba|wskaźnik)(?P<colon>:?)\s+(?P<number>\d[\d \u00a0,]*)"
    rf"(?P<noun>\s*{LETTER}+)?",
    re.IGNORECASE,
)
_EMPTY_LABEL = re.compile(
    rf"(?:^|(?<=[,;]\s)|(?<=\n))liczba\s+(?!x+\b){LETTER}+(?:/{LETTER}+)?(?=,|;|\.?$)",
    re.IGNORECASE,
)
_LEFT = re.compile(
    r"…{2,}|\.{4,}|_{3,}|(?<!\w)x{2,}(?!\w)|(?<!\w)X{4,}(?!\w)|\?{3,}"
    r"|\[(?:do )?(?:uzupełni|wpisa|poda|brak)[^\]]*\]|\((?:do uzupełnienia|uzupełnić|wpisać)[^)]*\)"
    r"|<[a-ząćęłńóśźż][^<>]*>|\{[a-ząćęłńóśźż][^{}]*\}"
    r"|(?<!\w)(?:TODO|FIXME|lorem ipsum)(?!\w)"
    r"|#(?:ADR|N/D|DZIEL/0|ARG|NAZWA|REF|VALUE|N/A|NAME)[!?]?"
)


def doubled(text: str, dictionary: Dictionary | None) -> Iterator[Mistake]:
    """Yield a word or a run of words that stands there twice: "na na", "Rodzica Rodziców"."""
    all_tokens = tokens(text)
    past = 0
    for place, token in enumerate(all_tokens):
        if place < past or not token.is_word:
            continue
        for size in range(_LONGEST, 0, -1):
            run = all_tokens[place : place + 2 * size]
            first, second = run[:size], run[size:]
            if len(run) == 2 * size and _twice(first, second, dictionary):
                start, end = first[0].start, second[-1].end
                once = text[start : first[-1].end]
                yield Mistake(MistakeKind.DOUBLED, text[start:end], once, start)
                past = place + 2 * size
                break


def _twice(first: Sequence[Token], second: Sequence[Token], dictionary: Dictionary | None) -> bool:
    if not all(token.is_word for token in (*first, *second)):
        return False
    if [token.folded for token in first] == [token.folded for token in second]:
        name = all(token.text[:1].isupper() for token in (*first, *second))
        return first[0].folded not in _MEANT and not (name and len(first) == 1)
    return len(first) == 1 and dictionary is not None and _one_noun(first[0], second[0], dictionary)


def _one_noun(first: Token, second: Token, dictionary: Dictionary) -> bool:
    """Whether two words are forms of one noun and nothing else."""
    if min(len(first.text), len(second.text)) < _SAME_WORD_LETTERS:
        return False
    found = [readings(dictionary, token.folded) for token in (first, second)]
    if not all(found) or any(one.word_class != "subst" for words in found for one in words):
        return False
    ours, theirs = ({one.lemma for one in words} for words in found)
    return bool(ours & theirs)


def residue(text: str) -> Iterator[Mistake]:
    """Yield what a template left: "liczba 205 specjalistów", "…………", "[uzupełnić]"."""
    for match in _LEAKED.finditer(text):
        number = match["number"].rstrip(" \u00a0,")
        without = f"{number} {(match['noun'] or '').strip()}".strip()
        shown = text[match.start() : match.start("number")] + without
        yield Mistake(MistakeKind.RESIDUE, shown, without, match.start())
    for match in _EMPTY_LABEL.finditer(text):
        if not re.search(r"\d", text[match.end() :]):
            yield Mistake(MistakeKind.RESIDUE, match[0], "", match.start())
    for match in _LEFT.finditer(text):
        yield Mistake(MistakeKind.RESIDUE, match[0], "", match.start())

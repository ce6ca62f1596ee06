"""Words that are spelt so and not meant so: known in their place, split, or one letter away."""

import re
from collections.abc import Iterator, Sequence

from domain.polish.dictionary import NOUNS, Analysis, Dictionary, readings
from domain.polish.mistakes import Mistake, MistakeKind
from domain.polish.tokens import Token, tokens

_LETTERS = "aąbcćdeęfghijklłmnńoóprsśtuwyzźż"
# Of a short word too many others are a letter away; a very long one is none.
_LEAST, _MOST = 7, 30
# Words that a dictionary knows and an office hardly ever means, with what is written instead.
_MEANT: tuple[tuple["re.Pattern[str]", str], ...] = (
    (re.compile(r"\b([Pp])rzezywa(\w+)(?= trudno| kryzys| problem| żałob)"), r"\1rzeżywa\2"),
    (re.compile(r"\b(gr[aęyą]|zajęcia|wycieczk\w) tren(ow\w+)"), r"\1 teren\2"),
    (
        re.compile(r"\b(prowadzon\w+|realizowan\w+|wykonywan\w+) na zalecenie (?=Gmin|Miast|UM)"),
        r"\1 na zlecenie ",
    ),
    # of two nouns the participle takes the plural: "140 dzieci i młodzieży objętych"
    (re.compile(r"(?<=\d )(dzieci i młodzieży (?:objęt|\w+ąc))ej\b"), r"\1ych"),
    (re.compile(r"\b(rodzin|osób|dzieci) i (?:jej|jego) (?=członk)"), r"\1 i ich "),
    (re.compile(r"\(min\. (?=[A-ZĄĆĘŁŃÓŚŹŻ])"), "(m.in. "),
    (re.compile(r"\bco najmniej jedne z (?=\w+ów\b)"), "co najmniej jedno z "),
)
_COPULAS = frozenset({"jest", "są", "był", "była", "było", "były"})


def misspelt(text: str, dictionary: Dictionary) -> Iterator[Mistake]:
    """Yield words that are another one's spelling; see also spelling.near."""
    for pattern, instead in _MEANT:
        for match in pattern.finditer(text):
            meant = match.expand(instead)
            yield Mistake(MistakeKind.TYPO, match[0].strip(), meant.strip(), match.start())
    found = tokens(text)
    for place in range(len(found) - 2):
        yield from _apart(text, found, place, dictionary)
        yield from _said_of(text, found, place, dictionary)


def _apart(
    text: str, found: Sequence[Token], place: int, dictionary: Dictionary
) -> Iterator[Mistake]:
    """Judge "placówkach nie samorządowych": "nie" apart from the adjective of a noun."""
    noun, no, adjective = found[place : place + 3]
    if no.folded != "nie" or not noun.is_word or not adjective.is_word:
        return
    adjectives = dictionary.analyses(adjective.folded)
    nouns = [one for one in readings(dictionary, noun.folded) if one.word_class in NOUNS]
    if not nouns or not adjectives or any(one.word_class != "adj" for one in adjectives):
        return
    if _cells(nouns) & _cells(adjectives):
        shown = text[no.start : adjective.end]
        yield Mistake(MistakeKind.TYPO, shown, f"nie{adjective.text}", no.start)


def _said_of(
    text: str, found: Sequence[Token], place: int, dictionary: Dictionary
) -> Iterator[Mistake]:
    """Judge "jest osoba dotkniętą": a noun and its participle after a verb, in two cases."""
    verb, noun, participle = found[place : place + 3]
    if verb.folded not in _COPULAS or not noun.is_word or not participle.is_word:
        return
    said = [one for one in dictionary.analyses(participle.folded) if one.word_class == "ppas"]
    nouns = [one for one in readings(dictionary, noun.folded) if one.word_class == "subst"]
    for one in nouns:
        ours = {cell[1] for cell in one.cells()}
        wanted = {cell for cell in _cells(said) if cell[1] == "inst"}
        if "nom" in ours and "inst" not in ours and wanted and not _cells(said) & set(one.cells()):
            forms = dictionary.forms(one.entry or one.lemma)
            mended = [form.form for form in forms if set(form.cells()) & wanted]
            if mended:
                shown = text[noun.start : participle.end]
                right = f"{mended[0]} {participle.text}"
                yield Mistake(MistakeKind.AGREEMENT, shown, right, noun.start)
                return


def _cells(found: Sequence[Analysis]) -> set[tuple[str, str, str]]:
    return {cell for one in found for cell in one.cells()}


def near(word: str, dictionary: Dictionary) -> str:
    """Return the one common word that is a single letter away from an unknown one, or nothing."""
    plain = word.casefold()
    if not _LEAST <= len(plain) <= _MOST or not plain.isalpha():
        return ""
    found = {
        variant
        for variant in _variants(plain)
        if any(not one.proper for one in dictionary.analyses(variant))
    }
    if len(found) != 1:
        return ""
    (meant,) = found
    return meant[:1].upper() + meant[1:] if word[:1].isupper() else meant


def _variants(word: str) -> Iterator[str]:
    """Yield the word with a letter left out, two turned round, one put in or changed."""
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        if after:
            yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        for letter in _LETTERS:
            yield before + letter + after
            if after:
                yield before + letter + after[1:]

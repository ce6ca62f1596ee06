"""Whether the verb of a sentence agrees with its subject: "działanie zrealizowana"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.polish.dictionary import NOUNS, Analysis, Dictionary, inflected, readings
from domain.polish.mistakes import Mistake, MistakeKind
from domain.polish.tokens import Token, tokens

_BREAKS = frozenset({",", ";", ".", ":", "–", "—", "(", ")", "!", "?", "-"})
_LINKING = frozenset({"zostać", "być"})
_ADVERBS = frozenset({"nie", "już", "jeszcze", "też", "także", "również", "w", "pełni"})
_JOINED = frozenset({"i", "oraz", "a", "lub", "albo", "ani"})
_NO_SUBJECT_YET = frozenset({"praet", "prep", "fin", "imps", "conj", "comp", "num"})
# "Szereg spotkań zostało odwołanych" is right as well.
_AMOUNTS = frozenset({"szereg", "część", "większość", "mnóstwo", "połowa", "tysiąc", "milion"})
# What a clause of two words says of an action: "wydarzenie odwołane".
_STATES = "zrealizować", "zakończyć", "odwołać", "przenieść", "wykonać", "przeprowadzić"

Form = tuple[str, str]
"""Number and gender of a subject, a verb or a participle."""


@dataclass(frozen=True, slots=True)
class _Clause:
    """The words of a clause, without what stands in quotation marks."""

    text: str
    words: Sequence[Token]
    dictionary: Dictionary

    def readings(self, place: int) -> Sequence[Analysis]:
        return readings(self.dictionary, self.words[place].folded)

    def nominatives(self, place: int) -> set[Form]:
        """Return number and gender of a noun where it may be a subject."""
        return {
            (number, gender)
            for one in self.readings(place)
            if one.word_class in NOUNS
            for number, case, gender in one.cells()
            if case == "nom"
        }

    def genitive(self, place: int) -> bool:
        cells = (cell for one in self.readings(place) for cell in one.cells())
        return any(case == "gen" for _, case, _ in cells)

    def participles(self, place: int) -> list[Analysis]:
        if place >= len(self.words) or not self.words[place].is_word:
            return []
        found = self.dictionary.analyses(self.words[place].folded)
        return [one for one in found if one.word_class == "ppas"]

    def joined(self, end: int) -> bool:
        """Whether the subject may be more than one thing."""
        return any(token.folded in _JOINED or not token.is_word for token in self.words[:end])


def gender_mistakes(text: str, dictionary: Dictionary) -> Iterator[Mistake]:
    """Yield clauses whose participle or verb has another gender or number than its subject."""
    for words in _clauses(tokens(text)):
        clause = _Clause(text, words, dictionary)
        mistake = _verb(clause) or _state(clause)
        if mistake is not None:
            yield mistake


def _clauses(found: Sequence[Token]) -> Iterator[list[Token]]:
    clause: list[Token] = []
    quoted = False
    for token in found:
        if token.text in ("„", "”"):
            quoted = token.text == "„"
        elif not quoted and token.text in _BREAKS:
            yield clause
            clause = []
        elif not quoted:
            clause.append(token)
    yield clause


def _verb(clause: _Clause) -> Mistake | None:
    """Judge "program została", "realizacja została zakończone"."""
    for place, token in enumerate(clause.words):
        verbs = [
            one
            for one in clause.dictionary.analyses(token.folded)
            if one.word_class == "praet" and one.lemma in _LINKING
        ]
        if verbs:
            return _linked(clause, place, verbs)
    return None


def _linked(clause: _Clause, place: int, verbs: Sequence[Analysis]) -> Mistake | None:
    subject = _subject(clause, place)
    if subject is None or clause.joined(place):
        return None
    ours = clause.nominatives(subject)
    after = place + 1
    while after < len(clause.words) and clause.words[after].folded in _ADVERBS:
        after += 1
    theirs = _forms_in_nominative(clause.participles(after))
    if not {form for one in verbs for form in _forms(one)} & ours:
        return _with_verb_mended(clause, place, after if theirs else None, verbs[0], ours)
    return None if not theirs or theirs & ours else _with_participle_mended(clause, after, ours)


def _state(clause: _Clause) -> Mistake | None:
    """Judge a clause of a subject and a participle alone: "działanie zrealizowana"."""
    if len(clause.words) < 2 or not all(token.is_word for token in clause.words[:2]):
        return None
    ours = clause.nominatives(0)
    at = 2 if len(clause.words) > 2 and clause.genitive(1) else 1
    found = [one for one in clause.participles(at) if one.lemma in _STATES]
    agreeing = {cell for one in found for cell in one.cells()}
    agreeing &= {cell for one in clause.readings(0) for cell in one.cells()}
    if not ours or agreeing or not _forms_in_nominative(found):
        return None
    return _with_participle_mended(clause, at, ours)


def _subject(clause: _Clause, end: int) -> int | None:
    """Return the first noun of a clause where it can only be the subject; None if unclear."""
    for place in range(end):
        classes = {one.word_class for one in clause.readings(place)}
        lemmas = {one.lemma for one in clause.readings(place)}
        if classes & _NO_SUBJECT_YET or "który" in lemmas or lemmas & _AMOUNTS:
            return None
        if classes & NOUNS:
            rivals = [one for one in range(place + 1, end) if clause.nominatives(one)]
            clear = all(clause.genitive(one) for one in rivals)
            return place if clear and clause.nominatives(place) else None
    return None


def _forms(verb: Analysis) -> Iterator[Form]:
    numbers, genders = verb.features[:2]
    for number in numbers:
        for gender in genders:
            yield number, gender


def _forms_in_nominative(participles: Sequence[Analysis]) -> set[Form]:
    cells = (cell for one in participles for cell in one.cells())
    return {(number, gender) for number, case, gender in cells if case == "nom"}


def _with_verb_mended(
    clause: _Clause, place: int, participle: int | None, verb: Analysis, subject: set[Form]
) -> Mistake | None:
    forms = clause.dictionary.forms(verb.entry or verb.lemma)
    right = [one.form for one in forms if one.word_class == "praet" and set(_forms(one)) & subject]
    if not right:
        return None
    instead = {place: right[0]}
    if participle is not None and not _agrees(clause, participle, subject):
        mended = _participle_for(clause, participle, subject)
        instead |= {participle: mended} if mended else {}
    return _mistake(clause, place if participle is None else participle, instead)


def _with_participle_mended(clause: _Clause, place: int, subject: set[Form]) -> Mistake | None:
    mended = _participle_for(clause, place, subject)
    return _mistake(clause, place, {place: mended}) if mended else None


def _agrees(clause: _Clause, participle: int, subject: set[Form]) -> bool:
    return bool(_forms_in_nominative(clause.participles(participle)) & subject)


def _participle_for(clause: _Clause, place: int, subject: set[Form]) -> str:
    for one in clause.participles(place):
        for number, gender in sorted(subject, reverse=True):
            form = inflected(clause.dictionary, one, (number, "nom", gender))
            if form:
                return form
    return ""


def _mistake(clause: _Clause, last: int, instead: dict[int, str]) -> Mistake:
    """Return the clause up to its last word, with the words that should stand there instead."""
    start, end = clause.words[0].start, clause.words[last].end
    shown = mended = clause.text[start:end]
    for place, word in sorted(instead.items(), reverse=True):
        token = clause.words[place]
        mended = mended[: token.start - start] + word + mended[token.end - start :]
    return Mistake(MistakeKind.GENDER, shown, mended, start)

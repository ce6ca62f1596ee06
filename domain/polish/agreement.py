"""Whether the words after a number have the form that the number takes: "39 zajęcia"."""

from collections.abc import Iterator, Sequence

from domain.polish.counted import Phrase, Word, only, phrase_after, word_at
from domain.polish.dictionary import NOUNS, Cell, Dictionary, inflected
from domain.polish.governing import ORDINAL, Counted, counts, governed, value_of
from domain.polish.mistakes import Mistake, MistakeKind
from domain.polish.tokens import Token, tokens

_AND = frozenset({"i", "oraz", "lub"})


def disagreements(text: str, dictionary: Dictionary) -> Iterator[Mistake]:
    """Yield each number whose noun or adjective has another form than it takes."""
    found = tokens(text)
    earlier: Counted | None = None
    ended = 0
    for place, token in enumerate(found):
        if token.text in ".;!?":
            earlier = None
        if not token.is_number or not counts(found, place, dictionary):
            continue
        number = value_of(token)
        cases = governed(found, place, dictionary, earlier, ended)
        exact = "," not in token.text or number != number.to_integral_value()
        counted = Counted(place, number, cases, exact)
        phrase = phrase_after(found, place + 1, dictionary)
        if phrase is None:
            continue
        earlier, ended = counted, phrase.words[-1].place + 1
        mistake = _judged(text, found, counted, phrase, dictionary)
        if mistake is not None:
            yield mistake


def _judged(
    text: str, found: Sequence[Token], counted: Counted, phrase: Phrase, dictionary: Dictionary
) -> Mistake | None:
    """Return the mistake of a phrase; None where it is right, or where nothing can be proposed."""
    wanted: Cell | None = None
    last = -1
    for head in phrase.heads:
        allowed = list(_allowed(head, counted))
        if _ordinal(head):
            return None
        right = [cell for cell in allowed if cell in head.cells()]
        wanted = wanted or (right[0] if right else None)
        if not right:
            target = _put_right(head, allowed, dictionary)
            if target is None:
                return None
            wanted, last = target, max(last, head.place)
    if wanted is None:
        return None
    head = phrase.heads[-1]
    fitting = {cell for cell in _allowed(head, counted) if head.instead or cell in head.cells()}
    for word in (*phrase.before, *phrase.after):
        if not word.cells() & fitting:
            target = _put_right(word, [wanted, *sorted(fitting)], dictionary)
            if target is None:
                return None
            last = max(last, word.place)
    if last < 0:
        return None
    words = phrase.words + _conjunct(found, phrase, wanted, dictionary)
    last = max(last, phrase.heads[-1].place)
    words = [word for word in words if word.place <= last or word.instead]
    kept = [word for word in phrase.after if word.cells() & fitting]
    end = max(word.token.end for word in (*words, *kept))
    return _mistake(text, found[counted.place].start, end, words)


def _allowed(head: Word, counted: Counted) -> Iterator[Cell]:
    """Yield what a noun may be after the number, in the genders that it has."""
    genders = {gender for _, _, gender in head.cells()}
    virile = "m1" in genders
    plural_only = bool(head.found) and all(one.has("pt") for one in head.found)
    collective = plural_only or any(one.has("col") for one in head.found)
    for number, case in counted.cells(virile=virile, collective=collective):
        for gender in sorted(genders):
            yield number, case, gender


def _ordinal(head: Word) -> bool:
    """Whether the number may say which one: "80 rocznica", "26 Festiwal"."""
    singular = any(number == "sg" for number, _, _ in head.cells())
    capital = head.token.text[:1].isupper() and not head.token.text.isupper()
    return singular and (capital or bool({one.lemma for one in head.found} & ORDINAL))


def _put_right(word: Word, wanted: Sequence[Cell], dictionary: Dictionary) -> Cell | None:
    # "uczestnicy" is of "uczestnik" in the plural, of "uczestnica" in the singular.
    for reading in sorted(word.found, key=lambda one: not one.has(wanted[0][0])):
        for cell in wanted:
            form = inflected(dictionary, reading, cell)
            if form and form != word.token.text:
                word.instead = form
                return cell
    return None


def _conjunct(
    text: Sequence[Token], phrase: Phrase, wanted: Cell, dictionary: Dictionary
) -> list[Word]:
    """Return the noun joined by "i" to one that was wrong in the same way, put right as well."""
    head = phrase.heads[-1]
    at = phrase.words[-1].place + 1
    if not head.instead or at + 1 >= len(text) or text[at].folded not in _AND:
        return []
    if not text[at + 1].is_word:
        return []
    noun = only(word_at(text, at + 1, dictionary), NOUNS)
    same = {cell[:2] for cell in noun.cells()} & {cell[:2] for cell in head.cells()}
    genders = sorted({gender for _, _, gender in noun.cells()})
    cells = [(wanted[0], wanted[1], gender) for gender in genders]
    if not same or set(cells) & noun.cells():
        return []
    return [noun] if _put_right(noun, cells, dictionary) is not None else []


def _mistake(text: str, start: int, end: int, words: Sequence[Word]) -> Mistake:
    instead = text[start:end]
    for word in sorted(words, key=lambda one: -one.place):
        if word.instead and word.token.end <= end:
            at = word.token.start - start
            instead = instead[:at] + word.instead + instead[at + len(word.token.text) :]
    return Mistake(MistakeKind.AGREEMENT, text[start:end], instead, start)

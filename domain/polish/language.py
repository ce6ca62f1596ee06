"""All mistakes of language in one text; without a dictionary those that can be seen without."""

import functools
from collections.abc import Iterable, Iterator

from domain.polish.agreement import disagreements
from domain.polish.dictionary import Dictionary
from domain.polish.marks import glued, marks, parted
from domain.polish.missing import missing
from domain.polish.misspelt import misspelt
from domain.polish.mistakes import Mistake
from domain.polish.pairs import brackets
from domain.polish.repeats import doubled, residue
from domain.polish.spelling import Vocabulary, unknown_words
from domain.polish.statuses import gender_mistakes


def mistakes_in(
    text: str, dictionary: Dictionary | None, vocabulary: Vocabulary | None = None
) -> tuple[Mistake, ...]:
    """Return the mistakes of a text in the order of their places, each once."""
    found = (one for line in _lines(text) for one in _found(line, dictionary, vocabulary))
    return tuple(dict.fromkeys(found))


def _lines(text: str) -> Iterable[str]:
    return (line for line in text.split("\n") if line.strip())


# A round is looked at twice where something was decided, and its words are mostly the same.
@functools.lru_cache(maxsize=10_000)
def _found(
    line: str, dictionary: Dictionary | None, vocabulary: Vocabulary | None
) -> tuple[Mistake, ...]:
    found = _kinds(line, dictionary, vocabulary)
    return tuple(sorted(found, key=lambda one: (one.start, one.kind)))


def _kinds(
    line: str, dictionary: Dictionary | None, vocabulary: Vocabulary | None
) -> Iterator[Mistake]:
    yield from glued(line, dictionary)
    yield from marks(line, dictionary)
    yield from brackets(line)
    yield from doubled(line, dictionary)
    yield from residue(line)
    if dictionary is not None:
        apart = parted(line, dictionary)
        yield from disagreements(apart, dictionary)
        yield from gender_mistakes(line, dictionary)
        yield from missing(apart, dictionary)
        yield from misspelt(apart, dictionary)
        yield from unknown_words(apart, dictionary, vocabulary or Vocabulary())

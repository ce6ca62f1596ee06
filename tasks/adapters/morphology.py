"""The dictionary of Polish (SGJP, in the wheel of morfeusz2), asked once a word."""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from domain.polish.dictionary import Analysis, Dictionary

if TYPE_CHECKING:
    from morfeusz2 import Morfeusz

_PROPER = frozenset({"nazwisko", "imię", "nazwa_geograficzna"})
# Labels of forms that everybody uses; the others are old, rare or colloquial.
_PLAIN = frozenset({"hom."})
_UNKNOWN = "ign"
_REMEMBERED = 200_000
# The library takes the whole process down on a word of some thousands of letters.
_LONGEST = 60
# Start, end, and: form, lemma, tag, labels of names, labels of style.
_Segment = tuple[int, int, tuple[str, str, str, list[str], list[str]]]


class Morphology:
    """Answers from morfeusz2; what was asked once is remembered."""

    def __init__(self, morfeusz: "Morfeusz") -> None:
        self._morfeusz = morfeusz
        self._analyses: dict[str, tuple[Analysis, ...]] = {}
        self._forms: dict[str, tuple[Analysis, ...]] = {}

    def analyses(self, word: str) -> Sequence[Analysis]:
        """Return the readings of a word; of a compound one reading without features."""
        known = self._analyses.get(word)
        if known is None:
            if len(self._analyses) > _REMEMBERED:
                self._analyses.clear()
            known = self._analyses[word] = self._analysed(word)
        return known

    def forms(self, entry: str) -> Sequence[Analysis]:
        """Return every form of a word, plain ones before those with a label of style."""
        known = self._forms.get(entry)
        if known is None and len(entry) > _LONGEST:
            return ()
        if known is None:
            made = self._morfeusz.generate(entry)
            ordered = sorted(made, key=lambda one: bool(set(one[4]) - _PLAIN))
            known = self._forms[entry] = tuple(
                _analysis(*one[:4]) for one in ordered if one[2] != _UNKNOWN
            )
        return known

    def _analysed(self, word: str) -> tuple[Analysis, ...]:
        if len(word) > _LONGEST:
            return ()
        segments: list[_Segment] = self._morfeusz.analyse(word)
        if not segments or any(part[2] == _UNKNOWN for _, _, part in segments):
            return ()
        whole = [part for start, end, part in segments if (start, end) == (0, 1)]
        if all(end == 1 for _, end, _ in segments):
            return tuple(_analysis(*part[:4]) for part in whole)
        return (Analysis(word, word, "compound"),)


def _analysis(form: str, entry: str, tag: str, names: Sequence[str]) -> Analysis:
    word_class, *features = tag.split(":")
    return Analysis(
        form,
        entry.partition(":")[0],
        word_class,
        tuple(frozenset(part.split(".")) for part in features),
        entry,
        bool(_PROPER.intersection(names)),
        "imię" in names,
        "nazwisko" in names,
    )


@cache
def dictionary() -> Dictionary | None:
    """Return the dictionary, one for the process; None where it cannot be imported."""
    try:
        import morfeusz2
    except ImportError:
        return None
    return Morphology(morfeusz2.Morfeusz())

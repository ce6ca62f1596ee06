"""What a mistake of language is: its kind, the text, what may have been meant, the place."""

from dataclasses import dataclass
from enum import StrEnum


class MistakeKind(StrEnum):
    """What is wrong; each has a rule of its own in the catalogue."""

    AGREEMENT = "agreement"
    GLUED = "glued"
    COMMA = "comma"
    DOUBLED = "doubled"
    RESIDUE = "residue"
    DIACRITICS = "diacritics"
    GENDER = "gender"
    BRACKETS = "brackets"
    TYPO = "typo"
    STRAY = "stray"
    MISSING = "missing"
    SPELLING = "spelling"


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake in a text; `suggestion` is empty where nothing can be proposed."""

    kind: MistakeKind
    text: str
    suggestion: str
    start: int

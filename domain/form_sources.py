"""Where the formulas of a form find what they read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sources:
    """What one row of the hidden sheet may read, as texts for formulas.

    `typed` gives the officer's cell of a field, `fact` a fact of the same row, `below` a fact in
    all rows of the action ("" where it has none); `place` is the officer's row, 0 where it is gone.
    What is known when the form is issued stands here as it is. `measure` is what the row counts;
    `free` are the action's free rows (of what each is a part, what it says), `wholes` the things
    that it counts (what, whether a value is there).
    """

    typed: Callable[[str], str]
    fact: Callable[[str], str]
    below: Callable[[str], str]
    place: str
    issued_text: str
    planned: str
    spending: bool
    times: str
    measures: str
    divisible: str
    year: int
    due: str
    answers: tuple[str, ...]
    template: Callable[[str], str]
    joint: str
    line_before: str
    last_line: str
    gap: str
    remark: str
    status_words: Mapping[str, str]
    measure: str
    free: tuple[tuple[str, str], ...]
    wholes: tuple[tuple[str, str], ...]


Print = Callable[[Sources], str]
# Spaces of another kind, and signs that nobody sees, as a paste brings them along.
_SPACES, _UNSEEN = "\u00a0\u202f\u2009", "\u200b\u2060\ufeff"


def cleaned(cell: str) -> str:
    """Return a formula of a cell's text with white space folded as the pipeline folds it."""
    text = f'{cell}&""'
    for code in (9, 10):
        text = f'SUBSTITUTE({text},CHAR({code})," ")'
    for sign in _SPACES:
        text = f'SUBSTITUTE({text},"{sign}"," ")'
    for sign in _UNSEEN:
        text = f'SUBSTITUTE({text},"{sign}","")'
    return f"TRIM({text})"

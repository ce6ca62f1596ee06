"""The plain mistakes of real offices, made with a form that was good before."""

from tests.corpus import (
    offices_formulas,
    offices_identity,
    offices_looks,
    offices_numbers,
    offices_programs,
    offices_rows,
    offices_words,
)
from tests.corpus.case import Case

CASES: tuple[Case, ...] = (
    *offices_numbers.CASES,
    *offices_looks.CASES,
    *offices_rows.CASES,
    *offices_formulas.CASES,
    *offices_words.CASES,
    *offices_identity.CASES,
    *offices_programs.CASES,
)

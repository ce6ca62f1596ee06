"""Words in place of numbers: the status that they stand for, by the programme's own words."""

from domain.form import Status
from domain.free_form.words import is_slip
from domain.polish.tokens import tokens
from domain.polish.typography import normalise_space
from domain.programme import Programme


def status_in(programme: Programme, text: str) -> Status | None:
    """Return the status that a text stands for; None where it is none, or more than one.

    Only the programme's own words are one, letter for letter but for a slip in a long word and
    marks of Polish letters; the year reported on may be left out of them, and a full stop added.
    """
    year = f"w {programme.year} roku"
    said = _words(text)
    found = {
        Status(name)
        for name, words in programme.status_words.items()
        if _says(said, _words(way := words.replace("w {year} roku", "")))
        or _says(said, _words(words.replace("{year}", str(programme.year))))
        or _says(said, _words(f"{way} {year}"))
    }
    return next(iter(found)) if len(found) == 1 else None


def _words(text: str) -> list[str]:
    """Return the words and marks of a text, but for a full stop at its end."""
    said = [token.folded for token in tokens(normalise_space(text))]
    return said[:-1] if said[-1:] == ["."] else said


def _says(said: list[str], words: list[str]) -> bool:
    return len(said) == len(words) and all(map(is_slip, said, words))

"""Words in place of numbers: the status that they stand for, by the programme's own words."""

from domain.form import Status
from domain.free_form.words import LONGEST_LINK, Likeness, bare, strangers
from domain.programme import Programme

# How many words may be others on either side ("wydarzenie" for "przedsięwzięcie"), how many of
# the programme's words must then stand there.
OTHERS, AT_LEAST = 1, 3
_NOT = "nie"
_YEAR_WORD = "roku"


def status_in(programme: Programme, text: str, likeness: Likeness) -> Status | None:
    """Return the status that a text stands for; None where it is none, or more than one."""
    of_year = (_YEAR_WORD, str(programme.year))
    found = {
        Status(name)
        for name, words in programme.status_words.items()
        if _says(
            _telling(text, of_year),
            _telling(words.replace("{year}", str(programme.year)), of_year),
            likeness,
        )
    }
    return next(iter(found)) if len(found) == 1 else None


def _telling(text: str, of_year: tuple[str, ...]) -> list[str]:
    """Return the words that tell: neither the year reported on nor what only links them."""
    words = (word for word in bare(text).split() if word not in of_year)
    return [word for word in words if len(word) > LONGEST_LINK or word.isdigit()]


def _says(said: list[str], words: list[str], likeness: Likeness) -> bool:
    strange, lacking = strangers(said, words, likeness)
    if _NOT in strange or _NOT in lacking or any(word.isdigit() for word in strange):
        return False
    if not strange and not lacking:
        return True
    few = len(strange) <= OTHERS and len(lacking) <= OTHERS
    return few and len(words) - len(lacking) >= AT_LEAST

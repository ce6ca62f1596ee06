"""White space that must not break: inside numbers, after one-letter words, before ``zł``."""

import re

NO_BREAK_SPACE = "\u00a0"

_DIGIT_GROUP = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
_ONE_LETTER_WORD = re.compile(r"(?<![\w-])([aiouwzAIOUWZ]) (?=\S)")
_CURRENCY = re.compile(r"(?<=\d) (?=zł\b)")


def normalise_space(text: str) -> str:
    """Fold every run of white space to one space and strip the ends."""
    return " ".join(text.split())


def typeset(text: str) -> str:
    """Return `text` with no-break spaces; nothing but white space changes."""
    text = _DIGIT_GROUP.sub(NO_BREAK_SPACE, text)
    text = _CURRENCY.sub(NO_BREAK_SPACE, text)
    return _ONE_LETTER_WORD.sub(rf"\1{NO_BREAK_SPACE}", text)

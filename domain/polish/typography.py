"""White space that must not break: inside numbers, after one-letter words, before ``zł``."""

import re
import unicodedata

NO_BREAK_SPACE = "\u00a0"

_DIGIT_GROUP = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
_ONE_LETTER_WORD = re.compile(r"(?<![\w-])([aiouwzAIOUWZ]) (?=\S)")
# Control and format characters (categories Cc, Cf), fillers, joiners and variation selectors.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u08e2\u115f\u1160\u180e\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    "\U000e0000-\U000e0fff]"
)
_CURRENCY = re.compile(r"(?<=\d) (?=zł\b)")


def normalise_space(text: str) -> str:
    """Fold every run of white space to one space, strip the ends, drop what is not seen.

    A letter and its mark written apart become one sign (NFC): they look the same.
    """
    return " ".join(unicodedata.normalize("NFC", _UNSEEN.sub("", text)).split())


def unseen_marks(text: str) -> str:
    """Name the characters in a text that nobody sees: zero-width ones, marks of direction."""
    found = dict.fromkeys(_UNSEEN.findall(text))
    return ", ".join(f"U+{ord(char):04X}" for char in found)


def typeset(text: str) -> str:
    """Return `text` with no-break spaces in place of others; nothing else changes."""
    text = _DIGIT_GROUP.sub(NO_BREAK_SPACE, text)
    text = _CURRENCY.sub(NO_BREAK_SPACE, text)
    return _ONE_LETTER_WORD.sub(rf"\1{NO_BREAK_SPACE}", text)

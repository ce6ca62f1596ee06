"""White space that must not break, as Polish typesetting wants it.

A space holds inside a number, between a number and its unit or month, after a word of one letter,
after an abbreviation that leads to what follows (``nr 5``, ``art. 5``, ``im. Jana``), between
initials and a name, and before a dash. Numbers and the things they count may part: held together,
they would tear holes in narrow columns.
"""

import re
import unicodedata

NO_BREAK_SPACE = "\u00a0"

# What stands after a number, or after a unit before another ("12 tys. zł").
_UNIT = (
    r"(?:zł|gr|PLN|EUR|tys\.|mln|mld|r\.|godz\.|min|os\.|szt\.|egz\.|proc\."
    r"|pkt(?![ \u00a0]\d)|km|m|cm|mm|ha|kg|t|l|m²|m2|m³|m3|km²|km2)(?!\w)|[%‰°]"
)
_CAPITAL = "[A-ZĄĆĘŁŃÓŚŹŻ]"
_MONTH = (
    "(?:stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada"
    "|grudnia)"
)
_AFTER_NUMBER = re.compile(rf"(?<=\d) (?=\d{{3}}(?!\d)|{_UNIT}|{_MONTH})")
_AFTER_UNIT = re.compile(r"\b(tys\.|mln|mld) (?=(?:zł|gr|PLN|EUR|os\.|szt\.|egz\.|km|ha)(?!\w))")
_CENTURY = re.compile(r"(?<=[IVX]) (?=w\.)")
_LEADING = re.compile(
    r"(?<![\w-])(?:"
    r"[aiouwzAIOUWZ] (?=\S)"
    r"|(?:[Nn]r|§|[Aa]rt\.|[Uu]st\.|[Ll]it\.|[Pp]oz\.|[Tt]ab\.|[Rr]ys\.|[Rr]ozdz\.|[Zz]ał\.) (?=\w)"
    r"|(?:[Pp]kt|[Ss]tr\.|[Ss]\.) (?=\d)"
    rf"|(?:im\.|ul\.|al\.|pl\.|os\.|św\.|dr|mgr|prof\.|ks\.|{_CAPITAL}\.) (?={_CAPITAL})"
    r"|m\. (?=in\.)|Dz\. (?=U\.))"
)
_BEFORE_DASH = re.compile(r"(?<=\S) (?=[–—](?:\s|$))")
_RULES = (_AFTER_NUMBER, _AFTER_UNIT, _CENTURY, _LEADING, _BEFORE_DASH)
# Control and format characters (categories Cc, Cf), fillers, joiners and variation selectors.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u08e2\u115f\u1160\u180e\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    "\U000e0000-\U000e0fff]"
)


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
    for rule in _RULES:
        text = rule.sub(_held, text)
    return text


def _held(found: re.Match[str]) -> str:
    return f"{found[0][:-1]}{NO_BREAK_SPACE}"

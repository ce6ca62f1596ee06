"""A text as words, numbers and marks, with addresses of the web left whole."""

import re
from dataclasses import dataclass
from enum import StrEnum

SPACES = " \u00a0\u202f\u2009"
LETTER = "[^\\W\\d_]"
WORD = rf"(?<!{LETTER}){LETTER}+"
"""A whole run of letters; it begins where no letter stands before, so that a search is linear."""

_TOKEN = re.compile(
    rf"(?P<web>(?:https?://|www\.)\S+|[\w.+-]{{1,64}}@[\w-]{{1,63}}\.[\w.-]+|"
    rf"\b\w[\w-]{{0,62}}(?:\.[\w-]{{1,63}}){{0,4}}\.(?:pl|com|eu|org|net|info|gov|edu)\b(?:/\S*)?)"
    rf"|(?P<number>\d{{1,3}}(?:[{SPACES}]\d{{3}}(?!\d))+(?:,\d+)?|\d+(?:,\d+)?)"
    rf"|(?P<word>{LETTER}+(?:[-’']{LETTER}+)*)"
    rf"|(?P<mark>\.{{2,}}|\S)"
)


class TokenKind(StrEnum):
    """What sort of thing stands there."""

    WORD = "word"
    NUMBER = "number"
    MARK = "mark"
    WEB = "web"


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number, mark or address with its place in the text."""

    kind: TokenKind
    text: str
    start: int

    @property
    def end(self) -> int:
        """Where the token ends."""
        return self.start + len(self.text)

    @property
    def is_word(self) -> bool:
        """Whether it is a word."""
        return self.kind is TokenKind.WORD

    @property
    def is_number(self) -> bool:
        """Whether it is a number."""
        return self.kind is TokenKind.NUMBER

    @property
    def folded(self) -> str:
        """The text without regard to case."""
        return self.text.casefold()


def tokens(text: str) -> list[Token]:
    """Split a text; white space falls away."""
    return [
        Token(TokenKind(match.lastgroup or "mark"), match[0], match.start())
        for match in _TOKEN.finditer(text)
    ]

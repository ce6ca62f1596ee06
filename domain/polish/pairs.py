"""Brackets and quotation marks that lack their other half."""

import re
from collections.abc import Iterator

from domain.polish.mistakes import Mistake, MistakeKind

_LIST_MARK = re.compile(r"(?:^|(?<=[\s,;:]))(?:\d{1,2}|[a-z])\)")
_PAIRS = (("(", ")"), ("[", "]"), ("«»", "«»"))


def brackets(text: str) -> Iterator[Mistake]:
    """Yield the last bracket or quotation mark of each kind whose numbers do not match."""
    plain = _LIST_MARK.sub(lambda match: " " * len(match[0]), text)
    for opening, closing in _PAIRS:
        opened = [place for place, char in enumerate(plain) if char in opening]
        closed = [place for place, char in enumerate(plain) if char in closing]
        if opening == closing:
            if len(opened) % 2:
                yield _unpaired(text, opened[-1])
        elif len(opened) != len(closed):
            yield _unpaired(text, (opened if len(opened) > len(closed) else closed)[-1])
    yield from _quotations(text)


def _quotations(text: str) -> Iterator[Mistake]:
    # “ closes in German and Polish print and opens in English.
    plain = text if "„" in text else text.replace("“", "„")
    opened = [place for place, char in enumerate(plain) if char == "„"]
    closed = [place for place, char in enumerate(plain) if char in "”“"]
    straight = [place for place, char in enumerate(plain) if char == '"']
    owed = len(opened) - len(closed)
    # Straight marks close what „ opened; those that are left come in pairs.
    if owed < 0:
        yield _unpaired(text, closed[-1])
    elif owed > len(straight):
        yield _unpaired(text, opened[-1])
    elif (len(straight) - owed) % 2:
        yield _unpaired(text, straight[-1])


def _unpaired(text: str, place: int) -> Mistake:
    """Return a mark with the words beside it, so that a person finds it."""
    start = text.rfind(" ", 0, text.rfind(" ", 0, place) if place else 0) + 1
    end = text.find(" ", text.find(" ", place) + 1) if " " in text[place:] else len(text)
    shown = text[start : end if end > 0 else len(text)]
    return Mistake(MistakeKind.BRACKETS, shown, "", place)

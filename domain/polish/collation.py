"""Alphabetical order as people in Poland read it."""

_ALPHABET = "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż"
_RANK = {letter: rank for rank, letter in enumerate(_ALPHABET)}


def collation_key(text: str) -> tuple[tuple[int, str], ...]:
    """Sort key: Polish alphabet first, digits and signs before letters, case ignored."""
    folded = text.casefold()
    return tuple((_RANK.get(letter, -1), letter) for letter in folded)

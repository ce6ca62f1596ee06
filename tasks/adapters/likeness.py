"""How alike two texts are, by rapidfuzz: the part of their letters that stand in one order."""


def likeness(one: str, other: str) -> float:
    """Return how alike two texts are, from 0 to 1."""
    from rapidfuzz import fuzz

    return float(fuzz.ratio(one, other)) / 100

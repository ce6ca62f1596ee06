"""What a cell can hold, and how high a row must be to show it: Excel leaves that to the writer."""

import math
from collections.abc import Iterable

POINTS_PER_LINE = 15.0
# A row cannot be higher in Excel.
MOST_POINTS = 409.0
LONGEST_TEXT = 32767
# Words do not fill their lines: a text takes this much more than its letters.
WORD_BREAKS = 1.15


def height(texts: Iterable[tuple[object, int]]) -> float:
    """Return points for the longest of texts, each with the width (characters) that it has."""
    lines = [
        sum(math.ceil(len(line) * WORD_BREAKS / width) or 1 for line in str(text).split("\n"))
        for text, width in texts
        if text
    ]
    return min(POINTS_PER_LINE * max(lines, default=1), MOST_POINTS)

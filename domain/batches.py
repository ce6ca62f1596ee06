"""Files in batches that are told by content, so that a file more or less changes one batch only."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

# So many files on average: enough to keep several readers busy, few enough to be done again.
BATCH = 8


class Hashed(Protocol):
    """What has a SHA-256 (hexadecimal)."""

    @property
    def sha256(self) -> str: ...


T = TypeVar("T", bound=Hashed)


def batches(files: Sequence[T], size: int = BATCH) -> tuple[tuple[T, ...], ...]:
    """Return the files in batches, each in the order given, none empty.

    There is a power of two of batches, which changes only when the files have doubled.
    """
    number = 1
    while number * size < len(files):
        number *= 2
    found: list[list[T]] = [[] for _ in range(number)]
    for file in files:
        found[int(file.sha256[:8], 16) % number].append(file)
    return tuple(tuple(batch) for batch in found if batch)

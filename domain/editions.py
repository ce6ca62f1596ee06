"""Editions: what the journal remembers of each time that a round was closed, and opened again."""

from collections.abc import Sequence
from dataclasses import dataclass

NOT_GIVEN = "nie podano"


@dataclass(frozen=True, slots=True)
class Edition:
    """A round as it was closed; `number` counts from 1, `date` is ISO.

    `archive` is its file's name, `sha256` that file's; `version` the hash of its data, `figures`
    and `texts` the SHA-256 of its figures and printed texts in the records; `category` and `symbol`
    are the archive's and may be "".
    """

    number: int
    archive: str
    sha256: str
    who: str
    date: str
    version: str
    figures: str = ""
    texts: str = ""
    category: str = ""
    symbol: str = ""

    @property
    def sentence(self) -> str:
        """Who closed the round, when, under which symbol."""
        filed = f"znak sprawy {self.symbol or NOT_GIVEN}, kategoria {self.category or NOT_GIVEN}"
        return f"wersja opublikowana nr {self.number}; {self.who}, {self.date}; {filed}"

    def told(self) -> tuple[tuple[str, str], ...]:
        """Return what the journal keeps beside the archive's name and hash."""
        names = ("who", "date", "version", "figures", "texts", "category", "symbol")
        return (("number", str(self.number)), *((name, getattr(self, name)) for name in names))

    @classmethod
    def of(cls, archive: str, sha256: str, told: Sequence[tuple[str, str]]) -> "Edition":
        """Read what the journal kept."""
        known = {name: value for name, value in told if name in cls.__slots__}
        number = int(known.pop("number"))
        return cls(number=number, archive=archive, sha256=sha256, **known)


@dataclass(frozen=True, slots=True)
class Reopening:
    """A closed round opened again: after which edition, by whom and why."""

    edition: int
    who: str
    reason: str

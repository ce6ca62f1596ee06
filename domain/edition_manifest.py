"""What an edition says of itself: its manifest, and what its text for the auditor tells."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from domain.approval import Approval
from domain.archive import FORMAT, Part
from domain.editions import NOT_GIVEN, Reopening
from domain.programme import Programme


@dataclass(frozen=True, slots=True)
class Closing:
    """What a person says who closes a round; `date` is ISO, `symbol` and `category` may be ""."""

    who: str
    date: str
    symbol: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True)
class Machine:
    """What the edition was made on: the version of Python, system and processor."""

    python: str
    platform: str


@dataclass(frozen=True, slots=True)
class About:
    """All that is known of an edition beside its files.

    `results` is the manifest of its results, `chain` the journal's running hash at the close.
    """

    programme: Programme
    number: int
    closing: Closing
    approval: Approval
    results: Mapping[str, Any]
    chain: str
    events: int
    reopenings: Sequence[Reopening]
    machine: Machine

    @property
    def archive(self) -> str:
        """The name of the archive's file."""
        return self.programme.numbered(self.programme.files.archive, self.number)

    @property
    def symbol(self) -> str:
        """The case's symbol as people read it."""
        return self.closing.symbol or NOT_GIVEN

    @property
    def category(self) -> str:
        """The archive's category as people read it."""
        return self.closing.category or NOT_GIVEN

    @property
    def annex(self) -> str:
        """The path of the annex in the archive."""
        return f"{Part.RESULTS}/{self.results['roles']['annex']}"


def manifest_of(about: About, files: Mapping[str, bytes], folders: Sequence[str]) -> dict[str, Any]:
    """Return the manifest of an edition with these files; empty folders have no entry of their own.

    Versions are those of the results' making; Python and platform those of the close.
    """
    programme = about.programme
    return {
        "format": FORMAT,
        "programme": programme.slug,
        "name": programme.name,
        "year": programme.year,
        "edition": about.number,
        "closed": asdict(about.closing),
        "approval": asdict(about.approval),
        "data_hash": about.results["data_hash"],
        "as_of": about.results["as_of"],
        "journal": {
            "results": about.results["journal"],
            "closed": about.chain,
            "events": about.events,
        },
        "errata": [
            {"number": number, "edition": one.edition + 1, "reason": one.reason}
            for number, one in enumerate(about.reopenings, start=1)
        ],
        "versions": dict(about.results["versions"]) | asdict(about.machine),
        "folders": sorted(folders),
        "files": {
            path: {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
            for path, data in sorted(files.items())
        },
    }


@dataclass(frozen=True, slots=True)
class Example:
    """One printed value and where it comes from, as an example for the auditor."""

    printed: str
    action: str
    unit: str
    file: str
    sheet: str
    cell: str
    sha256: str


def example_of(rows: Sequence[Mapping[str, str]]) -> Example | None:
    """Return the first printed value of sources.csv that came from a cell; None without any."""
    names = tuple(Example.__dataclass_fields__)
    for row in rows:
        if row.get("kind") == "value" and row.get("sha256") and row.get("cell"):
            return Example(**{name: row[name] for name in names})
    return None

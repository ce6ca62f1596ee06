"""The list of the published annex's mistakes held against the findings of a run: class by class.

A finding is right where the list has a mistake of its class in its action and field; of several in
one action as many are right as are listed.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

GOLDEN = Path(__file__).resolve().parent
Row = Mapping[str, str]
# A section's title or list has no action: it is known by what is quoted of it.
Place = tuple[str, str]

CLASS_OF = {
    "parts-over-whole": "arithmetic",
    "parts-not-whole": "arithmetic",
    "value-twice": "across",
    "plan-twice": "across",
    "plan-far": "plan",
    "plan-off": "plan",
    "value-missing": "absent",
    "reason-empty": "reason",
    "counts-round": "round",
    "plan-copied": "round",
    "group-size": "ratio",
    "unit-name": "names",
    "unit-unknown": "names",
    "link-number": "structure",
    "link-ended": "structure",
    "links-intro": "structure",
    "small-count": "privacy",
    "personal-data": "privacy",
    "personal-name": "privacy",
    "noun-changed": "noun",
    "plan-words": "structure",
    "plan-unset": "absent",
}
FIELD_OF = {
    "plan-twice": "planned",
    "plan-words": "planned",
    "plan-unset": "planned",
    "unit-name": "responsible",
    "unit-unknown": "responsible",
    "link-number": "links",
    "link-ended": "links",
    "links-intro": "links",
}
SECTION = "(section)"


@dataclass(frozen=True, slots=True)
class Score:
    """Of one class: mistakes listed, those of them found, findings, those of them right."""

    name: str
    listed: int
    found: int
    findings: int
    right: int

    @property
    def recall(self) -> float:
        """The share of listed mistakes that are found."""
        return self.found / self.listed if self.listed else 1.0

    @property
    def precision(self) -> float:
        """The share of findings that are listed mistakes."""
        return self.right / self.findings if self.findings else 1.0


def scores(findings: Sequence[Row], severities: Sequence[str]) -> tuple[Score, ...]:
    """Return a score for each class, for language, and for all; of some severities only."""
    told = [row for row in findings if row["severity"] in severities]
    every = entries("published_mistakes.yaml")
    listed = [entry for entry in every if not entry.get("outside")]
    judged = [row for row in told if not row["rule"].startswith("polish-")]
    found: list[Score] = []
    for name in dict.fromkeys(entry["class"] for entry in every):
        want = Counter(_listed_place(entry) for entry in listed if entry["class"] == name)
        have = Counter(_found_place(row) for row in judged if CLASS_OF.get(row["rule"]) == name)
        hits = sum(min(want[place], have[place]) for place in want)
        found.append(Score(name, want.total(), hits, have.total(), hits))
    unlisted = [row for row in judged if row["rule"] not in CLASS_OF]
    found.append(Score("(of no class)", 0, 0, len(unlisted), 0))
    found.append(_language([row for row in told if row["rule"].startswith("polish-")]))
    sums = (sum(getattr(one, part) for one in found) for part in Score.__slots__[1:])
    return (*found, Score("all", *sums))


def entries(name: str) -> list[dict[str, Any]]:
    """Read one of the lists."""
    found: list[dict[str, Any]] = YAML(typ="safe").load((GOLDEN / name).read_text("utf-8"))
    return found


def _listed_place(entry: Mapping[str, Any]) -> Place:
    if entry["field"] in ("links", "title"):
        return SECTION, str(entry["quote"])
    return str(entry["action"]), str(entry["field"])


def _found_place(row: Row) -> Place:
    if row["field"] == "links":
        quotes = [
            str(entry["quote"])
            for entry in entries("published_mistakes.yaml")
            if entry["field"] == "links"
        ]
        return SECTION, next((quote for quote in quotes if quote in row["value"]), row["value"])
    return row["action"] or row["unit"], FIELD_OF.get(row["rule"], "realised")


def _language(findings: Sequence[Row]) -> Score:
    """Score the mistakes of language; those told by a rule on names are left to it."""
    listed = list(_listed_language())
    found = [entry for entry in listed if any(_same(entry, row) for row in findings)]
    right = [row for row in findings if any(_same(entry, row) for entry in listed)]
    return Score("language", len(listed), len(found), len(findings), len(right))


def _listed_language() -> Iterator[dict[str, Any]]:
    """Yield the mistakes of language that no rule on names tells of."""
    named = [
        (entry["action"], entry["quote"])
        for entry in entries("published_mistakes.yaml")
        if entry["class"] == "names"
    ]
    for entry in entries("language_mistakes.yaml"):
        if not any(entry["action"] == action and entry["text"] in quote for action, quote in named):
            yield entry


def _same(entry: Mapping[str, str], row: Row) -> bool:
    """Whether a finding is about a listed mistake of language: its kind, action and words."""
    if row["rule"] != f"polish-{entry['kind']}":
        return False
    action = "" if entry["column"] == "title" else entry["action"]
    # The register's own phrases belong to no action.
    if row["field"] != "measures" and row["action"] != action:
        return False
    return entry["text"] in row["value"] or row["value"] in entry["text"]


def missed(findings: Sequence[Row], severities: Sequence[str]) -> Iterator[str]:
    """Yield what is listed and not found, for whoever works on the rules."""
    told = [row for row in findings if row["severity"] in severities]
    have = Counter((CLASS_OF.get(row["rule"]), _found_place(row)) for row in told)
    for entry in entries("published_mistakes.yaml"):
        place = entry["class"], _listed_place(entry)
        if have[place] == 0 and not entry.get("outside"):
            yield f"{entry['class']}: {entry['action']} {entry['field']} {entry['quote']}"
        have[place] -= have[place] > 0
    for entry in _listed_language():
        if not any(_same(entry, row) for row in told):
            yield f"language ({entry['kind']}): {entry['action']} {entry['column']} {entry['text']}"


def wrong(findings: Sequence[Row], severities: Sequence[str]) -> Iterator[str]:
    """Yield findings that are of no listed mistake."""
    want: Counter[tuple[str, Place]] = Counter()
    for entry in entries("published_mistakes.yaml"):
        want[entry["class"], _listed_place(entry)] += 1
    for row in findings:
        if row["severity"] not in severities:
            continue
        shown = f"{row['rule']}: {row['action']} {row['value']}"
        if row["rule"].startswith("polish-"):
            if not any(_same(entry, row) for entry in entries("language_mistakes.yaml")):
                yield shown
            continue
        place = CLASS_OF.get(row["rule"], ""), _found_place(row)
        if want[place] == 0:
            yield shown
        want[place] -= want[place] > 0

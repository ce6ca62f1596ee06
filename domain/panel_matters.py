"""The heaviest matters as the panel shows them: each with what was decided and what can be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.decisions import Decision, Stance
from domain.finding_list import group_name
from domain.findings import Finding
from domain.matters import Matter, agenda
from domain.panel_decisions import stances_for
from domain.polish.plural import counted
from domain.programme import Programme
from domain.report import note_counts
from domain.rules import Severity
from domain.surroundings import where

MOST_PLACES = 8
LONGEST_VALUE = 60


@dataclass(frozen=True, slots=True)
class Item:
    """One finding of a matter, in the words by which it is chosen."""

    id: str
    about: str


@dataclass(frozen=True, slots=True)
class Saved:
    """What was decided in the panel on one finding, and waits for the next run."""

    id: str
    about: str
    sentence: str


@dataclass(frozen=True, slots=True)
class MatterCard:
    """One matter: what it says, what was saved, what is still open and how it can be decided."""

    anchor: str
    severity: Severity
    who: str
    code: str
    message: str
    remedy: str
    places: str
    value: str
    items: tuple[Item, ...]
    items_open: tuple[Item, ...]
    saved: tuple[Saved, ...]
    stances: tuple[Stance, ...]

    @property
    def corrects(self) -> bool:
        """Whether a new value can be given."""
        return bool({Stance.CORRECTED, Stance.EDITED} & set(self.stances))


@dataclass(frozen=True, slots=True)
class MatterCards:
    """The cards, and in words what is not among them; `waiting` are not decided in the panel."""

    cards: tuple[MatterCard, ...]
    further: str

    @property
    def waiting(self) -> int:
        """How many matters nobody has decided on, in the panel either."""
        return sum(bool(card.items_open) for card in self.cards)


def matter_cards(
    programme: Programme, findings: Sequence[Finding], decisions: Sequence[Decision]
) -> MatterCards:
    """Return the heaviest matters with the decisions of the panel's table beside them."""
    found = agenda(findings)
    cards = tuple(_card(programme, matter, decisions) for matter in found.matters)
    return MatterCards(cards, _further(found.further_matters, found.further_findings))


def matter_at(findings: Sequence[Finding], anchor: str) -> tuple[Finding, ...]:
    """Return the findings of the matter at an anchor; () for one that is no more."""
    matters = agenda(findings).matters
    return next((one.findings for one in matters if anchor_of(one) == anchor), ())


def anchor_of(matter: Matter) -> str:
    """Return the name of a matter's place on the page."""
    first = matter.first
    return f"sprawa-{first.rule.code}-{first.place.unit or 'program'}"


def open_findings(
    findings: Sequence[Finding], decisions: Sequence[Decision]
) -> tuple[Finding, ...]:
    """Return the findings on which nothing was decided in the panel."""
    return tuple(one for one in findings if decision_on(one, decisions) is None)


def decision_on(finding: Finding, decisions: Sequence[Decision]) -> Decision | None:
    """Return what was decided on a finding by itself."""
    own = (one for one in decisions if not one.whole)
    return next((one for one in own if one.covers(finding) and one.sees(finding)), None)


def _card(programme: Programme, matter: Matter, decisions: Sequence[Decision]) -> MatterCard:
    first, findings = matter.first, matter.findings
    alone = len(findings) == 1
    items = tuple(Item(one.id, _about(one)) for one in findings)
    undecided = {one.id for one in open_findings(findings, decisions)}
    saved = (
        Saved(one.id, "" if alone else _about(one), decision.sentence)
        for one in findings
        if (decision := decision_on(one, decisions)) is not None
    )
    stances = (stance for one in findings for stance in stances_for(one))
    return MatterCard(
        anchor=anchor_of(matter),
        severity=first.severity,
        who=group_name(programme, first),
        code=first.rule.code,
        message=first.message,
        remedy=first.remedy,
        places=where(first) if alone else _places(matter),
        value=first.place.value if alone else "",
        items=items,
        items_open=tuple(item for item in items if item.id in undecided),
        saved=tuple(saved),
        stances=tuple(dict.fromkeys(stances)),
    )


def _about(finding: Finding) -> str:
    place, origin = finding.place, finding.place.origin
    value = place.value if len(place.value) <= LONGEST_VALUE else f"{place.value[:LONGEST_VALUE]}…"
    parts = (place.action, f"komórka {origin.cell}" * bool(place.unit and origin.cell))
    told = ", ".join(part for part in parts if part) or origin.file or "całość"
    return f"{told} – „{value}”" if value else told


def _places(matter: Matter) -> str:
    names = matter.places
    if not names:
        return ""
    rest = f" i jeszcze {len(names) - MOST_PLACES}" if len(names) > MOST_PLACES else ""
    return f"Podobnie: {', '.join(names[:MOST_PLACES])}{rest}."


def _further(matters: int, findings: dict[Severity, int]) -> str:
    return ", ".join(_parts(matters, findings))


def _parts(matters: int, findings: dict[Severity, int]) -> Iterator[str]:
    if matters:
        yield counted(matters, "dalsza sprawa", "dalsze sprawy", "dalszych spraw")
    if any(findings.values()):
        yield note_counts(findings)

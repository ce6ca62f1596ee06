"""The matters that the coordinator sees first: findings of one rule on one unit, by weight."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.findings import Finding
from domain.rules import Family, Severity

MOST_MATTERS = 20
# Within a severity: what is not there at all, what cannot be shown in public, what cannot be
# joined, what cannot be read, what is not plausible, how it is written.
_FAMILIES = (
    Family.FILES,
    Family.COMPLETENESS,
    Family.PRIVACY,
    Family.ACROSS,
    Family.ARITHMETIC,
    Family.VALUE,
    Family.FORM,
    Family.PLAUSIBILITY,
    Family.NAMES,
    Family.WORDING,
    Family.POLISH,
)
_PLACES = {family: place for place, family in enumerate(_FAMILIES)}
_PRESSING = (Severity.ERROR, Severity.WARNING)


@dataclass(frozen=True, slots=True)
class Matter:
    """Findings of one rule on one unit (or on no unit), in the order of the findings."""

    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        """The finding whose sentences stand for all."""
        return self.findings[0]

    @property
    def places(self) -> tuple[str, ...]:
        """Where the other findings are: actions, each once, or files where there is no action."""
        names = (one.place.action or one.place.origin.file for one in self.findings[1:])
        return tuple(
            dict.fromkeys(name for name in names if name and name != self.first.place.action)
        )


@dataclass(frozen=True, slots=True)
class Agenda:
    """The heaviest matters, and what is not among them: matters and findings by severity."""

    matters: tuple[Matter, ...]
    further_matters: int
    further_findings: dict[Severity, int]


def undecided(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings on which nobody has decided yet."""
    return tuple(finding for finding in findings if not finding.decision)


def open_counts(findings: Iterable[Finding]) -> dict[Severity, int]:
    """Count by severity the findings on which nobody has decided yet."""
    counts = Counter(finding.severity for finding in undecided(findings))
    return {severity: counts[severity] for severity in Severity}


def all_matters(findings: Iterable[Finding]) -> tuple[Matter, ...]:
    """Return all matters by weight; information and what was decided are none."""
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in undecided(findings):
        if finding.severity in _PRESSING:
            about = (finding.severity, finding.place.unit, finding.rule.code)
            groups.setdefault(about, []).append(finding)
    # Sorting is stable: of equal weight is first what comes first among the findings.
    return tuple(sorted((Matter(tuple(group)) for group in groups.values()), key=_weight))


def agenda(findings: Sequence[Finding]) -> Agenda:
    """Return at most MOST_MATTERS matters by weight; information is counted, not listed."""
    matters = all_matters(findings)
    shown, further = matters[:MOST_MATTERS], matters[MOST_MATTERS:]
    listed = {finding.id for matter in shown for finding in matter.findings}
    return Agenda(shown, len(further), open_counts(one for one in findings if one.id not in listed))


def _weight(matter: Matter) -> tuple[int, int, int]:
    rule = matter.first.rule
    severity = _PRESSING.index(matter.first.severity)
    return severity, _PLACES.get(rule.family, len(_PLACES)), -len(matter.findings)

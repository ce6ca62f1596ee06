"""Findings: one place where a rule does not hold, told to the person who can mend it."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from domain.privacy import masked
from domain.rules import Rule, Severity
from domain.submissions import Origin

FINDING_COLUMNS = (
    "id",
    "rule",
    "severity",
    "stage",
    "unit",
    "action",
    "indicator",
    "field",
    "file",
    "sheet",
    "cell",
    "value",
    "message",
    "remedy",
    "decision",
)


@dataclass(frozen=True, slots=True)
class Place:
    """What a finding is about: unit, action, indicator, field, and the cell with its value."""

    unit: str = ""
    action: str = ""
    indicator: str = ""
    field: str = ""
    value: str = ""
    origin: Origin = Origin()

    @property
    def cell(self) -> tuple[str, str, str, str]:
        """The unit, action, indicator and field, whatever stands there."""
        return self.unit, self.action, self.indicator, self.field

    @property
    def account(self) -> tuple[str, str]:
        """The unit and the action that it tells of."""
        return self.unit, self.action


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that does not hold in one place, with the sentences for people.

    `suggestion` is what the words may have been meant to be, `decision` what a person decided.
    """

    rule: Rule
    place: Place
    message: str
    remedy: str
    suggestion: str = ""
    decision: str = ""

    @property
    def blocks(self) -> bool:
        """Whether it keeps the final version from being made."""
        return self.severity is Severity.ERROR and not self.decision

    @property
    def id(self) -> str:
        """A stable short id: the same matter has it again in the next run."""
        place = self.place
        # Not the file's name or cell: a corrected file under another name is the same matter.
        # Of a definition each place is a matter of its own; it has no unit.
        about = place.unit or place.origin.file + place.origin.cell
        parts = (self.rule.code, about, place.action, place.indicator, place.field, place.value)
        digest = hashlib.sha256("\x1f".join(parts).encode())
        return f"u-{digest.hexdigest()[:10]}"

    @property
    def severity(self) -> Severity:
        """The severity that is shown: a rule on trial only informs."""
        return self.rule.shown_severity

    def row(self) -> tuple[str, ...]:
        """Return the finding in the order of FINDING_COLUMNS."""
        place, origin = self.place, self.place.origin
        return (
            self.id,
            self.rule.code,
            self.severity,
            self.rule.stage,
            place.unit,
            place.action,
            place.indicator,
            place.field,
            origin.file,
            origin.sheet,
            origin.cell,
            place.value,
            self.message,
            self.remedy,
            self.decision,
        )


_NAME = re.compile(r"\{([a-z_]+)\}")


def make_finding(rule: Rule, place: Place, words: Mapping[str, object]) -> Finding:
    """Word a finding: {names} in the rule's message and remedy are filled from `words`.

    Here, and nowhere else, numbers and addresses that name a person are masked.
    """
    place = replace(place, value=masked(place.value))
    message, remedy = (masked(_fill(text, words)) for text in (rule.message, rule.remedy))
    return Finding(rule, place, message, remedy, masked(str(words.get("suggestion") or "")))


def _fill(text: str, words: Mapping[str, object]) -> str:
    # In one pass: what an officer typed may hold braces of its own.
    return _NAME.sub(lambda match: str(words.get(match[1], match[0])), text)


_WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def in_order(findings: Iterable[Finding], action_order: Sequence[str]) -> tuple[Finding, ...]:
    """Sort findings: weight, unit, printed order of actions, place in the file."""
    rank = {action: place for place, action in enumerate(action_order)}

    def key(finding: Finding) -> tuple[object, ...]:
        place = finding.place
        return (
            _WEIGHT[finding.severity],
            place.unit,
            rank.get(place.action, len(rank)),
            place.action,
            finding.rule.code,
            place.indicator,
            place.origin,
            place.value,
        )

    kept: dict[str, Finding] = {}
    for finding in sorted(findings, key=key):
        # The same matter in two cells (a row given twice) is one finding.
        kept.setdefault(finding.id, finding)
    return tuple(kept.values())

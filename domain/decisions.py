"""Decisions: what a person decided on findings, held against what was found.

A decision names the rule, unit, action, indicator, field and the value seen: when the value
changes it lapses. One on a rule for a whole unit, or for a part of the programme, can only leave
things as they are.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from domain.findings import Finding
from domain.form import Field
from domain.submissions import Origin
from domain.supplements import NUMBERS


class Stance(StrEnum):
    """What a person may decide; the words are those of the table."""

    CORRECTED = "korekta wartości"
    EDITED = "korekta redakcyjna"
    LEFT = "pozostawiono – uzasadnienie"
    MASKED = "zamaskowano"


# The rule of what people changed in the Word document.
DOCUMENT_EDITED = "document-edited"
# Stands for the value of a matter that was masked, in every output.
MASKED_VALUE = "zamaskowano"


class Fault(StrEnum):
    """Why a decision is not carried out; each is the code of a rule."""

    UNCLEAR = "decision-unclear"
    UNSIGNED = "decision-unsigned"
    UNREASONED = "decision-unreasoned"
    WITHOUT_VALUE = "decision-without-value"
    NUMBER_CHANGED = "decision-number-changed"
    LAPSED = "decision-lapsed"
    UNMATCHED = "decision-unmatched"
    CONTRADICTED = "decision-contradicted"


@dataclass(frozen=True, slots=True)
class Decision:
    """One row of the table of remarks, as its cells have it.

    `seen` is the value that it was taken on. One that is `whole` covers a rule for a unit, for a
    section or action (`action`), or for both together.
    """

    said: str
    rule: str
    unit: str = ""
    action: str = ""
    indicator: str = ""
    field: str = ""
    seen: str = ""
    new: str = ""
    reason: str = ""
    who: str = ""
    whole: bool = False
    origin: Origin = Origin()

    @property
    def stance(self) -> Stance | None:
        """What was decided; None for words that are not of the list."""
        return stance_of(self.said)

    @property
    def number(self) -> Decimal | None:
        """The new value as a number; None where it is none."""
        return number_of(self.new)

    @property
    def sentence(self) -> str:
        """The decision in words, for the list of findings and the card of approval."""
        new = f": {self.new}" if self.new and self.stance is not Stance.LEFT else ""
        reason = f" ({self.reason})" if self.reason not in ("", self.said) else ""
        return f"{self.said}{new}{reason} – {self.who}"

    def covers(self, finding: Finding) -> bool:
        """Whether a finding is what was decided on, whatever value was seen."""
        place = finding.place
        if self.rule != finding.rule.code:
            return False
        if not self.whole:
            return self._about == place.cell
        inside = place.action == self.action or place.action.startswith(f"{self.action}.")
        return self.unit in ("", place.unit) and (not self.action or inside)

    def sees(self, finding: Finding) -> bool:
        """Whether a finding that it covers has the value that it was taken on; what is masked is
        masked whatever it was."""
        if self.whole or self.stance is Stance.MASKED:
            return True
        return seen_value(finding.place.value) == self.seen

    @property
    def _about(self) -> tuple[str, str, str, str]:
        return self.unit, self.action, self.indicator, self.field

    @property
    def cell(self) -> tuple[object, ...]:
        """The rule and the cell that it is about, whatever stands there."""
        return (self.rule, self.whole, *self._about)

    @property
    def same_matter(self) -> tuple[object, ...]:
        """What two decisions share that are about one matter."""
        seen = MASKED_VALUE if self.stance is Stance.MASKED else self.seen
        return (self.rule, seen, self.whole, *self._about)


@dataclass(frozen=True, slots=True)
class Settled:
    """Findings with the decisions that hold for them, and decisions that could not be carried out.

    `holding` goes by the finding's id.
    """

    holding: Mapping[str, tuple[Finding, Decision]] = field(default_factory=dict)
    faults: tuple[tuple[Decision, Fault], ...] = ()

    @property
    def masked(self) -> frozenset[tuple[str, str]]:
        """The accounts (unit, action) in which a number is masked."""
        return frozenset(
            finding.place.account
            for finding, decision in self.holding.values()
            if decision.stance is Stance.MASKED and isinstance(finding.rule.mask, int)
        )

    @property
    def published(self) -> frozenset[str]:
        """The findings, by id, on personal data in a text that may be printed as it is."""
        return frozenset(
            id
            for id, (finding, decision) in self.holding.items()
            if finding.rule.mask == "text" and decision.stance is Stance.LEFT
        )


def settle(findings: Sequence[Finding], decisions: Sequence[Decision]) -> Settled:
    """Hold decisions against findings; one on a single matter goes before one on a whole unit."""
    holding: dict[str, tuple[Finding, Decision]] = {}
    faults: list[tuple[Decision, Fault]] = []
    contradicted = _contradicted(decisions)
    for decision in sorted(decisions, key=lambda one: one.whole):
        fault = fault_of(decision)
        if decision.same_matter in contradicted:
            fault = Fault.CONTRADICTED
        about = [finding for finding in findings if decision.covers(finding)]
        same = [finding for finding in about if decision.sees(finding)]
        if not same:
            fault = Fault.LAPSED if about else Fault.UNMATCHED
        elif decision.stance is Stance.MASKED and not all(one.rule.mask for one in same):
            fault = Fault.UNCLEAR
        about = same
        if fault is not None:
            faults.append((decision, fault))
            continue
        for finding in about:
            holding.setdefault(finding.id, (finding, decision))
    faults.sort(key=lambda one: (one[0].origin, one[1]))
    return Settled(holding, tuple(faults))


def _contradicted(decisions: Sequence[Decision]) -> set[tuple[object, ...]]:
    """Return the matters on which two rows decide differently."""
    masked = {one.cell for one in decisions if one.stance is Stance.MASKED}
    said: dict[tuple[object, ...], set[tuple[str, str]]] = {}
    matters: dict[tuple[object, ...], set[tuple[object, ...]]] = {}
    for decision in decisions:
        # What is masked is masked whatever its value: no other row on the cell can hold beside it.
        about = decision.cell if decision.cell in masked else decision.same_matter
        said.setdefault(about, set()).add((decision.said, decision.new))
        matters.setdefault(about, set()).add(decision.same_matter)
    return {one for about, answers in said.items() if len(answers) > 1 for one in matters[about]}


def fault_of(decision: Decision) -> Fault | None:
    """Return what a decision lacks by itself."""
    if decision.stance is None or (decision.whole and decision.stance is not Stance.LEFT):
        return Fault.UNCLEAR
    if not decision.who:
        return Fault.UNSIGNED
    match decision.stance:
        case Stance.LEFT:
            return None if decision.reason else Fault.UNREASONED
        case Stance.MASKED:
            return None
        case Stance.CORRECTED:
            if not _usable(decision):
                return Fault.WITHOUT_VALUE
            # No finding says why a number was changed in Word.
            asked = decision.rule == DOCUMENT_EDITED and not decision.reason
            return Fault.UNREASONED if asked else None
        case Stance.EDITED:
            if not decision.new:
                return Fault.WITHOUT_VALUE
            changed = numbers_of(decision.new) != numbers_of(decision.seen)
            return Fault.NUMBER_CHANGED if changed else None


_WORDED = (Field.WORDING, Field.SPENDING_WORDING, Field.EXPLANATION, Field.TEXT)


def _usable(decision: Decision) -> bool:
    """Whether a corrected value is what its field can hold: a text is no bare number."""
    if decision.field in (Field.VALUE, Field.SPENDING, *NUMBERS):
        return decision.number is not None
    if decision.field in _WORDED:
        return any(letter.isalpha() for letter in decision.new)
    return bool(decision.new)


def seen_value(text: str) -> str:
    """Return a value as a table of remarks holds it: white space folded."""
    return " ".join(text.split())


def stance_of(text: str) -> Stance | None:
    """Return the stance that a cell names; its first word is enough."""
    words = " ".join(text.casefold().replace("-", "–").split())
    for stance in Stance:
        if words == stance.value or words == stance.value.split(" – ")[0]:
            return stance
    return None


def numbers_of(text: str) -> list[str]:
    """Return the digits of a text's numbers, in order; white space between digits counts not."""
    joined = re.sub(r"(?<=\d)[\s\u00a0\u202f](?=\d{3}(?!\d))", "", text)
    # A number has one comma: "15,48,49" is three of them, badly spaced.
    joined = re.sub(r"\d+(?:,\d+){2,}", lambda found: found[0].replace(",", " "), joined)
    return re.findall(r"\d+(?:[,.]\d+)*", joined)


def number_of(text: str) -> Decimal | None:
    """Return the number that a text is, as people type one; None for anything else."""
    plain = re.sub(r"[\s\u00a0\u202f]", "", text).replace(",", ".")
    if not re.fullmatch(r"-?\d{1,15}(?:\.\d{1,6})?", plain):
        return None
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


def settle_after(settled: Settled, found: Sequence[Finding]) -> Settled:
    """Hold what was left as it is against what is found once decisions were carried out: a
    corrected value may call a rule that the first one did not."""
    missed = {Fault.LAPSED, Fault.UNMATCHED}
    again = [
        one
        for one, fault in settled.faults
        if fault in missed and one.stance is Stance.LEFT and not one.whole
    ]
    later = settle(found, again)
    faults = [one for one in settled.faults if one[0] not in again] + [*later.faults]
    faults.sort(key=lambda one: (one[0].origin, one[1]))
    return Settled({**later.holding, **settled.holding}, tuple(faults))


def with_decisions(found: Sequence[Finding], settled: Settled) -> tuple[Finding, ...]:
    """Return findings in their order, each with the decision that holds for it.

    `found` are those after the decisions were carried out: a matter that was put right is no more
    among them, and is told with its decision after the others. Of an account in which a number is
    masked only the masking is told: another finding might name the number.
    """
    masked = settled.masked
    at_cell = {
        (finding.rule.code, finding.place.cell): decision
        for finding, decision in settled.holding.values()
        if finding.place.account in masked
    }

    def decision_on(finding: Finding) -> Decision | None:
        held = settled.holding.get(finding.id)
        return held[1] if held else at_cell.get((finding.rule.code, finding.place.cell))

    told = [_decided(finding, decision_on(finding)) for finding in found]
    there = {finding.id for finding in found}
    for id, (finding, decision) in settled.holding.items():
        if finding.place.account not in masked:
            if id not in there:
                told.append(_decided(finding, decision))
        elif decision.stance is Stance.MASKED:
            told.append(_decided(_unnamed(finding), decision))
    return tuple(told)


def masked_accounts(findings: Iterable[Finding]) -> frozenset[tuple[str, str]]:
    """Return the accounts (unit, action) of which a number is masked: what else would tell it is
    not to be told."""
    return frozenset(one.place.account for one in findings if one.place.value == MASKED_VALUE)


def _decided(finding: Finding, decision: Decision | None) -> Finding:
    return replace(finding, decision=decision.sentence) if decision else finding


def _unnamed(finding: Finding) -> Finding:
    """Return a finding on a number without the number."""
    place = replace(finding.place, value=MASKED_VALUE)
    message = f"Działanie {place.action}: liczbę zamaskowano, bo można by po niej rozpoznać osoby."
    return replace(finding, place=place, message=message, remedy="")

"""Rules as data: which rows of the table they look at, and what must hold there."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from domain.expressions import Expression, columns_of


class Severity(StrEnum):
    """Error blocks the final version until decided, warning wants an explanation, info informs."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Stage(StrEnum):
    """A rule is on trial (shown as info) before it is live."""

    TRIAL = "trial"
    LIVE = "live"


class Scope(StrEnum):
    """What a rule must see: one file by itself, or the round as a whole."""

    FILE = "file"
    ROUND = "round"


class Family(StrEnum):
    """What a rule is about."""

    FILES = "files"
    FORM = "form"
    VALUE = "value"
    COMPLETENESS = "completeness"
    PLAUSIBILITY = "plausibility"
    ARITHMETIC = "arithmetic"
    ACROSS = "across"
    WORDING = "wording"
    POLISH = "polish"
    NAMES = "names"
    PRIVACY = "privacy"
    DECISIONS = "decisions"


class FoundBy(StrEnum):
    """What finds the places where a rule does not hold."""

    EXPECTATION = "expectation"
    DOMAIN = "domain"


class Addressee(StrEnum):
    """Who is asked: the unit whose answers they are, or the coordinator alone."""

    UNIT = "unit"
    COORDINATOR = "coordinator"


# A typo is never sent to a unit as an error, and another unit's values are none of its business.
COORDINATORS_OWN = frozenset({Family.POLISH, Family.ACROSS})


Mask = int | Literal["text"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that must hold, with the words for the person who has to mend it.

    It looks at rows for which `when` is true (at all without one) and is broken where `holds` is
    false; one that is found by the domain has neither. `message` and `remedy` take columns of the
    table in braces.

    `ask` is what the form says of it while somebody types; the remedy where there is none. It must
    not tell a threshold: people type into it.

    `mask` is how a value may be published that breaks it: as "no more than" a number, or as a
    text without what names a person.
    """

    code: str
    family: Family
    severity: Severity
    stage: Stage
    message: str
    remedy: str
    reason: str
    holds: Expression | None = None
    when: Expression | None = None
    scope: Scope = Scope.FILE
    to: Addressee = Addressee.UNIT
    mask: Mask | None = None
    ask: str = ""

    @property
    def reads(self) -> frozenset[str]:
        """The columns that it looks at; none where the domain finds it."""
        trees = (tree for tree in (self.when, self.holds) if tree is not None)
        return frozenset().union(*map(columns_of, trees))

    @property
    def found_by(self) -> FoundBy:
        """What finds its places: its expectation, or thought beyond one row."""
        return FoundBy.DOMAIN if self.holds is None else FoundBy.EXPECTATION

    @property
    def shown_severity(self) -> Severity:
        """The severity of its findings: info while the rule is on trial."""
        return Severity.INFO if self.stage is Stage.TRIAL else self.severity

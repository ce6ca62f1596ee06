"""Rules as data: a condition that selects rows of the table, and what must hold in one column."""

from dataclasses import dataclass
from enum import StrEnum

Scalar = str | int | float | bool


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


class Check(StrEnum):
    """What must hold in the rule's column; DOMAIN: found by thought beyond one row of the table."""

    NOT_EMPTY = "not_empty"
    EMPTY = "empty"
    ONE_OF = "one_of"
    NONE_OF = "none_of"
    AT_LEAST = "at_least"
    UNIQUE = "unique"
    DOMAIN = "domain"


class Operator(StrEnum):
    """How a condition compares its column with its value."""

    IS = "is"
    IS_NOT = "is_not"
    IN = "in"
    FILLED = "filled"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Condition:
    """One part of a rule's `when`; all parts must hold for a row to be checked."""

    column: str
    operator: Operator
    value: Scalar | tuple[Scalar, ...] | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that must hold, with the words for the person who has to mend it.

    `message` and `remedy` take columns of the table in braces.
    """

    code: str
    severity: Severity
    stage: Stage
    column: str
    check: Check
    message: str
    remedy: str
    reason: str
    when: tuple[Condition, ...] = ()
    value: Scalar | tuple[Scalar, ...] | None = None
    scope: Scope = Scope.FILE

    @property
    def shown_severity(self) -> Severity:
        """The severity of its findings: info while the rule is on trial."""
        return Severity.INFO if self.stage is Stage.TRIAL else self.severity

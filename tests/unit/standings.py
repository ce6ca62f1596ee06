"""A small round for the tests of what is told of it: three units, two actions, some findings."""

from collections.abc import Sequence

from domain.findings import Finding, Place
from domain.merging import merge
from domain.programme import Programme
from domain.resubmission import Change
from domain.rounds import Standing
from domain.rules import Family, Rule, Severity, Stage
from domain.submissions import FileVerdict, Origin, Submission, Verdict
from tests.unit.builders import action, programme, report, submission

VERSION = "0123456789abcdef"


def made_rule(
    code: str = "value-text",
    severity: Severity = Severity.ERROR,
    family: Family = Family.VALUE,
) -> Rule:
    """Return a live rule; the findings of the tests bring their own sentences."""
    return Rule(code, family, severity, Stage.LIVE, "-", "-", "a test needs it")


def finding(
    unit: str = "KLUB",
    action_id: str = "I.1",
    *,
    rule: Rule | None = None,
    message: str = "W komórce E12 wpisano „12 maj”.",
    remedy: str = "Proszę wpisać liczbę.",
    value: str = "12 maj",
    indicator: str = "rodziny",
    cell: str = "E12",
    file: str | None = None,
    decision: str = "",
) -> Finding:
    """Return a finding of a unit's file."""
    origin = Origin(f"{unit}.xlsx" if file is None else file, "Sprawozdanie", cell, "sha")
    place = Place(unit, action_id, indicator, "value", value, origin)
    return Finding(rule or made_rule(), place, message, remedy, "", decision)


def accepted(unit: str) -> FileVerdict:
    """Return the verdict on a unit's file that was read."""
    return FileVerdict(f"{unit}.xlsx", f"sha-{unit}", Verdict.ACCEPTED, "", unit)


def three_units() -> Programme:
    """KLUB owes I.1 (5 rodzin planned), BIB owes I.2 (40 rodzin), MOPS owes I.3 (in words)."""
    return programme(
        action("I.1", lead="KLUB"),
        action("I.2", lead="BIB"),
        action("I.3", lead="MOPS"),
        plan={"I.1": {"rodziny": 5}, "I.2": {"rodziny": 40}},
    )


def two_of_three() -> tuple[Submission, ...]:
    """KLUB and BIB answered, MOPS did not."""
    return (
        submission(report("KLUB", {"rodziny": 12}, spending=100), date="2025-02-05"),
        submission(report("BIB", {"rodziny": 40}, of="I.2", spending=100), date="2025-01-31"),
    )


def standing(
    findings: Sequence[Finding] = (),
    submissions: Sequence[Submission] | None = None,
    files: Sequence[FileVerdict] | None = None,
    changes: Sequence[Change] = (),
    built: Programme | None = None,
    as_of: str = "2025-02-05",
) -> Standing:
    """Return where the small round stands."""
    defined = built or three_units()
    sent = two_of_three() if submissions is None else tuple(submissions)
    return Standing(
        defined,
        tuple(sent),
        merge(defined, sent),
        tuple(findings),
        tuple(accepted(one.unit) for one in sent) if files is None else tuple(files),
        tuple(changes),
        as_of,
        VERSION,
    )

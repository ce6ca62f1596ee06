"""What is said of a round as a whole: as of when, how many units, what is still open."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from domain.approval import Approval
from domain.correcting import Edit
from domain.decisions import Decision
from domain.findings import Finding
from domain.merging import Merged, merge
from domain.polish.dates import long_date
from domain.programme import Programme
from domain.resubmission import Change
from domain.rules import Severity
from domain.submissions import FileVerdict, Submission, plausible_date

DRAFT = "PROJEKT"


def as_of_date(submissions: Sequence[Submission], year: int, given: datetime.date | None) -> str:
    """Return the date (ISO) that the data are as of: the one given, else the last one that the
    units wrote in their workbooks; nothing when there is none."""
    if given is not None:
        return given.isoformat()
    return max((one.date for one in submissions if plausible_date(one.date, year)), default="")


def document_marks(
    programme: Programme,
    submissions: Sequence[Submission],
    as_of: str,
    data_hash: str,
    *,
    final: bool = False,
) -> dict[str, str]:
    """Return the words for the placeholders in headers and footers; a final version says less."""
    expected = programme.expected_units()
    present = {submission.unit for submission in submissions}
    submitted = sum(unit.code in present for unit in expected)
    day = long_date(datetime.date.fromisoformat(as_of)) if as_of else "(brak danych)"
    about = {"programme": programme.short, "year": str(programme.year)}
    if final:
        return {"state": "", "as_of": "", "units": "", **about}
    return {
        "state": f"{DRAFT}, wersja {data_hash[:8]}",
        "as_of": day,
        "units": f"jednostki: {submitted} z {len(expected)}",
        **about,
    }


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a round stands at one run: all that reports, and answers to units, tell of it.

    `as_of` is an ISO date or nothing; `version` the hash of the data that the documents bear.
    `merged` and `findings` are those after the `decisions` that hold; `edits` put words right.
    `approval` is the last one, of this version or of an earlier one.
    """

    programme: Programme
    submissions: tuple[Submission, ...]
    merged: Merged
    findings: tuple[Finding, ...]
    files: tuple[FileVerdict, ...]
    changes: tuple[Change, ...]
    as_of: str
    version: str
    decisions: tuple[Decision, ...] = ()
    edits: tuple[Edit, ...] = ()
    approval: Approval | None = None

    @classmethod
    def before(cls, programme: Programme) -> "Standing":
        """Return where a round stands of which nothing is known yet."""
        return cls(programme, (), merge(programme, ()), (), (), (), "", "")

    @property
    def blockers(self) -> tuple[Finding, ...]:
        """The findings that keep the final version from being made."""
        return tuple(finding for finding in self.findings if finding.blocks)

    @property
    def approved(self) -> bool:
        """Whether somebody approved this very version."""
        return self.approval is not None and self.approval.version == self.version


@dataclass(frozen=True, slots=True)
class Output:
    """One file of the set: what scripts know it by, its path inside the set, its bytes.

    `hashed` is false for what two runs do not make alike (a PDF of LibreOffice's).
    """

    role: str
    name: str
    content: bytes
    hashed: bool = True


@dataclass(frozen=True, slots=True)
class Summary:
    """The few numbers that the coordinator reads at the end of a run."""

    submitted: int
    expected: int
    refused: int
    findings: dict[Severity, int]
    decided: int
    gaps: int
    actions: int


def summarise(
    programme: Programme,
    submissions: Sequence[Submission],
    merged: Merged,
    findings: Sequence[Finding],
    refused: int,
) -> Summary:
    """Count units, open findings by severity, decided ones, and actions that somebody owes."""
    expected = programme.expected_units()
    present = {submission.unit for submission in submissions}
    return Summary(
        submitted=sum(unit.code in present for unit in expected),
        expected=len(expected),
        refused=refused,
        findings={
            severity: sum(one.severity is severity and not one.decision for one in findings)
            for severity in Severity
        },
        decided=sum(bool(finding.decision) for finding in findings),
        gaps=sum(bool(action.missing) for action in merged.actions),
        actions=len(merged.actions),
    )

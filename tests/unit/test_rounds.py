"""What is said of a round as a whole."""

import datetime
from dataclasses import replace

import pytest

from domain.findings import Place, make_finding
from domain.merging import merge
from domain.programme import Programme
from domain.rounds import Summary, as_of_date, document_marks, summarise
from domain.rules import Severity
from domain.submissions import RawValue, Submission
from tests.unit.builders import action, programme, report, rule, submission


def dated(*dates: RawValue) -> list[Submission]:
    return [submission(unit="KLUB", date=date) for date in dates]


@pytest.mark.parametrize(
    ("dates", "given", "as_of"),
    [
        (["2025-02-05", "2025-01-31"], None, "2025-02-05"),
        ([datetime.date(2025, 2, 5), "2024-12-31"], None, "2025-02-05"),
        (["", "wczoraj", "2025-01-31"], None, "2025-01-31"),
        (["wczoraj"], None, ""),
        (["5.02.2025 r.", "2025-01-31"], None, "2025-02-05"),
        (["2099-01-01", "2025-01-31", "2019-05-05"], None, "2025-01-31"),
        ([], None, ""),
        (["2025-02-05"], datetime.date(2025, 1, 1), "2025-01-01"),
    ],
)
def test_data_are_as_of_the_last_date_written_or_the_one_given(
    dates: list[RawValue], given: datetime.date | None, as_of: str
) -> None:
    assert as_of_date(dated(*dates), 2024, given) == as_of


def three_units() -> Programme:
    return programme(
        action("I.1", lead="KLUB"), action("I.2", lead="BIB"), action("I.3", lead="MOPS")
    )


def test_marks_say_how_far_the_round_is() -> None:
    books = [submission(report()), submission(report("NGO"))]  # NGO owes nothing
    assert document_marks(three_units(), books, "2025-02-05", "0123456789abcdef") == {
        "state": "PROJEKT, wersja 01234567",
        "as_of": "5 lutego 2025 r.",
        "units": "jednostki: 1 z 3",
        "programme": "PWR",
        "year": "2024",
    }


def test_marks_admit_that_there_is_no_date() -> None:
    assert document_marks(three_units(), [], "", "0" * 64)["as_of"] == "(brak danych)"


def test_summary_counts_units_findings_and_gaps() -> None:
    built = three_units()
    books = [submission(report(counted={"rodziny": 5})), submission(report("NGO"))]
    error, warning = (
        programme(rules=[rule("a-b", severity=severity)]).rules[0]
        for severity in ("error", "warning")
    )
    findings = [make_finding(one, Place(), {}) for one in (error, error, warning)]
    findings.append(replace(findings[0], decision="pozostawiono – uzasadnienie – Anna Nowak"))
    assert summarise(built, books, merge(built, books), findings, refused=3) == Summary(
        submitted=1,
        expected=3,
        refused=3,
        findings={Severity.ERROR: 2, Severity.WARNING: 1, Severity.INFO: 0},
        decided=1,
        gaps=2,
        actions=3,
    )

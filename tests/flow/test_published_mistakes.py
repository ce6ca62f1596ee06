"""The sample round of 2024 is the published annex: how much of what is wrong in it is found."""

import re
from collections import Counter

import pytest

from tests.flow.rounds import Ran, table
from tests.golden.backtest import CLASS_OF, GOLDEN, Row, entries, missed, scores, wrong

OPEN = ("error", "warning")


@pytest.fixture(scope="module")
def findings(published: Ran) -> list[dict[str, str]]:
    return table(published.outcome.annex.parent / "findings.csv")


def test_of_ten_mistakes_nine_are_found(findings: list[Row]) -> None:
    *_, total = scores(findings, OPEN)
    assert total.recall >= 0.9, list(missed(findings, OPEN))


def test_nine_of_ten_errors_and_seven_of_ten_warnings_are_mistakes(findings: list[Row]) -> None:
    *_, errors = scores(findings, ("error",))
    *_, warnings = scores(findings, ("warning",))
    assert errors.precision >= 0.9, list(wrong(findings, ("error",)))
    assert warnings.precision >= 0.7, list(wrong(findings, ("warning",)))


def test_no_class_is_left_out(findings: list[Row]) -> None:
    poor = [one for one in scores(findings, OPEN) if one.recall < 0.8 or one.precision < 0.7]
    assert poor == []


def test_every_finding_that_is_judged_is_of_a_class(findings: list[Row]) -> None:
    codes = {row["rule"] for row in findings if row["severity"] in OPEN}
    assert {code for code in codes if not code.startswith("polish-")} <= CLASS_OF.keys()


def test_one_matter_is_told_once_in_a_place(findings: list[Row]) -> None:
    """Within a class no place is told of by two rules."""
    told = Counter(
        (CLASS_OF[row["rule"]], row["action"], row["indicator"], row["field"], row["value"])
        for row in findings
        if row["rule"] in CLASS_OF
    )
    assert [place for place, times in told.items() if times > 1 and place[1]] == []


def test_the_lists_quote_the_document() -> None:
    """Every place that is listed stands in the source, white space and line ends apart."""
    source = (GOLDEN / "sources" / "zalacznik-3-2024.txt").read_text("utf-8")
    plain = re.sub(r"\s", "", source)
    quotes = [
        part
        for entry in entries("published_mistakes.yaml")
        for part in str(entry["quote"]).split("…")
    ]
    assert len(quotes) > 150
    assert [part for part in quotes if re.sub(r"\s", "", part) not in plain] == []

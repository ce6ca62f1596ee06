"""The matters on the first screen: at most twenty, by weight, and nothing lost."""

import pytest

from domain.matters import MOST_MATTERS, agenda
from domain.report import build_report
from domain.rules import Family, Severity
from tests.unit.standings import finding, made_rule, standing

ERROR = made_rule("value-text")
WARNING = made_rule("plan-off", Severity.WARNING, Family.PLAUSIBILITY)
INFO = made_rule("plan-repeated", Severity.INFO)


def test_findings_of_one_rule_on_one_unit_are_one_matter() -> None:
    found = [finding(value=str(n), action_id=f"I.{n}") for n in range(1, 6)]
    (matter,) = agenda([*found, finding(rule=INFO)]).matters
    assert matter.findings == tuple(found)
    assert matter.places == ("I.2", "I.3", "I.4", "I.5")


def test_another_unit_rule_or_severity_is_another_matter() -> None:
    found = [finding(), finding("BIB"), finding(rule=made_rule("other")), finding(rule=WARNING)]
    assert len(agenda(found).matters) == 4


def test_errors_come_before_warnings_however_many() -> None:
    found = [*(finding(rule=WARNING, value=str(n)) for n in range(9)), finding("BIB")]
    assert [one.first.severity for one in agenda(found).matters] == ["error", "warning"]


@pytest.mark.parametrize(
    ("lighter", "heavier"),
    [
        (Family.POLISH, Family.PLAUSIBILITY),
        (Family.PLAUSIBILITY, Family.VALUE),
        (Family.VALUE, Family.COMPLETENESS),
        (Family.COMPLETENESS, Family.FILES),
    ],
)
def test_within_a_severity_what_is_missing_comes_first(lighter: Family, heavier: Family) -> None:
    first, second = made_rule("a", family=lighter), made_rule("b", family=heavier)
    found = [finding(rule=first), finding(rule=first, value="2"), finding(rule=second)]
    assert [one.first.rule.code for one in agenda(found).matters] == ["b", "a"]


def test_of_equal_kinds_the_larger_comes_first() -> None:
    found = [finding(), finding("BIB"), finding("BIB", value="7")]
    assert [one.first.place.unit for one in agenda(found).matters] == ["BIB", "KLUB"]


def test_more_than_twenty_are_counted_and_never_lost() -> None:
    many = [finding(rule=made_rule(f"rule-{n:02}")) for n in range(25)]
    rest = [finding(rule=WARNING), finding(rule=WARNING, value="2"), finding(rule=INFO)]
    told = agenda([*many, *rest])
    assert len(told.matters) == MOST_MATTERS == 20
    assert told.further_matters == 6
    assert told.further_findings == {Severity.ERROR: 5, Severity.WARNING: 2, Severity.INFO: 1}


def test_what_was_decided_is_no_matter_and_is_not_counted() -> None:
    told = agenda([finding(decision="pozostawiono – uzasadnienie"), finding(value="7")])
    (matter,) = told.matters
    assert matter.findings == (finding(value="7"),)
    assert sum(told.further_findings.values()) == 0


def test_a_few_alike_are_told_in_full_and_many_by_their_places() -> None:
    few = [finding(message=f"Uwaga {n}.", value=str(n)) for n in range(3)]
    (line,) = build_report(standing(few)).matters
    assert (line.message, line.others, line.places) == ("Uwaga 0.", ("Uwaga 1.", "Uwaga 2."), ())
    many = [finding(action_id=f"I.{n}", message=f"Uwaga {n}.") for n in range(14)]
    (line,) = build_report(standing(many)).matters
    assert line.others == ()
    assert line.places == tuple(f"I.{n}" for n in range(1, 11))
    assert line.further_places == 3
    assert line.count == 14

"""A report sent again: what changed in values, findings and results."""

from domain.findings import Finding, Place, make_finding
from domain.merging import merge
from domain.programme import Programme
from domain.resubmission import Change, ChangeKind, World, changes, withdrawn
from domain.rules import Family, Rule, Severity, Stage
from domain.submissions import Submission
from tests.unit.builders import action, programme, report, submission

RULE = Rule(
    code="value-negative",
    family=Family.VALUE,
    severity=Severity.ERROR,
    stage=Stage.LIVE,
    message="Liczba ujemna {value}.",
    remedy="Proszę poprawić.",
    reason="x",
)


def built() -> Programme:
    return programme(action("I.1", partners=["BIB"]), action("I.2"))


def world(*submissions: Submission, findings: tuple[Finding, ...] = ()) -> World:
    return World(submissions, merge(built(), submissions), findings)


def finding(value: str, unit: str = "KLUB") -> Finding:
    return make_finding(RULE, Place(unit, "I.1", "rodziny", "value", value), {"value": value})


def told(before: World, now: World, *units: str) -> list[tuple[ChangeKind, str, str, str]]:
    found: list[Change] = changes(built(), before, now, units or ("KLUB",))
    return [(one.kind, one.about, one.before, one.after) for one in found]


def test_a_changed_value_and_what_it_does_to_the_result() -> None:
    before = world(submission(report(counted={"rodziny": 5})))
    now = world(submission(report(counted={"rodziny": 2})))
    assert told(before, now) == [
        (ChangeKind.VALUE, "rodziny / value", "5", "2"),
        (ChangeKind.TOTAL, "rodziny", "5 rodzin", "2 rodziny"),
    ]


def test_findings_that_are_gone_and_new_ones() -> None:
    same = submission(report(counted={"rodziny": 5}))
    before = world(same, findings=(finding("-1"), finding("-2"), finding("-9", "BIB")))
    now = world(same, findings=(finding("-2"), finding("-3")))
    assert told(before, now) == [
        (ChangeKind.GONE, "value-negative", "Liczba ujemna -1.", ""),
        (ChangeKind.NEW, "value-negative", "", "Liczba ujemna -3."),
    ]


def test_the_same_again_changes_nothing() -> None:
    one = world(submission(report(counted={"rodziny": 5}, wording="5 rodzin")))
    assert told(one, one) == []


def test_a_unit_that_sent_nothing_again_is_not_told_of() -> None:
    before = world(submission(report(counted={"rodziny": 5})))
    now = world(submission(report(counted={"rodziny": 2})))
    assert told(before, now, "BIB") == []


def test_a_value_left_out_is_withdrawn_and_a_word_is_not() -> None:
    before = [submission(report(counted={"rodziny": 5}, wording="pięć", spending=7))]
    now = [submission(report(counted={"rodziny": None}))]
    assert [(one.action, one.key, one.field) for one in withdrawn(now, before)] == [
        ("I.1", "", "spending"),
        ("I.1", "rodziny", "value"),
    ]
    assert list(withdrawn(before, before)) == []
    assert list(withdrawn([], before)) == []

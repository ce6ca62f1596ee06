"""Decisions are held against findings: what holds, what lapsed, what nobody can carry out."""

from dataclasses import replace
from decimal import Decimal

import pytest

from domain.decisions import (
    Decision,
    Fault,
    Settled,
    settle,
    settle_after,
    stance_of,
    with_decisions,
)
from domain.findings import Finding, Place
from domain.form import Field
from domain.rules import Family, Rule, Severity, Stage

RULE = Rule(
    code="value-negative",
    family=Family.VALUE,
    severity=Severity.ERROR,
    stage=Stage.LIVE,
    message="Ujemna.",
    remedy="Proszę poprawić.",
    reason="No family is less than none.",
)
OTHER = replace(RULE, code="value-fraction")
SMALL = replace(RULE, code="small-count", family=Family.PRIVACY, mask=3)
LEFT, CORRECTED, EDITED = (
    "pozostawiono – uzasadnienie",
    "korekta wartości",
    "korekta redakcyjna",
)


def finding(rule: Rule = RULE, action: str = "I.1", value: str = "-5", unit: str = "K") -> Finding:
    place = Place(unit, action, "rodziny", Field.VALUE, value)
    return Finding(rule, place, rule.message, rule.remedy)


def decision(said: str = LEFT, **more: object) -> Decision:
    told = {
        "rule": "value-negative",
        "unit": "K",
        "action": "I.1",
        "indicator": "rodziny",
        "field": Field.VALUE,
        "seen": "-5",
        "reason": "tak ma być",
        "who": "Anna Nowak",
    }
    return Decision(said, **(told | more))  # type: ignore[arg-type]


def whole(**more: object) -> Decision:
    about = {"unit": "", "action": "", "indicator": "", "field": "", "seen": "", "whole": True}
    return decision(**(about | more))  # type: ignore[arg-type]


def faults(settled: Settled) -> list[Fault]:
    return [fault for _, fault in settled.faults]


def test_a_decision_holds_for_the_value_that_it_was_taken_on() -> None:
    seen, other = finding(), finding(action="I.2")
    settled = settle([seen, other], [decision()])
    assert settled.holding.keys() == {seen.id}
    assert not settled.faults
    told, untold = with_decisions([seen, other], settled)
    assert told.decision == "pozostawiono – uzasadnienie (tak ma być) – Anna Nowak"
    assert not told.blocks
    assert untold.blocks


@pytest.mark.parametrize(
    ("one", "fault"),
    [
        (decision("może"), Fault.UNCLEAR),
        (decision(who=""), Fault.UNSIGNED),
        (decision(reason=""), Fault.UNREASONED),
        (decision(CORRECTED), Fault.WITHOUT_VALUE),
        (decision(CORRECTED, new="pięć"), Fault.WITHOUT_VALUE),
        (decision(EDITED, new="-6"), Fault.NUMBER_CHANGED),
        (decision(EDITED, new=""), Fault.WITHOUT_VALUE),
        (decision(seen="-6"), Fault.LAPSED),
        (decision(action="I.9"), Fault.UNMATCHED),
        (whole(rule="value-fraction"), Fault.UNMATCHED),
        (whole(said=CORRECTED, new="5"), Fault.UNCLEAR),
        (whole(reason=""), Fault.UNREASONED),
    ],
)
def test_what_cannot_be_carried_out_is_told_and_decides_nothing(
    one: Decision, fault: Fault
) -> None:
    settled = settle([finding()], [one])
    assert faults(settled) == [fault]
    assert not settled.holding


@pytest.mark.parametrize(
    ("new", "expected"), [("183 816", [Fault.WITHOUT_VALUE]), ("183 816 godzin zajęć", [])]
)
def test_a_text_is_not_put_right_by_a_bare_number(new: str, expected: list[Fault]) -> None:
    place = Place("K", "I.1", "", Field.WORDING, "144 432 godziny")
    seen = Finding(RULE, place, RULE.message, RULE.remedy)
    about = {"indicator": "", "field": Field.WORDING, "seen": "144 432 godziny"}
    assert faults(settle([seen], [decision(CORRECTED, new=new, **about)])) == expected


def test_what_is_masked_is_masked_whatever_it_was() -> None:
    seen = finding(SMALL, value="2")
    masking = decision("zamaskowano", rule="small-count", seen="1", reason="")
    settled = settle([seen], [masking])
    assert settled.masked == {("K", "I.1")}
    (told,) = with_decisions([], settled)
    assert (told.place.value, told.decision) == ("zamaskowano", "zamaskowano – Anna Nowak")
    assert "2" not in told.message


def test_of_an_account_with_a_masked_number_nothing_else_names_it() -> None:
    seen, other = finding(SMALL, value="2"), finding(OTHER, value="2")
    masking = decision("zamaskowano", rule="small-count", seen="2")
    settled = settle([seen, other], [masking, decision(rule="value-fraction", seen="2")])
    again = finding(OTHER, value="3")
    told = with_decisions([again], settled)
    assert [one.place.value for one in told] == ["3", "zamaskowano"]
    assert told[0].decision


def test_one_cell_is_not_both_masked_and_published() -> None:
    both = [
        decision("zamaskowano", rule="small-count", seen="2"),
        decision(rule="small-count", seen="2"),
    ]
    settled = settle([finding(SMALL, value="2")], both)
    assert faults(settled) == [Fault.CONTRADICTED] * 2


def test_only_what_a_rule_says_can_be_masked() -> None:
    assert faults(settle([finding()], [decision("zamaskowano")])) == [Fault.UNCLEAR]


def test_what_a_correction_brings_can_be_left_as_it_is() -> None:
    seen = finding(value="-5")
    left = decision(rule="value-fraction", seen="2,5")
    settled = settle([seen], [decision(CORRECTED, new="2,5"), left])
    assert faults(settled) == [Fault.UNMATCHED]
    brought = finding(OTHER, value="2,5")
    after = settle_after(settled, [brought])
    assert not after.faults
    assert after.holding.keys() == {seen.id, brought.id}
    assert faults(settle_after(settled, [])) == [Fault.UNMATCHED]


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("15,48,49", "15, 48, 49", True),
        ("1703 osób", "1 703 osoby", True),
        ("12,5 zł", "12, 5 zł", False),
        ("15,48,49", "15, 48", False),
    ],
)
def test_an_editorial_correction_keeps_the_numbers(old: str, new: str, same: bool) -> None:
    seen = finding(value=old)
    settled = settle([seen], [decision(EDITED, seen=old, new=new)])
    assert faults(settled) == ([] if same else [Fault.NUMBER_CHANGED])


@pytest.mark.parametrize("new", ["5", "1 703", "1\u00a0703,5", "-3"])
def test_a_corrected_value_is_a_number_as_people_type_it(new: str) -> None:
    settled = settle([finding()], [decision(CORRECTED, new=new)])
    assert not settled.faults
    ((_, held),) = settled.holding.values()
    assert held.number == Decimal(new.replace(" ", "").replace("\u00a0", "").replace(",", "."))


def test_two_answers_to_one_matter_are_none() -> None:
    settled = settle([finding()], [decision(), decision(CORRECTED, new="5")])
    assert faults(settled) == [Fault.CONTRADICTED, Fault.CONTRADICTED]
    assert not settled.holding


def test_the_same_answer_in_two_tables_is_one() -> None:
    settled = settle([finding()], [decision(), decision()])
    assert not settled.faults
    assert len(settled.holding) == 1


@pytest.mark.parametrize(
    ("about", "covered"),
    [
        ({}, {"I.1", "I.1.2", "I.10", "II.1"}),
        ({"unit": "K"}, {"I.1", "I.1.2", "II.1"}),
        ({"action": "I.1"}, {"I.1", "I.1.2"}),
        ({"action": "I"}, {"I.1", "I.1.2", "I.10"}),
        ({"unit": "L", "action": "I"}, {"I.10"}),
    ],
)
def test_a_rule_is_left_for_a_unit_a_part_or_both(about: dict[str, str], covered: set[str]) -> None:
    found = [
        finding(action="I.1"),
        finding(action="I.1.2"),
        finding(action="I.10", unit="L"),
        finding(action="II.1"),
        finding(OTHER),
    ]
    settled = settle(found, [whole(**about)])
    assert {one.place.action for one, _ in settled.holding.values()} == covered
    assert {one.rule for one, _ in settled.holding.values()} == {RULE}


def test_a_single_decision_goes_before_one_on_the_whole_unit() -> None:
    settled = settle([finding()], [whole(unit="K"), decision(CORRECTED, new="5")])
    ((_, held),) = settled.holding.values()
    assert held.said == CORRECTED


def test_a_matter_that_was_put_right_is_told_with_its_decision() -> None:
    gone = finding()
    (told,) = with_decisions([], settle([gone], [decision(CORRECTED, new="5")]))
    assert told.id == gone.id
    assert told.decision.startswith("korekta wartości: 5")


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Korekta wartości", CORRECTED),
        ("korekta  redakcyjna ", EDITED),
        ("pozostawiono", LEFT),
        ("Pozostawiono - uzasadnienie", LEFT),
        ("pozostawić", None),
        ("", None),
    ],
)
def test_the_words_of_the_list_are_known_however_they_are_typed(
    text: str, stance: str | None
) -> None:
    assert stance_of(text) == stance

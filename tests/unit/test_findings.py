"""A finding has a stable id, its words, and its place in the order."""

import itertools
from dataclasses import replace

from domain.findings import FINDING_COLUMNS, Finding, Place, in_order, make_finding
from domain.programme import Programme
from domain.rules import Rule, Severity
from domain.submissions import Origin
from tests.unit.builders import programme, rule

PLACE = Place("KLUB", "I.1", "rodziny", "value", "dużo", Origin("KLUB.xlsx", "S", "F14", "sha"))


def one_rule(code: str = "value-not-number", **changes: object) -> Rule:
    built: Programme = programme(rules=[rule(code, **changes)])
    return built.rules[0]


def finding(place: Place = PLACE, code: str = "value-not-number", **changes: object) -> Finding:
    return make_finding(one_rule(code, **changes), place, {})


def test_message_and_remedy_are_filled() -> None:
    made = make_finding(
        one_rule(message="W komórce {cell} wpisano „{value}”.", remedy="Proszę poprawić {cell}."),
        PLACE,
        {"cell": "F14", "value": "dużo"},
    )
    assert made.message == "W komórce F14 wpisano „dużo”."
    assert made.remedy == "Proszę poprawić F14."


def test_braces_that_an_officer_typed_stay_as_they_are() -> None:
    made = make_finding(
        one_rule(message="W komórce {cell} wpisano „{value_text}”."),
        PLACE,
        {"value_text": "{cell}", "cell": "F14"},
    )
    assert made.message == "W komórce F14 wpisano „{cell}”."


def test_id_is_the_same_for_the_same_matter() -> None:
    reworded = finding(message="Inaczej.", severity="info")
    assert finding().id == reworded.id
    resent = replace(PLACE, origin=replace(PLACE.origin, sha256="another"))
    assert finding().id == finding(resent).id


def test_ids_of_different_matters_differ() -> None:
    others = [
        PLACE,
        replace(PLACE, unit="BIB"),
        replace(PLACE, action="I.2"),
        replace(PLACE, indicator="osoby"),
        replace(PLACE, field="wording"),
        replace(PLACE, value="kilka"),
        # The same letters, cut elsewhere.
        replace(PLACE, unit="KLUBI", action=".1"),
    ]
    ids = [finding(place).id for place in others] + [finding(code="value-negative").id]
    assert len(set(ids)) == len(ids)


def test_rule_on_trial_only_informs() -> None:
    assert finding(severity="error", stage="trial").severity is Severity.INFO
    assert finding(severity="error", stage="live").severity is Severity.ERROR


def test_row_has_the_columns_of_the_contract() -> None:
    row = dict(zip(FINDING_COLUMNS, finding().row(), strict=True))
    assert row == {
        "id": finding().id,
        "rule": "value-not-number",
        "severity": "error",
        "stage": "live",
        "unit": "KLUB",
        "action": "I.1",
        "indicator": "rodziny",
        "field": "value",
        "file": "KLUB.xlsx",
        "sheet": "S",
        "cell": "F14",
        "value": "dużo",
        "message": finding().message,
        "remedy": "Proszę wyjaśnić.",
        "decision": "",
    }


def test_order_is_weight_then_unit_then_printed_order_of_actions() -> None:
    wanted = [
        finding(Place("BIB", "I.10"), severity="error"),
        finding(Place("KLUB", "I.2"), severity="error"),
        finding(Place("KLUB", "I.10"), severity="error"),
        finding(Place("KLUB", "nieznane"), severity="error"),
        finding(Place("BIB", "I.2"), severity="warning"),
        finding(Place("BIB", "I.2", "osoby"), severity="error", stage="trial"),
    ]
    for shuffled in itertools.islice(itertools.permutations(wanted), 0, 720, 97):
        assert list(in_order(shuffled, ["I.2", "I.10"])) == wanted

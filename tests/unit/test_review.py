"""Rules beyond one row: what could not be joined, words against numbers."""

from decimal import Decimal

import pytest

from domain.findings import Finding
from domain.programme import Programme
from domain.review import numbers_in, review
from domain.submissions import ReportedAction
from tests.unit.builders import action, merged, programme, report, rule


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("", []),
        ("zajęcia w plenerze", []),
        ("5 rodzin, w tym 2 nowe", ["5", "2"]),
        ("1 703 godziny", ["1703"]),
        ("1\u00a0703 godziny", ["1703"]),
        ("1 234 567 odsłon", ["1234567"]),
        ("122160 osób", ["122160"]),
        ("15,48 etatu", ["15.48"]),
        ("4 171,93 zł", ["4171.93"]),
        # Both are printed like this in the published annex.
        ("w tym1 212 odsłon zakładki", ["1212"]),
        ("2 208uczestników", ["2208"]),
        # Years name, they do not count; grouped, a number is no year.
        ("w 2024 roku 125 osób", ["125"]),
        ("w 2024 125 osób", ["125"]),
        ("absolwenci edycji 2023/2024", []),
        ("2 024 osoby", ["2024"]),
        ("w dniu 30 listopada 2024 r. 12 osób", ["12"]),
        ("na podstawie art. 19a ust. 2 i § 3", []),
        ("festiwal Zabłocie 20.22", []),
        ("3, 4 i 5 grup", ["3", "4", "5"]),
    ],
)
def test_numbers_that_count_are_found(text: str, numbers: list[str]) -> None:
    assert numbers_in(text) == tuple(Decimal(number) for number in numbers)


def test_number_before_a_year_is_a_number_of_its_own() -> None:
    assert numbers_in("w kwartale 4 2024 roku") == (Decimal(4),)


CODES = ["conflicting-values", "lead-missing", "percent-combined", "wording-number"]


def reviewed(built: Programme, *reports: ReportedAction) -> list[Finding]:
    return list(review(built, merged(built, *reports)))


def watched(*actions: dict[str, object], codes: list[str] = CODES) -> Programme:
    return programme(*actions, rules=[rule(code) for code in codes])


def test_conflict_is_a_finding_that_names_both_values() -> None:
    built = watched(action(lead=["KLUB", "BIB"]))
    both = report(counted={"rodziny": 5}), report("BIB", {"rodziny": 7})
    (found,) = reviewed(built, *both)
    assert found.rule.code == "conflicting-values"
    assert found.message == "Wartości: Kuźnia – 5; Biblioteka – 7."
    assert (found.place.unit, found.place.action, found.place.indicator) == (
        "KLUB",
        "I.1",
        "rodziny",
    )
    assert found.place.origin.file == "KLUB.xlsx"


def test_percentages_that_could_not_be_added_are_a_finding() -> None:
    indicators = {"x": {"phrase": "{procent}", "combine": "sum"}}
    built = watched(action(indicators=indicators, partners=["BIB"]))
    (found,) = reviewed(built, report(counted={"x": 40}), report("BIB", {"x": 30}))
    assert found.rule.code == "percent-combined"
    assert found.message == "Wartości: Kuźnia – 40; Biblioteka – 30."


def test_missing_lead_is_a_finding_about_the_lead() -> None:
    built = watched(action(partners=["BIB"]))
    (found,) = reviewed(built, report("BIB", {"rodziny": 7}))
    assert (found.rule.code, found.place.unit) == ("lead-missing", "KLUB")
    assert "Biblioteka" in found.message


def test_number_in_own_words_that_nobody_typed_is_a_finding() -> None:
    said = report(counted={"rodziny": 5}, wording="5 rodzin, w tym 12 osób")
    (found,) = reviewed(watched(), said)
    assert (found.rule.code, found.place.field, found.place.value) == (
        "wording-number",
        "wording",
        "12",
    )
    assert found.place.origin.cell == "own:wording"


def test_a_telephone_or_a_personal_number_in_own_words_is_no_number_and_is_not_told() -> None:
    said = report(counted={"rodziny": 5}, wording="5 rodzin, tel. 600 123 456, PESEL 44051401359")
    found = reviewed(watched(action()), said)
    assert not any("600" in one.message or "44 051" in one.message for one in found)


def told(built: Programme, *reports: ReportedAction) -> str:
    (found,) = reviewed(built, *reports)
    return found.message


def test_messages_may_name_what_they_are_about() -> None:
    joined = rule("conflicting-values", message="{action}|{unit_name}|{values}")
    built = programme(action(lead=["KLUB", "BIB"]), rules=[joined])
    both = report(counted={"rodziny": 5}), report("BIB", {"rodziny": 7})
    assert told(built, *both) == "I.1|Klub Kuźnia|Kuźnia – 5; Biblioteka – 7"

    wording = programme(rules=[rule("wording-number", message="{action}|{cell}|{value}")])
    assert told(wording, report(wording="15,48 etatu")) == "I.1|own:wording|15,48"


@pytest.mark.parametrize(
    "said",
    [
        report(counted={"rodziny": 1703}, wording="1 703 rodziny"),
        report(extra={"uczestników": 12}, wording="12 osób w 2024 roku"),
        report(counted={"rodziny": 1.5}, spending=4171.93, wording="1,5 etatu za 4 171,93 zł"),
        report(counted={"rodziny": 5}),
    ],
    ids=["grouped", "free row", "amount", "no words"],
)
def test_number_that_was_typed_too_is_no_finding(said: ReportedAction) -> None:
    assert reviewed(watched(), said) == []


def test_rule_that_the_catalogue_leaves_out_finds_nothing() -> None:
    built = watched(action(lead=["KLUB", "BIB"]), codes=[])
    both = (
        report(counted={"rodziny": 5}, wording="6 rodzin"),
        report("BIB", {"rodziny": 7}),
    )
    assert reviewed(built, *both) == []

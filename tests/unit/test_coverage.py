"""Completeness: what counts as full, part and none, and the areas that hold the actions."""

from typing import Any

import pytest

from domain.coverage import Coverage, coverage
from domain.merging import merge
from domain.plots import bar
from domain.submissions import RawValue
from tests.unit.builders import action, build, files, programme, report, submission


@pytest.mark.parametrize(
    ("counted", "own", "state", "given"),
    [
        ({"rodziny": 5, "grupy": 1}, {"spending": 1}, Coverage.FULL, 2),
        ({"rodziny": 5, "grupy": 1}, {}, Coverage.PART, 2),
        ({"rodziny": 5, "grupy": "x"}, {"spending": 1}, Coverage.FULL, 2),
        ({"rodziny": 5, "grupy": "–"}, {"spending": 1}, Coverage.FULL, 2),
        ({"rodziny": 5}, {"spending": 1}, Coverage.PART, 1),
        ({"rodziny": 5, "grupy": "."}, {"spending": 1}, Coverage.PART, 1),
        ({"rodziny": 5, "grupy": "dużo"}, {"spending": 1}, Coverage.PART, 1),
        ({}, {"status": "odwołano", "explanation": "powódź"}, Coverage.FULL, 0),
        ({}, {}, Coverage.NONE, 0),
    ],
)
def test_an_action_is_as_complete_as_its_indicators_and_amounts(
    counted: dict[str, RawValue], own: dict[str, Any], state: Coverage, given: int
) -> None:
    built = programme(
        action("I.1", {"rodziny": "{rodzina}", "grupy": "{grupa}"}),
        plan={"I.1": {"rodziny": 5, "grupy": 1}},
    )
    merged = merge(built, [submission(report("KLUB", counted, **own))])
    (area,) = coverage(built, merged.actions)
    assert (area.actions[0].state, area.actions[0].given) == (state, given)


def test_a_partner_that_did_not_answer_leaves_the_data_incomplete() -> None:
    built = programme(
        action(indicators={"rodziny": {"phrase": "{rodzina}", "combine": "sum"}}, partners=["BIB"]),
        plan={"I.1": {"rodziny": 5}},
    )
    merged = merge(built, [submission(report("KLUB", {"rodziny": 5}, spending=1))])
    (area,) = coverage(built, merged.actions)
    assert area.actions[0].state is Coverage.PART
    assert [unit.code for unit in area.actions[0].owing] == ["BIB"]
    assert area.incomplete == area.actions


def test_areas_are_the_outermost_sections_and_go_by_level_and_number() -> None:
    parts = files(action("I.1"), action("I.2", lead="BIB"))
    built = build(parts)
    merged = merge(built, [submission(report("KLUB", {"rodziny": 5}, spending=1))])
    (area,) = coverage(built, merged.actions)
    assert (area.name, area.title) == ("Obszar I", "Wsparcie rodzin")
    assert [area.count(state) for state in Coverage] == [1, 0, 1]
    assert [(part.state, part.x, part.width) for part in bar(area)] == [
        (Coverage.FULL, 0.0, 50.0),
        (Coverage.NONE, 50.0, 50.0),
    ]


def test_an_area_without_a_number_goes_by_its_title() -> None:
    parts = files(action("I.1"))
    parts["structure.yaml"]["sections"][0] |= {"number": "", "title": "Pakiet"}
    built = build(parts)
    (area,) = coverage(built, merge(built, []).actions)
    assert area.name == area.title == "Pakiet"

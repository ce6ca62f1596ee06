"""What stands around a finding: the sentence, the unit's explanation, the place by name."""

import pytest

from domain.decisions import MASKED_VALUE
from domain.findings import Finding, Place
from domain.form import Field
from domain.rules import Family, Rule, Severity, Stage
from domain.submissions import Origin
from domain.surroundings import Surroundings, where
from tests.unit.builders import programme, report, submission

WHY = "Zapisało się więcej rodzin, tel. 12 345 67 89."


def finding(place: Place, family: Family = Family.PLAUSIBILITY) -> Finding:
    rule = Rule("plan-off", family, Severity.WARNING, Stage.LIVE, "Uwaga.", "Proszę.", "Why not.")
    return Finding(rule, place, rule.message, rule.remedy)


def known(*findings: Finding) -> Surroundings:
    sent = submission(report(counted={"rodziny": 5}, explanation=WHY, wording="Wsparto 5 rodzin"))
    return Surroundings(programme(), [sent], findings)


def test_what_the_unit_wrote_on_a_deviation_is_told_without_telephones() -> None:
    told = known().explanation(finding(Place("KLUB", "I.1", "rodziny")))
    assert told == "Zapisało się więcej rodzin, tel. [numer telefonu]."


def test_on_other_matters_and_other_actions_nothing_is_told() -> None:
    assert not known().explanation(finding(Place("KLUB", "I.1"), Family.POLISH))
    assert not known().explanation(finding(Place("KLUB", "I.2")))


def test_of_a_masked_number_no_words_are_told() -> None:
    masked = finding(Place("KLUB", "I.1", "rodziny", Field.VALUE, MASKED_VALUE), Family.PRIVACY)
    assert not known(masked).explanation(finding(Place("KLUB", "I.1", "rodziny")))


def test_a_fragment_is_shown_in_its_sentence() -> None:
    origin = Origin("actions/I.yaml", "", "I.1.name")
    place = Place("", "I.1", "", "name", "anie I.", origin)
    assert known().text(finding(place, Family.POLISH)) == "Działanie I.1"
    assert not known().text(finding(Place("", "I.1", "", "name", "nie ma", origin)))


@pytest.mark.parametrize(
    ("place", "told"),
    [
        (
            Place(unit="K", origin=Origin("k.xlsx", "Sprawozdanie", "E9")),
            "k.xlsx, Sprawozdanie, E9",
        ),
        (
            Place(action="I.1", origin=Origin("actions/I.yaml", "", "I.1.name")),
            "działanie I.1, nazwa (actions/I.yaml)",
        ),
        (
            Place(action="I.1", origin=Origin("actions/I.yaml", "", "I.1.indicators.rodziny")),
            "działanie I.1, wskaźnik rodziny (actions/I.yaml)",
        ),
        (
            Place(origin=Origin("structure.yaml", "", "sections.0.title")),
            "structure.yaml, sections.0.title",
        ),
    ],
)
def test_a_place_is_named_as_people_find_it(place: Place, told: str) -> None:
    assert where(finding(place)) == told

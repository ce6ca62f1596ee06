"""What can be decided on a matter in the panel, and what stands in its table afterwards."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from domain.decision_table import COLUMNS, EDITORIAL, MATTERS, Sheet, SheetRead, decisions_of
from domain.decisions import Stance
from domain.findings import Place
from domain.matters import agenda
from domain.panel_decisions import (
    ALL,
    Answer,
    Complaint,
    decide,
    stances_for,
    with_decisions,
    without_decisions,
)
from domain.panel_matters import anchor_of, matter_at, matter_cards
from domain.rules import Family, Severity
from tests.unit.standings import finding, made_rule, standing

RULE = made_rule("plan-off", Severity.WARNING, Family.PLAUSIBILITY)
FIRST = finding("KLUB", "I.1", rule=RULE, value="7")
SECOND = finding("KLUB", "I.2", rule=RULE, value="9")
PROGRAMME = standing([]).programme


def answer(about: str = ALL, stance: str = Stance.LEFT, **told: str) -> Answer:
    words = {"new": "", "reason": "jak co roku", "who": "Anna Nowak", **told}
    return Answer(about, stance, **words)


def read(sheets: Sequence[Sheet]) -> list[SheetRead]:
    """Read sheets as they would come back from a workbook."""
    found = []
    for sheet in sheets:
        headers = [column.header for column in COLUMNS[sheet.name]]
        rows = {
            place: dict(zip(headers, row, strict=True)) for place, row in enumerate(sheet.rows, 9)
        }
        found.append(SheetRead(sheet.name, rows, sheet.signature))
    return found


def test_one_answer_can_be_on_all_findings_of_a_matter() -> None:
    decided = decide([FIRST, SECOND], answer())
    assert not isinstance(decided, Complaint)
    assert [(one.action, one.seen) for _, one in decided] == [("I.1", "7"), ("I.2", "9")]


def test_a_correction_is_on_one_finding() -> None:
    several = decide([FIRST, SECOND], answer(stance=Stance.CORRECTED, new="12"))
    assert isinstance(several, Complaint) and several.field in ("about", "stance")
    one = decide([FIRST, SECOND], answer(SECOND.id, reason="x"))
    assert not isinstance(one, Complaint) and len(one) == 1


def test_only_what_can_be_carried_out_is_offered() -> None:
    whole = replace(FIRST, place=Place("KLUB"))
    assert stances_for(whole) == (Stance.LEFT,)
    assert stances_for(FIRST) == (Stance.LEFT, Stance.CORRECTED)
    personal = made_rule("few-people", family=Family.PRIVACY)
    assert Stance.MASKED not in stances_for(finding(rule=personal))


def test_the_table_keeps_what_was_there_and_replaces_the_same_matter() -> None:
    first = decide([FIRST, SECOND], answer())
    assert not isinstance(first, Complaint)
    sheets = with_decisions(PROGRAMME, (), first)
    assert [sheet.name for sheet in sheets] == [MATTERS, EDITORIAL, "Zbiorczo"]
    again = decide([SECOND], answer(reason="inny powód"))
    assert not isinstance(again, Complaint)
    told = read(with_decisions(PROGRAMME, read(sheets), again))
    reasons = {one.action: one.reason for one in decisions_of(told, "t.xlsx", "s")}
    assert reasons == {"I.1": "jak co roku", "I.2": "inny powód"}
    left = read(without_decisions(told, [FIRST]))
    assert [one.action for one in decisions_of(left, "t.xlsx", "s")] == ["I.2"]


def test_a_matter_shows_what_was_saved_and_what_is_open() -> None:
    decided = decide([FIRST], answer())
    assert not isinstance(decided, Complaint)
    sheets = read(with_decisions(PROGRAMME, (), decided))
    found = matter_cards(PROGRAMME, [FIRST, SECOND], tuple(decisions_of(sheets, "t", "s")))
    (card,) = found.cards
    assert [one.id for one in card.saved] == [FIRST.id]
    assert [one.id for one in card.items_open] == [SECOND.id]
    assert "jak co roku" in card.saved[0].sentence
    assert matter_at([FIRST, SECOND], card.anchor) == (FIRST, SECOND)
    assert matter_at([FIRST], "sprawa-x") == ()
    assert anchor_of(agenda([FIRST]).matters[0]) == card.anchor


@pytest.mark.parametrize("value", ["8", "7,5"])
def test_a_decision_on_another_value_is_not_shown(value: str) -> None:
    decided = decide([FIRST], answer())
    assert not isinstance(decided, Complaint)
    decisions = tuple(decision for _, decision in decided)
    changed = finding("KLUB", "I.1", rule=RULE, value=value)
    (card,) = matter_cards(PROGRAMME, [changed], decisions).cards
    assert card.saved == () and len(card.items_open) == 1

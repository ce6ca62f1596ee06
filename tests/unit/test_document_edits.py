"""Decisions on what was edited in Word: several on one place go on from each other."""

from dataclasses import replace

import pytest

from domain.anchors import Anchor
from domain.decisions import DOCUMENT_EDITED, Decision, Fault, Stance
from domain.document_edits import linked, rewriting
from domain.rules import Family, Severity
from tests.unit.builders import programme, report, submission
from tests.unit.standings import made_rule

PLACE = Anchor("I.1", "name")
RULE = made_rule(DOCUMENT_EDITED, Severity.INFO, Family.DECISIONS)
BUILT = replace(programme(), rules=(RULE,))


def wording(seen: str, new: str, said: str = Stance.EDITED, who: str = "Anna Nowak") -> Decision:
    return Decision(said, DOCUMENT_EDITED, action="I.1", field="name", seen=seen, new=new, who=who)


def value(seen: str, new: str) -> Decision:
    return Decision(
        Stance.CORRECTED,
        DOCUMENT_EDITED,
        unit="KLUB",
        action="I.1",
        indicator="rodziny",
        field="value",
        seen=seen,
        new=new,
        reason="tak",
        who="Anna Nowak",
    )


@pytest.mark.parametrize("backwards", [False, True])
def test_edits_of_one_place_go_on_from_each_other_in_any_order(backwards: bool) -> None:
    both = [wording("Raz", "Dwa"), wording("Dwa", "Trzy"), wording("Raz", "Dwa")]
    made = rewriting(BUILT, both[::-1] if backwards else both, {PLACE: "Raz"})
    assert [(edit.rewrites, edit.new) for edit in made.edits] == [(PLACE, "Trzy")]
    assert len(made.told) == 2
    assert not made.faults


@pytest.mark.parametrize(
    ("decision", "fault"),
    [
        (wording("Inaczej", "Dwa"), Fault.LAPSED),
        (wording("Raz", "Dwa", who=""), Fault.UNSIGNED),
        (wording("Raz", "Dwa 2"), Fault.NUMBER_CHANGED),
        (wording("Raz", "Dwa", said="zamaskowano"), Fault.UNCLEAR),
        (replace(wording("Raz", "Dwa"), action="I.9"), Fault.UNMATCHED),
    ],
)
def test_what_cannot_be_carried_out_is_told(decision: Decision, fault: Fault) -> None:
    made = rewriting(BUILT, [decision], {PLACE: "Raz"})
    assert [one for _, one in made.faults] == [fault]
    assert not made.edits


def test_what_was_not_accepted_changes_nothing() -> None:
    made = rewriting(BUILT, [wording("Raz", "Dwa", said=Stance.LEFT)], {PLACE: "Raz"})
    assert (made.edits, made.told, made.faults) == ((), (), ())


def test_edits_of_one_number_are_joined_and_others_left_alone() -> None:
    sent = [submission(report("KLUB", {"rodziny": 185}))]
    other = Decision(Stance.LEFT, "plan-far", unit="KLUB", action="I.1", reason="tak", who="AN")
    joined = linked([value("182", "188"), other, value("185", "182")], sent)
    assert set(joined) == {other, replace(value("182", "188"), seen="185")}
    # Two answers to one matter are no chain: they contradict each other.
    assert len(linked([value("185", "182"), value("185", "188")], sent)) == 2


def test_what_nobody_signed_is_no_link_of_a_chain() -> None:
    sent = [submission(report("KLUB", {"rodziny": 185}))]
    unsigned = replace(value("185", "182"), who="")
    # Without the first the second was taken on a value that is not there.
    assert set(linked([unsigned, value("182", "188")], sent)) == {unsigned, value("182", "188")}


@pytest.mark.parametrize("backwards", [False, True])
def test_of_the_same_row_in_two_tables_the_signed_one_holds(backwards: bool) -> None:
    both = [wording("Raz", "Dwa"), wording("Raz", "Dwa", who="")]
    made = rewriting(BUILT, both[::-1] if backwards else both, {PLACE: "Raz"})
    assert [edit.new for edit in made.edits] == ["Dwa"]
    assert not made.faults

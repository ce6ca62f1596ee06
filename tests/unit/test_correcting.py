"""Decisions are carried out on a copy of what was sent; what was not decided stays as it was."""

from dataclasses import replace
from decimal import Decimal

import pytest

from domain.approval import changed_figures
from domain.correcting import Corrected, Edit, carried_out, edited, without_personal_data
from domain.decisions import Decision, settle
from domain.findings import Finding, Place
from domain.form import Field
from domain.ledger import FIGURE_COLUMNS
from domain.merging import Merged, merge
from domain.rules import Family, Rule, Severity, Stage
from domain.submissions import CellState, Submission, Supplements, Unseen
from domain.supplements import Asked
from domain.wording import plain, realised_lines, spending_lines
from tests.unit.builders import action, programme, report, row, submission

WORDS = "jednostka nie przekazała danych do dnia 31 marca 2025 r."
CORRECTED, LEFT, EDITED = "korekta wartości", "pozostawiono", "korekta redakcyjna"


def ruled(
    sent: list[Submission], place: Place, said: str, new: str = "", code: str = "some-rule"
) -> Corrected:
    """Carry out one decision on a finding in one place."""
    rule = Rule(code, Family.VALUE, Severity.ERROR, Stage.LIVE, "Uwaga.", "Proszę.", "Why not.")
    finding = Finding(rule, place, rule.message, rule.remedy)
    told = Decision(
        said,
        code,
        place.unit,
        place.action,
        place.indicator,
        place.field,
        place.value,
        new,
        "tak ma być",
        "Anna Nowak",
    )
    return carried_out(sent, settle([finding], [told]), WORDS)


def merged(corrected: Corrected) -> Merged:
    return merge(programme(), corrected.submissions, corrected.rulings)


def result(corrected: Corrected) -> str:
    return plain(realised_lines(programme(), merged(corrected).actions[0]))


def test_a_value_is_put_right_and_its_cell_is_still_the_one_that_was_sent() -> None:
    sent = submission(report(counted={"rodziny": -5}))
    place = Place("KLUB", "I.1", "rodziny", Field.VALUE, "-5")
    corrected = ruled([sent], place, CORRECTED, "12")
    assert result(corrected) == "12 rodzin"
    before, after = sent.actions[0].rows[0], corrected.submissions[0].actions[0].rows[0]
    assert after.cell(Field.VALUE).origin == before.cell(Field.VALUE).origin
    assert before.cell(Field.VALUE).number == Decimal(-5)


def test_a_value_that_nobody_sent_is_added() -> None:
    sent = submission(report(status="zrealizowano"))
    place = Place("KLUB", "I.1", "rodziny", Field.VALUE)
    assert result(ruled([sent], place, CORRECTED, "12")) == "12 rodzin"


def test_of_a_row_given_twice_the_decided_value_counts() -> None:
    one = report(counted={"rodziny": 5})
    sent = submission(one.__class__(one.action, one.unit, one.row, (*one.rows, *one.rows)))
    place = Place("KLUB", "I.1", "rodziny", Field.VALUE, "5")
    assert result(ruled([sent], place, CORRECTED, "6")) == "6 rodzin"


def test_a_value_that_stays_is_printed_as_it_was_typed() -> None:
    sent = submission(report(counted={"rodziny": "ok. 150"}))
    place = Place("KLUB", "I.1", "rodziny", Field.VALUE, "ok. 150")
    assert result(ruled([sent], place, LEFT)) == "ok. 150"


def test_a_number_that_stays_is_composed_as_ever() -> None:
    sent = submission(report(counted={"rodziny": 50}))
    place = Place("KLUB", "I.1", "rodziny", Field.VALUE, "50")
    assert result(ruled([sent], place, LEFT)) == "50 rodzin"


def test_what_nobody_could_see_does_not_come_to_print_by_being_left() -> None:
    sent = submission(report(counted={"rodziny": Unseen(CellState.HIDDEN, "150")}))
    place = Place("KLUB", "I.1", "rodziny", Field.VALUE, "150")
    assert "do wyjaśnienia" in result(ruled([sent], place, LEFT))


@pytest.mark.parametrize(
    ("key", "amounts"), [("", "20,00 zł\n8,00 zł"), ("+1", "7,00 zł\n20,00 zł")]
)
def test_one_of_several_amounts_is_put_right(key: str, amounts: str) -> None:
    own = report(counted={"rodziny": {Field.VALUE: 5, Field.SPENDING: 8}}, spending=7)
    place = Place("KLUB", "I.1", key, Field.SPENDING, "")
    corrected = ruled([submission(own)], place, CORRECTED, "20,00")
    lines = plain(spending_lines(merged(corrected).actions[0]))
    assert lines.replace("\u00a0", " ") == amounts


def test_units_that_disagree_are_settled_by_a_number() -> None:
    built = programme(action(lead=["KLUB", "BIB"]))
    sent = [
        submission(report("KLUB", {"rodziny": 5})),
        submission(report("BIB", {"rodziny": 6})),
    ]
    place = Place("KLUB", "I.1", "rodziny", Field.VALUE, "Kuźnia – 5; Biblioteka – 6")
    corrected = ruled(sent, place, CORRECTED, "6", "conflicting-values")
    joined = merge(built, corrected.submissions, corrected.rulings)
    assert plain(realised_lines(built, joined.actions[0])) == "6 rodzin"
    assert not joined.problems
    assert len(joined.actions[0].items[0].contributions) == 2


def test_a_missing_unit_is_said_in_words_and_is_no_gap() -> None:
    corrected = ruled([], Place("KLUB"), LEFT, code="unit-missing")
    (only,) = merged(corrected).actions
    assert result(corrected) == f"{WORDS} (Kuźnia)"
    assert not only.missing


def test_an_action_without_an_answer_is_gone_on_without_alone() -> None:
    built = programme(action("I.1"), action("I.2"))
    corrected = ruled([], Place("KLUB", "I.1"), LEFT, code="action-unanswered")
    first, second = merge(built, (), corrected.rulings).actions
    assert (len(first.excused), len(second.missing)) == (1, 1)


@pytest.mark.parametrize(
    ("wording", "printed"),
    [
        ("Wsparcie dla 1 205 rodzin z Podgórza", "Wsparcie dla 1 305 rodzin z Podgórza"),
        ("Wsparcie dla 1205 rodzin z Podgórza", "Wsparcie dla 1 305 rodzin z Podgórza"),
        ("Wsparcie dla rodzin", "Wsparcie dla rodzin"),
        # Of two equal numbers nobody can tell which was meant.
        ("1205 rodzin i 1205 osób", "1 305 rodzin"),
        ("1205,5 godziny", "1205,5 godziny"),
    ],
)
def test_the_units_own_wording_follows_a_corrected_value(wording: str, printed: str) -> None:
    sent = submission(report(counted={"rodziny": 1205}, wording=wording))
    place = Place("KLUB", "I.1", "rodziny", Field.VALUE, "1205")
    assert result(ruled([sent], place, CORRECTED, "1305")) == printed


def test_where_the_nouns_would_change_the_result_is_composed() -> None:
    sent = submission(report(counted={"rodziny": 5}, wording="Wsparto 5 rodzin z Podgórza"))
    place = Place("KLUB", "I.1", "rodziny", Field.VALUE, "5")
    assert result(ruled([sent], place, CORRECTED, "2")) == "2 rodziny"


@pytest.mark.parametrize(
    ("text", "put_right"),
    [
        ("39 zajęcia i 139 zajęcia", "39 zajęć i 139 zajęcia"),
        ("39\u00a0zajęcia", "39 zajęć"),
        ("39 zajęciami", "39 zajęciami"),
        ("nic", "nic"),
    ],
)
def test_words_are_put_right_where_they_stand_by_themselves(text: str, put_right: str) -> None:
    assert edited(text, [Edit("I.1", "realised", "39 zajęcia", "39 zajęć")]) == put_right


def test_a_mark_at_the_edge_may_touch_the_next_word() -> None:
    edits = [Edit("I.1", "responsible", "Społecznej, (", "Społecznej (")]
    assert edited("Pomocy Społecznej, (MOPS)", edits) == "Pomocy Społecznej (MOPS)"


def test_of_two_edits_the_longer_goes_first() -> None:
    edits = [
        Edit("", "", "połkolonii", "półkolonii"),
        Edit("", "", "połkolonii- w", "połkolonii – w"),
    ]
    assert edited("z połkolonii- w lecie", edits) == "z półkolonii – w lecie"


def test_words_of_a_unit_are_put_right_in_the_printed_result() -> None:
    place = Place("KLUB", "I.1", "", Field.WORDING, "39 zajęcia")
    corrected = ruled([], place, EDITED, "39 zajęć")
    assert corrected.edits == (Edit("I.1", "realised", "39 zajęcia", "39 zajęć"),)


def figure(**named: str) -> tuple[str, ...]:
    return tuple(named.get(name, "") for name in FIGURE_COLUMNS)


def test_changed_figures_are_told_with_both_values() -> None:
    before = [
        figure(action="I.1", indicator="rodziny", unit="K", realised="5"),
        figure(action="I.2", indicator="rodziny", unit="K", realised="7"),
        figure(action="I.3", indicator="spending1", unit="K", spending="10"),
    ]
    after = [
        figure(action="I.1", indicator="rodziny", unit="K", realised="6"),
        figure(action="I.2", indicator="rodziny", unit="K", realised="7", file="inny.xlsx"),
        figure(action="I.4", indicator="osoby", unit="L", realised="1"),
    ]
    assert list(changed_figures(before, after)) == [
        "I.1 rodziny (K): 5 → 6",
        "I.3 spending1 (K): 10 → brak",
        "I.4 osoby (L): brak → 1",
    ]


# ------------------------------------------------------------------ what is said beyond results

NEED, PLAN = "#need/1", "#plan/I.1/rodziny"


def beyond() -> Submission:
    needs = (row(NEED, {Asked.NEED: "tel. 600 123 456", Asked.AMOUNT: "ok. 2 tys."}),)
    plan = (row(PLAN, {Asked.PROPOSED: "kilka", Asked.PRECISION: "chyba"}),)
    return replace(submission(unit="KLUB"), supplements=Supplements((), plan, needs))


@pytest.mark.parametrize(
    ("place", "new", "key", "name", "after"),
    [
        (Place("KLUB", "", NEED, Asked.AMOUNT, "ok. 2 tys."), "2 000", NEED, Asked.AMOUNT, "2000"),
        (Place("KLUB", "I.1", "rodziny", Asked.PROPOSED, "kilka"), "7", PLAN, Asked.PROPOSED, "7"),
        (
            Place("KLUB", "I.1", "rodziny", Asked.PRECISION, "chyba"),
            "około",
            PLAN,
            Asked.PRECISION,
            "około",
        ),
        (Place("KLUB", "", NEED, Asked.NEED, "…"), "Telefon", NEED, Asked.NEED, "Telefon"),
    ],
)
def test_what_is_said_beyond_the_results_is_put_right_too(
    place: Place, new: str, key: str, name: str, after: str
) -> None:
    (corrected,) = ruled([beyond()], place, CORRECTED, new).submissions
    (changed,) = [one for one in corrected.supplements.rows() if one.key == key]
    assert changed.cell(name).text == after
    assert corrected.actions == ()


def test_what_names_a_person_there_is_not_printed_unless_somebody_decides() -> None:
    rule = Rule(
        "personal-data",
        Family.PRIVACY,
        Severity.ERROR,
        Stage.LIVE,
        "Uwaga.",
        "Proszę.",
        "Why not.",
        mask="text",
    )
    finding = Finding(rule, Place("KLUB", "", NEED, Asked.NEED, "[numer telefonu]"), "", "")
    (printed,) = without_personal_data([beyond()], [finding], settle([finding], []))
    assert printed.supplements.needs[0].cell(Asked.NEED).text == "tel. [numer telefonu]"
    left = Decision(
        LEFT,
        "personal-data",
        "KLUB",
        "",
        NEED,
        Asked.NEED,
        "[numer telefonu]",
        "",
        "numer dyżurny",
        "Anna Nowak",
    )
    settled = settle([finding], [left])
    assert without_personal_data([beyond()], [finding], settled) == (beyond(),)

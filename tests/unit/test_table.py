"""All answers as one flat table: one row for each unit, action and thing counted."""

from decimal import Decimal

import pytest

from domain.findings import Place
from domain.programme import Programme
from domain.submissions import Origin, ReportedAction, Submission
from domain.table import TableRow, build_table
from tests.unit.builders import action, build, files, programme, report, submission


def rows(built: Programme, *reports: ReportedAction) -> tuple[TableRow, ...]:
    return build_table(built, [submission(one, approved_by="Anna Nowak") for one in reports])


def only(found: tuple[TableRow, ...], kind: str) -> TableRow:
    (one,) = [row for row in found if row.row == kind]
    return one


def test_unit_that_handed_nothing_in_has_one_row() -> None:
    (row,) = rows(programme())
    assert (row.row, row.unit, row.unit_name, row.submitted) == (
        "unit",
        "KLUB",
        "Klub Kuźnia",
        False,
    )


def test_answer_becomes_rows_of_unit_action_indicator() -> None:
    built = programme(plan={"I.1": {"rodziny": 5}})
    found = rows(built, report(counted={"rodziny": 7}, status="zrealizowano", spending=0))
    assert [row.row for row in found] == ["unit", "action", "spending", "indicator"]
    unit, answer, spending, indicator = found
    assert (unit.submitted, unit.signed) == (True, "Anna Nowak")
    assert (answer.action, answer.answered, answer.status) == ("I.1", True, "realised")
    assert (answer.known_action, answer.own_action) == (True, True)
    assert (answer.spending_due, answer.spending_given) == (True, True)
    assert (spending.value_state, spending.value) == ("number", Decimal(0))
    assert (indicator.indicator, indicator.label) == ("rodziny", "rodzin")
    assert (indicator.value, indicator.planned) == (Decimal(7), Decimal(5))
    assert (indicator.value_state, indicator.value_text, indicator.whole) == ("number", "7", True)


def test_action_left_out_of_a_workbook_is_unanswered() -> None:
    built = programme(action("I.1"), action("I.2"))
    found = rows(built, report(counted={"rodziny": 7}, of="I.2"))
    answers = {row.action: row.answered for row in found if row.row == "action"}
    assert answers == {"I.1": False, "I.2": True}
    unanswered = next(row for row in found if row.row == "action" and row.action == "I.1")
    assert unanswered.origin.file == "KLUB.xlsx"


def test_status_that_is_none_stays_visible_in_words() -> None:
    row = only(rows(programme(), report(status="częściowo")), "action")
    assert (row.status, row.status_text, row.has_results) == (None, "częściowo", True)


def test_status_without_results_needs_no_amount() -> None:
    row = only(rows(programme(), report(status="odwołano")), "action")
    assert (row.has_results, row.spending_due) == (False, False)


def test_explanation_or_own_words_are_a_reason() -> None:
    for said in (report(explanation="brak chętnych"), report(wording="brak chętnych")):
        assert only(rows(programme(), said), "action").reason == "brak chętnych"
    assert only(rows(programme(), report(status="odwołano")), "action").reason is None


def test_value_in_words_is_kept_as_it_was_typed() -> None:
    row = only(rows(programme(), report(counted={"rodziny": "12 maj"})), "indicator")
    assert (row.value, row.value_state, row.value_text) == (None, "text", "12 maj")
    assert row.origin == Origin("KLUB.xlsx", "Sprawozdanie", "rodziny:value", "sha-KLUB")


def test_part_of_a_whole_is_told_apart() -> None:
    assert only(rows(programme(), report(counted={"rodziny": 1.5})), "indicator").whole is False


def test_plan_changed_in_the_form_is_noticed() -> None:
    built = programme(plan={"I.1": {"rodziny": 5}})
    for typed, kept in ((5, True), (6, False), (None, True)):
        said = report(counted={"rodziny": {"value": 7, "planned": typed}})
        assert only(rows(built, said), "indicator").plan_kept is kept


def test_free_row_knows_whether_its_words_are_in_the_register() -> None:
    for words, known in (("liczba uczestników", True), ("wizyt studyjnych", False)):
        row = only(rows(programme(), report(extra={words: 3})), "extra")
        assert (row.label, row.known_measure, row.known_key) == (words, known, True)


def test_row_with_a_changed_key_is_kept_and_told() -> None:
    row = only(rows(programme(), report(counted={"rodzynki": 3})), "extra")
    assert (row.indicator, row.value, row.known_key) == ("rodzynki", Decimal(3), False)


def test_each_amount_has_a_row_of_its_own() -> None:
    said = report(counted={"rodziny": {"value": 5, "spending": "sto"}}, spending=10)
    amounts = [row for row in rows(programme(), said) if row.row == "spending"]
    assert [(row.value, row.value_state, row.origin.cell) for row in amounts] == [
        (Decimal(10), "number", "own:spending"),
        (None, "text", "rodziny:spending"),
    ]
    assert len({row.indicator for row in amounts}) == 2


def test_row_without_an_address_still_names_its_file() -> None:
    found = build_table(programme(), [Submission("KLUB.xlsx", "sha", "KLUB", {})])
    assert [(row.row, row.origin.file) for row in found] == [
        ("unit", "KLUB.xlsx"),
        ("action", "KLUB.xlsx"),
        ("indicator", "KLUB.xlsx"),
    ]


def test_place_of_the_signature_is_known() -> None:
    unit = only(rows(programme(), report(counted={"rodziny": 5})), "unit")
    assert (unit.origin.sheet, unit.origin.cell) == ("Metryczka", "approved_by")


def test_repeated_keys_are_counted() -> None:
    said = report(counted={"rodziny": 3})
    book = Submission("KLUB.xlsx", "sha", "KLUB", {}, (said,), {"I.1/rodziny": 2})
    found = build_table(programme(), [book])
    assert only(found, "indicator").times == 2
    assert only(found, "action").times == 1


def test_answers_to_other_actions_are_rows_of_their_own() -> None:
    built = programme(action("I.1"), action("I.2", lead="BIB", partners=["MOPS"]))
    stray = [
        report(of="I.1"),
        report(counted={"rodziny": 1}, of="I.2"),
        report(counted={"rodziny": 2}, of="IX.9"),
    ]
    found = build_table(built, [submission(*stray), submission(report("MOPS", {"r": 3}, of="I.2"))])
    told = {
        (row.unit, row.action): (row.known_action, row.own_action, row.value_text)
        for row in found
        if row.row == "action" and row.action != "I.1"
    }
    assert told == {
        ("KLUB", "I.2"): (True, False, "1"),
        ("KLUB", "IX.9"): (False, False, "2"),
        # A partner is named there, but only the lead's value is used.
        ("MOPS", "I.2"): (True, False, "3"),
    }


def test_row_says_what_a_finding_is_about() -> None:
    found = rows(programme(), report(counted={"rodziny": "dużo"}, status="częściowo", spending="?"))
    places = {row.row: row.place() for row in found}
    origin = Origin("KLUB.xlsx", "Sprawozdanie", "rodziny:value", "sha-KLUB")
    assert places["indicator"] == Place("KLUB", "I.1", "rodziny", "value", "dużo", origin)
    assert (places["action"].field, places["action"].value) == ("status", "częściowo")
    assert (places["spending"].field, places["spending"].value) == ("spending", "?")


def test_words_for_a_message_are_never_none() -> None:
    for row in rows(programme(), report(counted={"rodziny": None}, status="odwołano")):
        assert None not in row.words().values()
    words = only(rows(programme(), report(counted={"rodziny": 5})), "indicator").words()
    assert (words["file"], words["cell"], words["value"]) == (
        "KLUB.xlsx",
        "rodziny:value",
        "5",
    )


@pytest.mark.parametrize(
    ("due", "date", "late"),
    [("01-31", "2025-02-02", 2), ("01-31", "2025-01-31", 0), ("01-31", "", None)],
)
def test_a_workbook_is_as_late_as_its_date_says(due: str, date: str, late: int | None) -> None:
    parts = files()
    parts["programme.yaml"]["calendar"] = {"due": due}
    (unit, *_) = build_table(build(parts), [submission(report(), date=date)])
    assert (unit.days_late, unit.due) == (late, "31 stycznia 2025 r.")


def test_without_a_day_nobody_is_late() -> None:
    (unit, *_) = build_table(programme(), [submission(report(), date="2025-12-31")])
    assert (unit.days_late, unit.due) == (None, None)

"""Who owes what: from the expected universe, and nothing from who has answered everything."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from domain.findings import Finding
from domain.merging import Rulings, merge
from domain.owing import Owing, who_owes
from domain.programme import Programme
from domain.rules import Family, Severity
from domain.submissions import FileVerdict, ReportedAction, Verdict
from tests.unit.builders import action, programme, report, submission
from tests.unit.standings import accepted, finding, made_rule, standing

TWO = {"rodziny": "{rodzina}", "spotkania": "{spotkanie}"}
PLAN = {"I.1": {"rodziny": 5, "spotkania": 2}}


def owing(
    built: Programme, *reports: ReportedAction, found: Sequence[Finding] = (), **more: Any
) -> dict[str, Owing]:
    sent = [submission(one) for one in reports]
    round_ = standing(found, sent, built=built, **more)
    return {one.unit.code: one for one in who_owes(round_)}


def lacking(one: Owing) -> dict[str, tuple[str, ...]]:
    return {owed.action.id: owed.lacking for owed in one.actions}


def test_a_unit_that_sent_nothing_owes_all_its_actions() -> None:
    built = programme(action("I.1"), action("I.2"), action("I.3", lead="BIB"))
    klub = owing(built)["KLUB"]
    assert lacking(klub) == {"I.1": ("brak odpowiedzi",), "I.2": ("brak odpowiedzi",)}
    assert (klub.silent, klub.owes, klub.expected, klub.answered) == (True, True, 2, 0)


def test_of_an_action_that_is_answered_the_rest_is_owed() -> None:
    built = programme(action(indicators=TWO), plan=PLAN)
    klub = owing(built, report(counted={"rodziny": 4}))["KLUB"]
    assert lacking(klub) == {"I.1": ("liczba spotkań", "wysokość środków")}
    assert (klub.silent, klub.answered) == (False, 1)


def test_who_answered_everything_owes_nothing_also_with_warnings() -> None:
    built = programme(action(indicators=TWO), plan=PLAN)
    warned = [finding(rule=made_rule("plan-off", Severity.WARNING))]
    klub = owing(
        built, report(counted={"rodziny": 40, "spotkania": "–"}, spending=0), found=warned
    )["KLUB"]
    assert (klub.actions, klub.owes) == ((), False)


def test_what_was_not_planned_in_numbers_is_not_owed() -> None:
    built = programme(action(indicators=TWO), plan={"I.1": {"rodziny": 5}})
    assert not owing(built, report(counted={"rodziny": 4}, spending=1))["KLUB"].owes


@pytest.mark.parametrize("status", ["nie zrealizowano", "odwołano", "przeniesiono"])
def test_of_what_was_not_done_neither_values_nor_amounts_are_owed(status: str) -> None:
    built = programme(action(indicators=TWO), plan=PLAN)
    assert not owing(built, report(status=status, explanation="remont"))["KLUB"].owes


def test_a_partner_owes_its_share_of_a_sum_and_not_the_leads_value() -> None:
    both = {"rodziny": "{rodzina}", "osoby": {"phrase": "{uczestnik}", "combine": "sum"}}
    built = programme(
        action(indicators=both, partners=["BIB"]), plan={"I.1": {"rodziny": 5, "osoby": 9}}
    )
    said = report("BIB", wording="udział w spotkaniach", spending=1)
    found = owing(built, report(counted={"rodziny": 5, "osoby": 4}, spending=1), said)
    assert not found["KLUB"].owes
    assert lacking(found["BIB"]) == {"I.1": ("liczba uczestników",)}


def test_one_of_two_leads_is_enough_for_a_value_that_is_not_added() -> None:
    built = programme(
        action(lead=["KLUB", "BIB"], indicators={"rodziny": "{rodzina}"}),
        plan={"I.1": {"rodziny": 5}},
    )
    said = report("BIB", wording="razem z klubem", spending=1)
    found = owing(built, report(counted={"rodziny": 5}, spending=1), said)
    assert not found["BIB"].owes
    assert lacking(owing(built, said)["BIB"]) == {"I.1": ("liczba rodzin",)}


def test_a_unit_whose_file_was_refused_is_told_from_a_silent_one() -> None:
    files = [FileVerdict("KLUB.xlsx", "s", Verdict.REFUSED, "Plik ma hasło.")]
    klub = owing(programme(action()), files=files)["KLUB"]
    assert [(file.name, file.reason) for file in klub.refused] == [("KLUB.xlsx", "Plik ma hasło.")]
    assert (klub.silent, klub.owes) == (False, True)


def test_a_refused_file_beside_one_that_was_read_returns_nothing() -> None:
    files = [accepted("KLUB"), FileVerdict("KLUB (1).xlsx", "s", Verdict.REFUSED, "Plik ma hasło.")]
    klub = owing(programme(action()), report(counted={"rodziny": 1}, spending=1), files=files)
    assert (klub["KLUB"].refused, klub["KLUB"].owes) == ((), False)


def test_a_file_that_is_still_being_written_is_waited_for() -> None:
    files = [FileVerdict("KLUB.xlsx", "", Verdict.LATER, "plik jest jeszcze zapisywany")]
    assert owing(programme(action()), files=files)["KLUB"].later


@pytest.mark.parametrize(
    ("found", "corrections"),
    [
        (finding(), 1),
        (finding(decision="korekta wartości"), 0),
        (finding(rule=made_rule("plan-off", Severity.WARNING)), 0),
        (finding(rule=made_rule("spending-missing", family=Family.COMPLETENESS)), 0),
        (finding("BIB"), 0),
    ],
)
def test_remarks_to_mend_are_owed_until_they_are_decided(found: Finding, corrections: int) -> None:
    klub = owing(programme(action()), report(counted={"rodziny": 1}, spending=1), found=[found])
    assert (klub["KLUB"].corrections, klub["KLUB"].owes) == (corrections, bool(corrections))


def test_what_was_decided_to_stay_out_is_not_owed() -> None:
    missing = made_rule("value-missing", Severity.WARNING, Family.COMPLETENESS)
    left = finding(rule=missing, indicator="spotkania", decision="pozostawiono")
    built = programme(action(indicators=TWO), plan=PLAN)
    klub = owing(built, report(counted={"rodziny": 4}, spending=1), found=[left])["KLUB"]
    assert not klub.owes


def test_a_unit_without_whose_answer_it_was_decided_to_go_on_owes_nothing() -> None:
    built = programme(action())
    ruled = merge(built, (), Rulings(excused=frozenset({("KLUB", "")})))
    (klub,) = who_owes(replace(standing(submissions=(), built=built), merged=ruled))
    assert not klub.owes


def test_a_long_name_is_shortened_at_a_word() -> None:
    long = "Organizowanie cyklicznych spotkań i warsztatów dla rodzin z dziećmi w klubach"
    (klub,) = owing(programme(action(name=long))).values()
    assert klub.actions[0].name == (
        "Organizowanie cyklicznych spotkań i warsztatów dla rodzin z dziećmi …"
    )

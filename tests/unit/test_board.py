"""The board: the state of every unit, its counts, and the files that were not taken."""

import datetime
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from domain.board import UnitState, build_board
from domain.calendar import Calendar
from domain.findings import Finding
from domain.rules import Severity
from domain.submissions import FileVerdict, RawValue, Verdict
from tests.unit.builders import report, submission
from tests.unit.standings import accepted, finding, made_rule, standing, three_units

WARNING = made_rule("plan-off", Severity.WARNING)
INFO = made_rule("plan-repeated", Severity.INFO)


def states(found: Sequence[Finding] = (), **more: Any) -> dict[str, UnitState]:
    board = build_board(standing(found, **more))
    return {line.unit.code: line.state for line in board.lines}


def test_units_are_told_by_what_is_most_urgent_and_the_most_urgent_come_first() -> None:
    found = [finding(), finding(rule=WARNING), finding("BIB", rule=WARNING)]
    assert list(states(found).items()) == [
        ("MOPS", UnitState.MISSING),
        ("KLUB", UnitState.TO_CORRECT),
        ("BIB", UnitState.TO_EXPLAIN),
    ]


def test_a_unit_whose_findings_are_decided_has_nothing_to_do() -> None:
    assert states([finding(decision="korekta wartości")])["KLUB"] is UnitState.RECEIVED


def test_information_asks_for_nothing() -> None:
    assert states([finding(rule=INFO)])["KLUB"] is UnitState.RECEIVED


@pytest.mark.parametrize(
    ("verdict", "state"),
    [
        (Verdict.REFUSED, UnitState.REFUSED),
        (Verdict.LATER, UnitState.LATER),
        (Verdict.IGNORED, UnitState.MISSING),
    ],
)
def test_a_unit_whose_file_was_not_read_is_not_simply_missing(
    verdict: Verdict, state: UnitState
) -> None:
    files = [accepted("KLUB"), FileVerdict("m.xlsx", "s", verdict, "powód", "MOPS")]
    assert states(files=files)["MOPS"] is state


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("MOPS.xlsx", UnitState.REFUSED),
        ("paczka.zip/mops.XLSX", UnitState.REFUSED),
        ("MOPS (1).xlsx", UnitState.MISSING),
    ],
)
def test_a_file_that_cannot_be_opened_is_known_by_the_name_of_the_form(
    name: str, state: UnitState
) -> None:
    files = [FileVerdict(name, "s", Verdict.REFUSED, "Plik ma hasło.")]
    assert states(files=files)["MOPS"] is state


@pytest.mark.parametrize(
    ("counted", "own", "state"),
    [
        ({"rodziny": "–"}, {}, UnitState.NOTHING),
        ({"rodziny": "x"}, {}, UnitState.NOTHING),
        ({}, {"status": "nie zrealizowano", "explanation": "remont"}, UnitState.NOTHING),
        ({"rodziny": 0}, {}, UnitState.RECEIVED),
        ({}, {"wording": "odbyły się dwa spotkania"}, UnitState.RECEIVED),
    ],
)
def test_nothing_to_report_is_a_report(
    counted: dict[str, RawValue], own: dict[str, Any], state: UnitState
) -> None:
    sent = [submission(report("KLUB", counted, **own))]
    assert states(submissions=sent)["KLUB"] is state


def test_a_line_counts_findings_and_actions_and_names_the_file() -> None:
    found = [finding(), finding(value="13 maj"), finding(rule=INFO)]
    line = next(one for one in build_board(standing(found)).lines if one.unit.code == "KLUB")
    assert line.findings == {Severity.ERROR: 2, Severity.WARNING: 0, Severity.INFO: 1}
    assert (line.answered, line.owed, line.files, line.date) == (1, 1, ("KLUB.xlsx",), "2025-02-05")
    missing = next(one for one in build_board(standing()).lines if one.unit.code == "MOPS")
    assert (missing.answered, missing.owed, missing.files, missing.date) == (0, 1, (), "")


def test_lateness_is_counted_from_the_day_due() -> None:
    due = replace(three_units(), calendar=Calendar(due=datetime.date(2025, 1, 31)))
    board = build_board(standing(built=due, as_of="2025-02-10"))
    late = {line.unit.code: line.days_late for line in board.lines}
    # BIB's report bears the day due, KLUB's the 5th of February, MOPS still owes its own.
    assert late == {"BIB": 0, "KLUB": 5, "MOPS": 10}


def test_a_unit_with_a_day_of_its_own_is_late_by_it() -> None:
    built = replace(three_units(), calendar=Calendar(due=datetime.date(2025, 1, 31)))
    own = replace(built.units["MOPS"], due=datetime.date(2025, 2, 8))
    board = build_board(
        standing(built=replace(built, units={**built.units, "MOPS": own}), as_of="2025-02-10")
    )
    assert {line.unit.code: line.days_late for line in board.lines}["MOPS"] == 2
    assert board.late == 2
    assert build_board(standing(as_of="2025-02-10")).late == 0


def test_files_not_taken_are_listed_with_those_inside_containers() -> None:
    inside = FileVerdict("paczka.zip/a.xlsx", "s", Verdict.REFUSED, "Plik ma hasło.")
    files = [
        accepted("KLUB"),
        FileVerdict("paczka.zip", "z", Verdict.ACCEPTED, members=(inside, accepted("BIB"))),
        FileVerdict("b.xlsx", "b", Verdict.REFUSED, "To nie jest skoroszyt."),
        FileVerdict("c.xlsx", "c", Verdict.LATER, "Plik jest jeszcze zapisywany."),
        FileVerdict("~$d.xlsx", "d", Verdict.IGNORED, "Plik programu Excel."),
    ]
    board = build_board(standing(files=files))
    assert [(file.file, file.reason) for file in board.not_taken] == [
        ("paczka.zip/a.xlsx", "Plik ma hasło."),
        ("b.xlsx", "To nie jest skoroszyt."),
        ("c.xlsx", "Plik jest jeszcze zapisywany."),
    ]


def test_the_tally_counts_every_unit_once() -> None:
    board = build_board(standing([finding()]))
    assert board.tally[UnitState.MISSING] == 1
    assert board.tally[UnitState.TO_CORRECT] == 1
    assert board.tally[UnitState.RECEIVED] == 1
    assert sum(board.tally.values()) == 3
    assert board.submitted == 2


def test_a_unit_that_sent_a_report_unasked_is_on_the_board() -> None:
    assert states(submissions=[submission(report("NGO"))])["NGO"] is UnitState.RECEIVED

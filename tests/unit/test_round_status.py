"""The status in words and numbers, from the last run's facts, what came since, and the calendar."""

import datetime
import json
from dataclasses import replace
from typing import Any

import pytest

from domain.calendar import Calendar, Report
from domain.programme import Programme
from domain.reminded import Reminder
from domain.round_facts import FINAL, RoundFacts, no_facts, round_facts
from domain.round_status import RoundState, RoundStatus, Saved, status_on
from domain.round_status_text import headline, one_line, status_json, status_lines
from domain.rules import Family
from domain.submissions import FileVerdict, Verdict
from tests.unit.standings import VERSION, accepted, finding, made_rule, standing, three_units

DUE = datetime.date(2025, 1, 31)
KLUB, BIB = ("KLUB.xlsx", "sha-KLUB"), ("BIB.xlsx", "sha-BIB")
SILENT = finding("MOPS", "", rule=made_rule("unit-missing", family=Family.COMPLETENESS))


def defined() -> Programme:
    reports = (Report(datetime.date(2025, 3, 31), "sprawozdanie dla Rady"),)
    calendar = Calendar(due=DUE, offsets=(-7, 1), reports=reports)
    return replace(three_units(), calendar=calendar)


def told(today: str, *listed: tuple[str, str], **more: Any) -> RoundStatus:
    """Return the status of the small round after a run on KLUB's and BIB's files."""
    refused = FileVerdict("skan.pdf", "s", Verdict.REFUSED, "To skan.")
    files = [accepted("KLUB"), accepted("BIB"), refused]
    built = defined()
    facts = round_facts(standing([finding(), SILENT], files=files, built=built), (), final=False)
    return _on(today, built, facts, listed, **more)


def _on(
    today: str,
    built: Programme,
    facts: RoundFacts,
    listed: tuple[tuple[str, str], ...] = (),
    **more: Any,
) -> RoundStatus:
    seen = frozenset({KLUB, BIB})
    about: dict[str, Any] = {"reminders": {}, "closed": False, **more}
    saved = about.pop("saved", Saved(facts, seen, "2024", {}))
    return status_on(datetime.date.fromisoformat(today), built, facts, saved, listed, **about)


@pytest.mark.parametrize(
    ("today", "sentence"),
    [
        # What a unit may still send is no matter to be decided before its day is over.
        ("2025-01-13", "Wpłynęło 2 z 3; do decyzji 1 sprawa; do terminu 18 dni"),
        ("2025-01-30", "Wpłynęło 2 z 3; do decyzji 1 sprawa; do terminu 1 dzień"),
        ("2025-01-31", "Wpłynęło 2 z 3; do decyzji 1 sprawa; termin mija dziś"),
        ("2025-02-02", "Wpłynęło 2 z 3; do decyzji 2 sprawy; termin minął 2 dni temu"),
        ("2026-02-02", "Wpłynęło 2 z 3; do decyzji 2 sprawy; termin minął 31 stycznia 2025 r."),
    ],
)
def test_one_sentence_says_where_a_round_stands(today: str, sentence: str) -> None:
    assert headline(told(today, KLUB, BIB)) == sentence


def test_files_that_no_run_has_seen_are_counted() -> None:
    status = told("2025-01-13", KLUB, ("BIB.xlsx", "another"), ("MOPS.xlsx", "new"))
    assert status.unchecked == ("BIB.xlsx", "MOPS.xlsx")
    assert headline(status).endswith("; 2 pliki do sprawdzenia")


def test_files_that_are_gone_are_named() -> None:
    assert told("2025-01-13", KLUB).gone == ("BIB.xlsx",)
    assert "„BIB.xlsx” (wyniki są sprzed tej zmiany)" in "\n".join(
        status_lines(told("2025-01-13", KLUB))
    )


def test_before_the_first_run_it_says_so() -> None:
    built = defined()
    status = _on("2025-01-13", built, no_facts(built), (KLUB,), saved=None)
    assert one_line(status) == (
        "PWR 2024 – jeszcze nie sprawdzano. "
        "Wpłynęło 0 z 3; do terminu 18 dni; 1 plik do sprawdzenia."
    )


@pytest.mark.parametrize(
    ("version", "closed", "state"),
    [
        ("", False, RoundState.DRAFT),
        ("other", False, RoundState.DRAFT),
        (VERSION, False, RoundState.APPROVED),
        (VERSION, True, RoundState.CLOSED),
    ],
)
def test_a_round_is_approved_only_in_the_version_that_was_signed(
    version: str, closed: bool, state: RoundState
) -> None:
    status = told("2025-02-13", KLUB, BIB, approval=(version, "Jan, 2025-02-10"), closed=closed)
    assert status.state is state


def test_a_final_version_is_one_also_long_after() -> None:
    built = defined()
    facts = replace(round_facts(standing(built=built), (), final=True), state=FINAL)
    status = _on("2025-06-13", built, facts, (KLUB, BIB))
    assert status.state is RoundState.FINAL
    assert headline(status) == "Wpłynęło 2 z 3; nic do decyzji"


def test_a_closed_round_says_nothing_but_that() -> None:
    status = told("2025-06-13", KLUB, BIB, closed=True)
    assert headline(status) == "Rok zamknięty; wpłynęło 2 z 3"


def test_who_owes_what_is_told_unit_by_unit() -> None:
    reminder = Reminder("reminder-2025-02-01", "2025-02-01", "2025-02-03", "smtp")
    unsure = replace(reminder, sure=False)
    lines = list(
        status_lines(told("2025-02-05", KLUB, BIB, reminders={"MOPS": reminder, "KLUB": unsure}))
    )
    (mops,) = [line for line in lines if line.startswith("  MOPS")]
    assert "brak sprawozdania (1 działanie); 5 dni po terminie" in mops
    assert mops.endswith("przypomniano 3 lutego 2025 r.")
    (klub,) = [line for line in lines if line.startswith("  Kuźnia")]
    assert "1 poprawka; nie wiadomo, czy wyszło przypomnienie z 3 lutego 2025 r." in klub
    assert not [line for line in lines if line.startswith("  Biblioteka")]


def test_the_next_days_are_told() -> None:
    lines = "\n".join(status_lines(told("2025-01-30", KLUB, BIB)))
    assert "31 stycznia 2025 r. (za 1 dzień) – termin sprawozdań jednostek" in lines
    assert "31 marca 2025 r. (za 60 dni) – sprawozdanie dla Rady" in lines


def test_scripts_read_the_same() -> None:
    status = json.loads(json.dumps(status_json(told("2025-02-05", KLUB, BIB))))
    assert (status["state"], status["days_to_due"], status["to_decide"]) == ("draft", -5, 2)
    assert status["next"]["key"] == "report-2025-03-31"
    assert status["round"]["not_taken"][0]["reason"] == "To skan."

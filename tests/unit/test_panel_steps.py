"""What the coordinator can set off now, why not, and what comes next."""

import pytest

from domain.findings import FINDING_COLUMNS
from domain.panel import Stage, Step, barred, findings_of, steps, suggested
from domain.panel_forms import complaints, iso_date
from domain.panel_results import result_groups, unit_answers
from tests.unit.standings import finding, made_rule

CHECKED = Stage(checked=True)
APPROVED = Stage(checked=True, approved=True)
FINAL = Stage(checked=True, approved=True, final=True)


@pytest.mark.parametrize(
    ("stage", "step", "reason"),
    [
        (Stage(), Step.CHECK, ""),
        (Stage(), Step.DRAFT, ""),
        (Stage(), Step.APPROVE, "Najpierw proszę sprawdzić"),
        (CHECKED, Step.APPROVE, ""),
        (CHECKED, Step.FINAL, "Najpierw zatwierdzenie"),
        (Stage(checked=True, blockers=3), Step.APPROVE, "Czekają 3 uwagi „do poprawy”."),
        (Stage(checked=True, blockers=5), Step.APPROVE, "Czeka 5 uwag „do poprawy”."),
        (Stage(checked=True, unchecked=("a", "b")), Step.APPROVE, "Od ostatniego sprawdzenia"),
        (APPROVED, Step.APPROVE, "Te dane już zatwierdzono."),
        (APPROVED, Step.FINAL, ""),
        (APPROVED, Step.CLOSE, "Najpierw wersja ostateczna."),
        (Stage(checked=True, approved=True, unchecked=("a",)), Step.FINAL, "Od ostatniego"),
        (FINAL, Step.CLOSE, ""),
        (Stage(closed=True, checked=True), Step.FORMS, "Rok jest zamknięty"),
        (Stage(running="Projekt"), Step.CHECK, "Trwa: Projekt."),
    ],
)
def test_a_reason_says_what_comes_first(stage: Stage, step: Step, reason: str) -> None:
    told = barred(step, stage)
    assert told.startswith(reason) and bool(told) is bool(reason)


@pytest.mark.parametrize(
    ("stage", "step"),
    [
        (Stage(), Step.CHECK),
        (Stage(checked=True, unchecked=("a",)), Step.CHECK),
        (Stage(checked=True, blockers=1), None),
        (CHECKED, Step.APPROVE),
        (APPROVED, Step.FINAL),
        (FINAL, Step.CLOSE),
        (Stage(closed=True, checked=True), None),
        (Stage(running="Projekt"), None),
    ],
)
def test_the_next_step_can_be_taken(stage: Stage, step: Step | None) -> None:
    assert suggested(stage) is step
    assert [one.step for one in steps(stage) if one.suggested] == ([step] if step else [])
    assert step is None or not barred(step, stage)


def test_an_approval_says_who_when_and_by_what() -> None:
    assert set(complaints(Step.APPROVE, {}, "abc")) == {"who", "date", "letter"}
    right = {"who": "A", "date": "28.3.2026", "letter": "1", "comment": "", "version": "ABCDEF01"}
    assert complaints(Step.APPROVE, right, "abcdef0123") == {}
    assert set(complaints(Step.APPROVE, right, "00000000")) == {"version"}
    assert set(complaints(Step.APPROVE, right | {"comment": "x" * 501}, "abcdef01")) == {"comment"}
    assert set(complaints(Step.CLOSE, {"who": ""}, "")) == {"who"}
    assert complaints(Step.CHECK, {}, "") == {}


@pytest.mark.parametrize(
    ("typed", "date"),
    [
        ("2026-03-28", "2026-03-28"),
        ("28.3.2026", "2026-03-28"),
        ("31.02.2026", None),
        ("jutro", None),
        ("", None),
    ],
)
def test_dates_are_read_as_people_write_them(typed: str, date: str | None) -> None:
    assert iso_date(typed) == date


def test_findings_come_back_from_their_table() -> None:
    found = finding(rule=made_rule("plan-off"), value="12 500", message="Za dużo.")
    row = dict(zip(FINDING_COLUMNS, found.row(), strict=True))
    (back,) = findings_of([row], [found.rule])
    assert (back.id, back.row(), back.rule) == (found.id, found.row(), found.rule)
    assert findings_of([row], []) == ()


def test_results_are_grouped_and_units_told_apart() -> None:
    roles = {
        "manifest": "manifest.json",
        "annex": "Zal.docx",
        "next_plan/I.yaml": "Plan_2025/I.yaml",
        "next_plan/II.yaml": "Plan_2025/II.yaml",
        "publication/word": "Do_BIP/Zal.docx",
        "unheard": "nowy.docx",
        "units/KLUB/annotated-2": "jednostki/KLUB/b.xlsx",
        "units/KLUB/message": "jednostki/KLUB/w.eml",
    }
    groups = {
        one.title: [(file.role, file.name) for file in one.files] for one in result_groups(roles)
    }
    assert groups == {
        "Załącznik": [("annex", "Zal.docx")],
        "Do BIP": [("publication/", "Do_BIP.zip")],
        "Dalsze": [("unheard", "nowy.docx"), ("next_plan/", "Plan_2025.zip")],
        "Dane dla skryptów": [("manifest", "manifest.json")],
    }
    (answer,) = unit_answers(roles, [("BIB", "Biblioteka"), ("KLUB", "Klub")])
    assert [file.about for file in answer.files] == [
        "wiadomość",
        "skoroszyt z zaznaczonymi komórkami",
    ]
    assert answer.message is not None and answer.message.name == "jednostki/KLUB/w.eml"

"""The texts of reminders: whole sentences whatever a unit owes, no traces of fields."""

import datetime
from collections.abc import Mapping
from dataclasses import replace

import pytest

from domain.calendar import Calendar
from domain.message import Message, compose
from domain.owing import who_owes
from domain.programme import Contact
from domain.reminder_words import AFTER, BEFORE, reminder_words
from domain.reminding import calls_on
from domain.submissions import FileVerdict, Submission, Verdict
from tasks.adapters.rooms import ENGINE_TEMPLATES
from tests.unit.builders import action, programme, report, submission
from tests.unit.standings import accepted, finding, standing

DUE = datetime.date(2025, 1, 31)
REFUSED = FileVerdict("KLUB.xlsx", "s", Verdict.REFUSED, "Plik ma hasło.")
HALF = submission(report(counted={"rodziny": 3}))
SENTENCES = {
    "silent": "W załączeniu przesyłam formularz „KLUB.xlsx”.",
    "refused": "– „KLUB.xlsx”: Plik ma hasło.",
    "half": "Brakujące dane proszę wpisać w przesłanym już pliku („KLUB.xlsx”)",
    "to mend": "Do poprawy: 1 uwaga.",
}


def written(template: str, sent: list[Submission], files: list[FileVerdict]) -> Message:
    built = programme(action(), plan={"I.1": {"rodziny": 5}})
    built = replace(
        built, calendar=Calendar(due=DUE, offsets=(-30,)), contact=Contact(phone="12 616 54 32")
    )
    round_ = standing([finding()], submissions=sent, files=files, built=built)
    day = DUE + datetime.timedelta(days=2 if template == AFTER else -2)
    (call,) = calls_on(day, built, who_owes(round_), {}).due
    text = (ENGINE_TEMPLATES / template).read_text(encoding="utf-8")
    return compose(text, template, reminder_words(built, call, day), call.owing.unit.email)


@pytest.mark.parametrize("template", [BEFORE, AFTER])
@pytest.mark.parametrize(
    ("sent", "files", "told"),
    [
        ([], [], {"silent"}),
        ([], [REFUSED], {"refused"}),
        ([HALF], [accepted("KLUB")], {"half", "to mend"}),
        (
            [submission(report(counted={"rodziny": 3}, spending=1))],
            [accepted("KLUB")],
            {"to mend"},
        ),
    ],
)
def test_each_unit_reads_what_it_has_to_do_and_nothing_else(
    template: str, sent: list[Submission], files: list[FileVerdict], told: set[str]
) -> None:
    message = written(template, sent, files)
    assert {name for name, sentence in SENTENCES.items() if sentence in message.body} == told
    assert not set("{}") & set(message.subject + message.body)
    assert message.subject.startswith("PWR 2024 – Kuźnia – ")
    assert "z koordynatorem programu (tel. 12 616 54 32)." in message.body


WHEN: Mapping[str, str] = {
    BEFORE: "upływa za 2 dni, 31 stycznia 2025 r.",
    AFTER: "upłynął 2 dni temu, 31 stycznia 2025 r. Uprzejmie proszę",
}


@pytest.mark.parametrize("template", [BEFORE, AFTER])
def test_the_day_due_is_told(template: str) -> None:
    assert WHEN[template] in written(template, [], []).body

"""Erasing: a container goes with what is inside it; what still lies in the folder stays."""

from domain.erasure import erased_events, erasure_of
from domain.journal import Event, EventKind

OLD, NEW = "2021-03-01T08:00:00+00:00", "2025-03-01T08:00:00+00:00"
EVENTS = [
    Event(EventKind.RECEIVED, "a.eml", "a1", look=1, at=OLD),
    Event(EventKind.RECEIVED, "a.eml → form.xlsx", "f1", look=1, at=OLD),
    Event(EventKind.REPLACED, "a.eml", "a2", look=2, at=NEW),
    Event(EventKind.RECEIVED, "a.eml → form.xlsx", "f2", look=2, at=NEW),
    Event(EventKind.RECEIVED, "b.xlsx", "b1", look=2, at=NEW),
    Event(EventKind.RESCUED, "Zalacznik.docx", "e1", text="e1-Zalacznik.docx", look=2, at=NEW),
    Event(EventKind.REFUSED, "link.xlsx", "", look=2, at=NEW),
]


def test_a_container_and_what_is_inside_it_go_together() -> None:
    both = {"a1": "a.eml", "f1": "a.eml → form.xlsx"}
    assert erasure_of(EVENTS, (), wanted=["a1"]).copies == both
    assert erasure_of(EVENTS, (), wanted=["f1"]).copies == both


def test_what_lies_in_the_folder_stays_with_all_that_is_inside_it() -> None:
    erasure = erasure_of(EVENTS, {"a2"}, wanted=["f2", "b1"])
    assert erasure.copies == {"b1": "b.xlsx"}
    assert erasure.present == {"a2": "a.eml", "f2": "a.eml → form.xlsx"}


def test_by_age_all_that_came_before_a_date_goes() -> None:
    assert set(erasure_of(EVENTS, (), before="2022-01-01").copies) == {"a1", "f1"}
    assert set(erasure_of(EVENTS, (), before="2021-03-01").copies) == set()


def test_a_rescued_result_can_be_erased() -> None:
    assert erasure_of(EVENTS, (), wanted=["e1"]).copies == {"e1": "Zalacznik.docx"}


def test_nothing_is_chosen_unasked() -> None:
    assert erasure_of(EVENTS, ()).copies == {}
    assert erasure_of(EVENTS, (), wanted=["zz"]).copies == {}


def test_the_trace_says_what_and_why() -> None:
    events = erased_events(erasure_of(EVENTS, (), wanted=["b1"]), "wniosek", 7)
    assert events == [Event(EventKind.ERASED, "b.xlsx", "b1", text="wniosek", look=7)]

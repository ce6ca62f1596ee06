"""The journal in words: every kind of event has a sentence with what it is about."""

import pytest

from domain.journal import Event, EventKind, Seen
from domain.journal_text import event_sentence

SHA = "05cb702eb026c6967599eec9cb5d33351de26daf7e6eece806b0615219631205"


@pytest.mark.parametrize("kind", EventKind)
def test_every_event_is_a_sentence(kind: EventKind) -> None:
    event = Event(
        kind, "Żółw.xlsx", SHA, "BK", "powód", files=(Seen("Żółw.xlsx", SHA, 1),), number=1
    )
    sentence = event_sentence(event)
    assert "Żółw.xlsx" in sentence
    assert sentence.endswith("[05cb702eb026]")
    assert "{" not in sentence


@pytest.mark.parametrize(
    ("event", "told"),
    [
        (Event(EventKind.ACCEPTED, "a.eml", SHA), "otwarto plik „a.eml”"),
        (Event(EventKind.ACCEPTED, "a.xlsx", SHA, "BK"), "wczytano „a.xlsx” (jednostka BK)"),
        (Event(EventKind.RECEIVED, "", SHA), "nazwa nieznana"),
        (Event(EventKind.SUBMISSION, unit="BK"), "sprawozdanie jednostki BK: brak plików"),
        (Event(EventKind.REFUSED, "{x}.pdf", "", text="{y}"), "nie wczytano „{x}.pdf” – {y}"),
    ],
)
def test_what_is_special_is_said(event: Event, told: str) -> None:
    assert told in event_sentence(event)

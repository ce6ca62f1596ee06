"""Editions in the journal: a closed round is closed until it is opened again."""

from domain.editions import Edition, Reopening
from domain.journal import Event, EventKind, Memory, Opened, seal, unseal
from domain.journal_text import event_sentence

FIRST = Edition(
    1, "PWR_2024_archiwum_1.zip", "aa" * 32, "Jan Kowalski", "2025-04-01", "bb" * 32, "cc", "dd"
)
CLOSED = Event(
    EventKind.CLOSED, FIRST.archive, FIRST.sha256, text=FIRST.sentence, details=FIRST.told()
)
REOPENED = Event(
    EventKind.REOPENED,
    FIRST.archive,
    text="Ewa Lis: pomyłka w tabeli 4",
    details=(("edition", "1"), ("who", "Ewa Lis"), ("reason", "pomyłka w tabeli 4")),
)


def remembered(*events: Event) -> Memory:
    opened = unseal(seal(events, Opened(), "2025-04-01T10:00:00+00:00"))
    assert not opened.broken
    return Memory.of(opened.events)


def test_a_round_is_open_closed_and_open_again() -> None:
    assert not remembered().closed
    assert remembered(CLOSED).closed
    assert not remembered(CLOSED, REOPENED).closed
    assert remembered(CLOSED, REOPENED, CLOSED).closed


def test_what_a_closing_recorded_comes_back_from_the_journal() -> None:
    memory = remembered(CLOSED, REOPENED)
    assert memory.editions == [FIRST]
    assert memory.reopenings == [Reopening(1, "Ewa Lis", "pomyłka w tabeli 4")]


def test_the_journal_says_who_closed_and_under_which_symbol() -> None:
    assert "Jan Kowalski, 2025-04-01; znak sprawy nie podano" in event_sentence(CLOSED)
    assert "PWR_2024_archiwum_1.zip" in event_sentence(CLOSED)
    assert "pomyłka w tabeli 4" in event_sentence(REOPENED)

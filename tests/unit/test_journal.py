"""The journal: lines bound to one another, and what they amount to."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.journal import Event, EventKind, Memory, Opened, Seen, seal, unseal

NOON = "2025-03-14T12:00:00+00:00"
EVENTS = (
    Event(EventKind.RECEIVED, "Żółw „1”.xlsx", "aa", look=1),
    Event(EventKind.ACCEPTED, "Żółw „1”.xlsx", "aa", unit="BK", look=1),
    Event(EventKind.SUBMISSION, unit="BK", look=1, files=(Seen("Żółw „1”.xlsx", "aa", 1),)),
    Event(EventKind.REPLACED, "Żółw „1”.xlsx", "bb", text="aa", look=2),
)


def lines(at: str = NOON) -> list[str]:
    return seal(EVENTS, Opened(), at)


def test_what_is_sealed_is_unsealed() -> None:
    opened = unseal(lines())
    assert opened.broken == 0
    assert [event.number for event in opened.events] == [1, 2, 3, 4]
    assert [event.content() for event in opened.events] == [
        {"number": place, **event.content()} for place, event in enumerate(EVENTS, start=1)
    ]
    assert {event.at for event in opened.events} == {NOON}


def test_lines_added_later_follow() -> None:
    first = seal(EVENTS[:2], Opened(), NOON)
    second = seal(EVENTS[2:], unseal(first), NOON)
    assert [*first, *second] == lines()


def test_what_happened_is_the_same_on_another_day() -> None:
    here, there = unseal(lines()), unseal(lines("2031-01-01T00:00:00+00:00"))
    assert here.chain == there.chain
    assert here.last_line != there.last_line


@pytest.mark.parametrize("place", range(len(EVENTS)))
def test_a_line_taken_out_shows(place: int) -> None:
    left = lines()
    del left[place]
    # Nothing binds the last line but what was made from it, which carries the chain.
    assert unseal(left).broken == (0 if place == len(EVENTS) - 1 else place + 1)
    assert unseal(left).chain != unseal(lines()).chain


@given(st.integers(0, len(EVENTS) - 1), st.data())
def test_a_character_changed_shows_there_or_in_the_next_line(
    place: int, data: st.DataObject
) -> None:
    changed = lines()
    spot = data.draw(st.integers(0, len(changed[place]) - 1))
    char = data.draw(st.sampled_from('a0 "}x'))
    if changed[place][spot] == char:
        return
    changed[place] = changed[place][:spot] + char + changed[place][spot + 1 :]
    opened = unseal(changed)
    last = place == len(EVENTS) - 1
    assert opened.broken in (place + 1, place + 2) or (last and opened.events[-1].at != NOON)


def test_a_time_changed_shows() -> None:
    changed = lines()
    content = json.loads(changed[1])
    content["at"] = "2025-03-15T12:00:00+00:00"
    changed[1] = json.dumps(content, ensure_ascii=False)
    assert unseal(changed).broken == 3


@given(st.lists(st.text(max_size=60), max_size=5))
def test_whatever_stands_in_a_journal_is_read(texts: list[str]) -> None:
    opened = unseal(texts)
    assert opened.broken == (1 if texts else 0)


def test_memory_knows_the_files_present_and_when_they_were_first_seen() -> None:
    memory = Memory.of(unseal(lines()).events)
    assert memory.look_of("Żółw „1”.xlsx", "bb") == 2
    assert memory.look_of("Żółw „1”.xlsx", "aa") == 0
    assert memory.known == {"aa", "bb"}


def test_a_container_that_is_gone_takes_its_members_along() -> None:
    memory = Memory.of(
        [
            Event(EventKind.RECEIVED, "a.eml", "aa", look=1),
            Event(EventKind.RECEIVED, "a.eml → b.xlsx", "bb", look=1),
            Event(EventKind.RECEIVED, "a.eml.xlsx", "cc", look=1),
            Event(EventKind.GONE, "a.eml", "aa", look=2),
        ]
    )
    assert set(memory.present) == {"a.eml.xlsx"}


def test_the_previous_submission_is_the_last_one_that_was_not_empty() -> None:
    def state(*files: Seen) -> Event:
        return Event(EventKind.SUBMISSION, unit="BK", files=files)

    one, two = Seen("a", "aa", 1), Seen("b", "bb", 2)
    assert Memory.of([state(one)]).previous("BK") == ()
    assert Memory.of([state(one), state(two)]).previous("BK") == (one,)
    assert Memory.of([state(one), state(), state(two)]).previous("BK") == (one,)
    assert Memory.of([]).previous("BK") == ()

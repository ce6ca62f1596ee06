"""What a run adds to the journal: what is new, once."""

from domain.combining import Sent
from domain.journal import Event, EventKind, Memory, Seen
from domain.remembering import arrivals, outcomes, rescues
from domain.submissions import FileVerdict, Verdict
from tests.unit.builders import report, submission

BK = Seen("a.xlsx", "aa", 1)


def memory(*events: Event) -> Memory:
    return Memory.of(events)


def brief(events: list[Event]) -> list[tuple[str, str, str]]:
    return [(event.kind.value, event.file, event.sha256) for event in events]


def received(name: str, sha256: str, look: int = 1) -> Event:
    return Event(EventKind.RECEIVED, name, sha256, look=look)


def test_the_first_look_sees_everything_for_the_first_time() -> None:
    events = arrivals(memory(), [("a.xlsx", "aa"), ("b.xlsx", "bb")], {"a.xlsx", "b.xlsx"})
    assert brief(events) == [("received", "a.xlsx", "aa"), ("received", "b.xlsx", "bb")]
    assert {event.look for event in events} == {1}


def test_a_second_look_at_the_same_sees_nothing_new() -> None:
    known = memory(received("a.xlsx", "aa"))
    assert arrivals(known, [("a.xlsx", "aa")], {"a.xlsx"}) == []


def test_a_new_version_a_new_file_and_one_gone() -> None:
    known = memory(received("a.xlsx", "aa"), received("b.xlsx", "bb"))
    events = arrivals(known, [("a.xlsx", "cc"), ("c.xlsx", "dd")], {"a.xlsx", "c.xlsx"})
    assert brief(events) == [
        ("replaced", "a.xlsx", "cc"),
        ("received", "c.xlsx", "dd"),
        ("gone", "b.xlsx", "bb"),
    ]
    assert {event.look for event in events} == {2}


def test_a_file_that_is_just_being_written_is_not_gone() -> None:
    known = memory(received("a.xlsx", "aa"))
    assert arrivals(known, [], {"a.xlsx"}) == []


def verdicts(known: Memory, *files: FileVerdict, kept: frozenset[str] = frozenset()) -> list[Event]:
    return outcomes(known, files, {}, kept)


def test_a_verdict_is_written_down_when_it_is_new() -> None:
    known = memory(received("a.xlsx", "aa"))
    accepted = FileVerdict("a.xlsx", "aa", Verdict.ACCEPTED, unit="BK")
    (event,) = verdicts(known, accepted)
    assert (event.kind, event.unit, event.look) == (EventKind.ACCEPTED, "BK", 1)
    known.learn(event)
    assert verdicts(known, accepted) == []
    (again,) = verdicts(known, FileVerdict("a.xlsx", "aa", Verdict.REFUSED, "za duży"))
    assert (again.kind, again.text) == (EventKind.REFUSED, "za duży")


def test_what_has_no_copy_is_written_down_only_when_refused() -> None:
    lock = FileVerdict("~$a.xlsx", "", Verdict.IGNORED, "plik blokady")
    later = FileVerdict("b.xlsx", "", Verdict.LATER, "zapisywany")
    link = FileVerdict("c.xlsx", "", Verdict.REFUSED, "skrót")
    assert brief(verdicts(memory(), lock, later, link)) == [("refused", "c.xlsx", "")]


def test_files_inside_a_container_came_with_it() -> None:
    inner = FileVerdict("a.eml → b.xlsx", "bb", Verdict.ACCEPTED, unit="BK")
    outer = FileVerdict("a.eml", "aa", Verdict.ACCEPTED, members=(inner,))
    known = memory(received("a.eml", "aa", look=4))
    events = verdicts(known, outer)
    assert brief(events) == [
        ("accepted", "a.eml", "aa"),
        ("received", "a.eml → b.xlsx", "bb"),
        ("accepted", "a.eml → b.xlsx", "bb"),
    ]
    assert {event.look for event in events} == {4}
    for event in events:
        known.learn(event)
    assert verdicts(known, outer) == []


def test_a_units_submission_is_written_down_when_its_files_change() -> None:
    club = Sent(submission(report(counted={"rodziny": 1})), 1)
    known = memory()
    (event,) = outcomes(known, (), {"KLUB": [club]}, ())
    assert event.files == (Seen("KLUB.xlsx", "sha-KLUB", 1),)
    known.learn(event)
    assert outcomes(known, (), {"KLUB": [club]}, ()) == []
    (gone,) = outcomes(known, (), {}, ())
    assert (gone.unit, gone.files) == ("KLUB", ())


def test_a_copy_whose_arrival_was_never_written_down_is_not_lost() -> None:
    known = memory(received("a.xlsx", "aa"))
    (event,) = verdicts(known, kept=frozenset({"aa", "ff"}))
    assert brief([event]) == [("received", "", "ff")]
    known.learn(event)
    assert verdicts(known, kept=frozenset({"aa", "ff"})) == []


def test_an_edit_is_rescued_once() -> None:
    known = memory()
    (event,) = rescues(known, [("Zalacznik.docx", "ee", "ee-Zalacznik.docx")])
    known.learn(event)
    assert rescues(known, [("Zalacznik.docx", "ee", "ee-Zalacznik.docx")]) == []

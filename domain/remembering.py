"""Which events a run adds to the journal: only what is new; a run on nothing new adds none."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from domain.combining import Sent
from domain.intake import INSIDE
from domain.journal import Event, EventKind, Memory, Seen
from domain.submissions import FileVerdict, Verdict

_EVENTS = {
    Verdict.ACCEPTED: EventKind.ACCEPTED,
    Verdict.REFUSED: EventKind.REFUSED,
    Verdict.IGNORED: EventKind.IGNORED,
}


def arrivals(
    memory: Memory, copied: Sequence[tuple[str, str]], names: Collection[str]
) -> list[Event]:
    """Return what a look at the drop folder shows: new files, new versions, files gone.

    `copied` are (name, SHA-256) of the files that were copied; `names` all names in the folder.
    """
    look = memory.looks + 1
    events: list[Event] = []
    for name, sha256 in copied:
        before = memory.present.get(name)
        if before is None:
            events.append(Event(EventKind.RECEIVED, name, sha256, look=look))
        elif before.sha256 != sha256:
            events.append(Event(EventKind.REPLACED, name, sha256, text=before.sha256, look=look))
    gone = [name for name in memory.present if INSIDE not in name and name not in names]
    events += [Event(EventKind.GONE, name, memory.present[name].sha256, look=look) for name in gone]
    return events


def outcomes(
    memory: Memory,
    files: Sequence[FileVerdict],
    sent: Mapping[str, Sequence[Sent]],
    kept: Collection[str],
) -> list[Event]:
    """Return what became of the files: verdicts that are new, members, units' submissions.

    `sent` are each unit's files in force; `kept` the hashes of all copies, so that one whose
    arrival an interrupted run could not write down is not lost.
    """
    verdicts = [event for file in files for event in _verdicts(memory, file, file)]
    submissions = list(_submissions(memory, sent))
    told = {event.sha256 for event in verdicts}
    orphans = sorted(set(kept) - memory.known - told)
    lost = [Event(EventKind.RECEIVED, sha256=sha256, look=memory.looks) for sha256 in orphans]
    return [*verdicts, *submissions, *lost]


def printed(memory: Memory, name: str, sha256: str, version: str) -> list[Event]:
    """Return that a document with other texts than the one before was made."""
    if memory.printed[-1:] == [sha256]:
        return []
    return [Event(EventKind.PRINTED, name, sha256, text=version, look=memory.looks)]


def rescues(memory: Memory, copies: Sequence[tuple[str, str, str]]) -> list[Event]:
    """Return the rescue of edited results: (name of the result, SHA-256, name of the copy)."""
    return [
        Event(EventKind.RESCUED, name, sha256, text=copy, look=memory.looks)
        for name, sha256, copy in copies
        if copy not in memory.rescued
    ]


def _verdicts(memory: Memory, file: FileVerdict, outer: FileVerdict) -> Iterator[Event]:
    """Yield what is new of a file and of those inside it; members came when their container did."""
    look = memory.look_of(outer.file, outer.sha256)
    if file is not outer and memory.look_of(file.file, file.sha256) == 0:
        yield Event(EventKind.RECEIVED, file.file, file.sha256, look=look)
    kind = _EVENTS.get(file.verdict)
    # Lock files and the like come and go; only what was copied or refused is remembered.
    told = file.sha256 or file.verdict is Verdict.REFUSED
    if kind and told and memory.verdicts.get((file.file, file.sha256)) != (kind, file.reason):
        yield Event(kind, file.file, file.sha256, file.unit, file.reason, look)
    for member in file.members:
        yield from _verdicts(memory, member, outer)


def _submissions(memory: Memory, sent: Mapping[str, Sequence[Sent]]) -> Iterator[Event]:
    for unit in sorted({*sent, *memory.states}):
        now = tuple(
            Seen(one.submission.file, one.submission.sha256, one.look) for one in sent.get(unit, ())
        )
        before = memory.states.get(unit, [()])[-1]
        if now != before:
            yield Event(EventKind.SUBMISSION, unit=unit, look=memory.looks, files=now)

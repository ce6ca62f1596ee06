"""Compare: what a unit sent again is held against what it had sent before."""

from collections.abc import Sequence

from domain.intake import take_in
from domain.journal import Memory, Seen
from domain.limits import Limits
from domain.programme import Programme
from domain.submissions import Submission
from tasks.adapters.file_reading import StoredFile
from tasks.adapters.reading_pool import read_all
from tasks.adapters.records import Records


def previous_submissions(
    programme: Programme, records: Records, memory: Memory, limits: Limits
) -> tuple[Submission, ...]:
    """Return the submissions that those in force replaced, read anew from their copies.

    A unit whose copies were erased has none.
    """
    states = {unit: memory.previous(unit) for unit in programme.units if memory.states.get(unit)}
    return tuple(
        submission
        for unit, state in states.items()
        for submission in _read(programme, records, state, limits)
        if submission.unit == unit
    )


def _read(
    programme: Programme, records: Records, state: Sequence[Seen], limits: Limits
) -> tuple[Submission, ...]:
    files = [StoredFile(seen.name, seen.sha256, records.store.path(seen.sha256)) for seen in state]
    if not all(file.path.is_file() for file in files):
        return ()
    reads = list(read_all(programme, files, limits))
    looks = {(seen.name, seen.sha256): seen.look for seen in state}
    return take_in(reads, looks).submissions

"""Marks a private copy of a unit's workbook; the original stays as it came."""

import hashlib
from dataclasses import dataclass

from domain.limits import Limits
from domain.marking import CellNote, TodoLine
from domain.submissions import Refused
from tasks.adapters.file_reading import StoredFile
from tasks.adapters.gate import inflate
from tasks.adapters.workbook_annotating import annotated

_NOT_MARKED = "W tym pliku nie można zaznaczyć uwag."


@dataclass(frozen=True, slots=True)
class ToMark(StoredFile):
    """A private copy with what is to be marked in it."""

    notes: tuple[CellNote, ...]
    todo: tuple[TodoLine, ...]
    title: str
    intro: str


def marked_copy(source: ToMark, limits: Limits) -> bytes:
    """Return the workbook with its notes; raises Refused for one that cannot be marked."""
    try:
        data = source.path.read_bytes()
        if hashlib.sha256(data).hexdigest() != source.sha256:
            raise Refused(_NOT_MARKED)
        parts = inflate(data, limits)
        return annotated(parts, source.notes, source.todo, source.title, source.intro)
    except (Refused, MemoryError):
        raise
    except Exception as error:
        # What is asked is told in the receipt then; nothing that a file holds ends the run.
        raise Refused(_NOT_MARKED) from error

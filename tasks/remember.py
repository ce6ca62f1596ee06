"""Remember: what came in, what became of it and what was rescued goes into the round's journal."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from domain.erasure import Erasure, erased_events
from domain.intake import Intake, Read
from domain.journal import Memory
from domain.remembering import arrivals, outcomes, printed, rescues
from domain.submissions import FileVerdict
from tasks.adapters.file_reading import StoredFile
from tasks.adapters.records import Records
from tasks.adapters.rescuing import Rescued, rescue

MANIFEST = "manifest.json"
_OFFER = " Poprawki można z niego przenieść poleceniem „annual-report pull-edits”."
# Signs of a version that people see.
SHOWN = 8
Looks = Mapping[tuple[str, str], int]


def remember_arrivals(records: Records, looked: Sequence[StoredFile | FileVerdict]) -> Looks:
    """Write down files seen for the first time and files gone; return when each was first seen."""
    copied = [(one.name, one.sha256) for one in looked if isinstance(one, StoredFile)]
    names = {one.name if isinstance(one, StoredFile) else one.file for one in looked}
    records.add(arrivals(records.memory(), copied, names))
    memory = records.memory()
    return {(name, sha256): memory.look_of(name, sha256) for name, sha256 in copied}


def remember_outcomes(
    records: Records, reads: Sequence[Read], files: Sequence[FileVerdict], intake: Intake
) -> Memory:
    """Write down verdicts and submissions that are new; keep the bytes of files in containers."""
    for read in reads:
        for file in read.files():
            if file.data:
                records.store.keep(file.data)
    records.add(outcomes(records.memory(), files, intake.sent, records.store.kept()))
    return records.memory()


def remember_texts(
    records: Records, name: str, texts: Mapping[str, str], version: str
) -> Mapping[str, str] | None:
    """Keep the texts of the document `name`; return those of the version before, if there is one.

    `texts` go by the ids of their places. A version that is made again is kept once.
    """
    data = json.dumps(texts, ensure_ascii=False, sort_keys=True, indent=0).encode()
    sha256 = records.texts.keep(data)
    records.add(printed(records.memory(), name, sha256, version[:SHOWN]))
    earlier = [one for one in records.memory().printed if one != sha256]
    return texts_of(records, earlier[-1]) if earlier else None


def texts_of(records: Records, sha256: str) -> Mapping[str, str] | None:
    """Return the texts of a document that was made; None where they were erased."""
    path = records.texts.path(sha256)
    if not path.is_file():
        return None
    texts: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return texts


def rescue_edits(records: Records, *results: Path) -> tuple[Rescued, ...]:
    """Keep results that somebody edited since they were published, and write that down."""
    rescued = tuple(one for folder in results for one in rescue(folder, MANIFEST, records.rescued))
    copies = [(one.name, one.sha256, one.copy) for one in rescued]
    records.add(rescues(records.memory(), copies))
    return rescued


def erase(records: Records, erasure: Erasure, reason: str) -> None:
    """Write an erasure into the journal, then remove the copies for good."""
    memory = records.memory()
    # What an interrupted erasure left is removed without being written down twice.
    events = erased_events(erasure, reason, memory.looks)
    records.add([event for event in events if event.sha256 not in memory.erased])
    if erasure.copies:
        # The texts of earlier documents may tell what was in them.
        for text in records.texts.kept():
            records.texts.path(text).unlink(missing_ok=True)
    for sha256 in erasure.copies:
        records.store.path(sha256).unlink(missing_ok=True)
        for copy in records.rescued.glob(f"{sha256[:12]}-*"):
            copy.unlink()


def rescue_notices(rescued: Sequence[Rescued]) -> tuple[str, ...]:
    """Return a sentence on each edited result that was kept."""
    return tuple(
        f"Plik „{one.name}” zmieniono po sporządzeniu. Zmieniony zachowano jako "
        f"records/…/rescued/{one.copy}.{_OFFER if one.name.endswith('.docx') else ''}"
        for one in rescued
    )

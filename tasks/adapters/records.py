"""The memory of a round on the disk: its journal, the copies of what came in, rescued results.

Lines are only ever added. Those of one moment are added together or not at all: they are written
down beside the journal first, and an interrupted run's are added when the journal is next opened.
"""

import datetime
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.errors import UsageError
from domain.journal import Event, Memory, Opened, seal, unseal
from tasks.adapters.publishing import FILE_MODE, make_folders, sync_folder
from tasks.adapters.store import Store

JOURNAL = "journal.jsonl"
PENDING = "journal.pending"
RECEIVED = "received"
RESCUED = "rescued"
PRINTED = "printed"
EDITIONS = "editions"


@dataclass(frozen=True, slots=True)
class Records:
    """The records of one round; the caller holds the round's lock."""

    folder: Path

    @property
    def store(self) -> Store:
        """The copies of what came in."""
        return Store(self.folder / RECEIVED)

    @property
    def texts(self) -> Store:
        """The texts of the documents that were made, by hash."""
        return Store(self.folder / PRINTED)

    @property
    def rescued(self) -> Path:
        """The folder of results that somebody had edited."""
        return self.folder / RESCUED

    def edition(self, number: int) -> Path:
        """The folder of an edition; none is ever removed."""
        return self.folder / EDITIONS / str(number)

    def opened(self) -> Opened:
        """Return the journal as it is."""
        try:
            text = (self.folder / JOURNAL).read_text(encoding="utf-8", errors="replace")
        except (FileNotFoundError, NotADirectoryError):
            return Opened()
        lines = text.split("\n")
        # A line without its end was cut off by somebody: it is read, and found not to fit.
        return unseal(lines[:-1] if lines[-1] == "" else lines)

    def memory(self) -> Memory:
        """Return what the journal's events amount to."""
        return Memory.of(self.opened().events)

    def add(self, events: Sequence[Event]) -> None:
        """Add events at once, with the clock's time; nothing to add changes nothing."""
        if not events:
            return
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        lines = seal(events, self.opened(), now)
        make_folders(self.folder)
        journal = self.folder / JOURNAL
        size = journal.stat().st_size if journal.exists() else 0
        pending = self.folder / PENDING
        temporary = pending.with_suffix(".tmp")
        _write(temporary, json.dumps({"size": size, "lines": lines}, ensure_ascii=False))
        temporary.replace(pending)
        sync_folder(self.folder)
        self.recover()

    def recover(self) -> None:
        """Add what an interrupted run had still to add, from the journal's size before that on."""
        pending, journal = self.folder / PENDING, self.folder / JOURNAL
        pending.with_suffix(".tmp").unlink(missing_ok=True)
        try:
            wanted = json.loads(pending.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return
        with journal.open("ab") as file:
            if file.tell() > wanted["size"]:
                file.truncate(wanted["size"])
            file.write("".join(f"{line}\n" for line in wanted["lines"]).encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        journal.chmod(FILE_MODE)
        pending.unlink()
        sync_folder(self.folder)


def open_records(folder: Path) -> Records:
    """Return the records in a folder, cleared of what an interrupted run left half-written."""
    records = Records(folder)
    try:
        make_folders(folder)
        records.store.clear_up()
        records.texts.clear_up()
        records.recover()
    except OSError as error:
        raise UsageError(
            f"Nie można zapisywać w katalogu „{folder}”. Proszę sprawdzić uprawnienia i wolne "
            "miejsce albo wskazać inny katalog (--records)."
        ) from error
    return records


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())

"""The panel's own table of remarks: an ordinary one, in the drop folder, written whole."""

import hashlib
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from domain.decision_table import Sheet, SheetRead, decisions_of
from domain.decisions import Decision
from domain.errors import BusyError, RefusedError
from domain.findings import Finding
from domain.limits import Limits
from domain.panel_decisions import table_name, with_decisions, without_decisions
from domain.programme import Programme
from domain.submissions import Refused
from tasks.adapters.decision_workbook import write_table
from tasks.adapters.drop_folder import replace_file
from tasks.adapters.file_reading import StoredFile
from tasks.adapters.publishing import open_documents
from tasks.adapters.reading_pool import read_tables


@dataclass(frozen=True, slots=True)
class Read:
    """The table as it was last read; `trouble` says why it could not be."""

    sheets: tuple[SheetRead, ...] = ()
    decisions: tuple[Decision, ...] = ()
    trouble: str = ""


@dataclass
class Tables:
    """Reads and writes the panel's tables; what was read is kept by its hash."""

    _read: dict[str, Read] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def read(self, folder: Path, year: int, limits: Limits) -> Read:
        """Return what stands in a round's table; nothing where there is none."""
        path = folder / table_name(year)
        try:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
        except FileNotFoundError:
            return Read()
        except OSError:
            return Read(trouble=f"Pliku „{path.name}” nie można otworzyć.")
        if digest not in self._read:
            sheets = next(iter(read_tables((StoredFile(path.name, digest, path),), limits)))
            if isinstance(sheets, Refused):
                self._read = {digest: Read(trouble=f"Nie wczytano „{path.name}”: {sheets}")}
            else:
                decisions = tuple(decisions_of(sheets, path.name, digest))
                self._read = {**self._read, digest: Read(sheets, decisions)}
        return self._read[digest]

    def save(
        self,
        folder: Path,
        programme: Programme,
        limits: Limits,
        decided: Iterable[tuple[Finding, Decision]],
    ) -> None:
        """Write decisions into the table beside those that stand there; raises RefusedError."""
        with self._lock:
            before = self._before(folder, programme.year, limits)
            _write(folder, programme, with_decisions(programme, before, decided))

    def withdraw(
        self, folder: Path, programme: Programme, limits: Limits, findings: Iterable[Finding]
    ) -> None:
        """Take what was decided on findings out of the table; raises RefusedError."""
        with self._lock:
            before = self._before(folder, programme.year, limits)
            _write(folder, programme, without_decisions(before, findings))

    def _before(self, folder: Path, year: int, limits: Limits) -> Sequence[SheetRead]:
        read = self.read(folder, year, limits)
        if read.trouble:
            raise RefusedError(
                f"{read.trouble} Stanowiska nie zapisano, żeby nie stracić tego, co w nim stoi. "
                "Proszę naprawić ten plik albo przenieść go z katalogu roku."
            )
        return read.sheets


def _write(folder: Path, programme: Programme, sheets: Sequence[Sheet]) -> None:
    name = table_name(programme.year)
    if name in open_documents(folder):
        raise BusyError(
            f"Plik „{name}” jest otwarty w Excelu, więc stanowiska nie zapisano. Proszę go zamknąć "
            "i zapisać stanowisko jeszcze raz."
        )
    title = f"Tabela uwag z panelu – {programme.short} {programme.year}"
    replace_file(folder, name, write_table(title, sheets))

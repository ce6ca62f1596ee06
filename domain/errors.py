"""What can go wrong, as one tree.

AnnualReportError          a sentence in Polish for the person at the terminal, no traceback
├── UsageError             exit 2: wrong words on the command line, a path that is not there
├── RefusedError           exit 3: refused or blocked
├── DefinitionError        exit 4: a programme's definition does not load
└── BusyError              exit 5: another run is at work, or the round is closed

Anything else that is raised is a fault of ours: exit 1, with its traceback in the log.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that keeps a definition from loading: file, path of keys, sentence."""

    file: str
    key: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}: {self.key}" if self.key else self.file
        return f"{place}: {self.message}"


class AnnualReportError(Exception):
    """A user's mistake or a refusal; the text is shown as it is."""

    exit_code: ClassVar[int] = 1


class UsageError(AnnualReportError):
    """Polecenie jest niepełne albo wskazany plik lub katalog nie istnieje."""

    exit_code = 2


class RefusedError(AnnualReportError):
    """Nie można tego zrobić; powód jest w treści."""

    exit_code = 3


class DefinitionError(AnnualReportError):
    """Definicji programu nie można wczytać; wszystkie usterki są wymienione naraz."""

    exit_code = 4

    def __init__(self, programme: str, faults: Sequence[Fault]) -> None:
        self.programme = programme
        self.faults = tuple(sorted(set(faults)))
        lines = "\n".join(f"  • {fault}" for fault in self.faults)
        super().__init__(
            f"Definicji „{programme}” nie można wczytać "
            f"(usterek: {len(self.faults)}). Proszę poprawić wskazane miejsca:\n{lines}"
        )


class BusyError(AnnualReportError):
    """Trwa inne przetwarzanie tego samego roku albo rok jest zamknięty."""

    exit_code = 5

"""Collect: every entry of the drop folder ends with a verdict; accepted ones become submissions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.decision_table import is_table
from domain.errors import UsageError
from domain.filekinds import ignored_reason
from domain.intake import Intake, Read, take_in, verdict_of
from domain.limits import Limits
from domain.polish.collation import collation_key
from domain.programme import Programme
from domain.submissions import FileVerdict, Refused, Submission, Verdict
from tasks.adapters.file_reading import StoredFile
from tasks.adapters.gate import StillChanging, shown_name, take
from tasks.adapters.reading_pool import identify_all, read_all
from tasks.adapters.store import Store

IS_TABLE = "tabela uwag koordynatora, nie sprawozdanie"
Looked = StoredFile | FileVerdict
NEVER_SEEN: Mapping[tuple[str, str], int] = {}


@dataclass(frozen=True, slots=True)
class Collected:
    """The files as read, what they say together, and the verdict on each entry of the folder."""

    reads: tuple[Read, ...]
    intake: Intake
    files: tuple[FileVerdict, ...]

    @property
    def submissions(self) -> tuple[Submission, ...]:
        """One submission for each unit that sent any."""
        return self.intake.submissions


def look(folder: Path, store: Store, limits: Limits) -> tuple[Looked, ...]:
    """Copy every entry of the drop folder into the store, or say at once why not."""
    if not folder.is_dir():
        return ()
    try:
        entries = sorted(folder.iterdir(), key=lambda path: (collation_key(path.name), path.name))
    except OSError as error:
        raise UsageError(f"Nie można odczytać katalogu „{folder}”: brak uprawnień.") from error
    return tuple(_looked(path, store, limits) for path in entries)


def look_at_files(paths: Sequence[Path], store: Store, limits: Limits) -> tuple[Looked, ...]:
    """Copy single files into the store; raises UsageError for a path that is not there."""
    for path in paths:
        if not path.exists():
            raise UsageError(f"Nie ma pliku „{path}”.")
    return tuple(_looked(path, store, limits) for path in paths)


def collect(
    programme: Programme,
    looked: Sequence[Looked],
    limits: Limits,
    looks: Mapping[tuple[str, str], int] = NEVER_SEEN,
) -> Collected:
    """Read what was copied, and bring it together."""
    sources = [one for one in looked if isinstance(one, StoredFile)]
    return bring_together(looked, read_files(programme, sources, limits), looks)


def read_files(
    programme: Programme, sources: Sequence[StoredFile], limits: Limits
) -> tuple[Read, ...]:
    """Read copies in the order given; a file that cannot be taken never stops the others."""
    return tuple(read_all(programme, sources, limits))


def bring_together(
    looked: Sequence[Looked],
    reads: Sequence[Read],
    looks: Mapping[tuple[str, str], int] = NEVER_SEEN,
) -> Collected:
    """Return what the files say together, with a verdict on each entry of the folder.

    `reads` are those of the stored files, in their order; `looks` tells for (name, SHA-256) at
    which look a file was first seen.
    """
    reads = tuple(reads)
    intake = take_in(reads, looks)
    verdicts = (verdict_of(read, intake) for read in reads)
    files = tuple(next(verdicts) if isinstance(one, StoredFile) else one for one in looked)
    return Collected(reads, intake, files)


@dataclass(frozen=True, slots=True)
class Identity:
    """The round that a file says it belongs to."""

    programme: str
    year: int


def identify_files(
    looked: Sequence[Looked], limits: Limits
) -> Iterator[tuple[Identity, StoredFile] | FileVerdict]:
    """Tell each file's programme and year; a verdict on those that name none."""
    results = identify_all((one for one in looked if isinstance(one, StoredFile)), limits)
    for one in looked:
        if isinstance(one, FileVerdict):
            yield one
            continue
        result = next(results)
        if isinstance(result, Refused):
            yield FileVerdict(one.name, one.sha256, Verdict.REFUSED, str(result))
            continue
        slug, year = result
        if year.isascii() and year.isdigit():
            yield Identity(slug, int(year)), one
        else:
            reason = f"W arkuszu „Metryczka” rok „{year}” nie jest rokiem."
            yield FileVerdict(one.name, one.sha256, Verdict.REFUSED, reason)


def _looked(path: Path, store: Store, limits: Limits) -> Looked:
    name = shown_name(path)
    ignored = _ignored(path)
    if ignored:
        return FileVerdict(name, "", Verdict.IGNORED, ignored)
    try:
        data = take(path, limits)
    except StillChanging:
        return FileVerdict(name, "", Verdict.LATER, "plik jest jeszcze zapisywany")
    except Refused as refusal:
        return FileVerdict(name, "", Verdict.REFUSED, str(refusal))
    sha256 = store.keep(data)
    return StoredFile(name, sha256, store.path(sha256))


def _ignored(path: Path) -> str:
    return IS_TABLE if is_table(path.name) else ignored_reason(path.name)

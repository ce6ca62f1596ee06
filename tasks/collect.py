"""Collect: every entry of the drop folder ends with a verdict; accepted ones become submissions."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.errors import UsageError
from domain.filekinds import ignored_reason
from domain.polish.collation import collation_key
from domain.programme import Programme
from domain.submissions import FileVerdict, Refused, Submission, Verdict
from tasks.adapters.gate import Limits, SourceFile, StillChanging, shown_name, take
from tasks.adapters.reading_pool import read_all
from tasks.adapters.workbook_reading import identify

DECISIONS_FILE = "Tabela_uwag.xlsx"
LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Collected:
    """The accepted submissions, and the verdict on each entry of the folder."""

    submissions: tuple[Submission, ...]
    files: tuple[FileVerdict, ...]


def collect(programme: Programme, folder: Path) -> Collected:
    """Read the drop folder; a file that cannot be taken never stops the others."""
    if not folder.is_dir():
        return Collected((), ())
    try:
        entries = sorted(folder.iterdir(), key=lambda path: (collation_key(path.name), path.name))
    except OSError as error:
        raise UsageError(f"Nie można odczytać katalogu „{folder}”: brak uprawnień.") from error
    return _collected(programme, entries)


def collect_files(programme: Programme, paths: Sequence[Path]) -> Collected:
    """Read single files; raises UsageError for a path that is not there."""
    for path in paths:
        if not path.exists():
            raise UsageError(f"Nie ma pliku „{path}”.")
    return _collected(programme, paths)


@dataclass(frozen=True, slots=True)
class Identity:
    """The round that a file says it belongs to."""

    programme: str
    year: int


@dataclass(frozen=True, slots=True)
class FileGroups:
    """Files by the round that they name, and verdicts on those that name none."""

    by_round: dict[Identity, list[Path]]
    unreadable: tuple[FileVerdict, ...]


def identify_files(paths: Sequence[Path]) -> FileGroups:
    """Sort files by programme and year; raises UsageError for a path that is not there."""
    by_round: dict[Identity, list[Path]] = {}
    unreadable: list[FileVerdict] = []
    for path in paths:
        try:
            source = _existing(path)
        except Refused as refusal:
            unreadable.append(FileVerdict(shown_name(path), "", Verdict.REFUSED, str(refusal)))
            continue
        try:
            meta = identify(source, LIMITS)
            year = meta.get("year", "")
            if not (year.isascii() and year.isdigit()):
                raise Refused(f"W arkuszu „Metryczka” rok „{year}” nie jest rokiem.")
        except Refused as refusal:
            unreadable.append(
                FileVerdict(source.name, source.sha256, Verdict.REFUSED, str(refusal))
            )
            continue
        by_round.setdefault(Identity(meta["programme"], int(year)), []).append(path)
    return FileGroups(by_round, tuple(unreadable))


def _existing(path: Path) -> SourceFile:
    """Take a file that somebody named; raises UsageError when it is not there."""
    if not path.exists():
        raise UsageError(f"Nie ma pliku „{path}”.")
    try:
        return take(path, LIMITS)
    except StillChanging as error:
        raise UsageError(f"Plik „{path}” jest jeszcze zapisywany.") from error


def _collected(programme: Programme, paths: Sequence[Path]) -> Collected:
    """Give each entry its verdict; accepted ones join the submissions, one for each unit."""
    looked_at = [_taken(path) for path in paths]
    sources = [one for one in looked_at if isinstance(one, SourceFile)]
    read = read_all(programme, sources, LIMITS)
    submissions: dict[str, Submission] = {}
    files = [
        _verdict(one, next(read), submissions) if isinstance(one, SourceFile) else one
        for one in looked_at
    ]
    return Collected(tuple(submissions.values()), tuple(files))


def _taken(path: Path) -> SourceFile | FileVerdict:
    """Copy one entry of the folder, or say at once why not."""
    ignored = _ignored(path)
    if ignored:
        return FileVerdict(shown_name(path), "", Verdict.IGNORED, ignored)
    try:
        return take(path, LIMITS)
    except StillChanging:
        return FileVerdict(shown_name(path), "", Verdict.LATER, "plik jest jeszcze zapisywany")
    except Refused as refusal:
        return FileVerdict(shown_name(path), "", Verdict.REFUSED, str(refusal))


def _verdict(
    source: SourceFile, result: Submission | Refused, submissions: dict[str, Submission]
) -> FileVerdict:
    if isinstance(result, Refused):
        return FileVerdict(source.name, source.sha256, Verdict.REFUSED, str(result))
    earlier = submissions.get(result.unit)
    if earlier is not None:
        reason = (
            f"Jednostka {result.unit} ma już sprawozdanie w pliku „{earlier.file}”. Proszę "
            "zostawić w katalogu jeden plik tej jednostki."
        )
        return FileVerdict(source.name, source.sha256, Verdict.REFUSED, reason, result.unit)
    submissions[result.unit] = result
    return FileVerdict(source.name, source.sha256, Verdict.ACCEPTED, unit=result.unit)


def _ignored(path: Path) -> str:
    if path.name == DECISIONS_FILE:
        return "tabela uwag koordynatora, nie sprawozdanie"
    return ignored_reason(path.name)

"""Collect: every entry of the drop folder ends with a verdict; accepted ones become submissions."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.errors import UsageError
from domain.polish.collation import collation_key
from domain.programme import Programme
from domain.submissions import FileVerdict, Submission, Verdict
from tasks.adapters.workbook_reading import NotAForm, SourceFile, identify, read_submission

DECISIONS_FILE = "Tabela_uwag.xlsx"


@dataclass(frozen=True, slots=True)
class Collected:
    """The accepted submissions, and the verdict on each entry of the folder."""

    submissions: tuple[Submission, ...]
    files: tuple[FileVerdict, ...]


def collect(programme: Programme, folder: Path) -> Collected:
    """Read the drop folder; a file that cannot be taken never stops the others."""
    if not folder.is_dir():
        return Collected((), ())
    entries = sorted(folder.iterdir(), key=lambda path: (collation_key(path.name), path.name))
    return _collected(programme, entries)


def collect_files(programme: Programme, paths: Sequence[Path]) -> Collected:
    """Read single files; raises UsageError for a path that is not there."""
    for path in paths:
        if not path.is_file():
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
        source = _existing(path)
        try:
            meta = identify(source)
            year = meta.get("year", "")
            if not (year.isascii() and year.isdigit()):
                raise NotAForm(f"W arkuszu „Metryczka” rok „{year}” nie jest rokiem.")
        except NotAForm as refusal:
            unreadable.append(
                FileVerdict(source.name, source.sha256, Verdict.REFUSED, str(refusal))
            )
            continue
        by_round.setdefault(Identity(meta["programme"], int(year)), []).append(path)
    return FileGroups(by_round, tuple(unreadable))


def _existing(path: Path) -> SourceFile:
    if not path.is_file():
        raise UsageError(f"Nie ma pliku „{path}”.")
    return SourceFile.read(path)


def _collected(programme: Programme, paths: Sequence[Path]) -> Collected:
    submissions: dict[str, Submission] = {}
    files: list[FileVerdict] = []
    for path in paths:
        ignored = _ignored(path)
        if ignored:
            files.append(FileVerdict(path.name, "", Verdict.IGNORED, ignored))
            continue
        if not path.is_file() or path.is_symlink():
            reason = "To nie jest zwykły plik. Proszę wgrać sam plik sprawozdania."
            files.append(FileVerdict(path.name, "", Verdict.REFUSED, reason))
            continue
        files.append(_taken(programme, SourceFile.read(path), submissions))
    return Collected(tuple(submissions.values()), tuple(files))


def _taken(
    programme: Programme, source: SourceFile, submissions: dict[str, Submission]
) -> FileVerdict:
    try:
        submission = read_submission(programme, source)
    except NotAForm as refusal:
        return FileVerdict(source.name, source.sha256, Verdict.REFUSED, str(refusal))
    earlier = submissions.get(submission.unit)
    if earlier is not None:
        reason = (
            f"Jednostka {submission.unit} ma już sprawozdanie w pliku „{earlier.file}”. Proszę "
            "zostawić w katalogu jeden plik tej jednostki."
        )
        return FileVerdict(source.name, source.sha256, Verdict.REFUSED, reason, submission.unit)
    submissions[submission.unit] = submission
    return FileVerdict(source.name, source.sha256, Verdict.ACCEPTED, unit=submission.unit)


def _ignored(path: Path) -> str:
    if path.name.startswith("~$"):
        return "plik blokady Worda lub Excela"
    if path.name.startswith("."):
        return "plik ukryty"
    if path.name == DECISIONS_FILE:
        return "tabela uwag koordynatora, nie sprawozdanie"
    return ""

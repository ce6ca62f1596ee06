"""Decide: the table of remarks is read from the drop folder, and proposed anew."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.decision_table import decisions_of, is_table, proposal
from domain.decisions import Decision
from domain.limits import Limits
from domain.rounds import Output, Standing
from domain.submissions import FileVerdict, Refused, Verdict
from domain.surroundings import Surroundings
from tasks.adapters.decision_workbook import write_table
from tasks.adapters.file_reading import StoredFile
from tasks.adapters.gate import StillChanging, take
from tasks.adapters.publishing import is_lock
from tasks.adapters.reading_pool import read_tables
from tasks.adapters.store import Store

Looked = StoredFile | FileVerdict


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided: the folder's entries with verdicts on the tables, the decisions, and the
    SHA-256 of each table that was read."""

    looked: tuple[Looked, ...]
    decisions: tuple[Decision, ...] = ()
    hashes: Mapping[str, str] | None = None


def read_decisions(folder: Path, looked: Sequence[Looked], store: Store, limits: Limits) -> Decided:
    """Read every table of remarks in the drop folder; one that cannot be read is refused."""
    names = [one.file for one in looked if isinstance(one, FileVerdict) and is_table(one.file)]
    taken = {name: _taken(folder / name, name, store, limits) for name in names}
    sources = [one for one in taken.values() if isinstance(one, StoredFile)]
    verdicts = {one.file: one for one in taken.values() if isinstance(one, FileVerdict)}
    decisions: list[Decision] = []
    hashes: dict[str, str] = {}
    for source, sheets in zip(sources, read_tables(sources, limits), strict=True):
        if isinstance(sheets, Refused):
            verdicts[source.name] = _verdict(source, Verdict.REFUSED, str(sheets))
            continue
        found = tuple(decisions_of(sheets, source.name, source.sha256))
        reason = f"tabela uwag koordynatora; wpisanych stanowisk: {len(found)}"
        verdicts[source.name] = _verdict(source, Verdict.IGNORED, reason)
        decisions += found
        hashes[source.name] = source.sha256
    told = tuple(
        verdicts.get(one.file, one) if isinstance(one, FileVerdict) else one for one in looked
    )
    return Decided(told, tuple(decisions), hashes)


def _taken(path: Path, name: str, store: Store, limits: Limits) -> Looked:
    try:
        data = take(path, limits)
    except StillChanging:
        return FileVerdict(name, "", Verdict.LATER, "plik jest jeszcze zapisywany")
    except Refused as refusal:
        return FileVerdict(name, "", Verdict.REFUSED, str(refusal))
    sha256 = store.keep(data)
    return StoredFile(name, sha256, store.path(sha256))


def _verdict(source: StoredFile, verdict: Verdict, reason: str) -> FileVerdict:
    return FileVerdict(source.name, source.sha256, verdict, reason)


def decisions_notice(folder: Path) -> tuple[str, ...]:
    """Return a sentence where the coordinator's table is open: what is typed there is not saved."""
    return tuple(
        f"Tabela uwag („{name}”) jest otwarta w Excelu; uwzględniono to, co było ostatnio "
        "zapisane. Proszę zapisać i zamknąć plik, po czym sporządzić dokument ponownie."
        for name in sorted(set(_open_tables(folder)))
    )


def _open_tables(folder: Path) -> Iterator[str]:
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        # Word and Excel cut the first two letters of a long name off, LibreOffice adds its own.
        name = path.name.removeprefix("~$").removeprefix(".~lock.").removesuffix("#")
        if is_lock(path):
            yield from (whole for whole in (name, f"Ta{name}") if is_table(whole))


def propose(standing: Standing) -> tuple[Output, ...]:
    """Return the table of remarks as it is to be filled in."""
    programme = standing.programme
    title = f"Tabela uwag {programme.short} {programme.year}"
    known = Surroundings(programme, standing.submissions, standing.findings)
    sheets = proposal(programme, standing.findings, standing.decisions, known)
    name = programme.dated(programme.files.decisions)
    return (Output("decisions_proposal", name, write_table(title, sheets)),)

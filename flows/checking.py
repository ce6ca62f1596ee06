"""The check of single files: the same findings as in a run, for what the files alone can show."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.arrivals import Arrivals
from domain.errors import UsageError
from domain.findings import Finding
from domain.rules import Scope, Severity
from domain.submissions import FileVerdict, Verdict
from tasks.adapters.definitions import load_definition, load_limits
from tasks.adapters.file_reading import StoredFile
from tasks.adapters.rooms import Rooms
from tasks.adapters.store import private_store
from tasks.collect import Identity, collect, identify_files, look_at_files
from tasks.merge import merge
from tasks.validate import validate

LABELS = {
    Severity.ERROR: "do poprawy",
    Severity.WARNING: "do wyjaśnienia",
    Severity.INFO: "informacja",
}


VERDICTS = {
    Verdict.ACCEPTED: "wczytano",
    Verdict.REFUSED: "nie wczytano",
    Verdict.LATER: "później",
    Verdict.IGNORED: "pominięto",
}


@dataclass(frozen=True, slots=True)
class Checked:
    """Verdicts and findings on the files, and the rules that were left out."""

    files: tuple[FileVerdict, ...]
    findings: tuple[Finding, ...]
    left_out: tuple[str, ...]

    @property
    def blocked(self) -> bool:
        """Whether a file was refused or something must be corrected."""
        single = (one for file in self.files for one in (file, *file.files()))
        refused = any(file.verdict is Verdict.REFUSED for file in single)
        return refused or any(finding.severity is Severity.ERROR for finding in self.findings)

    def as_json(self) -> dict[str, object]:
        """Return the result for scripts."""
        return {
            "files": [_file(file) for file in self.files],
            "findings": [
                {
                    "id": finding.id,
                    "rule": finding.rule.code,
                    "severity": finding.severity.value,
                    "unit": finding.place.unit,
                    "action": finding.place.action,
                    "indicator": finding.place.indicator,
                    "file": finding.place.origin.file,
                    "sheet": finding.place.origin.sheet,
                    "cell": finding.place.origin.cell,
                    "value": finding.place.value,
                    "message": finding.message,
                    "remedy": finding.remedy,
                }
                for finding in self.findings
            ],
            "rules_needing_other_files": list(self.left_out),
        }

    def lines(self) -> Iterator[str]:
        """Yield the lines for the terminal."""
        for file in self.files:
            for one in (file, *file.members):
                yield f"{one.file}: {VERDICTS[one.verdict]}{f' – {one.reason}' * bool(one.reason)}"
        for finding in self.findings:
            origin = finding.place.origin
            where = f"{origin.sheet}!{origin.cell}" if origin.cell else origin.file
            yield f"  [{LABELS[finding.severity]}] {where}: {finding.message} {finding.remedy}"
        if not self.findings and not self.blocked:
            yield "Bez uwag."
        if self.left_out:
            yield (
                "Tego, co wynika z porównania z innymi plikami, nie sprawdzono "
                f"(uwagi: {', '.join(self.left_out)})."
            )


def _file(file: FileVerdict) -> dict[str, object]:
    told: dict[str, object] = {
        "file": file.file,
        "verdict": file.verdict.value,
        "unit": file.unit,
        "reason": file.reason,
    }
    return told | {"members": [_file(one) for one in file.members]} if file.members else told


def check_files(rooms: Rooms, paths: Sequence[Path]) -> Checked:
    """Check files by the programme and year that they name; raises UsageError when none does."""
    limits = load_limits(rooms)
    with private_store() as store:
        looked = look_at_files(paths, store, limits)
        by_round: dict[Identity, list[StoredFile]] = {}
        files: list[FileVerdict] = []
        for one in identify_files(looked, limits):
            if isinstance(one, FileVerdict):
                files.append(one)
            else:
                by_round.setdefault(one[0], []).append(one[1])
        findings: list[Finding] = []
        left_out: set[str] = set()
        for identity, members in by_round.items():
            verdicts, found, left = _check_round(rooms, identity, members)
            files += verdicts
            findings += found
            left_out |= left
    return Checked(tuple(files), tuple(findings), tuple(sorted(left_out)))


def _check_round(
    rooms: Rooms, identity: Identity, files: Sequence[StoredFile]
) -> tuple[tuple[FileVerdict, ...], tuple[Finding, ...], set[str]]:
    try:
        definition = load_definition(rooms, identity.programme, identity.year)
    except UsageError as unknown:
        reason = f"Plik wskazuje program, którego nie ma. {unknown}"
        refused = tuple(
            FileVerdict(file.name, file.sha256, Verdict.REFUSED, reason) for file in files
        )
        return refused, (), set()
    programme = definition.programme
    collected = collect(programme, files, definition.limits)
    merged = merge(programme, collected.submissions)
    arrivals = Arrivals(collected.files, collected.intake.questions)
    # Whoever sends a file has no hand in the definition.
    found = validate(programme, collected.submissions, merged, arrivals, with_definition=False)
    # What needs the other units' files cannot be told from these.
    kept = tuple(finding for finding in found if finding.rule.scope is Scope.FILE)
    left_out = {rule.code for rule in programme.rules if rule.scope is Scope.ROUND}
    return collected.files, kept, left_out

"""Publish: a complete new set of results with its manifest replaces the complete old one."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from domain.findings import FINDING_COLUMNS, Finding
from domain.ledger import FIGURE_COLUMNS, figure_rows
from domain.programme import Programme
from domain.resubmission import CHANGE_COLUMNS
from domain.round_facts import round_facts
from domain.round_facts_json import as_json
from domain.rounds import Output, Standing
from domain.submissions import FileVerdict, Verdict
from tasks.adapters.archive import content_hash
from tasks.adapters.definitions import Definition
from tasks.adapters.publishing import InUseError, open_documents, publish_set, remove_set
from tasks.adapters.tables import table_csv

MANIFEST = "manifest.json"
FINDINGS = "findings.csv"
FIGURES = "figures.csv"
STATUS = "status.json"


@dataclass(frozen=True, slots=True)
class Results:
    """All that a run of one round worked out, ready to be written."""

    definition: Definition
    standing: Standing
    outputs: tuple[Output, ...]
    template_sha256: str
    tables: Mapping[str, str]
    journal: str
    versions: Mapping[str, str]
    final: bool = False

    @property
    def programme(self) -> Programme:
        """The programme of the round."""
        return self.definition.programme


@dataclass(frozen=True, slots=True)
class Published:
    """Where people find the documents of a set."""

    annex: Path
    pdf: Path | None
    report: Path
    open_elsewhere: tuple[str, ...] = ()
    # The folder for the Public Information Bulletin, which only a final version has.
    bulletin: Path | None = None

    def notices(self) -> tuple[str, ...]:
        """Return a sentence where the new set had to be put beside the old one."""
        if not self.open_elsewhere:
            return ()
        names = ", ".join(f"„{name}”" for name in self.open_elsewhere)
        return (
            f"Otwarte w innym programie: {names}. Nowe wyniki zapisano obok, w katalogu "
            f"„{self.annex.parent.name}”. Proszę zamknąć pliki i uruchomić ponownie (jeżeli nikt "
            "ich nie ma otwartych, proszę usunąć pliki o nazwach od „~$” i „.~lock.”).",
        )


def publish(results: Results, folder: Path, beside: Path) -> Published:
    """Write the set; return where its documents are.

    While somebody has a file of the old set open, the new set is written to `beside`.
    """
    in_use = open_documents(folder)
    target = beside if in_use else folder
    outputs = (*results.outputs, *_tables(results.standing), _status(results))
    roles = {output.role: output.name for output in outputs} | {"manifest": MANIFEST}
    hashed = {output.name: output.content for output in outputs if output.hashed}
    manifest = {MANIFEST: _json(_manifest(results, roles, hashed))}
    files = {output.name: output.content for output in outputs} | manifest
    in_use = _published(target, beside, files) or in_use
    place = beside if in_use else folder
    pdf = place / roles["pdf"] if "pdf" in roles else None
    word = roles.get("publication/word")
    bulletin = (place / word).parent if word else None
    return Published(place / roles["annex"], pdf, place / roles["report"], in_use, bulletin)


def _tables(standing: Standing) -> Iterator[Output]:
    """Yield the tables for scripts."""
    programme = standing.programme
    yield Output("findings", FINDINGS, findings_csv(standing.findings))
    figures = table_csv(FIGURE_COLUMNS, figure_rows(programme, standing.merged))
    yield Output("figures", FIGURES, figures)
    if standing.changes:
        changes = table_csv(CHANGE_COLUMNS, (change.row() for change in standing.changes))
        yield Output("changes", programme.dated(programme.files.changes), changes)


def _status(results: Results) -> Output:
    facts = round_facts(results.standing, results.outputs, final=results.final)
    return Output("status", STATUS, _json(as_json(facts)))


def _published(target: Path, beside: Path, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Publish into `target`; where the system refuses, beside it. Return what is in the way."""
    try:
        publish_set(target, files)
    except InUseError as error:
        publish_set(beside, files)
        return (str(error),)
    if target != beside:
        remove_set(beside)
    return ()


def findings_csv(findings: Iterable[Finding]) -> bytes:
    """Return findings.csv as the contract has it."""
    return table_csv(FINDING_COLUMNS, (finding.row() for finding in findings))


def _manifest(
    results: Results, roles: Mapping[str, str], files: Mapping[str, bytes]
) -> dict[str, object]:
    data = _data(
        results.definition, results.template_sha256, results.standing.files, results.tables
    )
    counts = {
        verdict.value: sum(file.verdict is verdict for file in results.standing.files)
        for verdict in Verdict
    }
    present = {file.unit for file in _accepted(results.standing.files)}
    expected = [unit.code for unit in results.programme.expected_units()]
    return {
        "programme": results.programme.slug,
        "year": results.programme.year,
        "state": "final" if results.final else "draft",
        "as_of": results.standing.as_of,
        "roles": dict(sorted(roles.items())),
        **data,
        "data_hash": _hash(data),
        "files": {**counts, "total": len(results.standing.files)},
        "units": {
            "expected": len(expected),
            "submitted": sum(code in present for code in expected),
            "missing": [code for code in expected if code not in present],
        },
        "entries": [_entry(file) for file in results.standing.files],
        "journal": results.journal,
        "outputs": {name: content_hash(content) for name, content in sorted(files.items())},
        "versions": dict(results.versions),
    }


def _entry(file: FileVerdict) -> dict[str, object]:
    entry: dict[str, object] = {
        "file": file.file,
        "verdict": file.verdict.value,
        "unit": file.unit,
        "reason": file.reason,
        "sha256": file.sha256,
    }
    return entry | {"members": [_entry(one) for one in file.members]} if file.members else entry


def _accepted(files: Sequence[FileVerdict]) -> list[FileVerdict]:
    """Return the accepted files, those inside containers too."""
    single = (file for entry in files for file in entry.files())
    return [file for file in single if file.verdict is Verdict.ACCEPTED]


def data_hash(
    definition: Definition,
    template_sha256: str,
    files: Sequence[FileVerdict],
    tables: Mapping[str, str],
) -> str:
    """Return the hash of all that a document is made from; equal for draft and final.

    `tables` are the SHA-256 of the tables of remarks, by name.
    """
    return _hash(_data(definition, template_sha256, files, tables))


def _data(
    definition: Definition,
    template_sha256: str,
    files: Sequence[FileVerdict],
    tables: Mapping[str, str],
) -> dict[str, object]:
    accepted = {file.file: file.sha256 for file in _accepted(files)}
    return {
        "definitions": dict(sorted(definition.hashes.items())),
        "template": {definition.programme.layout.template: template_sha256},
        "submissions": dict(sorted(accepted.items())),
        "decisions": dict(sorted(tables.items())),
    }


def _hash(data: Mapping[str, object]) -> str:
    return hashlib.sha256(_json(data)).hexdigest()


def versions() -> dict[str, str]:
    """Return the versions of the engine and of the tools that shape its outputs."""
    names = (
        "great-expectations",
        "Jinja2",
        "openpyxl",
        "pandas",
        "prefect",
        "python-docx",
        "XlsxWriter",
    )
    return {name: version(name) for name in names}


def _json(content: object) -> bytes:
    text = json.dumps(content, ensure_ascii=False, indent=2)
    return f"{text}\n".encode()

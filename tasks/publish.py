"""Publish: a complete new set of results with its manifest replaces the complete old one."""

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from domain.findings import FINDING_COLUMNS, Finding
from domain.ledger import FIGURE_COLUMNS, figure_rows
from domain.merging import Merged
from domain.programme import Programme
from domain.submissions import FileVerdict, Verdict
from tasks.adapters.archive import content_hash
from tasks.adapters.definitions import Definition
from tasks.adapters.publishing import publish_set
from tasks.adapters.rescuing import rescue

MANIFEST = "manifest.json"
FINDINGS = "findings.csv"
FIGURES = "figures.csv"


@dataclass(frozen=True, slots=True)
class Results:
    """All that a run of one round worked out, ready to be written."""

    definition: Definition
    merged: Merged
    findings: tuple[Finding, ...]
    files: tuple[FileVerdict, ...]
    document: bytes
    pdf: bytes | None
    template_sha256: str
    as_of: str
    versions: Mapping[str, str]

    @property
    def programme(self) -> Programme:
        """The programme of the round."""
        return self.definition.programme


@dataclass(frozen=True, slots=True)
class Published:
    """Where people find the documents of a set."""

    annex: Path
    pdf: Path | None
    rescued: tuple[str, ...]


def publish(results: Results, folder: Path, rescued: Path) -> Published:
    """Write the set; return where its documents are.

    Files of the old set that somebody edited are copied to the folder `rescued` first.
    """
    edited = rescue(folder, MANIFEST, rescued)
    annex = results.programme.files.annex.replace("{year}", str(results.programme.year))
    files = {
        annex: results.document,
        FINDINGS: findings_csv(results.findings),
        FIGURES: table_csv(FIGURE_COLUMNS, figure_rows(results.programme, results.merged)),
    }
    roles = {"annex": annex, "findings": FINDINGS, "figures": FIGURES, "manifest": MANIFEST}
    pdf = Path(annex).with_suffix(".pdf").name
    if results.pdf is not None:
        roles["pdf"] = pdf
    files[MANIFEST] = _json(_manifest(results, roles, files))
    # Not among the hashes: LibreOffice stamps two PDFs of one document differently.
    printed = {} if results.pdf is None else {pdf: results.pdf}
    publish_set(folder, files | printed)
    return Published(folder / annex, folder / pdf if printed else None, edited)


def findings_csv(findings: Iterable[Finding]) -> bytes:
    """Return findings.csv as the contract has it."""
    return table_csv(FINDING_COLUMNS, (finding.row() for finding in findings))


def table_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a CSV in UTF-8 with a byte order mark, which Excel needs to read Polish."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_inert(field) for field in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _inert(field: str) -> str:
    """Keep Excel from taking a unit's text for a formula when the CSV is opened there."""
    return f"'{field}" if field[:1] in ("=", "@", "\t", "\r") else field


def _manifest(
    results: Results, roles: Mapping[str, str], files: Mapping[str, bytes]
) -> dict[str, object]:
    data = _data(results.definition, results.template_sha256, results.files)
    counts = {
        verdict.value: sum(file.verdict is verdict for file in results.files) for verdict in Verdict
    }
    present = {file.unit for file in results.files if file.verdict is Verdict.ACCEPTED}
    expected = [unit.code for unit in results.programme.expected_units()]
    return {
        "programme": results.programme.slug,
        "year": results.programme.year,
        "state": "draft",
        "as_of": results.as_of,
        "roles": dict(sorted(roles.items())),
        **data,
        "data_hash": _hash(data),
        "files": {**counts, "total": len(results.files)},
        "units": {
            "expected": len(expected),
            "submitted": sum(code in present for code in expected),
            "missing": [code for code in expected if code not in present],
        },
        "entries": [
            {
                "file": file.file,
                "verdict": file.verdict.value,
                "unit": file.unit,
                "reason": file.reason,
                "sha256": file.sha256,
            }
            for file in results.files
        ],
        "outputs": {name: content_hash(content) for name, content in sorted(files.items())},
        "versions": dict(results.versions),
    }


def data_hash(definition: Definition, template_sha256: str, files: Sequence[FileVerdict]) -> str:
    """Return the hash of all that a document is made from; equal for draft and final."""
    return _hash(_data(definition, template_sha256, files))


def _data(
    definition: Definition, template_sha256: str, files: Sequence[FileVerdict]
) -> dict[str, object]:
    accepted = {file.file: file.sha256 for file in files if file.verdict is Verdict.ACCEPTED}
    return {
        "definitions": dict(sorted(definition.hashes.items())),
        "template": {definition.programme.layout.template: template_sha256},
        "submissions": dict(sorted(accepted.items())),
        "decisions": {},
    }


def _hash(data: Mapping[str, object]) -> str:
    return hashlib.sha256(_json(data)).hexdigest()


def versions() -> dict[str, str]:
    """Return the versions of the engine and of the tools that shape its outputs."""
    names = ("great-expectations", "openpyxl", "pandas", "prefect", "python-docx", "XlsxWriter")
    return {name: version(name) for name in names}


def _json(content: object) -> bytes:
    text = json.dumps(content, ensure_ascii=False, indent=2)
    return f"{text}\n".encode()

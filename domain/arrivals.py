"""What is known of the files beyond the answers in them, as rows of the table for the rules."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from domain.combining import Question
from domain.decisions import Decision, Fault
from domain.programme import Programme
from domain.resubmission import Withdrawn
from domain.submissions import FileVerdict, Origin, Submission
from domain.table import TableRow

RESENT_WITHOUT = "resent-without"
NONE_NEAR = "żadne nie jest podobne"


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Verdicts on the entries of the folder, questions between a unit's files, values left out of
    a resubmission, the first line of the journal that does not fit (0: none), and decisions that
    could not be carried out."""

    files: Sequence[FileVerdict] = ()
    questions: Sequence[Question] = ()
    withdrawn: Sequence[Withdrawn] = field(default=())
    broken_line: int = 0
    faults: Sequence[tuple[Decision, Fault]] = ()


def arrival_rows(
    programme: Programme, submissions: Sequence[Submission], arrivals: Arrivals
) -> Iterator[TableRow]:
    """Yield a row for each file, remark on a kind of file, disagreement, and for the journal."""
    alike = _alike([file.file for file in arrivals.files])
    for entry in arrivals.files:
        for file in dict.fromkeys((entry, *entry.files())):
            yield TableRow(
                row="file",
                unit=file.unit,
                verdict=file.verdict,
                reason=file.reason or None,
                alike=alike.get(file.file),
                origin=Origin(file.file, "", "", file.sha256),
            )
    for submission in submissions:
        for note in submission.notes:
            yield TableRow(
                row="note",
                unit=submission.unit,
                note=note.text,
                note_kind=note.kind,
                origin=Origin(submission.file, "", "", submission.sha256),
            )
        yield from _table_file_rows(programme, submission)
    for question in arrivals.questions:
        yield TableRow(
            row="disagreement",
            unit=question.unit,
            unit_name=programme.units[question.unit].name,
            action=question.action,
            indicator=question.key,
            disagreement=question.kind,
            value_text=question.said,
            origin=question.origin,
            field=question.field,
        )
    for one in arrivals.withdrawn:
        yield TableRow(
            row="disagreement",
            unit=one.unit,
            unit_name=programme.units[one.unit].name,
            action=one.action,
            indicator=one.key,
            disagreement=RESENT_WITHOUT,
            value_text=one.before.text,
            origin=Origin(one.file),
            field=one.field,
        )
    for decision, fault in arrivals.faults:
        unit = programme.units.get(decision.unit)
        yield TableRow(
            row="decision",
            unit=decision.unit if unit else "",
            unit_name=unit.name if unit else "",
            action=decision.action,
            indicator=decision.indicator,
            decision=decision.said or None,
            decision_fault=fault,
            origin=decision.origin,
            field=decision.field,
        )
    yield TableRow(row="journal", unit="", broken_line=arrivals.broken_line or None)


def _table_file_rows(programme: Programme, submission: Submission) -> Iterator[TableRow]:
    """Yield how each row of a table was taken that came instead of a form, and what was not."""
    names = {action.id: action.name for action in programme.actions()}
    for row in submission.table_rows:
        yield TableRow(
            row="table-row",
            unit=submission.unit,
            action=row.action,
            action_name=names.get(row.action, ""),
            likeness=row.per_cent,
            nearest=row.nearest or NONE_NEAR,
            written=row.text,
            origin=row.origin,
        )
    for cell in submission.unread:
        yield TableRow(
            row="table-value",
            unit=submission.unit,
            action=cell.action,
            action_name=names.get(cell.action, ""),
            unread=cell.number,
            written=cell.text,
            origin=cell.origin,
            field=cell.field,
        )


def _alike(names: Sequence[str]) -> dict[str, str]:
    """Return for each name another one that only case or the writing of letters tells apart."""
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(unicodedata.normalize("NFC", name).casefold(), []).append(name)
    return {
        name: "”, „".join(other for other in group if other != name)
        for group in groups.values()
        for name in group
        if len(group) > 1
    }

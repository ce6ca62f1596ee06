"""What results and units' own words say beyond language, as rows: wholes with parts, people."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from domain.form import Field
from domain.merging import Merged, MergedAction
from domain.polish.breakdowns import breakdowns_in
from domain.polish.dictionary import Dictionary
from domain.polish.numbers import format_number
from domain.privacy import personal_data
from domain.programme import Programme
from domain.submissions import CellState, Origin, ReportedAction, Submission
from domain.table import TableRow
from domain.wording import plain, realised_lines

_PROSE = (Field.WORDING, Field.EXPLANATION, Field.SPENDING_WORDING)


def prose_rows(
    programme: Programme,
    submissions: Sequence[Submission],
    merged: Merged,
    dictionary: Dictionary | None,
) -> Iterator[TableRow]:
    """Yield a row for each breakdown of a printed result and for each personal datum."""
    for action in merged.actions:
        yield from _breakdown_rows(programme, action, dictionary)
    for submission in submissions:
        for report in submission.actions:
            yield from _personal_rows(programme, report, dictionary)


def _breakdown_rows(
    programme: Programme, action: MergedAction, dictionary: Dictionary | None
) -> Iterator[TableRow]:
    if not action.reports:
        return
    report = action.reports[0]
    cell = report.row.cell(Field.WORDING)
    worded = bool(cell.text)
    rows = [row for row in report.rows if row.answered]
    counted = rows[0].cell(Field.VALUE).origin if rows else cell.origin
    base = TableRow(
        row="breakdown",
        unit=report.unit,
        unit_name=programme.units[report.unit].name,
        action=report.action,
        origin=cell.origin if worded else counted,
        field=Field.WORDING if worded else Field.VALUE,
    )
    for one in breakdowns_in(plain(realised_lines(programme, action)), dictionary):
        yield replace(
            base,
            written=f"{format_number(one.total)} {one.noun}",
            total=one.total,
            parts=one.parts,
            exhaustive=one.exhaustive,
        )


def _personal_rows(
    programme: Programme, report: ReportedAction, dictionary: Dictionary | None
) -> Iterator[TableRow]:
    answers = tuple(name for name in report.row.cells if name.startswith("answer."))
    cells = [("", name, report.row.cell(name)) for name in (*_PROSE, *answers)]
    cells += [(row.key, Field.TEXT, row.cell(Field.TEXT)) for row in report.rows if row.is_extra]
    for key, name, cell in cells:
        if cell.state is not CellState.TEXT:
            continue
        for one in personal_data(cell.text, dictionary):
            yield TableRow(
                row="personal",
                unit=report.unit,
                unit_name=programme.units[report.unit].name,
                action=report.action,
                indicator=key,
                personal=one.kind,
                written=one.masked,
                origin=cell.origin if cell.origin.cell else Origin(cell.origin.file),
                field=name,
            )

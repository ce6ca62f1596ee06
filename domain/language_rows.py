"""Mistakes of language as rows of the table: in what units wrote and in the definition's words.

What is composed of typed values and the register's words is right by construction, and left out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from domain.definition_texts import definition_texts, register_texts
from domain.form import Field
from domain.polish.dictionary import Dictionary, Familiar
from domain.polish.language import mistakes_in
from domain.polish.mistakes import Mistake
from domain.polish.spelling import Vocabulary
from domain.programme import Programme
from domain.submissions import Cell, CellState, Origin, ReportedAction, ReportedRow, Submission
from domain.table import TableRow

DICTIONARY_MISSING = "dictionary-missing"
_PROSE = (Field.WORDING, Field.SPENDING_WORDING, Field.EXPLANATION)


def language_rows(
    programme: Programme,
    submissions: Sequence[Submission],
    dictionary: Dictionary | None,
    *,
    with_definition: bool = True,
) -> Iterator[TableRow]:
    """Yield a row for each mistake, and one that says so where there is no dictionary."""
    if dictionary is None:
        yield TableRow(row="language", unit="", mistake=DICTIONARY_MISSING)
    looks = _Looks(programme, dictionary)
    for submission in submissions:
        for report in submission.actions:
            yield from _report_rows(programme, looks, submission, report)
    if with_definition:
        for written in definition_texts(programme):
            base = TableRow(
                row="language",
                unit="",
                action=written.action,
                origin=Origin(written.file, "", written.key),
                field=written.field,
            )
            yield from (_row(base, one) for one in looks.at(written.text))


class _Looks:
    """Looks at each text once, however often it stands in the round."""

    def __init__(self, programme: Programme, dictionary: Dictionary | None) -> None:
        nouns = frozenset(noun.name for noun in programme.register.nouns())
        self._dictionary = Familiar(dictionary, nouns) if dictionary is not None else None
        self._vocabulary = Vocabulary.of(register_texts(programme))
        self._seen: dict[str, tuple[Mistake, ...]] = {}

    def at(self, text: str) -> tuple[Mistake, ...]:
        found = self._seen.get(text)
        if found is None:
            found = self._seen[text] = mistakes_in(text, self._dictionary, self._vocabulary)
        return found


def _report_rows(
    programme: Programme, looks: _Looks, submission: Submission, report: ReportedAction
) -> Iterator[TableRow]:
    for row, name, cell, text in _texts(programme, report):
        base = TableRow(
            row="language",
            unit=submission.unit,
            unit_name=programme.units[submission.unit].name,
            action=report.action,
            indicator=row.key,
            origin=cell.origin if cell.origin.file else Origin(submission.file),
            field=name,
        )
        yield from (_row(base, one) for one in looks.at(text))


def _texts(
    programme: Programme, report: ReportedAction
) -> Iterator[tuple[ReportedRow, str, Cell, str]]:
    """Yield the texts that a unit wrote itself, with row, field and cell."""
    answers = tuple(name for name in report.row.cells if name.startswith("answer."))
    for name in (*_PROSE, *answers):
        cell = report.row.cell(name)
        if cell.state is CellState.TEXT:
            yield report.row, name, cell, cell.text
    for row in report.rows:
        cell = row.cell(Field.TEXT)
        own = row.is_extra and cell.state is CellState.TEXT
        if own and programme.measure(cell.text) is None:
            # The word that every label of the form begins with is no part of what is counted.
            yield row, Field.TEXT, cell, cell.text.removeprefix("liczba ")


def _row(base: TableRow, mistake: Mistake) -> TableRow:
    return replace(
        base,
        mistake=mistake.kind,
        mistaken=mistake.text,
        suggestion=mistake.suggestion or None,
    )

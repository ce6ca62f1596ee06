"""Joins what one unit sent in several files, cell by cell; nothing is dropped, nothing is guessed.

Files that fill different rows add up. Where two fill the same cell, the value that came later
stands; of files that came together neither is later, and two values are a question. So is a value
that a later copy of the same answers leaves blank.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from domain.combining_supplements import joined_supplements, said_beyond
from domain.form import EXTRA_MARK, Field
from domain.submissions import (
    Cell,
    CellState,
    Origin,
    ReportedRow,
    Submission,
    Unseen,
    group_rows,
)

# A value is read together with what it says of itself: "12", "około".
_OF_VALUE = (Field.VALUE, Field.QUALIFIER, Field.OVERLAP)
_PRINTED = (Field.NUMBER, Field.TEXT, Field.PLANNED)


class QuestionKind(StrEnum):
    """What is asked of a cell that several files fill; each is the code of a rule."""

    CONFLICT = "files-conflict"
    WITHDRAWN = "files-withdrawn"
    SUPERSEDED = "files-superseded"


@dataclass(frozen=True, slots=True)
class Question:
    """A cell on which a unit's files do not agree: what each of them says, and where."""

    kind: QuestionKind
    unit: str
    action: str
    key: str
    field: str
    said: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Sent:
    """One accepted file of a unit; `look` numbers the moment at which it was first seen."""

    submission: Submission
    look: int


@dataclass(frozen=True, slots=True)
class Combined:
    """A unit's one submission, and the questions between its files."""

    submission: Submission
    questions: tuple[Question, ...] = ()


def combine(files: Sequence[Sent]) -> Combined:
    """Join the files of one unit (at least one), whatever order they are given in."""
    in_order = sorted(files, key=lambda sent: (sent.look, sent.submission.file))
    last = in_order[-1].submission
    if len(in_order) == 1:
        return Combined(last)
    return _Combining(tuple(in_order)).combined()


def said_alike(one: Submission, other: Submission) -> bool:
    """Whether two submissions say the same in every answer's cell."""
    return _answers(one) == _answers(other) and said_beyond(one) == said_beyond(other)


def answer_cells(submission: Submission) -> dict[tuple[str, str, str], Cell]:
    """Return the cells that are filled in, by action, key of the row, and field."""
    return {
        (row.action, row.key, name): cell
        for row in _rows(submission)
        for name, cell in row.cells.items()
        if cell.text and (name not in _PRINTED or (name == Field.TEXT and row.is_extra))
    }


def _answers(submission: Submission) -> dict[tuple[str, str, str], object]:
    return {place: _content(cell) for place, cell in answer_cells(submission).items()}


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of one file under the name by which rows of several files are matched."""

    action: str
    key: str
    match: str
    cells: Mapping[str, Cell]

    @property
    def is_extra(self) -> bool:
        return self.key.startswith(EXTRA_MARK)


@dataclass(frozen=True, slots=True)
class _Given:
    """What one file has in a place; nothing where it is blank there."""

    sent: Sent
    row: _Row
    content: tuple[object, ...]
    cell: Cell

    @property
    def filled(self) -> bool:
        return any(part is not None for part in self.content[:1])

    @property
    def shown(self) -> str:
        origin = self.cell.origin
        return f"„{self.cell.text}” (plik „{origin.file}”, komórka {origin.cell})"


def _content(cell: Cell) -> object:
    """Return what a cell says: equal numbers are equal however they are stored."""
    return (
        cell.number if cell.number is not None else (cell.state, cell.text) if cell.text else None
    )


def _rows(submission: Submission) -> Iterator[_Row]:
    seen: dict[tuple[str, str], int] = {}
    for report in submission.actions:
        for row in (report.row, *report.rows):
            if not row.cells:
                continue
            match = _match(report.action, row)
            times = seen[report.action, match] = seen.get((report.action, match), 0) + 1
            yield _Row(
                report.action, row.key, match if times == 1 else f"{match}\0{times}", row.cells
            )


def _match(action: str, row: ReportedRow) -> str:
    """Return by what a row is matched: a free row by what was counted, any other by its key."""
    if row.is_extra:
        return f"{EXTRA_MARK}{row.cell(Field.TEXT).text.casefold()}"
    if action.startswith("("):
        # Typed outside the form's rows: only what is wholly the same is the same.
        return "\0".join(cell.text for cell in row.cells.values())
    return row.key


class _Combining:
    """The work on one unit's files, which are in the order of their arrival."""

    def __init__(self, files: tuple[Sent, ...]) -> None:
        self.files = files
        self.questions: list[Question] = []
        self.rows = [
            (sent, {(row.action, row.match): row for row in _rows(sent.submission)})
            for sent in files
        ]
        self.filled = {
            sent.submission.file: frozenset(answer_cells(sent.submission)) for sent in files
        }

    def combined(self) -> Combined:
        submissions = [sent.submission for sent in self.files]
        last = submissions[-1]
        unit = last.unit
        rows = list(self._joined())
        date = max(one.date for one in submissions)
        actions, repeated = group_rows(unit, rows, date)
        for one in submissions:
            for key, times in one.repeated.items():
                repeated[key] = max(times, repeated.get(key, 0))
        joined = replace(
            last,
            meta=_meta(submissions, date),
            actions=actions,
            repeated=repeated,
            notes=tuple(dict.fromkeys(note for one in submissions for note in one.notes)),
            table_rows=tuple(row for one in submissions for row in one.table_rows),
            unread=tuple(cell for one in submissions for cell in one.unread),
            supplements=joined_supplements(
                [(sent.look, sent.submission.supplements) for sent in self.files]
            ),
        )
        return Combined(joined, tuple(self.questions))

    def _joined(self) -> Iterator[ReportedRow]:
        places = dict.fromkeys(place for _, rows in self.rows for place in rows)
        free: dict[str, int] = {}
        for action, match in places:
            given = [
                (sent, rows[action, match]) for sent, rows in self.rows if (action, match) in rows
            ]
            row = given[-1][1]
            key = row.key
            if row.is_extra:
                if not any(cell.text for _, one in given for cell in one.cells.values()):
                    continue
                free[action] = free.get(action, 0) + 1
                key = f"{EXTRA_MARK}{free[action]}"
            cells = dict(self._cells(action, key, given))
            yield ReportedRow(f"{action}/{key}" if key else action, cells)

    def _cells(
        self, action: str, key: str, given: Sequence[tuple[Sent, _Row]]
    ) -> Iterator[tuple[str, Cell]]:
        names = dict.fromkeys(name for _, row in given for name in row.cells)
        chosen = self._chosen(action, key, Field.VALUE, given, _OF_VALUE)
        carrier = chosen.row if chosen is not None else given[-1][1]
        for name in names:
            if name in _PRINTED:
                yield name, _first_filled(name, [carrier, *(row for _, row in reversed(given))])
            elif name == Field.VALUE and chosen is not None:
                yield name, chosen.cell
            elif name in _OF_VALUE and chosen is not None:
                if name in chosen.row.cells:
                    yield name, chosen.row.cells[name]
            else:
                one = self._chosen(action, key, name, given, (name,))
                yield name, one.cell if one is not None else given[-1][1].cells.get(name, Cell())

    def _chosen(
        self,
        action: str,
        key: str,
        name: str,
        given: Sequence[tuple[Sent, _Row]],
        together: Sequence[str],
    ) -> _Given | None:
        """Return what stands in a place after all files; None where none of them fills it."""
        every = [
            _Given(
                sent,
                row,
                tuple(_content(row.cells.get(part, Cell())) for part in together),
                row.cells.get(name, Cell()),
            )
            for sent, row in given
        ]
        filled = [one for one in every if one.filled]
        if not filled:
            return None
        look = filled[-1].sent.look
        latest = [one for one in filled if one.sent.look == look]
        if len({one.content for one in latest}) > 1:
            return self._ask(QuestionKind.CONFLICT, action, key, name, filled)
        blank = self._blank_since(name, filled[-1], {id(one.sent) for one in filled})
        if blank is not None:
            return self._ask(QuestionKind.WITHDRAWN, action, key, name, [*filled, blank])
        earlier = [one for one in filled if one.content != latest[0].content]
        if earlier:
            self._note(QuestionKind.SUPERSEDED, action, key, name, [*earlier, latest[0]])
        return latest[0]

    def _blank_since(self, name: str, last: _Given, filling: set[int]) -> _Given | None:
        """Return a later file that gives the same answers again and leaves this one out."""
        before = self.filled[last.sent.submission.file]
        for sent in self.files:
            again = self.filled[sent.submission.file] & before
            if sent.look > last.sent.look and id(sent) not in filling and again:
                blank = Cell(None, Origin(sent.submission.file))
                return _Given(sent, _Row(last.row.action, last.row.key, "", {}), (None,), blank)
        return None

    def _ask(
        self, kind: QuestionKind, action: str, key: str, name: str, given: Sequence[_Given]
    ) -> _Given:
        self._note(kind, action, key, name, given)
        first = given[0]
        said = _said(given)
        cell = Cell(Unseen(CellState.DISPUTED, said), first.cell.origin)
        return replace(first, cell=cell)

    def _note(
        self, kind: QuestionKind, action: str, key: str, name: str, given: Sequence[_Given]
    ) -> None:
        unit = given[0].sent.submission.unit
        said = _said(given)
        self.questions.append(Question(kind, unit, action, key, name, said, given[-1].cell.origin))


def _said(given: Iterable[_Given]) -> str:
    return "; ".join(
        one.shown if one.filled else f"pusto (plik „{one.sent.submission.file}”)" for one in given
    )


def _first_filled(name: str, rows: Iterable[_Row]) -> Cell:
    cells = [row.cells[name] for row in rows if name in row.cells]
    return next((cell for cell in cells if cell.text), cells[0])


def _meta(submissions: Sequence[Submission], date: str) -> dict[str, Cell]:
    """Return the identification: what the last file says, and the last date of all."""
    meta: dict[str, Cell] = {}
    for one in submissions:
        meta |= {key: cell for key, cell in one.meta.items() if cell.text or key not in meta}
    dated = [one for one in submissions if one.date == date and "date" in one.meta]
    return meta | {"date": dated[-1].meta["date"]} if dated else meta

"""Tables that units send instead of the form, made of the published round and then spoilt.

What each of them says is known from the committed workbooks, so that what is read from it can be
told right, asked about, or wrong.
"""

import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from random import Random

from domain.form import Field, Status
from domain.free_form.columns import NAME, PLANNED, REALISED, RESPONSIBLE, SPENDING
from domain.merging import MergedAction, merge
from domain.programme import Action, Programme, Section
from domain.submissions import ReportedAction, Submission
from domain.wording import action_lines, plain
from tasks.adapters.definitions import load_definition
from tasks.adapters.file_reading import read_submission
from tasks.adapters.rooms import Rooms

CHECKOUT = Path(__file__).resolve().parents[1]
ROUND = ("pwr-2022-2024", 2024)
FIELDS = (NAME, RESPONSIBLE, PLANNED, REALISED, SPENDING)
Figure = tuple[str, str, str, str]
"""Action, indicator or what was counted, number or status, how exact."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a unit's table: its texts by field, and the action that it really is about.

    `joined` names the fields whose cell goes on in the next row.
    """

    texts: Mapping[str, str]
    action: str = ""
    joined: frozenset[str] = frozenset()
    heading: bool = False

    def saying(self, name: str, text: str) -> "Row":
        """Return the row with another text in a field."""
        return replace(self, texts={**self.texts, name: text})


@dataclass(frozen=True, slots=True)
class UnitTable:
    """A unit's table: fields in the order of its columns, rows of headers, rows."""

    unit: str
    fields: tuple[str, ...]
    header: tuple[Mapping[str, str], ...]
    rows: tuple[Row, ...]
    # What nobody could read from it: (action, field) of cells that stand for two rows at once.
    unclear: frozenset[tuple[str, str]] = field(default=frozenset())


@dataclass(frozen=True, slots=True)
class Score:
    """How many figures a table holds, how many were read right, and those that were read wrong."""

    held: int = 0
    right: int = 0
    wrong: tuple[Figure, ...] = ()

    def __add__(self, other: "Score") -> "Score":
        return Score(self.held + other.held, self.right + other.right, (*self.wrong, *other.wrong))


@cache
def programme() -> Programme:
    """Return the programme of the published round."""
    return load_definition(Rooms.under(CHECKOUT), *ROUND).programme


@cache
def submissions() -> tuple[Submission, ...]:
    """Return what the units sent, as the committed workbooks have it."""
    folder = Rooms.under(CHECKOUT).drop_folder(*ROUND)
    return tuple(
        read_submission(programme(), path.name, path.read_bytes())
        for path in sorted(folder.glob("*.xlsx"))
    )


@cache
def figures() -> Mapping[str, frozenset[Figure]]:
    """Return what was reported of each action."""
    return {
        report.action: frozenset(figures_of(report))
        for one in submissions()
        for report in one.actions
        if report.answered
    }


def figures_of(report: ReportedAction) -> Iterator[Figure]:
    """Yield the figures of an action's report: values, amounts, and its status where it is told."""
    for row in report.rows:
        value = row.value
        if value is not None:
            label = row.cell(Field.TEXT).text if row.is_extra else row.key
            yield report.action, label, f"{value.number.normalize():f}", value.qualifier.name
    for cell in report.spending:
        amount = cell.number
        yield report.action, "spending", f"{amount.normalize():f}" if amount else cell.text, ""
    if report.status not in (Status.REALISED, None):
        yield report.action, "status", str(report.status), ""


@cache
def published() -> tuple[UnitTable, ...]:
    """Return each unit's part of the published annex as a table of its own."""
    merged = {one.action.id: one for one in merge(programme(), submissions()).actions}
    return tuple(_table_of(unit.code, merged) for unit in programme().expected_units())


def _table_of(unit: str, merged: Mapping[str, MergedAction]) -> UnitTable:
    rows: list[Row] = []
    spending = False
    for section in programme().walk():
        own = [one for one in section.actions if _reports(unit, one)]
        if own:
            rows.append(_heading(section))
        for action in own:
            spending = spending or action.spending
            rows.append(Row(_texts(action, merged[action.id]), action.id))
    fields = FIELDS if spending else FIELDS[:-1]
    return UnitTable(unit, fields, (_headers(),), tuple(rows))


def _reports(unit: str, action: Action) -> bool:
    return any(one.code == unit for one in programme().reporters(action))


def _heading(section: Section) -> Row:
    return Row({NAME: f"{section.number} {section.title}"}, heading=True)


def _texts(action: Action, merged: MergedAction) -> dict[str, str]:
    return {
        name: plain(action_lines(programme(), merged, name) or ())
        for name in FIELDS
        if name != SPENDING or action.spending
    }


def _headers() -> dict[str, str]:
    columns = programme().layout.actions["basic"].columns
    return {one.field: one.header.replace("{year}", str(programme().year)) for one in columns}


def score(table: UnitTable, read: Submission | None) -> Score:
    """Hold what was read from a table against what its rows say."""
    held = Counter(
        figure
        for row in table.rows
        for figure in figures().get(row.action, frozenset())
        if (row.action, NAME) not in table.unclear
        if (row.action, REALISED) not in table.unclear or figure[1] == "spending"
    )
    taken: Counter[Figure] = Counter()
    asked = {one.action for one in read.unread} if read is not None else set()
    for report in read.actions if read is not None else ():
        taken.update(figures_of(report))
        told = (report.action, "status", str(report.status), "")
        if report.action not in asked and report.answered and told not in taken:
            # Taken as done: it must not be said of it that it was not.
            taken.update(
                ("?", *one[1:]) for one in figures().get(report.action, ()) if one[1] == "status"
            )
    right = held & taken
    return Score(held.total(), right.total(), tuple((taken - held).elements()))


def as_workbook(table: UnitTable) -> bytes:
    """Return a table as a sheet of Excel."""
    import openpyxl
    from openpyxl.worksheet.worksheet import Worksheet

    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Zestawienie"
    place = 1
    for header in table.header:
        for column, name in enumerate(table.fields, start=1):
            sheet.cell(place, column).value = header.get(name, "")
        place += 1
    for row in table.rows:
        for column, name in enumerate(table.fields, start=1):
            if text := row.texts.get(name, ""):
                cell = sheet.cell(place, column)
                cell.value = text
                cell.data_type = "s"
        place += 1
    for top, bottom, name in _joined(table):
        column = table.fields.index(name) + 1
        first = len(table.header) + 1
        sheet.merge_cells(
            start_row=first + top, end_row=first + bottom, start_column=column, end_column=column
        )
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def as_document(table: UnitTable) -> bytes:
    """Return a table as a Word document with a letter around it; headings stand between tables."""
    import docx

    document = docx.Document()
    document.add_paragraph("W odpowiedzi na pismo z dnia 7 stycznia przesyłam sprawozdanie.")
    for heading, part in _parts(table):
        if heading:
            document.add_paragraph(heading)
        lines = [
            *([header.get(name, "") for name in table.fields] for header in table.header),
            *([row.texts.get(name, "") for name in table.fields] for row in part.rows),
        ]
        grid = document.add_table(rows=len(lines), cols=len(table.fields))
        for row, texts in zip(grid.rows, lines, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
        for top, bottom, name in _joined(part):
            column = part.fields.index(name)
            first = len(table.header)
            lower = grid.cell(first + bottom, column)
            lower.text = ""
            grid.cell(first + top, column).merge(lower)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def _parts(table: UnitTable) -> Iterator[tuple[str, UnitTable]]:
    """Yield the sections' headings, each with the rows under it."""
    heading, rows = "", list[Row]()
    for row in table.rows:
        if not row.heading:
            rows.append(row)
            continue
        if rows:
            yield heading, replace(table, rows=tuple(rows))
        heading, rows = row.texts[NAME], []
    yield heading, replace(table, rows=tuple(rows))


def _joined(table: UnitTable) -> Iterator[tuple[int, int, str]]:
    """Yield the rows (from, to) whose cells of a field are one."""
    for place, row in enumerate(table.rows[:-1]):
        for name in sorted(row.joined & set(table.fields)):
            yield place, place + 1, name


Spoil = Callable[[UnitTable, Random], UnitTable]


def spoilt(table: UnitTable, ways: Sequence[Spoil], random: Random) -> UnitTable:
    """Spoil a table in several ways, one after another."""
    for way in ways:
        table = way(table, random)
    return table

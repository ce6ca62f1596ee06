"""Reads the sheets beyond the results; one that cannot be read costs itself, never the report."""

from collections.abc import Iterator, Mapping, Sequence

from domain.form import KEY_HEADER
from domain.form_sheets import SUPPLEMENTS, FormSheet
from domain.polish.typography import normalise_space
from domain.programme import Programme
from domain.submissions import Cell, CellState, ReportedRow, Supplements, Unseen
from domain.supplements import Asked, AskedColumn, asked, asked_columns

SheetRows = Sequence[tuple[int, Mapping[int, Cell]]]
"""The rows of a sheet: number from 1, cells by column."""


def read_supplements(
    programme: Programme, sheets: Mapping[FormSheet, SheetRows]
) -> tuple[Supplements, tuple[FormSheet, ...]]:
    """Return what stands in these sheets, and which of them could not be read.

    A sheet that the programme does not ask for is none that is read.
    """
    read: dict[FormSheet, tuple[ReportedRow, ...]] = {}
    unread: list[FormSheet] = []
    for sheet, rows in sheets.items():
        columns = asked_columns(programme, sheet) if sheet in asked(programme) else ()
        found = _rows(sheet, rows, columns)
        if found is None:
            unread.append(sheet)
        else:
            read[sheet] = tuple(found)
    additional, next_plan, needs = (read.get(sheet, ()) for sheet in SUPPLEMENTS)
    return Supplements(additional, next_plan, needs), tuple(unread)


def _rows(
    sheet: FormSheet, rows: SheetRows, columns: Sequence[AskedColumn]
) -> Iterator[ReportedRow] | None:
    """Return the rows below the header; None where a column to be filled is not there."""
    for place, (_, cells) in enumerate(rows):
        labels = {_label(cell): column for column, cell in sorted(cells.items(), reverse=True)}
        if KEY_HEADER.casefold() in labels:
            fields = {one.field: labels.get(_folded(one.header), 0) for one in columns}
            if not columns or any(one.filled and not fields[one.field] for one in columns):
                return None
            key = labels[KEY_HEADER.casefold()]
            return _below(sheet, rows[place + 1 :], key, fields, columns)
    return None


def _below(
    sheet: FormSheet,
    rows: SheetRows,
    key_column: int,
    fields: Mapping[Asked, int],
    columns: Sequence[AskedColumn],
) -> Iterator[ReportedRow]:
    filled = [one.field for one in columns if one.filled]
    for place, row in rows:
        cells: dict[str, Cell] = {
            name: row[column] for name, column in fields.items() if column in row
        }
        key = normalise_space(row.get(key_column, Cell()).text)
        # A plan that was emptied says something; an empty free row does not.
        issued = sheet is FormSheet.NEXT_PLAN and key.startswith(sheet.mark)
        if not issued and not any(cells[name].text for name in filled if name in cells):
            continue
        # Typed below or between the form's rows: it is a row all the same.
        key = key or f"(wiersz {place})"
        if sheet is FormSheet.NEXT_PLAN:
            cells = _sure(key, cells)
        yield ReportedRow(key, cells)


def _sure(key: str, cells: dict[str, Cell]) -> dict[str, Cell]:
    """Return a plan's cells; where the row names another action than its key, with a question."""
    action = key.removeprefix(FormSheet.NEXT_PLAN.mark).partition("/")[0]
    named = normalise_space(cells.get(Asked.ID, Cell()).text)
    if named in ("", action) or not cells.get(Asked.PROPOSED, Cell()).text:
        return cells
    proposed = cells[Asked.PROPOSED]
    doubtful = Cell(Unseen(CellState.MISLABELLED, proposed.text), proposed.origin)
    return cells | {Asked.PROPOSED: doubtful}


def _label(cell: Cell) -> str:
    return _folded(cell.text)


def _folded(text: str) -> str:
    return normalise_space(text).casefold()

"""Reads a form from the cells of its sheets, whatever kind of file they were saved in.

Rows are found by their hidden key, columns by their header, never by position.
"""

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from domain.form import KEY_HEADER, NOTE_MARK, TOLD, Field, form_columns, form_rows
from domain.form_sheets import SUPPLEMENTS, UNANSWERED_SHEETS, FormSheet
from domain.polish.typography import normalise_space
from domain.programme import Programme, Unit
from domain.submissions import (
    Cell,
    CellState,
    Note,
    NoteKind,
    Origin,
    RawValue,
    Refused,
    ReportedRow,
    Submission,
    Unseen,
    group_rows,
)
from domain.supplement_reading import SheetRows, read_supplements

HEADER_ROWS = 40
META_KEY = 1
META_VALUE = 3
LETTERS = 26
MOST_NAMED = 5

Row = Mapping[int, RawValue]


@dataclass(frozen=True, slots=True)
class Sheets:
    """A workbook's sheets as a person sees them: name → row (from 1) → column (from 1) → value.

    `notes` say what else is in the file and is not read; `names` under which name each sheet of
    the form stands, where that is another one than it was issued with.
    """

    rows: Mapping[str, Mapping[int, Row]]
    notes: tuple[Note, ...] = ()
    names: Mapping[FormSheet, str] = field(default_factory=dict)

    def name(self, sheet: FormSheet) -> str:
        """Return the name that a sheet of the form has in this file."""
        return self.names.get(sheet, sheet.value)

    def has(self, sheet: FormSheet) -> bool:
        """Whether the sheet is in the file."""
        return self.name(sheet) in self.rows


def read_form(programme: Programme, file: str, sha256: str, sheets: Sheets) -> Submission:
    """Return the submission that the sheets hold; raises Refused with the reason why not."""
    reading = _Reading(file, sha256, _with_both(sheets))
    meta = reading.meta()
    unit = _checked_unit(programme, meta)
    supplements, unread = read_supplements(programme, dict(reading.supplements()))
    notes = _with_sheets(sheets.notes, [sheets.name(one) for one in unread])
    head = Submission(file, sha256, unit.code, meta, notes=notes, supplements=supplements)
    actions, repeated = group_rows(unit.code, list(reading.report(programme, unit)), head.date)
    return replace(head, actions=actions, repeated=repeated)


def is_form(sheets: Sheets) -> bool:
    """Whether at least a part of a form is there: anything else in its place is none."""
    return sheets.has(FormSheet.META) or sheets.has(FormSheet.REPORT)


def identification(sheets: Sheets) -> Mapping[str, str]:
    """Return what the identification sheet says (programme, year, unit …) as text."""
    meta = _Reading("", "", _with_both(sheets)).meta()
    return {key: cell.text for key, cell in meta.items()}


def other_sheets(hidden: Mapping[str, bool], read: Collection[str]) -> tuple[Note, ...]:
    """Return a note on sheets with something in them that are neither the form's nor a check's.

    `hidden` tells of each such sheet whether it is hidden; `read` are those that were read.
    """
    form = (*read, *UNANSWERED_SHEETS)
    others = [
        f"„{name}” (ukryty)" if unseen else f"„{name}”"
        for name, unseen in hidden.items()
        if name not in form
    ]
    if not others:
        return ()
    more = f" i {len(others) - MOST_NAMED} innych" if len(others) > MOST_NAMED else ""
    return (Note(NoteKind.SHEETS, ", ".join(others[:MOST_NAMED]) + more),)


def _with_sheets(notes: tuple[Note, ...], unread: Sequence[str]) -> tuple[Note, ...]:
    """Return the notes, with these sheets among those that are not read."""
    if not unread:
        return notes
    told = [note.text for note in notes if note.kind is NoteKind.SHEETS]
    names = ", ".join([*told, *(f"„{name}”" for name in unread)])
    others = (note for note in notes if note.kind is not NoteKind.SHEETS)
    return (*others, Note(NoteKind.SHEETS, names))


def column_letters(column: int) -> str:
    """Return a column's letters: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, place = divmod(column - 1, LETTERS)
        letters = chr(ord("A") + place) + letters
    return letters


def _with_both(sheets: Sheets) -> Sheets:
    missing = [one for one in (FormSheet.META, FormSheet.REPORT) if not sheets.has(one)]
    if missing:
        raise Refused(
            f"To nie jest formularz sprawozdania: brakuje arkusza „{missing[0]}”. Proszę "
            "odesłać formularz otrzymany od koordynatora, bez zmiany nazw arkuszy."
        )
    return sheets


def _checked_unit(programme: Programme, meta: Mapping[str, Cell]) -> Unit:
    slug, year, code = (meta.get(key, Cell()).text for key in ("programme", "year", "unit"))
    if slug != programme.slug:
        raise Refused(
            f"To formularz innego programu („{slug}”); tu zbierane są sprawozdania programu "
            f"„{programme.slug}”. Proszę przenieść plik do właściwego katalogu."
        )
    if year != str(programme.year):
        raise Refused(
            f"To formularz za rok {year or '(nie podano)'}, a zbierane są sprawozdania za rok "
            f"{programme.year}. Proszę o wypełnienie formularza za {programme.year} rok."
        )
    unit = programme.units.get(code)
    if unit is None or not unit.reports:
        raise Refused(
            f"Nie ma jednostki „{code}”, która składa sprawozdanie w tym programie. Proszę "
            "sprawdzić kod jednostki w arkuszu „Metryczka”."
        )
    return unit


@dataclass(frozen=True)
class _Reading:
    """The reading of one file."""

    file: str
    sha256: str
    sheets: Sheets

    def meta(self) -> dict[str, Cell]:
        found: dict[str, Cell] = {}
        name = self.sheets.name(FormSheet.META)
        for place, row in self.sheets.rows[name].items():
            key = _label(row.get(META_KEY))
            if key and key != KEY_HEADER and META_VALUE in row:
                found.setdefault(key, self._cell(name, place, META_VALUE, row))
        if not {"programme", "year", "unit"} <= found.keys():
            raise Refused(
                f"W arkuszu „{name}” brakuje ukrytych oznaczeń formularza (program, rok, kod "
                "jednostki). Proszę wypełnić formularz otrzymany od koordynatora."
            )
        return found

    def report(self, programme: Programme, unit: Unit) -> Iterator[ReportedRow]:
        name = self.sheets.name(FormSheet.REPORT)
        rows = iter(self.sheets.rows[name].items())
        fields = _header(name, rows, programme, unit)
        labels, headings = _issued(programme, unit)
        for place, row in rows:
            key = _label(row.get(fields[KEY_HEADER]))
            cells = {
                field: self._cell(name, place, column, row)
                for field, column in fields.items()
                if field != KEY_HEADER and column in row
            }
            if key.endswith(f"/{NOTE_MARK}"):
                # A row that only tells the officer something; what is typed in it is not lost.
                told = cells[Field.TEXT].text if Field.TEXT in cells else ""
                key, cells = "", {at: cell for at, cell in cells.items() if cell.text != told}
            if not key and any(cell.text and cell.text not in headings for cell in cells.values()):
                # Typed below or between the form's rows: it belongs to nothing, and is not lost.
                key = f"(wiersz {place})"
            if key:
                yield ReportedRow(key, _unsure(cells) if _moved(key, cells, labels) else cells)

    def supplements(self) -> Iterator[tuple[FormSheet, SheetRows]]:
        """Yield the sheets beyond the results that are there."""
        for one in SUPPLEMENTS:
            name = self.sheets.name(one)
            if name in self.sheets.rows:
                yield (
                    one,
                    [
                        (place, {column: self._cell(name, place, column, row) for column in row})
                        for place, row in self.sheets.rows[name].items()
                    ],
                )

    def _cell(self, sheet: str, place: int, column: int, row: Row) -> Cell:
        address = f"{column_letters(column)}{place}"
        return Cell(row[column], Origin(self.file, sheet, address, self.sha256))


def _issued(programme: Programme, unit: Unit) -> tuple[dict[str, str], set[str]]:
    """Return the labels of the form's rows by key, and the texts of its rows without one."""
    rows = list(form_rows(programme, unit, lambda _: 0))
    labels = {row.key: normalise_space(row.text) for row in rows if row.key and row.text}
    headings = {
        normalise_space(text)
        for section in programme.walk()
        for text in (section.number, section.title, f"{section.number} {section.title}")
    }
    return labels, headings


def _moved(key: str, cells: Mapping[str, Cell], labels: Mapping[str, str]) -> bool:
    """Whether a row says something else than its key stands for: its values are nobody's."""
    text = normalise_space(cells[Field.TEXT].text) if Field.TEXT in cells else ""
    # Words added behind the label leave no doubt of what the row is about.
    return bool(text) and key in labels and not text.startswith(labels[key])


def _unsure(cells: Mapping[str, Cell]) -> dict[str, Cell]:
    """Return a row's cells with its numbers made questions."""
    counted = (Field.VALUE, Field.SPENDING)
    return {
        name: Cell(Unseen(CellState.MISLABELLED, cell.text), cell.origin)
        if name in counted and cell.text
        else cell
        for name, cell in cells.items()
    }


def _label(value: RawValue) -> str:
    return normalise_space(Cell(value).text)


def _header(
    sheet: str, rows: Iterator[tuple[int, Row]], programme: Programme, unit: Unit
) -> dict[str, int]:
    """Read on to the header row, known by the hidden key's header; map fields to columns."""
    columns_of_form = form_columns(programme, unit)
    known = {
        column.header.casefold(): str(column.field)
        for column in columns_of_form
        if column.field not in TOLD
    }
    needed = {one.header for one in columns_of_form if one.rows and not one.optional}
    for _, row in itertools.islice(rows, HEADER_ROWS):
        columns = {
            _label(value).casefold(): column for column, value in sorted(row.items(), reverse=True)
        }
        if KEY_HEADER.casefold() in columns:
            _refuse_missing(sheet, needed, columns)
            _refuse_twice(sheet, [_label(value) for value in row.values()], needed)
            fields = {name: columns[key] for key, name in known.items() if key in columns}
            return fields | {KEY_HEADER: columns[KEY_HEADER.casefold()]}
    raise Refused(
        f"W arkuszu „{sheet}” nie ma wiersza nagłówków z ukrytą kolumną "
        f"„{KEY_HEADER}”. Proszę wypełnić formularz otrzymany od koordynatora."
    )


def _refuse_twice(sheet: str, headers: Sequence[str], needed: Collection[str]) -> None:
    """Refuse a form with two columns of one header: which of them counts cannot be told."""
    for header in needed:
        if sum(one.casefold() == header.casefold() for one in headers) > 1:
            raise Refused(
                f"W arkuszu „{sheet}” są dwie kolumny „{header}”. Proszę zostawić "
                "jedną, tę z właściwymi danymi."
            )


def _refuse_missing(sheet: str, needed: Collection[str], columns: Mapping[str, int]) -> None:
    """Refuse a form whose answers cannot be found; a column that only shows may be gone."""
    missing = sorted(header for header in needed if header.casefold() not in columns)
    if missing:
        names = ", ".join(f"„{header}”" for header in missing)
        raise Refused(
            f"W arkuszu „{sheet}” brakuje kolumn: {names}. Proszę przywrócić nagłówki "
            "z otrzymanego formularza."
        )

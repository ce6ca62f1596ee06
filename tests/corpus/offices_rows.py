"""Rows, columns and sheets that were sorted, moved, copied, renamed or thrown away."""

from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from domain.form import META_SHEET, REPORT_SHEET
from tests.corpus.base import report
from tests.corpus.case import Case
from tests.corpus.offices_desk import (
    ALL_UNUSED,
    EXPLANATION,
    FAMILIES,
    HOURS,
    PLAN,
    SERVICES,
    TEXT,
    VALUE,
    VALUES,
    Data,
    Rows,
    at,
    body,
    done,
    empty,
    figure,
    header_row,
    in_book,
    put,
    rearranged,
    refused,
    row_of,
    spent,
    taken,
    types,
    unused,
)

_KEY, _NUMBER, _TEXT, _VALUE = 0, 1, 2, 4


def _index(rows: Rows, key: str) -> int:
    return next(place for place, row in enumerate(rows) if row[_KEY] == key)


# ------------------------------------------------------------------ rows


def _by_text(rows: Rows) -> Rows:
    return sorted(rows, key=lambda row: str(row[_TEXT] or "żż"))


def _without_keys(rows: Rows) -> Rows:
    """Change two rows' places in the columns that are seen; the hidden keys stay."""
    one, other = _index(rows, FAMILIES), _index(rows, HOURS)
    rows[one][1:], rows[other][1:] = rows[other][1:], rows[one][1:]
    return rows


def _values_alone(rows: Rows) -> Rows:
    """Sort the column of values by itself, from the least; empty cells come last."""
    numbers = sorted(float(str(row[_VALUE])) for row in rows if row[_VALUE] is not None)
    for row, number in zip(rows, [*numbers, *[None] * len(rows)], strict=False):
        row[_VALUE] = number
    return rows


def _block_first(rows: Rows) -> Rows:
    start = _index(rows, "I.1.5")
    return rows[start : start + 5] + rows[:start] + rows[start + 5 :]


def _copied(rows: Rows, value: object) -> Rows:
    copy = list(rows[_index(rows, HOURS)])
    copy[_VALUE] = value
    rows.insert(_index(rows, HOURS) + 1, copy)
    return rows


def _without(key: str, count: int = 1) -> Data:
    return done(lambda sheet: sheet.delete_rows(row_of(sheet, key), count))


def _inserted(text: str | None, value: object) -> Data:
    def change(sheet: Worksheet) -> None:
        row = row_of(sheet, HOURS) + 1
        sheet.insert_rows(row)
        sheet.cell(row, _TEXT + 1).value = text
        sheet.cell(row, _VALUE + 1).value = value  # type: ignore[assignment]

    return done(change)


def _below(text: str, value: object = None) -> Data:
    def change(sheet: Worksheet) -> None:
        row = sheet.max_row + 2
        sheet.cell(row, _TEXT + 1).value = text
        sheet.cell(row, _VALUE + 1).value = value  # type: ignore[assignment]

    return done(change)


def _new_key(key: str) -> Data:
    return done(lambda sheet: sheet.cell(row_of(sheet, HOURS), 1, key))


# ------------------------------------------------------------------ columns


def _header(old: str, new: str) -> Data:
    def change(sheet: Worksheet) -> None:
        top = header_row(sheet)
        cell = next(cell for cell in sheet[top] if cell.value == old)
        cell.value = new

    return done(change)


def _column(sheet: Worksheet, header: str) -> int:
    return at(sheet, HOURS, header).column


def _no_column(*headers: str) -> Data:
    def change(sheet: Worksheet) -> None:
        for header in headers:
            sheet.delete_cols(_column(sheet, header))

    return done(change)


def _wider(sheet: Worksheet, place: int, number: int) -> None:
    """Insert columns; what a column looks like goes along, as in Excel."""
    looks = sheet.column_dimensions
    told = {
        column: (looks[get_column_letter(column)].width, looks[get_column_letter(column)].hidden)
        for column in range(place, sheet.max_column + 1)
    }
    sheet.insert_cols(place, number)
    told |= {column + number: look for column, look in told.items()}
    for column, (width, hidden) in told.items():
        new = looks[get_column_letter(column)]
        new.width, new.hidden = width, hidden and column >= place + number


def _more_columns(sheet: Worksheet) -> None:
    _wider(sheet, 5, 2)
    sheet.cell(header_row(sheet), 5).value = "Wykonanie I półrocze"
    sheet.cell(row_of(sheet, HOURS), 5).value = 800


def _second_value_column(sheet: Worksheet) -> None:
    _wider(sheet, 6, 1)
    sheet.cell(header_row(sheet), 6).value = VALUE
    sheet.cell(row_of(sheet, HOURS), 6).value = 1730


def _from_the_right(sheet: Worksheet) -> None:
    top = header_row(sheet)
    headers = [cell.value for cell in sheet[top]]
    rows = [[row[0], *row[:0:-1]] for row in body(sheet)]
    for column, value in enumerate([headers[0], *headers[:0:-1]], start=1):
        sheet.cell(top, column).value = value
    put(sheet, rows)


# ------------------------------------------------------------------ sheets


def _renamed(book: Workbook) -> None:
    report(book).title = "Sprawozdanie 2024"


def _both_renamed(book: Workbook) -> None:
    _renamed(book)
    book[META_SHEET].title = "Dane jednostki"


def _renamed_and_copied(book: Workbook) -> None:
    _copy(book)
    _renamed(book)


def _reversed(book: Workbook) -> None:
    book.move_sheet(REPORT_SHEET, -1)


def _calculations(book: Workbook) -> None:
    sheet = book.create_sheet("Obliczenia", 0)
    sheet["A1"].value, sheet["B1"].value = "Klucz", VALUE
    sheet["A2"].value, sheet["B2"].value = HOURS, 9999


def _copy(book: Workbook, *, changed: bool = False, emptied: bool = False) -> None:
    copy = book.copy_worksheet(report(book))
    copy.title = f"{REPORT_SHEET} (2)"
    if changed:
        at(copy, HOURS).value = 9999
    if emptied:
        empty(report(book))


_HARMLESS: tuple[tuple[str, str, Data], ...] = (
    ("rows-sorted-with-their-keys", "rows-sorted", rearranged(_by_text)),
    ("block-moved-to-the-top", "rows-moved", rearranged(_block_first)),
    ("header-in-capitals", "header-reworded", _header(VALUE, " WYKONANIE\nW  2024 ROKU ")),
    ("columns-inserted", "column-inserted", done(_more_columns)),
    ("printed-columns-deleted", "column-deleted", _no_column("Nr", PLAN)),
    ("columns-from-the-right", "columns-moved", done(_from_the_right)),
    ("report-sheet-renamed", "sheet-renamed", in_book(_renamed)),
    ("both-sheets-renamed", "sheet-renamed", in_book(_both_renamed)),
    ("sheets-in-another-order", "sheets-moved", in_book(_reversed)),
)


_REFUSED: tuple[tuple[str, str, Data, str], ...] = (
    ("header-shortened", "header-reworded", _header(VALUE, "Wykonanie"), f"„{VALUE}”"),
    ("header-of-last-year", "last-years-form", _header(VALUE, "Wykonanie w 2023 roku"), VALUE),
    ("needed-column-deleted", "column-deleted", _no_column(EXPLANATION), f"„{EXPLANATION}”"),
    ("keys-deleted", "column-deleted", done(lambda sheet: sheet.delete_cols(1)), "„Klucz”"),
    # Which of two columns under the same header is meant, nobody can say.
    ("value-column-twice", "column-copied", done(_second_value_column), VALUE),
    # Which of two sheets with the form's keys counts, nobody can say.
    (
        "report-sheet-renamed-beside-a-copy",
        "sheet-renamed",
        in_book(_renamed_and_copied),
        "„Sprawozdanie”",
    ),
    (
        "metryczka-deleted",
        "sheet-deleted",
        in_book(lambda book: book.remove(book[META_SHEET])),
        "„Metryczka”",
    ),
)

CASES: tuple[Case, ...] = (
    *(taken(name, mechanism, data) for name, mechanism, data in _HARMLESS),
    *(refused(name, mechanism, data, reason) for name, mechanism, data, reason in _REFUSED),
    # By the key it is hours, by the words families: nobody can be sure, so neither.
    taken(
        "rows-sorted-without-their-keys",
        "rows-sorted",
        rearranged(_without_keys),
        unused(FAMILIES, HOURS),
        ["row-changed", "plan-changed", "wording-number"],
    ),
    # 26 and 47 come to headings, 888 to the row of I.1.1 itself, 1703 to the note below it, the
    # largest two to free rows.
    taken(
        "values-sorted-alone",
        "rows-sorted",
        rearranged(_values_alone),
        unused(*VALUES[1:], "I.1.1/+1", "I.1.1/+2") | {figure(SERVICES): "4877.29"},
        [
            "action-unknown",
            "answer-misplaced",
            "measure-missing",
            "plan-off",
            "value-fraction",
            "value-missing",
            "wording-number",
        ],
    ),
    taken(
        "row-of-a-value-deleted", "rows-deleted", _without(HOURS), unused(HOURS), ["value-missing"]
    ),
    taken(
        "row-of-an-action-deleted",
        "rows-deleted",
        _without("I.1.5"),
        {spent("I.1.5"): None},
        ["spending-missing"],
    ),
    taken(
        "block-of-an-action-deleted",
        "rows-deleted",
        _without("I.1.5", 5),
        unused(HOURS) | {spent("I.1.5"): None},
        ["action-unanswered"],
    ),
    # One result of 1703 or two? And which, where they differ?
    taken(
        "row-copied",
        "row-copied",
        rearranged(lambda rows: _copied(rows, 1703)),
        unused(HOURS),
        ["key-repeated", "conflicting-values"],
    ),
    taken(
        "row-copied-with-another-value",
        "row-copied",
        rearranged(lambda rows: _copied(rows, 20)),
        unused(HOURS),
        ["key-repeated", "conflicting-values", "plan-far"],
    ),
    taken(
        "row-copied-and-emptied",
        "row-copied",
        rearranged(lambda rows: _copied(rows, None)),
        rules=["key-repeated"],
    ),
    taken(
        "row-inserted-with-a-number",
        "row-inserted",
        _inserted("w tym dzieci", 20),
        rules=["action-unknown"],
    ),
    # A row that only tells the officer something is no place for a number; it is not lost.
    taken(
        "value-typed-into-a-note",
        "typed-into-a-note",
        done(types(HOURS, None), types("I.1.1/!", 1703)),
        unused(HOURS),
        ["action-unknown", "value-missing"],
    ),
    taken("total-below-the-rows", "typed-below", _below("Razem", 36565), rules=["action-unknown"]),
    taken(
        "remark-below-the-rows",
        "typed-below",
        _below("Uwaga: dane tylko za 11 miesięcy"),
        rules=["action-unknown"],
    ),
    taken(
        "no-break-space-inside-a-key",
        "key-changed",
        _new_key("I.1.5/\u00a0godziny"),
        unused(HOURS),
        ["key-unknown", "value-missing"],
    ),
    taken(
        "key-emptied",
        "key-changed",
        _new_key(""),
        unused(HOURS),
        ["action-unknown", "value-missing"],
    ),
    taken(
        "sheet-with-calculations", "sheet-added", in_book(_calculations), rules=["sheets-unread"]
    ),
    # The form's sheet is known by its name; a copy is somebody's working paper.
    taken(
        "sheet-copied-and-changed",
        "sheet-copied",
        in_book(lambda book: _copy(book, changed=True)),
        rules=["sheets-unread"],
    ),
    taken(
        "answers-only-in-a-copy-of-the-sheet",
        "sheet-copied",
        in_book(lambda book: _copy(book, emptied=True)),
        ALL_UNUSED,
        ["action-unanswered", "sheets-unread"],
    ),
    taken(
        "label-typed-over",
        "label-changed",
        done(types(HOURS, "liczba porad", TEXT)),
        unused(HOURS),
        ["row-changed"],
    ),
    taken(
        "full-stop-after-a-name",
        "label-changed",
        done(lambda sheet: types("I.1.5", f"{at(sheet, 'I.1.5', TEXT).value}.", TEXT)(sheet)),
        rules=["row-changed"],
    ),
)

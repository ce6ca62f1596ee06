"""The identification sheet as people fill it, and settings of a workbook that change nothing."""

import datetime

from openpyxl.formatting.rule import Rule
from openpyxl.styles import PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidationList
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from domain.form import META_SHEET
from tests.corpus.case import Case
from tests.corpus.offices_desk import (
    ALL_UNUSED,
    HOURS,
    Data,
    at,
    done,
    header_row,
    in_book,
    meta,
    refused,
    taken,
)

_DAY = datetime.datetime(2025, 1, 31)  # noqa: DTZ001 - a cell has no zone

_ENTRIES_TAKEN: tuple[tuple[str, str, str, object, str | None], ...] = (
    ("year-retyped", "year-as-a-number", "year", 2024, None),
    ("unit-retyped", "unit-with-spaces", "unit", " MOPS-PRZ-08\u00a0", None),
    ("approval", "nobody-approved", "approved_by", None, "statement-unsigned"),
    ("approval", "dash-for-a-signature", "approved_by", "-", "statement-unsigned"),
    ("date", "date-of-excel", "date", _DAY, None),
    ("date", "date-the-polish-way", "date", "31.01.2025", None),
    ("date", "date-in-words", "date", "31 stycznia 2025", "date-unreadable"),
    ("date", "thirteenth-month", "date", "2025-13-45", "date-unreadable"),
    ("date", "date-two-centuries-ahead", "date", "2205-01-31", "date-unreadable"),
)

_ENTRIES_REFUSED: tuple[tuple[str, str, str, object, str], ...] = (
    ("year-retyped", "year-before", "year", "2023", "za rok 2023"),
    ("programme-retyped", "another-programme", "programme", "miasto-rownych-szans", "innego"),
    ("unit-retyped", "unit-in-small-letters", "unit", "mops-prz-08", "mops-prz-08"),
)


def _no_keys(book: Workbook) -> None:
    book[META_SHEET].delete_cols(1)


def _entries_sorted(book: Workbook) -> None:
    sheet = book[META_SHEET]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(3, 14)]
    for place, row in enumerate(sorted(rows, key=lambda row: str(row[1])), start=3):
        for column, value in enumerate(row, start=1):
            sheet.cell(place, column).value = value


def _area(sheet: Worksheet) -> str:
    return f"A{header_row(sheet)}:K{sheet.max_row}"


def _table(sheet: Worksheet) -> None:
    sheet.auto_filter.ref = None
    sheet.add_table(Table(displayName="Tabela1", ref=_area(sheet)))


def _coloured(sheet: Worksheet) -> None:
    pink = DifferentialStyle(fill=PatternFill("solid", bgColor="FFFFC7CE"))
    rule = Rule("cellIs", operator="lessThan", formula=["2000"], dxf=pink)
    sheet.conditional_formatting.add(at(sheet, HOURS).coordinate, rule)


def _no_lists(sheet: Worksheet) -> None:
    sheet.data_validations = DataValidationList()


def _protected(sheet: Worksheet) -> None:
    sheet.protection.set_password("tajne")
    sheet.protection.enable()


def _filter(sheet: Worksheet) -> None:
    sheet.auto_filter.ref = _area(sheet)
    sheet.auto_filter.add_filter_column(6, ["zrealizowano"], blank=True)


def _structure_locked(book: Workbook) -> None:
    book.security = WorkbookProtection(workbookPassword="CC1A", lockStructure=True)


_SETTINGS: tuple[tuple[str, Data], ...] = (
    ("table-object", done(_table)),
    ("conditional-format", done(_coloured)),
    ("lists-removed", done(_no_lists)),
    ("sheet-protected", done(_protected)),
    ("filter-without-hidden-rows", done(_filter)),
    ("structure-locked", in_book(_structure_locked)),
)

CASES: tuple[Case, ...] = (
    *(
        taken(f"metryczka-{name}", mechanism, meta(key, value), rules=[rule] if rule else [])
        for mechanism, name, key, value, rule in _ENTRIES_TAKEN
    ),
    *(
        refused(f"metryczka-{name}", mechanism, meta(key, value), reason)
        for mechanism, name, key, value, reason in _ENTRIES_REFUSED
    ),
    *(taken(f"workbook-{name}", name, data) for name, data in _SETTINGS),
    # The code of a colleague's section: the answers are to actions that are not its own.
    taken(
        "metryczka-code-of-another-section",
        "unit-retyped",
        meta("unit", "MOPS-PRZ-07"),
        ALL_UNUSED,
        ["action-foreign", "action-unanswered"],
    ),
    taken("metryczka-sorted", "rows-sorted", in_book(_entries_sorted)),
    refused("metryczka-keys-deleted", "column-deleted", in_book(_no_keys), "ukrytych oznaczeń"),
)

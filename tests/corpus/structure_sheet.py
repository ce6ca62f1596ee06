"""Rows and cells that are misplaced, hidden, merged, or told about falsely."""

import re
from collections.abc import Callable

from tests.corpus.case import Case
from tests.corpus.structure_parts import (
    NUMBERS,
    SHEET,
    VALUE,
    Data,
    added,
    in_row,
    refused,
    row,
    swap,
    swapped,
    taken,
    text_of,
    unused,
)

Change = tuple[str, str]
COUNTED = {place: None for place in NUMBERS if not place[1].startswith("spending")}
SPENT = {place: None for place in NUMBERS if place[1].startswith("spending")}
COLUMN_E = '<col min="5" max="5" width="15.7109375" customWidth="1"/>'
FORMAT = '<sheetFormatPr defaultRowHeight="15"/>'
FILTER = '<autoFilter ref="A6:N56"/>'
STATED = '<dimension ref="A1:N56"/>'


def sheet(*changes: Change) -> Data:
    """Return a builder of the form with changes in the report sheet."""
    return lambda: swapped(SHEET, *changes)


def told(text: str) -> Data:
    """Return a builder of the form whose sheet tells something else of its size."""
    return sheet((STATED, text))


def cell_at(reference: str, number: int = 23) -> Data:
    """Return a builder of the form with a further cell in a row, under some address."""
    more = f'<c r="{reference}"><v>1704</v></c></row>'
    return lambda: in_row(number, lambda text: text.replace("</row>", more))


def value_at(reference: str) -> Data:
    """Return a builder of the form whose hours have another address."""
    return sheet((VALUE, VALUE.replace("E23", reference)))


def row_at(number: str) -> Data:
    """Return a builder of the form with a further row at the end, under some number."""
    return sheet(("</sheetData>", f'<row r="{number}"><c><v>1</v></c></row></sheetData>'))


def rows_without_numbers(*changes: Change) -> bytes:
    """Return the form whose rows from the header on have no numbers: each follows the last."""
    text = swap(text_of(SHEET), *changes)
    start = text.index('<row r="7"')
    plain = re.sub(r'<row r="\d+"', "<row", text[start:])
    return added({SHEET: text[:start] + plain})


def without_addresses(text: str) -> str:
    """Return a row whose cells have no addresses: each follows the last."""
    return re.sub(r' r="[A-Z]+\d+"', "", text)


def mixed(cells: Callable[[list[str]], list[str]]) -> bytes:
    """Return the form with the cells of one row in another order."""
    found = re.findall(r"<c .*?(?:/>|</c>)", row(23))
    return in_row(23, lambda text: text.replace("".join(found), "".join(cells(found))))


PLACES = (
    taken("rows-without-numbers", "places-left-out", rows_without_numbers),
    taken("cells-without-addresses", "places-left-out", lambda: in_row(23, without_addresses)),
    taken(
        "one-cell-without-an-address",
        "places-left-out",
        sheet((VALUE, VALUE.replace(' r="E23"', ""))),
    ),
    taken(
        "rows-in-another-order",
        "places-disorder",
        lambda: swapped(SHEET, (row(23) + row(24), row(24) + row(23))),
    ),
    taken("cells-in-another-order", "places-disorder", lambda: mixed(lambda cells: cells[::-1])),
    refused("row-twice", "places-twice", sheet((row(24), row(23) + row(24))), "dwa razy"),
    refused("row-twice-far-apart", "places-twice", sheet((row(50), row(50) + row(23))), "dwa razy"),
    refused("cell-twice", "places-twice", sheet((VALUE, VALUE + VALUE)), "dwa razy"),
    refused("cell-twice-with-dollars", "places-astray", cell_at("$E$23")),
    refused("cell-twice-in-small-letters", "places-astray", cell_at("e23")),
    refused("cell-in-the-wrong-row", "places-astray", cell_at("E24"), "wierszu"),
    refused("cell-in-row-nought", "places-astray", value_at("E0")),
    refused("cell-in-row-with-a-nought-before", "places-astray", value_at("E023")),
    refused("cell-in-no-column", "places-astray", value_at("23")),
    refused("cell-in-two-columns", "places-astray", value_at("E23:F23")),
    refused("cell-beyond-the-last-column", "places-beyond", cell_at("XFE23")),
    refused("cell-far-beyond-the-last-column", "places-beyond", cell_at("ZZZZZZZ23")),
    taken("cell-in-the-last-column", "places-at-the-edge", cell_at("XFD23")),
    refused("row-nought", "places-beyond", row_at("0")),
    refused("row-below-nought", "places-beyond", row_at("-1")),
    refused("row-beyond-the-last", "places-beyond", row_at("1048577")),
    refused("row-far-beyond-the-last", "places-beyond", row_at("99999999999999999999")),
    refused("row-with-no-number", "places-beyond", row_at("dwa")),
    refused("row-and-a-half", "places-beyond", row_at("50.5")),
    refused("row-with-an-exponent", "places-beyond", row_at("1e2")),
    refused("row-with-an-underscore", "places-beyond", row_at("1_00")),
    taken("row-the-last-of-all", "places-at-the-edge", row_at("1048576")),
    taken(
        "spans-that-lie",
        "places-told",
        lambda: in_row(23, lambda text: text.replace("1:14", "1:2")),
    ),
    taken("size-told-too-small", "places-told", told('<dimension ref="A1:B2"/>')),
    taken("size-told-nonsense", "places-told", told('<dimension ref="wszystko"/>')),
)


# ---------------------------------------------------------------- hidden

E_HIDDEN = frozenset({"value-hidden"})
ALL_HIDDEN = frozenset({"value-hidden", "spending-not-number"})


def row_said(attributes: str) -> Data:
    """Return a builder of the form with more attributes on the row of the hours."""
    return sheet(('<row r="23" ', f'<row r="23" {attributes} '))


def column_said(column: str) -> Data:
    """Return a builder of the form with another description of the values' column."""
    return sheet((COLUMN_E, column))


def columns(text: str) -> Data:
    """Return a builder of the form with other descriptions of all columns."""
    return lambda: added({SHEET: re.sub("<cols>.*</cols>", f"<cols>{text}</cols>", text_of(SHEET))})


def filtered(number: int, attributes: str = "") -> bytes:
    """Return the form with a filter on its values that lets through what is over 5 000."""
    criterion = (
        '<autoFilter ref="A6:N56"><filterColumn colId="4"><customFilters>'
        '<customFilter operator="greaterThan" val="5000"/></customFilters></filterColumn>'
        "</autoFilter>"
    )
    changes = ((FILTER, criterion), (f'<row r="{number}" ', f'<row r="{number}" {attributes} '))
    return swapped(SHEET, *changes)


HIDDEN = (
    unused("row-said-to-be-hidden", "hidden-row", row_said('hidden="1"'), "value-hidden"),
    unused("row-hidden-in-words", "hidden-row", row_said('hidden="true"'), "value-hidden"),
    unused(
        "row-hidden-without-a-number",
        "hidden-row",
        lambda: rows_without_numbers(('<row r="23" ', '<row r="23" hidden="1" ')),
        "value-hidden",
    ),
    unused("row-filtered-out", "hidden-row", lambda: filtered(23, 'hidden="1"'), "value-hidden"),
    unused(
        "row-of-no-height", "hidden-by-size", row_said('ht="0" customHeight="1"'), "value-hidden"
    ),
    taken("row-that-the-filter-left", "hidden-not", lambda: filtered(23)),
    # Rows that stand in the sheet are seen; the height of nothing is for all those that don't.
    taken(
        "rows-below-are-hidden",
        "hidden-not",
        sheet((FORMAT, '<sheetFormatPr defaultRowHeight="15" zeroHeight="1"/>')),
    ),
    taken(
        "column-hidden",
        "hidden-column",
        column_said(COLUMN_E.replace("/>", ' hidden="1"/>')),
        figures=COUNTED,
        rules=E_HIDDEN,
    ),
    taken(
        "column-of-no-width",
        "hidden-by-size",
        column_said('<col min="5" max="5" width="0" customWidth="1"/>'),
        figures=COUNTED,
        rules=E_HIDDEN,
    ),
    taken(
        "column-of-three-digits",
        "hidden-by-size",
        column_said('<col min="5" max="5" width="3.71" customWidth="1"/>'),
        figures={
            place: None
            for place, number in NUMBERS.items()
            if place in COUNTED and float(number) >= 1000
        },
        rules=frozenset({"value-masked"}),
    ),
    taken(
        "column-of-four-digits",
        "hidden-by-size",
        column_said('<col min="5" max="5" width="5.71" customWidth="1"/>'),
    ),
    taken(
        "columns-all-hidden",
        "hidden-column",
        columns('<col min="1" max="16384" hidden="1" width="9"/>'),
        figures=COUNTED | SPENT,
        rules=ALL_HIDDEN,
    ),
    taken(
        "columns-hidden-by-default",
        "hidden-by-size",
        lambda: added(
            {
                SHEET: swap(
                    re.sub("<cols>.*</cols>", "", text_of(SHEET)),
                    (FORMAT, '<sheetFormatPr defaultColWidth="0" defaultRowHeight="15"/>'),
                )
            }
        ),
        figures=COUNTED | SPENT,
        rules=ALL_HIDDEN,
    ),
    refused(
        "column-described-twice",
        "column-twice",
        column_said(COLUMN_E.replace("/>", ' hidden="1"/>') + COLUMN_E),
    ),
    taken("columns-not-described", "hidden-not", columns('<col min="1" max="1" hidden="1"/>')),
    unused(
        "zero-that-is-not-shown",
        "hidden-zero",
        lambda: swapped(
            SHEET,
            (VALUE, VALUE.replace("1703", "0")),
            ('<sheetView tabSelected="1"', '<sheetView showZeros="0" tabSelected="1"'),
        ),
        "value-masked",
    ),
)


# ---------------------------------------------------------------- merged


def merged(*areas: str) -> Data:
    """Return a builder of the form with merged cells."""
    cells = "".join(f'<mergeCell ref="{area}"/>' for area in areas)
    return sheet((FILTER, f'{FILTER}<mergeCells count="{len(areas)}">{cells}</mergeCells>'))


MERGED = (
    unused("merged-with-the-row-below", "merged", merged("E23:E24"), "value-merged"),
    unused("merged-with-the-next-column", "merged", merged("E23:F23"), "value-merged"),
    unused("merged-under-another", "merged-under", merged("D23:E23"), "value-missing"),
    unused("merged-twice", "merged-overlapping", merged("E23:E24", "E23:F23"), "value-merged"),
    taken("merged-headings", "merged-elsewhere", merged("B1:M1", "B4:M4", "B7:M7")),
    taken("merged-headings-overlapping", "merged-overlapping", merged("B1:M2", "B2:C4")),
    refused("merged-backwards", "merged-broken", merged("F24:E23")),
    refused("merged-nonsense", "merged-broken", merged("scalone")),
    refused("merged-beyond-the-sheet", "merged-broken", merged("E23:XFE1048577")),
)

CASES: tuple[Case, ...] = (*PLACES, *HIDDEN, *MERGED)

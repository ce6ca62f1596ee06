"""The workbook: its sheets, their names and states, what is defined in it."""

from typing import Any

from openpyxl.chart import BarChart, Reference
from openpyxl.workbook.workbook import Workbook

from domain.form import REPORT_SHEET
from tests.corpus.base import edited
from tests.corpus.case import Case
from tests.corpus.structure_package import SHEET_TYPE, other_sheet
from tests.corpus.structure_parts import (
    BOOK,
    CELL_FORMATS,
    DOCUMENT_NS,
    META,
    NUMBERS,
    RELATIONS,
    ROOT_TYPES,
    SHEET,
    SHEET_RELATION,
    STRINGS,
    STYLES,
    added,
    as_issued,
    beside,
    declared,
    more_formats,
    refused,
    swap,
    taken,
    text_of,
)

SHEET_ENTRY = f'<sheet name="Sprawozdanie" sheetId="3" r:id="{SHEET_RELATION}"/>'
COPY = f'<sheet name="Kopia" sheetId="99" r:id="{SHEET_RELATION}"/>'
SHEETS_END = "</sheets>"
EMPTY_SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/>'
    "</worksheet>"
)
ALL_UNSEEN: dict[str, Any] = {
    "figures": dict.fromkeys(NUMBERS),
    "rules": frozenset({"value-hidden", "spending-not-number"}),
}


def book(*changes: tuple[str, str], **more: bytes | str) -> bytes:
    """Return the form with changes in its workbook part."""
    return added({BOOK: swap(text_of(BOOK), *changes), **more})


def sheets(number: int, folder: str = "worksheets/sheet") -> bytes:
    """Return the form with further empty sheets, so many in all."""
    own = text_of(BOOK).count("<sheet ")
    names = {n: f"{folder}{n}.xml" for n in range(own + 1, number + 1)}
    entries = "".join(f'<sheet name="A{n}" sheetId="{n}" r:id="rId9{n:03}"/>' for n in names)
    made = "".join(
        f'<Relationship Id="rId9{n:03}" Type="{DOCUMENT_NS}/worksheet" Target="{name}"/>'
        for n, name in names.items()
    )
    return added(
        {
            BOOK: swap(text_of(BOOK), (SHEETS_END, entries + SHEETS_END)),
            RELATIONS: swap(text_of(RELATIONS), ("</Relationships>", f"{made}</Relationships>")),
            ROOT_TYPES: declared({f"xl/{name}": SHEET_TYPE for name in names.values()}),
        }
        | {f"xl/{name}": EMPTY_SHEET for name in names.values()}
    )


def further(name: str, part: str, content: str, kind: str, type_of: str) -> bytes:
    """Return the form with one more sheet of some kind."""
    entry = f'<sheet name="{name}" sheetId="99" r:id="rId99"/>{SHEETS_END}'
    return added(
        {
            BOOK: swap(text_of(BOOK), (SHEETS_END, entry)),
            RELATIONS: beside("rId99", part, kind),
            ROOT_TYPES: declared({f"xl/{part}": type_of}),
            f"xl/{part}": content,
        }
    )


def _with_names(names: str) -> bytes:
    return book(("<definedNames>", f"<definedNames>{names}"))


def _add_chart(book: Workbook, name: str = "Wykres") -> None:
    chart = BarChart()
    chart.add_data(Reference(book.worksheets[0], min_col=3, min_row=3, max_row=5))
    book.create_chartsheet(name).add_chart(chart)


def _chart_for_the_report(book: Workbook) -> None:
    book.remove(book[REPORT_SHEET])
    _add_chart(book, REPORT_SHEET)


def _dated_1904() -> bytes:
    """Return the form with its date as a number, counted from 1904 as on an old Macintosh."""
    old = as_issued("C14", META)
    styles = text_of(STYLES)
    style = '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    return added(
        {
            BOOK: swap(text_of(BOOK), ("<workbookPr ", '<workbookPr date1904="1" ')),
            META: swap(text_of(META), (old, f'<c r="C14" s="{CELL_FORMATS}"><v>44226</v></c>')),
            STYLES: swap(
                styles,
                more_formats(),
                ("</cellXfs>", f"{style}</cellXfs>"),
            ),
        }
    )


SHEETS = (
    refused("book-without-the-report", "book-sheets", lambda: book((SHEET_ENTRY, "")), "arkusza"),
    refused(
        "book-without-sheets",
        "book-sheets",
        lambda: added({BOOK: text_of(BOOK).split("<sheets>")[0] + "</workbook>"}),
    ),
    refused(
        "book-sheet-twice-by-name",
        "book-sheet-twice",
        lambda: book((SHEETS_END, f"{SHEET_ENTRY.replace(SHEET_RELATION, 'rId4')}{SHEETS_END}")),
    ),
    refused(
        "book-sheet-twice-in-capitals",
        "book-sheet-twice",
        lambda: further(
            "SPRAWOZDANIE", "worksheets/sheet99.xml", other_sheet(), "worksheet", SHEET_TYPE
        ),
    ),
    refused(
        "book-two-sheets-of-one-part",
        "book-sheet-twice",
        lambda: book((SHEETS_END, COPY + SHEETS_END)),
    ),
    refused(
        "book-sheet-without-relation",
        "book-sheet-relation",
        lambda: book((SHEET_ENTRY, SHEET_ENTRY.replace(f' r:id="{SHEET_RELATION}"', ""))),
    ),
    taken("book-of-fifty-sheets", "book-many-sheets", lambda: sheets(50)),
    refused("book-of-more-sheets", "book-many-sheets", lambda: sheets(51), "arkuszy"),
    refused(
        "book-of-more-sheets-elsewhere",
        "book-many-sheets",
        lambda: sheets(400, "inne/arkusz"),
        "arkuszy",
    ),
    taken(
        "book-report-hidden",
        "book-sheet-hidden",
        lambda: book((SHEET_ENTRY, SHEET_ENTRY.replace(" r:id", ' state="hidden" r:id'))),
        **ALL_UNSEEN,
    ),
    taken(
        "book-report-very-hidden",
        "book-sheet-hidden",
        lambda: book((SHEET_ENTRY, SHEET_ENTRY.replace(" r:id", ' state="veryHidden" r:id'))),
        **ALL_UNSEEN,
    ),
    taken("book-with-a-chart-sheet", "book-chart-sheet", lambda: edited(_add_chart)),
    refused("book-report-is-a-chart", "book-chart-sheet", lambda: edited(_chart_for_the_report)),
    refused(
        "book-not-well-formed",
        "book-broken",
        lambda: book(("<bookViews>", "<bookViews><")),
    ),
    taken(
        "book-names-that-lead-nowhere",
        "book-names",
        lambda: _with_names(
            '<definedName name="Stary">#REF!</definedName>'
            '<definedName name="Obcy">[1]Arkusz1!$A$1</definedName>'
            "<definedName name=\"Sieć\">'\\\\serwer\\[plan.xlsx]A'!$A$1</definedName>"
        ),
    ),
    taken(
        "book-print-area-lost",
        "book-names",
        lambda: book(("Sprawozdanie!$A$1:$M$56", "Sprawozdanie!#REF!")),
    ),
)


DATES = (
    taken("book-dates-from-1904", "book-1904", _dated_1904, quiet=frozenset({"date-unreadable"})),
)

STRICT = (
    refused(
        "book-strict",
        "book-strict",
        lambda: added(
            {
                name: text_of(name)
                .replace(
                    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                    "http://purl.oclc.org/ooxml/spreadsheetml/main",
                )
                .replace(DOCUMENT_NS, "http://purl.oclc.org/ooxml/officeDocument/relationships")
                for name in (BOOK, SHEET, META, STRINGS, STYLES, RELATIONS)
            }
        ),
        "Strict",
    ),
)

CASES: tuple[Case, ...] = (*SHEETS, *DATES, *STRICT)

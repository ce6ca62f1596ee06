"""What people at a desk do to the clean form, and how a case of it is put down.

The findings of such a case are those that it names and no others: a mistake brings one question,
not five, and what is no mistake brings none.
"""

from collections.abc import Callable, Iterable, Mapping

from lxml import etree
from openpyxl.cell.cell import Cell
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from domain.form import META_SHEET
from domain.submissions import Verdict
from tests.corpus.base import KEY, clean, edited, place, programme, report
from tests.corpus.case import Case, Family, one_file
from tests.edges.office import packed, parts

VALUE = "Wykonanie w 2024 roku"
PLAN = "Plan na 2024 rok"
TEXT = "Działanie / co policzono"
PRECISION = "Dokładność"
STATUS = "Status realizacji"
EXPLANATION = "Wyjaśnienie"
WORDING = "Własne brzmienie wykonania"
SPENDING = "Wysokość środków (zł)"
SPENDING_WORDING = "Własne brzmienie środków"

HOURS = "I.1.5/godziny"
PEOPLE = "I.2.1.3/uczestnicy"
FAMILIES = "I.1.4/rodziny"
SERVICES = "I.1.1/uslugi"
VALUES = (
    SERVICES,
    FAMILIES,
    HOURS,
    PEOPLE,
    "II.1.1/godziny",
    "II.1.2/godziny",
    "IV.1.1/placowki",
)
PAID = ("I.1.1", "I.1.4", "I.1.5", "II.1.1", "II.1.2", "IV.1.1")

# The other units of the round sent nothing.
_ALWAYS = frozenset({"unit-missing"})
_REPORT_PART = "xl/worksheets/sheet3.xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

Data = Callable[[], bytes]
Figures = Mapping[tuple[str, str], str | None]
FORM = "formularz.xlsx"


# ------------------------------------------------------------------ cases


def figure(key: str) -> tuple[str, str]:
    """Return the figure that a hidden key stands for."""
    action, _, indicator = key.partition("/")
    return action, indicator


def spent(action: str) -> tuple[str, str]:
    """Return the figure of an action's first amount."""
    return action, "spending1"


def unused(*keys: str) -> dict[tuple[str, str], str | None]:
    """Return figures of which no number may be used."""
    return {figure(key): None for key in keys}


ALL_UNUSED: Figures = unused(*VALUES) | {spent(action): None for action in PAID}


def taken(
    name: str,
    mechanism: str,
    data: Data,
    figures: Figures | None = None,
    rules: Iterable[str] = (),
    *,
    family: Family = Family.OFFICE,
    file: str = FORM,
) -> Case:
    """Return a case of an accepted file; figures that are not named are the clean form's."""
    wanted = frozenset(rules)
    codes = frozenset(rule.code for rule in programme().rules)
    return Case(
        name,
        mechanism,
        family,
        one_file(data, file),
        {file: Verdict.ACCEPTED},
        figures=figures or {},
        rules=wanted,
        quiet=codes - wanted - _ALWAYS,
    )


def refused(
    name: str,
    mechanism: str,
    data: Data,
    reason: str,
    *,
    family: Family = Family.OFFICE,
    file: str = FORM,
) -> Case:
    """Return a case of a file that is not taken, with a part of the sentence that says why."""
    return Case(
        name, mechanism, family, one_file(data, file), {file: Verdict.REFUSED}, reason=reason
    )


# ------------------------------------------------------------------ edits of the report sheet


def done(*changes: Callable[[Worksheet], object]) -> Data:
    """Return a builder of the form after changes of its report sheet."""

    def change(book: Workbook) -> None:
        for one in changes:
            one(report(book))

    return lambda: edited(change)


def in_book(change: Callable[[Workbook], object]) -> Data:
    """Return a builder of the form after a change of the workbook."""

    def run(book: Workbook) -> None:
        change(book)

    return lambda: edited(run)


def at(sheet: Worksheet, key: str, header: str = VALUE) -> Cell:
    """Return the cell in the row with a hidden key, under a header."""
    cell = sheet[place(sheet, key, header)]
    assert isinstance(cell, Cell)
    return cell


def types(
    key: str, value: object, header: str = VALUE, look: str = ""
) -> Callable[[Worksheet], None]:
    """Return a change: somebody types over a cell, and may give it a number format.

    A text stays a text, whatever sign it begins with.
    """

    def change(sheet: Worksheet) -> None:
        cell = at(sheet, key, header)
        cell.value = value  # type: ignore[assignment]
        if isinstance(value, str):
            cell.data_type = "s"
        if look:
            cell.number_format = look

    return change


def empty(sheet: Worksheet) -> None:
    """Take all answers out of a sheet."""
    for key in VALUES:
        at(sheet, key).value = None
        for header in (SPENDING, STATUS, WORDING):
            at(sheet, key.partition("/")[0], header).value = None


def header_row(sheet: Worksheet) -> int:
    """Return the row with the headers."""
    return next(row for row in range(1, 40) if sheet.cell(row, 1).value == KEY)


def row_of(sheet: Worksheet, key: str) -> int:
    """Return the number of the row with a hidden key."""
    return at(sheet, key).row


Rows = list[list[object]]


def body(sheet: Worksheet) -> Rows:
    """Return the values of all rows below the headers."""
    return [[cell.value for cell in row] for row in sheet.iter_rows(header_row(sheet) + 1)]


def put(sheet: Worksheet, rows: Rows) -> None:
    """Write values below the headers, as they are pasted: without formats."""
    for number, row in enumerate(rows, start=header_row(sheet) + 1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(number, column)
            cell.value = value  # type: ignore[assignment]
            cell.number_format = "General"


def rearranged(change: Callable[[Rows], Rows]) -> Data:
    """Return a builder of the form with its rows in another order."""
    return done(lambda sheet: put(sheet, change(body(sheet))))


# ------------------------------------------------------------------ edits elsewhere


def meta(key: str, value: object) -> Data:
    """Return a builder of the form with an entry of the identification sheet typed over."""

    def change(book: Workbook) -> None:
        sheet = book[META_SHEET]
        row = next(row for row in range(1, 40) if sheet.cell(row, 1).value == key)
        sheet.cell(row, 3).value = value  # type: ignore[assignment]

    return in_book(change)


def stored(
    key: str, kind: str, inner: str, header: str = VALUE, base: Data = clean, more: str = ""
) -> Data:
    """Return a builder of a form with a cell's XML as Excel stores it: its attributes, its inside.

    `more` is XML that stands after the sheet's cells, before its end.
    """

    def build() -> bytes:
        contents = parts(base())
        root = etree.fromstring(contents[_REPORT_PART])
        address = _address(key, header)
        cell = next(one for one in root.iter(f"{{{_MAIN}}}c") if one.get("r") == address)
        made = etree.fromstring(
            f'<c xmlns="{_MAIN}" r="{address}" s="{cell.get("s")}" {kind}>{inner}</c>'
        )
        parent = cell.getparent()
        assert parent is not None
        parent.replace(cell, made)
        text = etree.tostring(root, encoding="unicode").replace(
            "</worksheet>", f"{more}</worksheet>"
        )
        return packed(contents | {_REPORT_PART: text.encode("utf-8")})

    return build


def _address(key: str, header: str) -> str:
    found: list[str] = []
    edited(lambda book: found.append(place(report(book), key, header)))
    return found[0]

"""Writes the identification sheet: who prepared and approved a report, when, on what ground."""

from collections.abc import Mapping

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from domain.form import KEY_HEADER, META_CHOICES, META_SHEET, META_TO_FILL, meta_rows
from domain.form_control import Control, Formula
from domain.form_rules import ROW_OF
from domain.programme import Programme, Unit
from tasks.adapters.control_sheet import formula
from tasks.adapters.form_styles import Styles, on_a4, protect
from tasks.adapters.written_workbooks import height

FIRST_ROW = 3
CHECK_COLUMN = 3
LABELS, ANSWERS = 44, 60
DAYS = ("date", "source_date")
# What a row of the hidden sheet is about, by the key of the row that shows it here.
_SHOWS = {"approved_by": "signed", "date": "dated", "source": "sourced"}
_DATE = "Datę proszę wpisać jako rok-miesiąc-dzień, na przykład 2025-01-31."


def meta_places(programme: Programme, unit: Unit, part: Unit | None = None) -> dict[str, int]:
    """Return the sheet's row (from 1) of each key."""
    rows = meta_rows(programme, unit, part)
    return {key: place + 1 for place, (key, _, _) in enumerate(rows, start=FIRST_ROW)}


def identification_sheet(
    book: Workbook,
    styles: Styles,
    control: Control,
    given: Mapping[str, str],
    part: Unit | None = None,
) -> None:
    """Write the sheet, with what it says of itself beside the answers."""
    programme, unit = control.programme, control.unit
    sheet = book.add_worksheet(META_SHEET)
    sheet.set_column(0, 0, 12, styles.plain, {"hidden": True})
    sheet.set_column(1, 1, LABELS)
    sheet.set_column(2, 2, ANSWERS)
    sheet.set_column(CHECK_COLUMN, CHECK_COLUMN, LABELS)
    sheet.write_string(0, 0, KEY_HEADER, styles.plain)
    sheet.write_string(0, 1, f"Sprawozdanie jednostki – {programme.year}", styles.title)
    headers = ("Pole", "Odpowiedź", "Sprawdzenie")
    for column, header in enumerate(headers, start=1):
        sheet.write_string(FIRST_ROW - 1, column, header, styles.header)
    rows = meta_rows(programme, unit, part)
    for place, (key, label, value) in enumerate(rows, start=FIRST_ROW):
        sheet.write_string(place, 0, key, styles.plain)
        sheet.write_string(place, 1, label, styles.label)
        if key in META_TO_FILL:
            style = styles.input_day if key in DAYS else styles.input
            sheet.write_string(place, 2, given.get(key, ""), style)
            _check(sheet, place, styles, control, key)
        else:
            sheet.write_string(place, 2, value, styles.locked)
            sheet.write_blank(place, CHECK_COLUMN, None, styles.told)
        texts = ((label, LABELS), (given.get(key, value), ANSWERS))
        sheet.set_row(place, height(texts) + 3)
        _choices(sheet, place, key)
    sheet.freeze_panes(FIRST_ROW, 0)
    protect(sheet)
    on_a4(sheet, landscape=False)


def _check(sheet: Worksheet, place: int, styles: Styles, control: Control, key: str) -> None:
    kind = _SHOWS.get(key)
    if kind is None:
        sheet.write_blank(place, CHECK_COLUMN, None, styles.told)
        return
    at = list(ROW_OF).index(kind)
    text = control.shown("words", at)
    formula(sheet, place, CHECK_COLUMN, Formula(text, control.verdicts.words(at)), styles.told)
    shown = f"LEN($D${place + 1})>0"
    sheet.conditional_format(
        place,
        2,
        place,
        CHECK_COLUMN,
        {"type": "formula", "criteria": f"={shown}", "format": styles.doubtful},
    )


def _choices(sheet: Worksheet, place: int, key: str) -> None:
    if key in META_CHOICES:
        sheet.data_validation(
            place,
            2,
            place,
            2,
            {"validate": "list", "source": list(META_CHOICES[key]), "error_type": "warning"},
        )
    elif key in DAYS:
        sheet.data_validation(
            place, 2, place, 2, {"validate": "any", "input_title": "Data", "input_message": _DATE}
        )

"""Writes the preview: how each row will read in the annex, with room for a signature below."""

from collections.abc import Mapping, Sequence

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from domain.form import META_SHEET, PREVIEW_SHEET, FormRow, RowKind
from domain.form_control import Control, Formula
from domain.wording import planned_text
from tasks.adapters.control_sheet import formula
from tasks.adapters.form_styles import Styles, on_a4, protect
from tasks.adapters.written_workbooks import height

HEADERS = ("Nr", "Działanie", "Plan", "Tak będzie w sprawozdaniu", "Do zrobienia")
WIDTHS = (10, 52, 34, 56, 30)
HEADER_ROW = 3
LEAST_POINTS = 32.0
SIGNED = (("Sporządził(a)", "prepared_by"), ("Zatwierdził(a)", "approved_by"))
DOTS = "…" * 20
INTRO = (
    "Podgląd tworzy się sam z arkusza „Sprawozdanie”. Można go wydrukować dla osoby, która "
    "zatwierdza."
)


def preview_sheet(
    book: Workbook,
    styles: Styles,
    control: Control,
    rows: Sequence[FormRow],
    given: Mapping[str, str],
) -> None:
    """Write a row for each action."""
    sheet = book.add_worksheet(PREVIEW_SHEET)
    for place, width in enumerate(WIDTHS):
        sheet.set_column(place, place, width)
        sheet.write_string(HEADER_ROW, place, HEADERS[place], styles.header)
    title = f"{control.named.name} – sprawozdanie za {control.programme.year} rok"
    sheet.write_string(0, 0, title, styles.title)
    sheet.write_string(1, 0, INTRO, styles.plain)
    places = {one.key: at for at, one in enumerate(control.checked) if one.kind == "action"}
    known = control.programme.action_by_id()
    actions = [row for row in rows if row.kind is RowKind.ACTION]
    for place, row in enumerate(actions, start=HEADER_ROW + 1):
        at = places[row.key]
        plan = planned_text(known[row.key], control.programme.planned(known[row.key]))
        told = str(control.now(at, "preview"))
        sheet.write_string(place, 0, row.number, styles.told)
        sheet.write_string(place, 1, row.text, styles.told)
        sheet.write_string(place, 2, plan, styles.told)
        formula(sheet, place, 3, Formula(control.shown("preview", at), told), styles.told)
        formula(sheet, place, 4, _to_do(control, at), styles.told)
        # Room for a line more than there is now: a sheet does not grow with a formula's text.
        texts = zip(
            (row.text, plan, f"{told}\n", control.verdicts.words(at)), WIDTHS[1:], strict=True
        )
        sheet.set_row(place, max(height(texts), LEAST_POINTS))
    _signature(sheet, styles, HEADER_ROW + len(actions) + 3, control.places.meta, given)
    sheet.freeze_panes(HEADER_ROW + 1, 0)
    sheet.repeat_rows(HEADER_ROW)
    protect(sheet)
    on_a4(sheet)


def _to_do(control: Control, at: int) -> Formula:
    """What is still to be done in any row of an action."""
    cells = [at, *control.verdicts.below(at)]
    text = '""'
    for one in reversed(cells):
        cell = control.shown("words", one)
        text = f'IF({cell}<>"",{cell},{text})'
    shown = next((told for one in cells if (told := control.verdicts.words(one))), "")
    return Formula(text, shown)


def _signature(
    sheet: Worksheet,
    styles: Styles,
    place: int,
    meta: Mapping[str, int],
    given: Mapping[str, str],
) -> None:
    """Leave room for a signature below the names of the identification sheet."""
    for offset, (label, key) in enumerate(SIGNED):
        cell = f"{META_SHEET}!$C${meta[key]}"
        text = f'"{label}: "&IFERROR(IF({cell}="","{DOTS}",{cell}&""),"{DOTS}")'
        formula(
            sheet,
            place + 2 * offset,
            1,
            Formula(text, f"{label}: {given.get(key) or DOTS}"),
            styles.plain,
        )

"""Draws the sheets of a form as LibreOffice shows them, for docs/forms.md.

The form is that of the year after the committed round: last year's values are the round's own, the
plan is the round's plan. It is filled in half way, with what an officer may well get wrong.
"""

import shutil
import subprocess
from pathlib import Path

import openpyxl

from domain.form import HEADER_ROW, META_SHEET, REPORT_SHEET
from tasks.adapters.definitions import load_definition
from tasks.adapters.rooms import Rooms
from tasks.adapters.workbook_writing import write_form
from tests.edges.office import LibreOffice
from tests.flow.rounds import PWR, copied_root

UNIT = "BK"
# Sheet by sheet: the picture's name, and how much of its first page is shown.
SHOWN = {
    "Start": 0.45,
    "Metryczka": 0.4,
    "Sprawozdanie": 1.0,
    "Dodatkowe działania": 0.6,
    "Plan na rok następny": 0.7,
    "Potrzeby": 0.6,
    "Podgląd": 0.8,
}
NAMES = {
    "Podgląd": "podglad",
    "Dodatkowe działania": "dodatkowe",
    "Plan na rok następny": "plan",
}
DOTS = 110
# Key of a row, header's first word, what is typed.
TYPED = (
    ("I.2.1.8/uczestnicy", "Wykonanie w 2025", 47),
    ("I.3.2.7/uczestnicy", "Wykonanie w 2025", 90210),
    ("I.3.2.8/uczestnicy", "Wykonanie w 2025", "ok. 600"),
    ("I.3.2.8/+1", "Działanie", "liczba nagród"),
    ("I.3.2.9", "Status", "nie zrealizowano"),
    ("I.3.4.1/uczestnicy", "Wykonanie w 2025", 2140),
    ("I.3.4.1", "Wyjaśnienie", "Doszły dwa pikniki w nowych filiach."),
)


def year_after(rooms: Rooms, figures: Path) -> None:
    """Give the programme of a root one year more, with the plan and the figures of the last."""
    slug, year = PWR
    folder = rooms.programmes / slug
    shutil.copytree(folder / "plan" / str(year), folder / "plan" / str(year + 1))
    (folder / "past").mkdir()
    shutil.copy(figures, folder / "past" / f"{year}.csv")
    head = folder / "programme.yaml"
    text = head.read_text(encoding="utf-8")
    assert f"{year}]" in text
    head.write_text(text.replace(f"{year}]", f"{year}, {year + 1}]", 1), encoding="utf-8")


def draw_form(figures: Path, work: Path, pictures: Path) -> None:
    """Write the form, fill it in half way, draw the first page of each sheet."""
    rooms = copied_root(work / "root")
    year_after(rooms, figures)
    programme = load_definition(rooms, PWR[0], PWR[1] + 1).programme
    path = work / f"{UNIT}.xlsx"
    path.write_bytes(write_form(programme, programme.units[UNIT]))
    _fill(path)
    office = LibreOffice.found(work / "profile-forms")
    assert office is not None
    office.settle("pl-PL")
    pdf = work / f"{UNIT}.pdf"
    pdf.write_bytes(office.convert_all({path.name: path.read_bytes()}, "pdf", work)[UNIT])
    for sheet, part in SHOWN.items():
        stem = pictures / f"form-{NAMES.get(sheet, sheet.lower())}"
        _draw(pdf, _first_page(pdf, sheet), stem, part)


def _first_page(pdf: Path, sheet: str) -> int:
    """Return the number of the first page with a sheet's name at its foot."""
    command = ["pdftotext", "-layout", str(pdf), "-"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    for number, page in enumerate(told.split("\f"), start=1):
        last = [line.strip() for line in page.splitlines() if line.strip()][-1:]
        if last and last[0].startswith(f"{sheet} "):
            return number
    raise LookupError(sheet)


def _fill(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book[REPORT_SHEET]
    rows = {str(sheet.cell(row, 1).value): row for row in range(1, sheet.max_row + 1)}
    for key, header, value in TYPED:
        column = next(
            place
            for place, cell in enumerate(sheet[HEADER_ROW], start=1)
            if str(cell.value).startswith(header)
        )
        sheet.cell(rows[key], column).value = value
    meta = book[META_SHEET]
    for row in range(1, meta.max_row + 1):
        if meta.cell(row, 1).value == "prepared_by":
            meta.cell(row, 3).value = "Anna Przykładowa"
        if meta.cell(row, 1).value == "date":
            meta.cell(row, 3).value = "31 stycznia"
    book.save(path)


def _draw(pdf: Path, page: int, stem: Path, part: float) -> None:
    size = subprocess.run(
        ["pdfinfo", "-f", str(page), "-l", str(page), str(pdf)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    line = next(
        line for line in size.splitlines() if line.strip().startswith("Page") and "size:" in line
    )
    width, height = (
        float(word) for word in line.partition("size:")[2].split() if word[0].isdigit()
    )
    scale = DOTS / 72
    crop = (
        "-x",
        "0",
        "-y",
        "0",
        "-W",
        str(int(width * scale)),
        "-H",
        str(int(height * scale * part)),
    )
    first = ("-f", str(page), "-l", str(page), "-singlefile", "-r", str(DOTS), *crop)
    subprocess.run(["pdftoppm", "-png", *first, str(pdf), str(stem)], check=True, timeout=300)

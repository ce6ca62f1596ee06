"""Workbooks filled in at random from the values at which rules change their minds.

Typed through the spreadsheet only, as somebody would who does not read what it says. Dates in place
of numbers are not among them: a formula cannot tell them, so the sheet does not carry that rule.
"""

import datetime
import random
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from domain.form import (
    HEADER_ROW,
    META_CHOICES,
    META_SHEET,
    QUALIFIER_LABELS,
    REPORT_SHEET,
    STATUS_LABELS,
    Field,
    FormColumn,
)
from domain.programme import Programme, Unit

WORDS = (
    "",
    "",
    "",
    "–",
    ".",
    "Powodem był remont filii.",
    "7",
    "   ",
    "ą",
    "w ramach II.2.3",
    "XI.4",
)
STATUSES = (
    "",
    "",
    *STATUS_LABELS.values(),
    "ZREALIZOWANO",
    " nie zrealizowano",
    "w toku",
    "5",
    "nie\nzrealizowano",
    "zrealizowano\u200b",
)
QUALIFIERS = (
    "",
    "",
    *QUALIFIER_LABELS.values(),
    "Około",
    "minimum",
    "szacunkowo",
    "1",
    "co\u00a0najmniej\u200b",
)
DAYS = (
    "",
    "2025-01-31",
    "2025-02-01",
    "2024-01-01",
    "2023-12-31",
    "2026-12-31",
    "2027-01-01",
    "31.01.2025",
    "1.2.2025 r.",
    "01.02.2025r",
    "31.02.2025",
    "2025-02-30",
    "2025-1-31",
    "20250131",
    "31 stycznia 2025",
    "styczeń",
    "31-01-2025",
    "5.1.25",
    datetime.date(2025, 1, 31),
    datetime.date(2025, 2, 1),
    datetime.date(2023, 12, 31),
    45688,
    " 2025-01-31 ",
)
SIGNED = ("", "=1/0", "–", "...", "Anna Nowak", "Ł", "  ", "7", "Dyrektor", "-", "?")
LABELS = (
    "",
    "liczba warsztatów",
    "Liczba  warsztatów",
    "warsztat",
    "warsztaty",
    "liczba godzin",
    "godziny",
    "coś swojego",
    "liczba *",
    "warszta?",
)
AMOUNTS: tuple[object, ...] = (
    "",
    "",
    0,
    12.5,
    -0.01,
    9_999_999_999,
    10_000_000_000,
    "x",
    "–",
    ".",
    "100 zł",
    "2 000,00",
    "=5*4",
    "=1/0",
)
ODD: tuple[object, ...] = (
    "",
    0,
    1,
    -1,
    0.5,
    2.5,
    99_999_999,
    100_000_000,
    "x",
    "X",
    "–",
    "-",
    "—",
    ".",
    "brak",
    "ok. 50",
    "1 703",
    "12 osób",
    "5/7",
    "10-20",
    "50%",
    "1.703",
    "   ",
    "\u200b",
    "\t",
    "\u202f",
    True,
    "=2+3",
    "=1/0",
)
# So many actions nobody answers for.
LEFT_OUT = 0.15
# Around each of these parts of the plan, and of what the year before came to, a rule changes.
PARTS = ("0.2", "0.5", "1", "2", "5", "0.6", "1.7")


def fill(
    programme: Programme,
    unit: Unit,
    columns: tuple[FormColumn, ...],
    form: bytes,
    path: Path,
    seed: int,
) -> None:
    """Write a form filled at random to `path`; the same seed types the same."""
    dice = random.Random(f"{unit.code} {seed}")
    path.write_bytes(form)
    book = openpyxl.load_workbook(path)
    _identify(book[META_SHEET], dice)
    sheet = book[REPORT_SHEET]
    at = {column.field: place for place, column in enumerate(columns, start=2)}
    last = sheet.max_row
    left = {action.id for action in programme.actions() if dice.random() < LEFT_OUT}
    for row in range(HEADER_ROW + 1, last + 1):
        key = str(sheet.cell(row, 1).value or "")
        if key and not key.endswith("/!") and key.partition("/")[0] not in left:
            _fill_row(programme, unit, sheet, row, key, at, dice)
    for _ in range(dice.randrange(4)):
        copied = sheet.cell(dice.randrange(HEADER_ROW + 1, last + 1), 1).value
        if copied:
            sheet.cell(sheet.max_row + 1, 1).value = copied
    book.save(path)


def _identify(sheet: Worksheet, dice: random.Random) -> None:
    choices = {"approved_by": SIGNED, "date": DAYS, "source_date": DAYS[:4]} | {
        key: ("", *words) for key, words in META_CHOICES.items()
    }
    for row in range(1, sheet.max_row + 1):
        key = str(sheet.cell(row, 1).value or "")
        if key in choices:
            sheet.cell(row, 3).value = dice.choice(choices[key]) or None


def _fill_row(
    programme: Programme,
    unit: Unit,
    sheet: Worksheet,
    row: int,
    key: str,
    at: dict[str, int],
    dice: random.Random,
) -> None:
    action, _, inner = key.partition("/")

    def type_(field: str, value: Any) -> None:
        if field in at and value != "":
            sheet.cell(row, at[field]).value = value

    if dice.random() < 0.06:
        label = str(sheet.cell(row, at[Field.TEXT]).value or "")
        type_(Field.TEXT, dice.choice([f"{label} ", f"{label} i inne", "inny wiersz"]))
    quiet = dice.random() < 0.15
    if not inner:
        if not quiet:
            type_(Field.STATUS, dice.choice(STATUSES))
            type_(Field.EXPLANATION, dice.choice(WORDS))
            type_(Field.WORDING, dice.choice(WORDS))
        if dice.random() < 0.05:
            type_(Field.VALUE, 5)
    else:
        if inner.startswith("+"):
            type_(Field.TEXT, dice.choice(LABELS))
            type_(Field.VALUE, dice.choice(ODD))
            counted = programme.action_by_id()[action].indicators
            wholes = [f"liczba {one.phrase.label}" for one in counted]
            type_(Field.PART, dice.choice(["", "", *wholes, *wholes, "liczba czego innego"]))
        elif not quiet:
            type_(Field.VALUE, dice.choice(_values(programme, unit, action, inner)))
            if dice.random() < 0.1:
                type_(Field.PLANNED, dice.choice([1, 70, "70 osób"]))
        type_(Field.QUALIFIER, dice.choice(QUALIFIERS))
        if dice.random() < 0.05:
            type_(dice.choice([Field.STATUS, Field.EXPLANATION, Field.WORDING]), "zrealizowano")
    if Field.SPENDING in at and dice.random() < 0.5 and _spends(programme, action):
        type_(Field.SPENDING, dice.choice(AMOUNTS))


def _spends(programme: Programme, action: str) -> bool:
    return programme.action_by_id()[action].spending


def _values(programme: Programme, unit: Unit, action: str, key: str) -> Sequence[object]:
    """Return odd values, and as many numbers around each bound that a rule has for this place."""
    known = programme.action_by_id()[action]
    planned = programme.planned(known).values.get(key)
    past = programme.past.value(action, key, unit.code, alone=True) if programme.past else None
    bounds: list[object] = []
    for base in (planned.number if planned else None, past):
        for part in PARTS if base is not None else ():
            bound = (base or 0) * Decimal(part)
            whole = int(bound)
            bounds += [float(bound), whole, whole + 1, max(0, whole - 1)]
        bounds += [float(base)] * 4 if base is not None else []
    times = max(1, len(bounds) // len(ODD))
    return [*ODD * times, *bounds]

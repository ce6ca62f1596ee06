"""Writes the hidden list of what can be counted: the drop-down's words, and their forms."""

from dataclasses import dataclass

from xlsxwriter.workbook import Workbook

from domain.form import WORDS_SHEET
from domain.form_words import WordList


@dataclass(frozen=True, slots=True)
class WordRanges:
    """Where the list stands: what the drop-down offers; typed forms, divisibility and words."""

    offered: str
    keys: str
    divisible: str
    words: str


def word_ranges(words: WordList) -> WordRanges:
    """Return where the list will stand."""
    last = len(words.keys) + 1
    return WordRanges(
        f"={WORDS_SHEET}!$A$2:$A${len(words.labels) + 1}",
        f"{WORDS_SHEET}!$B$2:$B${last}",
        f"{WORDS_SHEET}!$C$2:$C${last}",
        f"{WORDS_SHEET}!$D$2:$K${last}",
    )


def words_sheet(book: Workbook, words: WordList) -> None:
    """Write the sheet."""
    sheet = book.add_worksheet(WORDS_SHEET)
    sheet.write_row(0, 0, ["Co można policzyć", "Jak można to wpisać", "Można połowę"])
    sheet.set_column(0, 1, 60)
    sheet.write_column(1, 0, words.labels)
    for place, (key, half, forms) in enumerate(words.rows(), start=1):
        sheet.write_string(place, 1, key)
        if half is not None:
            sheet.write_boolean(place, 2, half)
        sheet.write_row(place, 3, forms)
    sheet.protect()
    sheet.hide()

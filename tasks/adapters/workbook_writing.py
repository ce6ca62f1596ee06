"""Writes a unit's form as an .xlsx workbook; the same form has the same bytes."""

import io
from dataclasses import dataclass
from functools import cached_property

import xlsxwriter
from xlsxwriter.workbook import Workbook

from domain.answers import FormAnswers, submission_of
from domain.form import (
    HEADER_ROW,
    LAST_ROW,
    META_SHEET,
    REPORT_SHEET,
    FormColumn,
    FormRow,
    RowKind,
    form_columns,
    form_rows,
)
from domain.form_checked import checked_rows
from domain.form_control import Control, Places
from domain.form_start import start_lines
from domain.form_words import WordList
from domain.programme import Programme, Unit
from domain.supplements import asked_sheets
from tasks.adapters.control_sheet import control_sheet
from tasks.adapters.form_styles import Styles
from tasks.adapters.form_supplements import write_supplements
from tasks.adapters.identification_sheet import identification_sheet, meta_places
from tasks.adapters.preview_sheet import preview_sheet
from tasks.adapters.report_sheet import ReportSheet
from tasks.adapters.start_sheet import start_sheet
from tasks.adapters.words_sheet import WordRanges, word_ranges, words_sheet
from tasks.adapters.written_workbooks import STAMP

NOTHING = FormAnswers()


def write_form(
    programme: Programme, unit: Unit, given: FormAnswers = NOTHING, part: Unit | None = None
) -> bytes:
    """Return the workbook for a unit, or for a part of it alone: empty, or filled with `given`."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    title = f"{programme.short} {programme.year} – {(part or unit).name}"
    book.set_properties({"title": title, "created": STAMP})
    _Form(book, programme, unit, given, part).write()
    book.close()
    return buffer.getvalue()


@dataclass(frozen=True)
class _Form:
    """The sheets of one form."""

    book: Workbook
    programme: Programme
    unit: Unit
    given: FormAnswers
    part: Unit | None

    def write(self) -> None:
        styles, control, rows = Styles(self.book), self.control, self.rows
        meta = self.given.meta
        actions = sum(row.kind is RowKind.ACTION for row in rows)
        named = self.programme.form_file(self.part or self.unit)
        further = tuple(asked_sheets(self.programme, self.unit, self.part))
        titles = tuple(one.sheet.value for one in further)
        lines = start_lines(self.programme, self.part or self.unit, actions, named, titles)
        start_sheet(self.book, styles, control, lines)
        identification_sheet(self.book, styles, control, meta, self.part)
        report = self.book.add_worksheet(REPORT_SHEET)
        offered = self.ranges.offered
        ReportSheet(report, styles, control, self.columns, rows, self.given, offered).write()
        about = (self.programme, self.unit, self.part)
        write_supplements(self.book, styles, about, further, self.given, offered)
        preview_sheet(self.book, styles, control, rows, meta)
        words_sheet(self.book, self.words)
        control_sheet(self.book, control)
        if meta:
            # What is filled in is looked at, not begun.
            report.activate()

    @cached_property
    def words(self) -> WordList:
        return WordList(self.programme)

    @cached_property
    def ranges(self) -> WordRanges:
        return word_ranges(self.words)

    @cached_property
    def rows(self) -> tuple[FormRow, ...]:
        return tuple(form_rows(self.programme, self.unit, self.given.extra_rows, self.part))

    @cached_property
    def columns(self) -> tuple[FormColumn, ...]:
        return form_columns(self.programme, self.unit)

    @cached_property
    def control(self) -> Control:
        """The hidden sheet, which the others look things up in."""
        places = Places(
            REPORT_SHEET,
            META_SHEET,
            self.columns,
            {row.key: place for place, row in enumerate(self.rows, start=HEADER_ROW + 1)},
            meta_places(self.programme, self.unit, self.part),
            LAST_ROW,
            self.ranges.keys,
            self.ranges.divisible,
            self.ranges.words,
        )
        now = submission_of(self.programme, self.unit, self.given)
        checked = checked_rows(self.programme, self.unit, self.rows, now)
        return Control(self.programme, self.unit, checked, places, self.part)

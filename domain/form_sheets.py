"""Which sheet of a workbook is which sheet of the form: by its name, or by its hidden keys.

An officer may rename a sheet; the keys under „Klucz” still say what it is. Where two sheets say so
and none has the form's own name, neither is taken: which of them counts is not ours to say.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from enum import StrEnum

from domain.form import KEY_HEADER, META_SHEET, REPORT_SHEET, SHEETS
from domain.polish.typography import normalise_space

LISTS_SHEET = "Listy"
# How much of a sheet is looked at, in rows and columns: what is sorted may have headings on top.
GLANCED_ROWS, GLANCED_COLUMNS = 400, 64

Glance = Iterable[Mapping[int, str]]
"""The top of a sheet: row by row the texts by column."""


class FormSheet(StrEnum):
    """A sheet of the form that is read; the value of each is its name as issued."""

    META = META_SHEET
    REPORT = REPORT_SHEET
    ADDITIONAL = "Dodatkowe działania"
    NEXT_PLAN = "Plan na rok następny"
    NEEDS = "Potrzeby"

    @property
    def mark(self) -> str:
        """What the keys of its rows begin with; no action's id does."""
        return _MARKS.get(self, "")

    @property
    def answers(self) -> bool:
        """Whether values stand in it that only count as a person sees them."""
        return self is not FormSheet.META

    @property
    def is_supplement(self) -> bool:
        """Whether it asks for something beyond the results."""
        return self in _MARKS


_MARKS = {
    FormSheet.ADDITIONAL: "#additional/",
    FormSheet.NEXT_PLAN: "#plan/",
    FormSheet.NEEDS: "#need/",
}
SUPPLEMENTS = tuple(_MARKS)
_IDENTIFYING = frozenset(("programme", "year", "unit"))
# Sheets of the form, and of a check, that hold no answers.
UNANSWERED_SHEETS = (
    *(name for name in SHEETS if name not in (META_SHEET, REPORT_SHEET)),
    LISTS_SHEET,
)


def sheet_names(names: Collection[str], glance: Callable[[str], Glance]) -> Mapping[FormSheet, str]:
    """Return under which name each sheet of the form stands; those that are not there are left out.

    Identification and report are known by their names; only where a name is not there do the
    keys tell. The other sheets are always known by their keys: somebody's own sheet may be called
    "Potrzeby" too.
    """
    found = {one: one.value for one in (FormSheet.META, FormSheet.REPORT) if one.value in names}
    taken = {*found.values(), *UNANSWERED_SHEETS}
    told = {name: _told(glance(name)) for name in names if name not in taken}
    for one in FormSheet:
        alike = [name for name, sheet in told.items() if sheet is one]
        if one not in found and (len(alike) == 1 or one.value in alike):
            found[one] = one.value if one.value in alike else alike[0]
    return found


def _told(rows: Glance) -> FormSheet | None:
    """Return what a sheet is by the keys under its hidden header."""
    keys = frozenset(_keys(rows))
    if keys >= _IDENTIFYING:
        return FormSheet.META
    for sheet, mark in _MARKS.items():
        if any(key.startswith(mark) for key in keys):
            return sheet
    return FormSheet.REPORT if any("/" in key for key in keys) else None


def _keys(rows: Glance) -> Iterable[str]:
    column = 0
    for row in rows:
        if column:
            yield normalise_space(row.get(column, ""))
            continue
        columns = [
            place
            for place, text in sorted(row.items())
            if normalise_space(text).casefold() == KEY_HEADER.casefold()
        ]
        column = columns[0] if columns else 0

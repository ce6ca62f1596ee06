"""A small programme whose form has all its sheets, and that form filled in."""

import io
from collections.abc import Callable
from decimal import Decimal
from functools import cache

import openpyxl
from openpyxl.workbook.workbook import Workbook

from domain.answers import FormAnswers
from domain.form import Field
from domain.programme import Programme
from domain.submissions import Submission
from domain.supplements import Asked
from tasks.adapters.file_reading import read_submission
from tasks.adapters.workbook_writing import write_form
from tests.unit.builders import action, build, files

Said = dict[tuple[str, str], object]
# What the form works out by itself is no answer, and every program stores it in its own way.
WORKED_OUT = (Field.CHECK, Field.SIGN)


@cache
def town() -> Programme:
    """Return the programme."""
    shared = {"dzieci": {"phrase": "{dziecko}", "combine": "sum"}, "rodziny": "{rodzina}"}
    parts = files(
        action("I.1", shared),
        action("I.2", {"spotkania": "{spotkanie}"}),
        action("I.3", {"grupy": "{grupa}"}, lead="BIB"),
        plan={
            "I.1": {"dzieci": 1250, "rodziny": "minimum 2"},
            "I.2": {"spotkania": 12},
            "I.3": {"grupy": 3},
        },
    )
    parts["programme.yaml"]["form"] = {"additional": True, "next_plan": True, "needs": True}
    return build(parts)


FILLED = FormAnswers(
    {
        ("I.1", ""): {Field.STATUS: "zrealizowano", Field.SPENDING: Decimal("100.5")},
        ("I.1", "dzieci"): {Field.VALUE: Decimal(1300)},
        ("I.1", "rodziny"): {Field.VALUE: Decimal(3), Field.QUALIFIER: "około"},
        ("I.2", "spotkania"): {Field.VALUE: Decimal(11)},
        ("#plan", "I.1/dzieci"): {Asked.PROPOSED: Decimal(1400), Asked.REMARK: "więcej miejsc"},
        ("#plan", "I.2/spotkania"): {Asked.PROPOSED: "x"},
        ("#additional", "1"): {
            Asked.NAME: "Piknik sąsiedzki",
            Asked.COUNTED: "liczba spotkań",
            Asked.COUNT: Decimal(2),
            Asked.PRECISION: "około",
            Asked.DESCRIPTION: "w parku",
        },
        ("#need", "2"): {
            Asked.NEED: "Drukarka",
            Asked.ABOUT: "I.2",
            Asked.AMOUNT: Decimal("1499.99"),
            Asked.REASON: "=stara nie działa",
        },
    },
    {"date": "2025-01-20", "approved_by": "Anna Nowak"},
)


@cache
def filled() -> bytes:
    """Return the form, filled in."""
    return write_form(town(), town().units["KLUB"], FILLED)


def read(data: bytes, name: str = "KLUB.xlsx") -> Submission:
    """Read a form of this programme."""
    return read_submission(town(), name, data)


def said(submission: Submission) -> Said:
    """Return what is filled in on all sheets, by key of the row and field."""
    rows = [
        (f"{report.action}/{row.key}".rstrip("/"), row)
        for report in submission.actions
        for row in (report.row, *report.rows)
    ]
    rows += [(row.key, row) for row in submission.supplements.rows()]
    return {
        (key, str(name)): cell.text if cell.number is None else cell.number
        for key, row in rows
        for name, cell in row.cells.items()
        if cell.text and name not in WORKED_OUT
    }


def changed(change: Callable[[Workbook], object], data: bytes | None = None) -> bytes:
    """Return the form after a change of its workbook, as openpyxl saves it."""
    book = openpyxl.load_workbook(io.BytesIO(data or filled()))
    change(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()

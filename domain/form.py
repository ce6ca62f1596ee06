"""The form that a unit fills in: its sheets, columns and rows, before any tool writes them.

Rows are found again by a hidden key, columns by their header, never by position.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from domain.programme import Action, Combine, Programme, Unit
from domain.values import Qualifier, Value

FORM_VERSION = "1"
META_SHEET = "Metryczka"
REPORT_SHEET = "Sprawozdanie"
WORDS_SHEET = "Słownik"
TODO_SHEET = "Do poprawy"
KEY_HEADER = "Klucz"
EXTRA_ROWS = 3
EXTRA_MARK = "+"
# Of a row "<action>/!", which tells the officer something and is not read.
NOTE_MARK = "!"


class RowKind(StrEnum):
    """What one row of the form stands for."""

    HEADING = "heading"
    ACTION = "action"
    INDICATOR = "indicator"
    EXTRA = "extra"


class Status(StrEnum):
    """What became of an action; officers choose by the Polish label."""

    REALISED = "realised"
    NOT_REALISED = "not_realised"
    CANCELLED = "cancelled"
    ENDED = "ended"
    MOVED = "moved"
    NEW = "new"

    @property
    def label(self) -> str:
        """The words of the drop-down list."""
        return STATUS_LABELS[self]

    @property
    def has_results(self) -> bool:
        """Whether values are expected under this status."""
        return self in (Status.REALISED, Status.NEW)


STATUS_LABELS = {
    Status.REALISED: "zrealizowano",
    Status.NOT_REALISED: "nie zrealizowano",
    Status.CANCELLED: "odwołano",
    Status.ENDED: "zakończono",
    Status.MOVED: "przeniesiono",
    Status.NEW: "nowe działanie",
}
QUALIFIER_LABELS = {
    Qualifier.COUNTED: "dokładna",
    Qualifier.ESTIMATED: "około",
    Qualifier.BOUND: "co najmniej",
    Qualifier.CEILING: "co najwyżej",
    Qualifier.RATE: "miesięcznie",
}


class Field(StrEnum):
    """The answers that the form's columns hold."""

    NUMBER = "number"
    TEXT = "text"
    PLANNED = "planned"
    VALUE = "value"
    QUALIFIER = "qualifier"
    OVERLAP = "overlap"
    STATUS = "status"
    EXPLANATION = "explanation"
    WORDING = "wording"
    SPENDING = "spending"
    SPENDING_WORDING = "spending_wording"


@dataclass(frozen=True, slots=True)
class FormColumn:
    """One column: the field that it holds, its header, its width in characters."""

    field: str
    header: str
    width: int
    rows: tuple[RowKind, ...] = ()

    def editable(self, row: RowKind) -> bool:
        """Whether an officer fills this column in rows of that kind."""
        return row in self.rows


_COUNTED = (RowKind.INDICATOR, RowKind.EXTRA)
_ANY = (RowKind.ACTION, RowKind.INDICATOR, RowKind.EXTRA)


def form_columns(programme: Programme, unit: Unit) -> tuple[FormColumn, ...]:
    """Return the columns of the report sheet for one unit, without the hidden key."""
    actions = tuple(unit_actions(programme, unit))
    shared = any(
        indicator.combine is Combine.SUM for action in actions for indicator in action.indicators
    )
    columns = [
        FormColumn(Field.NUMBER, "Nr", 10),
        FormColumn(Field.TEXT, "Działanie / co policzono", 52, (RowKind.EXTRA,)),
        FormColumn(Field.PLANNED, f"Plan na {programme.year} rok", 18),
        FormColumn(Field.VALUE, f"Wykonanie w {programme.year} roku", 16, _COUNTED),
        FormColumn(Field.QUALIFIER, "Dokładność", 14, _COUNTED),
    ]
    if shared:
        columns.append(FormColumn(Field.OVERLAP, "W tym policzone z inną jednostką", 18, _COUNTED))
    columns += [
        FormColumn(Field.STATUS, "Status realizacji", 18, (RowKind.ACTION,)),
        FormColumn(Field.EXPLANATION, "Wyjaśnienie", 36, (RowKind.ACTION,)),
        FormColumn(Field.WORDING, "Własne brzmienie wykonania", 46, (RowKind.ACTION,)),
    ]
    if any(action.spending for action in actions):
        columns += [
            FormColumn(Field.SPENDING, "Wysokość środków (zł)", 18, _ANY),
            FormColumn(Field.SPENDING_WORDING, "Własne brzmienie środków", 24, (RowKind.ACTION,)),
        ]
    columns += [
        FormColumn(f"answer.{answer.key}", answer.label, 36, (RowKind.ACTION,))
        for answer in programme.answers
    ]
    return tuple(columns)


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row of the report sheet as issued: its hidden key, printed number and text, plan."""

    kind: RowKind
    key: str
    number: str = ""
    text: str = ""
    planned: Value | None = None
    planned_text: str = ""
    spending: bool = False


def unit_actions(programme: Programme, unit: Unit) -> Iterator[Action]:
    """Yield the actions that a unit answers for, in printed order."""
    return (action for action in programme.actions() if unit in programme.reporters(action))


def form_rows(
    programme: Programme, unit: Unit, extra_rows: Callable[[str], int]
) -> Iterator[FormRow]:
    """Yield the rows of a unit's report sheet: headings of all levels, a block for each action."""
    for section in programme.walk():
        below = (action for part in section.walk() for action in part.actions)
        if any(unit in programme.reporters(action) for action in below):
            yield FormRow(RowKind.HEADING, "", section.number, section.title)
        for action in section.actions:
            if unit in programme.reporters(action):
                yield from _action_rows(programme, action, extra_rows(action.id))


def _action_rows(programme: Programme, action: Action, extra_rows: int) -> Iterator[FormRow]:
    plan = programme.planned(action)
    words = plan.text or ", ".join(part for part in (plan.words_first, plan.words) if part)
    yield FormRow(
        RowKind.ACTION,
        action.id,
        action.id,
        action.name,
        planned_text=words,
        spending=action.spending,
    )
    for indicator in action.indicators:
        yield FormRow(
            RowKind.INDICATOR,
            f"{action.id}/{indicator.key}",
            text=f"liczba {indicator.phrase.label}",
            planned=plan.values.get(indicator.key),
            spending=action.spending,
        )
    for place in range(1, extra_rows + 1):
        yield FormRow(RowKind.EXTRA, f"{action.id}/{EXTRA_MARK}{place}", spending=action.spending)


def meta_rows(programme: Programme, unit: Unit) -> tuple[tuple[str, str, str], ...]:
    """Return (key, label, value) of the identification sheet; empty values are for the officer."""
    return (
        ("programme", "Program", programme.slug),
        ("programme_name", "Nazwa programu", programme.name),
        ("year", "Rok sprawozdawczy", str(programme.year)),
        ("unit", "Kod jednostki", unit.code),
        ("unit_name", "Jednostka / komórka", unit.name),
        ("form_version", "Wersja formularza", FORM_VERSION),
        ("prepared_by", "Sporządził(a)", ""),
        ("phone", "Telefon", ""),
        ("email", "E-mail", ""),
        ("approved_by", "Zatwierdził(a)", ""),
        ("date", "Data sporządzenia (RRRR-MM-DD)", ""),
        ("letter", "Znak pisma", ""),
    )


META_TO_FILL = ("prepared_by", "phone", "email", "approved_by", "date", "letter")

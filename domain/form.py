"""The form that a unit fills in: its sheets, columns and rows, before any tool writes them.

Rows are found again by a hidden key, columns by their header, never by position.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from domain.form_sharing import sharing_note
from domain.programme import Action, Combine, Programme, Unit
from domain.values import Qualifier, Value

FORM_VERSION = "2"
START_SHEET = "Start"
META_SHEET = "Metryczka"
REPORT_SHEET = "Sprawozdanie"
PREVIEW_SHEET = "Podgląd"
WORDS_SHEET = "Słownik"
CONTROL_SHEET = "Kontrola"
TODO_SHEET = "Do poprawy"
SHEETS = (
    START_SHEET,
    META_SHEET,
    REPORT_SHEET,
    PREVIEW_SHEET,
    WORDS_SHEET,
    CONTROL_SHEET,
    TODO_SHEET,
)
"""What a form may hold; any other sheet is somebody's own."""
KEY_HEADER = "Klucz"
EXTRA_ROWS = 3
EXTRA_MARK = "+"
# A row that only tells something; nobody fills it in.
NOTE_MARK = "!"
# What the officer types goes to rows from here to this one; formulas look no further.
HEADER_ROW, LAST_ROW = 6, 2000


class RowKind(StrEnum):
    """What one row of the form stands for."""

    HEADING = "heading"
    ACTION = "action"
    INDICATOR = "indicator"
    EXTRA = "extra"
    NOTE = "note"


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
    PAST = "past"
    VALUE = "value"
    QUALIFIER = "qualifier"
    OVERLAP = "overlap"
    PART = "part"
    CHECK = "check"
    STATUS = "status"
    EXPLANATION = "explanation"
    WORDING = "wording"
    SPENDING = "spending"
    SPENDING_WORDING = "spending_wording"
    SIGN = "sign"


TOLD = (Field.PAST, Field.CHECK, Field.SIGN)
"""Columns in which the form says something; nothing in them is an answer."""


@dataclass(frozen=True, slots=True)
class FormColumn:
    """One column: the field that it holds, its header, its width in characters.

    `rows` are those in which an officer fills it; forms of an earlier version lack one that is
    `optional`.
    """

    field: str
    header: str
    width: int
    rows: tuple[RowKind, ...] = ()
    hidden: bool = False
    optional: bool = False

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
        FormColumn(Field.TEXT, "Działanie / co policzono", 48, (RowKind.EXTRA,)),
        FormColumn(Field.PLANNED, f"Plan na {programme.year} rok", 18),
    ]
    if programme.past is not None:
        columns.append(FormColumn(Field.PAST, f"Wykonanie w {programme.past.year} roku", 24))
    columns += [
        FormColumn(Field.VALUE, f"Wykonanie w {programme.year} roku", 15, _COUNTED),
        FormColumn(Field.QUALIFIER, "Dokładność", 13, _COUNTED),
    ]
    if shared:
        columns.append(FormColumn(Field.OVERLAP, "W tym policzone z inną jednostką", 18, _COUNTED))
    columns += [
        FormColumn(Field.PART, "W tym (część czego)", 20, (RowKind.EXTRA,), optional=True),
        FormColumn(Field.CHECK, "Sprawdzenie", 42),
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
    columns.append(FormColumn(Field.SIGN, "Znak", 4, hidden=True))
    return tuple(columns)


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row of the report sheet as issued: its hidden key, printed number and text, plan.

    `past` is what the year before came to, `past_text` how it was worded.
    """

    kind: RowKind
    key: str
    number: str = ""
    text: str = ""
    planned: Value | None = None
    planned_text: str = ""
    past: Decimal | None = None
    past_text: str = ""
    spending: bool = False


def unit_actions(programme: Programme, unit: Unit, part: Unit | None = None) -> Iterator[Action]:
    """Yield the actions that a unit answers for, in printed order; those of a part of it alone."""
    for action in programme.actions():
        if unit in programme.reporters(action) and (part is None or part.code in action.leads):
            yield action


def form_rows(
    programme: Programme,
    unit: Unit,
    extra_rows: Callable[[str], int],
    part: Unit | None = None,
) -> Iterator[FormRow]:
    """Yield the rows of a unit's report sheet: headings of all levels, a block for each action."""
    asked = {action.id for action in unit_actions(programme, unit, part)}
    for section in programme.walk():
        below = (action for inner in section.walk() for action in inner.actions)
        if any(action.id in asked for action in below):
            yield FormRow(RowKind.HEADING, "", section.number, section.title)
        for action in section.actions:
            if action.id in asked:
                free = max(extra_rows(action.id), free_rows(programme, unit, action))
                yield from _action_rows(programme, unit, action, free, part)


def free_rows(programme: Programme, unit: Unit, action: Action) -> int:
    """Return how many free rows are foreseen: as defined, or one more than were used last year."""
    used = programme.past.free_rows(action.id, unit.code) if programme.past else 0
    return max(action.free_rows, used + 1 if used else 0)


def _action_rows(
    programme: Programme, unit: Unit, action: Action, extra_rows: int, part: Unit | None
) -> Iterator[FormRow]:
    past, alone = programme.past, len(programme.reporters(action)) == 1
    plan = programme.planned(action)
    words = plan.text or ", ".join(part for part in (plan.words_first, plan.words) if part)
    yield FormRow(
        RowKind.ACTION,
        action.id,
        action.id,
        action.name,
        planned_text=words,
        past_text=past.text(action.id, unit.code, alone=alone) if past else "",
        spending=action.spending,
    )
    note = sharing_note(programme, action, unit, part)
    if note:
        yield FormRow(RowKind.NOTE, f"{action.id}/{NOTE_MARK}", text=note)
    for indicator in action.indicators:
        yield FormRow(
            RowKind.INDICATOR,
            f"{action.id}/{indicator.key}",
            text=f"liczba {indicator.phrase.label}",
            planned=plan.values.get(indicator.key),
            past=past.value(action.id, indicator.key, unit.code, alone=alone) if past else None,
            spending=action.spending,
        )
    for place in range(1, extra_rows + 1):
        yield FormRow(RowKind.EXTRA, f"{action.id}/{EXTRA_MARK}{place}", spending=action.spending)


def meta_rows(
    programme: Programme, unit: Unit, part: Unit | None = None
) -> tuple[tuple[str, str, str], ...]:
    """Return (key, label, value) of the identification sheet; empty values are for the officer."""
    return (
        ("programme", "Program", programme.slug),
        ("programme_name", "Nazwa programu", programme.name),
        ("year", "Rok sprawozdawczy", str(programme.year)),
        ("unit", "Kod jednostki", unit.code),
        ("unit_name", "Jednostka / komórka", unit.name),
        *((("part", "Formularz dla", part.name),) if part else ()),
        ("form_version", "Wersja formularza", FORM_VERSION),
        ("prepared_by", "Sporządził(a)", ""),
        ("phone", "Telefon", ""),
        ("email", "E-mail", ""),
        ("approved_by", "Zatwierdził(a)", ""),
        ("date", "Data sporządzenia (RRRR-MM-DD)", ""),
        ("letter", "Znak pisma", ""),
        ("statement", "Oświadczam, że dane są zgodne z dokumentacją jednostki", ""),
        ("channel", "Formularz wypełnia", ""),
        ("source", "Na podstawie (gdy wypełnia koordynator)", ""),
        ("source_date", "Data źródła (RRRR-MM-DD)", ""),
    )


META_TO_FILL = (
    "prepared_by",
    "phone",
    "email",
    "approved_by",
    "date",
    "letter",
    "statement",
    "channel",
    "source",
    "source_date",
)
ON_BEHALF = "koordynator w imieniu jednostki"
META_CHOICES = {
    "statement": ("tak",),
    "channel": ("jednostka", ON_BEHALF),
    "source": ("pismo", "skan", "e-mail", "rozmowa telefoniczna"),
}

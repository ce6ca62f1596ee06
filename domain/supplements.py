"""The form's sheets beyond the results: actions outside the programme, next year's plan, needs.

Like the report's, their rows are found again by a hidden key and their columns by the header.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from domain.form import QUALIFIER_LABELS, unit_actions
from domain.form_sheets import FormSheet
from domain.programme import Programme, Section, Unit
from domain.submissions import Cell
from domain.values import Qualifier, Value

FREE_ROWS = 10
# A name stands in each row of an action, so that the rows can be sorted.
LONGEST_NAME = 92
# More than there are people in the country, or złote in the city's budget: a slip.
MOST_COUNTED, MOST_MONEY = Decimal(10**8), Decimal(10**10)


class Asked(StrEnum):
    """The fields of these sheets; none is called as a field of the report is."""

    NAME = "additional_name"
    TASK = "task"
    COUNTED = "counted"
    COUNT = "count"
    DESCRIPTION = "description"
    ID = "action_id"
    ACTION = "action_name"
    MEASURE = "measure"
    PRESENT = "present_plan"
    PROPOSED = "proposed_plan"
    PRECISION = "precision"
    REMARK = "remark"
    NEED = "need"
    ABOUT = "about"
    AMOUNT = "amount"
    REASON = "need_reason"


class Choices(StrEnum):
    """The drop-down lists of these sheets."""

    MEASURES = "measures"
    PRECISIONS = "precisions"
    TASKS = "tasks"
    PLACES = "places"


@dataclass(frozen=True, slots=True)
class AskedColumn:
    """One column: its field, header and width in characters; whether an officer fills it."""

    field: Asked
    header: str
    width: int
    filled: bool = True
    choices: Choices | None = None
    number: bool = False
    money: bool = False


@dataclass(frozen=True, slots=True)
class AskedRow:
    """One row as issued: its hidden key, and what stands in it from the start."""

    key: str
    cells: Mapping[Asked, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AskedSheet:
    """One sheet as issued."""

    sheet: FormSheet
    title: str
    intro: tuple[str, ...]
    columns: tuple[AskedColumn, ...]
    rows: tuple[AskedRow, ...]


# What somebody wrote in words of his own.
FREE_TEXTS = (
    Asked.NAME,
    Asked.TASK,
    Asked.COUNTED,
    Asked.DESCRIPTION,
    Asked.REMARK,
    Asked.NEED,
    Asked.ABOUT,
    Asked.REASON,
)
# Where a number is wanted.
NUMBERS = (Asked.COUNT, Asked.PROPOSED, Asked.AMOUNT)
_OPTIONAL = "Arkusz jest nieobowiązkowy; puste wiersze proszę zostawić."


def amount_of(cell: Cell) -> Decimal | None:
    """Return the amount in a cell; None where there is none that anybody could mean."""
    return _within(cell.number, MOST_MONEY)


def count_of(cell: Cell) -> Decimal | None:
    """Return the count in a cell; None where there is none that anybody could mean."""
    return _within(cell.number, MOST_COUNTED)


def _within(number: Decimal | None, most: Decimal) -> Decimal | None:
    return number if number is not None and 0 <= number < most else None


def asked(programme: Programme) -> tuple[FormSheet, ...]:
    """Return which of these sheets the programme's form has."""
    further = programme.further
    wanted = {
        FormSheet.ADDITIONAL: further.additional,
        FormSheet.NEXT_PLAN: further.next_plan,
        FormSheet.NEEDS: further.needs,
    }
    return tuple(sheet for sheet, asks in wanted.items() if asks)


def asked_sheets(
    programme: Programme, unit: Unit, part: Unit | None = None
) -> Iterator[AskedSheet]:
    """Yield the sheets of a form of a unit, or of a part of it; one without rows is left out."""
    for sheet in asked(programme):
        rows = tuple(_rows(programme, unit, part, sheet))
        if rows:
            title, intro = _words(programme, sheet)
            yield AskedSheet(sheet, title, intro, asked_columns(programme, sheet), rows)


def asked_columns(programme: Programme, sheet: FormSheet) -> tuple[AskedColumn, ...]:
    """Return the columns of one sheet, without the hidden key."""
    match sheet:
        case FormSheet.ADDITIONAL:
            return _ADDITIONAL
        case FormSheet.NEEDS:
            return _NEEDS
    return (
        AskedColumn(Asked.ID, "Nr", 10, filled=False),
        AskedColumn(Asked.ACTION, "Działanie", 54, filled=False),
        AskedColumn(Asked.MEASURE, "Co się liczy", 32, filled=False),
        AskedColumn(Asked.PRESENT, f"Plan na {programme.year} rok", 16, filled=False),
        AskedColumn(Asked.PROPOSED, f"Plan na {programme.year + 1} rok", 16, number=True),
        AskedColumn(Asked.PRECISION, "Dokładność", 14, choices=Choices.PRECISIONS),
        AskedColumn(Asked.REMARK, "Uwagi", 40),
    )


_ADDITIONAL = (
    AskedColumn(Asked.NAME, "Nazwa działania", 44),
    AskedColumn(Asked.TASK, "Zadanie, do którego należy", 36, choices=Choices.TASKS),
    AskedColumn(Asked.COUNTED, "Co policzono", 32, choices=Choices.MEASURES),
    AskedColumn(Asked.COUNT, "Wykonanie", 14, number=True),
    AskedColumn(Asked.PRECISION, "Dokładność", 14, choices=Choices.PRECISIONS),
    AskedColumn(Asked.DESCRIPTION, "Krótki opis", 44),
)
_NEEDS = (
    AskedColumn(Asked.NEED, "Czego potrzeba", 52),
    AskedColumn(Asked.ABOUT, "Działanie lub zadanie (numer)", 18, choices=Choices.PLACES),
    AskedColumn(Asked.AMOUNT, "Szacowana kwota (zł)", 18, number=True, money=True),
    AskedColumn(Asked.REASON, "Uzasadnienie", 60),
)


def _words(programme: Programme, sheet: FormSheet) -> tuple[str, tuple[str, ...]]:
    """Return the title of a sheet, and what is said above its rows."""
    year, later = programme.year, programme.year + 1
    match sheet:
        case FormSheet.ADDITIONAL:
            return f"Dodatkowe działania w {year} roku", (
                "Proszę wpisać działania, których nie ma w programie, po jednym w wierszu. Trafią "
                "do koordynatora i do zestawienia",
                f"obok sprawozdania, nie do jego tabel. {_OPTIONAL}",
            )
        case FormSheet.NEEDS:
            return f"Potrzeby jednostki na {later} rok", (
                "Proszę wpisać, czego potrzeba do realizacji programu, po jednej potrzebie "
                "w wierszu; kwotę proszę podać w złotych,",
                f"samą liczbą, jeżeli można ją oszacować. {_OPTIONAL}",
            )
    return f"Propozycja planu na {later} rok", (
        f"W kolumnie „Plan na {later} rok” wpisano tegoroczny plan. Co się nie zmienia, proszę "
        "zostawić; co ma się zmienić – wpisać samą liczbę.",
        "Z czego jednostka rezygnuje, proszę oznaczyć znakiem „x”. Arkusz jest nieobowiązkowy.",
    )


def _rows(
    programme: Programme, unit: Unit, part: Unit | None, sheet: FormSheet
) -> Iterator[AskedRow]:
    if sheet is FormSheet.NEXT_PLAN:
        yield from _plan_rows(programme, unit, part)
        return
    for place in range(1, FREE_ROWS + 1):
        yield AskedRow(f"{sheet.mark}{place}")


def _plan_rows(programme: Programme, unit: Unit, part: Unit | None) -> Iterator[AskedRow]:
    for action in unit_actions(programme, unit, part):
        plan = programme.planned(action)
        for indicator in action.indicators:
            value = plan.values.get(indicator.key)
            cells: dict[Asked, object] = {
                Asked.ID: action.id,
                Asked.ACTION: _short(action.name),
                Asked.MEASURE: f"liczba {indicator.phrase.label}",
            }
            if value is not None:
                cells |= _prefilled(value)
            yield AskedRow(f"{FormSheet.NEXT_PLAN.mark}{action.id}/{indicator.key}", cells)


def _short(name: str) -> str:
    """Return an action's name, cut at a word: the whole one stands in the report's sheet."""
    if len(name) <= LONGEST_NAME:
        return name
    return f"{name[:LONGEST_NAME].rsplit(' ', 1)[0].rstrip(' ,;–-')} …"


def _prefilled(value: Value) -> dict[Asked, object]:
    counted = value.qualifier is Qualifier.COUNTED
    cells: dict[Asked, object] = {
        Asked.PRESENT: value.number if counted else str(value),
        Asked.PROPOSED: value.number,
    }
    return cells if counted else cells | {Asked.PRECISION: QUALIFIER_LABELS[value.qualifier]}


def task_labels(programme: Programme) -> tuple[str, ...]:
    """Return the programme's parts that hold actions, with their numbers, in printed order."""
    return tuple(
        f"{number} {section.title}".strip()
        for number, section in _numbered(programme.sections, "")
        if section.actions
    )


def place_numbers(programme: Programme, unit: Unit, part: Unit | None = None) -> tuple[str, ...]:
    """Return the numbers of a unit's actions, each section's before those of its actions."""
    own = {action.id for action in unit_actions(programme, unit, part)}
    numbers: list[str] = []
    for number, section in _numbered(programme.sections, ""):
        actions = [action.id for action in section.actions if action.id in own]
        numbers += [one for one in (number, *actions) if one and actions]
    return tuple(numbers)


def _numbered(sections: Sequence[Section], above: str) -> Iterator[tuple[str, Section]]:
    """Yield every part with its whole number: "1)" of I.2 is I.2.1."""
    for section in sections:
        own = section.number.rstrip(").")
        inner = bool(above) and not own.startswith(above)
        number = ".".join(part for part in (above, own) if part) if inner else own
        yield number, section
        yield from _numbered(section.sections, number or above)

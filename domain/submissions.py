"""What came back: a unit's answers, each cell with the place that it was read from."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from domain.form import (
    EXTRA_MARK,
    ON_BEHALF,
    QUALIFIER_LABELS,
    STATUS_LABELS,
    Field,
    Status,
)
from domain.polish.typography import normalise_space
from domain.shown import as_stored
from domain.values import Absence, Qualifier, Value


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """Where a value stands: file name, sheet, cell ("E12"), and the file's SHA-256."""

    file: str = ""
    sheet: str = ""
    cell: str = ""
    sha256: str = ""


class CellState(StrEnum):
    """What kind of thing was found in a cell."""

    BLANK = "blank"
    NUMBER = "number"
    TEXT = "text"
    ABSENCE = "absence"
    DATE = "date"
    FORMULA = "formula"
    ERROR = "error"
    MASKED = "masked"
    HIDDEN = "hidden"
    MERGED = "merged"
    STALE = "stale"
    STRUCK = "struck"
    MISLABELLED = "mislabelled"
    DISPUTED = "disputed"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class UncachedFormula:
    """A formula whose result is not stored in the file."""

    formula: str


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """An error that Excel shows in place of a value ("#DIV/0!")."""

    code: str


@dataclass(frozen=True, slots=True)
class Unseen:
    """A number that a person looking at the sheet does not see so: `state` says why."""

    state: CellState
    text: str


RawValue = (
    str
    | int
    | float
    | bool
    | Decimal
    | datetime.date
    | UncachedFormula
    | ErrorValue
    | Unseen
    | None
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as read, with its place."""

    raw: RawValue = None
    origin: Origin = Origin()

    @property
    def text(self) -> str:
        """The text of the cell; lines are kept, other white space is folded."""
        if self.raw is None:
            return ""
        if isinstance(self.raw, UncachedFormula):
            return self.raw.formula
        if isinstance(self.raw, ErrorValue):
            return self.raw.code
        if isinstance(self.raw, Unseen):
            return self.raw.text
        if isinstance(self.raw, bool):
            return "PRAWDA" if self.raw else "FAŁSZ"
        if isinstance(self.raw, datetime.datetime):
            return self.raw.date().isoformat()
        if self.number is not None:
            return f"{self.number:f}".replace(".", ",")
        lines = (normalise_space(line) for line in str(self.raw).splitlines())
        return "\n".join(line for line in lines if line)

    @property
    def number(self) -> Decimal | None:
        """The number that stands in the cell, exactly as a person reads it; None for the rest."""
        if isinstance(self.raw, bool) or not isinstance(self.raw, int | float | Decimal):
            return None
        return as_stored(self.raw)

    @property
    def absence(self) -> Absence | None:
        """The statistical sign of an absence, where the cell holds one."""
        return _ABSENCES.get(self.text.casefold())

    @property
    def state(self) -> CellState:
        """What kind of thing stands here."""
        match self.raw:
            case UncachedFormula():
                return CellState.FORMULA
            case ErrorValue():
                return CellState.ERROR
            case Unseen():
                return self.raw.state
            case datetime.date():
                return CellState.DATE
        if self.number is not None:
            return CellState.NUMBER
        if not self.text:
            return CellState.BLANK
        return CellState.ABSENCE if self.absence else CellState.TEXT


_ABSENCES = {
    "x": Absence.NOT_APPLICABLE,
    "–": Absence.NONE_OCCURRED,
    "-": Absence.NONE_OCCURRED,
    "—": Absence.NONE_OCCURRED,
    ".": Absence.NO_DATA,
}
_NOTHING = Cell()
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_POLISH_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?: ?r\.?)?")


@dataclass(frozen=True, slots=True)
class ReportedRow:
    """One row of the form as it came back; `key` is the hidden key, `cells` go by field."""

    key: str
    cells: Mapping[str, Cell]

    def cell(self, name: str) -> Cell:
        """Return the cell of a field; an empty one where the form has no such column."""
        return self.cells.get(name, _NOTHING)

    @property
    def is_extra(self) -> bool:
        """Whether the officer counted here something that was not planned."""
        return self.key.startswith(EXTRA_MARK)

    @property
    def value(self) -> Value | None:
        """The realised value with its qualifier, where a number stands."""
        number = self.cell(Field.VALUE).number
        if number is None:
            return None
        label = _folded(self.cell(Field.QUALIFIER).text)
        return Value(number, _QUALIFIERS.get(label, Qualifier.COUNTED))

    @property
    def answered(self) -> bool:
        """Whether anything stands in the value's cell."""
        return self.cell(Field.VALUE).state is not CellState.BLANK


_QUALIFIERS = {label: qualifier for qualifier, label in QUALIFIER_LABELS.items()} | {
    qualifier.value: qualifier for qualifier in Qualifier
}
_STATUSES = {label: status for status, label in STATUS_LABELS.items()}


def qualifier_of(text: str) -> Qualifier | None:
    """Return the precision that words of the list mean; counted for none, None for other words."""
    return _QUALIFIERS.get(text.casefold()) if text else Qualifier.COUNTED


def _folded(text: str) -> str:
    """Return a word of a list as it is compared: letters and lines do not count."""
    return " ".join(text.split()).casefold()


def known_qualifier(text: str) -> bool:
    """Whether a precision is one of the list's, or none was chosen."""
    return not text or _folded(text) in _QUALIFIERS


@dataclass(frozen=True, slots=True)
class ReportedAction:
    """All that one unit said of one action: its own row, then the rows of what was counted."""

    action: str
    unit: str
    row: ReportedRow
    rows: tuple[ReportedRow, ...] = ()
    date: str = ""

    @property
    def answered(self) -> bool:
        """Whether the unit said anything at all."""
        said = (
            Field.STATUS,
            Field.EXPLANATION,
            Field.WORDING,
            Field.SPENDING,
            Field.SPENDING_WORDING,
        )
        filled = any(self.row.cell(name).text for name in said)
        counted = any(row.answered or row.cell(Field.SPENDING).text for row in self.rows)
        return filled or counted or bool(self.answers)

    @property
    def status(self) -> Status | None:
        """The status chosen; realised where none was; None for words that are no status."""
        text = _folded(self.row.cell(Field.STATUS).text)
        return _STATUSES.get(text) if text else Status.REALISED

    @property
    def wording(self) -> str:
        """The unit's own words for the results."""
        return _words(self.row.cell(Field.WORDING))

    @property
    def explanation(self) -> str:
        """Why it is so."""
        return _words(self.row.cell(Field.EXPLANATION))

    @property
    def spending(self) -> tuple[Cell, ...]:
        """The cells with amounts, in złote, in the order of the form."""
        cells = (row.cell(Field.SPENDING) for row in (self.row, *self.rows))
        return tuple(cell for cell in cells if cell.state is not CellState.BLANK)

    @property
    def spending_wording(self) -> str:
        """The unit's own words for the amounts."""
        return _words(self.row.cell(Field.SPENDING_WORDING))

    @property
    def answers(self) -> Mapping[str, str]:
        """The programme's own further answers, by their key."""
        return {
            name.removeprefix("answer."): cell.text
            for name, cell in self.row.cells.items()
            if name.startswith("answer.") and cell.text
        }


class NoteKind(StrEnum):
    """What of a file is not read; each is the code of a rule."""

    FORMAT = "format-limits"
    PICTURES = "pictures-unread"
    COMMENTS = "comments-unread"
    SHEETS = "sheets-unread"


@dataclass(frozen=True, slots=True)
class Note:
    """Something in a file that is not read, or that its kind of file cannot carry (in Polish)."""

    kind: NoteKind
    text: str


@dataclass(frozen=True, slots=True)
class RowRead:
    """A row of a table that came instead of a form: what it says, the action that it was taken
    for ("" for none), how alike their names are in per cent, and the nearest actions in words."""

    origin: Origin
    text: str
    action: str = ""
    per_cent: int = 0
    nearest: str = ""


@dataclass(frozen=True, slots=True)
class ValueUnread:
    """A cell of such a table that was not taken: what it says, and the number without a place.

    `field` is what the form would hold in its place.
    """

    origin: Origin
    action: str
    field: str
    text: str
    number: str


def _words(cell: Cell) -> str:
    """Return what a cell says in words; nothing where it shows an error or something else."""
    if cell.state is CellState.DISPUTED:
        return f"[do wyjaśnienia: {cell.text}]"
    return "" if isinstance(cell.raw, Unseen | ErrorValue | UncachedFormula) else cell.text


YEARS_TO_REPORT = 2


def plausible_date(date: str, year: int) -> bool:
    """Whether a date (ISO) may be that of a report on `year`: in it, or in the two years after."""
    return bool(date) and year <= int(date[:4]) <= year + YEARS_TO_REPORT


@dataclass(frozen=True, slots=True)
class Supplements:
    """What a unit said beyond its results, row by row; the fields are those of the sheets."""

    additional: tuple[ReportedRow, ...] = ()
    next_plan: tuple[ReportedRow, ...] = ()
    needs: tuple[ReportedRow, ...] = ()

    def rows(self) -> tuple[ReportedRow, ...]:
        """Return the rows of all sheets."""
        return self.additional + self.next_plan + self.needs


@dataclass(frozen=True, slots=True)
class Submission:
    """One accepted file; `notes` say what in it was not read.

    `table_rows` and `unread` tell how a table was read that came instead of a form.
    """

    file: str
    sha256: str
    unit: str
    meta: Mapping[str, Cell]
    actions: tuple[ReportedAction, ...] = ()
    repeated: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    table_rows: tuple[RowRead, ...] = ()
    unread: tuple[ValueUnread, ...] = ()
    supplements: Supplements = Supplements()

    @property
    def date(self) -> str:
        """The date that the officer wrote (ISO), or nothing."""
        raw = self.meta.get("date", _NOTHING).raw
        if isinstance(raw, datetime.datetime):
            return raw.date().isoformat()
        if isinstance(raw, datetime.date):
            return raw.isoformat()
        match = _POLISH_DATE.fullmatch(text := str(raw or "").strip())
        if match:
            text = f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}"
        if not _ISO_DATE.fullmatch(text):
            # Python knows "20250131" and "2025-W05-5", too; nobody means a day by them here.
            return ""
        try:
            return datetime.date.fromisoformat(text).isoformat()
        except ValueError:
            return ""

    @property
    def on_behalf(self) -> bool:
        """Whether the coordinator filled the form in for the unit."""
        return self.meta.get("channel", _NOTHING).text.casefold() == ON_BEHALF

    @property
    def ground(self) -> str:
        """The sign of the letter; of a form filled in by the coordinator, on what ground."""
        letter, source, day = (
            self.meta.get(key, _NOTHING).text for key in ("letter", "source", "source_date")
        )
        if not self.on_behalf:
            return letter
        told = " z ".join(part for part in (source, day) if part)
        return ", ".join(part for part in (letter, f"{ON_BEHALF}: {told}".strip(": ")) if part)


class Refused(Exception):
    """A file that cannot be taken; the text says why and what to do, in Polish."""


class Verdict(StrEnum):
    """What became of a file in the drop folder."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    LATER = "later"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class FileVerdict:
    """One file, what became of it, and why (a Polish sentence; for an accepted one, a remark).

    `members` are the files inside a container, each with its own verdict.
    """

    file: str
    sha256: str
    verdict: Verdict
    reason: str = ""
    unit: str = ""
    members: tuple["FileVerdict", ...] = ()

    def files(self) -> tuple["FileVerdict", ...]:
        """Return the verdicts on single files: its own, or those of what it holds."""
        if not self.members:
            return (self,)
        return tuple(file for member in self.members for file in member.files())


def group_rows(
    unit: str, rows: list[ReportedRow], date: str = ""
) -> tuple[tuple[ReportedAction, ...], dict[str, int]]:
    """Gather rows by action; also return the keys that stand in more than one row."""
    by_action: dict[str, list[ReportedRow]] = {}
    times: dict[str, int] = {}
    for row in rows:
        times[row.key] = times.get(row.key, 0) + 1
        action, _, inner = row.key.partition("/")
        by_action.setdefault(action, []).append(ReportedRow(inner, row.cells))
    actions = tuple(_grouped(unit, action, parts, date) for action, parts in by_action.items())
    return actions, {key: count for key, count in times.items() if count > 1}


def _grouped(unit: str, action: str, parts: list[ReportedRow], date: str) -> ReportedAction:
    own = [part for part in parts if not part.key]
    inner = tuple(part for part in parts if part.key)
    row = own[0] if own else ReportedRow("", {})
    return ReportedAction(action, unit, row, inner, date)

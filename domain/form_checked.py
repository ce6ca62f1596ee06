"""What a form's rows hold as issued and as filled in: the values of the hidden sheet's formulas."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from domain.expressions import Value
from domain.form import EXTRA_MARK, Field, FormRow, RowKind
from domain.form_facts import FACTS, OF_ACTION
from domain.form_rules import ROW_OF
from domain.form_words import FORMS, WordList
from domain.merging import PARTS, Item, MergedAction, merge
from domain.polish.numbers import format_number, number_form
from domain.polish.typography import normalise_space
from domain.programme import Programme, Unit
from domain.relations import with_relations
from domain.submissions import Cell, ReportedRow, Submission, group_rows
from domain.table import TableRow, build_table
from domain.values import Qualifier
from domain.wording import gap, item_text, plain, realised_lines

# The day from which workbooks count days.
_FIRST_DAY = datetime.date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class Checked:
    """One row of the hidden sheet: a kind of FACTS, the form's row (none for the Metryczka).

    `known` holds the table's columns as they are whatever is typed, `now` as they are at present.
    `action` is the row of the action that it belongs to, counted from 0.
    """

    kind: str
    key: str
    known: Mapping[str, Value]
    now: Mapping[str, Value]
    row: FormRow | None = None
    action: int = -1
    present: bool = True


def checked_rows(
    programme: Programme, unit: Unit, rows: Sequence[FormRow], now: Submission
) -> tuple[Checked, ...]:
    """Return the rows of the hidden sheet for a form with these rows, filled in as `now` says."""
    return tuple(_Rows(programme, unit, tuple(rows), now).all())


@dataclass(frozen=True)
class _Rows:
    programme: Programme
    unit: Unit
    rows: tuple[FormRow, ...]
    submission: Submission

    @cached_property
    def words(self) -> WordList:
        return WordList(self.programme)

    @cached_property
    def accounts(self) -> Mapping[str, MergedAction]:
        merged = merge(self.programme, [self.submission])
        return {account.action.id: account for account in merged.actions}

    @cached_property
    def issued(self) -> dict[tuple[str, str], TableRow]:
        """The table's rows of a form in which each row that can be counted in is there."""
        return self._table(_blank_submission(self.unit, self.rows))

    @cached_property
    def present(self) -> dict[tuple[str, str], TableRow]:
        return self._table(self.submission)

    def _table(self, submission: Submission) -> dict[tuple[str, str], TableRow]:
        rows = with_relations(self.programme, build_table(self.programme, [submission]))
        found: dict[tuple[str, str], TableRow] = {}
        amounts = {
            (report.action, place): f"{report.action}/{row.key}" if row.key else report.action
            for report in submission.actions
            for place, row in enumerate(
                row for row in (report.row, *report.rows) if row.cell(Field.SPENDING).text
            )
        }
        for row in rows:
            if row.unit != self.unit.code:
                continue
            key = f"{row.action}/{row.indicator}" if row.indicator else row.action
            if row.row == "spending":
                place = int(row.indicator.removeprefix(EXTRA_MARK) or 0)
                key = amounts[row.action, place]
            found.setdefault((row.row, key), row)
        return found

    def all(self) -> Iterator[Checked]:
        for kind in ROW_OF:
            yield self._of_unit(kind)
        place = len(ROW_OF)
        action = -1
        for row in self.rows:
            if row.kind not in _CHECKED:
                continue
            kind = str(row.kind)
            if row.kind is RowKind.ACTION:
                action = place
                yield self._checked(kind, row, -1)
            else:
                yield self._checked(kind, row, action)
            place += 1
            if row.spending:
                yield self._checked("spending", row, action)
                place += 1

    def _of_unit(self, kind: str) -> Checked:
        now = self.present["unit", ""].values()
        typed = self.submission.meta.get("date", Cell())
        day = self.submission.date
        serial = Decimal((datetime.date.fromisoformat(day) - _FIRST_DAY).days) if day else None
        written = {
            "signed_text": self.submission.meta.get("approved_by", Cell()).text or None,
            "date": serial,
            "date_iso": serial if typed.text == day else None,
            "date_polish": serial if typed.text != day else None,
        }
        return Checked(kind, kind, self.issued["unit", ""].values(), now | written)

    def _checked(self, kind: str, row: FormRow, action: int) -> Checked:
        known = self.issued[kind, row.key].values()
        there = self.present.get((kind, row.key))
        now = there.values() if there else known | dict.fromkeys(FACTS[kind]) | _NOTHING_TYPED
        owner = row.key.partition("/")[0]
        own = self.present["action", owner].values()
        now = now | {name: own[name] for name in OF_ACTION}
        now = now | self._typed(kind, now, self._report_row(row.key))
        return Checked(kind, row.key, known, now | self._shown(row), row, action, there is not None)

    def _typed(self, kind: str, now: Mapping[str, Value], row: ReportedRow) -> dict[str, Value]:
        """Return the facts that are no columns of the table."""
        cell = row.cell(Field.SPENDING if kind == "spending" else Field.VALUE)
        label = now.get("label") if kind == "extra" else None
        listed = self.words.place(str(label)) if label else 0
        filled = now.get("value_state") not in (None, "blank")
        return {
            "typed": cell.number if cell.number is not None else cell.text or None,
            "typed_text": cell.text or None,
            "has_value": filled,
            "has_amount": filled,
            "typed_as": "words" if now.get("typed_as") else None,
            "explanation_text": row.cell(Field.EXPLANATION).text or None,
            "spending_words": row.cell(Field.SPENDING_WORDING).text or None,
            "measure_key": str(label).removeprefix("liczba ") if label else None,
            "measure_place": Decimal(listed),
            "number": format_number(cell.number) if cell.number is not None else None,
            "form": _form(row),
        }

    def _shown(self, row: FormRow) -> dict[str, Value]:
        """Return what the annex will say of a row, and of an action up to it."""
        owner, _, key = row.key.partition("/")
        account = self.accounts[owner]
        if row.kind is RowKind.ACTION:
            return {"preview": self._preview(account)}
        items = {item.key: item for item in account.items}
        before = (one.key.partition("/") for one in self.rows)
        order = [inner for action, _, inner in before if action == owner and inner]
        own = items.get(key)
        part = self._report_row(row.key).cell(Field.PART).text
        return {
            "alone": (item_text(own) if own else "") or None,
            "valued": own is not None and own.value is not None,
            "parts": ", ".join(map(item_text, _parts(account, key))) or None,
            "part": normalise_space(part).removeprefix("liczba ") or None,
            "piece": _piece(account, own) or None,
            "line": _joined(account, order[: order.index(key) + 1], items) or None,
        }

    def _preview(self, account: MergedAction) -> str:
        if not account.reports:
            return gap(self.unit).text
        alone = tuple(replace(item, owing=()) for item in account.items)
        own = replace(account, items=alone, missing=(), excused=())
        return plain(realised_lines(self.programme, own))

    def _report_row(self, key: str) -> ReportedRow:
        action, _, inner = key.partition("/")
        for report in self.submission.actions:
            if report.action == action:
                for row in (report.row, *report.rows):
                    if row.key == inner:
                        return row
        return ReportedRow("", {})


_CHECKED = (RowKind.ACTION, RowKind.INDICATOR, RowKind.EXTRA)
_NOTHING_TYPED: dict[str, Value] = {
    "value_state": "blank",
    "value_text": None,
    "value": None,
    "whole": True,
    "known_qualifier": None,
    "times": Decimal(1),
}


def _blank_submission(unit: Unit, rows: Sequence[FormRow]) -> Submission:
    """Return a form in which every row that may be filled is there, and nothing is counted."""
    reported = []
    for row in rows:
        if row.kind not in _CHECKED:
            continue
        cells: dict[str, Cell] = {}
        if row.kind is RowKind.EXTRA:
            cells[Field.TEXT] = Cell("?")
        if row.spending:
            cells[Field.SPENDING] = Cell(Decimal(0))
        reported.append(ReportedRow(row.key, cells))
    actions, repeated = group_rows(unit.code, reported)
    return Submission("", "", unit.code, {}, actions, repeated)


def _parts(account: MergedAction, whole: str) -> list[Item]:
    return [item for item in account.items if item.part_of == whole]


def _piece(account: MergedAction, item: Item | None) -> str:
    """Return what a row adds to the result: with its parts; one that is a part adds nothing."""
    if item is None or item.part_of:
        return ""
    parts = ", ".join(map(item_text, _parts(account, item.key)))
    return f"{item_text(item)}{PARTS}{parts})" if parts else item_text(item)


def _joined(account: MergedAction, keys: Sequence[str], items: Mapping[str, Item]) -> str:
    text = ""
    for item in (items[key] for key in keys if key in items):
        piece = _piece(account, item)
        text = f"{text}{item.before}{piece}" if text and piece else text or piece
    return text


def _form(row: ReportedRow) -> Decimal | None:
    """Return the place of the value's form among the templates, from 1."""
    value = row.value
    if value is None:
        return None
    place = FORMS.index(number_form(value.number)) + 1
    return Decimal(place + len(FORMS) * (value.qualifier is Qualifier.ESTIMATED))

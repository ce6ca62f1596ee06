"""Ways to spoil a round that was correct: what each of them makes of the findings, and where.

Each takes a pair of units whose workbooks have been run once, and spoils what lies in the folder.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from domain.form import META_SHEET
from tests.flow.form_faults import EXACT, FAMILIES, HOURS, LABEL, STATUS, VALUE
from tests.flow.injected import Form, Spoil, Told
from tests.flow.injected_rounds import Pair

SHARED, LATE = "W tym policzone", "2025-02-03"
JOURNAL_BROKEN = "journal-broken"


@dataclass(frozen=True, slots=True)
class RoundFault:
    """A way to spoil a pair's part of a round; it returns all that has to be found."""

    rule: str
    mechanism: str
    spoil: Callable[[Pair], list[Told]]


def typed(inner: str, header: str, value: object) -> Spoil:
    """Return what types into a cell."""
    return lambda form: form.type(inner, header, value)


def _another(pair: Pair) -> int:
    """Return a value near all of a pair's plans that nobody else has."""
    return 3207 + 20 * pair.place


def _blank_lead(pair: Pair) -> list[Told]:
    def blank(form: Form) -> None:
        for inner in (FAMILIES, HOURS, "procent"):
            form.type(inner, VALUE, None)
        form.type("", STATUS, None)

    pair.change(pair.lead, blank)
    # Who left the action out is asked for it as well.
    return [
        ("action-unanswered", *pair.at(pair.lead, "", STATUS)),
        ("lead-missing", *pair.at(pair.partner, FAMILIES, VALUE)),
        *_withdrawn(pair, 3),
    ]


def _withdrawn(pair: Pair, times: int) -> list[Told]:
    """Return what is told of values that an earlier version of the lead's workbook had."""
    return [("resent-without", pair.lead.name, "", "")] * times


def _no_lead(pair: Pair) -> list[Told]:
    pair.lead.unlink()
    # The lead's workbook is asked for, and its partner's values do not stand in for it.
    return [
        ("lead-missing", *pair.at(pair.partner, FAMILIES, VALUE)),
        ("unit-missing", "", "", ""),
    ]


def _no_partner(pair: Pair) -> list[Told]:
    pair.partner.unlink()
    return [("unit-missing", "", "", "")]


def _shared_otherwise(pair: Pair) -> list[Told]:
    pair.change(pair.lead, typed(FAMILIES, SHARED, 5))
    pair.change(pair.partner, typed(FAMILIES, SHARED, 7))
    return [("conflicting-values", *pair.at(pair.lead, FAMILIES, VALUE))]


def _shared_too_many(pair: Pair) -> list[Told]:
    pair.change(pair.partner, typed(FAMILIES, SHARED, 9999))
    return [("conflicting-values", *pair.at(pair.lead, FAMILIES, VALUE))]


def _a_rate(pair: Pair) -> list[Told]:
    pair.change(pair.partner, typed(FAMILIES, EXACT, "miesięcznie"))
    return [("conflicting-values", *pair.at(pair.lead, FAMILIES, VALUE))]


def _same_day(pair: Pair) -> list[Told]:
    def dated(form: Form) -> None:
        form.book[META_SHEET][form.meta("date")] = "2025-01-20"

    pair.change(pair.partner, dated)
    return [("conflicting-values", *pair.at(pair.lead, HOURS, VALUE))]


def _row_again(pair: Pair) -> list[Told]:
    def again(form: Form) -> None:
        row = form.row("+1")
        form.sheet.cell(row, 1).value = f"{form.action}/{FAMILIES}"
        form.sheet.cell(row, form.column(LABEL)).value = "liczba rodzin"
        form.sheet.cell(row, form.column(VALUE)).value = _another(pair)

    first, second = (pair.at(pair.lead, inner, VALUE) for inner in (FAMILIES, "+1"))
    pair.change(pair.lead, again)
    # Both rows are told of, and what stands in them cannot be joined.
    return [
        ("conflicting-values", *first),
        ("key-repeated", *first),
        ("key-repeated", *second),
    ]


def _shares(pair: Pair) -> list[Told]:
    pair.change(pair.partner, typed("procent", VALUE, 66))
    return [("percent-combined", *pair.at(pair.lead, "procent", VALUE))]


def _twice_in_a_unit(pair: Pair) -> list[Told]:
    value = _another(pair)
    pair.change(pair.lead, typed(FAMILIES, VALUE, value))
    pair.change(pair.lead, typed(FAMILIES, VALUE, value), "II")
    return [("value-twice", *pair.at(pair.lead, FAMILIES, VALUE, part)) for part in ("I", "II")]


def _twice_in_two_units(pair: Pair) -> list[Told]:
    value = _another(pair)
    pair.change(pair.partner, typed(FAMILIES, VALUE, value))
    pair.change(pair.lead, typed(FAMILIES, VALUE, value), "II")
    return [
        ("value-twice", *pair.at(pair.lead, FAMILIES, VALUE, "II")),
        ("value-twice", *pair.at(pair.partner, FAMILIES, VALUE)),
    ]


def _late(pair: Pair) -> list[Told]:
    def dated(form: Form) -> None:
        form.book[META_SHEET][form.meta("date")] = LATE

    pair.change(pair.lead, dated)
    return [("submission-late", *pair.meta(pair.lead, "approved_by"))]


def _beside(pair: Pair, name: str) -> Path:
    return pair.folder / f"{pair.lead.stem} {name}"


def _no_workbook(pair: Pair) -> list[Told]:
    path = _beside(pair, "skan.xlsx")
    path.write_bytes(b"To nie jest skoroszyt.")
    return [("file-refused", path.name, "", "")]


def _said_to_be(key: str, value: str) -> Callable[[Pair], list[Told]]:
    def spoil(pair: Pair) -> list[Told]:
        path = _beside(pair, f"{key}.xlsx")
        shutil.copyfile(pair.lead, path)

        def said(form: Form) -> None:
            form.book[META_SHEET][form.meta(key)] = value

        pair.change(path, said)
        return [("file-refused", path.name, "", "")]

    return spoil


def _other_case(pair: Pair) -> list[Told]:
    path = pair.folder / pair.lead.name.lower()
    shutil.copyfile(pair.lead, path)
    return [("names-alike", name, "", "") for name in (pair.lead.name, path.name)]


def _two_at_once(pair: Pair) -> list[Told]:
    first, second = _beside(pair, "a.xlsx"), _beside(pair, "b.xlsx")
    for path in (first, second):
        shutil.copyfile(pair.lead, path)
    pair.lead.unlink()
    for path, value in ((first, _another(pair)), (second, _another(pair) + 1)):
        pair.change(path, typed(FAMILIES, VALUE, value))
    return [("files-conflict", *pair.at(second, FAMILIES, VALUE))]


def _one_after_another(pair: Pair) -> list[Told]:
    path = _beside(pair, "poprawka.xlsx")
    shutil.copyfile(pair.lead, path)
    pair.change(path, typed(FAMILIES, VALUE, _another(pair)))
    return [("files-superseded", *pair.at(path, FAMILIES, VALUE))]


def _blank_in_a_later_file(pair: Pair) -> list[Told]:
    path = _beside(pair, "poprawka.xlsx")
    shutil.copyfile(pair.lead, path)
    pair.change(path, typed(FAMILIES, VALUE, None))
    return [("files-withdrawn", path.name, "", "")]


def _blank_now(pair: Pair) -> list[Told]:
    pair.change(pair.lead, typed(FAMILIES, VALUE, None))
    # It is asked for, and it is told that it was there.
    return [("value-missing", *pair.at(pair.lead, FAMILIES, VALUE)), *_withdrawn(pair, 1)]


def _cut_journal(pair: Pair) -> list[Told]:
    lines = pair.journal.read_text(encoding="utf-8").splitlines(keepends=True)
    # A verdict: when each file was first seen stays known.
    place = next(at for at, line in enumerate(lines) if '"accepted"' in line)
    pair.journal.write_text("".join(lines[:place] + lines[place + 1 :]), encoding="utf-8")
    return [(JOURNAL_BROKEN, "", "", "")]


ROUND_FAULTS: tuple[RoundFault, ...] = (
    # across
    RoundFault("lead-missing", "the lead left the action out", _blank_lead),
    RoundFault("lead-missing", "no workbook of the lead", _no_lead),
    RoundFault("conflicting-values", "other numbers counted in common", _shared_otherwise),
    RoundFault("conflicting-values", "more in common than there are", _shared_too_many),
    RoundFault("conflicting-values", "a rate and a count", _a_rate),
    RoundFault("conflicting-values", "two latest values of one day", _same_day),
    RoundFault("conflicting-values", "a row given twice", _row_again),
    RoundFault("value-twice", "two actions of a unit", _twice_in_a_unit),
    RoundFault("value-twice", "two units", _twice_in_two_units),
    # arithmetic
    RoundFault("percent-combined", "two shares", _shares),
    # completeness
    RoundFault("unit-missing", "no workbook", _no_partner),
    RoundFault("submission-late", "after the day due", _late),
    # files
    RoundFault("file-refused", "no workbook", _no_workbook),
    RoundFault("file-refused", "another year", _said_to_be("year", "2023")),
    RoundFault("file-refused", "no unit of the register", _said_to_be("unit", "X99")),
    RoundFault("names-alike", "capitals", _other_case),
    RoundFault("files-conflict", "two files at once", _two_at_once),
    RoundFault("files-superseded", "one file after another", _one_after_another),
    RoundFault("files-withdrawn", "left out of a later file", _blank_in_a_later_file),
    RoundFault("resent-without", "left out of the file sent again", _blank_now),
    RoundFault(JOURNAL_BROKEN, "a line taken out", _cut_journal),
)

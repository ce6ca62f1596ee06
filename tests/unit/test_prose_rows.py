"""Wholes with parts in a printed result, and people in what units wrote, as rows of the table."""

from decimal import Decimal

from domain.form import Field
from domain.merging import merge
from domain.programme import Programme
from domain.prose_rows import prose_rows
from domain.submissions import ReportedAction
from domain.table import TableRow
from tests.unit.builders import action, programme, report, submission


def rows(built: Programme, *reports: ReportedAction) -> list[TableRow]:
    sent = [submission(*reports)]
    return list(prose_rows(built, sent, merge(built, sent), None))


def test_parts_are_looked_for_in_a_unit_s_own_words() -> None:
    said = report(counted={"rodziny": 10}, wording="10 rodzin, w tym 7 rodzin i 4 rodziny")
    (row,) = rows(programme(), said)
    assert (row.row, row.action, row.field) == ("breakdown", "I.1", Field.WORDING)
    assert (row.written, row.total, row.parts) == ("10 rodzin", Decimal(10), Decimal(11))
    assert row.origin.cell == "own:wording"


def test_parts_are_looked_for_in_what_is_composed_of_values() -> None:
    built = programme(
        action("I.1", {"rodziny": "{rodzina}", "nowe": {"phrase": "w tym {n} {rodzina} nowych"}})
    )
    (row,) = rows(built, report(counted={"rodziny": 10, "nowe": 12}))
    assert (row.total, row.parts) == (Decimal(10), Decimal(12))
    assert row.field == Field.VALUE
    assert row.origin.cell == "rodziny:value"


def test_personal_data_are_looked_for_wherever_a_unit_writes() -> None:
    said = report(
        wording="kontakt a@b.pl",
        explanation="kontakt c@d.pl",
        extra={"osoby od e@f.pl": 3},
        answers={"next_steps": "g@h.pl"},
    )
    found = rows(programme(), said)
    assert [(row.field, row.indicator, row.written) for row in found] == [
        (Field.WORDING, "", "[adres e-mail]"),
        (Field.EXPLANATION, "", "[adres e-mail]"),
        ("answer.next_steps", "", "[adres e-mail]"),
        (Field.TEXT, "+1", "[adres e-mail]"),
    ]
    assert {row.personal for row in found} == {"adres e-mail"}


def test_what_nobody_answered_holds_nothing() -> None:
    assert rows(programme(), report()) == []

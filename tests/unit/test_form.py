"""The form that a unit fills in."""

from domain.form import RowKind, form_columns, form_rows, meta_rows
from domain.programme import Programme
from tests.unit.builders import action, programme


def headers(built: Programme, code: str) -> list[str]:
    return [column.header for column in form_columns(built, built.units[code])]


def test_unit_sees_its_own_actions_only() -> None:
    built = programme(action("I.1", lead="KLUB"), action("I.2", lead="BIB"))
    keys = [row.key for row in form_rows(built, built.units["BIB"], extra_rows=lambda _: 1)]
    assert keys == ["", "I.2", "I.2/rodziny", "I.2/+1"]


def test_rows_tell_what_to_count_and_what_was_planned() -> None:
    built = programme(
        action(indicators={"rodziny": "{rodzina} {objęty} opieką"}),
        plan={"I.1": {"rodziny": 605, "words": "według potrzeb"}},
    )
    heading, own, indicator, extra = form_rows(built, built.units["KLUB"], extra_rows=lambda _: 1)
    assert (heading.kind, heading.number, heading.text) == (
        RowKind.HEADING,
        "I",
        "Wsparcie rodzin",
    )
    assert (own.text, own.planned_text, own.spending) == ("Działanie I.1", "według potrzeb", True)
    assert (indicator.text, str(indicator.planned)) == ("liczba rodzin objętych opieką", "605")
    assert (extra.kind, extra.text) == (RowKind.EXTRA, "")


def test_officer_fills_values_where_things_are_counted_and_status_once() -> None:
    built = programme()
    columns = {column.field: column for column in form_columns(built, built.units["KLUB"])}
    filled = {
        field: {row for row in RowKind if columns[field].editable(row)}
        for field in ("number", "text", "planned", "value", "status", "spending")
    }
    assert filled == {
        "number": set(),
        "planned": set(),  # the plan is the programme's
        "text": {RowKind.EXTRA},
        "value": {RowKind.INDICATOR, RowKind.EXTRA},
        "status": {RowKind.ACTION},
        "spending": {RowKind.ACTION, RowKind.INDICATOR, RowKind.EXTRA},
    }


def test_overlap_is_asked_only_where_values_are_added() -> None:
    overlap = "W tym policzone z inną jednostką"
    added = {"rodziny": {"phrase": "{rodzina}", "combine": "sum"}}
    assert overlap in headers(programme(action(indicators=added, partners=["BIB"])), "BIB")
    assert overlap not in headers(programme(), "KLUB")


def test_amounts_are_asked_only_of_basic_tasks() -> None:
    assert "Wysokość środków (zł)" in headers(programme(), "KLUB")
    assert "Dalsze kroki" in headers(programme(), "KLUB")


def test_identification_names_programme_year_and_unit() -> None:
    built = programme()
    meta = {key: value for key, _, value in meta_rows(built, built.units["KLUB"])}
    assert (meta["programme"], meta["year"], meta["unit"]) == ("pwr", "2024", "KLUB")
    assert meta["date"] == ""

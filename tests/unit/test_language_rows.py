"""Mistakes of language as rows: which cells and which words of the definition are looked at."""

from domain.definition_texts import definition_texts, register_texts
from domain.form import Field
from domain.language_rows import DICTIONARY_MISSING, language_rows
from domain.submissions import CellState, ReportedAction, Unseen
from domain.table import TableRow
from tests.unit.builders import action, programme, report, submission
from tests.unit.small_dictionary import SmallDictionary

TWICE = "na na"
SMALL = SmallDictionary()


def rows(*reports: ReportedAction) -> list[TableRow]:
    built = programme(action("I.1"), plan={"I.1": {"rodziny": 5}})
    sent = [submission(*reports, unit="KLUB")]
    return list(language_rows(built, sent, SMALL, with_definition=False))


def doubled(found: list[TableRow]) -> list[tuple[str, str, str]]:
    return [(row.action, row.indicator, row.field) for row in found if row.mistake == "doubled"]


def test_each_text_that_a_unit_writes_is_looked_at() -> None:
    sent = report(
        counted={"rodziny": 5},
        extra={TWICE: 2},
        wording=TWICE,
        explanation=TWICE,
        spending_wording=TWICE,
    )
    assert doubled(rows(sent)) == [
        ("I.1", "", Field.WORDING),
        ("I.1", "", Field.SPENDING_WORDING),
        ("I.1", "", Field.EXPLANATION),
        ("I.1", "+1", Field.TEXT),
    ]


def test_a_row_carries_words_and_place_for_the_finding() -> None:
    (row,) = [one for one in rows(report(wording="w tym11 klubów")) if one.mistake == "glued"]
    assert (row.mistaken, row.suggestion) == ("tym11", "tym 11")
    place = row.place()
    assert (place.unit, place.action, place.field) == ("KLUB", "I.1", Field.WORDING)
    assert place.value == "tym11"
    assert row.words()["suggestion"] == "tym 11"


def test_what_nobody_wrote_or_nobody_may_use_is_not_looked_at() -> None:
    disputed = Unseen(CellState.DISPUTED, TWICE)
    assert rows(report(wording=disputed)) == []
    assert rows(report(counted={"rodziny": {Field.VALUE: 5, Field.TEXT: TWICE}})) == []
    assert rows(report(extra={"liczba rodzin": 2})) == []


def test_the_label_of_an_added_row_may_begin_with_the_form_s_own_word() -> None:
    found = rows(report(extra={"liczba nowych": 2}))
    assert [row.mistake for row in found if row.mistake == "residue"] == []


def test_without_a_dictionary_one_row_says_so() -> None:
    built = programme(action("I.1"), plan={"I.1": {"rodziny": 5}})
    (row,) = language_rows(built, [], None, with_definition=False)
    assert (row.mistake, row.unit, row.place().value) == (DICTIONARY_MISSING, "", "")


def test_the_definition_s_own_words_are_looked_at_with_their_file_and_keys() -> None:
    one = action("I.1") | {"name": TWICE}
    built = programme(one, plan={"I.1": {"rodziny": 5, "words": TWICE}})
    found = [row for row in language_rows(built, [], SMALL) if row.mistake == "doubled"]
    places = {(row.origin.file.split("/")[0], row.origin.cell, row.action) for row in found}
    assert places == {("actions", "I.1.name", "I.1"), ("plan", "I.1.words", "I.1")}
    assert all(row.unit == "" for row in found)


def test_every_text_of_a_definition_has_a_place() -> None:
    built = programme(action("I.1"), plan={"I.1": {"rodziny": 5, "words": TWICE}})
    written = list(definition_texts(built))
    assert all(one.file.endswith(".yaml") and one.key for one in written)
    assert len({(one.file, one.key) for one in written}) == len(written)
    assert {"programme.yaml", "structure.yaml", "units.yaml"} <= {one.file for one in written}


def test_the_registers_words_are_all_forms_and_the_units_names() -> None:
    words = set(register_texts(programme(action("I.1"), plan={"I.1": {"rodziny": 5}})))
    assert {"rodzina", "rodzin", "Biblioteka Kraków"} <= words

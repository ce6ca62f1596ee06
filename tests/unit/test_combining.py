"""Several files of one unit are one submission: nothing dropped, nothing guessed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.combining import Combined, QuestionKind, Sent, combine, said_alike
from domain.form import Field
from domain.submissions import (
    Cell,
    CellState,
    Origin,
    RawValue,
    ReportedAction,
    ReportedRow,
    Submission,
)
from tests.unit.builders import report, submission


def sent(name: str, *reports: ReportedAction, look: int = 1, date: str = "") -> Sent:
    """Return a file of the club, its cells knowing its name."""
    head = submission(*reports, unit="KLUB", date=date or None)
    return Sent(replace(head, file=name, actions=tuple(_of(name, one) for one in reports)), look)


def _of(name: str, one: ReportedAction) -> ReportedAction:
    def named(row: ReportedRow) -> ReportedRow:
        cells = {
            field: Cell(cell.raw, Origin(name, "Sprawozdanie", cell.origin.cell, name))
            for field, cell in row.cells.items()
        }
        return ReportedRow(row.key, cells)

    return replace(one, row=named(one.row), rows=tuple(named(row) for row in one.rows))


def values(combined: Combined) -> dict[tuple[str, str], object]:
    return {
        (one.action, row.key): row.cell(Field.VALUE).raw
        for one in combined.submission.actions
        for row in one.rows
    }


def kinds(combined: Combined) -> list[QuestionKind]:
    return [question.kind for question in combined.questions]


def test_one_file_is_itself() -> None:
    one = sent("a.xlsx", report(counted={"rodziny": 5}))
    assert combine([one]) == Combined(one.submission)


def test_five_clubs_fill_five_parts_of_one_form() -> None:
    blank = {f"w{place}": None for place in range(5)}
    files = [
        sent(f"klub{place}.xlsx", report(counted={**blank, f"w{place}": place + 1}))
        for place in range(5)
    ]
    combined = combine(files)
    assert values(combined) == {("I.1", f"w{place}"): place + 1 for place in range(5)}
    assert combined.questions == ()
    (own,) = combined.submission.actions
    assert [row.cell(Field.VALUE).origin.file for row in own.rows] == [
        f"klub{place}.xlsx" for place in range(5)
    ]


def test_the_same_value_in_two_files_is_no_question() -> None:
    same = [sent(name, report(counted={"rodziny": 5})) for name in ("a.xlsx", "b.xlsx")]
    combined = combine(same)
    assert (values(combined), combined.questions) == ({("I.1", "rodziny"): 5}, ())


def test_two_values_of_files_that_came_together_are_a_question_naming_files_and_cells() -> None:
    combined = combine(
        [
            sent("a.xlsx", report(counted={"rodziny": 5})),
            sent("b.xlsx", report(counted={"rodziny": 7})),
        ]
    )
    (question,) = combined.questions
    assert question.kind is QuestionKind.CONFLICT
    for part in ("„5”", "„7”", "a.xlsx", "b.xlsx", "rodziny:value"):
        assert part in question.said
    cell = combined.submission.actions[0].rows[0].cell(Field.VALUE)
    assert (cell.state, cell.number) == (CellState.DISPUTED, None)


def test_a_later_value_stands_and_the_earlier_one_is_named() -> None:
    combined = combine(
        [
            sent("b.xlsx", report(counted={"rodziny": 5}), look=1),
            sent("a.xlsx", report(counted={"rodziny": 7}), look=2),
        ]
    )
    assert values(combined) == {("I.1", "rodziny"): 7}
    (question,) = combined.questions
    assert question.kind is QuestionKind.SUPERSEDED
    assert "„5” (plik „b.xlsx”" in question.said


def test_two_later_values_that_came_together_are_a_question_whatever_was_before() -> None:
    files = [
        sent("a.xlsx", report(counted={"rodziny": 5}), look=1),
        sent("b.xlsx", report(counted={"rodziny": 6}), look=2),
        sent("c.xlsx", report(counted={"rodziny": 7}), look=2),
    ]
    assert kinds(combine(files)) == [QuestionKind.CONFLICT]


def test_a_value_that_a_later_copy_leaves_blank_is_a_question() -> None:
    combined = combine(
        [
            sent("a.xlsx", report(counted={"rodziny": 5, "osoby": 9}), look=1),
            sent("b.xlsx", report(counted={"rodziny": 5, "osoby": None}), look=2),
        ]
    )
    (question,) = combined.questions
    assert (question.kind, question.key) == (QuestionKind.WITHDRAWN, "osoby")
    assert "„9” (plik „a.xlsx”" in question.said
    assert "pusto (plik „b.xlsx”)" in question.said


def test_a_row_that_a_later_copy_lacks_is_a_question_too() -> None:
    combined = combine(
        [
            sent("a.xlsx", report(counted={"rodziny": 5, "osoby": 9}), look=1),
            sent("b.xlsx", report(counted={"rodziny": 5}), look=2),
        ]
    )
    assert kinds(combined) == [QuestionKind.WITHDRAWN]


def test_a_later_file_that_fills_other_rows_takes_nothing_back() -> None:
    combined = combine(
        [
            sent("a.xlsx", report(counted={"rodziny": 5, "osoby": None}), look=1),
            sent("b.xlsx", report(counted={"rodziny": None, "osoby": 9}), look=2),
        ]
    )
    assert values(combined) == {("I.1", "rodziny"): 5, ("I.1", "osoby"): 9}
    assert combined.questions == ()


def test_a_value_and_its_precision_come_from_one_file() -> None:
    about: dict[str, RawValue] = {Field.VALUE: 5, Field.QUALIFIER: "około"}
    combined = combine(
        [
            sent("a.xlsx", report(counted={"rodziny": about}), look=1),
            sent("b.xlsx", report(counted={"rodziny": {Field.VALUE: 7}}), look=2),
        ]
    )
    row = combined.submission.actions[0].rows[0]
    assert (row.cell(Field.VALUE).raw, row.cell(Field.QUALIFIER).raw) == (7, None)


def test_two_wordings_are_a_question_and_neither_is_printed_as_the_units_words() -> None:
    combined = combine(
        [
            sent("a.xlsx", report(wording="Odbyły się zajęcia.")),
            sent("b.xlsx", report(wording="Odbyły się warsztaty.")),
        ]
    )
    assert kinds(combined) == [QuestionKind.CONFLICT]
    assert combined.submission.actions[0].wording.startswith("[do wyjaśnienia: ")


def test_a_status_of_one_file_joins_the_values_of_another() -> None:
    combined = combine(
        [
            sent("a.xlsx", report(status="zrealizowano")),
            sent("b.xlsx", report(counted={"rodziny": 7})),
        ]
    )
    (own,) = combined.submission.actions
    assert own.row.cell(Field.STATUS).raw == "zrealizowano"
    assert combined.questions == ()


def test_free_rows_are_matched_by_what_was_counted() -> None:
    combined = combine(
        [
            sent("a.xlsx", report(extra={"wycieczki": 2, "pikniki": 1})),
            sent("b.xlsx", report(extra={"pikniki": 1, "koncerty": 4})),
        ]
    )
    (own,) = combined.submission.actions
    assert [(row.key, row.cell(Field.TEXT).raw, row.cell(Field.VALUE).raw) for row in own.rows] == [
        ("+1", "wycieczki", 2),
        ("+2", "pikniki", 1),
        ("+3", "koncerty", 4),
    ]
    assert combined.questions == ()


def test_one_free_row_with_two_values_is_a_question() -> None:
    files = [
        sent("a.xlsx", report(extra={"pikniki": 1})),
        sent("b.xlsx", report(extra={"pikniki": 3})),
    ]
    assert kinds(combine(files)) == [QuestionKind.CONFLICT]


def test_the_last_date_is_the_submissions() -> None:
    files = [
        sent("a.xlsx", report(counted={"rodziny": 5}), date="2025-02-01"),
        sent("b.xlsx", report(counted={"osoby": 5}), date="2025-01-31"),
    ]
    combined = combine(files).submission
    assert combined.date == "2025-02-01"
    assert {one.date for one in combined.actions} == {"2025-02-01"}


def test_a_row_given_twice_in_one_file_stays_given_twice() -> None:
    twice = report(counted={"rodziny": 5})
    twice = replace(twice, rows=(*twice.rows, *twice.rows))
    first = sent("a.xlsx", twice)
    first = replace(first, submission=replace(first.submission, repeated={"I.1/rodziny": 2}))
    combined = combine([first, sent("b.xlsx", report(counted={"osoby": 1}))])
    assert combined.submission.repeated["I.1/rodziny"] == 2


def test_said_alike_looks_at_answers_and_not_at_how_they_are_stored() -> None:
    one = sent("a.xlsx", report(counted={"rodziny": 5})).submission
    assert said_alike(one, sent("b.xlsx", report(counted={"rodziny": 5.0})).submission)
    assert not said_alike(one, sent("b.xlsx", report(counted={"rodziny": "5"})).submission)


@given(st.permutations(range(4)), st.lists(st.sampled_from([None, 1, 2]), min_size=4, max_size=4))
def test_the_order_in_which_files_are_listed_does_not_matter(
    order: list[int], counted: list[int | None]
) -> None:
    files = [
        sent(f"{place}.xlsx", report(counted={"rodziny": value}), look=1 + place // 2)
        for place, value in enumerate(counted)
    ]
    assert combine([files[place] for place in order]) == combine(files)


@given(st.lists(st.tuples(st.sampled_from([None, 1, 2, 3]), st.integers(1, 3)), min_size=1))
def test_no_value_that_somebody_typed_vanishes_without_a_word(
    counted: list[tuple[int | None, int]],
) -> None:
    files = [
        sent(f"{place}.xlsx", report(counted={"rodziny": value}), look=look)
        for place, (value, look) in enumerate(counted)
    ]
    combined = combine(files)
    said = " ".join(question.said for question in combined.questions)
    standing = values(combined).get(("I.1", "rodziny"))
    for value in {value for value, _ in counted if value is not None}:
        assert value == standing or f"„{value}”" in said or f"„{value}”" in str(standing)


@pytest.mark.parametrize("looks", [(1, 1), (1, 2)])
def test_files_of_a_unit_keep_every_other_units_word_out(looks: tuple[int, int]) -> None:
    files = [
        sent(f"{place}.xlsx", report(of=f"I.{place}", counted={"rodziny": place}), look=look)
        for place, look in enumerate(looks, start=1)
    ]
    combined = combine(files)
    assert isinstance(combined.submission, Submission)
    assert [one.action for one in combined.submission.actions] == ["I.1", "I.2"]

"""Several files of a unit: free rows add up, of a plan the change counts, the later one first."""

from dataclasses import replace

import pytest

from domain.combining import Sent, combine, said_alike
from domain.submissions import CellState, RawValue, ReportedRow, Submission, Supplements
from domain.supplements import Asked
from tests.unit.builders import row, submission

KEY = "#plan/I.1/rodziny"


def need(key: str, text: str, amount: RawValue = None) -> ReportedRow:
    return row(f"#need/{key}", {Asked.NEED: text, Asked.AMOUNT: amount})


def plan(proposed: RawValue, precision: str = "", present: RawValue = 20) -> ReportedRow:
    cells: dict[str, RawValue] = {
        Asked.PRESENT: present,
        Asked.PROPOSED: proposed,
        Asked.PRECISION: precision,
    }
    return row(KEY, cells)


def file(name: str, look: int, supplements: Supplements) -> Sent:
    one: Submission = submission(unit="KLUB")
    return Sent(replace(one, file=name, sha256=name, supplements=supplements), look)


def joined(*files: Sent) -> Supplements:
    return combine(files).submission.supplements


def test_free_rows_add_up_and_the_same_row_twice_is_one() -> None:
    found = joined(
        file("a.xlsx", 1, Supplements(needs=(need("1", "Rower", 800), need("2", "Stół")))),
        file("b.xlsx", 2, Supplements(needs=(need("1", "Rower", 800), need("2", "Krzesła")))),
    ).needs
    assert [(one.key, one.cell(Asked.NEED).text) for one in found] == [
        ("#need/1", "Rower"),
        ("#need/2", "Stół"),
        ("#need/2.2", "Krzesła"),
    ]


def test_the_same_need_at_another_price_is_another_row() -> None:
    found = joined(
        file("a.xlsx", 1, Supplements(needs=(need("1", "Rower", 800),))),
        file("b.xlsx", 2, Supplements(needs=(need("1", "Rower", 900),))),
    ).needs
    assert len(found) == 2


@pytest.mark.parametrize(
    ("first", "second", "after"),
    [
        (plan(30), plan(20), 30),
        (plan(20), plan(30), 30),
        (plan(30), plan(40), 40),
        (plan(30), plan(None), 30),
        (plan(20), plan(20), 20),
        (plan(2, "co najmniej", "minimum 2"), plan(3, "co najmniej", "minimum 2"), 3),
        (plan(3, "co najmniej", "minimum 2"), plan(2, "co najmniej", "minimum 2"), 3),
    ],
)
def test_what_somebody_changed_counts_the_later_change_first(
    first: ReportedRow, second: ReportedRow, after: int
) -> None:
    (found,) = joined(
        file("a.xlsx", 1, Supplements(next_plan=(first,))),
        file("b.xlsx", 2, Supplements(next_plan=(second,))),
    ).next_plan
    assert found.cell(Asked.PROPOSED).number == after


def test_two_changes_in_files_that_came_together_are_a_question() -> None:
    (found,) = joined(
        file("a.xlsx", 1, Supplements(next_plan=(plan(30),))),
        file("b.xlsx", 1, Supplements(next_plan=(plan(40),))),
    ).next_plan
    cell = found.cell(Asked.PROPOSED)
    assert cell.state is CellState.DISPUTED
    assert cell.text == "„30” (plik „KLUB.xlsx”); „40” (plik „KLUB.xlsx”)"


def test_files_that_differ_only_here_do_not_say_the_same() -> None:
    one = replace(submission(unit="KLUB"), supplements=Supplements(needs=(need("1", "Rower"),)))
    other = replace(submission(unit="KLUB"), supplements=Supplements(needs=(need("1", "Stół"),)))
    assert said_alike(one, replace(one, file="b.xlsx"))
    assert not said_alike(one, other)

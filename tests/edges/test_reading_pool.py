"""Workbooks are read in children: one that hangs, swells or dies is a refused file, no more."""

import io
import multiprocessing
import random

import openpyxl

from domain.submissions import Refused, Submission
from tasks.adapters.gate import MIB, Limits, SourceFile
from tasks.adapters.reading_pool import ChildLimits, read_all
from tests.edges.test_workbook import filled, town

GOOD = SourceFile("dobry.xlsx", filled())
BAD = SourceFile("zły.xlsx", b"nothing of the kind")


def test_results_come_in_the_order_given_and_a_bad_file_changes_no_other() -> None:
    results = list(read_all(town(), [BAD, GOOD, BAD, GOOD], Limits()))
    assert [isinstance(one, Refused) for one in results] == [True, False, True, False]
    assert results[1] == results[3]


def large() -> SourceFile:
    """A legal form with a sheet of a hundred thousand numbers beside it."""
    book = openpyxl.load_workbook(io.BytesIO(filled()))
    sheet = book.create_sheet("Obliczenia")
    chance = random.Random(3)
    for _ in range(5000):
        sheet.append([chance.random() for _ in range(20)])
    data = io.BytesIO()
    book.save(data)
    return SourceFile("duży.xlsx", data.getvalue())


def test_a_file_that_takes_too_long_is_refused() -> None:
    (result,) = read_all(town(), [large()], Limits(), ChildLimits(seconds=0.1))
    assert isinstance(result, Refused)
    assert "zbyt długo" in str(result)


def test_a_child_that_has_too_little_memory_is_a_refused_file() -> None:
    (result,) = read_all(town(), [large()], Limits(), ChildLimits(memory=64 * MIB))
    assert isinstance(result, Refused)


def test_a_child_that_is_killed_is_replaced() -> None:
    before = multiprocessing.active_children()
    limits = ChildLimits(seconds=60)
    (first,) = read_all(town(), [GOOD], Limits(), limits)
    assert isinstance(first, Submission)
    for child in set(multiprocessing.active_children()) - set(before):
        child.kill()
        child.join()
    results = list(read_all(town(), [GOOD, GOOD, GOOD], Limits(), limits))
    assert any(isinstance(one, Submission) for one in results)

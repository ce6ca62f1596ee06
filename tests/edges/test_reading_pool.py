"""Workbooks are read in children: one that hangs, swells or dies is a refused file, no more."""

import functools
import io
import multiprocessing
import random
from pathlib import Path

import openpyxl
import pytest

from domain.limits import Limits
from domain.submissions import Refused, Submission
from tasks.adapters import reading_pool
from tasks.adapters.file_reading import StoredFile
from tasks.adapters.reading_pool import read_all
from tasks.adapters.store import Store
from tests.edges.test_workbook import filled, town


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "received")


def stored(store: Store, name: str, data: bytes) -> StoredFile:
    sha256 = store.keep(data)
    return StoredFile(name, sha256, store.path(sha256))


def good(store: Store) -> StoredFile:
    return stored(store, "dobry.xlsx", filled())


def results(sources: list[StoredFile], limits: Limits) -> list[Submission | Refused | None]:
    return [read.result for read in read_all(town(), sources, limits)]


def test_results_come_in_the_order_given_and_a_bad_file_changes_no_other(store: Store) -> None:
    bad = stored(store, "zły.xlsx", b"nothing of the kind")
    read = results([bad, good(store), bad, good(store)], Limits())
    assert [isinstance(one, Refused) for one in read] == [True, False, True, False]
    assert read[1] == read[3]


def test_more_files_than_are_under_way_at_one_time_come_in_order(store: Store) -> None:
    sources = [
        StoredFile(f"{place}.xlsx", good(store).sha256, good(store).path)
        for place in range(3 * reading_pool.UNDER_WAY)
    ]
    assert [read.name for read in read_all(town(), sources, Limits())] == [
        source.name for source in sources
    ]


def test_a_copy_that_was_changed_is_refused(store: Store) -> None:
    source = good(store)
    source.path.write_bytes(filled() + b"x")
    (read,) = results([source], Limits())
    assert isinstance(read, Refused)
    assert "Kopia" in str(read)


def spin(source: StoredFile, limits: Limits) -> int:
    """Use the processor without end."""
    count = 0
    while True:
        count += len(source.name) + limits.depth


def swell(source: StoredFile, limits: Limits) -> int:
    """Take all the memory that this child has."""
    return len(b"x" * limits.memory_mib * 2**20)


def full_at_first(source: StoredFile, limits: Limits) -> str:
    """Run out of memory at the first try, as a child does that is full of other files."""
    tried = source.path.with_suffix(".tried")
    if not tried.exists():
        tried.touch()
        raise MemoryError
    return source.name


def large(store: Store) -> StoredFile:
    """A legal form with a sheet of a hundred thousand numbers beside it."""
    book = openpyxl.load_workbook(io.BytesIO(filled()))
    sheet = book.create_sheet("Obliczenia")
    chance = random.Random(3)
    for _ in range(5000):
        sheet.append([chance.random() for _ in range(20)])
    data = io.BytesIO()
    book.save(data)
    return stored(store, "duży.xlsx", data.getvalue())


def test_a_file_that_takes_too_long_is_refused(store: Store) -> None:
    # pebble takes fractions of a second, the settings whole ones
    (result,) = results([large(store)], Limits(wall_seconds=0.1))  # type: ignore[arg-type]
    assert isinstance(result, Refused)
    assert "zbyt długo" in str(result)


def test_a_file_that_takes_too_much_of_the_processor_is_refused(store: Store) -> None:
    busy = functools.partial(reading_pool._within_time, spin)
    future = reading_pool._pool(Limits().memory_mib).schedule(
        busy, args=(good(store), Limits(cpu_seconds=0))
    )
    result = reading_pool._result(spin, good(store), Limits(cpu_seconds=0), future)
    assert isinstance(result, Refused)
    assert "zbyt długo" in str(result)


def test_a_child_that_has_too_little_memory_is_a_refused_file(store: Store) -> None:
    (result,) = results([large(store)], Limits(memory_mib=64))
    assert isinstance(result, Refused)


@pytest.mark.slow
def test_a_file_that_takes_all_memory_is_refused_and_the_next_one_finds_enough(
    store: Store,
) -> None:
    first, second = good(store), large(store)
    swelling = dict(reading_pool._side_by_side(swell, [first] * 2, Limits()))
    assert "zbyt wiele pamięci" in str(swelling[first])
    assert all(isinstance(one, Submission) for one in results([second] * 4, Limits()))


def test_a_file_is_read_once_more_where_the_child_was_full(store: Store) -> None:
    source = good(store)
    ((_, result),) = reading_pool._side_by_side(full_at_first, [source], Limits())
    assert result == source.name


def test_a_child_that_is_killed_is_replaced_and_its_file_read_again(store: Store) -> None:
    before = multiprocessing.active_children()
    limits = Limits(memory_mib=2047)
    assert isinstance(results([good(store)], limits)[0], Submission)
    for child in set(multiprocessing.active_children()) - set(before):
        child.kill()
        child.join()
    assert all(isinstance(one, Submission) for one in results([good(store)] * 3, limits))

"""Batches of files: nothing lost, in order, and a file more or less touches one batch."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from domain.batches import BATCH, batches


@dataclass(frozen=True)
class File:
    sha256: str


files = st.lists(
    st.text("0123456789abcdef", min_size=64, max_size=64).map(File), unique=True, max_size=80
)


@given(files)
def test_every_file_is_in_one_batch_in_the_order_given(given_files: list[File]) -> None:
    made = batches(given_files)
    assert sorted((one for batch in made for one in batch), key=given_files.index) == given_files
    assert all(made)
    for batch in made:
        assert list(batch) == [one for one in given_files if one in batch]


@given(files.filter(bool), st.data())
def test_a_changed_file_touches_its_batch_and_the_one_it_left(
    given_files: list[File], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(given_files) - 1))
    changed = File(given_files[place].sha256[::-1])
    after = [changed if one is given_files[place] else one for one in given_files]
    before = {frozenset(batch) for batch in batches(given_files)}
    assert len({frozenset(batch) for batch in batches(after)} - before) <= 2


def test_few_files_are_one_batch() -> None:
    few = [File(f"{number:064x}") for number in range(BATCH)]
    assert batches(few) == (tuple(few),)
    assert batches([]) == ()

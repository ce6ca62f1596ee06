"""The drop folder while people work in it: every entry has its verdict, the counts add up."""

import os
import shutil
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from domain.limits import Limits
from domain.submissions import FileVerdict, Verdict
from flows.standing import Request
from flows.yearly import Outcome, tell
from tasks import collect as collecting
from tasks.adapters.rooms import Rooms
from tasks.adapters.store import Store
from tasks.collect import look
from tests.flow.rounds import MRS, Ran, copied_root, run_round, table

MANY = 1000


@pytest.fixture
def rooms(tmp_path: Path) -> Rooms:
    return copied_root(tmp_path)


def verdicts(outcome: Outcome) -> Counter[Verdict]:
    return Counter(file.verdict for file in outcome.files)


def run_and(rooms: Rooms, stage: str, do: Callable[[], None]) -> Outcome:
    """Run the round; something happens just before one of its stages."""

    def perform(name: str, work: Callable[..., Any], *args: object, **_: object) -> Any:
        if name == stage:
            do()
        return work(*args)

    return tell(Request(*MRS, rooms), perform)


@pytest.mark.slow
def test_a_thousand_files_dropped_during_a_run_wait_for_the_next(rooms: Rooms) -> None:
    folder = rooms.drop_folder(*MRS)
    good = sorted(folder.glob("*.xlsx"))

    def drop() -> None:
        for number in range(MANY):
            if number % 100:
                (folder / f"{number:04}.xlsx").write_bytes(b"not a workbook %d" % number)
            else:
                shutil.copyfile(good[0], folder / f"{number:04}.xlsx")

    before = run_and(rooms, "Odczyt plików", drop)
    assert verdicts(before) == {Verdict.ACCEPTED: len(good)}
    figures = (rooms.results(*MRS) / "figures.csv").read_bytes()
    after = run_round(rooms, *MRS)
    assert len(after.files) == MANY + len(good)
    assert verdicts(after) == {
        Verdict.ACCEPTED: len(good),
        Verdict.REFUSED: MANY - MANY // 100,
        Verdict.IGNORED: MANY // 100,
    }
    assert (rooms.results(*MRS) / "figures.csv").read_bytes() == figures


@pytest.mark.parametrize("stage", ["Odczyt plików", "Scalanie", "Publikacja"])
def test_what_happens_to_a_file_after_the_look_changes_nothing(
    small: Ran, stage: str, tmp_path: Path
) -> None:
    """The private copy is read: swapped, deleted or grown since, the drop path is not opened."""
    rooms = small.again(tmp_path)
    figures = (rooms.results(*MRS) / "figures.csv").read_bytes()
    swapped, deleted, grown, *_ = sorted(rooms.drop_folder(*MRS).glob("*.xlsx"))

    def trouble() -> None:
        swapped.unlink()
        swapped.symlink_to("/etc/hostname")
        deleted.unlink()
        with grown.open("ab") as file:
            file.write(b"more")

    outcome = run_and(rooms, stage, trouble)
    assert set(verdicts(outcome)) == {Verdict.ACCEPTED}
    assert (rooms.results(*MRS) / "figures.csv").read_bytes() == figures


def test_a_file_that_goes_or_grows_while_it_is_looked_at_is_for_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "drop"
    folder.mkdir()
    for name in ("goes.xlsx", "grows.xlsx", "stays.xlsx"):
        (folder / name).write_bytes(b"x" * 100)
    growing = folder / "grows.xlsx"
    stat_of = os.fstat

    def busy(handle: int) -> os.stat_result:
        """Tell of an open file; the growing one has grown when it is asked about again."""
        told = stat_of(handle)
        if growing.exists() and told.st_ino == growing.stat().st_ino:
            with growing.open("ab") as file:
                file.write(b"y")
        return told

    def listed(path: Path, store: Store, limits: Limits) -> Any:
        if path.name == "goes.xlsx":
            path.unlink()
        return looked_at(path, store, limits)

    looked_at = collecting._looked
    monkeypatch.setattr(collecting, "_looked", listed)
    monkeypatch.setattr(os, "fstat", busy)
    later = {
        one.file
        for one in look(folder, Store(tmp_path / "store"), Limits())
        if isinstance(one, FileVerdict) and one.verdict is Verdict.LATER
    }
    assert later == {"goes.xlsx", "grows.xlsx"}


def test_a_letter_written_in_two_ways_is_two_files_that_are_named(rooms: Rooms) -> None:
    folder = rooms.drop_folder(*MRS)
    good = sorted(folder.glob("*.xlsx"))[0]
    for form in ("NFC", "NFD"):
        shutil.copyfile(good, folder / unicodedata.normalize(form, "Kraków żółć.xlsx"))
    run_round(rooms, *MRS)
    found = table(rooms.results(*MRS) / "findings.csv")
    assert sum(row["rule"] == "names-alike" for row in found) == 2

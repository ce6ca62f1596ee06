"""The watch on real folders: a check once a file rests, once for a state, again after a restart."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from domain.errors import BusyError
from flows.serving.watching import Watch

QUIET = 0.3
# How long a test waits for what must come; it goes on as soon as it is there.
PATIENCE = 30.0


@dataclass
class Folder:
    """A drop folder whose checks read it at once."""

    folder: Path
    checked: dict[str, bytes] = field(default_factory=dict)
    checks: list[dict[str, bytes]] = field(default_factory=list)
    busy: bool = False

    def waiting(self) -> tuple[str, ...]:
        now = self.now()
        return tuple(
            name for name in {**now, **self.checked} if now.get(name) != self.checked.get(name)
        )

    def check(self) -> None:
        if self.busy:
            self.busy = False
            raise BusyError("Trwa inne przetwarzanie.")
        self.checked = self.now()
        self.checks.append(self.checked)

    def now(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.folder.iterdir()}


@contextmanager
def watched(folder: Folder, told: Callable[[str], None] = print) -> Iterator[Watch]:
    watch = Watch((folder,), threading.Event(), told, interval=PATIENCE, quiet=QUIET)
    thread = threading.Thread(target=watch.run)
    thread.start()
    try:
        yield watch
    finally:
        watch.stop()
        thread.join(PATIENCE)
        assert not thread.is_alive()


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.02)


def test_what_was_there_before_the_start_is_checked(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"a")
    folder = Folder(tmp_path)
    with watched(folder):
        until(lambda: folder.checks == [{"a.xlsx": b"a"}])


def test_a_file_dropped_later_is_checked_at_once_and_once(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    with watched(folder):
        (tmp_path / "a.xlsx").write_bytes(b"a")
        until(lambda: len(folder.checks) == 1)
        (tmp_path / "b.xlsx").write_bytes(b"b")
        until(lambda: len(folder.checks) == 2)
        (tmp_path / "a.xlsx").unlink()
        until(lambda: len(folder.checks) == 3)
    assert folder.checks[-1] == {"b.xlsx": b"b"}


def test_a_file_that_grows_waits_until_it_rests(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    with watched(folder), (tmp_path / "large.xlsx").open("wb") as file:
        for _ in range(10):
            file.write(b"0" * 1000)
            file.flush()
            time.sleep(QUIET / 4)
        until(lambda: bool(folder.checks))
    assert [len(one["large.xlsx"]) for one in folder.checks] == [10_000]


def test_a_check_that_could_not_start_is_told_and_tried_again(tmp_path: Path) -> None:
    told: list[str] = []
    folder = Folder(tmp_path, busy=True)
    with watched(folder, told.append) as watch:
        (tmp_path / "a.xlsx").write_bytes(b"a")
        until(lambda: bool(told))
        assert told == ["Trwa inne przetwarzanie."]
        watch.look()
        # For the same state once more only after a while; a new state is checked at once.
        (tmp_path / "b.xlsx").write_bytes(b"b")
        until(lambda: bool(folder.checks))
    assert folder.checks[-1] == {"a.xlsx": b"a", "b.xlsx": b"b"}

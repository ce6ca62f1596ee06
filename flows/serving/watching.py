"""The watch: what was dropped and has stopped growing sets a check off."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from domain.errors import AnnualReportError

# Seconds: a folder that looks alike twice, so far apart, has stopped growing.
QUIET = 2.0
# Seconds between looks that nothing sets off: what an event lost, what a share does not tell.
INTERVAL = 60.0
# Seconds until a check that did not help (a file was still open) is set off once more.
AGAIN = 300.0
Snapshot = tuple[tuple[str, int, int], ...]


class Round(Protocol):
    """A round to be watched."""

    @property
    def folder(self) -> Path:
        """Its drop folder."""

    def waiting(self) -> tuple[str, ...]:
        """Return the files that no check has seen as they are now; raises AnnualReportError."""

    def check(self) -> None:
        """Set a check off."""


@dataclass
class Watch:
    """Looks at rounds; for one state of a folder a check is set off once, and after a while again
    where it did not help."""

    rounds: tuple[Round, ...]
    stopped: threading.Event
    told: Callable[[str], None]
    interval: float = INTERVAL
    quiet: float = QUIET
    _woken: threading.Event = field(default_factory=threading.Event)
    _last: dict[Path, Snapshot] = field(default_factory=dict)
    _done: dict[Path, Snapshot] = field(default_factory=dict)
    _tried: dict[Path, tuple[Snapshot, float]] = field(default_factory=dict)

    def run(self) -> None:
        """Look at the start, at each event and at intervals, until it is stopped."""
        folders = [one.folder for one in self.rounds]
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True)
        threading.Thread(target=self._listen, args=(folders,), daemon=True).start()
        while not self.stopped.is_set():
            restless = self.look()
            self._woken.wait(self.quiet if restless else self.interval)
            self._woken.clear()

    def stop(self) -> None:
        """End the watch."""
        self.stopped.set()
        self._woken.set()

    def look(self) -> bool:
        """Look at each round once, set off the checks that are due; say whether a folder moves."""
        moving = [self._moves(one) for one in self.rounds]
        return any(moving)

    def _moves(self, one: Round) -> bool:
        try:
            now = snapshot(one.folder)
            before = self._last.get(one.folder)
            self._last[one.folder] = now
            if now == self._done.get(one.folder):
                return False
            if now != before:
                return True
            self._set_off(one, now)
        except (AnnualReportError, OSError) as error:
            self.told(str(error))
        except Exception as error:
            # Whoever sets checks off may be away for a moment; the watch goes on.
            self.told(f"Sprawdzenia nie udało się zlecić ({error}); próba zostanie ponowiona.")
        return False

    def _set_off(self, one: Round, now: Snapshot) -> None:
        if not one.waiting():
            self._done[one.folder] = now
            return
        tried, at = self._tried.get(one.folder, ((), 0.0))
        if tried != now or time.monotonic() - at > AGAIN:
            self._tried[one.folder] = (now, time.monotonic())
            one.check()

    def _listen(self, folders: list[Path]) -> None:
        from watchfiles import watch

        for _ in watch(*folders, stop_event=self.stopped, raise_interrupt=False):
            self._woken.set()


def snapshot(folder: Path) -> Snapshot:
    """Return the names, sizes and times (ns) of what lies in a folder."""
    found = []
    for path in folder.iterdir():
        try:
            state = path.stat()
        except OSError:
            continue
        found.append((path.name, state.st_size, state.st_mtime_ns))
    return tuple(sorted(found))

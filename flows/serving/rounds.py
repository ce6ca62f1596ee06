"""The rounds that are watched, and how a check of one is set off."""

import datetime
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from flows.moments import Moment
from flows.status import status_of
from tasks.adapters.rooms import Rooms

CHECKOUT = Path(__file__).resolve().parents[2]
LOCAL = ZoneInfo("Europe/Warsaw")


def today() -> datetime.date:
    """Return the day in Poland."""
    return datetime.datetime.now(LOCAL).date()


@dataclass(frozen=True, slots=True)
class Watched:
    """One round that is watched."""

    rooms: Rooms
    slug: str
    year: int

    @property
    def folder(self) -> Path:
        """Its drop folder."""
        return self.rooms.drop_folder(self.slug, self.year)

    def waiting(self) -> tuple[str, ...]:
        """Return the files that came, changed or went since the last check; none once closed."""
        status = status_of(self.rooms, self.slug, self.year, today())
        return () if status.closed else (*status.unchecked, *status.gone)


@dataclass(frozen=True, slots=True)
class ByDeployment(Watched):
    """A round whose checks are runs of its deployment."""

    deployment: str

    def check(self) -> None:
        """Set a check off; the worker carries it out when its turn comes."""
        from prefect.deployments import run_deployment

        run_deployment(f"{Moment.CHECK}/{self.deployment}", timeout=0)


@dataclass(frozen=True, slots=True)
class ByCommand(Watched):
    """A round whose checks are the command `annual-report run`."""

    def check(self) -> None:
        """Run the command and wait until it ends; what it says is for the terminal."""
        rooms = self.rooms
        root = rooms.programmes.parent
        words = ["--root", str(root), "--inputs", str(rooms.inputs)]
        words += ["--outputs", str(rooms.outputs), "--records", str(rooms.records)]
        subprocess.run(
            [sys.executable, "-m", "flows", "run", self.slug, str(self.year), *words],
            cwd=CHECKOUT,
            check=False,
        )

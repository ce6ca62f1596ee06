"""What the panel asks of the engine that carries moments out: set one off, tell how far it is."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from flows.moments import Moment


class Going(StrEnum):
    """How far a run is; the words are those that people read."""

    WAITING = "czeka"
    RUNNING = "trwa"
    DONE = "zakończono"
    FAILED = "nie udało się"
    STOPPED = "przerwano"

    @property
    def over(self) -> bool:
        """Whether nothing more will come of it."""
        return self in (Going.DONE, Going.FAILED, Going.STOPPED)


@dataclass(frozen=True, slots=True)
class RunState:
    """One run: `stage` is what it does now in Polish, `message` the sentence at its end."""

    id: str
    moment: Moment
    state: Going
    stage: str = ""
    message: str = ""
    started: datetime.datetime | None = None
    finished: datetime.datetime | None = None


class EngineAway(Exception):
    """The engine does not answer; nothing is lost by it."""


class Engine(Protocol):
    """Carries moments out; each method raises EngineAway where there is no engine to be had."""

    async def start(
        self, moment: Moment, slug: str, year: int, parameters: Mapping[str, Any]
    ) -> str:
        """Set a moment of a round off; return the run's id."""

    async def runs(self, slug: str, year: int) -> Sequence[RunState]:
        """Return the last runs of a round, the newest first."""

    async def run(self, id: str) -> RunState | None:
        """Return one run; None for one that is not known."""

"""How a stage is performed, and how Prefect and Great Expectations run: quietly, privately."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

# Every channel by which the stack could report on its use, and its noise on the terminal.
QUIET = {
    "DO_NOT_TRACK": "1",
    "GX_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_API_BLOCKS_REGISTER_ON_START": "false",
}


@dataclass(frozen=True, slots=True)
class Kept:
    """What a stage's result is kept under, so that it is not worked out twice.

    `key` tells all that the result depends on; `passing` whether it came of the moment only (a
    busy machine) and is to be worked out again.
    """

    key: str
    passing: Callable[[Any], bool]


class Perform(Protocol):
    """Carries out one stage of the story under its Polish name, and returns its result.

    `again` says that the stage may be tried once more when a disk or a share fails for a moment.
    """

    def __call__(
        self,
        name: str,
        stage: Callable[..., Any],
        /,
        *args: object,
        kept: Kept | None = None,
        again: bool = False,
    ) -> Any: ...


def plainly(
    _name: str,
    stage: Callable[..., Any],
    *args: object,
    kept: Kept | None = None,
    again: bool = False,
) -> Any:
    """Perform a stage as a plain call."""
    return stage(*args)


def be_quiet() -> None:
    """Switch off telemetry and noise in this process; to be called before Prefect is imported."""
    for name in list(os.environ):
        # An inherited address would send our runs to somebody else's server, an office proxy would
        # be asked even for the loopback.
        if name.startswith("PREFECT_") or name.lower().endswith("_proxy"):
            del os.environ[name]
    os.environ.update(QUIET)

"""How Prefect and Great Expectations run: quietly, privately, with nothing sent anywhere."""

import os
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

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


def be_quiet() -> None:
    """Switch off telemetry and noise in this process; to be called before Prefect is imported."""
    for name in list(os.environ):
        # An inherited address would send our runs to somebody else's server, an office proxy would
        # be asked even for the loopback.
        if name.startswith("PREFECT_") or name.lower().endswith("_proxy"):
            del os.environ[name]
    os.environ.update(QUIET)


def plainly(_name: str, stage: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Perform a stage as a plain call."""
    return stage(*args, **kwargs)

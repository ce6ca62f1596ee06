"""How Prefect and Great Expectations are started: quietly, privately, with nothing sent anywhere."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

# Every channel by which the stack could report on its use, and the noise on the terminal.
QUIET = {
    "DO_NOT_TRACK": "1",
    "GX_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "true",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_API_BLOCKS_REGISTER_ON_START": "false",
}


def prepare_environment(home: Path) -> None:
    """Set the settings of this process before Prefect is imported; what is set already stays.

    `home` is Prefect's own folder: its database is a by-product, losing it loses nothing.
    """
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
    os.environ.setdefault("PREFECT_HOME", str(home))


def plainly(_name: str, stage: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Perform a stage as a plain call."""
    return stage(*args, **kwargs)

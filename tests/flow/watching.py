"""Runs Python with every way to a network reported and closed but the loopback."""

import os
import subprocess
import sys
from pathlib import Path

from tests.flow.rounds import CHECKOUT

WATCH = Path(__file__).parent / "no_network"
SECONDS = 300


def watched(words: list[str], report: Path) -> "subprocess.CompletedProcess[str]":
    """Run Python words; what asks for a network, also in their children, stands in `report`."""
    return subprocess.run(
        [sys.executable, *words],
        cwd=CHECKOUT,
        env=os.environ | {"PYTHONPATH": str(WATCH), "NO_NETWORK_REPORT": str(report)},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )

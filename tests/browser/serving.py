"""`annual-report serve` as a process of its own, to be started, killed and asked."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.flow.rounds import CHECKOUT

# How long a test waits at most for what must come; it goes on as soon as it is there.
PATIENCE = 180.0
_SAID = re.compile(
    r"Panel: +(?P<panel>\S+)\nKod dostępu: +(?P<code>\S+)\n"
    r"Dla administratora: (?P<prefect>\S+) .*\n +hasło: (?P<password>\S+)"
)


@dataclass
class Serving:
    """A running panel with all that stands behind it."""

    root: Path
    lines: list[str] = field(default_factory=list)
    panel: str = ""
    code: str = ""
    prefect: str = ""
    password: str = ""

    def start(self) -> None:
        """Start it, and wait until it says where it listens."""
        self.lines.clear()
        words = ["serve", "--root", str(self.root), "--no-browser", "--port", "0"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "flows", *words, "--prefect-port", "0"],
            cwd=CHECKOUT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )
        self.listener = threading.Thread(target=self._listen, daemon=True)
        self.listener.start()
        end = time.monotonic() + PATIENCE
        while (said := _SAID.search("".join(self.lines))) is None:
            assert self.process.poll() is None and time.monotonic() < end, "".join(self.lines)
            time.sleep(0.05)
        self.panel, self.code, self.prefect, self.password = said.groups()

    def kill(self) -> None:
        """Kill it as a power cut does: nothing of it is asked to end."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.listener.join(PATIENCE)

    def stop(self) -> int:
        """Ask it to end, and wait until it has."""
        if self.process.poll() is None:
            self.process.terminate()
        code = self.process.wait(PATIENCE)
        self.listener.join(PATIENCE)
        return code

    def _listen(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as told:
            for line in told:
                self.lines.append(line)

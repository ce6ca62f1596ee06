"""A Prefect server of our own beside a run: on the loopback, behind a password, gone with the run.

It is started first, so that it boots while the heavy libraries are imported. Its database is a
by-product: losing it loses nothing.
"""

import contextlib
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

from domain.errors import RefusedError, UsageError
from flows.engine import be_quiet

HOST = "127.0.0.1"
START_SECONDS = 120.0
STOP_SECONDS = 10.0
POLL_SECONDS = 0.05
HEALTHY = 200
LOG = "server.log"
LAST_WORDS = 1000
# With fewer files open at a time Prefect waits for ever, without a word.
HANDLES = 64

# The server ends when our end of its standard input closes: a killed run leaves no orphan.
_SERVER = """
import os, signal, sys, threading

def end_with_the_run():
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)

threading.Thread(target=end_with_the_run, daemon=True).start()
import uvicorn
uvicorn.run(
    "prefect.server.api.server:create_app",
    factory=True, host=sys.argv[1], port=int(sys.argv[2]), log_level="error",
)
"""


class ServerDidNotStart(RefusedError):
    """Prefect's server ended or did not answer in time, at home and in a spare place."""


@contextlib.contextmanager
def private_server(home: Path, kept: Path) -> Iterator[Callable[[], None]]:
    """Start the server before Prefect is imported; yield what waits until it answers.

    Results are kept in `kept`.
    """
    _check_handles()
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"Nie można zapisywać w katalogu „{home.parent}” (--outputs).") from error
    be_quiet()
    port, auth = _free_port(), f"annual-report:{secrets.token_hex(16)}"
    os.environ.update(
        PREFECT_HOME=str(home),
        PREFECT_API_URL=f"http://{HOST}:{port}/api",
        PREFECT_API_AUTH_STRING=auth,
        PREFECT_LOCAL_STORAGE_PATH=str(kept),
    )
    with tempfile.TemporaryDirectory() as spare, contextlib.ExitStack() as connection:
        server = _Server(port, auth, home)

        def wait() -> None:
            server.wait(Path(spare))
            connection.enter_context(_connected())

        try:
            yield wait
        finally:
            connection.close()
            server.stop()


def _connected() -> contextlib.AbstractContextManager[object]:
    """Tell Prefect where the server is, also where it had been imported before there was one."""
    from prefect.settings import (
        PREFECT_API_AUTH_STRING,
        PREFECT_API_URL,
        PREFECT_LOCAL_STORAGE_PATH,
        temporary_settings,
    )

    return temporary_settings(
        {
            PREFECT_API_URL: os.environ["PREFECT_API_URL"],
            PREFECT_API_AUTH_STRING: os.environ["PREFECT_API_AUTH_STRING"],
            PREFECT_LOCAL_STORAGE_PATH: Path(os.environ["PREFECT_LOCAL_STORAGE_PATH"]),
        }
    )


def _check_handles() -> None:
    """Raise RefusedError where this process may open too few files."""
    with contextlib.ExitStack() as opened:
        try:
            for _ in range(HANDLES):
                opened.enter_context(open(os.devnull, "rb"))  # noqa: PTH123 - not a path of ours
        except OSError as error:
            raise RefusedError(
                "Ten komputer pozwala programowi otworzyć zbyt mało plików naraz. Wyniki pozostały "
                "bez zmian. Proszę zamknąć inne programy i spróbować ponownie."
            ) from error


class _Server:
    """The server's process; a home that is full or damaged is given up for a spare one."""

    def __init__(self, port: int, auth: str, home: Path) -> None:
        self.port = port
        self.auth = auth
        self.process = self._started(home)

    def wait(self, spare: Path) -> None:
        """Wait until the server answers; raises ServerDidNotStart."""
        if self._answered():
            return
        self.stop()
        self.process = self._started(spare)
        if not self._answered():
            log = (spare / LOG).read_text(encoding="utf-8", errors="replace")
            raise ServerDidNotStart(
                "Nie udało się uruchomić serwera Prefect na tym komputerze. Proszę zamknąć inne "
                f"programy i spróbować ponownie. Ostatnie słowa serwera:\n{log[-LAST_WORDS:]}"
            )

    def _started(self, home: Path) -> "subprocess.Popen[bytes]":
        with _log_file(home).open("wb") as log:
            return subprocess.Popen(
                [sys.executable, "-c", _SERVER, HOST, str(self.port)],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                # Not where the person stands: Prefect reads settings from the current folder.
                cwd=home,
                env=os.environ
                | {
                    "PREFECT_HOME": str(home),
                    "PREFECT_SERVER_API_AUTH_STRING": self.auth,
                    "PREFECT_UI_ENABLED": "0",
                },
            )

    def _answered(self) -> bool:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        end = time.monotonic() + START_SECONDS
        while self.process.poll() is None and time.monotonic() < end:
            if _answers(opener, f"http://{HOST}:{self.port}/api/health"):
                return True
            time.sleep(POLL_SECONDS)
        return False

    def stop(self) -> None:
        """End the server's process."""
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stdin is not None:
            self.process.stdin.close()


def _log_file(home: Path) -> Path:
    """Return where the server's words go: nowhere, where nothing can be written."""
    try:
        (home / LOG).write_bytes(b"")
    except OSError:
        return Path(os.devnull)
    return home / LOG


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _answers(opener: urllib.request.OpenerDirector, url: str) -> bool:
    try:
        with opener.open(url, timeout=5) as answer:
            return bool(answer.status == HEALTHY)
    except OSError:
        return False

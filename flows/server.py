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
from flows.prefect_app import HOST, WHOLE

CHECKOUT = Path(__file__).resolve().parents[1]
START_SECONDS = 120.0
STOP_SECONDS = 10.0
POLL_SECONDS = 0.05
HEALTHY = 200
LOG = "server.log"
LAST_WORDS = 1000
# What a single run has no use for.
API_ALONE = {"PREFECT_UI_ENABLED": "0"}
# With fewer files open at a time Prefect waits for ever, without a word.
HANDLES = 64


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
    port, auth = free_port(), f"annual-report:{secrets.token_hex(16)}"
    os.environ.update(
        PREFECT_HOME=str(home),
        PREFECT_API_URL=f"http://{HOST}:{port}/api",
        PREFECT_API_AUTH_STRING=auth,
        PREFECT_LOCAL_STORAGE_PATH=str(kept),
    )
    with tempfile.TemporaryDirectory() as spare, contextlib.ExitStack() as connection:
        server = Server(port, home, {"PREFECT_SERVER_API_AUTH_STRING": auth, **API_ALONE})

        def wait() -> None:
            server.wait_or_move(Path(spare))
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


class Server:
    """The server's process: its home and `settings` (variables of the environment)."""

    def __init__(
        self, port: int, home: Path, settings: dict[str, str], *, whole: bool = False
    ) -> None:
        self.port = port
        self.home = home
        self.settings = settings
        self.words = (WHOLE,) * whole
        self.process = self._started()

    def wait_or_move(self, spare: Path) -> None:
        """Wait until the server answers; a home that is full or damaged is given up for a spare
        one. Raises ServerDidNotStart."""
        if not self.answered():
            self.stop()
            self.home = spare
            self.process = self._started()
            self.wait()

    def wait(self) -> None:
        """Wait until the server answers; raises ServerDidNotStart."""
        if not self.answered():
            log = (self.home / LOG).read_text(encoding="utf-8", errors="replace")
            raise ServerDidNotStart(
                "Nie udało się uruchomić serwera Prefect na tym komputerze. Proszę zamknąć inne "
                f"programy i spróbować ponownie. Ostatnie słowa serwera:\n{log[-LAST_WORDS:]}"
            )

    def start_again(self) -> None:
        """Start the process anew where it was."""
        self.stop()
        self.process = self._started()

    def _started(self) -> "subprocess.Popen[bytes]":
        with _log_file(self.home).open("wb") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "flows.prefect_app", str(self.port), *self.words],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                # Not where the person stands: Prefect reads settings from the current folder.
                cwd=self.home,
                env=os.environ
                | {"PREFECT_HOME": str(self.home), "PYTHONPATH": str(CHECKOUT)}
                | self.settings,
            )

    def answered(self) -> bool:
        """Wait for an answer; False where the process ended or took too long."""
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


def free_port(wanted: int = 0) -> int:
    """Return the wanted port of the loopback where it is free, else any that is."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            if os.name != "nt":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise RefusedError("Na tym komputerze nie ma wolnego portu. Proszę zamknąć inne programy.")


def _answers(opener: urllib.request.OpenerDirector, url: str) -> bool:
    try:
        with opener.open(url, timeout=5) as answer:
            return bool(answer.status == HEALTHY)
    except OSError:
        return False

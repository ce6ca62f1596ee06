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
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

from domain.errors import UsageError
from flows.engine import be_quiet

HOST = "127.0.0.1"
START_SECONDS = 120.0
STOP_SECONDS = 10.0
POLL_SECONDS = 0.05
HEALTHY = 200

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


class ServerDidNotStart(Exception):
    """Prefect's server ended or did not answer in time; its log says why."""


@contextlib.contextmanager
def private_server(home: Path) -> Iterator[Callable[[], None]]:
    """Start the server before Prefect is imported; yield what waits until it answers."""
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
    )
    log_file = home / "server.log"
    with log_file.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", _SERVER, HOST, str(port)],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            # Not where the person stands: Prefect reads settings from the current folder.
            cwd=home,
            env=os.environ | {"PREFECT_SERVER_API_AUTH_STRING": auth, "PREFECT_UI_ENABLED": "0"},
        )
    try:
        yield lambda: _wait(process, f"http://{HOST}:{port}/api/health", log_file)
    finally:
        _stop(process)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _wait(process: "subprocess.Popen[bytes]", url: str, log: Path) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    end = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < end:
        if _answers(opener, url):
            return
        time.sleep(POLL_SECONDS)
    raise ServerDidNotStart(f"Prefect's server did not start, see {log}")


def _answers(opener: urllib.request.OpenerDirector, url: str) -> bool:
    try:
        with opener.open(url, timeout=5) as answer:
            return bool(answer.status == HEALTHY)
    except OSError:
        return False


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdin is not None:
        process.stdin.close()

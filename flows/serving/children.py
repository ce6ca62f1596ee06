"""The processes beside the panel, Prefect's server and the worker: started, kept up, stopped."""

import os
import subprocess
import sys
import time
from pathlib import Path

from domain.errors import RefusedError
from flows.engine import be_quiet
from flows.prefect_app import HOST
from flows.server import POLL_SECONDS, START_SECONDS, Server, free_port
from flows.serving.places import ALIVE, READY, handed
from tasks.adapters.publishing import make_folders
from tasks.adapters.rooms import Rooms
from tasks.adapters.secret import kept_secret

CHECKOUT = Path(__file__).resolve().parents[2]
STOP_SECONDS = 20.0
# Who looks at Prefect's own pages types this name and the password.
NAME = "administrator"
LOG = "worker.log"
DATABASE = "prefect.db"
DAMAGED = "prefect-uszkodzona.db"


class Children:
    """Prefect's server and the worker of one installation; nothing of theirs is needed to go on.

    `home` is where both keep their files, `port` where Prefect's pages are.
    """

    def __init__(self, rooms: Rooms, port: int) -> None:
        self.home = rooms.prefect / "rok"
        make_folders(self.home)
        self.port = free_port(port)
        self.password = kept_secret(self.home / "haslo-prefect")
        be_quiet()
        os.environ.update(
            PREFECT_HOME=str(self.home),
            PREFECT_API_URL=f"http://{HOST}:{self.port}/api",
            PREFECT_API_AUTH_STRING=f"{NAME}:{self.password}",
            PREFECT_CLIENT_CSRF_SUPPORT_ENABLED="true",
            PREFECT_LOCAL_STORAGE_PATH=str(rooms.kept),
            **handed(rooms),
        )
        os.environ[ALIVE] = str(self.home / ".worker.lock")
        self.server = Server(self.port, self.home, self._settings(), whole=True)
        self.worker: subprocess.Popen[bytes] | None = None

    def _settings(self) -> dict[str, str]:
        own = f"http://{HOST}:{self.port}"
        return {
            "PREFECT_SERVER_API_AUTH_STRING": f"{NAME}:{self.password}",
            "PREFECT_SERVER_CSRF_PROTECTION_ENABLED": "true",
            "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": own,
            "PREFECT_UI_API_URL": f"{own}/api",
            "PREFECT_SERVER_UI_V2_ENABLED": "false",
            "PREFECT_UI_STATIC_DIRECTORY": str(self.home / "strony"),
        }

    def ready(self) -> bool:
        """Wait for the server, start the worker; say whether Prefect's database was damaged and
        was put aside. Raises ServerDidNotStart."""
        damaged = not self.server.answered()
        if damaged:
            self.server.stop()
            self._put_aside()
            self.server.start_again()
            self.server.wait()
        self.worker = self._worker()
        self._wait_for_the_worker(self.worker)
        return damaged

    def look_after(self) -> None:
        """Start again what has ended."""
        if self.server.process.poll() is not None:
            self.server.start_again()
            self.server.wait()
        if self.worker is None or self.worker.poll() is not None:
            self.worker = self._worker()

    def stop(self) -> None:
        """End the worker with what it carries out, then the server."""
        if self.worker is not None:
            if self.worker.stdin is not None:
                self.worker.stdin.close()
            try:
                self.worker.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.worker.kill()
                self.worker.wait()
        self.server.stop()

    def _wait_for_the_worker(self, worker: "subprocess.Popen[bytes]") -> None:
        end = time.monotonic() + START_SECONDS
        while not (self.home / READY).exists():
            if worker.poll() is not None or time.monotonic() > end:
                raise RefusedError(
                    "Nie udało się uruchomić procesu, który wykonuje zlecenia. Proszę zamknąć inne "
                    f"programy i spróbować ponownie; opis jest w „{self.home / LOG}”."
                )
            time.sleep(POLL_SECONDS)

    def _worker(self) -> "subprocess.Popen[bytes]":
        (self.home / READY).unlink(missing_ok=True)
        with (self.home / LOG).open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "flows.serving.worker"],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd=CHECKOUT,
                env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
            )

    def _put_aside(self) -> None:
        for path in self.home.glob(f"{DATABASE}*"):
            path.replace(path.with_name(path.name.replace(DATABASE, DAMAGED)))

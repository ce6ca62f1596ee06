"""Serve: Prefect's server, the worker, the watch and the panel, until somebody stops them."""

import contextlib
import signal
import socket
import threading
import webbrowser
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.errors import BusyError
from flows.prefect_app import HOST
from flows.server import free_port
from flows.serving.children import NAME, Children
from tasks.adapters.locking import alone
from tasks.adapters.rooms import Rooms
from tasks.adapters.secret import kept_secret

if TYPE_CHECKING:
    from starlette.applications import Starlette

LOOK_SECONDS = 1.0
STOP_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Places:
    """Where the panel and Prefect's pages are to be found, if these ports are free."""

    panel: int
    prefect: int


def serve(rooms: Rooms, places: Places, say: Callable[[str], None], *, browser: bool) -> None:
    """Serve until the process is asked to stop. Raises BusyError where it serves already."""
    home = rooms.prefect / "rok"
    port = free_port(places.panel)
    address = f"http://{HOST}:{port}/"
    with alone(home / ".serve.lock", address) as other:
        if other:
            if browser:
                webbrowser.open(other)
            raise BusyError(f"Program już działa: {other}")
        signal.signal(signal.SIGTERM, _interrupted)
        say("Uruchamianie (do minuty) …")
        children = Children(rooms, places.prefect)
        try:
            if children.ready():
                say(
                    "Baza Prefect była uszkodzona; odłożono ją i założono nową. Nic nie zginęło: "
                    "sprawozdania, stanowiska i dziennik są w inputs/ i records/."
                )
            code = kept_secret(home / "kod-dostepu")
            app = _panel(rooms, port, code)

            def open_for_people() -> None:
                _say_where(say, address, code, children)
                if browser:
                    # What stands in an address stays in the browser's history: it lets in once.
                    webbrowser.open(f"{address}wejscie?klucz={app.state.sessions.invite()}")

            with _kept_up(children, say), _watched(rooms, say):
                _answered(app, port, open_for_people)
        except KeyboardInterrupt:
            # That is how it is asked to stop.
            pass
        finally:
            say("Zatrzymywanie …")
            children.stop()
    say("Zatrzymano.")


def _interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def _say_where(say: Callable[[str], None], address: str, code: str, children: Children) -> None:
    say(f"Panel:        {address}")
    say(f"Kod dostępu:  {code}")
    say(f"Dla administratora: http://{HOST}:{children.port}/ (strony Prefect, po angielsku)")
    say(f"  hasło: {NAME}:{children.password}")
    say("Aby zatrzymać: Ctrl+C w tym oknie.")


@contextlib.contextmanager
def _kept_up(children: Children, say: Callable[[str], None]) -> Iterator[None]:
    """Start again what ends before its time."""
    stopped = threading.Event()

    def look() -> None:
        while not stopped.wait(LOOK_SECONDS):
            try:
                children.look_after()
            except Exception as error:
                say(str(error))

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join(STOP_SECONDS)


@contextlib.contextmanager
def _watched(rooms: Rooms, say: Callable[[str], None]) -> Iterator[None]:
    """Watch the drop folders of all rounds that are open."""
    from flows.serving.deployments import deployment_name, served
    from flows.serving.rounds import ByDeployment
    from flows.serving.watching import Watch

    rounds = tuple(
        ByDeployment(rooms, one.slug, one.year, deployment_name(one)) for one, _ in served(rooms)
    )
    watch = Watch(rounds, threading.Event(), say)
    threading.Thread(target=watch.run, daemon=True).start()
    try:
        yield
    finally:
        watch.stop()


def _panel(rooms: Rooms, port: int, code: str) -> "Starlette":
    from flows.panel.app import panel
    from flows.panel.prefect_engine import PrefectEngine
    from flows.serving.rounds import today

    hosts = frozenset(f"{name}:{port}" for name in (HOST, "localhost"))
    return panel(rooms, PrefectEngine(rooms), key=code, today=today, hosts=hosts)


def _answered(app: "Starlette", port: int, ready: Callable[[], None]) -> None:
    """Answer the browser until the process is asked to stop; call `ready` once it answers."""
    import uvicorn

    class Panel(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            ready()

    about = uvicorn.Config(
        app, host=HOST, port=port, log_level="error", timeout_graceful_shutdown=STOP_SECONDS
    )
    Panel(about).run()

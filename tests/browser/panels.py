"""The panel of a small round, served on the loopback to a real browser; nothing is carried out but
what the test says."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn

from flows.panel.app import panel
from tasks.adapters.rooms import Rooms
from tests.flow.panels import KEY, TODAY, FakeEngine

SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Served:
    """A panel that answers at `address`."""

    address: str
    engine: FakeEngine
    rooms: Rooms


@contextmanager
def served(rooms: Rooms) -> Iterator[Served]:
    """Serve the panel of a root in a thread until the end of the block."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{listening.getsockname()[1]}"
        engine = FakeEngine()
        app = panel(rooms, engine, key=KEY, today=lambda: TODAY, hosts=frozenset({host}))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        end = time.monotonic() + SECONDS
        while not server.started and time.monotonic() < end:
            time.sleep(0.01)
        try:
            yield Served(f"http://{host}", engine, rooms)
        finally:
            server.should_exit = True
            thread.join(SECONDS)

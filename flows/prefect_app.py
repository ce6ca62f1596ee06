"""Prefect's server as a process of its own: ``python -m flows.prefect_app PORT [--whole]``.

It ends when its standard input closes: whoever started it leaves no orphan, however it ends. For a
single run it serves the API alone; `--whole` adds Prefect's own pages and the scheduler. The
settings come from the environment.
"""

import os
import signal
import sys
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

HOST = "127.0.0.1"
WHOLE = "--whole"
# What Prefect's pages may load and call: this server, and nothing else in the world.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self' ws://{host}; worker-src 'self' blob:; frame-ancestors 'none'; "
    "base-uri 'self'; form-action 'self'"
)

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]


def end_with_the_starter() -> None:
    """Wait until standard input closes, then ask this process to end."""
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


class Guarded:
    """Answers only those who call this server by its own name, and tells browsers to stay here."""

    def __init__(self, app: App, port: int) -> None:
        self.app = app
        self.hosts = {f"{name}:{port}".encode() for name in (HOST, "localhost")}
        self.policy = POLICY.format(host=f"{HOST}:{port}").encode()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not self._called_by_name(scope):
            await send({"type": "http.response.start", "status": 421, "headers": []})
            await send({"type": "http.response.body", "body": b""})
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [one for one in message["headers"] if one[0].lower() not in _OWN]
                message["headers"] = [
                    *kept,
                    (b"content-security-policy", self.policy),
                    (b"referrer-policy", b"no-referrer"),
                    (b"x-content-type-options", b"nosniff"),
                ]
            await send(message)

        await self.app(scope, receive, guarded)

    def _called_by_name(self, scope: Message) -> bool:
        # A page elsewhere whose name was made to lead here sends that name.
        hosts = [value for name, value in scope["headers"] if name.lower() == b"host"]
        return len(hosts) == 1 and hosts[0] in self.hosts


_OWN = (b"content-security-policy", b"referrer-policy", b"x-content-type-options")


def main(port: int, *, whole: bool) -> None:
    """Serve until standard input closes."""
    threading.Thread(target=end_with_the_starter, daemon=True).start()
    import uvicorn
    from prefect.server.api.server import create_app

    app = Guarded(create_app(webserver_only=not whole), port)
    # A service that is still at work when the server ends is no reason to wait for it.
    uvicorn.run(app, host=HOST, port=port, log_level="error", timeout_graceful_shutdown=3)


if __name__ == "__main__":
    main(int(sys.argv[1]), whole=WHOLE in sys.argv[2:])

"""Loaded by every Python of a run: a way to anything but this machine's loopback is reported."""

import os
import sys

LOOPBACK = {"127.0.0.1", "::1", "localhost", "", None}
WATCHED = {"socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo"}


def _watch(event: str, args: tuple[object, ...]) -> None:
    if event not in WATCHED:
        return
    address = args[0] if event == "socket.getaddrinfo" else args[1]
    host = address[0] if isinstance(address, tuple) else address
    # A socket of the machine itself has a path for an address.
    if host in LOOPBACK or (event != "socket.getaddrinfo" and not isinstance(address, tuple)):
        return
    with open(os.environ["NO_NETWORK_REPORT"], "a", encoding="utf-8") as report:  # noqa: PTH123
        report.write(f"{event} {address!r}\n")
    raise OSError(f"no network: {address!r}")


sys.addaudithook(_watch)

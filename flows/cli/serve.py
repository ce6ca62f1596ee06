"""annual-report serve: the panel of the coordinator, with all that works behind it."""

import argparse
from functools import partial

from flows.cli.options import rooms

HELP = "uruchamia panel koordynatora w przeglądarce (adres na tym komputerze)"
PANEL_PORT = 8765
PREFECT_PORT = 4200


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the ports."""
    parser.add_argument("--port", type=int, default=PANEL_PORT, metavar="NR", help="port panelu")
    parser.add_argument(
        "--prefect-port", type=int, default=PREFECT_PORT, metavar="NR", help="port stron Prefect"
    )
    parser.add_argument(
        "--no-browser", action="store_true", help="nie otwiera przeglądarki, podaje tylko adres"
    )


def main(options: argparse.Namespace) -> int:
    """Serve until Ctrl+C."""
    from flows.serving.serve import Places, serve

    say = partial(print, flush=True)
    places = Places(options.port, options.prefect_port)
    serve(rooms(options), places, say, browser=not options.no_browser)
    return 0

"""annual-report watch: a round is checked whenever something comes in."""

import argparse
import sys
import threading
from functools import partial

from flows.cli.options import add_round, rooms

HELP = "czuwa nad katalogiem wejściowym i sprawdza to, co wpłynie (bez panelu)"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add PROGRAMME and YEAR."""
    add_round(parser)


def main(options: argparse.Namespace) -> int:
    """Watch until Ctrl+C."""
    from flows.serving.rounds import ByCommand
    from flows.serving.watching import Watch
    from tasks.adapters.definitions import load_definition

    data = rooms(options)
    load_definition(data, options.programme, options.year)
    watched = ByCommand(data, options.programme, options.year)
    print(f"Czuwanie nad katalogiem {watched.folder} (Ctrl+C kończy).", flush=True)
    watch = Watch((watched,), threading.Event(), partial(print, file=sys.stderr, flush=True))
    try:
        watch.run()
    except KeyboardInterrupt:
        watch.stop()
    print("Zakończono czuwanie.")
    return 0

"""annual-report explain: where a printed value comes from."""

import argparse

from flows.cli.options import rooms

HELP = "mówi, skąd pochodzi wydrukowana wartość albo gdzie wydrukowano przesłaną"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what is asked about."""
    parser.add_argument(
        "words",
        nargs="+",
        metavar="CO",
        help="znak miejsca, numer działania, wydrukowane słowa („716 rodzin”) albo plik i komórka; "
        "przed nimi można podać program i rok",
    )


def main(options: argparse.Namespace) -> int:
    """Print the answer; exit 3 when there is none."""
    from flows.explaining import explain

    for line in explain(rooms(options), options.words):
        print(line)
    return 0

"""annual-report alive: for how many printed cells the text follows a changed value."""

import argparse

from flows.cli.options import add_round, rooms

HELP = "mierzy, w ilu komórkach z liczbami tekst podąża za zmienioną wartością"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add PROGRAMME and YEAR."""
    add_round(parser)


def main(options: argparse.Namespace) -> int:
    """Change every value through the workbooks, and print the shares for plan and result."""
    from flows.aliveness import measure

    for share in measure(rooms(options), options.programme, options.year):
        print(share)
    return 0

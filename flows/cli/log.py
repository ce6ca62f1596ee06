"""annual-report log: the journal of a round, read out."""

import argparse

from flows.cli.options import add_round, rooms

HELP = "pokazuje dziennik roku: co wpłynęło, co wczytano, czego nie i dlaczego"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add PROGRAMME, YEAR and what to look for."""
    add_round(parser)
    parser.add_argument(
        "--about",
        default="",
        metavar="TEKST",
        help="tylko zdarzenia o jednostce, pliku albo skrócie, w których jest ten tekst",
    )


def main(options: argparse.Namespace) -> int:
    """Print the events; exit 3 when the journal was changed by other hands."""
    from flows.keeping import journal_lines

    for line in journal_lines(rooms(options), options.programme, options.year, options.about):
        print(line)
    return 0

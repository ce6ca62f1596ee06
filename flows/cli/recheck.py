"""annual-report recheck: what today's rules would say of a closed edition."""

import argparse
import json

from flows.cli.options import add_round, rooms

HELP = "mówi, co dzisiejsze reguły zgłosiłyby w wersji opublikowanej (niczego nie zmienia)"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add PROGRAMME, YEAR and which edition."""
    add_round(parser)
    parser.add_argument(
        "--edition",
        type=int,
        default=0,
        metavar="NR",
        help="numer wersji opublikowanej (domyślnie: ostatnia)",
    )
    parser.add_argument("--json", action="store_true", help="wynik dla skryptów")


def main(options: argparse.Namespace) -> int:
    """Print what is new and what is gone; exit 0 whatever that is."""
    from flows.rechecking import recheck_edition

    about = (options.programme, options.year, options.edition)
    found = recheck_edition(rooms(options), *about)
    if options.json:
        print(json.dumps(found.as_json(), ensure_ascii=False, indent=2))
        return 0
    for line in found.lines():
        print(line)
    return 0

"""annual-report status: where a round stands."""

import argparse
import json

from domain.errors import UsageError
from flows.cli.options import add_today, rooms, today, year

HELP = "mówi, ile wpłynęło, kto zalega, co jest do decyzji i ile zostało do terminu"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add PROGRAMME and YEAR, which may be left out, and the form of the answer."""
    parser.add_argument(
        "programme",
        metavar="PROGRAM",
        nargs="?",
        help="na przykład pwr-2022-2024; bez niego po jednym wierszu o każdym roku",
    )
    parser.add_argument("year", metavar="ROK", nargs="?", type=year, help="rok sprawozdawczy")
    parser.add_argument("--json", action="store_true", help="wynik jako JSON")
    add_today(parser)


def main(options: argparse.Namespace) -> int:
    """Print the status; nothing is run or written."""
    from domain.round_status_text import status_json, status_lines
    from flows.status import all_rounds, status_of

    data, day = rooms(options), today(options)
    if options.programme is None:
        if options.json:
            raise UsageError("Z --json proszę podać program i rok.")
        for line in all_rounds(data, day):
            print(line)
        return 0
    if options.year is None:
        raise UsageError("Proszę podać także rok.")
    status = status_of(data, options.programme, options.year, day)
    if options.json:
        print(json.dumps(status_json(status), ensure_ascii=False, indent=2))
        return 0
    for line in status_lines(status):
        print(line)
    return 0

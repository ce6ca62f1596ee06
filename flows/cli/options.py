"""Options that several commands share."""

import argparse
import datetime

from tasks.adapters.rooms import Rooms


def add_round(parser: argparse.ArgumentParser) -> None:
    """Add PROGRAMME and YEAR."""
    parser.add_argument("programme", metavar="PROGRAM", help="na przykład pwr-2022-2024")
    parser.add_argument("year", metavar="ROK", type=year, help="rok sprawozdawczy")


def year(text: str) -> int:
    """Read a year of four digits."""
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise argparse.ArgumentTypeError(f"„{text}” nie jest rokiem")
    return int(text)


def date(text: str) -> datetime.date:
    """Read a date as RRRR-MM-DD."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"„{text}” nie jest datą RRRR-MM-DD") from error


def rooms(options: argparse.Namespace) -> Rooms:
    """Return the data folders that the options name."""
    return Rooms.under(options.root, options.inputs, options.outputs, options.records)

"""Options that several commands share."""

import argparse
import datetime
import re
from zoneinfo import ZoneInfo

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
    """Read a date as RRRR-MM-DD, or as DD.MM.RRRR."""
    polish = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text, re.ASCII)
    iso = f"{polish[3]}-{polish[2]:0>2}-{polish[1]:0>2}" if polish else text
    try:
        return datetime.date.fromisoformat(iso)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"„{text}” nie jest datą; przykłady: 2025-03-28, 28.03.2025"
        ) from error


def add_today(parser: argparse.ArgumentParser) -> None:
    """Add the day on which the calendar is looked at."""
    parser.add_argument(
        "--today", type=date, metavar="DATA", help="inny dzień niż dzisiejszy, RRRR-MM-DD"
    )


def today(options: argparse.Namespace) -> datetime.date:
    """Return the day that was given, else the one that it is in Kraków."""
    given: datetime.date | None = options.today
    return given or datetime.datetime.now(ZoneInfo("Europe/Warsaw")).date()


def rooms(options: argparse.Namespace) -> Rooms:
    """Return the data folders that the options name."""
    return Rooms.under(options.root, options.inputs, options.outputs, options.records)

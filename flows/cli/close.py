"""annual-report close: the final version and all that it was made from, in one archive."""

import argparse
import datetime

from flows.cli.options import add_round, date, rooms

HELP = "zamyka rok: zapisuje archiwum wersji ostatecznej i nie przyjmuje dalszych zmian"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add PROGRAMME, YEAR and what stands in the archive."""
    add_round(parser)
    parser.add_argument("--who", required=True, metavar="OSOBA", help="kto zamyka rok")
    parser.add_argument(
        "--date", type=date, metavar="DATA", help="data zamknięcia RRRR-MM-DD (domyślnie: dzisiaj)"
    )
    parser.add_argument("--symbol", default="", metavar="ZNAK", help="znak sprawy")
    parser.add_argument("--category", default="", metavar="KAT", help="kategoria archiwalna")


def main(options: argparse.Namespace) -> int:
    """Close and say where the archive is; exit 3 for what is no approved final version."""
    from domain.edition_manifest import Closing
    from flows.closing import close_round
    from flows.keeping import LOCAL

    day = options.date or datetime.datetime.now(LOCAL).date()
    closing = Closing(
        options.who.strip(), day.isoformat(), options.symbol.strip(), options.category.strip()
    )
    closed = close_round(rooms(options), options.programme, options.year, closing)
    print(f"Zamknięto rok {options.year}: {closed.edition.sentence}.")
    for notice in closed.notices:
        print(notice)
    print(f"Archiwum:   {closed.archive}")
    print(f"SHA-256:    {closed.edition.sha256}")
    return 0

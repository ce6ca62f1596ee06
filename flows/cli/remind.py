"""annual-report remind: who owes something is reminded."""

import argparse

from domain.errors import RefusedError, UsageError
from flows.cli.options import add_round, add_today, rooms, today

HELP = "przypomina jednostkom, które zalegają, w dniach z kalendarza programu"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add PROGRAMME, YEAR, the day and the way."""
    add_round(parser)
    add_today(parser)
    parser.add_argument(
        "--send",
        action="store_true",
        help="wysyła pocztą (programmes/mail.yaml) zamiast przygotować projekty wiadomości",
    )
    parser.add_argument(
        "--drafted",
        action="store_true",
        help="z --send: także tam, gdzie przygotowano już projekt, którego nie wysłano",
    )


def main(options: argparse.Namespace) -> int:
    """Print what became of each reminder; exit 3 while one is not out."""
    from flows.engine import be_quiet

    if options.drafted and not options.send:
        raise UsageError("--drafted podaje się razem z --send.")
    be_quiet()
    from flows.reminding import remind

    reminded = remind(
        rooms(options),
        options.programme,
        options.year,
        today(options),
        send=options.send,
        drafted=options.drafted,
    )
    for one in reminded.told:
        print(one.sentence)
    for notice in reminded.notices:
        print(notice)
    print(reminded.sentence)
    if reminded.folder is not None:
        print(f"Projekty:   {reminded.folder}")
    if not reminded.complete:
        raise RefusedError("Nie wszystkie przypomnienia wysłano; powody podano powyżej.")
    return 0

"""annual-report reopen: a closed round takes changes again."""

import argparse

from flows.cli.options import add_round, rooms

HELP = "otwiera zamknięty rok, aby coś w nim sprostować"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add PROGRAMME, YEAR, who and why."""
    add_round(parser)
    parser.add_argument("--who", required=True, metavar="OSOBA", help="kto otwiera rok")
    parser.add_argument(
        "--reason", required=True, metavar="POWÓD", help="powód, do dziennika i do erraty"
    )


def main(options: argparse.Namespace) -> int:
    """Reopen and say what follows; exit 3 for a round that is not closed."""
    from flows.closing import reopen_round

    about = (options.programme, options.year, options.reason.strip(), options.who.strip())
    edition = reopen_round(rooms(options), *about)
    print(f"Otwarto rok {options.year} ponownie. Archiwum „{edition.archive}” pozostaje bez zmian.")
    print(
        f"Po zmianach, zatwierdzeniu i wersji ostatecznej powstanie errata nr {edition.number}; "
        "rok proszę potem znowu zamknąć (annual-report close)."
    )
    return 0

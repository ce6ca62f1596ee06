"""annual-report forms: a form for each unit."""

import argparse

from flows.cli.options import add_round, rooms

HELP = "wystawia formularze dla jednostek"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add PROGRAMME and YEAR."""
    add_round(parser)
    parser.add_argument("--unit", metavar="KOD", help="tylko formularz tej jednostki")


def main(options: argparse.Namespace) -> int:
    """Write the forms and say where they are."""
    from flows.issuing import issue

    folder, names = issue(rooms(options), options.programme, options.year, options.unit or "")
    if options.unit:
        print(f"Formularz: {folder / names[0]}")
    else:
        print(f"Formularze: {len(names)}, w katalogu {folder}")
    return 0

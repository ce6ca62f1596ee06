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
    from flows.closing import check_open
    from tasks.adapters.definitions import load_definition
    from tasks.adapters.locking import round_lock
    from tasks.adapters.records import Records
    from tasks.issue import issue_form, issue_forms

    data = rooms(options)
    programme = load_definition(data, options.programme, options.year).programme
    folder = data.forms(options.programme, options.year)
    with round_lock(folder):
        check_open(Records(data.memory(options.programme, options.year)))
        if options.unit:
            print(f"Formularz: {folder / issue_form(programme, folder, options.unit)}")
            return 0
        names = issue_forms(programme, folder)
    print(f"Formularze: {len(names)}, w katalogu {folder}")
    return 0

"""annual-report sample: the workbooks of the committed example round."""

import argparse

from flows.cli.options import add_round, rooms

HELP = "odtwarza przykładowe sprawozdania jednostek z danych programu"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add PROGRAMME and YEAR."""
    add_round(parser)
    parser.add_argument(
        "--replace", action="store_true", help="zastępuje to, co jest w katalogu wejściowym"
    )


def main(options: argparse.Namespace) -> int:
    """Write the sample workbooks and say where they are."""
    from flows.closing import check_open
    from tasks.adapters.definitions import load_definition
    from tasks.adapters.locking import round_lock
    from tasks.adapters.records import Records
    from tasks.issue import issue_sample

    data = rooms(options)
    programme = load_definition(data, options.programme, options.year).programme
    folder = data.drop_folder(options.programme, options.year)
    with round_lock(folder):
        check_open(Records(data.memory(options.programme, options.year)))
        names = issue_sample(data, programme, folder, replace=options.replace)
    print(f"Przykładowe sprawozdania: {len(names)}, w katalogu {folder}")
    return 0

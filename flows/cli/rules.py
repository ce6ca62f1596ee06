"""annual-report rules: the catalogue of what is checked."""

import argparse

from flows.cli.options import rooms

HELP = "pokazuje katalog uwag: co jest sprawdzane, z jaką wagą i jakimi słowami"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add PROGRAMME, which may be left out."""
    parser.add_argument(
        "programme",
        metavar="PROGRAM",
        nargs="?",
        help="na przykład pwr-2022-2024; bez niego katalog wspólny dla wszystkich programów",
    )


def main(options: argparse.Namespace) -> int:
    """Print the rules by family."""
    from domain.catalogue_text import catalogue_lines
    from flows.cataloguing import catalogue

    for line in catalogue_lines(catalogue(rooms(options), options.programme)):
        print(line)
    return 0

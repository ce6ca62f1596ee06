"""annual-report pull-edits: what was changed in the Word document, as corrections to sign."""

import argparse
from pathlib import Path

from flows.cli.options import rooms, year

NOT_COMPARED = (
    "Nie porównuje się nagłówków i stopek stron, spisu treści, kolejności i formatowania."
)
HELP = "znajduje zmiany naniesione w dokumencie Word i proponuje je jako korekty"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the file, and the round where it is not the one that the file says."""
    parser.add_argument("file", type=Path, metavar="PLIK", help="poprawiony dokument .docx")
    parser.add_argument("programme", nargs="?", default="", metavar="PROGRAM", help="program")
    parser.add_argument("year", nargs="?", type=year, default=0, metavar="ROK", help="rok")


def main(options: argparse.Namespace) -> int:
    """Write the proposal; exit 3 for a document that is not one of ours."""
    from domain.errors import UsageError
    from flows.pulling import pull_edits

    if options.programme and not options.year:
        raise UsageError("Proszę podać także rok.")
    found = pull_edits(rooms(options), options.file, options.programme, options.year)
    if found.file is None:
        print("W tekście dokumentu niczego nie zmieniono.")
        print(NOT_COMPARED)
        return 0
    print(f"Korekty redakcyjne:   {found.editorial}")
    print(f"Zmiany liczb:         {found.numbers}")
    print(f"Do przeniesienia:     {found.by_hand}")
    print(f"Propozycja:           {found.file}")
    print(NOT_COMPARED)
    print(
        "Proszę uzupełnić podpis i uzasadnienia, zapisać plik w katalogu wejściowym (inputs, "
        "program, rok) i sporządzić sprawozdanie ponownie."
    )
    return 0

"""annual-report check: findings for files alone."""

import argparse
import json
from pathlib import Path

from domain.errors import RefusedError
from flows.cli.options import rooms

HELP = "sprawdza same pliki sprawozdań, bez tworzenia dokumentu"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the files and the form of the answer."""
    parser.add_argument("files", nargs="+", type=Path, metavar="PLIK")
    parser.add_argument("--json", action="store_true", help="wynik jako JSON")


def main(options: argparse.Namespace) -> int:
    """Print the findings; exit 3 when a file is refused or an error stands open."""
    from flows.checking import check_files

    result = check_files(rooms(options), options.files)
    if options.json:
        print(json.dumps(result.as_json(), ensure_ascii=False, indent=2))
    else:
        for line in result.lines():
            print(line)
    if result.blocked:
        if options.json:
            return RefusedError.exit_code
        raise RefusedError("Sprawozdanie wymaga uzupełnienia (uwagi powyżej).")
    return 0

"""annual-report rerender: an archive's results made again and compared."""

import argparse
from pathlib import Path

HELP = "sporządza wyniki z archiwum roku ponownie i porównuje je z zapisanymi"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the archive."""
    parser.add_argument("archive", type=Path, metavar="ARCHIWUM", help="plik archiwum .zip")


def main(options: argparse.Namespace) -> int:
    """Say how the two sets compare; exit 3 where they differ."""
    from domain.errors import RefusedError
    from flows.remaking import remake_packed
    from tasks.adapters.edition_files import archive_bytes

    path: Path = options.archive
    made = remake_packed(archive_bytes(path), path.name)
    for sentence in made.sentences():
        print(sentence)
    return RefusedError.exit_code if made.differences else 0

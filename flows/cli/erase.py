"""annual-report erase: copies of what people sent are removed for good."""

import argparse

from domain.errors import UsageError
from flows.cli.options import add_round, date, rooms

HELP = "usuwa trwale kopie plików (dane osobowe, upływ okresu przechowywania)"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what to erase and why."""
    add_round(parser)
    parser.add_argument(
        "--file",
        action="append",
        default=[],
        metavar="SKRÓT",
        help="początek skrótu pliku z „annual-report log” (można podać kilka razy)",
    )
    parser.add_argument(
        "--before", type=date, metavar="DATA", help="wszystko, co wpłynęło przed RRRR-MM-DD"
    )
    parser.add_argument("--reason", required=True, metavar="POWÓD", help="powód, do dziennika")


def main(options: argparse.Namespace) -> int:
    """Erase and say what; the journal keeps the trace."""
    from flows.keeping import erase_copies
    from tasks.adapters.records import EDITIONS

    if not options.file and options.before is None:
        raise UsageError("Proszę podać, co usunąć: --file SKRÓT albo --before DATA.")
    if not options.reason.strip():
        raise UsageError("Proszę podać powód (--reason); zostanie zapisany w dzienniku.")
    data = rooms(options)
    erasure = erase_copies(
        data,
        options.programme,
        options.year,
        reason=options.reason.strip(),
        wanted=options.file,
        before=options.before,
    )
    for sha256, name in erasure.copies.items():
        print(f"Usunięto: {name} [{sha256[:12]}]")
    for sha256, name in erasure.present.items():
        print(f"Pozostawiono (leży w katalogu wejściowym): {name} [{sha256[:12]}]")
    if (data.memory(options.programme, options.year) / EDITIONS).is_dir():
        print(
            "Archiwa zamkniętych wersji (records/…/editions/) pozostały bez zmian i mogą zawierać "
            "te dane. Program ich nie usuwa; decyduje o nich osoba, która odpowiada za archiwum."
        )
    # The copies marked for the units are whole workbooks.
    print("W wynikach mogą być jeszcze usunięte dane. Proszę sporządzić dokument ponownie.")
    return 0

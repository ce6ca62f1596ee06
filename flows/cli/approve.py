"""annual-report approve: somebody takes responsibility for a version of the data."""

import argparse

from flows.cli.options import add_round, date, rooms

HELP = "zapisuje zatwierdzenie obecnej wersji danych (kto, kiedy, którym pismem)"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add PROGRAMME, YEAR and what stands on the signed card."""
    add_round(parser)
    parser.add_argument("--who", required=True, metavar="OSOBA", help="kto zatwierdził")
    parser.add_argument(
        "--date", required=True, type=date, metavar="DATA", help="data zatwierdzenia RRRR-MM-DD"
    )
    parser.add_argument("--letter", required=True, metavar="NR", help="numer pisma")
    parser.add_argument("--comment", default="", metavar="TEKST", help="komentarz")
    parser.add_argument(
        "--version",
        default="",
        metavar="WERSJA",
        help="początek wersji danych z podpisanej karty; inna niż obecna zostanie odrzucona",
    )


def main(options: argparse.Namespace) -> int:
    """Write the approval into the journal; exit 3 while something undecided blocks it."""
    from flows.approving import Signature, approve

    signature = Signature(
        options.who.strip(),
        options.date.isoformat(),
        options.letter.strip(),
        options.comment.strip(),
        options.version.strip(),
    )
    approval = approve(rooms(options), options.programme, options.year, signature)
    print(f"Zatwierdzono: {approval.sentence}.")
    return 0

"""annual-report run: the yearly flow."""

import argparse
import asyncio
import sys

from flows.cli.options import add_round, date, rooms

HELP = "sporządza załącznik z plików, które wpłynęły, z listą uwag"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of the contract."""
    add_round(parser)
    parser.add_argument(
        "--as-of", type=date, metavar="DATA", help="stan danych na dzień RRRR-MM-DD"
    )
    parser.add_argument("--final", action="store_true", help="wersja ostateczna")
    parser.add_argument(
        "--data-docs", action="store_true", help="także strona Great Expectations (po angielsku)"
    )
    parser.add_argument("--pdf", action="store_true", help="także PDF (przez LibreOffice)")


def main(options: argparse.Namespace) -> int:
    """Run the flow in Prefect and print a short summary; exit 0 whatever the findings."""
    from flows.closing import check_open
    from flows.server import private_server
    from flows.terminal import progress, show_summary
    from tasks.adapters.records import Records

    data = rooms(options)
    # No server is needed to say so.
    check_open(Records(data.memory(options.programme, options.year)))
    with progress() as notice, private_server(data.prefect, data.kept) as wait:
        notice("Uruchamianie")
        from tasks.adapters.definitions import load_definition

        # Told at once: a programme that is not there, a definition at fault.
        load_definition(data, options.programme, options.year)
        from flows.run_flow import yearly_report
        from flows.standing import Request

        request = Request(
            options.programme,
            options.year,
            data,
            options.as_of,
            options.pdf,
            options.final,
            options.data_docs,
        )
        wait()
        outcome = asyncio.run(yearly_report(request, notice))
    show_summary(outcome)
    if options.pdf and outcome.pdf is None:
        print("PDF nie powstał: na tym komputerze nie ma LibreOffice.", file=sys.stderr)
    return 0

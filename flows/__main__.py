"""The command ``annual-report`` (``python -m flows`` is the same)."""

import io
import sys
import traceback
from collections.abc import Sequence

from domain.errors import AnnualReportError
from flows.cli import parse

OUR_FAULT = 1


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code. A user's mistake is a sentence, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that cannot show a letter must not stop a run.
            stream.reconfigure(errors="replace")
    try:
        command, options = parse(sys.argv[1:] if argv is None else argv)
        return command(options)
    except AnnualReportError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("Przerwano. Wyniki poprzedniego uruchomienia pozostały bez zmian.", file=sys.stderr)
        return 130
    except Exception:
        traceback.print_exc()
        print(
            "Wystąpił błąd programu (opis powyżej). Wyniki są całe: poprzednie albo nowe. "
            "Proszę przekazać opis osobie, która opiekuje się programem.",
            file=sys.stderr,
        )
        return OUR_FAULT


if __name__ == "__main__":
    sys.exit(main())

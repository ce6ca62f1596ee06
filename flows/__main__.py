"""The command ``annual-report`` (``python -m flows`` is the same)."""

import sys
import traceback
from collections.abc import Sequence

from domain.errors import AnnualReportError
from flows.cli import parse

OUR_FAULT = 1


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code. A user's mistake is a sentence, never a traceback."""
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
            "Wystąpił błąd programu (opis powyżej). Poprzednie wyniki pozostały bez zmian; "
            "proszę przekazać opis osobie, która opiekuje się programem.",
            file=sys.stderr,
        )
        return OUR_FAULT


if __name__ == "__main__":
    sys.exit(main())

"""The command ``annual-report`` (``python -m flows`` is the same)."""

import errno
import io
import os
import sys
import traceback
from collections.abc import Sequence

from domain.errors import AnnualReportError, RefusedError
from flows.cli import parse

OUR_FAULT = 1
_WHOLE = "Wyniki są całe: poprzednie albo nowe."
_NO_SPACE = "Na dysku zabrakło miejsca. Proszę zwolnić miejsce i uruchomić ponownie."
_NO_WRITING = (
    "Nie można zapisać pliku: brak uprawnień albo dysk tylko do odczytu. Proszę sprawdzić "
    "uprawnienia do katalogów outputs/ i records/ i uruchomić ponownie."
)
_TOO_MANY_FILES = (
    "System nie pozwala otworzyć więcej plików. Proszę zamknąć inne programy i uruchomić ponownie."
)
# What the machine, not the program, is to blame for.
_SENTENCES = {
    errno.ENOSPC: _NO_SPACE,
    errno.EDQUOT: _NO_SPACE,
    errno.EFBIG: _NO_SPACE,
    errno.EROFS: _NO_WRITING,
    errno.EACCES: _NO_WRITING,
    errno.EPERM: _NO_WRITING,
    errno.EMFILE: _TOO_MANY_FILES,
    errno.ENFILE: _TOO_MANY_FILES,
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code. A user's mistake is a sentence, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that cannot show a letter must not stop a run.
            stream.reconfigure(errors="replace")
    try:
        command, options = parse(sys.argv[1:] if argv is None else argv)
        code = command(options)
        sys.stdout.flush()
        return code
    except AnnualReportError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        # Whoever reads has read enough ("annual-report rules … | head").
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        sentence = _SENTENCES.get(error.errno or 0)
        if sentence is None:
            return _our_fault()
        print(f"{sentence} {_WHOLE}", file=sys.stderr)
        return RefusedError.exit_code
    except KeyboardInterrupt:
        print("Przerwano. Wyniki poprzedniego uruchomienia pozostały bez zmian.", file=sys.stderr)
        return 130
    except Exception:
        return _our_fault()


def _our_fault() -> int:
    traceback.print_exc()
    print(
        f"Wystąpił błąd programu (opis powyżej). {_WHOLE} "
        "Proszę przekazać opis osobie, która opiekuje się programem.",
        file=sys.stderr,
    )
    return OUR_FAULT


if __name__ == "__main__":
    sys.exit(main())

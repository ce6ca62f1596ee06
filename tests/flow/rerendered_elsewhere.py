"""Makes an archive's results again as another machine would: another day, folders in reverse.

Started as a script with the archive's path, in a folder with the program. Zone, hash seed, umask
come from outside. Prints where the program is first.
"""

import sys

import time_machine

from tests.flow.elsewhere import ANOTHER_DAY, list_in_reverse


def main(archive: str) -> int:
    """Run the command as people do."""
    from flows.engine import be_quiet

    be_quiet()
    import flows
    from flows.__main__ import main as annual_report

    sys.stdout.write(f"{flows.__file__}\n")
    list_in_reverse()
    with time_machine.travel(ANOTHER_DAY):
        return annual_report(["rerender", archive])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

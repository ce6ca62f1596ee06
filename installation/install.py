"""Installs the program into its own folder from the wheels of the bundle, without a network.

Run by Zainstaluj.cmd and zainstaluj.sh with the Python that they found; standard library only, no
administrator's rights, nothing outside the folder.
"""

import io
import os
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WHEELS = ROOT / "wheels"
TARGET = WHEELS / "target.txt"
VENV = ROOT / ".venv"
# What `make env` writes, last of all: an installation that was interrupted is none.
STAMPS = VENV / ".stamps"
LOG = VENV / "install.log"
LAST_LINES = 12
# Windows allows 259 characters; pip needs a few for names of its own.
LONGEST = 245
SITE_PACKAGES = len(r"\.venv\Lib\site-packages" + "\\")
ON_WINDOWS = os.name == "nt"


class NotInstalled(Exception):
    """What is missing and what to do, as a sentence."""


@dataclass(frozen=True)
class Target:
    """What the bundle was made for."""

    python: str
    platform: str
    longest_path: int


def target() -> Target:
    """Read what the bundle was made for; raises NotInstalled where this is no bundle."""
    if not TARGET.is_file():
        raise NotInstalled(
            "W tym katalogu nie ma bibliotek (katalog „wheels”), więc nie jest to paczka "
            "instalacyjna. Proszę rozpakować całą paczkę annual-report-….zip do nowego katalogu i "
            "uruchomić instalację w nim."
        )
    python, platform, longest = TARGET.read_text(encoding="utf-8").split()
    return Target(python, platform, int(longest))


def check(wanted: Target) -> None:
    """Raise NotInstalled where the bundle does not fit this machine."""
    python = "{}.{}".format(*sys.version_info)
    if python != wanted.python:
        raise NotInstalled(
            f"Paczka jest przeznaczona dla Pythona {wanted.python}, a uruchomiono ją Pythonem "
            f"{python}. Proszę zainstalować Pythona {wanted.python} i spróbować ponownie."
        )
    platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
    if platform != wanted.platform:
        raise NotInstalled(
            f"Paczka jest przeznaczona dla systemu {wanted.platform}, a ten Python działa w "
            f"systemie {platform}. Proszę użyć paczki przygotowanej dla tego systemu (Windows: "
            "Python 64-bitowy)."
        )
    if ON_WINDOWS and len(str(ROOT)) + SITE_PACKAGES + wanted.longest_path > LONGEST:
        room = LONGEST - SITE_PACKAGES - wanted.longest_path
        raise NotInstalled(
            f"Ścieżka „{ROOT}” jest za długa dla Windows (najwyżej {room} znaków). Proszę "
            "przenieść katalog programu w krótsze miejsce, na przykład C:\\Sprawozdania."
        )


def build() -> None:
    """Build the environment; raises NotInstalled with the last words of what failed."""
    try:
        import ensurepip  # noqa: F401 - Debian takes it out of Python
    except ImportError:
        raise NotInstalled(
            "Ten Python nie potrafi tworzyć środowisk (brak modułu ensurepip). W systemach Debian "
            "i Ubuntu potrzebny jest pakiet python3-venv; proszę poprosić o niego administratora."
        ) from None
    print("1 z 3: środowisko Pythona …", flush=True)
    _run([sys.executable, "-m", "venv", "--clear", str(VENV)])
    python = str(VENV / ("Scripts/python.exe" if ON_WINDOWS else "bin/python"))
    pip = [python, "-m", "pip", "install", "--no-index", "--no-deps"]
    print("2 z 3: biblioteki z katalogu „wheels” (kilka minut) …", flush=True)
    _run([*pip, "--find-links", str(WHEELS), "--require-hashes", "-r", "requirements.txt"])
    print("3 z 3: program …", flush=True)
    _run([*pip, "--no-build-isolation", "-e", "."])
    _run([python, "-m", "flows", "--help"])
    STAMPS.mkdir()
    for stamp in ("runtime", "command"):
        (STAMPS / stamp).touch()


def _run(words: Sequence[str]) -> None:
    """Run a step; its words go to the log and are shown only when it fails."""
    # The settings of this machine's pip name indexes; here none is asked.
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PIP_") and name not in ("PYTHONPATH", "PYTHONHOME")
    }
    environment |= {"PIP_CONFIG_FILE": os.devnull, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    environment |= {"PIP_NO_INPUT": "1", "PYTHONUTF8": "1"}
    done = subprocess.run(
        words,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if LOG.parent.is_dir():
        with LOG.open("a", encoding="utf-8") as log:
            log.write(done.stdout)
    if done.returncode:
        last = "\n".join(done.stdout.strip().splitlines()[-LAST_LINES:])
        raise NotInstalled(
            "Instalacja nie powiodła się. Proszę zamknąć inne okna programu, sprawdzić wolne "
            "miejsce na dysku i uprawnienia do katalogu, i spróbować ponownie. Jeżeli to nie "
            f"pomoże, proszę przekazać poniższy opis administratorowi.\n{last}"
        )


def main() -> int:
    """Install; return 0, or 3 with a sentence about what is missing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        check(target())
        build()
    except NotInstalled as error:
        print(error, file=sys.stderr)
        return 3
    start = "Uruchom.cmd" if ON_WINDOWS else "uruchom.sh"
    print(f"Zainstalowano. Program uruchamia plik {start} w katalogu {ROOT}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

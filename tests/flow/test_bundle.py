"""The bundle is installed by its own script with the network blocked, and makes the report.

Only Linux's file can be tried here; the bundle for Windows has the same installer behind it.
"""

import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from installation import bundle
from tests.flow.rounds import CHECKOUT, PWR, Ran

# A network of its own for a process and its children: the loopback, and nothing else.
BLOCKED = ("unshare", "-rn", "/bin/sh", "-c", 'ip link set lo up && exec "$@"', "sh")
GO_OUT = """
import socket
try:
    socket.create_connection(("192.0.2.1", 80), timeout=5)
except OSError as error:
    print(error.strerror)
"""
SECONDS = 400


def blocked(words: list[str], folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run words where no network is to be had."""
    return subprocess.run(
        [*BLOCKED, *words],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


@pytest.fixture
def no_network(tmp_path: Path) -> None:
    """Skip where a network of its own is not to be had; see that nobody gets out of it."""
    if not all(shutil.which(tool) for tool in ("unshare", "ip")):
        pytest.skip("unshare (util-linux) or ip (iproute2) is absent")
    if blocked(["true"], tmp_path).returncode:
        pytest.skip("this machine does not let a process have a network of its own")
    tried = blocked([sys.executable, "-c", GO_OUT], tmp_path)
    assert tried.stdout.strip() == "Network is unreachable"


@pytest.fixture
def unpacked(tmp_path: Path) -> Iterator[Path]:
    """Make the bundle and unpack it as people do, with the modes that it holds."""
    made = subprocess.run(
        [sys.executable, "-m", "installation.bundle", "--to", str(tmp_path)],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    if made.returncode == bundle.NOT_DOWNLOADED:
        pytest.skip(f"the wheels could not be downloaded: {made.stderr}")
    assert made.returncode == 0, made.stderr
    (packed,) = tmp_path.glob("*.zip")
    assert str(packed) in made.stdout
    with zipfile.ZipFile(packed) as opened:
        for entry in opened.infolist():
            path = Path(opened.extract(entry, tmp_path))
            path.chmod(entry.external_attr >> 16 & 0o777)
    packed.unlink()
    (program,) = tmp_path.iterdir()
    yield program
    # An environment is large, and pytest keeps folders of its last runs.
    shutil.rmtree(program / ".venv", ignore_errors=True)
    shutil.rmtree(program / "wheels", ignore_errors=True)


@pytest.mark.slow
@pytest.mark.usefixtures("no_network")
def test_the_bundle_installs_without_a_network_and_makes_the_same_report(
    unpacked: Path, published: Ran
) -> None:
    installed = blocked(["./zainstaluj.sh", sys.executable], unpacked)
    assert installed.returncode == 0, installed.stdout + installed.stderr
    assert installed.stdout.splitlines()[-1] == (
        f"Zainstalowano. Program uruchamia plik uruchom.sh w katalogu {unpacked}"
    )
    command = unpacked / ".venv" / "bin" / "annual-report"
    ran = blocked([str(command), "run", PWR[0], str(PWR[1])], unpacked)
    assert ran.returncode == 0, ran.stderr
    results = unpacked / "outputs" / PWR[0] / str(PWR[1])
    annex = published.outcome.annex
    assert (results / annex.name).read_bytes() == annex.read_bytes()
    hashes = [
        json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["data_hash"]
        for folder in (results, annex.parent)
    ]
    assert hashes[0] == hashes[1]

"""Packs the checkout and the wheels of requirements.txt, to be installed without a network.

Run: make bundle [PLATFORM=win_amd64] [PYTHON_VERSION=3.11]

The result is `outputs-bundle/annual-report-<version>-cp<python>-<platform>.zip`. What is in it is
what is tracked, and what pip downloaded under the hashes of requirements.txt; order, times and
modes are fixed.
"""

import argparse
import hashlib
import os
import stat
import subprocess
import sys
import sysconfig
import tempfile
import tomllib
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from packaging.markers import default_environment
from packaging.requirements import Requirement

from installation.guides import FOLDER as GUIDES
from installation.guides import pages

CHECKOUT = Path(__file__).resolve().parents[1]
FOLDER = "outputs-bundle"
WHEELS = "wheels"
TARGET = f"{WHEELS}/target.txt"
NOT_DOWNLOADED = 3
NO_TIME = (1980, 1, 1, 0, 0, 0)
# Where git is absent: what stands in a checkout and is not part of it.
MADE = {".venv", ".git", ".hypothesis", ".coverage", WHEELS, "outputs", "records", "sbom.json"}
KEEPER = ".gitkeep"
WINDOWS = {
    "os_name": "nt",
    "sys_platform": "win32",
    "platform_system": "Windows",
    "platform_machine": "AMD64",
}


@dataclass(frozen=True, slots=True)
class Target:
    """The machine that the bundle is for."""

    platform: str
    python: str
    foreign: bool

    @classmethod
    def of(cls, platform: str, python: str) -> "Target":
        """Return the target; empty words stand for this machine."""
        here = sysconfig.get_platform().translate(str.maketrans("-.", "__"))
        version = "{}.{}".format(*sys.version_info)
        return cls(platform or here, python or version, platform not in ("", here))

    def environments(self) -> Iterator[dict[str, str]]:
        """Yield what markers are held against: the first and the last patch of this Python."""
        here = {key: str(value) for key, value in default_environment().items()}
        if self.platform.startswith("win"):
            here |= WINDOWS
        for patch in (0, 99):
            full = f"{self.python}.{patch}"
            yield here | {"python_version": self.python, "python_full_version": full}

    def options(self) -> list[str]:
        """Return pip's options that choose the wheels of the target."""
        version = ["--python-version", self.python, "--implementation", "cp"]
        return [*version, "--platform", self.platform] if self.foreign else version


class NotDownloaded(Exception):
    """pip could not bring a wheel for each requirement; the text is its last words."""


def wanted(listed: str, target: Target) -> str:
    """Return the requirements that the target needs, with their hashes and without markers.

    pip holds markers against the machine that downloads, not against the one that installs.
    """
    lines = []
    for line in listed.replace("\\\n", " ").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, *hashes = line.split("--hash=")
        requirement = Requirement(name.strip())
        marker, requirement.marker = requirement.marker, None
        if marker is None or any(marker.evaluate(each) for each in target.environments()):
            lines.append(" ".join([str(requirement), *(f"--hash={each}" for each in hashes)]))
    return "".join(f"{' '.join(line.split())}\n" for line in lines)


def download(requirements: str, target: Target, folder: Path) -> None:
    """Bring the wheels into `folder`; raises NotDownloaded, naming what has none."""
    with tempfile.TemporaryDirectory() as place:
        listed = Path(place) / "requirements.txt"
        listed.write_text(requirements, encoding="utf-8")
        words = ["pip", "download", "--disable-pip-version-check", "--no-input", "--no-deps"]
        words += ["--only-binary=:all:", "--require-hashes", *target.options()]
        done = subprocess.run(
            [sys.executable, "-m", *words, "-r", str(listed), "-d", str(folder)],
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise NotDownloaded("\n".join(done.stderr.strip().splitlines()[-4:]))


def tracked(checkout: Path) -> dict[str, bool]:
    """Return the files of the checkout, and whether each may be executed."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "--stage", "-z"], cwd=checkout, capture_output=True, check=True
        ).stdout.decode()
    except (OSError, subprocess.CalledProcessError):
        return dict(_found(checkout))
    rows = (row.split("\t", 1) for row in listed.split("\0") if row)
    return {name: words.startswith("100755") for words, name in rows}


def _found(checkout: Path) -> Iterator[tuple[str, bool]]:
    """Yield the same where git does not tell: whatever was not made here."""
    for folder, folders, files in os.walk(checkout):
        top = Path(folder) == checkout
        folders[:] = [
            name
            for name in folders
            if name != "__pycache__"
            and not (name.startswith(".") and name.endswith("_cache"))
            and not (top and (name in MADE or name.startswith("outputs-")))
        ]
        for name in files:
            path = Path(folder) / name
            if not (top and name in MADE):
                yield path.relative_to(checkout).as_posix(), os.access(path, os.X_OK)
    for name in ("outputs", "records"):
        if (checkout / name / KEEPER).is_file():
            yield f"{name}/{KEEPER}", False


def longest_path(wheels: Sequence[Path]) -> int:
    """Return how long a path below site-packages gets: Windows has limits."""
    return max(len(name) for wheel in wheels for name in zipfile.ZipFile(wheel).namelist())


def pack(bundle: Path, top: str, checkout: Path, wheels: Path, target: Target) -> None:
    """Write the bundle: everything below one folder, sorted; complete, or not at all."""
    found = sorted(wheels.glob("*.whl"))
    made = {TARGET: f"{target.python}\n{target.platform}\n{longest_path(found)}\n"}
    files = {name: (checkout / name, mode) for name, mode in tracked(checkout).items()}
    made |= pages(
        {
            name: path.read_text(encoding="utf-8")
            for name, (path, _) in sorted(files.items())
            if name.startswith(f"{GUIDES}/") and name.endswith(".md")
        }
    )
    files |= {f"{WHEELS}/{path.name}": (path, False) for path in found}
    half = bundle.with_suffix(".part")
    with zipfile.ZipFile(half, "w") as packed:
        for name in sorted({*files, *made}):
            path, executable = files.get(name, (bundle, False))
            data = made[name].encode() if name in made else path.read_bytes()
            _write(packed, f"{top}/{name}", data, executable=executable)
    half.replace(bundle)


def _write(packed: zipfile.ZipFile, name: str, data: bytes, *, executable: bool) -> None:
    entry = zipfile.ZipInfo(name, NO_TIME)
    entry.create_system = 3  # Unix, wherever it is packed: the mode below counts
    entry.external_attr = (stat.S_IFREG | (0o755 if executable else 0o644)) << 16
    # A wheel is a zip already.
    entry.compress_type = zipfile.ZIP_STORED if name.endswith(".whl") else zipfile.ZIP_DEFLATED
    packed.writestr(entry, data)


def main(argv: Sequence[str] | None = None) -> int:
    """Make the bundle and say where it is; exit 3 where wheels could not be had."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--platform", default="", help="as pip names it, e.g. win_amd64")
    parser.add_argument("--python-version", default="", help="e.g. 3.11")
    parser.add_argument("--to", type=Path, default=CHECKOUT / FOLDER, help="folder of the result")
    options = parser.parse_args(argv)
    target = Target.of(options.platform, options.python_version)
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    top = f"{project['name']}-{project['version']}"
    options.to.mkdir(parents=True, exist_ok=True)
    bundle = options.to / f"{top}-cp{target.python.replace('.', '')}-{target.platform}.zip"
    listed = (CHECKOUT / "requirements.txt").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as wheels:
        try:
            download(wanted(listed, target), target, Path(wheels))
        except NotDownloaded as error:
            print(f"No bundle for {target.platform}, Python {target.python}:", file=sys.stderr)
            print(error, file=sys.stderr)
            return NOT_DOWNLOADED
        pack(bundle, top, CHECKOUT, Path(wheels), target)
    digest = hashlib.sha256(bundle.read_bytes()).hexdigest()
    print(f"{bundle}\n{bundle.stat().st_size / 2**20:.0f} MiB, SHA-256 {digest}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

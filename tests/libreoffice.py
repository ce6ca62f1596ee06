"""LibreOffice as the tests use it: in a profile of its own, many files in one run."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

OFFICE = shutil.which("soffice")
SECONDS = 300
NEEDED = pytest.mark.skipif(
    OFFICE is None, reason="LibreOffice (soffice) is not installed; it is optional"
)
_SETTING = (
    '<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse">'
    "<value>{value}</value></prop></item>"
)
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{items}</oor:items>"""


def recalculated(paths: Sequence[Path], folder: Path, locale: str = "pl-PL") -> list[Path]:
    """Open workbooks, work every formula out anew, save them as .xlsx in `folder`."""
    return converted(paths, folder, "xlsx:Calc MS Excel 2007 XML", locale)


def converted(paths: Sequence[Path], folder: Path, kind: str, locale: str = "pl-PL") -> list[Path]:
    """Save files as another kind ("ods", "pdf", …); return the new ones in the same order."""
    assert OFFICE is not None
    profile = folder / "profile"
    _settle(profile, locale)
    command = [OFFICE, f"-env:UserInstallation={profile.as_uri()}", "--headless"]
    command += ["--convert-to", kind, "--outdir", str(folder), *(str(path) for path in paths)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    suffix = kind.partition(":")[0]
    made = [folder / f"{path.stem}.{suffix}" for path in paths]
    assert all(path.is_file() for path in made), done.stderr or done.stdout
    return made


def _settle(profile: Path, locale: str) -> None:
    """Write the profile: formulas are always worked out on loading; the language is set."""
    settings = [
        ("/org.openoffice.Office.Calc/Formula/Load", "OOXMLRecalcMode", "0"),
        ("/org.openoffice.Office.Calc/Formula/Load", "ODFRecalcMode", "0"),
        ("/org.openoffice.Setup/L10N", "ooSetupSystemLocale", locale),
    ]
    items = "".join(_SETTING.format(path=at, name=name, value=told) for at, name, told in settings)
    user = profile / "user"
    user.mkdir(parents=True, exist_ok=True)
    (user / "registrymodifications.xcu").write_text(_SETTINGS.format(items=items), "utf-8")

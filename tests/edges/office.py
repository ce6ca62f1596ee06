"""Office files taken apart and put together again, and LibreOffice as people run it."""

import io
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

CHECKOUT = Path(__file__).resolve().parents[2]
_SETTING = (
    '<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse">'
    "<value>{value}</value></prop></item>"
)
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{items}</oor:items>"""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def parts(archive: bytes) -> dict[str, bytes]:
    """Return the parts of an Office file by name."""
    with zipfile.ZipFile(io.BytesIO(archive)) as source:
        return {name: source.read(name) for name in source.namelist()}


def packed(contents: Mapping[str, bytes], level: int = 6) -> bytes:
    """Pack parts into an Office file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as target:
        for name, content in contents.items():
            target.writestr(name, content)
    return buffer.getvalue()


def changed(archive: bytes, name: str, old: str, new: str) -> bytes:
    """Replace text in one part; the text must be there."""
    contents = parts(archive)
    text = contents[name].decode("utf-8")
    assert old in text, f"{name} has no {old}"
    return packed(contents | {name: text.replace(old, new).encode("utf-8")})


def xml(archive: bytes, name: str) -> etree._Element:
    """Parse one part."""
    return etree.fromstring(parts(archive)[name])


def indented(part: bytes) -> str:
    """Return a part as text that a person can compare: one element a line."""
    root = etree.fromstring(part)
    etree.indent(root, "  ")
    return etree.tostring(root, encoding="unicode") + "\n"


@dataclass(frozen=True)
class LibreOffice:
    """One LibreOffice with a profile of its own, so that a running one is not disturbed."""

    program: str
    profile: Path

    @classmethod
    def found(cls, profile: Path) -> "LibreOffice | None":
        """Return LibreOffice, where it is installed."""
        program = shutil.which("soffice")
        return cls(program, profile) if program else None

    def settle(self, locale: str) -> None:
        """Set the language, and that every formula is worked out anew on loading."""
        settings = [
            ("/org.openoffice.Office.Calc/Formula/Load", "OOXMLRecalcMode", "0"),
            ("/org.openoffice.Office.Calc/Formula/Load", "ODFRecalcMode", "0"),
            ("/org.openoffice.Setup/L10N", "ooSetupSystemLocale", locale),
        ]
        items = (_SETTING.format(path=at, name=name, value=told) for at, name, told in settings)
        user = self.profile / "user"
        user.mkdir(parents=True, exist_ok=True)
        text = _SETTINGS.format(items="".join(items))
        (user / "registrymodifications.xcu").write_text(text, encoding="utf-8")

    def convert(self, data: bytes, suffix: str, to: str, folder: Path) -> bytes:
        """Open a file and save it as another kind; `to` may be its own kind."""
        return self.convert_all({f"source.{suffix}": data}, to, folder)["source"]

    def convert_all(self, files: Mapping[str, bytes], to: str, folder: Path) -> dict[str, bytes]:
        """Save files as another kind, all in one start; return them by name without suffix."""
        results = folder / "converted"
        for name, data in files.items():
            (folder / name).write_bytes(data)
        done = subprocess.run(
            [
                self.program,
                f"-env:UserInstallation={self.profile.as_uri()}",
                "--headless",
                "--convert-to",
                to,
                "--outdir",
                str(results),
                *(str(folder / name) for name in files),
            ],
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        saved = {Path(name).stem: results / name for name in files}
        saved = {stem: path.with_suffix(f".{to.partition(':')[0]}") for stem, path in saved.items()}
        missing = [stem for stem, path in saved.items() if not path.is_file()]
        assert not missing, f"LibreOffice saved no {missing}: {done.stdout}{done.stderr}"
        return {stem: path.read_bytes() for stem, path in saved.items()}

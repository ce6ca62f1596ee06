"""Workbooks whose formulas LibreOffice works out, in a language of its own."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.edges.office import LibreOffice

NEEDED = pytest.mark.skipif(
    shutil.which("soffice") is None,
    reason="LibreOffice (soffice) is not installed; it is optional",
)
XLSX = "xlsx:Calc MS Excel 2007 XML"


def recalculated(paths: Sequence[Path], folder: Path, locale: str = "pl-PL") -> list[Path]:
    """Open workbooks, work every formula out anew, save them; return the saved ones."""
    office = LibreOffice.found(folder / "profile")
    assert office is not None
    office.settle(locale)
    files = {path.name: path.read_bytes() for path in paths}
    saved = office.convert_all(files, XLSX, folder)
    done = folder / "recalculated"
    done.mkdir()
    for stem, data in saved.items():
        (done / f"{stem}.xlsx").write_bytes(data)
    return [done / f"{path.stem}.xlsx" for path in paths]

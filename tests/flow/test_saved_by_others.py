"""Workbooks that other programs saved are accepted, with equal figures and an equal document."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import xlsxwriter

from domain.submissions import Verdict
from tasks.adapters.rooms import Rooms
from tests.flow.rounds import PWR, Ran, annex_texts, copied_root, run_round, table

# Where a figure came from and with what bytes is another thing than the figure.
ABOUT_THE_FILE = ("file", "sha256")
UNTOUCHED = "PROJEKT, wersja"


def by_openpyxl(source: Path, target: Path) -> None:
    book = openpyxl.load_workbook(source)
    book.save(target)
    book.close()


def by_xlsxwriter(source: Path, target: Path) -> None:
    """Write every value anew, as a script of an office's own would."""
    book = openpyxl.load_workbook(source)
    with xlsxwriter.Workbook(str(target), {"strings_to_formulas": False}) as copy:
        for sheet in book.worksheets:
            page = copy.add_worksheet(sheet.title)
            for row in sheet.iter_rows():
                for cell in row:
                    if isinstance(cell.value, str):
                        page.write_string(cell.row - 1, cell.column - 1, cell.value)
                    elif cell.value is not None:
                        page.write(cell.row - 1, cell.column - 1, cell.value)
    book.close()


def by_pandas(source: Path, target: Path) -> None:
    sheets = pd.read_excel(
        source, sheet_name=None, header=None, dtype=object, keep_default_na=False, na_values=[]
    )
    with pd.ExcelWriter(target, engine="openpyxl") as writer:
        for name, frame in sheets.items():
            frame.to_excel(writer, sheet_name=name, header=False, index=False)


PROGRAMS: dict[str, Callable[[Path, Path], None]] = {
    "openpyxl": by_openpyxl,
    "xlsxwriter": by_xlsxwriter,
    "pandas": by_pandas,
}


def figures(rooms: Rooms) -> list[dict[str, str]]:
    rows = table(rooms.results(*PWR) / "figures.csv")
    return [{key: row[key] for key in row if key not in ABOUT_THE_FILE} for row in rows]


@pytest.fixture(scope="module")
def original(published: Ran) -> tuple[list[dict[str, str]], list[str]]:
    return figures(published.rooms), body(annex_texts(published.outcome))


def body(texts: list[str]) -> list[str]:
    return [text for text in texts if UNTOUCHED not in text]


def saved(rooms: Rooms, program: Callable[[Path, Path], None]) -> None:
    for path in sorted(rooms.drop_folder(*PWR).glob("*.xlsx")):
        before = path.with_suffix(".before")
        path.rename(before)
        program(before.rename(before.with_name("before.xlsx")), path)
        path.with_name("before.xlsx").unlink()


def compared(rooms: Rooms, original: tuple[list[dict[str, str]], list[str]]) -> None:
    outcome = run_round(rooms, *PWR)
    verdicts = {file.file: file.reason for file in outcome.files if file.verdict != "accepted"}
    assert verdicts == {}
    assert {file.verdict for file in outcome.files} == {Verdict.ACCEPTED}
    assert figures(rooms) == original[0]
    assert body(annex_texts(outcome)) == original[1]


# What pandas writes is what xlsxwriter does: values without a form.
@pytest.mark.parametrize(
    "program",
    ["openpyxl", *(pytest.param(one, marks=pytest.mark.slow) for one in ("xlsxwriter", "pandas"))],
)
def test_saved_by_a_library(
    program: str, original: tuple[list[dict[str, str]], list[str]], tmp_path: Path
) -> None:
    rooms = copied_root(tmp_path)
    saved(rooms, PROGRAMS[program])
    compared(rooms, original)


@pytest.mark.libreoffice
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
@pytest.mark.parametrize(
    "steps",
    [
        pytest.param(["xlsx"], marks=pytest.mark.slow),
        # Two submissions saved so are read in tests/edges/test_opendocument.py each time.
        pytest.param(["ods"], marks=pytest.mark.slow),
        pytest.param(["ods", "xlsx"], marks=pytest.mark.slow),
        pytest.param(["xls"], marks=pytest.mark.slow),
    ],
)
def test_saved_by_libreoffice(
    steps: list[str], original: tuple[list[dict[str, str]], list[str]], tmp_path: Path
) -> None:
    rooms = copied_root(tmp_path)
    folder = rooms.drop_folder(*PWR)
    for step in steps:
        files = sorted(folder.iterdir())
        done = tmp_path / "saved"
        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
                "--headless",
                "--convert-to",
                step,
                "--outdir",
                str(done),
                *map(str, files),
            ],
            capture_output=True,
            check=True,
            timeout=300,
        )
        shutil.rmtree(folder)
        done.rename(folder)
    compared(rooms, original)

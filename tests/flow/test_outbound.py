"""What goes out: text stays text, and nothing tells of a person's file or of this machine."""

import csv
import getpass
import io
import platform
import zipfile
from pathlib import Path

import openpyxl
import pytest

from tasks.adapters.rooms import Rooms
from tasks.adapters.tables import table_csv
from tasks.issue import issue_forms
from tests.flow.rounds import CHECKOUT, PWR, copied_root, only, run_round, type_into, workbook

WORDING = "Własne brzmienie wykonania"
AUTHOR = "Genowefa Podejrzana"
HOSTILE = [
    '=HYPERLINK("http://example.org","kliknij")',
    "+48 12 616 54 00 telefonów",
    "-5 osób mniej",
    "@SUMA(A1)",
    "\t=1+1",
]


@pytest.fixture
def rooms(tmp_path: Path) -> Rooms:
    return copied_root(tmp_path)


def contents(folder: Path) -> dict[str, bytes]:
    """Return every part of every file below a folder."""
    found: dict[str, bytes] = {}
    for path in folder.rglob("*"):
        if not path.is_file():
            continue
        data = path.read_bytes()
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                found |= {f"{path.name}/{name}": archive.read(name) for name in archive.namelist()}
        else:
            found[path.name] = data
    return found


def test_no_author_of_a_file_and_no_path_of_the_machine_is_in_the_results(rooms: Rooms) -> None:
    path = workbook(only(rooms, "BK"), "BK")
    book = openpyxl.load_workbook(path)
    book.properties.creator = book.properties.lastModifiedBy = AUTHOR
    book.properties.title = r"C:\Users\genowefa\Pulpit"
    book.save(path)
    run_round(rooms, *PWR)
    traces = [AUTHOR, "genowefa", str(rooms.inputs), str(CHECKOUT)]
    traces += [name for name in (platform.node(), getpass.getuser()) if len(name) > 4]
    found = contents(rooms.results(*PWR)).items()
    # A unit gets its own workbook back as it sent it, with its author.
    others = [(name, data) for name, data in found if not name.startswith(f"{path.name}/")]
    assert 0 < len(others) < len(found)
    for name, data in others:
        for trace in traces:
            assert trace.encode() not in data, (name, trace)


def test_forms_tell_nothing_of_the_machine(tmp_path: Path) -> None:
    from tasks.adapters.definitions import load_definition

    rooms = Rooms.under(CHECKOUT)
    issue_forms(load_definition(rooms, *PWR).programme, tmp_path / "forms")
    for name, data in contents(tmp_path / "forms").items():
        assert str(CHECKOUT).encode() not in data, name
        assert str(tmp_path).encode() not in data, name


@pytest.mark.parametrize("text", HOSTILE)
def test_text_that_looks_like_a_formula_is_text_in_a_csv(text: str) -> None:
    (row,) = csv.reader(io.StringIO(table_csv(["a"], [[text]]).decode("utf-8-sig")[3:]))
    assert row == [f"'{text}"]


@pytest.mark.parametrize("number", ["-5", "+1", "-12,5", "1703", "-", ""])
def test_a_number_in_a_csv_stays_a_number(number: str) -> None:
    rows = list(csv.reader(io.StringIO(table_csv(["a", "b"], [[number, "x"]]).decode("utf-8-sig"))))
    assert rows[1] == [number, "x"]


def test_a_units_words_are_text_in_word_and_in_csv(rooms: Rooms) -> None:
    path = workbook(only(rooms, "KFK"), "KFK")
    words = 'A <b>&amp; "C"</b> ]]> ' + HOSTILE[0]
    book = openpyxl.load_workbook(path)
    key = next(
        str(row[0].value)
        for row in book["Sprawozdanie"].iter_rows(min_row=8)
        if row[0].value and "/" not in str(row[0].value) and str(row[0].value)[0] in "IV"
    )
    type_into(path, {(key, WORDING): words})
    outcome = run_round(rooms, *PWR)
    with zipfile.ZipFile(outcome.annex) as archive:
        document = archive.read("word/document.xml").decode("utf-8")
    assert "&lt;b&gt;&amp;amp;" in document
    assert "<w:hyperlink" not in document.partition("kliknij")[0][-500:]
    with (rooms.results(*PWR) / "figures.csv").open(encoding="utf-8-sig", newline="") as file:
        assert any(
            words.split(" ", 1)[0] in row[11] and "<b>" in row[11] for row in csv.reader(file)
        )

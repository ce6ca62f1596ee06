"""Where does this number come from: sources.csv, the sources workbook, explain."""

import hashlib
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from flows.__main__ import main
from flows.yearly import Outcome
from tasks.adapters.rooms import Rooms
from tests.edges.office import W, xml
from tests.flow.rounds import CHECKOUT, PWR, copied_root, run_round, table

VALUE = "value"


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Rooms, Outcome]:
    root = tmp_path_factory.mktemp("sources")
    rooms = copied_root(root)
    return root, rooms, run_round(rooms, *PWR)


def sources(outcome: Outcome) -> list[dict[str, str]]:
    return table(outcome.annex.parent / "sources.csv")


def is_value(row: dict[str, str], printed: str) -> bool:
    return row["kind"] == VALUE and row["printed"].replace("\u00a0", " ") == printed


def test_every_place_has_an_id_and_a_source(printed: tuple[Path, Rooms, Outcome]) -> None:
    _, _, outcome = printed
    names = {
        str(mark.get(f"{W}name"))
        for mark in xml(outcome.annex.read_bytes(), "word/document.xml").iter(f"{W}bookmarkStart")
    }
    ids = {name for name in names if name.startswith("_ar_")}
    assert all(name.replace("_", "").isalnum() and len(name) <= 40 for name in names)
    rows = sources(outcome)
    assert {row["id"] for row in rows} == ids
    assert all(row["file"] or row["sent"] for row in rows)


def test_every_figure_is_traced_to_its_cell(printed: tuple[Path, Rooms, Outcome]) -> None:
    _, rooms, outcome = printed
    figures = {
        (row["action"], row["indicator"], row["file"], row["sheet"], row["cell"], row["sha256"])
        for row in table(outcome.annex.parent / "figures.csv")
        if row["realised"] and row["indicator"]
    }
    traced = {
        (row["action"], row["indicator"], row["file"], row["sheet"], row["cell"], row["sha256"])
        for row in sources(outcome)
        if row["field"] == "realised" and row["kind"] == VALUE
    }
    assert traced <= figures
    # What is printed in a unit's own words has an id where its number stands there just once.
    assert len(traced) > 0.9 * len(figures)
    file = rooms.drop_folder(*PWR) / "PWR_2024_MOPS-OBA.xlsx"
    (row,) = [row for row in sources(outcome) if is_value(row, "716 rodzin")]
    assert row["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert openpyxl.load_workbook(file)[row["sheet"]][row["cell"]].value == 716
    assert (row["table"], row["row"], row["sent"]) == ("1", "2", "716")


def test_the_workbook_leads_an_auditor_from_page_to_cell(
    printed: tuple[Path, Rooms, Outcome],
) -> None:
    _, _, outcome = printed
    book = openpyxl.load_workbook(outcome.annex.parent / "Zrodla_2024.xlsx")
    assert book.sheetnames == ["Źródła", "Pliki", "Stanowiska", "Jak sprawdzić"]
    lines = list(book["Źródła"].iter_rows(values_only=True))
    assert len(lines) == len(sources(outcome)) + 1
    link = book["Źródła"].cell(2, 8).hyperlink
    assert link is not None and (link.target or "").endswith("projekt.docx")
    hashes = {row[0]: row[4] for row in book["Pliki"].iter_rows(min_row=2, values_only=True)}
    assert len(str(hashes["PWR_2024_MOPS-OBA.xlsx"])) == 64
    how = " ".join(str(row[0]) for row in book["Jak sprawdzić"].iter_rows(values_only=True))
    assert "certutil -hashfile" in how


def ask(capsys: pytest.CaptureFixture[str], root: Path, *words: str) -> tuple[int, str]:
    code = main(["explain", *words, "--root", str(root)])
    captured = capsys.readouterr()
    return code, captured.out + captured.err


def test_explain_answers_both_ways(
    printed: tuple[Path, Rooms, Outcome], capsys: pytest.CaptureFixture[str]
) -> None:
    root, _, outcome = printed
    (row,) = [row for row in sources(outcome) if is_value(row, "716 rodzin")]
    for words in (
        ("716 rodzin",),
        ("716", "rodzin"),
        (row["id"],),
        (row["file"], row["cell"]),
        (row["file"], f"{row['sheet']}!{row['cell'].lower()}"),
        ("pwr-2022-2024", "2024", "716 rodzin"),
    ):
        code, said = ask(capsys, root, *words)
        assert code == 0
        for told in ("I.1.2", "tabela 1, wiersz 2", row["sha256"], "dziennika", row["id"]):
            assert told in said, (words, told)
    code, said = ask(capsys, root, "I.1.2")
    assert code == 0 and "605 rodzin" in said and "3 934 985,31 zł" in said.replace("\u00a0", " ")


@pytest.mark.parametrize(
    "words", [("717 rodzin",), ("_ar_nie_ma",), ("PWR_2024_MOPS-OBA.xlsx", "Z99")]
)
def test_what_is_not_printed_is_said_so(
    printed: tuple[Path, Rooms, Outcome],
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
) -> None:
    code, said = ask(capsys, printed[0], *words)
    assert code == 3
    assert "W dokumencie nie ma" in said


def test_explain_before_any_run_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = ask(capsys, tmp_path, "716 rodzin")
    assert code == 3
    assert "najpierw uruchomić" in said


def test_explaining_loads_no_heavy_library(printed: tuple[Path, Rooms, Outcome]) -> None:
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from flows.__main__ import main; "
            f"main(['explain', '716 rodzin', '--root', {str(printed[0])!r}]); "
            "print({'prefect', 'great_expectations', 'pandas', 'docx'} & set(sys.modules))",
        ],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip().endswith("set()")

"""The contract at the terminal: exit codes, sentences, files."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from flows.__main__ import main
from tasks.adapters.rooms import Rooms
from tests.flow.rounds import CHECKOUT, PWR, VALUE, copied_root, type_into, workbook
from tests.flow.watching import watched


@pytest.fixture
def rooms(tmp_path: Path) -> Rooms:
    return copied_root(tmp_path)


def test_the_flow_runs_in_prefect_from_the_command(rooms: Rooms, tmp_path: Path) -> None:
    """The locked set starts a server, runs the flow and stops, with no traceback and no noise.

    Neither the run nor the server nor the reading children ask for a network.
    """
    asked = tmp_path / "asked.txt"
    done = watched(
        ["-m", "flows", "run", PWR[0], str(PWR[1]), "--root", str(rooms.inputs.parent)], asked
    )
    assert done.returncode == 0, done.stderr
    assert not asked.exists(), asked.read_text(encoding="utf-8")
    assert "Jednostki:  28 z 28" in done.stdout
    assert "do poprawy 19" in done.stdout
    assert f"Raport:     {rooms.results(*PWR) / 'Raport_sprawdzenia_2024.html'}" in done.stdout
    stages = [line.removeprefix("… ") for line in done.stderr.splitlines()]
    assert stages[1:] == [
        "Definicja programu",
        "Zbieranie plików",
        "Stanowiska",
        "Dziennik: co wpłynęło",
        *(f"Odczyt plików ({batch} z 4)" for batch in range(1, 5)),
        "Zestawienie plików",
        "Dziennik: co wczytano",
        "Poprzednie wersje",
        "Scalanie",
        "Sprawdzanie",
        "Porównanie wersji",
        "Układ dokumentu",
        "Poprzednia wersja",
        "Dokument Word",
        "Wersja z uwagami",
        "Tabela uwag",
        "Karta akceptacji",
        "Źródła wartości",
        "Raport sprawdzenia",
        "Plan na następny rok",
        "Potrzeby jednostek",
        "Odpowiedzi dla jednostek",
        "Zmienione wyniki",
        "Publikacja",
    ]
    manifest = json.loads((rooms.results(*PWR) / "manifest.json").read_text(encoding="utf-8"))
    for role, name in manifest["roles"].items():
        assert (rooms.results(*PWR) / name).is_file(), role
    assert manifest["roles"]["annex"] == "Zalacznik_nr_3_PWR_2024_projekt.docx"
    assert manifest["as_of"] == "2025-01-31"


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from flows.__main__ import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'prefect', 'great_expectations', 'pandas', 'openpyxl', 'docx', 'pydantic'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"
    assert "sporządza załącznik" in done.stdout


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        ([], 2, "brakuje: POLECENIE"),
        (["run"], 2, "brakuje: PROGRAM, ROK"),
        (["run", "nie-ma", "2024"], 2, "Nie ma programu „nie-ma”"),
        (["run", "pwr-2022-2024", "dwa"], 2, "„dwa” nie jest rokiem"),
        (
            ["run", "pwr-2022-2024", "2024", "--as-of", "jutro"],
            2,
            "nie jest datą; przykłady: 2025-03-28",
        ),
        pytest.param(
            ["run", "pwr-2022-2024", "2024", "--final"],
            3,
            "Nierozstrzygnięte uwagi",
            marks=pytest.mark.slow,
        ),
        (["forms", "pwr-2022-2024", "2019"], 2, "Rok 2019 nie należy do programu"),
        (["check", "nie-ma.xlsx"], 2, "Nie ma pliku"),
        (["forms", "pwr-2022-2024", "2024", "--root", "nie-ma"], 2, "Nie ma katalogu „nie-ma”"),
    ],
)
def test_mistakes_are_sentences_with_their_exit_code(
    words: list[str], code: int, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == code
    shown = capsys.readouterr().err
    assert sentence in shown
    assert "Traceback" not in shown
    assert not (CHECKOUT / "outputs" / "nie-ma").exists()


def test_a_definition_with_two_faults_names_both(
    rooms: Rooms, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = rooms.programmes / PWR[0]
    for file, old, new in (
        ("actions/I.1.yaml", "responsible:", "responsble:"),
        ("plan/2024/II.1.yaml", "II.1.1:", "II.1.9:"),
    ):
        text = (folder / file).read_text(encoding="utf-8")
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    assert main(["forms", PWR[0], "2024", "--root", str(tmp_path)]) == 4
    shown = capsys.readouterr().err
    assert "actions/I.1.yaml: 0.responsble: nieznany klucz" in shown
    assert "plan/2024/II.1.yaml: II.1.9: nie ma takiego działania" in shown


def test_a_slip_of_yaml_names_file_and_line(
    rooms: Rooms, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = rooms.programmes / PWR[0] / "units.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "MOPS: {name: drugi}\n", encoding="utf-8")
    assert main(["forms", PWR[0], "2024", "--root", str(tmp_path)]) == 4
    shown = capsys.readouterr().err
    assert "units.yaml: wiersz" in shown
    assert "MOPS" in shown


def test_check_says_the_same_as_a_run_and_names_what_it_cannot_see(
    rooms: Rooms, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = workbook(rooms, "MOPS-OBA")
    assert main(["check", str(book), "--root", str(tmp_path)]) == 0
    assert "unit-missing" in capsys.readouterr().out
    type_into(book, {("I.1.2/rodziny", VALUE): "siedemset"})
    assert main(["check", str(book), "--json", "--root", str(tmp_path)]) == 3
    result = json.loads(capsys.readouterr().out)
    assert [one["rule"] for one in result["findings"]] == ["value-not-number"]
    assert result["findings"][0]["cell"] == "E10"
    assert "unit-missing" in result["rules_needing_other_files"]


def test_check_refuses_what_is_no_form(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "lista.xlsx"
    other.write_bytes(b"not a workbook")
    assert main(["check", str(other)]) == 3
    assert "To plik tekstowy lub CSV" in capsys.readouterr().out


def test_forms_are_issued_for_every_unit_that_owes_one(rooms: Rooms, tmp_path: Path) -> None:
    assert main(["forms", PWR[0], "2024", "--root", str(tmp_path)]) == 0
    issued = sorted(path.name for path in rooms.forms(*PWR).iterdir())
    samples = sorted(path.name for path in rooms.drop_folder(*PWR).iterdir())
    assert issued == samples
    assert len(issued) == 28


def test_the_committed_sample_is_what_the_command_makes(rooms: Rooms, tmp_path: Path) -> None:
    for slug, year in (PWR, ("miasto-rownych-szans", 2025)):
        committed = {
            path.name: path.read_bytes()
            for path in (CHECKOUT / "inputs" / slug / str(year)).glob("*.xlsx")
        }
        assert main(["sample", slug, str(year), "--root", str(tmp_path)]) == 0
        made = {path.name: path.read_bytes() for path in rooms.drop_folder(slug, year).iterdir()}
        assert made.keys() == committed.keys()
        assert made == committed


def test_who_stops_reading_gets_no_traceback() -> None:
    words = [sys.executable, "-m", "flows", "rules", "pwr-2022-2024"]
    with subprocess.Popen(
        words, cwd=CHECKOUT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(60) == 0

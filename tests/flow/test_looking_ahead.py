"""What the form asks beyond the results becomes the next round's plan and a list of needs."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.workbook import Workbook
from ruamel.yaml import YAML

from domain.form import KEY_HEADER
from domain.form_sheets import FormSheet
from domain.programme import Programme
from domain.supplements import Asked, asked_columns
from domain.values import Qualifier, Value
from flows.__main__ import main
from flows.yearly import Outcome
from tasks.adapters.definitions import load_definition
from tasks.adapters.rooms import Rooms
from tasks.issue import issue_sample
from tests.flow.correct_forms import write_correct
from tests.flow.injected import LAYOUT, NOUNS, write_files
from tests.flow.rounds import CHECKOUT, PWR, only, run_round, table, workbook
from tests.golden.annex_text import document_texts

SLUG, YEAR = PWR
Typed = Mapping[tuple[str, Asked], object]
PLAN, EXTRA, NEED = (
    one.mark for one in (FormSheet.NEXT_PLAN, FormSheet.ADDITIONAL, FormSheet.NEEDS)
)

MUSEUM: Mapping[FormSheet, Typed] = {
    FormSheet.NEXT_PLAN: {
        (f"{PLAN}I.3.4.7/zajecia", Asked.PROPOSED): 14,
        (f"{PLAN}I.3.4.7/zajecia", Asked.REMARK): "Dochodzą dwa tematy.",
        (f"{PLAN}I.3.4.7/uczestnicy", Asked.PROPOSED): 210,
        (f"{PLAN}I.3.4.7/uczestnicy", Asked.PRECISION): "około",
        (f"{PLAN}I.3.4.13/warsztaty", Asked.PROPOSED): "x",
        (f"{PLAN}I.3.4.11/spotkania", Asked.PROPOSED): "kilka",
    },
    FormSheet.ADDITIONAL: {
        (f"{EXTRA}1", Asked.NAME): "Muzeum za złotówkę",
        (f"{EXTRA}1", Asked.TASK): "I.3.4 Rozwijanie oferty",
        (f"{EXTRA}1", Asked.COUNTED): "liczba warsztatów",
        (f"{EXTRA}1", Asked.COUNT): 12,
        (f"{EXTRA}1", Asked.DESCRIPTION): "Kontakt: tel. 600 123 456",
        (f"{EXTRA}3", Asked.NAME): "Noc otwarta",
        (f"{EXTRA}3", Asked.COUNT): "dużo",
    },
    FormSheet.NEEDS: {
        (f"{NEED}1", Asked.NEED): "Sala dla rodzin z małymi dziećmi",
        (f"{NEED}1", Asked.ABOUT): "I.3.4.7",
        (f"{NEED}1", Asked.AMOUNT): 12500.5,
        (f"{NEED}1", Asked.REASON): "Dziś nie ma gdzie przewinąć dziecka.",
        (f"{NEED}2", Asked.NEED): "Druk ulotek",
        (f"{NEED}2", Asked.AMOUNT): "ok. 2 tys.",
        (f"{NEED}4", Asked.NEED): "Drugi edukator",
    },
}
CENTRE: Mapping[FormSheet, Typed] = {
    FormSheet.NEEDS: {
        (f"{NEED}1", Asked.NEED): "Strojenie pianina",
        (f"{NEED}1", Asked.AMOUNT): 800,
    },
}


@dataclass(frozen=True, slots=True)
class Planned:
    """A round with its results, and what it was run from."""

    rooms: Rooms
    programme: Programme
    outcome: Outcome

    @property
    def results(self) -> Path:
        """The folder of the results."""
        return self.outcome.annex.parent

    def findings(self, rule: str) -> list[dict[str, str]]:
        """Return the findings of one rule."""
        rows = table(self.results / "findings.csv")
        return [row for row in rows if row["rule"] == rule]


def type_beyond(path: Path, programme: Programme, sheets: Mapping[FormSheet, Typed]) -> None:
    """Type into the sheets beyond the results, each cell found by hidden key and header."""
    book = openpyxl.load_workbook(path)
    for sheet, cells in sheets.items():
        for (key, name), value in cells.items():
            book[sheet.value][_at(book, programme, sheet, key, name)].value = value
    book.save(path)
    book.close()


def _at(book: Workbook, programme: Programme, sheet: FormSheet, key: str, name: Asked) -> str:
    rows = {cell.value: int(cell.row) for cell in book[sheet.value]["A"]}
    header = next(one.header for one in asked_columns(programme, sheet) if one.field == name)
    top = book[sheet.value][rows[KEY_HEADER]]
    column = next(cell.column_letter for cell in top if cell.value == header)
    return f"{column}{rows[key]}"


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Planned:
    """The round of two units that filled the sheets in, run once."""
    root = tmp_path_factory.mktemp("ahead")
    for name in ("programmes", "templates"):
        shutil.copytree(CHECKOUT / name, root / name)
    rooms = Rooms.under(root)
    programme = load_definition(rooms, *PWR).programme
    issue_sample(rooms, programme, rooms.drop_folder(*PWR))
    only(rooms, "MHK", "NCK")
    type_beyond(workbook(rooms, "MHK"), programme, MUSEUM)
    type_beyond(workbook(rooms, "NCK"), programme, CENTRE)
    return Planned(rooms, programme, run_round(rooms, *PWR))


def test_no_sheet_of_the_form_is_taken_for_somebodys_own(planned: Planned) -> None:
    assert planned.findings("sheets-unread") == []


def test_the_proposed_plan_names_where_each_change_is_from(planned: Planned) -> None:
    text = (planned.results / "Propozycja_planu_2025" / "I.3.4.yaml").read_text(encoding="utf-8")
    lines = text.splitlines()
    place = lines.index(
        "I.3.4.7: {zajecia: 14, uczestnicy: około 210, words: promocyjny wstęp na wystawy}"
    )
    said = "\n".join(lines[place - 2 : place])
    assert "zajecia: było 12, jest 14 – MHK" in said.replace(
        planned.programme.units["MHK"].short, "MHK"
    )
    assert "plik „PWR_2024_MHK.xlsx”, arkusz „Plan na rok następny”" in said
    assert "I.3.4.13: {uczestnicy: 50}" in lines
    # What cannot be read changes nothing.
    assert "I.3.4.11: {spotkania: 4, uczestnicy: 200}" in lines


def test_files_without_a_change_say_what_this_years_plan_says(planned: Planned) -> None:
    yaml = YAML(typ="safe")
    folder = CHECKOUT / "programmes" / SLUG / "plan" / str(YEAR)
    made = planned.results / "Propozycja_planu_2025"
    assert {path.name for path in made.iterdir()} == {path.name for path in folder.iterdir()}
    differing = [
        path.name
        for path in sorted(folder.iterdir())
        if yaml.load(path.read_text("utf-8")) != yaml.load((made / path.name).read_text("utf-8"))
    ]
    assert differing == ["I.3.4.yaml"]


def test_the_coordinator_reads_each_proposal_in_a_list(planned: Planned) -> None:
    book = openpyxl.load_workbook(planned.results / "Propozycje_zmian_planu_2025.xlsx")
    rows = list(book["Propozycje"].iter_rows(min_row=2, values_only=True))
    told = {(row[0], row[2]): (row[3], row[4], row[5], row[7]) for row in rows}
    fate = "bez zmiany – do wyjaśnienia z jednostką"
    assert told["I.3.4.7", "liczba zajęć"] == (
        "12",
        "14",
        "w propozycji planu",
        "Dochodzą dwa tematy.",
    )
    assert told["I.3.4.13", "liczba warsztatów"][:2] == ("4", "rezygnacja")
    assert told["I.3.4.11", "liczba spotkań"][1:3] == ("„kilka”", fate)
    assert len(rows) == 4


def test_what_cannot_be_read_is_asked(planned: Planned) -> None:
    (plan,) = planned.findings("next-plan-unreadable")
    assert (plan["unit"], plan["action"], plan["value"]) == ("MHK", "I.3.4.11", "kilka")
    assert (plan["sheet"], plan["severity"]) == (FormSheet.NEXT_PLAN.value, "warning")
    (amount,) = planned.findings("need-unreadable")
    assert (amount["sheet"], amount["value"]) == (FormSheet.NEEDS.value, "ok. 2 tys.")
    (count,) = planned.findings("additional-unreadable")
    assert (count["sheet"], count["value"]) == (FormSheet.ADDITIONAL.value, "dużo")


def test_additional_actions_are_told_to_the_coordinator(planned: Planned) -> None:
    told = [row["message"] for row in planned.findings("action-additional")]
    name = planned.programme.units["MHK"].name
    start = f"Jednostka „{name}” zgłosiła działanie spoza programu: "
    assert told == [
        f"{start}„Muzeum za złotówkę” (12 warsztatów).",
        f"{start}„Noc otwarta” („dużo”).",
    ]


def test_needs_and_additional_actions_are_listed_with_their_sum(planned: Planned) -> None:
    document = planned.results / "Potrzeby_i_dzialania_dodatkowe_2024.docx"
    texts = [text.replace("\u00a0", " ") for text in document_texts(document.read_bytes())]
    for text in (
        "Potrzeby na 2025 rok",
        "Sala dla rodzin z małymi dziećmi",
        "12 500,50 zł",
        "[do wyjaśnienia: „ok. 2 tys.”]",
        "Razem, bez kwot do wyjaśnienia",
        "Muzeum za złotówkę",
        "12 warsztatów",
    ):
        assert text in texts, texts
    assert any(text.startswith("Razem wszystkie jednostki: 13 300,50 zł.") for text in texts)


def test_personal_data_are_not_printed(planned: Planned) -> None:
    (found,) = planned.findings("personal-data")
    assert (found["sheet"], found["unit"]) == (FormSheet.ADDITIONAL.value, "MHK")
    document = planned.results / "Potrzeby_i_dzialania_dodatkowe_2024.docx"
    texts = document_texts(document.read_bytes())
    assert not any("600 123 456" in text.replace("\u00a0", " ") for text in texts)
    assert any("[numer telefonu]" in text.replace("\u00a0", " ") for text in texts)


def test_the_units_own_copy_marks_the_cells_of_these_sheets(planned: Planned) -> None:
    copy = planned.results / "jednostki" / "MHK" / "PWR_2024_MHK.xlsx"
    book = openpyxl.load_workbook(copy)
    place = _at(
        book, planned.programme, FormSheet.NEXT_PLAN, f"{PLAN}I.3.4.11/spotkania", Asked.PROPOSED
    )
    comment = book[FormSheet.NEXT_PLAN.value][place].comment
    assert comment is not None
    assert "kilka" in comment.text


def test_nothing_of_it_enters_the_figures(planned: Planned) -> None:
    figures = table(planned.results / "figures.csv")
    assert {row["sheet"] for row in figures if row["sheet"]} == {"Sprawozdanie"}


def test_another_run_makes_the_same_bytes(planned: Planned) -> None:
    def made() -> dict[str, bytes]:
        files = sorted(planned.results.rglob("Pro*_20*/*.yaml")) + [
            planned.results / name
            for name in (
                "Propozycje_zmian_planu_2025.xlsx",
                "Potrzeby_i_dzialania_dodatkowe_2024.docx",
            )
        ]
        return {path.name: path.read_bytes() for path in files}

    before = made()
    assert len(before) > 10
    run_round(planned.rooms, *PWR)
    assert made() == before


@pytest.mark.slow
def test_the_proposal_becomes_the_next_rounds_plan(planned: Planned, tmp_path: Path) -> None:
    shutil.copytree(planned.rooms.programmes, tmp_path / "programmes")
    shutil.copytree(planned.rooms.templates, tmp_path / "templates")
    own = tmp_path / "programmes" / SLUG
    shutil.copytree(planned.results / "Propozycja_planu_2025", own / "plan" / "2025")
    (own / "past").mkdir(exist_ok=True)
    shutil.copyfile(planned.results / "figures.csv", own / "past" / "2024.csv")
    head = own / "programme.yaml"
    text = head.read_text(encoding="utf-8")
    assert "years: [2022, 2023, 2024]" in text
    head.write_text(
        text.replace("years: [2022, 2023, 2024]", "years: [2022, 2023, 2024, 2025]"),
        encoding="utf-8",
    )
    rooms = Rooms.under(tmp_path)
    programme = load_definition(rooms, SLUG, 2025).programme
    action = programme.action_by_id()["I.3.4.7"]
    assert programme.planned(action).values == {
        "zajecia": Value(14),  # type: ignore[arg-type]
        "uczestnicy": Value(210, Qualifier.ESTIMATED),  # type: ignore[arg-type]
    }
    assert programme.past is not None

    assert main(["forms", SLUG, "2025", "--root", str(tmp_path)]) == 0
    form = openpyxl.load_workbook(rooms.forms(SLUG, 2025) / "PWR_2025_MHK.xlsx")
    rows = {row[0].value: [cell.value for cell in row] for row in form["Sprawozdanie"].iter_rows()}
    assert 14 in rows["I.3.4.7/zajecia"]
    assert "około 210" in rows["I.3.4.7/uczestnicy"]
    assert f"{PLAN}I.3.4.13/uczestnicy" in [
        cell.value for cell in form[FormSheet.NEXT_PLAN.value]["A"]
    ]

    assert main(["run", SLUG, "2025", "--root", str(tmp_path)]) == 0
    annex = rooms.results(SLUG, 2025) / "Zalacznik_nr_3_PWR_2025_projekt.docx"
    texts = [text.replace("\u00a0", " ") for text in document_texts(annex.read_bytes())]
    assert any("14 zajęć, około 210 uczestników" in text for text in texts)


# ------------------------------------------------------------------ several units on one action

SHARED = {
    "programme.yaml": (
        "name: Program próbny\nshort: PP\nyears: [2024]\nlevels: {area: obszar}\n"
        'texts: {tytul: "Sprawozdanie"}\nform: {next_plan: true}\n'
        'files: {annex: "a.docx", final: "f.docx", form: "{unit}.xlsx"}\n'
    ),
    "nouns.yaml": NOUNS,
    "layout.yaml": LAYOUT,
    "units.yaml": "".join(
        f"{code}: {{name: Klub {code}, short: {code}, kind: club, reports: true}}\n"
        for code in ("K1", "K2")
    ),
    "structure.yaml": "sections:\n- {number: I, level: area, title: Wsparcie, actions: I}\n",
    "actions/I.yaml": (
        "- {id: I.1, name: Spotkania, responsible: Kluby, lead: [K1, K2], "
        'indicators: {spotkania: "{spotkanie}", rodziny: "{rodzina}"}}\n'
    ),
    "plan/2024/I.yaml": "I.1: {spotkania: 10, rodziny: 20}\n",
}


def test_units_that_disagree_leave_the_plan_as_it_is(tmp_path: Path) -> None:
    write_files(tmp_path, "wspolny", SHARED)
    rooms = Rooms.under(tmp_path)
    programme = load_definition(rooms, "wspolny", YEAR).programme
    folder = rooms.drop_folder("wspolny", YEAR)
    folder.mkdir(parents=True)
    for code, meetings in (("K1", 12), ("K2", 15)):
        path = write_correct(programme, programme.units[code], folder, set())
        cells: Typed = {
            (f"{PLAN}I.1/spotkania", Asked.PROPOSED): meetings,
            (f"{PLAN}I.1/rodziny", Asked.PROPOSED): 25,
        }
        type_beyond(path, programme, {FormSheet.NEXT_PLAN: cells})
    made = Planned(rooms, programme, run_round(rooms, "wspolny", YEAR))
    (told,) = made.findings("next-plan-disputed")
    assert (told["action"], told["indicator"], told["value"]) == (
        "I.1",
        "spotkania",
        "K1 – 12; K2 – 15",
    )
    text = (made.results / "Propozycja_planu_2025" / "I.yaml").read_text(encoding="utf-8")
    assert "# I.1, spotkania: pozostaje 10; różne propozycje:" in text
    assert text.splitlines()[-1] == "I.1: {spotkania: 10, rodziny: 25}"
    assert made.findings("next-plan-unreadable") == []
    assert not list(made.results.glob("Potrzeby*"))

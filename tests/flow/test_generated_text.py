"""Text that no source has: right cells are left alone, each wrong one is found by its rule."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from ruamel.yaml import YAML

from domain.answers import Cells, FormAnswers
from domain.form import REPORT_SHEET, Field
from flows.checking import check_files
from tasks.adapters.definitions import load_definition
from tasks.adapters.rooms import Rooms
from tasks.adapters.workbook_writing import write_form
from tests.flow.correct_forms import META
from tests.flow.generated_text import (
    Cell,
    Numbers,
    right_explanations,
    right_results,
    words_of,
    wrong_results,
)
from tests.flow.injected import LAYOUT, Form, Told, told, write_files
from tests.flow.rounds import CHECKOUT, PWR

SLUG, YEAR = "zdania", 2024
NOUNS = CHECKOUT / "programmes" / PWR[0] / "nouns.yaml"
SOURCES = CHECKOUT / "tests" / "golden" / "sources"
WORDS, WHY = "Własne brzmienie wykonania", "Wyjaśnienie"
_PROGRAMME = """
name: Program próbny
short: PP
years: [2024]
levels: {area: obszar}
texts: {tytul: "Sprawozdanie za {year} rok"}
files: {annex: "a_{year}.docx", final: "f_{year}.docx", form: "{unit}.xlsx"}
"""
_STRUCTURE = "sections:\n- {number: I, level: area, title: Sport i kultura, actions: I}\n"
_REGISTER = words_of(YAML(typ="safe").load(NOUNS.read_text(encoding="utf-8"))["nouns"])
_NUMBERS = Numbers()
RIGHT = (*right_results(_REGISTER, _NUMBERS), *right_explanations(_REGISTER, _NUMBERS))
WRONG = tuple(wrong_results(_REGISTER, _NUMBERS))
_FILLED = {"DOBRE": RIGHT, "BLEDNE": WRONG}


def rooms(root: Path) -> Rooms:
    """Write a programme: one unit's actions take right words, the other's wrong ones."""
    units: dict[str, object] = {}
    plans: dict[str, object] = {}
    actions = []
    for unit, cells in _FILLED.items():
        units[unit] = {"name": f"Klub {unit}", "short": unit, "kind": "club", "reports": True}
        for place in range(len(cells)):
            action = {"id": f"{unit}.{place}", "name": f"Działanie {place}", "lead": unit}
            actions.append(action | {"responsible": f"Klub {unit}"})
            plans[f"{unit}.{place}"] = {"words": "działanie ciągłe"}
    files = {
        "programme.yaml": _PROGRAMME,
        "nouns.yaml": NOUNS.read_text(encoding="utf-8"),
        "layout.yaml": LAYOUT,
        "structure.yaml": _STRUCTURE,
        "units.yaml": json.dumps(units),
        "actions/I.yaml": json.dumps(actions),
        "plan/2024/I.yaml": json.dumps(plans),
    }
    write_files(root, SLUG, files)
    return Rooms.under(root)


def answers(unit: str, cells: Sequence[Cell]) -> FormAnswers:
    """Return the answers of a unit: words to each action, with the values that they name."""
    given: dict[tuple[str, str], Cells] = {}
    for place, cell in enumerate(cells):
        field = Field.WORDING if cell.counts else Field.EXPLANATION
        given[f"{unit}.{place}", ""] = {Field.STATUS: "zrealizowano", field: cell.text}
        for row, (number, label) in enumerate(cell.counts, start=1):
            typed: Cells = {Field.TEXT: f"liczba {label}", Field.VALUE: number}
            given[f"{unit}.{place}", f"+{row}"] = typed
    return FormAnswers(given, META)


Checked = tuple[dict[str, Path], list[Told]]


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    """The workbooks by unit, and what is found in them."""
    root = tmp_path_factory.mktemp("generated")
    there = rooms(root)
    programme = load_definition(there, SLUG, YEAR).programme
    paths = {unit: root / f"{unit}.xlsx" for unit in _FILLED}
    for unit, path in paths.items():
        path.write_bytes(write_form(programme, programme.units[unit], answers(unit, _FILLED[unit])))
    return paths, told(check_files(there, list(paths.values())).findings)


def found_in(checked: Checked, unit: str) -> list[tuple[str, str, object]]:
    """Return rule, cell and content of what is found in a unit's workbook."""
    paths, found = checked
    sheet = openpyxl.load_workbook(paths[unit])[REPORT_SHEET]
    own = [(rule, cell) for rule, file, _, cell in found if file == paths[unit].name]
    return [(rule, cell, sheet[cell].value) for rule, cell in own]


def test_there_is_enough_of_it_and_no_source_has_it() -> None:
    sources = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES.glob("*.txt"))
    texts = [cell.text for cell in (*RIGHT, *WRONG)]
    assert [text for text in texts if text in sources] == []
    assert len({cell.text for cell in RIGHT}) >= 400
    assert min(Counter(cell.rule for cell in WRONG).values()) >= 15


def test_right_cells_are_left_alone(checked: Checked) -> None:
    assert found_in(checked, "DOBRE") == []


def test_each_wrong_cell_is_found_by_its_rule_and_by_no_other(checked: Checked) -> None:
    paths, _ = checked
    book = openpyxl.load_workbook(paths["BLEDNE"])
    form = Form("BLEDNE.0", book)
    rows = {str(cell.value): int(cell.row or 0) for (cell,) in form.sheet.iter_rows(max_col=1)}
    columns = {True: form.column(WORDS), False: form.column(WHY)}
    expected = []
    for place, cell in enumerate(WRONG):
        at = form.sheet.cell(rows[f"BLEDNE.{place}"], columns[bool(cell.counts)])
        expected.append((cell.rule, at.coordinate, cell.text))
    assert sorted(found_in(checked, "BLEDNE"), key=str) == sorted(expected, key=str)

"""A round with a pair of units for each fault: what only several units, files or runs can show."""

import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import openpyxl

from domain.answers import FormAnswers
from domain.form import META_SHEET, REPORT_SHEET, Field, unit_actions
from domain.programme import Programme, Unit
from tasks.adapters.workbook_writing import write_form
from tests.flow.correct_forms import META, correct_answers
from tests.flow.injected import LAYOUT, NOUNS, Form, Spoil, write_files

SLUG, YEAR = "pary", 2024
Entry = dict[str, object]
# A lead and its partner date their workbooks differently: which value is the later one is known.
PARTNERS_DAY = "2025-01-22"
_SHARES = "  procent: {kind: percent, gender: m, forms: [procent, procent, procent, procent]}\n"
_PROGRAMME = """
name: Program próbny
short: PP
years: [2024]
levels: {area: obszar}
texts: {tytul: "Sprawozdanie za {year} rok"}
calendar: {due: "01-31"}
files: {annex: "a_{year}.docx", final: "f_{year}.docx", form: "{unit}.xlsx"}
"""
_STRUCTURE = """
sections:
- {number: I, level: area, title: Wsparcie rodzin, actions: I}
- {number: II, level: area, title: Wypoczynek rodzin, actions: II}
"""
_COUNTED = {
    "rodziny": {"phrase": "{rodzina}", "combine": "sum"},
    "godziny": {"phrase": "{godzina}", "combine": "latest"},
    "procent": {"phrase": "{procent}", "combine": "sum"},
}


def write_pairs(root: Path, pairs: int) -> None:
    """Write a programme: of a pair one leads I.n, the other is its partner; II.n is the lead's."""
    units: dict[str, Entry] = {}
    plans: dict[str, Entry] = {}
    shared: list[Entry] = []
    own: list[Entry] = []
    for pair in range(pairs):
        lead, partner = f"L{pair:02}", f"P{pair:02}"
        for code in (lead, partner):
            name = f"Klub numer {code}"
            units[code] = {"name": name, "short": code, "kind": "club", "reports": True}
        shared.append(
            {
                "id": f"I.{pair}",
                "name": f"Wsparcie w dzielnicy {pair + 1}",
                "responsible": f"Klub numer {lead}, Klub numer {partner}",
                "lead": lead,
                "partners": [partner],
                "indicators": _COUNTED,
            }
        )
        own.append(
            {
                "id": f"II.{pair}",
                "name": f"Wyjazdy z dzielnicy {pair + 1}",
                "responsible": f"Klub numer {lead}",
                "lead": lead,
                "indicators": {"rodziny": "{rodzina}"},
            }
        )
        counts = {"rodziny": 2001 + 10 * pair, "godziny": 531 + 17 * pair, "procent": 71}
        plans |= {f"I.{pair}": dict(counts), f"II.{pair}": {"rodziny": 5001 + 10 * pair}}
    files = {
        "programme.yaml": _PROGRAMME,
        "nouns.yaml": NOUNS.replace("nouns:\n", f"nouns:\n{_SHARES}"),
        "layout.yaml": LAYOUT,
        "structure.yaml": _STRUCTURE,
        "units.yaml": json.dumps(units),
        "actions/I.yaml": json.dumps(shared),
        "actions/II.yaml": json.dumps(own),
        "plan/2024/all.yaml": json.dumps(plans),
    }
    write_files(root, SLUG, files)


def write_forms(programme: Programme, folder: Path) -> None:
    """Write every unit's workbook as it should be."""
    folder.mkdir(parents=True, exist_ok=True)
    for unit in programme.expected_units():
        (folder / f"{unit.code}.xlsx").write_bytes(_form(programme, unit))


def _form(programme: Programme, unit: Unit) -> bytes:
    if unit.code.startswith("L"):
        return write_form(programme, unit, correct_answers(programme, unit, set()))
    # Both of a pair have one plan: a partner's values follow on the lead's.
    used = {
        Decimal(value.number + 1)
        for action in unit_actions(programme, unit)
        for value in programme.planned(action).values.values()
    }
    cells = dict(correct_answers(programme, unit, used).cells)
    for action, inner in cells:
        if inner == "procent":
            # Shares of different wholes do not add up: a partner has none.
            cells[action, inner] = {Field.VALUE: "x"}
    return write_form(programme, unit, FormAnswers(cells, META | {"date": PARTNERS_DAY}))


@dataclass(frozen=True, slots=True)
class Pair:
    """The two units of a fault, their workbooks in the drop folder, and their shared action."""

    place: int
    folder: Path
    journal: Path

    @property
    def lead(self) -> Path:
        """The lead's workbook."""
        return self.folder / f"L{self.place:02}.xlsx"

    @property
    def partner(self) -> Path:
        """The partner's workbook."""
        return self.folder / f"P{self.place:02}.xlsx"

    def change(self, path: Path, spoil: Spoil, action: str = "I") -> None:
        """Open a workbook at one of the pair's actions, spoil it, save it."""
        form = Form(f"{action}.{self.place}", openpyxl.load_workbook(path))
        spoil(form)
        form.book.save(path)

    def at(self, path: Path, inner: str, header: str, action: str = "I") -> tuple[str, str, str]:
        """Return file, sheet and cell of an answer."""
        form = Form(f"{action}.{self.place}", openpyxl.load_workbook(path))
        return path.name, REPORT_SHEET, form.at(inner, header)

    def meta(self, path: Path, key: str) -> tuple[str, str, str]:
        """Return file, sheet and cell of the identification."""
        form = Form("", openpyxl.load_workbook(path))
        return path.name, META_SHEET, form.meta(key)

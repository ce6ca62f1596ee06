"""A programme with a unit for each fault: every form is correct but for one thing."""

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import docx
import openpyxl
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from domain.findings import Finding
from domain.form import KEY_HEADER, META_SHEET, REPORT_SHEET
from domain.programme import Programme, Unit
from tests.flow.correct_forms import write_correct
from tests.flow.rounds import CHECKOUT

SLUG, YEAR = "proba", 2024
CATALOGUE = CHECKOUT / "programmes" / "rules.yaml"

_PROGRAMME = """
name: Program próbny
short: PP
years: [2024]
levels: {area: obszar}
kinds: {basic: {label: zadanie podstawowe, spending: true}}
texts: {tytul: "Sprawozdanie za {year} rok"}
files: {annex: "a_{year}.docx", final: "f_{year}.docx", form: "{unit}.xlsx"}
"""
NOUNS = """
nouns:
  godzina: {kind: hours, gender: f, forms: [godzina, godziny, godzin, godziny]}
  rodzina: {kind: families, gender: f, forms: [rodzina, rodziny, rodzin, rodziny]}
  spotkanie: {kind: events, gender: n, forms: [spotkanie, spotkania, spotkań, spotkania]}
measures: ["{rodzina}"]
"""
LAYOUT = """
template: proba.docx
title: "{tytul}"
gap_style: Luka
sections: {area: [{style: Heading 1, text: "{number}. {title}"}]}
actions:
  "*": {table: t, columns: [{header: Działanie, field: name}, {header: Wynik, field: realised}]}
"""


def write_definition(root: Path, units: int) -> None:
    """Write a programme whose every unit answers for one action: families, hours, meetings."""
    codes = [code_of(place) for place in range(units)]
    files = {
        "programme.yaml": _PROGRAMME,
        "nouns.yaml": NOUNS,
        "layout.yaml": LAYOUT,
        "units.yaml": "".join(
            f"{code}: {{name: Klub numer {code}, short: {code}, kind: club, reports: true}}\n"
            for code in codes
        ),
        "structure.yaml": "sections:\n- {number: I, level: area, title: Wsparcie rodzin, "
        "kind: basic, actions: I}\n",
        "actions/I.yaml": "".join(_action(place, code) for place, code in enumerate(codes)),
        "plan/2024/I.yaml": "".join(_plan(place) for place in range(units)),
    }
    write_files(root, SLUG, files)


def write_files(root: Path, slug: str, files: Mapping[str, str]) -> None:
    """Write a definition's files, the catalogue of rules and the Word template."""
    folder = root / "programmes" / slug
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    shutil.copyfile(CATALOGUE, folder.parent / CATALOGUE.name)
    (root / "templates").mkdir(exist_ok=True)
    _word_template(root / "templates" / "proba.docx")


def _action(place: int, code: str) -> str:
    counted = '{rodziny: "{rodzina}", godziny: "{godzina}", spotkania: "{spotkanie}"}'
    return (
        f"- {{id: I.{place}, name: Wsparcie w dzielnicy {code}, responsible: Klub numer {code}, "
        f"lead: {code}, indicators: {counted}}}\n"
    )


def _plan(place: int) -> str:
    """Plans that nobody shares and that are not round, but for the families'."""
    plan = f"rodziny: {2000 + 10 * place}, godziny: {531 + 17 * place}, spotkania: {81 + place}"
    return f"I.{place}: {{{plan}}}\n"


def _word_template(path: Path) -> None:
    document = docx.Document()
    document.styles.add_style("Luka", WD_STYLE_TYPE.CHARACTER)
    table = document.add_table(rows=2, cols=2)
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), "t")
    table._tbl.tblPr.append(caption)
    document.save(str(path))


def code_of(place: int) -> str:
    """Return the code of a unit."""
    return f"K{place:03}"


@dataclass
class Form:
    """A unit's workbook, open to be spoiled, and the action of which it is spoiled."""

    action: str
    book: Workbook

    @property
    def sheet(self) -> Worksheet:
        """The sheet with the answers."""
        sheet = self.book[REPORT_SHEET]
        assert isinstance(sheet, Worksheet)
        return sheet

    def row(self, inner: str) -> int:
        """Return the row of a key inside the action; "" is the action's own."""
        wanted = f"{self.action}/{inner}" if inner else self.action
        return next(row for row, key in self._keys() if key == wanted)

    def column(self, header: str) -> int:
        """Return the column with a header."""
        top = next(row for row, key in self._keys() if key == KEY_HEADER)
        cells = self.sheet[top]
        return next(int(cell.column or 0) for cell in cells if str(cell.value).startswith(header))

    def at(self, inner: str, header: str) -> str:
        """Return the reference of a cell."""
        return self.sheet.cell(self.row(inner), self.column(header)).coordinate

    def type(self, inner: str, header: str, value: object) -> None:
        """Type into a cell."""
        self.sheet[self.at(inner, header)].value = value

    def meta(self, key: str) -> str:
        """Return the reference of a cell of the identification."""
        sheet = self.book[META_SHEET]
        assert isinstance(sheet, Worksheet)
        return next(f"C{cell.row}" for (cell,) in sheet.iter_rows(max_col=1) if cell.value == key)

    def _keys(self) -> Iterator[tuple[int, object]]:
        for (cell,) in self.sheet.iter_rows(max_col=1):
            yield int(cell.row or 0), cell.value


Spoil = Callable[[Form], None]


def spoilt(programme: Programme, place: int, spoil: Spoil, folder: Path) -> Form:
    """Write a unit's correct workbook, spoil it, save it; return it as it was saved."""
    unit: Unit = programme.units[code_of(place)]
    path = write_correct(programme, unit, folder, set())
    form = Form(f"I.{place}", openpyxl.load_workbook(path))
    spoil(form)
    form.book.save(path)
    return form


Told = tuple[str, str, str, str]
"""A finding: its rule, and file, sheet and cell (or key) of its place."""


def told(findings: Iterable[Finding]) -> list[Told]:
    """Return what findings are and where, in order."""
    places = ((one.rule.code, one.place.origin) for one in findings)
    return sorted((rule, at.file, at.sheet, at.cell) for rule, at in places)

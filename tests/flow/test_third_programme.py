"""A further programme is data and a Word file: three columns, two levels, a field more."""

from pathlib import Path

import docx
import openpyxl
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from domain.errors import DefinitionError
from flows.__main__ import main
from tasks.adapters.rooms import Rooms
from tests.flow.rounds import CHECKOUT, annex_texts, run_round, table

SLUG, YEAR = "zielone-osiedla", 2031

FILES = {
    "programme.yaml": """
name: Program „Zielone osiedla”
short: ZO
years: [2031]
levels: {osiedle: osiedle, cel: cel}
status_words: {not_realised: "nie wykonano w {year} r."}
answers: [{key: wolontariusze, label: Kto pomagał}]
texts: {tytul: "Zielone osiedla – przegląd {year}"}
files:
  annex: "Przeglad_{year}.docx"
  final: "Przeglad_{year}_ost.docx"
  form: "ZO_{unit}_{year}.xlsx"
""",
    "units.yaml": """
RO1: {name: Rada Osiedla Pierwszego, short: RO 1, kind: office, reports: true}
KLUB: {name: Klub Ogrodnika, short: Klub, kind: club, parent: RO1}
RO2: {name: Rada Osiedla Drugiego, short: RO 2, kind: office, reports: true}
""",
    "nouns.yaml": """
nouns:
  krzew: {kind: items, gender: m, forms: [krzew, krzewy, krzewów, krzewu]}
  ławka: {kind: items, gender: f, forms: [ławka, ławki, ławek, ławki]}
adjectives:
  nowy: [nowy, nowa, nowe, nowe, nowych, nowego, nowej]
""",
    "structure.yaml": """
sections:
  - number: A
    level: osiedle
    title: Osiedle Pierwsze
    sections:
      - number: A/1
        level: cel
        title: Więcej zieleni
        actions: zielen
        fields: {motto: "Sadzimy w {year}"}
  - number: B
    level: osiedle
    title: Osiedle Drugie
    sections:
      - {number: B/1, level: cel, title: Więcej ławek, actions: lawki}
""",
    "actions/zielen.yaml": """
- id: A.1
  name: Sadzenie krzewów
  responsible: Klub Ogrodnika i Rada Drugiego
  lead: KLUB
  partners: [RO2]
  fields: {miejsce: park nad stawem}
  indicators:
    krzewy: {phrase: "{nowy} {krzew}", combine: sum}
""",
    "actions/lawki.yaml": """
- id: B.1
  name: Stawianie ławek
  responsible: Rada Osiedla Drugiego
  lead: RO2
  indicators: {lawki: "{ławka}"}
""",
    "plan/2031/all.yaml": "A.1: {krzewy: 40}\nB.1: {lawki: 3}\n",
    "sample/2031/all.yaml": """
A.1: {krzewy: 22, answers: {wolontariusze: uczniowie}}
B.1: {status: not_realised, explanation: brak dostawcy}
""",
    "layout.yaml": """
template: trzeci.docx
title: "{tytul}"
gap_style: Luka
before: [{style: Title, text: "{tytul}"}]
sections:
  osiedle: [{style: Heading 1, text: "{number}. {title}"}]
  cel:
    - {style: Heading 2, text: "{title}"}
    - {style: Normal, text: "{motto}", omit_if_empty: motto}
actions:
  "*":
    table: trzy
    columns:
      - {header: Co i gdzie, field: name}
      - {header: "Wynik {year}", field: realised}
      - {header: Kto pomagał, field: wolontariusze}
after: [{style: Normal, text: "Koniec przeglądu."}]
""",
}


@pytest.fixture
def rooms(tmp_path: Path) -> Rooms:
    for name, text in FILES.items():
        path = tmp_path / "programmes" / SLUG / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "templates").mkdir()
    template(tmp_path / "templates" / "trzeci.docx")
    return Rooms.under(tmp_path)


def template(path: Path, columns: int = 3, gap: str = "Luka") -> None:
    """Make a Word template with one prototype table, as a Word user would."""
    document = docx.Document()
    document.styles.add_style(gap, WD_STYLE_TYPE.CHARACTER)
    prototype = document.add_table(rows=2, cols=columns)
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), "trzy")
    prototype._tbl.tblPr.append(caption)
    document.save(str(path))


def test_a_third_programme_runs_from_data_alone(rooms: Rooms, tmp_path: Path) -> None:
    assert main(["sample", SLUG, str(YEAR), "--root", str(tmp_path)]) == 0
    names = sorted(path.name for path in rooms.drop_folder(SLUG, YEAR).iterdir())
    assert names == ["ZO_RO1_2031.xlsx", "ZO_RO2_2031.xlsx"]
    _report(rooms.drop_folder(SLUG, YEAR) / "ZO_RO2_2031.xlsx", "A.1/krzewy", 3, overlap=1)
    outcome = run_round(rooms, SLUG, YEAR)
    assert annex_texts(outcome) == [
        "Zielone osiedla – przegląd 2031",
        "A. Osiedle Pierwsze",
        "Więcej zieleni",
        "Sadzimy w 2031",
        "Co i gdzie",
        "Wynik 2031",
        "Kto pomagał",
        "Sadzenie krzewów",
        "24 nowe krzewy",
        "uczniowie",
        "B. Osiedle Drugie",
        "Więcej ławek",
        "Co i gdzie",
        "Wynik 2031",
        "Kto pomagał",
        "Stawianie ławek",
        "nie wykonano w 2031 r.",
        "",
        "Koniec przeglądu.",
    ]
    shares = [
        (row["unit"], row["realised"])
        for row in table(outcome.annex.parent / "figures.csv")
        if row["indicator"] == "krzewy"
    ]
    assert shares == [("RO1", "22"), ("RO2", "3")]


def test_a_partner_that_owes_its_part_leaves_a_gap(rooms: Rooms, tmp_path: Path) -> None:
    main(["sample", SLUG, str(YEAR), "--root", str(tmp_path)])
    (rooms.drop_folder(SLUG, YEAR) / "ZO_RO2_2031.xlsx").unlink()
    texts = annex_texts(run_round(rooms, SLUG, YEAR))
    assert "22 nowe krzewy [brak danych: RO 2]" in texts
    assert "[brak danych: RO 2]" in texts


@pytest.mark.parametrize(
    ("columns", "gap", "named"),
    [(4, "Luka", "„trzy” ma mieć dwa wiersze po 3"), (3, "Inny", "nie ma stylu „Luka”")],
)
def test_a_template_that_lacks_something_is_refused_by_name(
    rooms: Rooms, columns: int, gap: str, named: str
) -> None:
    template(rooms.templates / "trzeci.docx", columns, gap)
    with pytest.raises(DefinitionError, match=named):
        run_round(rooms, SLUG, YEAR)


def test_the_engine_names_no_programme() -> None:
    slugs = [path.parent.name for path in (CHECKOUT / "programmes").glob("*/programme.yaml")]
    assert len(slugs) >= 2
    for room in ("domain", "tasks", "flows"):
        for module in (CHECKOUT / room).rglob("*.py"):
            text = module.read_text(encoding="utf-8")
            named = [
                slug for slug in slugs if slug in text.replace("na przykład pwr-2022-2024", "")
            ]
            assert not named, f"{module.name} names {named}"


def _report(path: Path, key: str, value: int, overlap: int) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book["Sprawozdanie"]
    top = next(cell.row for cell in sheet["A"] if cell.value == "Klucz")
    headers = {str(cell.value): cell.column for cell in sheet[top]}
    row = next(cell.row for cell in sheet["A"] if cell.value == key)
    sheet.cell(row, headers["Wykonanie w 2031 roku"]).value = value
    sheet.cell(row, headers["W tym policzone z inną jednostką"]).value = overlap
    book.save(path)
    book.close()

"""The document edited by hand: what was changed is found, proposed, signed and printed."""

import io
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import _Cell
from lxml import etree

from domain.errors import RefusedError
from flows.pulling import Proposal, pull_edits
from flows.yearly import Outcome
from tasks.adapters.rooms import Rooms
from tests.edges.office import LibreOffice, W, changed, packed, parts, xml
from tests.flow.rounds import MRS, PWR, copied_root, run_round, table, type_into, workbook
from tests.flow.tables import Row, fill_in
from tests.golden.annex_text import document_texts

DOCUMENT = "word/document.xml"
NAME, PLANNED, REALISED, SPENDING = 0, 2, 3, 4
SIGNED = ("Anna Nowak", "redakcja")


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Rooms, Outcome]:
    rooms = copied_root(tmp_path_factory.mktemp("printed"))
    return rooms, run_round(rooms, *PWR)


def cell(word: WordDocument, row: int, column: int) -> _Cell:
    return word.tables[0].rows[row].cells[column]


def taken_out(element: Any) -> None:
    element.getparent().remove(element)


def retype(where: Any, old: str, new: str) -> None:
    """Replace words within one run, as a person does who types over them."""
    for run in where._element.iter(f"{W}t"):
        if old in (run.text or ""):
            run.text = run.text.replace(old, new, 1)
            return
    raise AssertionError(f"no {old!r}")


def edited(outcome: Outcome, folder: Path, edit: Callable[[WordDocument], None]) -> Path:
    """Save the annex with an edit under a name of one's own."""
    word = docx.Document(str(outcome.annex))
    edit(word)
    path = folder / "poprawione przez Annę.docx"
    word.save(str(path))
    return path


def rows(found: Proposal, sheet: str) -> list[dict[str, str]]:
    """Return the rows of a sheet of the proposal by header."""
    assert found.file is not None
    lines = list(openpyxl.load_workbook(found.file)[sheet].iter_rows(values_only=True))
    top = next(n for n, line in enumerate(lines) if "klucz: reguła" in line or "Jest" in line)
    headers = [str(header) for header in lines[top]]
    return [
        dict(zip(headers, (str(one or "") for one in line), strict=True))
        for line in lines[top + 1 :]
        if any(line)
    ]


def of_all_kinds(word: WordDocument) -> None:
    """Edit wording and numbers in cells, a heading and an item of a list."""
    retype(cell(word, 1, NAME), "poradnictwa", "poradnictwa i wsparcia")
    retype(cell(word, 2, REALISED), "716", "720")
    retype(cell(word, 1, SPENDING), "750,00", "751,00")
    heading = next(one for one in word.paragraphs if one.text.startswith("II.2"))
    retype(heading, "Rozwijanie", "Wspieranie")
    item = next(one for one in word.paragraphs if one.text.startswith("Powiatowym"))
    retype(item, "Powiatowym", "Nowym Powiatowym")


@pytest.fixture(scope="module")
def copies(printed: tuple[Rooms, Outcome], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An annex with edits of all kinds."""
    folder = tmp_path_factory.mktemp("copies")
    _, outcome = printed
    edited(outcome, folder, of_all_kinds).rename(folder / "edited.docx")
    return folder


@pytest.mark.slow
def test_what_nobody_edited_is_not_proposed(printed: tuple[Rooms, Outcome]) -> None:
    rooms, outcome = printed
    for path in (outcome.annex, outcome.annex.with_name("Zalacznik_nr_3_PWR_2024_z_uwagami.docx")):
        assert pull_edits(rooms, path) == Proposal(None, 0, 0, 0)


def check_all_kinds(found: Proposal) -> None:
    assert (found.editorial, found.numbers, found.by_hand) == (3, 2, 0)
    wording = {row["Ma być"] for row in rows(found, "Korekty redakcyjne")}
    assert "Prowadzenie poradnictwa i wsparcia rodzinnego i terapii" in wording
    assert any(text.startswith("II.2 Zadanie komplementarne: Wspieranie") for text in wording)
    assert any(text.startswith("Nowym Powiatowym Programem") for text in wording)
    numbers = {
        (row["klucz: jednostka"], row["klucz: wartość"], row["Nowa wartość lub brzmienie"])
        for row in rows(found, "Uwagi")
    }
    assert numbers == {("MOPS-OBA", "716", "720"), ("MOPS-PRZ-08", "2000750", "2 000 751")}


def test_edits_of_all_kinds_are_found_and_the_file_is_left_alone(
    printed: tuple[Rooms, Outcome], copies: Path
) -> None:
    rooms, _ = printed
    before = (copies / "edited.docx").read_bytes()
    check_all_kinds(pull_edits(rooms, copies / "edited.docx"))
    assert (copies / "edited.docx").read_bytes() == before


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_edits_saved_by_libreoffice_come_home_and_are_printed(
    printed: tuple[Rooms, Outcome], copies: Path, tmp_path: Path
) -> None:
    office = LibreOffice.found(tmp_path / "profile")
    assert office is not None
    rooms, annex = copied(printed[0], tmp_path), printed[1].annex
    given = {
        "same.docx": annex.read_bytes(),
        "review.docx": annex.with_name("Zalacznik_nr_3_PWR_2024_z_uwagami.docx").read_bytes(),
        "edited.docx": (copies / "edited.docx").read_bytes(),
    }
    saved = office.convert_all(given, "docx:MS Word 2007 XML", tmp_path)
    for name in ("same", "review"):
        before, after = given[f"{name}.docx"], saved[name]
        assert texts(after) == texts(before)
        assert ids(after) == ids(before)
        assert comments(after) == comments(before)
        (tmp_path / f"{name}.docx").write_bytes(after)
        assert pull_edits(rooms, tmp_path / f"{name}.docx").file is None
    (tmp_path / "edited.docx").write_bytes(saved["edited"])
    found = pull_edits(rooms, tmp_path / "edited.docx")
    check_all_kinds(found)
    sign(rooms, found)
    outcome = run_round(rooms, *PWR)
    word = docx.Document(str(outcome.annex))
    assert cell(word, 1, NAME).text.startswith("Prowadzenie poradnictwa i")
    assert "720 rodzin" in cell(word, 2, REALISED).text.replace("\u00a0", " ")
    assert "2 000 751,00 zł" in cell(word, 1, SPENDING).text.replace("\u00a0", " ")
    # The edited document says what is printed now.
    assert pull_edits(rooms, tmp_path / "edited.docx").file is None


def texts(document: bytes) -> list[str]:
    """Return the texts of a document; LibreOffice counts its lists in another way."""
    return [re.sub(r"^\d+\. ?", "", text) for text in document_texts(document)]


def ids(document: bytes) -> list[str]:
    marks = xml(document, DOCUMENT).iter(f"{W}bookmarkStart")
    return sorted(name for mark in marks if (name := str(mark.get(f"{W}name"))).startswith("_ar_"))


def comments(document: bytes) -> list[str]:
    part = parts(document).get("word/comments.xml")
    found = etree.fromstring(part) if part else ()
    return sorted("".join(text.text or "" for text in one.iter(f"{W}t")) for one in found)


def copied(rooms: Rooms, folder: Path) -> Rooms:
    """Return a copy of a round that has been run."""
    for name in ("programmes", "templates", "inputs", "outputs", "records"):
        shutil.copytree(getattr(rooms, name), folder / name)
    return Rooms.under(folder)


def sign(rooms: Rooms, found: Proposal, reason: str = "sprawdzono w ewidencji") -> Path:
    """Sign a proposal as a person would and put it into the drop folder."""
    assert found.file is not None
    target = rooms.drop_folder(*PWR) / found.file.name
    fill_in(found.file, target, "Korekty redakcyjne", lambda _: None, SIGNED)

    def answer(row: Row) -> dict[str, str] | None:
        return {"Uzasadnienie": reason, "Kto": "Anna Nowak"} if row["klucz: reguła"] else None

    fill_in(target, target, "Uwagi", answer)
    return target


def findings(outcome: Outcome, rule: str) -> list[dict[str, str]]:
    return [one for one in table(outcome.annex.parent / "findings.csv") if one["rule"] == rule]


@pytest.mark.slow
def test_only_what_was_signed_is_printed_and_it_lapses_with_its_value(
    printed: tuple[Rooms, Outcome], copies: Path, tmp_path: Path
) -> None:
    rooms = copied(printed[0], tmp_path)
    found = pull_edits(rooms, copies / "edited.docx")
    target = sign(rooms, found, reason="")
    outcome = run_round(rooms, *PWR)
    # Numbers need a reason, wording does not.
    assert len(findings(outcome, "decision-unreasoned")) == 2
    assert len(findings(outcome, "document-edited")) == 3
    word = docx.Document(str(outcome.annex))
    assert "716 rodzin" in cell(word, 2, REALISED).text.replace("\u00a0", " ")
    assert "poradnictwa i" in cell(word, 1, NAME).text
    target.unlink()
    sign(rooms, pull_edits(rooms, copies / "edited.docx"))
    type_into(workbook(rooms, "MOPS-OBA"), {("I.1.2/rodziny", "Wykonanie w 2024 roku"): 718})
    outcome = run_round(rooms, *PWR)
    assert [one["value"] for one in findings(outcome, "decision-lapsed")] != []
    assert "718 rodzin" in cell(docx.Document(str(outcome.annex)), 2, REALISED).text.replace(
        "\u00a0", " "
    )


def test_what_cannot_be_proposed_is_listed_with_the_reason(
    printed: tuple[Rooms, Outcome], tmp_path: Path
) -> None:
    rooms, outcome = printed

    def edit(word: WordDocument) -> None:
        retype(cell(word, 2, PLANNED), "605", "606")
        first: Any = word.tables[0]
        first.add_row().cells[0].text = "Nowe działanie"
        taken_out(word.tables[1].rows[1]._tr)
        word.paragraphs[3].insert_paragraph_before("Dopisany akapit")
        word.add_comment(cell(word, 1, NAME).paragraphs[0].runs, "Czy to aktualne?", "Jan", "J")

    found = pull_edits(rooms, edited(outcome, tmp_path, edit))
    listed = {row["Co"]: row for row in rows(found, "Do przeniesienia")}
    assert "definicji" in listed["zmieniono liczbę"]["Dlaczego nie przeniesiono"]
    assert "Nowe działanie" in listed["dodano wiersz"]["Jest"]
    assert listed["dodano akapit"]["Jest"] == "Dopisany akapit"
    assert listed["komentarz (Jan)"]["Jest"] == "Czy to aktualne?"
    # Every place of the row that is gone.
    assert sum(row["Co"] == "usunięto" for row in rows(found, "Do przeniesienia")) == 4
    assert (found.editorial, found.numbers) == (0, 0)


@pytest.mark.slow
def test_tracked_changes_and_lost_ids_are_read_as_a_person_sees_them(
    printed: tuple[Rooms, Outcome], tmp_path: Path
) -> None:
    rooms, outcome = printed

    def edit(word: WordDocument) -> None:
        tracked(cell(word, 1, NAME), " rodzin")
        # Typed over as a whole: the bookmarks went with the text.
        target = cell(word, 3, NAME)
        for mark in list(target._element.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"))):
            taken_out(mark)
        retype(target, "Organizacja", "Organizowanie")

    found = pull_edits(rooms, edited(outcome, tmp_path, edit))
    texts = sorted(row["Ma być"] for row in rows(found, "Korekty redakcyjne"))
    assert (found.editorial, found.numbers, found.by_hand) == (2, 0, 0)
    assert texts[0].startswith("Organizowanie pomocy")
    assert texts[1] == "Prowadzenie poradnictwa rodzinnego i terapii rodzin"


def tracked(where: _Cell, more: str) -> None:
    """Add words at the end of a cell, and take one letter out, as tracked changes."""
    paragraph = where.paragraphs[0]._p
    taken, put = OxmlElement("w:del"), OxmlElement("w:ins")
    for element, tag, text in ((taken, "w:delText", "skreślone"), (put, "w:t", more)):
        element.set(qn("w:id"), "9000")
        element.set(qn("w:author"), "Anna")
        run, words = OxmlElement("w:r"), OxmlElement(tag)
        words.text = text
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(words)
        element.append(run)
        paragraph.append(element)


def test_a_document_that_is_none_of_ours_is_refused(
    printed: tuple[Rooms, Outcome], tmp_path: Path
) -> None:
    rooms, outcome = printed
    foreign, broken = tmp_path / "inny.docx", tmp_path / "zepsuty.docx"
    docx.Document().save(str(foreign))
    broken.write_bytes(packed({**parts(outcome.annex.read_bytes()), DOCUMENT: b"<w:document"}))
    with pytest.raises(RefusedError, match="znaków miejsc"):
        pull_edits(rooms, foreign)
    with pytest.raises(RefusedError, match="Nie wczytano"):
        pull_edits(rooms, broken)
    hostile = tmp_path / "encja.docx"
    declared = '<!DOCTYPE x [<!ENTITY a "b">]><w:document'
    hostile.write_bytes(changed(outcome.annex.read_bytes(), DOCUMENT, "<w:document", declared))
    with pytest.raises(RefusedError, match="Nie wczytano"):
        pull_edits(rooms, hostile)


def test_the_second_layout_comes_home_too(tmp_path: Path) -> None:
    rooms = copied_root(tmp_path)
    outcome = run_round(rooms, *MRS)
    assert pull_edits(rooms, outcome.annex).file is None
    word = docx.Document(io.BytesIO(outcome.annex.read_bytes()))
    heading = next(one for one in word.paragraphs if one.style and one.style.name == "Heading 1")
    heading.runs[0].text = f"{heading.text} i więcej"
    for run in heading.runs[1:]:
        run.text = ""
    path = tmp_path / "poprawiony.docx"
    word.save(str(path))
    found = pull_edits(rooms, path)
    assert (found.editorial, found.numbers, found.by_hand) == (1, 0, 0)
    assert found.file is not None and found.file.parent.name == "2025-korekty"


def reprinted(rooms: Rooms, found: Proposal) -> Outcome:
    """Sign a proposal of the second programme, put it with the others, print anew."""
    assert found.file is not None
    target = rooms.drop_folder(*MRS) / found.file.name
    assert not target.exists()
    shutil.copy(found.file, target)
    sheets = openpyxl.load_workbook(target).sheetnames
    if "Korekty redakcyjne" in sheets:
        fill_in(target, target, "Korekty redakcyjne", lambda _: None, SIGNED)
    if "Uwagi" in sheets:
        told = {"Uzasadnienie": "sprawdzono", "Kto": "Anna Nowak"}
        fill_in(target, target, "Uwagi", lambda row: told if row["klucz: reguła"] else None)
    return run_round(rooms, *MRS)


def pledges(outcome: Outcome) -> str:
    paragraphs = docx.Document(str(outcome.annex)).paragraphs
    return "\n".join(one.text for one in paragraphs).replace("\u00a0", " ")


@pytest.mark.slow
def test_a_unit_s_own_words_stay_whole_and_its_values_follow(tmp_path: Path) -> None:
    rooms = copied_root(tmp_path)
    outcome = run_round(rooms, *MRS)
    before = pledges(outcome)
    for was, now in (("185", "182"), ("182", "188")):
        word = docx.Document(str(outcome.annex))
        paragraph = next(one for one in word.paragraphs if re.search(rf"\b{was}\b", one.text))
        retype(paragraph, was, now)
        path = tmp_path / f"{now}.docx"
        word.save(str(path))
        found = pull_edits(rooms, path)
        assert (found.editorial, found.by_hand) == (0, 0)
        outcome = reprinted(rooms, found)
        # Nothing but the number is another one, and figures.csv says the same.
        assert pledges(outcome) == before.replace("185", now)
        figures = table(outcome.annex.parent / "figures.csv")
        assert now in {one["realised"] for one in figures}
        assert was not in {one["realised"] for one in figures}
        assert pull_edits(rooms, path).file is None
    assert not findings(outcome, "decision-lapsed")


def test_one_paragraph_of_several_is_edited_and_the_others_stay(tmp_path: Path) -> None:
    rooms = copied_root(tmp_path)
    outcome = run_round(rooms, *MRS)
    before = pledges(outcome)
    word = docx.Document(str(outcome.annex))
    paragraph = next(one for one in word.paragraphs if "1\u00a0306\u00a0926" in one.text)
    retype(paragraph, "1\u00a0306\u00a0926", "1\u00a0306\u00a0927")
    path = tmp_path / "jeden.docx"
    word.save(str(path))
    outcome = reprinted(rooms, pull_edits(rooms, path))
    assert pledges(outcome) == before.replace("1 306 926", "1 306 927")
    figures = table(outcome.annex.parent / "figures.csv")
    assert "1306927" in {one["realised"] for one in figures}


@pytest.mark.slow
def test_a_proposal_that_is_being_filled_in_is_kept(
    printed: tuple[Rooms, Outcome], tmp_path: Path
) -> None:
    rooms, outcome = printed
    first = pull_edits(
        rooms, edited(outcome, tmp_path, lambda word: retype(cell(word, 2, REALISED), "716", "721"))
    )
    assert first.file is not None
    first.file.write_bytes(first.file.read_bytes() + b"signed")
    kept = first.file.read_bytes()
    second = pull_edits(
        rooms, edited(outcome, tmp_path, lambda word: retype(cell(word, 2, REALISED), "716", "722"))
    )
    assert second.file is not None and second.file != first.file
    assert first.file.read_bytes() == kept


def test_a_document_with_a_broken_header_is_refused(
    printed: tuple[Rooms, Outcome], tmp_path: Path
) -> None:
    rooms, outcome = printed
    broken = tmp_path / "naglowek.docx"
    broken.write_bytes(packed({**parts(outcome.annex.read_bytes()), "word/header1.xml": b"<w:hdr"}))
    with pytest.raises(RefusedError, match="Nie wczytano"):
        pull_edits(rooms, broken)

"""A unit's own workbook comes back marked: what was in it stays, and it reads as it did."""

import copy
import io
import re
import warnings
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree
from openpyxl.styles import Font, GradientFill, PatternFill
from openpyxl.styles.colors import Color
from openpyxl.workbook.workbook import Workbook

from domain.form import META_SHEET, REPORT_SHEET, TODO_SHEET, WORDS_SHEET
from domain.limits import Limits
from domain.rules import Severity
from domain.submissions import NoteKind, Submission
from tasks.adapters.file_reading import read_submission
from tasks.adapters.gate import check_parts, inflate
from tasks.adapters.workbook_annotating import CellNote, NotAnnotatable, TodoLine, annotated
from tests.edges.office import CHECKOUT, LibreOffice, changed, packed, parts
from tests.edges.officers_workbook import (
    BOXES,
    COMMENTS,
    OWN,
    OWN_TEXT,
    RELATIONS,
    REPORT,
    THREAD,
    officers_parts,
    officers_workbook,
)
from tests.edges.test_workbook import REAL, filled, read, real

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
WORDS = "Wpisano „ok. 12”; prosimy wpisać samą liczbę, np. 12."
LONG = "W 2023 roku podano 1 250 dzieci, teraz 1 703,5; prosimy o wyjaśnienie różnicy. " * 6
BLANK = {"Q9": "8", "E5": "6", "B40": "0", "R300": "8", "A9": "6"}


def note(cell: str, severity: Severity = ERROR, text: str = WORDS) -> CellNote:
    return CellNote(REPORT_SHEET, cell, severity, text)


NOTES = [
    note("E9", WARNING, LONG),
    note("E9", ERROR),
    note(OWN),
    note(THREAD, INFO),
    note("C24", WARNING),
    *(note(cell) for cell in BLANK),
    CellNote(META_SHEET, "C13", WARNING, "Proszę podać datę."),
    CellNote("Nie ma", "A1", ERROR, "Tego arkusza nie ma."),
    note("E9:F9"),
    note("(wiersz 3)"),
]
TODO = [
    TodoLine(INFO, "Odczytano „około”.", sheet=REPORT_SHEET, cell="F9"),
    TodoLine(WARNING, LONG, "-Prosimy wyjaśnić.", REPORT_SHEET, "E9"),
    TodoLine(ERROR, "=1+1", "@Prosimy wpisać liczbę.", REPORT_SHEET, OWN),
    TodoLine(ERROR, "+48 to nie data\x0b", "Prosimy wpisać datę.", META_SHEET, "C13"),
    TodoLine(WARNING, "W pliku są obrazy, których nie wczytujemy.", "Prosimy je opisać."),
    TodoLine(WARNING, "Słownik zmieniono.", "", WORDS_SHEET, "A2"),
]


def mark(
    data: bytes, notes: list[CellNote] | None = None, todo: list[TodoLine] | None = None
) -> bytes:
    contents = inflate(data, Limits())
    check_parts(contents, Limits())
    notes, todo = NOTES if notes is None else notes, TODO if todo is None else todo
    return annotated(contents, notes, todo, "Co poprawić", "Dziękujemy.\nProsimy o poprawki.")


@cache
def marked() -> bytes:
    return mark(officers_workbook())


def substance(submission: Submission) -> dict[str, object]:
    """Return all that is read of a workbook, but for what tells one file from another."""
    cells = {
        (report.action, row.key, field): (repr(cell.raw), cell.origin.sheet, cell.origin.cell)
        for report in submission.actions
        for row in (report.row, *report.rows)
        for field, cell in row.cells.items()
    }
    meta = {key: (cell.raw, cell.origin.cell) for key, cell in submission.meta.items()}
    return {
        "cells": cells,
        "meta": meta,
        "notes": submission.notes,
        "repeated": submission.repeated,
        "unit": submission.unit,
    }


def book(data: bytes) -> Workbook:
    with warnings.catch_warnings():
        # It does not keep extensions; that is why it does not write the marked copies.
        warnings.simplefilter("ignore", UserWarning)
        return openpyxl.load_workbook(io.BytesIO(data))


def saved(changes: Any, data: bytes | None = None) -> bytes:
    """Return a workbook as openpyxl saves it after changes."""
    work = book(filled() if data is None else data)
    changes(work)
    buffer = io.BytesIO()
    work.save(buffer)
    return buffer.getvalue()


def own_style(archive: bytes, cell: str, sheet: str = REPORT_SHEET) -> Any:
    """Return all that a cell looks like."""
    found = book(archive)[sheet][cell]
    kept = (found.fill, found.font, found.border, found.alignment, found.protection)
    return (*map(repr, kept), found.number_format, found.style, found.quotePrefix)


def shade(archive: bytes, cell: str, sheet: str = REPORT_SHEET) -> str:
    fill = book(archive)[sheet][cell].fill
    return str(fill.fgColor.rgb) if fill.fill_type else ""


def comments(archive: bytes, sheet: str = REPORT_SHEET) -> dict[str, str]:
    return {
        cell.coordinate: cell.comment.text
        for row in book(archive)[sheet].iter_rows()
        for cell in row
        if cell.comment
    }


# ------------------------------------------------------------------ what stays as it was


def test_parts_that_need_no_change_are_the_same_bytes() -> None:
    before, after = officers_parts(), parts(marked())
    touched = {name for name in before if before[name] != after[name]}
    assert touched == {
        REPORT,
        "xl/worksheets/sheet2.xml",
        "xl/styles.xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "[Content_Types].xml",
        COMMENTS,
        BOXES,
    }
    assert set(after) - set(before) == {
        "xl/worksheets/sheet7.xml",
        "xl/worksheets/_rels/sheet2.xml.rels",
        "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml",
    }


def canonical(root: etree._Element) -> bytes:
    return etree.tostring(root, method="c14n", exclusive=True)


def without_marks(part: bytes, noted: set[str], inserted: set[str]) -> bytes:
    """Return a sheet less what may be changed in it: looks of noted cells, cells put in."""
    root = etree.fromstring(part)
    for cell in root.iter(f"{MAIN}c"):
        if cell.get("r") in noted:
            cell.attrib.pop("s", None)
    for cell in list(root.iter(f"{MAIN}c")):
        row = cell.getparent()
        if cell.get("r") in inserted and row is not None:
            assert not len(cell)
            row.remove(cell)
            if not len(row) and not set(row.attrib) - {"r"}:
                row.getparent().remove(row)  # type: ignore[union-attr]
    for row in root.iter(f"{MAIN}row"):
        row.attrib.pop("spans", None)
    for view in root.iter(f"{MAIN}sheetView"):
        view.attrib.pop("tabSelected", None)
    root.remove(root.find(f"{MAIN}dimension"))  # type: ignore[arg-type]
    return canonical(root)


def test_a_sheet_differs_only_in_the_looks_of_noted_cells() -> None:
    noted = {"E9", OWN, THREAD, "A9"}
    inserted = {*BLANK, "B23"} - noted
    before, after = officers_parts()[REPORT], parts(marked())[REPORT]
    assert without_marks(after, noted, inserted) == without_marks(before, noted, set())
    stated = etree.fromstring(after).find(f"{MAIN}dimension")
    assert stated is not None
    assert stated.get("ref") == "A1:R300"
    assert 'tabSelected="1"' not in after.decode()


def test_cells_put_in_stand_in_their_order() -> None:
    root = etree.fromstring(parts(marked())[REPORT])
    rows = [int(row.get("r", 0)) for row in root.iter(f"{MAIN}row")]
    assert rows == sorted(set(rows))
    for row in root.iter(f"{MAIN}row"):
        columns = [openpyxl.utils.cell.coordinate_from_string(cell.get("r", ""))[0] for cell in row]
        assert columns == sorted(set(columns), key=openpyxl.utils.column_index_from_string)


def test_styles_are_only_added_to() -> None:
    before, after = (
        etree.fromstring(part)
        for part in (officers_parts()["xl/styles.xml"], parts(marked())["xl/styles.xml"])
    )
    for old, new in zip(before, after, strict=True):
        assert [canonical(entry) for entry in new][: len(old)] == [canonical(e) for e in old]
        assert new.get("count", str(len(new))) == str(len(new))


@pytest.mark.parametrize("cell", ["E9", OWN, THREAD, *BLANK])
def test_a_style_is_the_cells_own_but_for_its_fill(cell: str) -> None:
    before, after = officers_parts(), parts(marked())
    root = etree.fromstring(after[REPORT])
    style = next(c.get("s", "0") for c in root.iter(f"{MAIN}c") if c.get("r") == cell)
    was = BLANK.get(cell) or next(
        c.get("s", "0")
        for c in etree.fromstring(before[REPORT]).iter(f"{MAIN}c")
        if c.get("r") == cell
    )
    entries = etree.fromstring(after["xl/styles.xml"]).find(f"{MAIN}cellXfs")
    assert entries is not None
    own, old = copy.deepcopy(entries[int(style)]), copy.deepcopy(entries[int(was)])
    assert own.get("fillId") != old.get("fillId")
    for entry in (own, old):
        entry.attrib.pop("applyFill", None)
        entry.attrib.pop("fillId")
    assert canonical(own) == canonical(old)


def test_the_workbook_differs_only_in_its_first_sheet() -> None:
    before = etree.fromstring(officers_parts()["xl/workbook.xml"])
    after = etree.fromstring(parts(marked())["xl/workbook.xml"])
    assert after.find(f"{MAIN}sheets/{MAIN}sheet").attrib.pop("name") == TODO_SHEET  # type: ignore[union-attr]
    sheets = after.find(f"{MAIN}sheets")
    sheets.remove(sheets[0])  # type: ignore[union-attr, index]
    for name in after.findall(f"{MAIN}definedNames/{MAIN}definedName"):
        owner = name.get("localSheetId")
        if owner == "0" or name.get("name", "").startswith("Sprawdzenie_"):
            name.getparent().remove(name)  # type: ignore[union-attr]
        elif owner:
            name.set("localSheetId", str(int(owner) - 1))
    for view in before.iter(f"{MAIN}workbookView"):
        assert view.attrib.pop("activeTab") in {"1", "2"}
    assert canonical(after) == canonical(before)


def test_names_of_a_sheet_are_still_its_own() -> None:
    work = book(marked())
    assert work.sheetnames == [TODO_SHEET, *book(filled()).sheetnames]
    assert set(work[META_SHEET].defined_names) == {"Lokalna"}
    assert work[REPORT_SHEET].print_title_rows == "$6:$6"
    assert work[REPORT_SHEET].print_area == "'Sprawozdanie'!$A$1:$O$21"
    assert work[TODO_SHEET].print_title_rows == "$5:$5"
    assert work.security is not None
    assert work.security.lockStructure
    assert work[REPORT_SHEET].protection.sheet


def test_relationships_and_types_are_only_added_to() -> None:
    before, after = officers_parts(), parts(marked())
    assert after[RELATIONS] == before[RELATIONS]
    for name in ("xl/_rels/workbook.xml.rels", "[Content_Types].xml"):
        old = {canonical(entry) for entry in etree.fromstring(before[name])}
        assert old < {canonical(entry) for entry in etree.fromstring(after[name])}


def test_the_same_file_gives_the_same_bytes() -> None:
    assert mark(officers_workbook()) == marked()
    assert mark(packed(dict(reversed(officers_parts().items())), 1)) == marked()


# ------------------------------------------------------------------ comments


def test_notes_are_added_to_an_officers_own_comment() -> None:
    found = comments(marked())
    assert found[OWN] == f"{OWN_TEXT}\n\nSprawdzenie – do poprawy:\n{WORDS}\u00a0\u00a0"
    assert found["E9"].count("Sprawdzenie – ") == 2
    assert found["E9"].index("do poprawy") < found["E9"].index("do wyjaśnienia")
    assert comments(marked(), META_SHEET).keys() == {"C13"}


def test_a_conversation_is_left_alone() -> None:
    assert comments(marked())[THREAD] == "[Wątek komentarzy] tak?"
    assert shade(marked(), THREAD)


def boxes(drawing: str) -> dict[tuple[int, int], list[int]]:
    return {
        (int(row), int(column)): [int(number) for number in anchor.split(",")]
        for anchor, row, column in re.findall(
            r"<x:Anchor>([^<]+)</x:Anchor>.*?<x:Row>(\d+)</x:Row><x:Column>(\d+)<", drawing
        )
    }


def test_boxes_are_added_and_those_that_are_there_are_only_made_higher() -> None:
    before = officers_parts()[BOXES].decode()
    after = parts(marked())[BOXES].decode()
    own = boxes(after)[9, 4]
    assert own[:6] == boxes(before)[9, 4][:6]
    assert own[6] > boxes(before)[9, 4][6]
    assert boxes(after)[8, 6] == boxes(before)[8, 6]
    kept = after.replace(", ".join(map(str, own)), "5, 15, 8, 2, 7, 31, 10, 4")
    assert kept.startswith(before.removesuffix("</xml>"))
    numbers = re.findall(r'id="_x0000_s(\d+)"', after)
    assert len(set(numbers)) == len(numbers) == len(boxes(after))


def test_a_box_is_as_large_as_its_text() -> None:
    def height(text: str) -> int:
        data = mark(filled(), [note("E12", ERROR, text)])
        anchor = boxes(parts(data)["xl/drawings/vmlDrawing1.vml"].decode())[11, 4]
        return (anchor[6] - anchor[2]) * 20 + anchor[7] - anchor[3]

    assert height("Tak.") < height(WORDS * 2) < height(LONG) < height(LONG * 3)


def test_where_there_were_no_comments_the_drawing_stands_in_its_place() -> None:
    data = changed(filled(), REPORT, "</worksheet>", "<extLst/></worksheet>")
    root = etree.fromstring(parts(mark(data))[REPORT])
    assert [etree.QName(child).localname for child in root][-3:] == [
        "headerFooter",
        "legacyDrawing",
        "extLst",
    ]


# ------------------------------------------------------------------ the list


def texts(archive: bytes) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in book(archive)[TODO_SHEET].iter_rows()]


def test_what_must_be_corrected_comes_first() -> None:
    rows = [row for row in texts(marked()) if isinstance(row[0], int)]
    assert [row[0] for row in rows] == [1, 2, 3, 4, 5, 6]
    assert [row[1] for row in rows] == [
        *["do poprawy"] * 2,
        *["do wyjaśnienia"] * 3,
        "informacja",
    ]
    assert rows[0][2:] == [f"{REPORT_SHEET}, komórka {OWN}", "=1+1", "@Prosimy wpisać liczbę."]
    assert rows[1][3] == "+48 to nie data "
    assert rows[3][2] == "cały plik"


def test_the_list_opens_first_links_to_the_cells_and_prints_on_a4() -> None:
    sheet: Any = book(marked()).active
    assert sheet.title == TODO_SHEET
    listed = etree.fromstring(parts(marked())["xl/worksheets/sheet7.xml"])
    links = {link.get("ref"): link.get("location") for link in listed.iter(f"{MAIN}hyperlink")}
    assert links == {
        "C7": f"'{REPORT_SHEET}'!{OWN}",
        "C8": f"'{META_SHEET}'!C13",
        "C10": f"'{REPORT_SHEET}'!E9",
        "C14": f"'{REPORT_SHEET}'!F9",
    }
    assert sheet.freeze_panes == "A6"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert all(sheet.row_dimensions[row].height for row in range(1, sheet.max_row + 1))


def test_without_matters_there_is_no_empty_table() -> None:
    rows = [row[0] for row in texts(mark(filled(), [], []))]
    assert "Do tego sprawozdania nie ma uwag." in rows
    assert "Lp." not in rows


def test_a_long_introduction_is_not_frozen() -> None:
    data = annotated(inflate(filled(), Limits()), [], TODO, "Tytuł", "Proszę.\n" * 20)
    assert book(data)[TODO_SHEET].freeze_panes is None


# ------------------------------------------------------------------ it reads as it did


@pytest.mark.parametrize("data", [filled(), officers_workbook()], ids=["form", "officer's"])
def test_the_marked_copy_reads_as_the_file_that_was_sent(data: bytes) -> None:
    on_cells = [entry for entry in NOTES if entry.cell not in BLANK]
    assert substance(read(mark(data, on_cells))) == substance(read(data))


def test_a_blank_cell_that_was_put_in_says_nothing() -> None:
    before, after = substance(read(officers_workbook())), substance(read(marked()))
    assert after == before


SAMPLES = [
    (slug, year, path.name)
    for slug, year in REAL
    for path in sorted((CHECKOUT / "inputs" / slug / str(year)).glob("*.xlsx"))[::3]
]


@pytest.mark.parametrize(("slug", "year", "name"), SAMPLES)
def test_a_sample_reads_as_before(slug: str, year: int, name: str) -> None:
    data = (CHECKOUT / "inputs" / slug / str(year) / name).read_bytes()
    before = read_submission(real(slug, year), name, data)
    origins = [
        cell.origin
        for report in before.actions
        for row in (report.row, *report.rows)
        for cell in row.cells.values()
    ]
    severities = list(Severity)
    notes = [
        CellNote(origin.sheet, origin.cell, severities[place % 3], WORDS)
        for place, origin in enumerate(origins)
    ]
    after = mark(data, notes)
    assert substance(read_submission(real(slug, year), name, after)) == substance(before)
    assert comments(after).keys() == {origin.cell for origin in origins}
    kept = {name: part for name, part in parts(data).items() if "sharedStrings" in name}
    assert kept.items() <= parts(after).items()


def white(work: Workbook) -> None:
    for cell in ("E9", "E11"):
        work[REPORT_SHEET][cell].font = Font(color="FFFFFFFF")
    work[REPORT_SHEET]["G9"].font = Font(color=Color(theme=0))


def test_white_ink_gets_no_colour_that_would_show_it() -> None:
    data = saved(white)
    after = mark(data, [note(cell) for cell in ("E9", "E11", "G9", "E10")])
    assert substance(read(after)) == substance(read(data))
    assert [bool(shade(after, cell)) for cell in ("E9", "E11", "G9", "E10")] == [
        *[False] * 3,
        True,
    ]
    assert "E9" in comments(after)


# ------------------------------------------------------------------ the next check


def test_marked_twice_is_marked_once() -> None:
    assert mark(marked()) == marked()
    assert mark(mark(filled())) == mark(filled())


def looks(work: Workbook) -> None:
    sheet = work[REPORT_SHEET]
    fills = [
        PatternFill("solid", fgColor=Color(theme=4, tint=0.6)),
        PatternFill("gray125"),
        GradientFill(stop=("FFFFFF", "00FF00")),
        PatternFill("solid", fgColor=Color(indexed=22)),
        PatternFill("solid", fgColor="FFFFC7CE"),
        PatternFill("solid", fgColor="FFFFEB9C"),
    ]
    for place, fill in enumerate(fills, start=9):
        sheet[f"E{place}"].fill = fill
        sheet[f"E{place}"].number_format = "0.00"
    sheet["G9"].style = "Good"


CELLS = ["E8", "E9", "E10", "E11", "E12", "E13", "E14", "G9", "H8", "B6", "C9"]


def by_openpyxl(data: bytes) -> bytes:
    return saved(lambda _: None, data)


def by_nobody(data: bytes) -> bytes:
    return data


@pytest.mark.parametrize("save", [by_nobody, by_openpyxl])
def test_a_mended_cell_loses_its_colour_and_its_note(save: Any) -> None:
    data = saved(looks)
    first = save(mark(data, [note(cell, WARNING) for cell in CELLS]))
    second = mark(first, [note("E9")])
    for cell in CELLS[2:]:
        assert own_style(second, cell) == own_style(data, cell), cell
    assert shade(second, "E9").startswith("FFFDC")
    assert comments(second).keys() == {"E9"}
    third = mark(second, [], [])
    assert own_style(third, "E9") == own_style(data, "E9")
    assert not comments(third)
    assert not [name for name in parts(third) if "comment" in name or "vml" in name.lower()]


def test_a_copied_colour_goes_too_and_a_lost_list_does_no_harm() -> None:
    def change(work: Workbook) -> None:
        sheet: Any = work[REPORT_SHEET]
        sheet["E15"]._style = copy.copy(sheet["E9"]._style)
        del work[TODO_SHEET]

    data = mark(saved(change, mark(filled(), [note("E9")])), [])
    assert own_style(data, "E15") == own_style(filled(), "E15")
    assert own_style(data, "E9") == own_style(filled(), "E9")


def test_a_list_that_was_moved_is_replaced() -> None:
    def move(work: Workbook) -> None:
        work.move_sheet(TODO_SHEET, 2)

    work = book(mark(saved(move, marked())))
    assert work.sheetnames == [TODO_SHEET, *book(filled()).sheetnames]
    assert work[REPORT_SHEET].print_title_rows == "$6:$6"
    assert set(work[META_SHEET].defined_names) == {"Lokalna"}


def test_an_officers_comment_is_again_what_it_was() -> None:
    again = mark(marked(), [], [])
    assert comments(again) == {OWN: OWN_TEXT, THREAD: "[Wątek komentarzy] tak?"}
    assert substance(read(again)) == substance(read(officers_workbook()))


def test_what_an_officer_answers_in_a_comment_stays_and_is_named() -> None:
    answered = changed(
        mark(filled(), [note("E9")]),
        "xl/comments1.xml",
        "\u00a0\u00a0<",
        "\u00a0\u00a0\nTo prawda.<",
    )
    (told,) = read(answered).notes
    assert (told.kind, told.text) == (NoteKind.COMMENTS, "E9 „To prawda.”")
    assert comments(mark(answered, []))["E9"].strip() == "To prawda."


# ------------------------------------------------------------------ what cannot be marked


def strict(contents: Mapping[str, bytes]) -> dict[str, bytes]:
    name = "xl/workbook.xml"
    old, new = (
        b"schemas.openxmlformats.org/spreadsheetml/2006",
        b"purl.oclc.org/ooxml/spreadsheetml",
    )
    return {**contents, name: contents[name].replace(old, new)}


def signed(contents: Mapping[str, bytes]) -> dict[str, bytes]:
    return {**contents, "_xmlsignatures/sig1.xml": b"<Signature/>"}


def without_styles(contents: Mapping[str, bytes]) -> dict[str, bytes]:
    return {name: part for name, part in contents.items() if name != "xl/styles.xml"}


def broken_styles(contents: Mapping[str, bytes]) -> dict[str, bytes]:
    return {**contents, "xl/styles.xml": b"<styleSheet/>"}


def an_open_document(_: Mapping[str, bytes]) -> dict[str, bytes]:
    return {"content.xml": b"<office/>", "mimetype": b"application/vnd.oasis"}


def own_list(contents: Mapping[str, bytes]) -> dict[str, bytes]:
    name = "xl/workbook.xml"
    return {**contents, name: contents[name].replace("Słownik".encode(), TODO_SHEET.encode())}


def endless_row(contents: Mapping[str, bytes]) -> dict[str, bytes]:
    changed = contents[REPORT].replace(b'ht="408.75"', b'ht="inf"')
    return {**contents, REPORT: changed}


def broken_boxes(contents: Mapping[str, bytes]) -> dict[str, bytes]:
    return {**contents, BOXES: contents[BOXES].removesuffix(b"</xml>")}


@pytest.mark.parametrize(
    "spoil",
    [
        strict,
        signed,
        without_styles,
        broken_styles,
        an_open_document,
        own_list,
        endless_row,
        broken_boxes,
    ],
)
def test_what_cannot_be_marked_safely_is_left_to_the_caller(spoil: Any) -> None:
    with pytest.raises(NotAnnotatable):
        annotated(spoil(officers_parts()), NOTES, TODO, "Tytuł", "")


# ------------------------------------------------------------------ LibreOffice


@pytest.mark.libreoffice
@pytest.mark.parametrize("data", [filled(), officers_workbook()], ids=["form", "officer's"])
def test_libreoffice_opens_it_and_keeps_what_is_in_it(
    libreoffice: LibreOffice, tmp_path: Path, data: bytes
) -> None:
    on_cells = [entry for entry in NOTES if entry.cell not in BLANK]
    before = substance(read(libreoffice.convert(data, "xlsx", "xlsx", tmp_path)))
    resaved = libreoffice.convert(mark(data, on_cells), "xlsx", "xlsx", tmp_path)
    assert substance(read(resaved)) == before
    assert book(resaved).sheetnames[0] == TODO_SHEET
    assert "do poprawy" in comments(resaved)["E9"]
    again = mark(resaved, [])
    assert shade(again, "E9") == shade(data, "E9")
    assert "E9" not in comments(again)
    assert shade(again, "E10") == shade(data, "E10")


@pytest.mark.libreoffice
def test_saved_as_ods_our_own_marks_are_no_findings(
    libreoffice: LibreOffice, tmp_path: Path
) -> None:
    resaved = libreoffice.convert(mark(filled()), "xlsx", "ods", tmp_path)
    assert [told.kind for told in read(resaved, "KLUB.ods").notes] == [NoteKind.FORMAT]

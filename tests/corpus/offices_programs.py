"""The form after other programs had it, and under the names that people give it."""

import atexit
import csv
import io
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path

import docx
import openpyxl
import pandas
from lxml import etree

from domain.form import REPORT_SHEET
from tests.corpus.base import clean, edited, report
from tests.corpus.case import Case, Family
from tests.corpus.offices_desk import (
    FORM,
    HOURS,
    Data,
    Figures,
    done,
    meta,
    refused,
    taken,
    types,
    unused,
)
from tests.corpus.offices_looks import picture
from tests.edges.office import LibreOffice, packed, parts

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_SHEETS = tuple(name for name in parts(clean()) if name.startswith("xl/worksheets/sheet"))
_TYPES, _RELATIONS = "[Content_Types].xml", "xl/_rels/workbook.xml.rels"


# ------------------------------------------------------------------ programs that write workbooks


def _sheets(change: Callable[[str], str], base: Data = clean) -> Data:
    """Return a builder of a form with the text of its worksheets changed."""

    def build() -> bytes:
        contents = parts(base())
        return packed(
            contents | {name: change(contents[name].decode()).encode() for name in _SHEETS}
        )

    return build


def _floats(sheet: str) -> str:
    """Write whole numbers with a decimal, as Google Sheets does."""
    return re.sub(r"(<c [^>]*?(?<!t=\"[sb]\")><v>)(\d+)(</v>)", r"\1\2.0\3", sheet)


def _prefixed(sheet: str) -> str:
    """Write the names of elements with a prefix, as the Open XML SDK does."""
    text = re.sub(r"<(/?)([A-Za-z]+)(?=[\s/>])", r"<\1x:\2", sheet)
    return text.replace(" xmlns=", " xmlns:x=")


def _inline() -> bytes:
    """Return the form without styles and shared texts: every text stands in its cell."""
    contents = parts(clean())
    texts = etree.fromstring(contents["xl/sharedStrings.xml"])
    shared = ["".join(item.itertext()) for item in texts]
    for name in _SHEETS:
        root = etree.fromstring(contents[name])
        for cell in root.iter(f"{_MAIN}c"):
            cell.attrib.pop("s", None)
            if cell.get("t") == "s":
                text = shared[int(cell[0].text or "")]
                cell.set("t", "inlineStr")
                cell.remove(cell[0])
                inside = etree.SubElement(etree.SubElement(cell, f"{_MAIN}is"), f"{_MAIN}t")
                inside.text = text
        for column in root.iter(f"{_MAIN}col"):
            column.attrib.pop("style", None)
        for rule in root.findall(f"{_MAIN}conditionalFormatting"):
            root.remove(rule)
        contents[name] = etree.tostring(root)
    gone = ("sharedStrings", "styles", "theme")
    entry = rf"<(?:Override|Relationship) [^>]*(?:{'|'.join(gone)})[^>]*/>"
    for name in (_TYPES, _RELATIONS):
        contents[name] = re.sub(entry, "", contents[name].decode()).encode()
    return packed(
        {name: part for name, part in contents.items() if not any(word in name for word in gone)}
    )


def _absolute() -> bytes:
    """Return the form with paths from the package's root, as some libraries write them."""
    contents = parts(clean())
    text = contents[_RELATIONS].decode().replace('Target="', 'Target="/xl/')
    return packed(contents | {_RELATIONS: text.encode()})


def _strict() -> bytes:
    """Return the form in the strict dialect that Excel offers among its formats."""
    dialects = (
        (
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        ),
        (
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        ),
    )
    contents = parts(clean())
    for loose, strict in dialects:
        contents = {name: part.replace(loose, strict) for name, part in contents.items()}
    return packed(contents)


def _frames() -> bytes:
    """Return what pandas writes of all sheets that it read, cell by cell."""
    frames = pandas.read_excel(io.BytesIO(clean()), sheet_name=None, header=None, dtype=object)
    saved = io.BytesIO()
    with pandas.ExcelWriter(saved, engine="openpyxl") as writer:
        for name, frame in frames.items():
            frame.to_excel(writer, sheet_name=name, header=False, index=False)
    return saved.getvalue()


def _one_frame() -> bytes:
    """Return what pandas writes of one sheet: rows with numbers of its own, under Sheet1."""
    saved = io.BytesIO()
    pandas.read_excel(io.BytesIO(clean()), sheet_name=REPORT_SHEET).to_excel(saved)
    return saved.getvalue()


# ------------------------------------------------------------------ other kinds of files


def _rows() -> list[list[str]]:
    sheet = report(openpyxl.load_workbook(io.BytesIO(clean())))
    return [["" if cell is None else str(cell) for cell in row] for row in sheet.values]


def _csv() -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(_rows())
    # What the code page does not have, as ✓, Excel saves as a question mark.
    return text.getvalue().encode("cp1250", "replace")


def _html() -> bytes:
    rows = ("".join(f"<td>{cell}</td>" for cell in row) for row in _rows())
    table = "".join(f"<tr>{row}</tr>" for row in rows)
    return f"<html><head><meta charset='utf-8'></head><table>{table}</table></html>".encode()


def _xml_2003() -> bytes:
    return (
        b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet/></Workbook>'
    )


def _word() -> bytes:
    document = docx.Document()
    table = document.add_table(0, 3)
    for row in _rows()[5:]:
        for cell, text in zip(table.add_row().cells, row[2:5], strict=True):
            cell.text = text
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


# ------------------------------------------------------------------ LibreOffice


@cache
def _profile() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="corpus-libreoffice-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _libre(to: str, data: Data = clean) -> Data:
    """Return a builder of the form as LibreOffice saves it."""

    def build() -> bytes:
        office = LibreOffice.found(_profile())
        assert office is not None
        with tempfile.TemporaryDirectory() as folder:
            return office.convert(data(), "xlsx", to, Path(folder))

    return build


def _from_libreoffice() -> tuple[Case, ...]:
    """Return cases of LibreOffice's files, where it is installed."""
    if not shutil.which("soffice"):
        return ()
    new, open_document, old = "xlsx:Calc MS Excel 2007 XML", "ods", "xls:MS Excel 97"
    limits, masked = ["format-limits"], ["format-limits", "value-masked"]
    rounded = done(types(HOURS, 1703.4, look="0"))
    files: tuple[tuple[str, str, Data, Figures, list[str]], ...] = (
        ("xlsx", new, clean, {}, []),
        ("ods", open_document, clean, {}, limits),
        ("xls", old, clean, {}, limits),
        ("ods-with-a-rounded-number", open_document, rounded, unused(HOURS), masked),
        ("xls-with-a-rounded-number", old, rounded, unused(HOURS), masked),
    )
    return tuple(
        taken(
            f"libreoffice-{name}",
            f"saved-by-libreoffice-as-{name.partition('-')[0]}",
            _libre(to, data),
            figures,
            rules,
            family=Family.FOREIGN,
            file=f"formularz.{name.partition('-')[0]}",
        )
        for name, to, data, figures, rules in files
    )


# ------------------------------------------------------------------ cases

_TAKEN: tuple[tuple[str, str, Data], ...] = (
    ("by-openpyxl", "saved-by-openpyxl", lambda: edited(lambda book: None)),
    ("with-whole-numbers-as-decimals", "saved-by-google-sheets", _sheets(_floats)),
    (
        "with-the-year-as-a-decimal",
        "saved-by-google-sheets",
        _sheets(_floats, meta("year", 2024)),
    ),
    ("with-texts-in-their-cells", "saved-without-styles", _inline),
    ("with-prefixed-elements", "saved-with-a-prefix", _sheets(_prefixed)),
    ("with-absolute-paths", "saved-with-absolute-paths", _absolute),
    ("by-pandas-cell-by-cell", "saved-by-pandas", _frames),
)

_NAMES: tuple[tuple[str, str], ...] = (
    ("of-old-excel", "formularz.xls"),
    ("of-word", "formularz.docx"),
    ("of-copies", "Kopia Kopia formularz OSTATECZNY (2) — poprawiony!!.xlsx"),
    ("with-letters-apart", unicodedata.normalize("NFD", "Sprawozdanie świetlic żółte.xlsx")),
    ("that-is-long", "sprawozdanie " * 18 + ".xlsx"),
)

_REFUSED: tuple[tuple[str, str, Data, str, str], ...] = (
    ("by-pandas-as-one-sheet", "saved-by-pandas", _one_frame, FORM, "„Metryczka”"),
    ("as-strict-xml", "saved-as-strict", _strict, FORM, "Strict"),
    ("as-text", "saved-as-text", _csv, "formularz.csv", "CSV"),
    ("as-a-web-page", "saved-as-html", _html, "formularz.xls", "HTML"),
    ("as-xml-of-2003", "saved-as-xml", _xml_2003, "formularz.xml", "XML"),
    ("in-word", "typed-in-word", _word, "sprawozdanie.docx", "Worda"),
    ("as-a-picture-of-the-screen", "picture", picture, "zrzut.png", "obraz"),
)

CASES: tuple[Case, ...] = (
    *(taken(f"saved-{name}", kind, data, family=Family.FOREIGN) for name, kind, data in _TAKEN),
    *(
        refused(f"saved-{name}", kind, data, reason, family=Family.FOREIGN, file=file)
        for name, kind, data, file, reason in _REFUSED
    ),
    *(taken(f"file-name-{name}", "file-renamed", clean, file=file) for name, file in _NAMES),
    *_from_libreoffice(),
)

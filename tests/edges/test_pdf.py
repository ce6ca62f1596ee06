"""The PDF as LibreOffice writes it, read back: tags, language, title, bookmarks, pages, norms.

Proved is what stands in the file. Whether it follows PDF/UA and PDF/A to the last rule was not
validated: no validator (veraPDF, PAC) is at hand. LibreOffice states both norms in the XMP.
"""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import docx
import pypdf
import pytest
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from domain.accessibility import PdfCheck
from domain.merging import merge
from domain.rounds import Standing
from tasks.adapters.definitions import load_definition
from tasks.adapters.document import COMMENTS, render
from tasks.adapters.office import pdf_of
from tasks.adapters.pdf_reading import bookmarks, check_pdf, headings, tags
from tasks.adapters.rooms import Rooms
from tasks.render import annex, lay_out, read_template
from tests.edges.office import CHECKOUT, LibreOffice, parts
from tests.edges.small_annex import NAME, REMARK, SMALL, TEMPLATE

pytestmark = pytest.mark.libreoffice
ROOMS = Rooms.under(CHECKOUT)
LINE_END = "\x1f"
Spoil = Callable[[pypdf.PdfReader], None]


@dataclass(frozen=True)
class Printed:
    """The annex of the first programme before anybody answered, in Word and as PDF."""

    word: bytes
    pdf: bytes

    @property
    def reader(self) -> pypdf.PdfReader:
        return pypdf.PdfReader(io.BytesIO(self.pdf))

    def titles(self) -> list[tuple[int, str]]:
        """Return level and text of the headings in Word."""
        paragraphs = docx.Document(io.BytesIO(self.word)).paragraphs
        styled = [(str(one.style.name if one.style else ""), one.text) for one in paragraphs]
        return [
            (int(name.removeprefix("Heading ")), text)
            for name, text in styled
            if name.startswith("Heading ")
        ]


@pytest.fixture(scope="module")
def printed(libreoffice: LibreOffice) -> Printed:
    programme = load_definition(ROOMS, "pwr-2022-2024", 2024).programme
    merged = merge(programme, ())
    standing = Standing(programme, (), merged, (), (), (), "2025-03-01", "0" * 64)
    template = read_template(ROOMS, programme)
    word, pdf = annex(standing, lay_out(standing), template, pdf=True, final=False).outputs
    assert (word.role, pdf.role) == ("annex", "pdf")
    return Printed(word.content, pdf.content)


@pytest.fixture(scope="module")
def small(libreoffice: LibreOffice) -> bytes:
    """A small PDF, of a Word document with a remark."""
    word = render(replace(SMALL, comments=(REMARK,)), TEMPLATE, NAME)
    assert COMMENTS in parts(word)
    return pdf_of(word, libreoffice.program)


def squeezed(text: str) -> str:
    """Return a text without white space; the ends of lines stay."""
    return LINE_END.join("".join(line.split()) for line in text.splitlines())


def test_headings_are_tagged_in_order_from_h1_to_h4(printed: Printed) -> None:
    levels = headings(printed.reader)
    assert levels == [level for level, _ in printed.titles()]
    assert set(levels) == {1, 2, 3, 4}


def test_every_table_has_a_row_of_header_cells_for_its_columns(printed: Printed) -> None:
    found = list(tags(printed.reader))
    names = [str(tag["/S"]) for tag in found]
    assert names.count("/Table") == 15
    assert names.count("/TH") == sum(
        len(table.columns) for table in docx.Document(io.BytesIO(printed.word)).tables
    )
    for cell in (tag for tag in found if tag["/S"] == "/TH"):
        scopes = [one.get_object().get("/Scope") for one in cell["/A"]]
        assert "/Column" in scopes


def test_lists_and_the_table_of_contents_are_tagged_as_such(printed: Printed) -> None:
    names = [str(tag["/S"]) for tag in tags(printed.reader)]
    assert names.count("/TOC") == 1
    assert names.count("/TOCI") == len([level for level, _ in printed.titles() if level > 1])
    assert names.count("/L") > 1
    assert names.count("/LI") > names.count("/L")


def test_language_title_and_norms_are_stated(printed: Printed) -> None:
    reader = printed.reader
    root: dict[str, Any] = dict(reader.root_object)
    assert root["/Lang"] == "pl-PL"
    assert root["/ViewerPreferences"].get_object()["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert (reader.metadata.title or "").startswith("Sprawozdanie z działań podejmowanych w 2024")
    assert reader.metadata.author is None
    xmp = root["/Metadata"].get_object().get_data().decode()
    for stated in ("<pdfaid:part>2</", "<pdfaid:conformance>B</", "<pdfuaid:part>1</"):
        assert stated in xmp


def test_bookmarks_are_the_headings(printed: Printed) -> None:
    found = bookmarks(printed.reader)
    assert [(level, title) for level, title, _ in found] == printed.titles()


def test_the_table_of_contents_names_the_pages_where_the_headings_are(printed: Printed) -> None:
    pages = [squeezed(page.extract_text()) for page in printed.reader.pages]
    entries = [(title, page) for level, title, page in bookmarks(printed.reader) if level > 1]
    first = min(page for _, page in entries)
    contents = LINE_END.join(pages[: first - 1])
    for title, page in entries:
        signs = f"{LINE_END}?".join(map(re.escape, "".join(title.split())))
        told = re.search(rf"{signs}[.{LINE_END}]*(\d+)({LINE_END}|$)", contents)
        assert told is not None, title
        assert int(told[1]) == page
        assert re.search(signs, pages[page - 1]), title


def test_remarks_do_not_reach_the_pdf(small: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(small))
    annotations = [one.get_object() for page in reader.pages for one in page.get("/Annots", ())]
    assert {str(one["/Subtype"]) for one in annotations} == {"/Link"}
    assert "Czy na pewno" not in "".join(page.extract_text() for page in reader.pages)


def _put(key: str, value: PdfObject) -> Spoil:
    return lambda reader: reader.root_object.update({NameObject(key): value})


def _without_header_cells(reader: pypdf.PdfReader) -> None:
    cell = next(tag for tag in tags(reader) if tag["/S"] == "/TH")
    cell[NameObject("/S")] = NameObject("/TD")


def _with_a_remark(reader: pypdf.PdfReader) -> None:
    remark = DictionaryObject({NameObject("/Subtype"): NameObject("/Text")})
    page: Any = reader.get_object(reader.pages[0].indirect_reference or 0)
    page[NameObject("/Annots")] = ArrayObject([remark])


def test_the_annex_passes_its_checks(printed: Printed) -> None:
    assert [one.lines for one in check_pdf(printed.pdf) if not one.passed] == []


@pytest.mark.parametrize(
    ("check", "spoil"),
    [
        (PdfCheck.LANGUAGE, _put("/Lang", TextStringObject("en-US"))),
        (PdfCheck.TITLE, _put("/ViewerPreferences", DictionaryObject())),
        (PdfCheck.BOOKMARKS, _put("/Outlines", DictionaryObject())),
        (PdfCheck.TAGS, _put("/MarkInfo", DictionaryObject())),
        (PdfCheck.STANDARDS, _put("/Metadata", StreamObject())),
        (PdfCheck.HEADER_CELLS, _without_header_cells),
        (PdfCheck.REMARKS, _with_a_remark),
    ],
)
def test_each_check_finds_its_fault(small: bytes, check: PdfCheck, spoil: Spoil) -> None:
    reader = pypdf.PdfReader(io.BytesIO(small))
    spoil(reader)
    buffer = io.BytesIO()
    pypdf.PdfWriter(clone_from=reader).write(buffer)
    assert [one.check for one in check_pdf(buffer.getvalue()) if not one.passed] == [check]

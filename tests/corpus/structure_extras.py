"""What else may lie in a workbook: macros, links, objects."""

from collections.abc import Mapping

from tests.corpus.case import Case
from tests.corpus.structure_parts import (
    BOOK,
    DOCUMENT_NS,
    RELATIONS,
    ROOT_RELATIONS,
    ROOT_TYPES,
    SHEET,
    TYPE,
    Data,
    added,
    beside,
    declared,
    refused,
    swap,
    taken,
    text_of,
)
from tests.edges.compound_file import compound_file

SHEET_RELATIONS = "xl/worksheets/_rels/sheet3.xml.rels"
PACKAGE_NS = "http://schemas.openxmlformats.org/package/2006/relationships"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
MACROS = "application/vnd.ms-office.vbaProject"
MACRO_BOOK = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
SHEET_END = "</worksheet>"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360f8cf500f0003860180b04d0d5e0000000049454e44ae426082"
)


def project() -> bytes:
    """Return what holds macros: a compound file of streams."""
    return compound_file({"PROJECT": b"ID={0}", "VBA": {"dir": b"\x01", "ThisWorkbook": b"\x01"}})


def relation(number: int, kind: str, to: str, *, outside: bool = False) -> str:
    """Return one relation; `kind` is the last word of its type, or all of it."""
    kind = kind if ":" in kind else f"{DOCUMENT_NS}/{kind}"
    mode = ' TargetMode="External"' if outside else ""
    return f'<Relationship Id="rId{number}" Type="{kind}" Target="{to}"{mode}/>'


def relations(*made: str) -> str:
    """Return a part of relations."""
    return f'<Relationships xmlns="{PACKAGE_NS}">{"".join(made)}</Relationships>'


def of_book(kind: str, parts: Mapping[str, bytes | str], types: Mapping[str, str]) -> Data:
    """Return a builder of the form whose workbook has further parts; it names the first."""
    first = next(iter(parts)).removeprefix("xl/")

    def build() -> bytes:
        linked = {RELATIONS: beside("rId99", first, kind), ROOT_TYPES: declared(types)}
        return added(linked | dict(parts))

    return build


def of_sheet(
    related: str,
    parts: Mapping[str, bytes | str],
    types: Mapping[str, str],
    *changes: tuple[str, str],
) -> Data:
    """Return a builder of the form whose report sheet has relations and further parts."""

    def build() -> bytes:
        linked = {
            SHEET: swap(text_of(SHEET), *changes),
            SHEET_RELATIONS: relations(related),
            ROOT_TYPES: declared(types),
        }
        return added(linked | dict(parts))

    return build


def of_package(kind: str, parts: Mapping[str, bytes | str], types: Mapping[str, str]) -> Data:
    """Return a builder of the form whose package names a further part."""
    made = relation(99, kind, next(iter(parts)))
    root = swap(text_of(ROOT_RELATIONS), ("</Relationships>", f"{made}</Relationships>"))
    return lambda: added({ROOT_RELATIONS: root, ROOT_TYPES: declared(types)} | dict(parts))


def macro_book(
    name: str, kind: str = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
) -> bytes:
    """Return the form with macros, under some name."""
    main = f'{TYPE}.spreadsheetml.sheet.main+xml"'
    types = swap(declared({name: MACROS}), (main, f'{MACRO_BOOK}"'))
    made = relation(99, kind, name.removeprefix("xl/"))
    linked = swap(text_of(RELATIONS), ("</Relationships>", f"{made}</Relationships>"))
    return added({ROOT_TYPES: types, RELATIONS: linked, name: project()})


def macro_sheet() -> bytes:
    """Return the form with a sheet of Excel 4.0 macros, which run without any project."""
    kind = "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet"
    name = "macrosheets/sheet1.xml"
    sheet = (
        f'<xm:macrosheet xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" {MAIN}>'
        '<sheetData><row r="1"><c r="A1"><f>EXEC("calc.exe")</f><v>0</v></c></row></sheetData>'
        "</xm:macrosheet>"
    )
    made = relation(99, kind, name)
    entry = '<sheet name="Makro1" sheetId="99" state="veryHidden" r:id="rId99"/></sheets>'
    return added(
        {
            BOOK: swap(text_of(BOOK), ("</sheets>", entry)),
            RELATIONS: swap(text_of(RELATIONS), ("</Relationships>", f"{made}</Relationships>")),
            ROOT_TYPES: swap(
                declared({f"xl/{name}": "application/vnd.ms-excel.macrosheet+xml"}),
                (f'{TYPE}.spreadsheetml.sheet.main+xml"', f'{MACRO_BOOK}"'),
            ),
            f"xl/{name}": sheet,
        }
    )


def with_links(link: str, *targets: str) -> Data:
    """Return a builder of the form with links to other files."""
    name = "xl/externalLinks/externalLink1.xml"
    related = relations(
        *(relation(n, "externalLinkPath", to, outside=True) for n, to in enumerate(targets, 1))
    )
    part = f'<externalLink {MAIN} xmlns:r="{DOCUMENT_NS}">{link}</externalLink>'

    def build() -> bytes:
        book = swap(
            text_of(BOOK),
            (
                "<definedNames>",
                '<externalReferences><externalReference r:id="rId99"/></externalReferences>'
                "<definedNames>",
            ),
        )
        return added(
            {
                BOOK: book,
                RELATIONS: beside("rId99", "externalLinks/externalLink1.xml", "externalLink"),
                ROOT_TYPES: declared({name: f"{TYPE}.spreadsheetml.externalLink+xml"}),
                name: part,
                "xl/externalLinks/_rels/externalLink1.xml.rels": related,
            }
        )

    return build


MACRO_CASES = (
    refused(
        "macros", "macros", lambda: macro_book("xl/vbaProject.bin"), "makrami", "formularz.xlsm"
    ),
    refused("macros-in-an-xlsx", "macros", lambda: macro_book("xl/vbaProject.bin"), "makrami"),
    refused("macros-in-capitals", "macros", lambda: macro_book("xl/VBAPROJECT.BIN"), "makrami"),
    refused(
        "macros-under-another-name", "macros-elsewhere", lambda: macro_book("xl/dane.bin"), "makr"
    ),
    refused("macros-of-excel-4", "macros-of-excel-4", macro_sheet, "makr"),
)

LINKS = (
    taken(
        "links-to-another-workbook",
        "links",
        with_links(
            '<externalBook r:id="rId1"><sheetNames><sheetName val="Plan"/></sheetNames>'
            '<sheetDataSet><sheetData sheetId="0"><row r="1"><cell r="A1"><v>1</v></cell></row>'
            "</sheetData></sheetDataSet></externalBook>",
            "file:///\\\\serwer\\wspolny\\plan.xlsx",
        ),
    ),
    taken(
        "links-by-dde",
        "links-dde",
        with_links(
            '<ddeLink ddeService="cmd" ddeTopic="/c calc"><ddeItems><ddeItem name="A0" advise="1"/>'
            "</ddeItems></ddeLink>"
        ),
    ),
    taken(
        "links-to-files",
        "links-hyper",
        of_sheet(
            relation(1, "hyperlink", "file:///C:/Windows/System32/calc.exe", outside=True)
            + relation(2, "hyperlink", "mailto:bk@example.org?subject=a&amp;body=b", outside=True),
            {},
            {},
            (
                "<pageMargins ",
                '<hyperlinks><hyperlink ref="C23" r:id="rId1"/><hyperlink ref="B9" r:id="rId2"/>'
                '<hyperlink ref="C17" location="Metryczka!A1" display="x"/></hyperlinks>'
                "<pageMargins ",
            ),
        ),
    ),
    taken(
        "links-to-data",
        "links-data",
        of_book(
            "connections",
            {
                "xl/connections.xml": f'<connections {MAIN}><connection id="1" name="baza" '
                'type="1" refreshOnLoad="1"><dbPr connection="DSN=baza" command="x"/>'
                "</connection></connections>"
            },
            {"xl/connections.xml": f"{TYPE}.spreadsheetml.connections+xml"},
        ),
    ),
)

OBJECTS = (
    taken(
        "object-embedded",
        "objects",
        of_sheet(
            relation(1, "oleObject", "../embeddings/oleObject1.bin"),
            {"xl/embeddings/oleObject1.bin": compound_file({"Package": b"MZ" + bytes(99)})},
            {"xl/embeddings/oleObject1.bin": f"{TYPE}.oleObject"},
            (
                SHEET_END,
                '<oleObjects><oleObject progId="Package" shapeId="1025" r:id="rId1"/></oleObjects>'
                + SHEET_END,
            ),
        ),
        rules=frozenset({"pictures-unread"}),
    ),
    taken(
        "object-that-is-a-control",
        "objects-active",
        of_sheet(
            relation(1, "control", "../activeX/activeX1.xml"),
            {
                "xl/activeX/activeX1.xml": '<ax:ocx ax:persistence="persistStreamInit" '
                'ax:classid="{8BD21D40-EC42-11CE-9E0D-00AA006002F3}" '
                'xmlns:ax="http://schemas.microsoft.com/office/2006/activeX"/>',
                "xl/activeX/activeX1.bin": bytes(64),
            },
            {
                "xl/activeX/activeX1.xml": "application/vnd.ms-office.activeX+xml",
                "xl/activeX/activeX1.bin": "application/vnd.ms-office.activeX",
            },
            (
                SHEET_END,
                '<controls><control shapeId="1025" r:id="rId1" name="Przycisk"/></controls>'
                + SHEET_END,
            ),
        ),
    ),
    taken(
        "object-that-is-a-picture",
        "objects-pictures",
        of_sheet(
            relation(1, "drawing", "../drawings/drawing1.xml"),
            {
                "xl/drawings/drawing1.xml": '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/'
                'drawingml/2006/spreadsheetDrawing"/>',
                "xl/media/image1.png": PNG,
            },
            {
                "xl/drawings/drawing1.xml": f"{TYPE}.drawing+xml",
                "xl/media/image1.png": "image/png",
            },
            (SHEET_END, f'<drawing r:id="rId1"/>{SHEET_END}'),
        ),
        rules=frozenset({"pictures-unread"}),
    ),
    refused(
        "object-drawing-that-is-broken",
        "objects-broken",
        of_sheet(
            relation(1, "drawing", "../drawings/drawing1.xml"),
            {"xl/drawings/drawing1.xml": "<xdr:wsDr"},
            {"xl/drawings/drawing1.xml": f"{TYPE}.drawing+xml"},
            (SHEET_END, f'<drawing r:id="rId1"/>{SHEET_END}'),
        ),
    ),
)


CASES: tuple[Case, ...] = (*MACRO_CASES, *LINKS, *OBJECTS)

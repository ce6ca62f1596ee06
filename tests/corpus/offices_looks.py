"""Numbers that are there and not seen, or seen and not meant; answers that are no cells at all."""

import struct
import zlib
from collections.abc import Callable

from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.worksheet import Worksheet

from tests.corpus.case import Case
from tests.corpus.offices_desk import (
    ALL_UNUSED,
    HOURS,
    PLAN,
    PRECISION,
    VALUE,
    VALUES,
    Data,
    at,
    done,
    empty,
    row_of,
    spent,
    taken,
    types,
    unused,
)
from tests.edges.office import packed, parts

Change = Callable[[Worksheet], None]

_RED = PatternFill("solid", fgColor="FFFF0000")


def _cell(change: Callable[[Cell], object], key: str = HOURS, header: str = VALUE) -> Data:
    return done(lambda sheet: change(at(sheet, key, header)))


def _font(**looks: object) -> Data:
    def change(cell: Cell) -> None:
        cell.font = Font(**looks)  # type: ignore[arg-type]

    return _cell(change)


def _fill(cell: Cell) -> None:
    cell.fill = _RED


def _white_on_red(cell: Cell) -> None:
    cell.fill, cell.font = _RED, Font(color="FFFFFFFF")


def _black_on_black(cell: Cell) -> None:
    cell.fill, cell.font = PatternFill("solid", fgColor="FF000000"), Font(color="FF000000")


def _white_if_zero(sheet: Worksheet) -> None:
    white = DifferentialStyle(font=Font(color="FFFFFFFF"))
    rule = Rule("cellIs", operator="equal", formula=["0"], dxf=white)
    sheet.conditional_formatting.add(at(sheet, HOURS).coordinate, rule)


def _note(text: str) -> Change:
    def change(sheet: Worksheet) -> None:
        at(sheet, HOURS).comment = Comment(text, "Anna")

    return change


def _column(header: str, *, width: float | None = None, hidden: bool = False) -> Change:
    def change(sheet: Worksheet) -> None:
        column = sheet.column_dimensions[at(sheet, HOURS, header).column_letter]
        column.hidden = hidden
        if width is not None:
            column.width = width

    return change


def _rows(first: str, count: int, *, height: float | None = None, hidden: bool = False) -> Change:
    def change(sheet: Worksheet) -> None:
        top = row_of(sheet, first)
        for row in range(top, top + count):
            sheet.row_dimensions[row].hidden = hidden
            sheet.row_dimensions[row].height = height

    return change


def _grouped(hidden: bool) -> Change:
    def change(sheet: Worksheet) -> None:
        top = row_of(sheet, HOURS)
        sheet.row_dimensions.group(top, top + 3, outline_level=1, hidden=hidden)

    return change


def _filtered(sheet: Worksheet) -> None:
    sheet.auto_filter.ref = f"A6:K{sheet.max_row}"
    sheet.auto_filter.add_filter_column(1, ["I.1.1", "I.1.4"])
    _rows("I.1.5", 5, hidden=True)(sheet)


def _merge(first: str, header: str, last: str, last_header: str) -> Change:
    def change(sheet: Worksheet) -> None:
        area = f"{at(sheet, first, header).coordinate}:{at(sheet, last, last_header).coordinate}"
        sheet.merge_cells(area)

    return change


def _hide_sheet(sheet: Worksheet) -> None:
    sheet.sheet_state = "hidden"


def _hide_zeros(sheet: Worksheet) -> None:
    sheet.sheet_view.showZeros = False


# ------------------------------------------------------------------ drawings

_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DRAWINGS = "http://schemas.openxmlformats.org/drawingml/2006"
_ANCHOR = (
    "<xdr:from><xdr:col>4</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>19</xdr:row>"
    "<xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>5</xdr:col><xdr:colOff>0</xdr:colOff>"
    "<xdr:row>20</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>"
)
_BOX = (
    '<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="2" name="pole tekstowe 1"/>'
    '<xdr:cNvSpPr txBox="1"/></xdr:nvSpPr><xdr:spPr><a:prstGeom prst="rect"><a:avLst/>'
    "</a:prstGeom></xdr:spPr><xdr:txBody><a:bodyPr/><a:p><a:r><a:t>1703</a:t></a:r></a:p>"
    "</xdr:txBody></xdr:sp>"
)
_PICTURE = (
    '<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2" name="Obraz 1"/><xdr:cNvPicPr/></xdr:nvPicPr>'
    f'<xdr:blipFill><a:blip xmlns:r="{_RELATIONS}" r:embed="rId1"/><a:stretch><a:fillRect/>'
    '</a:stretch></xdr:blipFill><xdr:spPr><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    "</xdr:spPr></xdr:pic>"
)


def picture() -> bytes:
    """Return a small PNG, as a cut-out of the screen is."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0\xff"))
        + chunk(b"IEND", b"")
    )


def _related(kind: str, target: str) -> bytes:
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATIONS}/{kind}" Target="{target}"/></Relationships>'
    ).encode()


def _drawn(shape: str, base: Data) -> Data:
    """Return a builder of a form with a shape that lies on the report sheet."""
    drawing = (
        f'<xdr:wsDr xmlns:xdr="{_DRAWINGS}/spreadsheetDrawing" xmlns:a="{_DRAWINGS}/main">'
        f"<xdr:twoCellAnchor>{_ANCHOR}{shape}<xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>"
    )
    types_of_parts = (
        '<Default Extension="png" ContentType="image/png"/><Override PartName='
        '"/xl/drawings/drawing1.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.drawing+xml"/></Types>'
    )

    def build() -> bytes:
        contents = parts(base())
        sheet = contents["xl/worksheets/sheet3.xml"].decode()
        kinds = contents["[Content_Types].xml"].decode()
        tail = f'<drawing xmlns:r="{_RELATIONS}" r:id="rId1"/></worksheet>'
        return packed(
            contents
            | {
                "[Content_Types].xml": kinds.replace("</Types>", types_of_parts).encode(),
                "xl/worksheets/sheet3.xml": sheet.replace("</worksheet>", tail).encode(),
                "xl/worksheets/_rels/sheet3.xml.rels": _related(
                    "drawing", "../drawings/drawing1.xml"
                ),
                "xl/drawings/drawing1.xml": drawing.encode(),
                "xl/drawings/_rels/drawing1.xml.rels": _related("image", "../media/image1.png"),
                "xl/media/image1.png": picture(),
            }
        )

    return build


# ------------------------------------------------------------------ cases

_SEEN: tuple[tuple[str, str, Data], ...] = (
    # A colour has no agreed meaning; the number stands, and the status says what became of it.
    ("value-in-red", "colour-as-meaning", _cell(_fill)),
    ("plan-column-hidden", "printed-column-hidden", done(_column(PLAN, hidden=True))),
    ("value-in-white-on-red", "colour-as-meaning", _cell(_white_on_red)),
)

CASES: tuple[Case, ...] = (
    *(taken(name, mechanism, data) for name, mechanism, data in _SEEN),
    taken(
        "note-beside-a-value",
        "note",
        done(_note("Dane z rejestru usług.")),
        rules=["comments-unread"],
    ),
    taken(
        "logo-over-the-sheet",
        "picture",
        _drawn(_PICTURE, done()),
        rules=["pictures-unread"],
    ),
    taken(
        "value-in-white",
        "invisible-letters",
        _font(color="FFFFFFFF"),
        unused(HOURS),
        ["value-hidden"],
    ),
    taken(
        "value-blacked-out",
        "invisible-letters",
        _cell(_black_on_black),
        unused(HOURS),
        ["value-hidden"],
    ),
    taken(
        "zero-in-white-by-condition",
        "hidden-by-setting",
        done(types(HOURS, 0), _white_if_zero),
        unused(HOURS),
        ["value-hidden"],
    ),
    # Crossed out is withdrawn, or waits for a better one: nobody can be sure that it is meant.
    taken(
        "value-struck-through",
        "struck-through",
        _font(strike=True),
        unused(HOURS),
        ["value-struck"],
    ),
    taken(
        "row-hidden",
        "hidden-row",
        done(_rows(HOURS, 1, hidden=True)),
        unused(HOURS),
        ["value-hidden"],
    ),
    # A sign that stands for a number is hidden as a number is.
    taken(
        "dash-in-a-hidden-row",
        "hidden-row",
        done(types(HOURS, "–"), _rows(HOURS, 1, hidden=True)),
        unused(HOURS),
        ["value-hidden"],
    ),
    taken(
        "row-squeezed-to-a-line",
        "hidden-row",
        done(_rows(HOURS, 1, height=0.75)),
        unused(HOURS),
        ["value-hidden"],
    ),
    taken(
        "rows-in-a-closed-group",
        "grouped-rows",
        done(_grouped(hidden=True)),
        unused(HOURS),
        ["value-hidden"],
    ),
    taken(
        "rows-filtered-away",
        "filter-with-hidden-rows",
        done(_filtered),
        unused(HOURS) | {spent("I.1.5"): None},
        ["value-hidden"],
    ),
    taken(
        "value-column-hidden",
        "hidden-column",
        done(_column(VALUE, hidden=True)),
        unused(*VALUES),
        ["value-hidden", "wording-number"],
    ),
    taken(
        "value-column-too-narrow-for-any-digit",
        "narrow-column",
        done(_column(VALUE, width=1)),
        unused(*VALUES),
        ["value-hidden", "wording-number"],
    ),
    taken(
        "report-sheet-hidden",
        "hidden-sheet",
        done(_hide_sheet),
        ALL_UNUSED,
        ["value-hidden", "wording-number"],
    ),
    taken(
        "zeros-not-shown-in-the-sheet",
        "hidden-by-setting",
        done(types(HOURS, 0), _hide_zeros),
        unused(HOURS),
        ["value-hidden"],
    ),
    taken(
        "value-merged-over-two-rows",
        "merged-cells",
        done(_merge(HOURS, VALUE, "I.1.5/+1", VALUE)),
        unused(HOURS),
        ["value-merged"],
    ),
    taken(
        "value-merged-with-its-precision",
        "merged-cells",
        done(_merge(HOURS, VALUE, HOURS, PRECISION)),
        unused(HOURS),
        ["value-merged"],
    ),
    taken(
        "value-in-a-note",
        "note",
        done(types(HOURS, None), _note("1703")),
        unused(HOURS),
        ["value-missing", "comments-unread"],
    ),
    taken(
        "value-in-a-text-box",
        "text-box",
        _drawn(_BOX, done(types(HOURS, None))),
        unused(HOURS),
        ["value-missing", "pictures-unread"],
    ),
    taken(
        "answers-as-a-picture",
        "picture",
        _drawn(_PICTURE, done(empty)),
        ALL_UNUSED,
        ["action-unanswered", "pictures-unread"],
    ),
)

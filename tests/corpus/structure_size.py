"""Files that are large, deep or wide: each ends within seconds, read or refused."""

import re
from collections.abc import Callable

from tests.corpus.case import Case
from tests.corpus.structure_archive import archive, entry, replaced
from tests.corpus.structure_parts import (
    BOOK,
    SHEET,
    STRINGS,
    STYLES,
    VALUE,
    Data,
    refused,
    row,
    swap,
    swapped,
    taken,
    text_of,
)
from tests.corpus.structure_sheet import FILTER
from tests.corpus.structure_zip import noise

MIB = 1024 * 1024
# Areas that the form has one validation and one conditional format for.
STATUSES = re.findall(r'<dataValidation [^>]*sqref="(I\d+ [^"]*)"', text_of(SHEET))[0]
VALUES = re.findall(r'<conditionalFormatting sqref="(E[^"]*)"', text_of(SHEET))[0]


def stored(name: str, part: str) -> bytes:
    """Return the form with one part that is not packed, so that no ratio gives it away."""
    return archive(replaced(name, entry(name, part.encode("utf-8"), stored=True)))


def quickly(name: str, part: str) -> bytes:
    """Return the form with one part that is packed in a hurry."""
    return archive(replaced(name, entry(name, part.encode("utf-8"), level=1)))


def sheet(*changes: tuple[str, str], pack: Callable[[str, str], bytes] = quickly) -> Data:
    """Return a builder of the form with large changes in its report sheet."""
    return lambda: pack(SHEET, swap(text_of(SHEET), *changes))


def last_row() -> int:
    """Return the number of the form's last row."""
    return max(map(int, re.findall(r'<row r="(\d+)"', text_of(SHEET))))


def wide(columns: int) -> bytes:
    """Return the form whose last row has so many cells in all."""
    more = columns - row(last_row()).count("<c ")
    end = "</row></sheetData>"
    return quickly(SHEET, swap(text_of(SHEET), (end, "<c/>" * more + end)))


def rows(number: int, of_each: Callable[[int], str]) -> Data:
    """Return a builder of the form with so many rows below its own."""
    below = last_row() + 1
    return lambda: quickly(
        SHEET,
        swap(
            text_of(SHEET),
            ("</sheetData>", "".join(map(of_each, range(below, below + number))) + "</sheetData>"),
        ),
    )


def formatted(number: int) -> str:
    """Return a row of empty cells that somebody formatted down to the bottom."""
    cells = "".join(f'<c r="{letter}{number}" s="4"/>' for letter in "ABCDEFGHIJKLMN")
    return f'<row r="{number}">{cells}</row>'


def texts(more: Data) -> Data:
    """Return a builder of the form with further shared texts."""
    return lambda: quickly(
        STRINGS, swap(text_of(STRINGS), ("</sst>", f"{more().decode('ascii')}</sst>"))
    )


def long_texts() -> bytes:
    """Return 60 MB of texts as long as Excel's longest."""
    plain = noise(60 * MIB)
    pieces = (plain[start : start + 32_000] for start in range(0, len(plain), 32_000))
    return b"".join(b"<si><t>%s</t></si>" % piece for piece in pieces)


def short_texts() -> bytes:
    """Return 8 MB of the shortest texts."""
    return b"".join(b"<si><t>%07d</t></si>" % n for n in range(8 * MIB // 24))


def styles(number: int) -> Data:
    """Return a builder of the form with so many cell formats."""

    def build() -> bytes:
        more = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' * number
        return stored(STYLES, swap(text_of(STYLES), ("</cellXfs>", f"{more}</cellXfs>")))

    return build


def nested(number: int, place: str, name: str = SHEET) -> Data:
    """Return a builder of the form with so many elements in one another before a place."""
    return lambda: stored(
        name, swap(text_of(name), (place, "<a>" * number + "</a>" * number + place))
    )


def attributes(number: int) -> Data:
    """Return a builder of the form with an element of so many attributes."""

    def build() -> bytes:
        made = " ".join(f'a{n}="9"' for n in range(number))
        return stored(SHEET, swap(text_of(SHEET), ("<sheetData>", f"<a {made}/><sheetData>")))

    return build


def merged(number: int) -> str:
    """Return so many merged pairs of cells, far below the form."""
    return "".join(f'<mergeCell ref="B{n}:C{n}"/>' for n in range(1000, 1000 + number))


FILES = (
    refused("size-21-mib-of-zeros", "size-file", lambda: bytes(21 * MIB), "za duży"),
    refused(
        "size-20-mib-of-text", "size-file", lambda: b"Klucz;1703\r\n" * (20 * MIB // 12), "CSV"
    ),
    refused("size-20-mib-of-brackets", "size-file", lambda: b"<" + b"> " * (10 * MIB - 1)),
    refused("size-20-mib-of-a-header", "size-file", lambda: b"Subject: a\n" * (20 * MIB // 11)),
)

SHEETS = (
    taken("size-rows-formatted", "size-rows", rows(20_000, formatted)),
    taken(
        "size-rows-styled",
        "size-rows",
        rows(100_000, lambda number: f'<row r="{number}" s="4" customFormat="1"/>'),
    ),
    taken(
        "size-columns-all",
        "size-columns",
        lambda: wide(16_384),
    ),
    refused(
        "size-columns-too-many",
        "size-columns",
        sheet(("</row></sheetData>", "<c/>" * 20_000 + "</row></sheetData>"), pack=stored),
    ),
    taken(
        "size-merged-pairs",
        "size-merged",
        sheet((FILTER, f"{FILTER}<mergeCells>{merged(5000)}</mergeCells>")),
    ),
    taken(
        "size-linked-column",
        "size-linked",
        sheet(
            (
                "<pageMargins ",
                '<hyperlinks><hyperlink ref="E1:E100000" location="A1"/></hyperlinks><pageMargins ',
            )
        ),
    ),
    taken(
        "size-validated-sheet",
        "size-validated",
        sheet((f'sqref="{STATUSES}"', 'sqref="A1:XFD1048576"')),
    ),
    taken(
        "size-formatted-areas",
        "size-conditions",
        sheet((f'sqref="{VALUES}"', f'sqref="{" ".join(f"E{n}:K{n}" for n in range(7, 20_000))}"')),
    ),
    taken(
        "size-comment-of-megabytes",
        "size-comment",
        sheet((VALUE, f"{VALUE}<!--{'9' * 5_000_000}-->"), pack=stored),
    ),
)

PARTS = (
    taken("size-texts-long", "size-texts", texts(long_texts)),
    taken("size-texts-many", "size-texts", texts(short_texts)),
    taken("size-formats-as-many-as-excel-has", "size-styles", styles(60_000)),
    refused("size-elements-nested", "size-nested", nested(1_000_000, "<sheetData>")),
    taken("size-elements-nested-in-texts", "size-nested", nested(1_000_000, "</sst>", STRINGS)),
    refused(
        "size-elements-nested-in-styles", "size-nested", nested(1_000_000, "</styleSheet>", STYLES)
    ),
    refused("size-attributes", "size-attributes", attributes(1_000_000)),
    taken(
        "size-names-defined",
        "size-names",
        lambda: quickly(
            BOOK,
            swap(
                text_of(BOOK),
                (
                    "<definedNames>",
                    "<definedNames>"
                    + "".join(
                        f'<definedName name="n{n}">Słownik!$A$1</definedName>'
                        for n in range(20_000)
                    ),
                ),
            ),
        ),
    ),
    taken(
        "size-wording-of-a-hundred-thousand-letters",
        "size-wording",
        lambda: swapped(STRINGS, ("<t>47 rodziny, ", f"<t>47 rodziny, {'a ' * 50_000}")),
    ),
)

# Reading it takes all the memory there is, or all the time; it comes last, for a child that has
# met it is no good for a large file afterwards.
LAST = (
    refused(
        "size-merged-sheet",
        "size-memory",
        sheet((FILTER, f'{FILTER}<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')),
    ),
)

CASES: tuple[Case, ...] = (*FILES, *SHEETS, *PARTS, *LAST)

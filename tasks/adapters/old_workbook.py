"""Reads an .xls as a person sees it: each cell's value, or why a number in it is not seen so.

The records are gone through here first: xlrd does not tell formulas from values, and gets to see
only the records that it is needed for.
"""

import datetime
import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from domain.filekinds import REFUSALS, FileKind
from domain.form import META_SHEET, REPORT_SHEET
from domain.limits import Limits
from domain.polish.numbers import format_number
from domain.reading import Sheets, column_letters
from domain.shown import Operands, Spans, as_stored, shown_text
from domain.submissions import CellState, ErrorValue, RawValue, Refused, Unseen

DEFAULT_LIMITS = Limits()
MOST_CELLS, MOST_MERGED = 1_000_000, 20_000
NOTE = (
    "Sprawozdanie zapisano w starym formacie .xls: blokady komórek i listy wyboru formularza mogły "
    "przy tym zginąć, a z formuł przyjmujemy tylko proste działania i sumy."
)
_AGAIN = (
    "Proszę otworzyć plik w Excelu, zapisać jako „Skoroszyt programu Excel (*.xlsx)” i przesłać "
    "ponownie."
)
_BROKEN = f"Plik .xls jest uszkodzony albo niekompletny. {_AGAIN}"
_MACROS = f"To skoroszyt .xls z makrami; makr nie uruchamiamy. {_AGAIN}"
_TOO_OLD = f"To skoroszyt Excela sprzed 1997 roku, którego nie wczytujemy. {_AGAIN}"
_TOO_MANY = (
    "W arkuszu wypełniono tysiące komórek poza formularzem. Proszę usunąć wartości przeciągnięte "
    "poza jego wiersze i kolumny i przesłać plik ponownie."
)


def read_old_workbook(data: bytes, *, limits: Limits = DEFAULT_LIMITS) -> Sheets:
    """Read a workbook of Excel 97–2003; raises Refused with the reason why it cannot be."""
    try:
        scan = _Scan(bytearray(_stream(data)), limits)
        return Sheets(dict(_read(scan)), (NOTE,))
    except Refused:
        raise
    except Exception as error:
        # The two libraries raise whatever they trip over; their opinion of a file is a refusal.
        raise Refused(_BROKEN) from error


def _stream(data: bytes) -> bytes:
    """Return the workbook's own stream of records."""
    import olefile

    with olefile.OleFileIO(io.BytesIO(data)) as file:
        if any("VBA" in part.upper() for path in file.listdir(storages=True) for part in path[:1]):
            raise Refused(_MACROS)
        if not file.exists("Workbook"):
            raise Refused(_TOO_OLD if file.exists("Book") else _BROKEN)
        stream: bytes = file.openstream("Workbook").read()
        return stream


# ---------------------------------------------------------------- the records

_BOF, _EOF, _FILEPASS, _BOUNDSHEET, _SST = 0x809, 0x0A, 0x2F, 0x85, 0xFC
_FORMULAS = (0x06, 0x206, 0x406)
# BLANK, NUMBER, LABEL, BOOLERR, RK, RSTRING, LABELSST: one cell each. MULRK and MULBLANK: a row.
_SINGLE = (0x201, 0x203, 0x204, 0x205, 0x27E, 0xD6, 0xFD, *_FORMULAS)
_SEVERAL = {0xBD: 6, 0xBE: 2}
# CONTINUE, STRING, SHRFMLA, ARRAY, TABLE (which follow a formula), CODEPAGE, DATEMODE, FONT, XF,
# FORMAT, PALETTE, ROW, COLINFO, DEFAULTROWHEIGHT, MERGEDCELLS.
_NEEDED = frozenset(
    (_BOF, _EOF, _BOUNDSHEET, _SST, *_SINGLE, *_SEVERAL, 0x3C, 0x207, 0x4BC, 0x221, 0x236, 0x42)
    + (0x22, 0x31, 0xE0, 0x41E, 0x92, 0x208, 0x7D, 0x225, 0xE5)
)
_UNKNOWN = b"\xff\xff"
_BIFF8, _WORKSHEET, _MACRO_SHEET = 0x600, 0, 1
_HEAD = struct.Struct("<HH")


@dataclass(slots=True)
class _Scan:
    """The stream, without the records that nobody needs, and the formulas in each sheet's cells."""

    stream: bytearray
    limits: Limits
    sheets: dict[str, int] = field(default_factory=dict)
    formulas: dict[int, dict[tuple[int, int], bytes]] = field(default_factory=dict)
    filled: set[tuple[int, int, int]] = field(default_factory=set)

    def __post_init__(self) -> None:
        start = None
        for place, code, data in _records(self.stream):
            if place == 0 and (code != _BOF or data[:2] != _BIFF8.to_bytes(2, "little")):
                raise Refused(_TOO_OLD)
            start = place if code == _BOF else start
            if start == 0:
                self._of_book(code, data)
            elif start in self.formulas:
                self._of_sheet(start, code, data)
            elif code == _BOF:
                start = place
        names = [name for name in (META_SHEET, REPORT_SHEET) if name in self.sheets]
        self.sheets = {name: self.sheets[name] for name in names}

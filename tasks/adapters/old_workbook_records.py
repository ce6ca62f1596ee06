"""The records of an .xls: gone through before xlrd does, which gets to see only what it needs."""

import struct
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from domain.filekinds import REFUSALS, FileKind
from domain.form import META_SHEET, REPORT_SHEET
from domain.limits import Limits
from domain.reading import column_letters
from domain.submissions import Refused

MOST_CELLS = 1_000_000
_AGAIN = (
    "Proszę otworzyć plik w Excelu, zapisać jako „Skoroszyt programu Excel (*.xlsx)” i przesłać "
    "ponownie."
)
BROKEN = f"Plik .xls jest uszkodzony albo niekompletny. {_AGAIN}"
MACROS = f"To skoroszyt .xls z makrami; makr nie uruchamiamy. {_AGAIN}"
TOO_OLD = f"To skoroszyt Excela sprzed 1997 roku, którego nie wczytujemy. {_AGAIN}"
TOO_MANY = (
    "W arkuszu wypełniono tysiące komórek poza formularzem. Proszę usunąć wartości przeciągnięte "
    "poza jego wiersze i kolumny i przesłać plik ponownie."
)

_BOF, _EOF, _FILEPASS, _BOUNDSHEET, _SST = 0x809, 0x0A, 0x2F, 0x85, 0xFC
_FORMULAS = (0x06, 0x206, 0x406)
# BLANK, NUMBER, LABEL, BOOLERR, RK, RSTRING, LABELSST: one cell each. MULRK and MULBLANK: several.
_SINGLE = (0x201, 0x203, 0x204, 0x205, 0x27E, 0xD6, 0xFD, *_FORMULAS)
_SEVERAL = {0xBD: 6, 0xBE: 2}
_NEEDED = frozenset((_BOF, _EOF, _FILEPASS, _BOUNDSHEET, _SST, *_SINGLE, *_SEVERAL)) | {
    # CONTINUE, CODEPAGE, DATEMODE, FONT, FORMAT, XF, PALETTE
    *(0x3C, 0x42, 0x22, 0x31, 0x41E, 0xE0, 0x92),
    # ROW, COLINFO, DEFAULTROWHEIGHT, MERGEDCELLS; STRING, SHRFMLA, ARRAY, TABLE follow a formula
    *(0x208, 0x7D, 0x225, 0xE5, 0x207, 0x4BC, 0x221, 0x236),
}
_UNKNOWN = b"\xff\xff"
_WORKSHEET, _MACRO_SHEET = 0, 1
_PAIR = struct.Struct("<HH")

Place = tuple[int, int]


@dataclass(slots=True)
class Scan:
    """The stream, without what nobody needs; where the sheets begin, and their formulas.

    `wanted` are the sheets to be read (None: all), `others` where all other worksheets begin.
    """

    stream: bytearray
    limits: Limits
    wanted: Collection[str] | None = (META_SHEET, REPORT_SHEET)
    others: dict[str, int] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    sheets: dict[str, int] = field(default_factory=dict)
    formulas: dict[int, dict[Place, bytes]] = field(default_factory=dict)
    filled: set[tuple[int, int, int]] = field(default_factory=set)

    def __post_init__(self) -> None:
        if _PAIR.unpack_from(self.stream)[0] != _BOF or self.stream[4:6] != b"\x00\x06":
            raise Refused(TOO_OLD)
        begun: set[int] = set()
        for start, code, data in _records(self.stream):
            begun.add(start)
            if start == 0:
                self._of_book(code, data)
            elif start in self.sheets.values():
                self._of_sheet(self.formulas.setdefault(start, {}), start, code, data)
        starts = self.sheets.values()
        if not begun.issuperset(starts) or len(set(starts)) < len(starts):
            raise Refused(BROKEN)

    def size(self, name: str) -> int:
        """Return how long a sheet's part of the stream is."""
        places = self.sheets | self.others
        later = (start for start in places.values() if start > places[name])
        return min(later, default=len(self.stream)) - places[name]

    def _of_book(self, code: int, data: bytes) -> None:
        if code == _FILEPASS:
            raise Refused(REFUSALS[FileKind.ENCRYPTED])
        if code == _SST and int.from_bytes(data[4:8], "little") > len(self.stream):
            raise Refused(BROKEN)
        if code == _BOUNDSHEET:
            self._sheet(data)

    def _sheet(self, data: bytes) -> None:
        start, _, kind, length, wide = struct.unpack_from("<IBBBB", data)
        if kind == _MACRO_SHEET:
            raise Refused(MACROS)
        name = data[8:].decode("utf-16-le" if wide & 1 else "latin-1", "replace")[:length]
        if name.casefold() in (other.casefold() for other in self.names):
            raise Refused(f"Dwa arkusze mają tę samą nazwę „{name}”. {_AGAIN}")
        self.names.append(name)
        if len(self.names) > self.limits.sheets:
            raise Refused(
                f"Plik ma ponad {self.limits.sheets} arkuszy. Proszę przesłać sam formularz, bez "
                "dodatkowych arkuszy."
            )
        if kind == _WORKSHEET and (self.wanted is None or name in self.wanted):
            self.sheets[name] = start
        elif kind == _WORKSHEET:
            self.others[name] = start

    def _of_sheet(self, formulas: dict[Place, bytes], start: int, code: int, data: bytes) -> None:
        if code not in _SINGLE and code not in _SEVERAL:
            return
        row, first = _PAIR.unpack_from(data)
        count = (len(data) - 6) // _SEVERAL[code] if code in _SEVERAL else 1
        cells = {(start, row, column) for column in range(first, first + count)}
        if not self.filled.isdisjoint(cells):
            address = f"{column_letters(first + 1)}{row + 1}"
            raise Refused(f"W arkuszu dwa razy zapisano komórkę {address}. {_AGAIN}")
        self.filled |= cells
        if len(self.filled) > MOST_CELLS:
            raise Refused(TOO_MANY)
        if code in _FORMULAS:
            formulas[row, first] = data[22 : 22 + int.from_bytes(data[20:22], "little")]


def _records(stream: bytearray) -> Iterator[tuple[int, int, bytes]]:
    """Yield where each part (the book, a sheet) begins, with its records; blot out all others.

    What is embedded in a part, such as a chart, is blotted out too.
    """
    place = start = opened = 0
    while place + _PAIR.size <= len(stream):
        code, size = _PAIR.unpack_from(stream, place)
        end = place + _PAIR.size + size
        if code == _BOF:
            opened += 1
            start = place if opened == 1 else start
        if opened == 1 and code in _NEEDED and end <= len(stream):
            yield start, code, bytes(stream[place + _PAIR.size : end])
        else:
            stream[place : place + 2] = _UNKNOWN
        if code == _EOF and opened:
            opened -= 1
        place = end
    if opened:
        raise Refused(BROKEN)

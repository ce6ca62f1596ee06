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
from enum import IntEnum
from typing import Any

from domain.filekinds import REFUSALS, FileKind
from domain.form import META_SHEET, REPORT_SHEET
from domain.limits import Limits
from domain.polish.numbers import format_number
from domain.reading import Sheets, column_letters
from domain.shown import Operands, Spans, as_stored, shown_text
from domain.submissions import CellState, ErrorValue, RawValue, Refused, UncachedFormula, Unseen

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
_BIFF8 = 0x600
_WORKSHEET, _MACRO_SHEET = 0, 1
_PAIR = struct.Struct("<HH")

Place = tuple[int, int]


@dataclass(slots=True)
class _Scan:
    """The stream, without what nobody needs; where the sheets begin, and their formulas."""

    stream: bytearray
    limits: Limits
    names: list[str] = field(default_factory=list)
    sheets: dict[str, int] = field(default_factory=dict)
    formulas: dict[int, dict[Place, bytes]] = field(default_factory=dict)
    filled: set[tuple[int, int, int]] = field(default_factory=set)

    def __post_init__(self) -> None:
        if _PAIR.unpack_from(self.stream)[0] != _BOF or self.stream[4:6] != b"\x00\x06":
            raise Refused(_TOO_OLD)
        begun: set[int] = set()
        for start, code, data in _records(self.stream):
            begun.add(start)
            if start == 0:
                self._of_book(code, data)
            elif start in self.sheets.values():
                self._of_sheet(self.formulas.setdefault(start, {}), start, code, data)
        starts = self.sheets.values()
        if not begun.issuperset(starts) or len(set(starts)) < len(starts):
            raise Refused(_BROKEN)

    def _of_book(self, code: int, data: bytes) -> None:
        if code == _FILEPASS:
            raise Refused(REFUSALS[FileKind.ENCRYPTED])
        if code == _SST and int.from_bytes(data[4:8], "little") > len(self.stream):
            raise Refused(_BROKEN)
        if code == _BOUNDSHEET:
            self._sheet(data)

    def _sheet(self, data: bytes) -> None:
        start, _, kind, length, wide = struct.unpack_from("<IBBBB", data)
        if kind == _MACRO_SHEET:
            raise Refused(_MACROS)
        name = data[8:].decode("utf-16-le" if wide & 1 else "latin-1", "replace")[:length]
        if name.casefold() in (other.casefold() for other in self.names):
            raise Refused(f"Dwa arkusze mają tę samą nazwę „{name}”. {_AGAIN}")
        self.names.append(name)
        if len(self.names) > self.limits.sheets:
            raise Refused(
                f"Plik ma ponad {self.limits.sheets} arkuszy. Proszę przesłać sam formularz, bez "
                "dodatkowych arkuszy."
            )
        if kind == _WORKSHEET and name in (META_SHEET, REPORT_SHEET):
            self.sheets[name] = start

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
            raise Refused(_TOO_MANY)
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
        raise Refused(_BROKEN)


# ---------------------------------------------------------------- the cells


def _read(scan: _Scan) -> Iterator[tuple[str, dict[int, dict[int, RawValue]]]]:
    import xlrd

    book = xlrd.open_workbook(
        file_contents=bytes(scan.stream),
        formatting_info=True,
        on_demand=True,
        ragged_rows=True,
        logfile=_Silence(),
    )
    for name, start in scan.sheets.items():
        sheet = _Sheet(book, book.sheet_by_name(name), scan.formulas[start])
        yield name, sheet.rows(check=name == REPORT_SHEET)


class _Silence(io.StringIO):
    """Takes what xlrd has to say of a file, and keeps none of it."""

    def write(self, text: str) -> int:
        return len(text)


class _Kind(IntEnum):
    """The kinds of cells, as xlrd numbers them."""

    EMPTY = 0
    TEXT = 1
    NUMBER = 2
    DATE = 3
    BOOLEAN = 4
    ERROR = 5
    BLANK = 6


_LONGEST_FORMAT = 255
_ANY_FORMULA = "(formuła)"


class _Sheet:
    """One sheet as xlrd has read it, with the formulas that it has passed over."""

    def __init__(self, book: Any, sheet: Any, formulas: dict[Place, bytes]) -> None:
        self.book, self.sheet, self.formulas = book, sheet, formulas
        self.merged, self.corners = Spans(), {(area[0], area[2]) for area in sheet.merged_cells}
        self.operands = Operands(
            {
                (row + 1, column + 1): self._operand(row, column)
                for row in range(sheet.nrows)
                for column, kind in enumerate(sheet.row_types(row))
                if kind not in (_Kind.EMPTY, _Kind.BLANK)
            }
        )

    def rows(self, *, check: bool) -> dict[int, dict[int, RawValue]]:
        """Return the cells that are there; with `check`, numbers only where they are seen."""
        areas = sorted(self.sheet.merged_cells, reverse=True)
        if len(areas) > MOST_MERGED:
            raise Refused(_TOO_MANY)
        rows: dict[int, dict[int, RawValue]] = {}
        for row in range(self.sheet.nrows):
            while areas and areas[-1][0] <= row:
                _, bottom, left, right = areas.pop()
                self.merged.add(bottom - 1, range(left, right))
            kinds = self.sheet.row_types(row)
            columns = [column for column, kind in enumerate(kinds) if kind != _Kind.EMPTY]
            if columns:
                rows[row + 1] = {column + 1: self._seen(row, column, check) for column in columns}
        return rows

    def _operand(self, row: int, column: int) -> Decimal | str | None:
        """Return what a cell is to the formulas of its sheet."""
        value = self.sheet.cell_value(row, column)
        kind = self.sheet.cell_type(row, column)
        if kind == _Kind.NUMBER and (row, column) not in self.formulas:
            return as_stored(value)
        return str(value) if kind == _Kind.TEXT else None

    def _seen(self, row: int, column: int, check: bool) -> RawValue:
        value = self.sheet.cell_value(row, column)
        match self.sheet.cell_type(row, column):
            case _Kind.TEXT if not value and (row, column) in self.formulas:
                return UncachedFormula(_formula(self.formulas[row, column]) or _ANY_FORMULA)
            case _Kind.TEXT:
                return str(value)
            case _Kind.NUMBER:
                return self._number(row, column, value, check)
            case _Kind.DATE:
                return _date(value, self.book.datemode)
            case _Kind.BOOLEAN:
                return bool(value)
            case _Kind.ERROR:
                return ErrorValue(_error(value))
        return None

    def _number(self, row: int, column: int, value: float, check: bool) -> RawValue:
        """Return a number only where a person who opens the sheet sees that number there."""
        plain = int(value) if value.is_integer() and abs(value) < 2**53 else value
        number = as_stored(plain)
        if number is None:
            return str(value)
        text = format_number(number)
        if not check:
            return plain
        if self._hidden(row, column):
            return Unseen(CellState.HIDDEN, text)
        if self.merged.cover(row, column):
            corner = (row, column) in self.corners
            return Unseen(CellState.MERGED if corner else CellState.HIDDEN, text)
        if (row, column) in self.formulas:
            formula = _formula(self.formulas[row, column])
            if formula is None or self.operands.result(formula) != number:
                return Unseen(CellState.STALE, formula or _ANY_FORMULA)
        shown = shown_text(number, self._format(row, column))
        return plain if shown is None else Unseen(CellState.MASKED, f"{text}, widać {shown}")

    def _hidden(self, row: int, column: int) -> bool:
        own_row = self.sheet.rowinfo_map.get(row)
        own_column = self.sheet.colinfo_map.get(column)
        hidden_row = own_row.hidden if own_row else self.sheet.default_row_hidden
        return bool(self.sheet.visibility or hidden_row or (own_column and own_column.hidden))

    def _format(self, row: int, column: int) -> str:
        style = self.book.xf_list[self.sheet.cell_xf_index(row, column)]
        code = str(self.book.format_map[style.format_key].format_str)
        return code if len(code) <= _LONGEST_FORMAT else "nietypowy"


def _error(code: int) -> str:
    import xlrd

    return str(xlrd.error_text_from_code.get(code, "#?"))


def _date(value: float, epoch: int) -> RawValue:
    import xlrd

    try:
        moment: datetime.datetime = xlrd.xldate_as_datetime(max(value, 0), epoch)
    except (OverflowError, ValueError):
        return f"{value:g}"
    if value < 0:
        # Excel shows no such date, only number signs.
        return f"{value:g}"
    return moment.date() if value >= 1 else f"{moment:%H:%M:%S}"


# ---------------------------------------------------------------- formulas

_BINARY = {0x03: ("+", 1), 0x04: ("-", 1), 0x05: ("*", 2), 0x06: ("/", 2)}
_SIGNS = {0x12: "+", 0x13: "-"}
_SIGNED, _ATOM = 3, 4
_PAREN, _ATTRIBUTE, _INTEGER, _REAL, _CALL, _CELL, _AREA = (
    0x15,
    0x19,
    0x1E,
    0x1F,
    0x22,
    0x24,
    0x25,
)
_SIZES = {_ATTRIBUTE: 3, _INTEGER: 2, _REAL: 8, _CALL: 3, _CELL: 4, _AREA: 8}
_ATTRIBUTE_SUM, _ATTRIBUTES_OF_LOOKS = 0x10, 0x41
_FUNCTION_SUM = 4
# Excel writes no longer ones.
_LONGEST_FORMULA = 1800


def _formula(tokens: bytes) -> str | None:
    """Write out a formula of + - * / SUM over numbers and cells of its sheet; None for others."""
    terms: list[tuple[str, int]] = []
    place = 0
    try:
        while place < len(tokens) <= _LONGEST_FORMULA:
            # From 0x20 on, two bits of a token only say what its result is good for.
            code = tokens[place] if tokens[place] < 0x20 else tokens[place] & 0x9F | 0x20
            end = place + 1 + _SIZES.get(code, 0)
            _take(code, tokens[place + 1 : end], terms)
            place = end
        ((text, _),) = terms
    except (ValueError, IndexError, struct.error):
        return None
    return f"={text}"


def _take(code: int, data: bytes, terms: list[tuple[str, int]]) -> None:
    """Put a token's term on the pile, with how tightly it binds; raises ValueError for others."""
    if code in _BINARY:
        sign, weight = _BINARY[code]
        right, left = terms.pop(), terms.pop()
        term = f"{_bound(left, weight)}{sign}{_bound(right, weight + 1)}", weight
    elif code in _SIGNS:
        term = f"{_SIGNS[code]}{_bound(terms.pop(), _SIGNED)}", _SIGNED
    elif code == _PAREN:
        term = f"({terms.pop()[0]})", _ATOM
    elif code == _INTEGER:
        term = str(int.from_bytes(data, "little")), _ATOM
    elif code == _REAL:
        term = f"{struct.unpack('<d', data)[0]:.15g}", _ATOM
    elif code == _CELL:
        term = _address(*struct.unpack("<HH", data)), _ATOM
    elif code == _AREA:
        top, bottom, left_edge, right_edge = struct.unpack("<HHHH", data)
        term = f"{_address(top, left_edge)}:{_address(bottom, right_edge)}", _ATOM
    elif code == _ATTRIBUTE and not data[0] & ~_ATTRIBUTES_OF_LOOKS:
        return
    elif code == _ATTRIBUTE and data[0] == _ATTRIBUTE_SUM:
        term = f"SUM({terms.pop()[0]})", _ATOM
    elif code == _CALL and int.from_bytes(data[1:], "little") == _FUNCTION_SUM:
        arguments = [terms.pop()[0] for _ in range(data[0])]
        term = f"SUM({','.join(reversed(arguments))})", _ATOM
    else:
        raise ValueError(code)
    terms.append(term)


def _bound(term: tuple[str, int], weight: int) -> str:
    return term[0] if term[1] >= weight else f"({term[0]})"


def _address(row: int, column: int) -> str:
    """Return a cell's address; the two highest bits of the column say what is relative."""
    return f"{column_letters((column & 0xFF) + 1)}{row + 1}"

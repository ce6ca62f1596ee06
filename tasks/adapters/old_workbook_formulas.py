"""The formulas of an .xls: their tokens, written out as people write them."""

import struct

from domain.reading import column_letters

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


def formula_of(tokens: bytes) -> str | None:
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

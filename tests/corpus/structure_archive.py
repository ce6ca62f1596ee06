"""A zip archive byte by byte, so that each of its records can be odd, or lie."""

import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tests.corpus.base import clean
from tests.edges.office import parts

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_FIRST_OF_JANUARY_1980 = 0x21

Lies = dict[str, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; `local` and `central` say what its headers have in place of the truth.

    Their keys: version, flags, method, crc, packed, size; attributes and offset in `central` only.
    """

    name: bytes
    packed: bytes
    size: int
    crc: int
    method: int = 8
    flags: int = 0
    descriptor: bytes = b""
    local_name: bytes | None = None
    local_extra: bytes = b""
    central_extra: bytes = b""
    local: Lies = field(default_factory=dict)
    central: Lies = field(default_factory=dict)

    def lying(self, **lies: int) -> "Entry":
        """Return the entry with lies in its central header."""
        return replace(self, central=lies)

    def records(self) -> bytes:
        """Return the local header, the data and the descriptor."""
        name = self.name if self.local_name is None else self.local_name
        said = self._truth() | self.local
        header = _LOCAL.pack(
            b"PK\x03\x04",
            *(said["version"], said["flags"], said["method"], 0, _FIRST_OF_JANUARY_1980),
            *(said["crc"], said["packed"], said["size"]),
            *(len(name), len(self.local_extra)),
        )
        return header + name + self.local_extra + self.packed + self.descriptor

    def listed(self, offset: int) -> bytes:
        """Return the header in the directory."""
        said = self._truth() | {"attributes": 0, "offset": offset} | self.central
        header = _CENTRAL.pack(
            b"PK\x01\x02",
            *(20, said["version"], said["flags"], said["method"], 0, _FIRST_OF_JANUARY_1980),
            *(said["crc"], said["packed"], said["size"]),
            *(len(self.name), len(self.central_extra), 0, 0, 0),
            *(said["attributes"], said["offset"]),
        )
        return header + self.name + self.central_extra

    def _truth(self) -> dict[str, int]:
        return {
            "version": 20,
            "flags": self.flags,
            "method": self.method,
            "crc": self.crc,
            "packed": len(self.packed),
            "size": self.size,
        }


def entry(name: str | bytes, data: bytes, *, stored: bool = False, level: int = 6) -> Entry:
    """Return an honest entry."""
    raw = name if isinstance(name, bytes) else name.encode("utf-8")
    if stored:
        return Entry(raw, data, len(data), zlib.crc32(data), method=0)
    engine = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    return Entry(raw, engine.compress(data) + engine.flush(), len(data), zlib.crc32(data))


def entries(contents: Mapping[str, bytes] | None = None) -> list[Entry]:
    """Return the entries of the clean form, or of other parts."""
    source = parts(clean()) if contents is None else contents
    return [entry(name, data) for name, data in source.items()]


def archive(
    listed: Iterable[Entry],
    *,
    start: int = 0,
    comment: bytes = b"",
    count: int | None = None,
    before_end: bytes = b"",
) -> bytes:
    """Write an archive whose offsets count from `start`; `count` is how many entries it tells."""
    body, directory, number = bytearray(), bytearray(), 0
    for one in listed:
        number += 1
        directory += one.listed(start + len(body))
        body += one.records()
    told = number if count is None else count
    return bytes(body + directory + before_end) + end(
        told, len(directory), start + len(body), comment
    )


def end(count: int, size: int, place: int, comment: bytes = b"") -> bytes:
    """Return the record at an archive's end."""
    return _END.pack(b"PK\x05\x06", 0, 0, count, count, size, place, len(comment)) + comment


def replaced(name: str, made: Entry) -> list[Entry]:
    """Return the entries of the clean form with one in the place of another."""
    return [made if one.name == name.encode() else one for one in entries()]


def one(name: str) -> Entry:
    """Return an entry of the clean form."""
    return next(entry for entry in entries() if entry.name == name.encode())


def zip64(entry: Entry) -> Entry:
    """Return an entry whose sizes stand in the extra fields, as for more than 4 GiB."""
    extra = struct.pack("<HHQQ", 1, 16, entry.size, len(entry.packed))
    told = {"version": 45, "packed": 0xFFFFFFFF, "size": 0xFFFFFFFF}
    return replace(entry, local_extra=extra, central_extra=extra, local=told, central=told)


def zip64_end(count: int, size: int, place: int) -> bytes:
    """Return the records that stand before the end record in a zip64 archive."""
    record = struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, place)
    return record + struct.pack("<4sIQI", b"PK\x06\x07", 0, place + size, 1)


def streamed(entry: Entry, *, signed: bool = True) -> Entry:
    """Return an entry as written to a pipe: its sizes follow the data."""
    sizes = struct.pack("<III", entry.crc, len(entry.packed), entry.size)
    nothing = {"crc": 0, "packed": 0, "size": 0}
    descriptor = (b"PK\x07\x08" if signed else b"") + sizes
    return replace(entry, flags=8, descriptor=descriptor, local=nothing)


def overlapping(names: Sequence[str], size: int) -> bytes:
    """Return a bomb whose entries overlap: the data of each is the next entry, header and all.

    A stored block quotes the header, so that all unpack to the zeros of the last one
    (David Fifield, "A better zip bomb", 2019).
    """
    plain = b"\0" * size
    made = entry(names[-1], plain, level=9)
    chain = [made]
    for name in reversed(names[:-1]):
        records = made.records()
        header = records[: len(records) - len(made.packed)]
        plain = header + plain
        block = struct.pack("<BHH", 0, len(header), len(header) ^ 0xFFFF)
        made = Entry(name.encode(), block + records, len(plain), zlib.crc32(plain))
        chain.append(made)
    body = made.records()
    listed = b"".join(one.listed(len(body) - len(one.records())) for one in chain)
    return body + listed + end(len(chain), len(listed), len(body))

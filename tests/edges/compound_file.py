"""Writes OLE compound files (version 3, sectors of 512 bytes), such as Outlook's mails are."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field

Tree = Mapping[str, "bytes | Tree"]

SECTOR, MINI, CUTOFF, ENTRY = 512, 64, 4096, 128
FREE, END, FAT_SECTOR, DIFAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFC
STORAGE, STREAM, ROOT = 1, 2, 5
IN_HEADER, IN_DIFAT = 109, 127
MAIL_CLASS = bytes.fromhex("0b0d020000000000c000000000000046")


@dataclass
class _Entry:
    name: str
    kind: int
    data: bytes = b""
    left: int = FREE
    right: int = FREE
    child: int = FREE
    start: int = 0


@dataclass
class _Sectors:
    """Sectors of one size, and the table of which follows which."""

    size: int
    data: bytearray = field(default_factory=bytearray)
    table: list[int] = field(default_factory=list)

    def add(self, data: bytes) -> int:
        """Store a chain; return its first sector."""
        if not data:
            return END
        first, count = len(self.table), -(-len(data) // self.size)
        self.table += [*range(first + 1, first + count), END]
        self.data += data.ljust(count * self.size, b"\0")
        return first


def compound_file(tree: Tree, root_class: bytes = MAIL_CLASS) -> bytes:
    """Return a file with these storages (mappings) and streams (bytes)."""
    entries = [_Entry("Root Entry", ROOT)]
    entries[0].child = _directory(entries, tree)
    big, small = _Sectors(SECTOR), _Sectors(MINI)
    for entry in entries:
        if entry.kind == STREAM:
            entry.start = (small if len(entry.data) < CUTOFF else big).add(entry.data)
    entries[0].start, entries[0].data = big.add(bytes(small.data)), bytes(small.data)
    mini_table = _numbers(small.table)
    mini_start = big.add(mini_table)
    packed = b"".join(_packed(entry, root_class) for entry in entries)
    blank = _packed(_Entry("", 0), b"")
    directory = big.add(packed + blank * (-len(entries) % (SECTOR // ENTRY)))
    return _with_tables(big, directory, mini_start, -(-len(mini_table) // SECTOR))


def _directory(entries: list[_Entry], tree: Tree) -> int:
    """Append the entries of a storage; return the root of their search tree."""
    places = []
    for name in sorted(tree, key=lambda name: (len(name), name.upper())):
        content = tree[name]
        places.append(len(entries))
        if isinstance(content, bytes):
            entries.append(_Entry(name, STREAM, content))
        else:
            entries.append(storage := _Entry(name, STORAGE))
            storage.child = _directory(entries, content)
    return _balanced(entries, places)


def _balanced(entries: list[_Entry], places: list[int]) -> int:
    if not places:
        return FREE
    middle = len(places) // 2
    entries[places[middle]].left = _balanced(entries, places[:middle])
    entries[places[middle]].right = _balanced(entries, places[middle + 1 :])
    return places[middle]


def _packed(entry: _Entry, root_class: bytes) -> bytes:
    name = entry.name.encode("utf-16-le")
    black = 1
    return struct.pack(
        "<64sHBBIII16sIQQIQ",
        *(name, len(name) + 2 if name else 0, entry.kind, black),
        *(entry.left, entry.right, entry.child),
        *(root_class if entry.kind == ROOT else b"", 0, 0, 0),
        *(entry.start, len(entry.data)),
    )


def _with_tables(big: _Sectors, directory: int, mini_start: int, mini_count: int) -> bytes:
    """Append the table of sectors (and where it lies, if that is long); return the whole file."""
    used, fat, difat = len(big.table), 0, 0
    while True:
        needed = -(-(used + fat + difat) // (SECTOR // 4))
        further = max(0, -(-(needed - IN_HEADER) // IN_DIFAT))
        if (needed, further) == (fat, difat):
            break
        fat, difat = needed, further
    places = list(range(used, used + fat))
    table = [*big.table, *[FAT_SECTOR] * fat, *[DIFAT_SECTOR] * difat]
    data = big.data + _numbers(table)
    for number in range(difat):
        part = places[IN_HEADER + number * IN_DIFAT :][:IN_DIFAT]
        following = used + fat + number + 1 if number + 1 < difat else END
        data += _numbers([*part, *[FREE] * (IN_DIFAT - len(part)), following])
    header = struct.pack(
        "<8s16sHHHHHHIIIIIIIIII",
        *(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0),
        *(fat, directory, 0, CUTOFF),
        *(mini_start, mini_count, used + fat if difat else END, difat),
    )
    listed = places[:IN_HEADER]
    listed += [FREE] * (IN_HEADER - len(listed))
    return header + struct.pack(f"<{IN_HEADER}I", *listed) + bytes(data)


def _numbers(numbers: list[int]) -> bytes:
    """Pack numbers into whole sectors; the rest of the last one is free."""
    padded = [*numbers, *[FREE] * (-len(numbers) % (SECTOR // 4))]
    return struct.pack(f"<{len(padded)}I", *padded) if numbers else b""

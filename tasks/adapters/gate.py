"""The gate before any parser: what may come in is a regular, whole, small, well-formed package.

A file is opened once, without following links; all later work is on the private copy.
"""

import io
import os
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from domain.filekinds import REFUSALS, FileKind
from domain.limits import Limits
from domain.submissions import Refused

STORED, DEFLATED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED
_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_END = struct.Struct("<4sHHHHIIH")
_ENCRYPTED_FLAG = 0x1
STREAMED = 0x8
_SHEETS = re.compile(rb"<(?:\w+:)?sheet\b")
LONGEST_DESCRIPTOR = 24
# Stands for a size that is told in an extra field (zip64).
FAR_SIZE = 0xFFFFFFFF
FAR_COUNT = 0xFFFF
_UNICODE_NAME = 0x7075
_CHUNK = 64 * 1024


_LOCKED = (
    "Pliku nie można otworzyć (brak uprawnień albo jest zablokowany). Proszę zamknąć go w innych "
    "programach i sprawdzić uprawnienia."
)


class StillChanging(Exception):
    """The file was written to while it was read: it is looked at again later."""


def take(path: Path, limits: Limits) -> bytes:
    """Return a file's bytes; raises Refused for what is no regular file or too large, and
    StillChanging when size or time differ before and after."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    flags |= getattr(os, "O_BINARY", 0)
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise Refused(_not_regular(path))
        handle = os.open(path, flags)
    except FileNotFoundError as error:
        raise StillChanging(path.name) from error
    except OSError as error:
        raise Refused(_LOCKED) from error
    with os.fdopen(handle, "rb") as file:
        before = os.fstat(handle)
        if not stat.S_ISREG(before.st_mode):
            raise Refused(_not_regular(path))
        try:
            data = file.read(limits.file + 1)
        except OSError as error:
            raise Refused(_LOCKED) from error
        after = os.fstat(handle)
    if len(data) > limits.file:
        raise Refused(
            f"Plik jest za duży: ma ponad {limits.file_mib} MB, a formularz zwykle poniżej 1 MB."
            " Proszę usunąć z niego obrazy i dodatkowe arkusze."
        )
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise StillChanging(path.name)
    if len(data) != after.st_size:
        raise StillChanging(path.name)
    return data


def shown_name(path: Path) -> str:
    """Return a file's name as text, whatever bytes the system keeps for it."""
    return os.fsencode(path.name).decode("utf-8", "replace")


def _not_regular(path: Path) -> str:
    if path.is_symlink():
        return "To skrót (dowiązanie), nie plik. Proszę wgrać sam plik sprawozdania."
    if path.is_dir():
        return "To katalog, nie plik. Proszę wgrać same pliki sprawozdań, bez katalogów."
    return "To nie jest zwykły plik. Proszę wgrać sam plik sprawozdania."


def check_parts(parts: Mapping[str, bytes], limits: Limits) -> None:
    """Refuse a workbook with too many sheets, or with XML that no Office program writes."""
    types = parts.get("[Content_Types].xml", b"").lower()
    if b"vbaproject" in types or b"macro" in types:
        raise Refused(REFUSALS[FileKind.MACRO_WORKBOOK])
    sheets = len(_SHEETS.findall(parts.get("xl/workbook.xml", b"")))
    if sheets > limits.sheets:
        raise Refused(f"Skoroszyt ma {sheets} arkuszy; dopuszczalne jest {limits.sheets}. {_AGAIN}")
    for name, part in parts.items():
        if "\\" in name:
            raise Refused(_ODD)
        if name.lower().endswith((".xml", ".rels", ".vml")) or part.lstrip()[:1] == b"<":
            _check_xml(part)


_AGAIN = (
    "Proszę otworzyć plik w Excelu, zapisać jako nowy „Skoroszyt programu Excel (*.xlsx)” "
    "i przesłać ponownie."
)
_BROKEN = f"Plik jest uszkodzony albo niekompletny. {_AGAIN}"
_ODD = f"Plik jest zbudowany w niedozwolony sposób. {_AGAIN}"


def inflate(data: bytes, limits: Limits) -> dict[str, bytes]:
    """Inflate an archive once, counting real output; raises Refused at the first oddity."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if b"PK" in archive.comment:
                raise Refused(_ODD)
            _check_count(data, len(entries))
            _check_directory(data, entries, limits)
            return _inflated(data, entries, limits)
    except Refused:
        raise
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        ValueError,
        EOFError,
        IndexError,
    ) as error:
        raise Refused(_BROKEN) from error
    except (NotImplementedError, RuntimeError) as error:
        raise Refused(_ODD) from error


def _check_count(data: bytes, entries: int) -> None:
    """Refuse a directory that tells another number of entries than it has."""
    _, _, _, here, told, *_ = _END.unpack_from(data, data.rindex(b"PK\x05\x06"))
    if FAR_COUNT not in (here, told) and not here == told == entries:
        raise Refused(_ODD)


def _check_directory(data: bytes, entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(entries) > limits.parts:
        raise Refused(f"Plik ma ponad {limits.parts} części. {_AGAIN}")
    names = [entry.filename.lower() for entry in entries]
    if len(set(names)) != len(names):
        raise Refused(_ODD)
    end, streamed = 0, False
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.flag_bits & _ENCRYPTED_FLAG:
            raise Refused(_LOCKED_ARCHIVE)
        if _has_odd_name(entry):
            raise Refused(_ODD)
        if entry.compress_type not in (STORED, DEFLATED):
            raise Refused(_ODD)
        # Nothing lies before the first entry, between two of them, or over another one.
        gap = entry.header_offset - end
        if gap < 0 or gap > (LONGEST_DESCRIPTOR if streamed else 0):
            raise Refused(_ODD)
        streamed = bool(entry.flag_bits & STREAMED)
        end = _data_start(data, entry) + entry.compress_size
        if end > len(data):
            raise Refused(_BROKEN)


def _has_odd_name(entry: zipfile.ZipInfo) -> bool:
    """Whether programs may read an entry's name in two ways, or as a place outside."""
    name = entry.orig_filename
    if name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/"):
        return True
    # Where the name itself is plain letters, there is nothing that a second one could spell better.
    return "\0" in name or ":" in name or (name.isascii() and _UNICODE_NAME in _extras(entry))


def _extras(entry: zipfile.ZipInfo) -> set[int]:
    """Return the kinds of an entry's extra fields."""
    kinds, place = set(), 0
    while place + 4 <= len(entry.extra):
        kind, length = struct.unpack_from("<HH", entry.extra, place)
        kinds.add(kind)
        place += 4 + length
    return kinds


def _data_start(data: bytes, entry: zipfile.ZipInfo) -> int:
    """Return where an entry's bytes begin, after checking that both its headers agree."""
    header = _LOCAL.unpack_from(data, entry.header_offset)
    signature, _, flags, method, _, _, crc, packed, size, name_length, extra_length = header
    start = entry.header_offset + _LOCAL.size
    name = data[start : start + name_length]
    stated = entry.orig_filename.encode("utf-8" if flags & 0x800 else "cp437", "replace")
    streamed = flags & STREAMED
    stated_sizes = (entry.CRC, entry.compress_size, entry.file_size)
    far = packed == size == FAR_SIZE and crc == entry.CRC
    same_sizes = streamed or far or (crc, packed, size) == stated_sizes
    if signature != b"PK\x03\x04" or method != entry.compress_type or name != stated:
        raise Refused(_BROKEN)
    if not same_sizes or flags & _ENCRYPTED_FLAG:
        raise Refused(_BROKEN)
    return int(start + name_length + extra_length)


def _inflated(data: bytes, entries: list[zipfile.ZipInfo], limits: Limits) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    total = 0
    for entry in entries:
        if entry.is_dir():
            continue
        start = _data_start(data, entry)
        packed = data[start : start + entry.compress_size]
        part = packed if entry.compress_type == STORED else _unpacked(packed, limits)
        total += len(part)
        if total > limits.total or len(part) > limits.part:
            raise Refused(_TOO_MUCH)
        if len(part) != entry.file_size or zlib.crc32(part) != entry.CRC:
            raise Refused(_BROKEN)
        parts[entry.filename] = part
    return parts


_LOCKED_ARCHIVE = (
    "Archiwum jest zabezpieczone hasłem. Proszę przesłać sam formularz, bez archiwum i bez hasła."
)
_TOO_MUCH = f"Plik po rozpakowaniu jest niedopuszczalnie duży. {_AGAIN}"


def _unpacked(packed: bytes, limits: Limits) -> bytes:
    """Inflate one part, stopping at the caps and not after them."""
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    out = bytearray()
    left = packed
    while not engine.eof:
        piece = engine.decompress(left, _CHUNK)
        left = engine.unconsumed_tail
        out += piece
        if len(out) > limits.part:
            raise Refused(_TOO_MUCH)
        if len(out) > limits.ratio_from and len(out) > limits.ratio * len(packed):
            raise Refused(_TOO_MUCH)
        if not piece and not left and not engine.eof:
            raise Refused(_BROKEN)
    if engine.unused_data:
        raise Refused(_BROKEN)
    return bytes(out)


def _check_xml(part: bytes) -> None:
    """Refuse what no Office program writes: other encodings, DOCTYPE, ENTITY."""
    try:
        part.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(_ODD) from error
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part or b"\x00" in part:
        raise Refused(_ODD)

"""Archives that are cut, lie, bomb or climb, and odd ones that are legal."""

import struct
import zlib
from collections.abc import Callable
from dataclasses import replace

from tests.corpus.base import clean
from tests.corpus.case import Case
from tests.corpus.structure_archive import (
    Entry,
    archive,
    end,
    entries,
    entry,
    one,
    overlapping,
    replaced,
    streamed,
    zip64,
    zip64_end,
)
from tests.corpus.structure_parts import SHEET, VALUE, Data, refused, swap, taken, text_of
from tests.edges.office import packed, parts

MIB = 1024 * 1024
# As long as the name of the report sheet, and no part of the form.
OTHER = SHEET.replace("sheet3", "sheetX")


def other_sheet() -> bytes:
    """Return the report sheet with another number of hours."""
    return swap(text_of(SHEET), (VALUE, VALUE.replace("1703", "1704"))).encode()


def with_sheet(change: Callable[[Entry], Entry]) -> bytes:
    """Return the form with the records of the report sheet changed."""
    return archive(replaced(SHEET, change(one(SHEET))))


def beside_all(*more: Entry) -> bytes:
    """Return the form with further entries."""
    return archive([*entries(), *more])


def cut(length: int) -> Data:
    """Return a builder of the form cut after so many bytes; before the end where negative."""
    return lambda: clean()[:length]


def crowd(number: int, part: bytes = b"<a/>") -> bytes:
    """Return the form with so many parts in all; the new ones are alike."""
    made, all_of = entry("x", part, level=9), entries()
    more = (replace(made, name=f"custom/{n}.xml".encode()) for n in range(number - len(all_of)))
    return archive([*all_of, *more])


def noise(size: int) -> bytes:
    """Return text that shrinks to about a fortieth: no bomb by its ratio."""
    block = b"".join(zlib.crc32(b"%d" % n).to_bytes(4, "big").hex().encode() for n in range(200))
    pieces = (block + b"%016d" % n for n in range(size // len(block) + 1))
    return b"".join(pieces)[:size]


def wrapped(times: int) -> bytes:
    """Return the form in a zip in a zip …"""
    data = clean()
    for _ in range(times):
        data = packed({"formularz.zip" if data != clean() else "formularz.xlsx": data})
    return data


CUT = tuple(
    refused(f"zip-cut-{name}", "zip-cut", cut(length))
    for name, length in {
        "after-one-byte": 1,
        "after-the-first-mark": 4,
        "in-the-first-name": 34,
        "in-the-middle": 8000,
        "before-the-directory": -1000,
        "before-the-end-record": -22,
        "by-one-byte": -1,
    }.items()
)


# ---------------------------------------------------------------- before, after, between


def two_packages() -> bytes:
    """Return two forms one after the other; each counts its offsets from its own start."""
    first = archive([replace(made, method=0) for made in _stored(parts(clean()))])
    second = archive(_stored(parts(clean()) | {SHEET: other_sheet()}))
    assert len(first) == len(second)
    return first + second


def _stored(contents: dict[str, bytes]) -> list[Entry]:
    return [entry(name, data, stored=True) for name, data in contents.items()]


def updated(gap: bytes) -> bytes:
    """Return the form, something, and a newer one that counts from the start of the file."""
    old = archive(entries())
    start = len(old) + len(gap)
    newer = replaced(SHEET, entry(SHEET, other_sheet()))
    return old + gap + archive(newer, start=start)


def end_in_the_comment() -> bytes:
    """Return the form with a comment in which another sheet, another directory and its end stand.

    That directory names the form's own entries but for the report sheet.
    """
    newer, start = entry(SHEET, other_sheet()), len(archive(entries()))
    listed, place = bytearray(), 0
    for made in entries():
        own = made.name != SHEET.encode()
        listed += made.listed(place) if own else newer.listed(start)
        place += len(made.records())
    directory = start + len(newer.records())
    last = end(len(entries()), len(listed), directory)
    comment = newer.records() + bytes(listed) + last + b" - koniec komentarza"
    return archive(entries(), comment=comment)


AROUND = (
    taken("zip-line-end-appended", "zip-appended", lambda: clean() + b"\r\n"),
    refused("zip-zeros-appended", "zip-appended", lambda: clean() + bytes(100_000)),
    refused("zip-after-a-program", "zip-prepended", lambda: b"MZ" + bytes(500) + clean()),
    refused("zip-after-a-pdf", "zip-prepended", lambda: b"%PDF-1.7\n" + clean(), "PDF"),
    taken("zip-with-a-comment", "zip-comment", lambda: archive(entries(), comment=b"Zapisano")),
    taken(
        "zip-with-the-longest-comment",
        "zip-comment",
        lambda: archive(entries(), comment=b"x" * 0xFFFF),
    ),
    # Which of the two is read depends on whether a program counts from the start of the file.
    refused("zip-of-two-forms", "zip-of-two-forms", two_packages),
    refused("zip-comment-with-another-end", "zip-of-two-forms", end_in_the_comment),
    # Read from its end there is one form only, the newer one; no spreadsheet saves in that way.
    refused("zip-updated-at-its-end", "zip-updated", lambda: updated(b"")),
)


# ---------------------------------------------------------------- the directory


def beside_its_data(**lies: int) -> Data:
    """Return a builder of the form in which the sheet's own header says something else."""
    return lambda: with_sheet(lambda made: replace(made, local=lies))


def sharing_data() -> bytes:
    """Return an archive in which two names of the directory share one entry's bytes."""
    all_of = entries()
    offset = 0
    for made in all_of:
        if made.name == SHEET.encode():
            break
        offset += len(made.records())
    shadow = one(SHEET)
    body = b"".join(made.records() for made in all_of)
    listed, place = bytearray(), 0
    for made in all_of:
        listed += made.listed(place)
        place += len(made.records())
    listed += replace(shadow, name=OTHER.encode()).listed(offset)
    return body + bytes(listed) + end(len(all_of) + 1, len(listed), len(body))


LIES = (
    *(
        refused(f"zip-own-header-has-another-{what}", "zip-headers-differ", build)
        for what, build in {
            "size": beside_its_data(size=20_000),
            "packed-size": beside_its_data(packed=3000),
            "checksum": beside_its_data(crc=1),
            "method": beside_its_data(method=0),
            "password-flag": beside_its_data(flags=1),
        }.items()
    ),
    refused(
        "zip-own-header-has-another-name",
        "zip-headers-differ",
        lambda: with_sheet(lambda made: replace(made, local_name=OTHER.encode())),
    ),
    refused(
        "zip-checksum-wrong",
        "zip-checksum",
        lambda: with_sheet(lambda made: replace(made, crc=made.crc ^ 1)),
    ),
    refused(
        "zip-size-too-small-in-both",
        "zip-size-lies",
        lambda: with_sheet(lambda made: replace(made, size=made.size - 1)),
    ),
    refused(
        "zip-size-huge-in-both",
        "zip-size-lies",
        lambda: with_sheet(lambda made: replace(made, size=0x7FFFFFFF)),
    ),
    refused(
        "zip-data-after-the-deflated",
        "zip-size-lies",
        lambda: with_sheet(lambda made: replace(made, packed=made.packed + b"tail")),
    ),
    refused(
        "zip-counts-fewer", "zip-count-lies", lambda: archive(entries(), count=len(entries()) - 1)
    ),
    refused(
        "zip-counts-more", "zip-count-lies", lambda: archive(entries(), count=len(entries()) + 1)
    ),
    refused(
        "zip-offset-beyond-the-end",
        "zip-offset-lies",
        lambda: with_sheet(lambda made: made.lying(offset=0x7FFFFFF0)),
    ),
    refused("zip-entries-share-bytes", "zip-overlap", sharing_data),
    refused(
        "zip-bomb-of-quoted-entries",
        "zip-overlap",
        lambda: overlapping([f"xl/part{n}.xml" for n in range(60)], MIB),
    ),
)


# ---------------------------------------------------------------- names


def named(name: str | bytes, flags: int = 0) -> Data:
    """Return a builder of the form with one more entry of that name."""
    return lambda: beside_all(replace(entry(name, b"<a/>"), flags=flags))


def unicode_path() -> bytes:
    """Return the form with a second sheet whose extra field gives it the name of the first."""
    made = entry(OTHER, other_sheet())
    field = b"\x01" + struct.pack("<I", zlib.crc32(made.name)) + SHEET.encode()
    extra = struct.pack("<HH", 0x7075, len(field)) + field
    return beside_all(replace(made, local_extra=extra, central_extra=extra))


NAMES = (
    refused("zip-name-twice", "zip-name-twice", lambda: beside_all(one(SHEET))),
    refused(
        "zip-name-twice-in-another-case",
        "zip-name-twice",
        lambda: beside_all(entry("xl/worksheets/Sheet3.XML", other_sheet())),
    ),
    refused("zip-name-twice-by-an-extra-field", "zip-name-twice", unicode_path),
    refused(
        "zip-name-twice-with-backslashes",
        "zip-name-backslash",
        lambda: beside_all(entry(SHEET.replace("/", "\\"), other_sheet())),
    ),
    refused(
        "zip-names-all-with-backslashes",
        "zip-name-backslash",
        lambda: packed({name.replace("/", "\\"): part for name, part in parts(clean()).items()}),
    ),
    refused("zip-name-absolute", "zip-name-climbs", named("/etc/cron.d/x.xml")),
    refused("zip-name-climbing", "zip-name-climbs", named("xl/../../outside.xml")),
    refused("zip-name-climbing-with-backslashes", "zip-name-climbs", named("xl\\..\\..\\x.xml")),
    refused("zip-name-on-a-drive", "zip-name-climbs", named("C:/Windows/x.xml")),
    refused("zip-name-of-a-stream", "zip-name-climbs", named("xl/styles.xml:hidden")),
    refused(
        "zip-name-with-a-nul",
        "zip-name-nul",
        lambda: with_sheet(lambda made: replace(made, name=made.name + b"\0.txt")),
    ),
    taken(
        "zip-name-of-an-old-program", "zip-name-letters", named("Za\x88\xa5cznik".encode("latin-1"))
    ),
    taken("zip-name-in-unicode", "zip-name-letters", named("Załącznik.xml", 0x800)),
    refused("zip-name-that-is-no-unicode", "zip-name-letters", named(b"Za\xb3\xb1.xml", 0x800)),
    taken(
        "zip-with-folders",
        "zip-folders",
        lambda: archive([entry("xl/", b"", stored=True), entry("_rels/", b""), *entries()]),
    ),
    taken(
        "zip-entry-marked-as-a-link",
        "zip-attributes",
        lambda: with_sheet(lambda made: made.lying(attributes=0o120777 << 16)),
    ),
    refused(
        "zip-entry-that-is-a-link",
        "zip-attributes",
        lambda: archive(
            replaced(SHEET, entry(SHEET, b"../../../etc/passwd").lying(attributes=0o120777 << 16))
        ),
    ),
)


# ---------------------------------------------------------------- how it is packed


def many_empty_blocks() -> bytes:
    """Return the form with a sheet whose deflated data begins with blocks of nothing."""
    nothing = b"\x00\x00\x00\xff\xff" * 300_000
    return with_sheet(lambda made: replace(made, packed=nothing + made.packed))


def by(method: int) -> Data:
    """Return a builder of the form packed by another method of zipfile's."""

    def build() -> bytes:
        return with_sheet(lambda made: replace(made, method=method, packed=_packed_by(method)))

    return build


def _packed_by(method: int) -> bytes:
    import bz2
    import lzma

    data = parts(clean())[SHEET]
    if method == 12:
        return bz2.compress(data)
    return lzma.compress(data) if method == 14 else zlib.compress(data)


def with_zip64_end() -> bytes:
    """Return the form with the end records of an archive that might be larger than 4 GiB."""
    plain = archive(entries())
    size, place = struct.unpack("<II", plain[-10:-2])
    return archive(entries(), before_end=zip64_end(len(entries()), size, place))


def padded() -> bytes:
    """Return the form with room to grow before its content types, as Excel leaves it."""
    hint = struct.pack("<HHHH", 0xA220, 404, 0xA028, 0) + bytes(400)
    first, *rest = entries()
    return archive([replace(first, local_extra=hint), *rest])


PACKING = (
    taken("zip-stored", "zip-methods", lambda: archive(_stored(parts(clean())))),
    refused("zip-packed-by-bzip2", "zip-methods", by(12)),
    refused("zip-packed-by-lzma", "zip-methods", by(14)),
    refused("zip-packed-by-deflate64", "zip-methods", by(9)),
    refused("zip-packed-by-an-unknown-method", "zip-methods", by(77)),
    refused(
        "zip-entry-with-a-password",
        "zip-password",
        lambda: with_sheet(lambda made: replace(made, flags=1)),
        "hasłem",
    ),
    taken("zip-streamed", "zip-streamed", lambda: archive(map(streamed, entries()))),
    taken(
        "zip-streamed-without-marks",
        "zip-streamed",
        lambda: archive(streamed(made, signed=False) for made in entries()),
    ),
    taken("zip64-sizes", "zip64", lambda: archive(map(zip64, entries()))),
    taken("zip64-end", "zip64", with_zip64_end),
    taken("zip-room-to-grow", "zip-extra-field", padded),
    taken("zip-entries-in-another-order", "zip-order", lambda: archive(reversed(entries()))),
    taken("zip-blocks-of-nothing", "zip-blocks", many_empty_blocks),
    taken("zip-in-a-zip", "zip-in-a-zip", lambda: wrapped(1), file="formularz.zip"),
    refused("zip-in-five-zips", "zip-in-a-zip", lambda: wrapped(5), "zbyt wiele razy"),
)

AMOUNTS = (
    taken("zip-of-a-thousand-parts", "zip-parts", lambda: crowd(1000)),
    refused("zip-of-more-parts", "zip-parts", lambda: crowd(1001), "części"),
    refused(
        "zip-bomb-of-one-part",
        "zip-bomb",
        lambda: beside_all(entry("docProps/custom.xml", b" " * (60 * MIB), level=9)),
        "duży",
    ),
    refused("zip-bomb-of-many-parts", "zip-bomb", lambda: crowd(300, b" " * (MIB - 1)), "duży"),
    refused(
        "zip-part-over-the-cap",
        "zip-bomb",
        lambda: beside_all(entry("docProps/custom.xml", noise(65 * MIB), level=1)),
        "duży",
    ),
)

CASES: tuple[Case, ...] = (*CUT, *AROUND, *LIES, *NAMES, *PACKING, *AMOUNTS)

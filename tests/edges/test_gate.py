"""The gate: what is no regular, whole, small, well-formed workbook is refused with a sentence."""

import io
import os
import random
import socket
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from domain.filekinds import FileKind, kind_of_plain
from domain.limits import MIB, Limits
from domain.submissions import Refused
from tasks.adapters.file_reading import read_file
from tasks.adapters.gate import StillChanging, check_parts, inflate, shown_name, take
from tests.edges.test_workbook import contents as figures
from tests.edges.test_workbook import filled, read, town

LIMITS = Limits()


def packed(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def parts() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(filled())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_part(name: str, data: bytes) -> bytes:
    return packed(parts() | {name: data})


def reason(data: bytes, limits: Limits = LIMITS) -> str:
    refused = read_file(town(), "x.xlsx", data, limits).result
    assert isinstance(refused, Refused)
    assert str(refused).endswith(".")
    assert "Proszę" in str(refused)
    return str(refused)


def test_a_form_passes_and_its_parts_are_whole() -> None:
    inflated = inflate(filled(), LIMITS)
    check_parts(inflated, LIMITS)
    assert inflated == parts()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "pusty"),
        (b"%PDF-1.4\n...", "PDF"),
        (b"\x89PNG\r\n\x1a\n....", "obraz"),
        (b"\xff\xd8\xff\xe0 jpeg", "obraz"),
        (b"Rar!\x1a\x07\x00", "archiwum"),
        (b"<html><table>", "HTML"),
        (b"\xef\xbb\xbf<!DOCTYPE html><html>", "HTML"),
        (b"jednostka;plan;wykonanie\r\nBK;5;7\r\n", "CSV"),
        (b"<?xml version='1.0'?><a/>", "XML"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "hasłem"),
        (packed({"word/document.xml": b"<a/>"}), "Worda"),
        (packed({"xl/workbook.bin": b""}), ".xlsb"),
        (packed({"xl/workbook.xml": b"<a/>", "xl/vbaProject.bin": b""}), "makrami"),
    ],
)  # fmt: skip
def test_each_wrong_kind_has_its_own_sentence(data: bytes, told: str) -> None:
    assert told in reason(data)


def test_random_bytes_are_no_workbook() -> None:
    assert kind_of_plain(random.Random(1).randbytes(5000)) is FileKind.UNKNOWN


@pytest.mark.parametrize(
    "data",
    [
        packed({"xl/workbook.xml": b"<a/>"} | {f"p{n}.xml": b"<a/>" for n in range(1001)}),
        packed({"xl/workbook.xml": b"<a>" + b" " * (2 * MIB) + b"</a>"}),
        with_part("../outside.xml", b"<a/>"),
        with_part("/etc/passwd", b"<a/>"),
        with_part("xl/WORKBOOK.xml", b"<a/>"),
        with_part("xl/a.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"),
        with_part("xl/a.xml", "<a>ł</a>".encode("utf-16")),
        packed(parts(), zipfile.ZIP_BZIP2),
        packed(parts(), zipfile.ZIP_LZMA),
    ],
    ids=["parts", "bomb", "climbs", "absolute", "twice", "entity", "utf-16", "bzip2", "lzma"],
)
def test_an_odd_archive_is_refused(data: bytes) -> None:
    assert reason(data)


def test_a_bomb_is_stopped_at_the_cap_and_not_after_it() -> None:
    assert "duży" in reason(with_part("xl/a.bin", b"\0" * (8 * MIB)), Limits(part_mib=1))


def test_sizes_that_lie_are_found() -> None:
    data = bytearray(packed({"xl/workbook.xml": b"<a/>"}, zipfile.ZIP_STORED))
    place = data.index(b"PK\x01\x02") + 24
    data[place : place + 4] = struct.pack("<I", 3)
    assert reason(bytes(data))


def test_a_cut_file_is_refused_at_every_length() -> None:
    data = filled()
    for length in range(0, len(data) - 1, 97):
        reason(data[:length])


@pytest.mark.parametrize("sampled", [20, pytest.param(4000, marks=pytest.mark.slow)])
def test_a_flipped_byte_gives_the_same_figures_or_a_refusal(sampled: int) -> None:
    data, true = filled(), figures(read(filled()))
    chance = random.Random(sampled)
    starts = [place for place in range(len(data) - 4) if data[place : place + 2] == b"PK"]
    structural = {place + offset for place in starts for offset in range(46)}
    spots = sorted(structural | set(chance.sample(range(len(data)), sampled)))
    refused = 0
    for place in (spot for spot in spots if spot < len(data)):
        broken = bytearray(data)
        broken[place] ^= 1 << chance.randrange(8)
        try:
            assert figures(read(bytes(broken))) == true, place
        except Refused:
            refused += 1
    assert refused > 100


def fifo(path: Path) -> None:
    os.mkfifo(path)


def link(path: Path) -> None:
    path.symlink_to("/etc/hostname")


def folder(path: Path) -> None:
    path.mkdir()


def listening(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path.name)


@pytest.mark.parametrize("make", [fifo, link, folder, listening])
def test_what_is_no_regular_file_is_refused_without_waiting(
    make: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    make(tmp_path / "BK.xlsx")
    with pytest.raises(Refused, match="Proszę wgrać"):
        take(tmp_path / "BK.xlsx", LIMITS)


def test_a_file_that_is_gone_again_is_looked_at_later(tmp_path: Path) -> None:
    with pytest.raises(StillChanging):
        take(tmp_path / "BK.xlsx", LIMITS)


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "BK.xlsx"
    with path.open("wb") as file:
        file.truncate(2 * MIB)
    with pytest.raises(Refused, match="za duży"):
        take(path, Limits(file_mib=1))


def test_a_name_that_is_no_utf8_is_shown_with_the_replacement_sign(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xb3\xf3d\xbc.xlsx"))
    path.write_bytes(b"x")
    assert shown_name(path).isprintable()
    assert shown_name(path).encode("utf-8")

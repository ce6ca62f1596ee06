"""Files that are something else than their names say, or than a form."""

import bz2
import gzip
import lzma
import random

from tests.corpus.base import clean
from tests.corpus.case import Case
from tests.corpus.structure_parts import ROOT_TYPES, Data, refused, taken
from tests.edges.compound_file import compound_file
from tests.edges.office import packed

NO_CLASS = bytes(16)
ODS = "application/vnd.oasis.opendocument.spreadsheet"
PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><body><table><tr><td>Klucz</td>
<td x:num="1703">1703</td></tr></table></body></html>"""
TABLE_2003 = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet/></Workbook>"""
WEB_ARCHIVE = f"""MIME-Version: 1.0
X-Document-Type: Workbook
Content-Type: multipart/related; boundary="granica"

--granica
Content-Location: file:///C:/x/formularz.htm
Content-Type: text/html; charset="us-ascii"

{PAGE}
--granica--
"""


def given(data: bytes) -> Data:
    """Return a builder of these bytes."""
    return lambda: data


def office(part: str) -> Data:
    """Return a builder of an Office package with some main part."""
    return lambda: packed({ROOT_TYPES: b"<Types/>", part: b"<a/>"})


def open_document(kind: str, content: bytes = b"<a/>") -> Data:
    """Return a builder of an OpenDocument file."""
    return lambda: packed({"mimetype": kind.encode(), "content.xml": content})


def encrypted() -> bytes:
    """Return a workbook with a password to open it."""
    return compound_file({"EncryptionInfo": bytes(64), "EncryptedPackage": bytes(5000)}, NO_CLASS)


# Excel tells what a file is from its content, and so does the front door.
NAMES = tuple(
    taken(f"kind-a-form-named-{what}", "kind-named-otherwise", clean, name)
    for what, name in {
        "pdf": "formularz.pdf",
        "in-capitals": "FORMULARZ.XLSX",
        "with-a-line-end": "for\nmularz.xlsx",
        "turned-round": "formularz\u202exslx.exe",
    }.items()
)

OFFICE = (
    refused("kind-word", "kind-office", office("word/document.xml"), "Worda"),
    refused("kind-slides", "kind-office", office("ppt/presentation.xml")),
    refused("kind-drawing", "kind-office", office("visio/document.xml")),
    refused("kind-binary-workbook", "kind-xlsb", office("xl/workbook.bin"), ".xlsb"),
    refused("kind-package-of-nothing", "kind-office", office("a.xml")),
    refused(
        "kind-open-document-text",
        "kind-opendocument",
        open_document(ODS.replace("spreadsheet", "text")),
    ),
    refused("kind-open-document-of-nothing", "kind-opendocument", open_document(ODS)),
    refused("kind-open-document-cut", "kind-opendocument", open_document(ODS, b"<office:document")),
    refused("kind-zip-of-nothing", "kind-zip", lambda: packed({})),
    refused("kind-zip-of-an-empty-file", "kind-zip", lambda: packed({"formularz.xlsx": b""})),
    refused("kind-encrypted", "kind-encrypted", encrypted, "hasłem"),
    refused("kind-compound-of-nothing", "kind-compound", lambda: compound_file({}, NO_CLASS)),
    refused("kind-compound-cut", "kind-compound", lambda: encrypted()[:600]),
    refused(
        "kind-old-workbook-of-nothing",
        "kind-compound",
        lambda: compound_file({"Workbook": bytes(4096)}, NO_CLASS),
    ),
    refused(
        "kind-old-word",
        "kind-compound",
        lambda: compound_file({"WordDocument": bytes(4096)}, NO_CLASS),
    ),
)

TEXTS = (
    refused("kind-web-page", "kind-text", given(PAGE.encode()), "HTML", "formularz.xls"),
    refused("kind-web-archive", "kind-text", given(WEB_ARCHIVE.encode()), "", "formularz.xls"),
    refused("kind-xml-table", "kind-text", given(TABLE_2003.encode()), "XML", "formularz.xls"),
    refused(
        "kind-csv", "kind-text", given("Klucz;Wykonanie\r\nI.1.5;1703\r\n".encode("cp1250")), "CSV"
    ),
    refused("kind-csv-in-utf-16", "kind-text", given("Klucz\tWykonanie\r\n".encode("utf-16"))),
    refused("kind-sylk", "kind-text", given(b"ID;PWXL;N;E\r\nC;Y1;X1;K1703\r\nE\r\n")),
    refused("kind-rtf", "kind-text", given(b"{\\rtf1\\ansi 1703}")),
    refused("kind-json", "kind-text", given(b'{"url": "https://example.org/arkusz"}')),
    refused("kind-link", "kind-text", given(b"[InternetShortcut]\r\nURL=file://serwer/a.xlsx\r\n")),
    refused("kind-one-line-end", "kind-text", given(b"\n")),
    refused("kind-spaces", "kind-text", given(b" " * 4096)),
)

OTHERS = (
    refused("kind-empty", "kind-empty", given(b""), "pusty"),
    refused("kind-one-byte", "kind-empty", given(b"P")),
    refused("kind-zeros", "kind-zeros", given(bytes(4096))),
    refused("kind-pdf", "kind-paper", given(b"%PDF-1.7\n%\xe2\xe3\n1 0 obj"), "PDF"),
    refused("kind-png", "kind-paper", given(b"\x89PNG\r\n\x1a\n" + bytes(99)), "obraz"),
    refused("kind-jpeg", "kind-paper", given(b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(99)), "obraz"),
    refused("kind-heic", "kind-paper", given(b"\0\0\0\x18ftypheic" + bytes(99))),
    refused("kind-gzip", "kind-archive", lambda: gzip.compress(clean()), "archiwum"),
    refused("kind-bzip2", "kind-archive", lambda: bz2.compress(clean()), "archiwum"),
    refused("kind-xz", "kind-archive", lambda: lzma.compress(clean()), "archiwum"),
    refused("kind-rar", "kind-archive", given(b"Rar!\x1a\x07\x01\0" + bytes(99)), "archiwum"),
    refused("kind-7z", "kind-archive", given(b"7z\xbc\xaf\x27\x1c" + bytes(99)), "archiwum"),
    refused("kind-program", "kind-program", given(b"MZ\x90\0" + bytes(999))),
    refused("kind-shortcut", "kind-program", given(b"L\0\0\0\x01\x14\x02\0" + bytes(99))),
    refused(
        "kind-random-bytes",
        "kind-random",
        lambda: b"\0" + random.Random(1).randbytes(20_000),
    ),
    refused(
        "kind-random-bytes-after-a-mark",
        "kind-random",
        lambda: b"PK\x03\x04" + random.Random(2).randbytes(20_000),
    ),
)

CASES: tuple[Case, ...] = (*NAMES, *OFFICE, *TEXTS, *OTHERS)

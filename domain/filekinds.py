"""What a file is, told from its content: the name that somebody gave it does not count."""

import re
from collections.abc import Collection
from enum import StrEnum


class FileKind(StrEnum):
    """The kinds of files that offices send."""

    WORKBOOK = "workbook"
    MACRO_WORKBOOK = "macro workbook"
    BINARY_WORKBOOK = "binary workbook"
    ENCRYPTED = "encrypted"
    OLD_WORKBOOK = "old workbook"
    OPEN_DOCUMENT = "open document"
    WORD = "word"
    OLD_OFFICE = "old office"
    MAIL = "mail"
    OUTLOOK_MAIL = "outlook mail"
    ARCHIVE = "archive"
    OTHER_ARCHIVE = "other archive"
    PDF = "pdf"
    IMAGE = "image"
    HTML = "html"
    SIGNED = "signed"
    XML = "xml"
    TEXT = "text"
    EMPTY = "empty"
    UNKNOWN = "unknown"


_SAVE_AS = (
    "Proszę otworzyć sprawozdanie w Excelu, zapisać jako „Skoroszyt programu Excel (*.xlsx)” "
    "i przesłać ponownie."
)
_FORM = "Proszę wpisać dane do formularza otrzymanego od koordynatora i przesłać ten plik Excela."

REFUSALS = {
    FileKind.MACRO_WORKBOOK: f"To skoroszyt z makrami (.xlsm); makr nie uruchamiamy. {_SAVE_AS}",
    FileKind.BINARY_WORKBOOK: f"To skoroszyt binarny (.xlsb), którego nie wczytujemy. {_SAVE_AS}",
    FileKind.ENCRYPTED: (
        "Plik jest zabezpieczony hasłem. Proszę usunąć hasło w Excelu (Plik → Informacje → "
        "Chroń skoroszyt → Szyfruj przy użyciu hasła, puste pole) i przesłać plik ponownie."
    ),
    FileKind.OLD_WORKBOOK: f"To skoroszyt starego Excela (.xls). {_SAVE_AS}",
    FileKind.OPEN_DOCUMENT: f"To plik LibreOffice lub OpenOffice (.ods). {_SAVE_AS}",
    FileKind.WORD: f"To dokument Worda, nie formularz. {_FORM}",
    FileKind.OLD_OFFICE: f"To plik starego pakietu Office, nie formularz. {_FORM}",
    FileKind.MAIL: "To wiadomość e-mail. Proszę zapisać z niej załącznik i wgrać sam formularz.",
    FileKind.OUTLOOK_MAIL: (
        "To wiadomość Outlooka (.msg). Proszę zapisać z niej załącznik i wgrać sam formularz."
    ),
    FileKind.ARCHIVE: "To archiwum zip. Proszę je rozpakować i wgrać same formularze.",
    FileKind.OTHER_ARCHIVE: (
        "To archiwum (rar, 7z, gz …). Proszę je rozpakować i wgrać same formularze."
    ),
    FileKind.PDF: f"To plik PDF, nie skoroszyt; nie da się z niego odczytać pól. {_FORM}",
    FileKind.IMAGE: f"To obraz lub skan; nie da się z niego odczytać liczb. {_FORM}",
    FileKind.HTML: f"To strona HTML, choć nazwa może wskazywać na Excela. {_SAVE_AS}",
    FileKind.SIGNED: (
        "To plik podpisany elektronicznie (XML). Proszę wgrać także sam formularz Excela, "
        "który został podpisany."
    ),
    FileKind.XML: f"To plik XML, nie skoroszyt. {_SAVE_AS}",
    FileKind.TEXT: f"To plik tekstowy lub CSV, nie formularz. {_FORM}",
    FileKind.EMPTY: "Plik jest pusty (0 bajtów). Proszę sprawdzić go u siebie i wysłać ponownie.",
    FileKind.UNKNOWN: f"To nie jest skoroszyt Excela (.xlsx). {_SAVE_AS}",
}
"""Why a file of that kind is not taken, and what to do."""

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"MSCF")
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_HEADER = re.compile(rb"(?i)\A(?:[\w-]+: .*\r?\n(?:[ \t].*\r?\n)*){2,}")
_MAIL_FIELDS = re.compile(rb"(?im)^(?:from|received|message-id|mime-version|subject): ")
HEAD = 4096


def is_zip(head: bytes) -> bool:
    """Whether a file begins as a zip archive does."""
    return head.startswith(_ZIP)


def kind_of_plain(data: bytes) -> FileKind:
    """Tell the kind of a file that is no zip archive."""
    head = data[:HEAD]
    if not data:
        return FileKind.EMPTY
    if head.startswith(_COMPOUND):
        return _kind_of_compound(data)
    if head.startswith(_ARCHIVES):
        return FileKind.OTHER_ARCHIVE
    if head.startswith(_IMAGES):
        return FileKind.IMAGE
    if b"%PDF-" in head[:1024]:
        return FileKind.PDF
    return _kind_of_text(data)


def _kind_of_compound(data: bytes) -> FileKind:
    """Tell what an OLE compound file holds by the names of its streams (UTF-16)."""
    for name, kind in (
        ("EncryptedPackage", FileKind.ENCRYPTED),
        ("__substg1.0_", FileKind.OUTLOOK_MAIL),
        ("__properties_version1.0", FileKind.OUTLOOK_MAIL),
        ("Workbook", FileKind.OLD_WORKBOOK),
        ("WordDocument", FileKind.OLD_OFFICE),
        ("PowerPoint Document", FileKind.OLD_OFFICE),
    ):
        if name.encode("utf-16-le") in data:
            return kind
    return FileKind.OLD_OFFICE


def _kind_of_text(data: bytes) -> FileKind:
    head = data[:HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    lowered = head.lower()
    if lowered.startswith((b"<!doctype html", b"<html")) or b"<html" in lowered[:512]:
        return FileKind.HTML
    if lowered.startswith(b"<?xml") or lowered.startswith(b"<"):
        signed = b"xmldsig" in lowered or b"<ds:signature" in lowered or b"podpisanyplik" in lowered
        return FileKind.SIGNED if signed else FileKind.XML
    if _HEADER.match(head) and _MAIL_FIELDS.search(head):
        return FileKind.MAIL
    if b"\x00" not in data[:HEAD]:
        return FileKind.TEXT
    return FileKind.UNKNOWN


def kind_of_archive(names: Collection[str], media_type: str = "") -> FileKind:
    """Tell what a zip archive is from the names of its parts and its `mimetype` part."""
    parts = {name.lower() for name in names}
    if any(part.endswith("vbaproject.bin") for part in parts):
        return FileKind.MACRO_WORKBOOK
    if "xl/workbook.bin" in parts:
        return FileKind.BINARY_WORKBOOK
    if "xl/workbook.xml" in parts:
        return FileKind.WORKBOOK
    if "word/document.xml" in parts:
        return FileKind.WORD
    if media_type.startswith("application/vnd.oasis.opendocument"):
        return FileKind.OPEN_DOCUMENT
    if "[content_types].xml" in parts:
        return FileKind.UNKNOWN
    return FileKind.ARCHIVE


def ignored_reason(name: str) -> str:
    """Return why an entry of the drop folder is none of ours; nothing for one that is."""
    lowered = name.lower()
    if lowered.startswith(("~$", ".~lock.")):
        return "plik blokady Worda, Excela lub LibreOffice"
    if lowered.endswith((".tmp", ".part", ".crdownload", ".partial")) or lowered.startswith("~wr"):
        return "plik tymczasowy"
    if lowered in ("thumbs.db", "desktop.ini", ".ds_store"):
        return "plik systemowy"
    if lowered.startswith("."):
        return "plik ukryty"
    return ""

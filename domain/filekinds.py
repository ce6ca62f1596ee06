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
    SIGNED_BINARY = "signed binary"
    SIGNATURE = "signature"
    TNEF = "tnef"
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
    FileKind.SIGNED_BINARY: (
        "To plik podpisany elektronicznie (.p7m lub .sig), z którego nie wydobywamy zawartości. "
        "Proszę przesłać sam formularz Excela (*.xlsx), a podpis osobno."
    ),
    FileKind.SIGNATURE: (
        "To sam podpis elektroniczny, bez podpisanego pliku. Proszę przesłać także formularz "
        "Excela, którego dotyczy ten podpis."
    ),
    FileKind.TNEF: (
        "To załączniki w postaci, którą odczytuje tylko Outlook (winmail.dat). Proszę wysłać "
        "wiadomość ponownie w formacie HTML lub zwykłego tekstu, z formularzem jako zwykłym "
        "załącznikiem."
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
_TNEF = b"\x78\x9f\x3e\x22"
# OIDs in DER: 1.2.840.113549.1.7.2 (signedData) and 1.2.840.113549.1.7.1 (data, what is signed).
_SIGNED_DATA = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
_CONTENT = re.compile(rb"(..)\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01(.)", re.DOTALL)
_ARMOUR = (b"-----BEGIN PKCS7", b"-----BEGIN CMS")
# The class that stands at the root of an OLE compound file, in its first four bytes.
_ROOT_CLASSES = {
    b"\x0b\x0d\x02\x00": FileKind.OUTLOOK_MAIL,
    b"\x10\x08\x02\x00": FileKind.OLD_WORKBOOK,
    b"\x20\x08\x02\x00": FileKind.OLD_WORKBOOK,
    b"\x00\x09\x02\x00": FileKind.OLD_OFFICE,
    b"\x06\x09\x02\x00": FileKind.OLD_OFFICE,
    b"\x10\x8d\x81\x64": FileKind.OLD_OFFICE,
}
_HEADER = re.compile(
    rb"(?:From [^\n]*+\n)?((?:[A-Za-z][!-9;-~]*+[ \t]*+:[^\n]*+\n(?:[ \t][^\n]*+\n)*+)++)"
)
_FIELD = re.compile(rb"(?m)^[A-Za-z][!-9;-~]*+")
_MAIL_FIELDS = frozenset(
    b"from received message-id mime-version subject return-path delivered-to".split()
)
_MULTIPART = re.compile(rb"(?i)content-type[ \t]*:\s*multipart/")
_MAIL_HEAD = 256 * 1024
_SIGNATURE_WORDS = re.compile(rb"(?i)xmldsig|<ds:signature|podpisanyplik")
# A zip, a compound file, a PDF in base64, as the text of an element.
_EMBEDDED = re.compile(
    rb">(?:<!\[CDATA\[)?(?:\s|&#(?:1[03]|x[adAD]);)*+(?:UEsDB|UEsFB|0M8R4KGxGu|JVBERi0)"
)
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
    if head.startswith(_TNEF):
        return FileKind.TNEF
    if head.startswith(_ARMOUR):
        return FileKind.SIGNED_BINARY
    if head.startswith(b"\x30") and _SIGNED_DATA in head[:32]:
        return _kind_of_signature(head)
    return _kind_of_text(data)


def _kind_of_signature(head: bytes) -> FileKind:
    """Tell a signature that holds the signed file from one that stands alone (CAdES, PKCS#7)."""
    content = _CONTENT.search(head)
    # "30 0b" is a sequence with room for the OID alone; "a0" opens the content.
    attached = content and content[1] != b"\x30\x0b" and content[2] == b"\xa0"
    return FileKind.SIGNED_BINARY if attached else FileKind.SIGNATURE


def _kind_of_compound(data: bytes) -> FileKind:
    """Tell what an OLE compound file holds by its class, else by its streams' names (UTF-16).

    The names of what is embedded in it stand there too: a mail can have a workbook attached.
    """
    directory, shift = int.from_bytes(data[48:52], "little"), data[30] if len(data) > 30 else 0
    root = ((directory + 1) << shift) if shift in (9, 12) else len(data)
    if kind := _ROOT_CLASSES.get(data[root + 80 : root + 84]):
        return kind
    for name, kind in (
        ("__substg1.0_", FileKind.OUTLOOK_MAIL),
        ("__properties_version1.0", FileKind.OUTLOOK_MAIL),
        ("EncryptedPackage", FileKind.ENCRYPTED),
        ("Workbook", FileKind.OLD_WORKBOOK),
        ("WordDocument", FileKind.OLD_OFFICE),
        ("PowerPoint Document", FileKind.OLD_OFFICE),
    ):
        if name.encode("utf-16-le") in data:
            return kind
    return FileKind.OLD_OFFICE


def _kind_of_text(data: bytes) -> FileKind:
    head = data[:_MAIL_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    if _is_mail(head):
        return FileKind.MAIL
    lowered = head[:HEAD].lower()
    if lowered.startswith((b"<!doctype html", b"<html")) or b"<html" in lowered[:512]:
        return FileKind.HTML
    if lowered.startswith(b"<"):
        signed = _SIGNATURE_WORDS.search(data) or _EMBEDDED.search(data)
        return FileKind.SIGNED if signed else FileKind.XML
    if b"\x00" not in data[:HEAD]:
        return FileKind.TEXT
    return FileKind.UNKNOWN


def _is_mail(head: bytes) -> bool:
    """Whether a text begins with a mail's header: fields, of which at least one is a mail's own."""
    header = _HEADER.match(head)
    if not header:
        return False
    fields = [field.lower() for field in _FIELD.findall(header[1])]
    if len(fields) < 2:
        return bool(_MULTIPART.match(header[1]))
    return not _MAIL_FIELDS.isdisjoint(fields)


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

"""Reads one file, whatever it is: a workbook of some kind, or a container with files inside.

The kind is told from the content; the name that somebody gave the file does not count.
"""

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from domain.filekinds import (
    REFUSALS,
    FileKind,
    ignored_reason,
    is_zip,
    kind_of_archive,
    kind_of_plain,
)
from domain.intake import INSIDE, NotAForm, Read
from domain.limits import Limits
from domain.programme import Programme
from domain.reading import Sheets, identification, is_form, read_form
from domain.submissions import Refused, Submission
from tasks.adapters.containers import Member, unpack
from tasks.adapters.gate import check_parts, inflate
from tasks.adapters.old_workbook import read_old_workbook
from tasks.adapters.opendocument import check_document, read_opendocument
from tasks.adapters.table_reading import read_table_file
from tasks.adapters.workbook_reading import read_workbook

CONTAINERS = (FileKind.MAIL, FileKind.OUTLOOK_MAIL, FileKind.ARCHIVE, FileKind.SIGNED)
# What these hold may be a form; all else that is refused by its kind is none.
_PERHAPS_FORMS = (
    FileKind.ENCRYPTED,
    FileKind.MACRO_WORKBOOK,
    FileKind.BINARY_WORKBOOK,
    FileKind.OTHER_ARCHIVE,
    FileKind.TNEF,
    FileKind.SIGNED_BINARY,
    FileKind.UNKNOWN,
)
DEFAULT_LIMITS = Limits()
_UNREADABLE = (
    "Pliku nie da się odczytać; jest zbudowany inaczej, niż zapisuje Excel. Proszę otworzyć go w "
    "Excelu, zapisać jako nowy „Skoroszyt programu Excel (*.xlsx)” i przesłać ponownie."
)
_REMARKS = {FileKind.SIGNED: "wczytano podpisany plik; samego podpisu nie sprawdzano"}


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A private copy: the name that the file came under, its SHA-256, where the copy is."""

    name: str
    sha256: str
    path: Path


def read_stored(programme: Programme, source: StoredFile, limits: Limits) -> Read:
    """Read a private copy; what cannot be taken is in the result, with its reason."""
    data = source.path.read_bytes()
    if hashlib.sha256(data).hexdigest() != source.sha256:
        damaged = Refused(
            "Kopia pliku w records/ została zmieniona. Proszę przesłać plik ponownie i zgłosić to "
            "osobie, która opiekuje się programem."
        )
        return Read(source.name, source.sha256, damaged)
    return read_file(programme, source.name, data, limits)


def read_file(
    programme: Programme, name: str, data: bytes, limits: Limits = DEFAULT_LIMITS
) -> Read:
    """Read bytes that came under a name, and what is inside them."""
    return _Reading(programme, limits).read(name, data, 0)


class _Reading:
    """The reading of one entry of the drop folder, with one allowance for all that is inside it."""

    def __init__(self, programme: Programme, limits: Limits) -> None:
        self.programme = programme
        self.limits = limits
        self.left = limits.total

    def read(self, name: str, data: bytes, depth: int) -> Read:
        sha256 = hashlib.sha256(data).hexdigest()
        try:
            kind, parts = _opened(data, self.limits)
            if kind in CONTAINERS:
                members = self._members(name, kind, data, depth)
                return Read(name, sha256, members=members, remark=_REMARKS.get(kind, ""))
            return Read(name, sha256, self._submission((name, sha256), kind, data, parts))
        except Refused as refusal:
            return Read(name, sha256, refusal)
        except MemoryError:
            raise
        except Exception:
            # Whatever trips over a file, the other files and the run go on.
            return Read(name, sha256, Refused(_UNREADABLE))

    def _submission(
        self, named: tuple[str, str], kind: FileKind, data: bytes, parts: dict[str, bytes]
    ) -> Submission:
        """Read a form, or the tables that came in its place."""
        sheets, refusal = None, None
        try:
            sheets = _sheets(kind, data, parts, self.limits)
        except NotAForm as error:
            refusal = error
        if sheets is None or not is_form(sheets):
            found = read_table_file(self.programme, named, kind, data, parts, self.limits)
            if found is not None:
                return found
        if sheets is None:
            raise refusal or NotAForm(REFUSALS[kind])
        return read_form(self.programme, *named, sheets)

    def _members(self, name: str, kind: FileKind, data: bytes, depth: int) -> tuple[Read, ...]:
        return tuple(
            self._member(f"{name}{INSIDE}{member.name}", member, depth + 1)
            for member in self._unpacked(name, kind, data, depth)
        )

    def _member(self, name: str, member: Member, depth: int) -> Read:
        ignored = ignored_reason(member.name.rpartition("/")[2])
        if ignored:
            sha256 = hashlib.sha256(member.data).hexdigest()
            return Read(name, sha256, remark=ignored)
        return replace(self.read(name, member.data, depth), data=member.data)

    def _unpacked(self, name: str, kind: FileKind, data: bytes, depth: int) -> tuple[Member, ...]:
        _check_depth(depth, self.limits)
        members = unpack(name, kind, data, self.limits)
        self.left -= sum(len(member.data) for member in members)
        if self.left < 0:
            raise Refused(
                "Pliki w środku są razem niedopuszczalnie duże. Proszę przesłać sam formularz."
            )
        return members


def read_submission(
    programme: Programme, name: str, data: bytes, limits: Limits = DEFAULT_LIMITS
) -> Submission:
    """Read the one workbook that the bytes are; raises Refused with the reason why not."""
    result = read_file(programme, name, data, limits).result
    if isinstance(result, Submission):
        return result
    raise result or Refused("To nie jest skoroszyt.")


def identify(source: StoredFile, limits: Limits) -> tuple[str, str]:
    """Return the programme and year that the first form in a file names; raises Refused."""
    try:
        return _identified(source.path.read_bytes(), limits, 0)
    except (Refused, MemoryError):
        raise
    except Exception as error:
        raise Refused(_UNREADABLE) from error


def _identified(data: bytes, limits: Limits, depth: int) -> tuple[str, str]:
    kind, parts = _opened(data, limits)
    if kind not in CONTAINERS:
        meta = identification(_sheets(kind, data, parts, limits))
        return meta["programme"], meta["year"]
    _check_depth(depth, limits)
    first: Refused | None = None
    for member in unpack("", kind, data, limits):
        try:
            return _identified(member.data, limits, depth + 1)
        except Refused as refusal:
            first = first or refusal
    raise first or Refused("Nie ma w nim żadnego załącznika. Proszę dołączyć formularz Excela.")


def _opened(data: bytes, limits: Limits) -> tuple[FileKind, dict[str, bytes]]:
    """Tell the kind; also return the parts, where the file is a zip archive."""
    if not is_zip(data):
        return kind_of_plain(data), {}
    parts = inflate(data, limits)
    media = parts.get("mimetype", b"")[:100].decode("ascii", "replace")
    return kind_of_archive(parts, media), parts


def _sheets(kind: FileKind, data: bytes, parts: dict[str, bytes], limits: Limits) -> Sheets:
    match kind:
        case FileKind.WORKBOOK:
            check_parts(parts, limits)
            return read_workbook(parts)
        case FileKind.OPEN_DOCUMENT:
            check_document(parts)
            check_parts(parts, limits)
            return read_opendocument(parts, limits=limits)
        case FileKind.OLD_WORKBOOK:
            return read_old_workbook(data, limits=limits)
    refuse = Refused if kind in _PERHAPS_FORMS else NotAForm
    raise refuse(REFUSALS[kind])


def _check_depth(depth: int, limits: Limits) -> None:
    if depth >= limits.depth:
        raise Refused(
            "Pliki są zapakowane jeden w drugim zbyt wiele razy. Proszę przesłać sam formularz."
        )

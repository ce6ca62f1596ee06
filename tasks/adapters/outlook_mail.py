"""Takes the attachments out of a mail that Outlook saved (.msg, an OLE compound file)."""

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import olefile

from domain.limits import Limits
from domain.submissions import Refused
from tasks.adapters.mail import decoded

_ATTACHMENT = "__attach_version1.0_#"
_PROPERTY = "__substg1.0_"
_DATA, _EMBEDDED = "37010102", "3701000D"
# Text is stored as UTF-16 ("001F") or in eight bits ("001E").
_LONG_NAME, _SHORT_NAME, _SHOWN_NAME, _SUBJECT = "3707", "3704", "3001", "0037"
_PROPERTIES, _COUNT_AT = "__properties_version1.0", 20
_OBJECT_STREAMS = ("package", "contents")
_SECTOR_SIZES = (512, 4096)
_MINI_SECTOR_SIZE = 64
# A mail with a hundred attachments and as many addressees has some four thousand.
_MOST_ENTRIES = 10_000
_LONGEST_NAME = 2048

_AGAIN = (
    "Proszę zapisać wiadomość w Outlooku jeszcze raz albo wgrać sam załącznik – formularz Excela."
)
_BROKEN = f"Wiadomość Outlooka (.msg) jest uszkodzona albo niekompletna. {_AGAIN}"
_TOO_DEEP = (
    "Wiadomości są załączone jedna w drugiej zbyt wiele razy. Proszę przesłać sam formularz Excela."
)


class _Damaged(Exception):
    """The file states sizes that it cannot have."""


class _Bounded(olefile.OleFileIO):  # type: ignore[misc]  # olefile has no types
    """Reads a compound file whose tables are no larger than the file: the library believes them."""

    @property
    def file_size(self) -> int:
        """The size of the whole file."""
        return int(self.fp.getbuffer().nbytes)

    def loadfat(self, header: bytes) -> None:
        """Load the table of sectors after a look at what the header states."""
        sound = self.sector_size in _SECTOR_SIZES and self.mini_sector_size == _MINI_SECTOR_SIZE
        entries = self.sector_size // 4
        if not sound or self.num_fat_sectors > self.nb_sect // entries + 16:
            raise _Damaged
        if self.num_mini_fat_sectors > self.nb_sect or self.num_difat_sectors > self.nb_sect:
            raise _Damaged
        super().loadfat(header)

    def loaddirectory(self, sect: int) -> None:
        """Load the directory, unless its chain is a loop or longer than a mail's."""
        most, count, at = _MOST_ENTRIES * 128 // self.sector_size, 0, sect
        while at < len(self.fat):
            count, at = count + 1, self.fat[at]
            if count > most:
                raise _Damaged
        super().loaddirectory(sect)
        sized = (olefile.STGTY_ROOT, olefile.STGTY_STREAM)
        entries = (entry for entry in self.direntries if entry and entry.entry_type in sized)
        if any(entry.size > self.file_size for entry in entries):
            raise _Damaged


def files_of_outlook_mail(data: bytes, limits: Limits) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of every attachment; those of a mail inside go by "mail/name"."""
    try:
        with _Bounded(io.BytesIO(data)) as mail:
            yield from _attachments(_Storage(mail, mail.root, ()), limits.depth)
    except (
        # The library lets through whatever fails underneath it in a damaged file.
        _Damaged,
        OSError,
        struct.error,
        ValueError,
        LookupError,
        ArithmeticError,
        AttributeError,
        TypeError,
        AssertionError,
        RecursionError,
    ) as error:
        raise Refused(_BROKEN) from error


@dataclass(frozen=True, slots=True)
class _Storage:
    """A folder in the compound file: its entry, and the names that lead to it."""

    mail: Any
    entry: Any
    path: tuple[str, ...]

    def folders(self) -> "list[_Storage]":
        """Return the folders inside, sorted by name."""
        if len(self.entry.kids) != len(self.entry.kids_dict):
            raise _Damaged
        return [self._at(kid) for kid in self.entry.kids if kid.entry_type == olefile.STGTY_STORAGE]

    def streams(self) -> list[Any]:
        """Return the entries of the streams inside."""
        return [kid for kid in self.entry.kids if kid.entry_type == olefile.STGTY_STREAM]

    def folder(self, name: str) -> "_Storage | None":
        """Return a folder by its name."""
        return next((folder for folder in self.folders() if folder.name == name.lower()), None)

    @property
    def name(self) -> str:
        """The folder's own name."""
        return self.path[-1].lower()

    def size(self, name: str) -> int:
        """Return the size of a stream; -1 where there is none."""
        entry = self.entry.kids_dict.get(name.lower())
        return entry.size if entry and entry.entry_type == olefile.STGTY_STREAM else -1

    def read(self, name: str) -> bytes:
        """Read a whole stream."""
        data = bytes(self.mail.openstream([*self.path, name]).read())
        if len(data) != self.size(name):
            raise _Damaged
        return data

    def _at(self, entry: Any) -> "_Storage":
        return _Storage(self.mail, entry, (*self.path, entry.name))


def _attachments(message: _Storage, depth: int) -> Iterator[tuple[str, bytes]]:
    if depth < 0:
        raise Refused(_TOO_DEEP)
    folders = [folder for folder in message.folders() if folder.name.startswith(_ATTACHMENT)]
    # The mail's own count shows whether a damaged directory has lost one.
    (stated,) = struct.unpack_from("<I", message.read(_PROPERTIES), _COUNT_AT)
    if len(folders) < stated:
        raise _Damaged
    for folder in folders:
        yield from _attachment(folder, depth)


def _attachment(folder: _Storage, depth: int) -> Iterator[tuple[str, bytes]]:
    names = (_text(folder, key) for key in (_LONG_NAME, _SHORT_NAME, _SHOWN_NAME))
    name = next(filter(None, names), "")
    inner = folder.folder(_PROPERTY + _EMBEDDED)
    if inner is None:
        stated = _PROPERTY + _DATA
        # What lies in a cloud has no bytes here: an empty file says so to people.
        yield name, folder.read(stated) if folder.size(stated) >= 0 else b""
    elif inner.size(_PROPERTIES) >= 0:
        name = name or _text(inner, _SUBJECT) or "wiadomość"
        for within, content in _attachments(inner, depth - 1):
            yield f"{name}/{within or 'załącznik'}", content
    else:
        yield name, _object(inner)


def _object(folder: _Storage) -> bytes:
    """Return the bytes of an object that was put into the text, such as a sheet or a picture."""
    streams = folder.streams()
    known = [stream for stream in streams if stream.name.lower() in _OBJECT_STREAMS]
    best = max(known or streams, key=lambda stream: stream.size, default=None)
    return folder.read(best.name) if best else b""


def _text(folder: _Storage, key: str) -> str:
    for kind in ("001F", "001E"):
        name = _PROPERTY + key + kind
        if 0 < folder.size(name) <= _LONGEST_NAME:
            raw = folder.read(name)
            text = raw.decode("utf-16-le", "replace") if kind == "001F" else decoded(raw)
            if text.strip("\0 "):
                return text.strip("\0 ")
    return ""

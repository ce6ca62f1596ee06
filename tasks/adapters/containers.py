"""Takes files out of what offices send them in: mails, archives, a signature's XML wrapper."""

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from xml.parsers import expat

from domain.filekinds import REFUSALS, FileKind
from domain.intake import INSIDE, NotAForm
from domain.limits import Limits
from domain.submissions import Refused
from tasks.adapters.gate import inflate
from tasks.adapters.mail import decoded, files_of_mail, from_base64


@dataclass(frozen=True, slots=True)
class Member:
    """One file inside a container: its name, as shown to people, and its bytes."""

    name: str
    data: bytes


def unpack(name: str, kind: FileKind, data: bytes, limits: Limits) -> tuple[Member, ...]:
    """Return the files inside, in their order; raises Refused where the container is unsound."""
    match kind:
        case FileKind.MAIL:
            return _members(files_of_mail(data, limits), limits)
        case FileKind.OUTLOOK_MAIL:
            from tasks.adapters.outlook_mail import files_of_outlook_mail

            return _members(files_of_outlook_mail(data, limits), limits)
        case FileKind.ARCHIVE:
            parts = inflate(data, limits)
            return _members(((_zip_name(part), parts[part]) for part in parts), limits)
        case FileKind.SIGNED:
            return _members(_signed_files(name, data), limits)
    raise Refused(REFUSALS[kind])


def _members(files: Iterable[tuple[str, bytes]], limits: Limits) -> tuple[Member, ...]:
    """Gather files within the limits, each under a name of its own."""
    members: dict[str, Member] = {}
    total = 0
    for number, (name, data) in enumerate(files, start=1):
        total += len(data)
        if number > limits.members:
            raise Refused(
                f"W pliku jest ponad {limits.members} załączników. Proszę przesłać same formularze."
            )
        if total > limits.total:
            raise Refused(
                f"Załączniki mają razem ponad {limits.total_mib} MB. Proszę przesłać same "
                "formularze."
            )
        shown = _unlike(members, shown_name(name) or f"załącznik {number}")
        members[shown.casefold()] = Member(shown, data)
    return tuple(members.values())


_LONGEST_NAME = 120
_END_KEPT = 40
# Letters that show nothing: fillers and joiners that Unicode does not class as control characters.
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0]"
)


def shown_name(name: str) -> str:
    """Return a name fit to be shown: one short line, with nothing invisible or turning in it."""
    if len(name) > 4 * _LONGEST_NAME:
        name = name[: 2 * _LONGEST_NAME] + name[-2 * _LONGEST_NAME :]
    # The arrow stands between a container and what is inside it.
    name = name.replace("\\", "/").replace(INSIDE.strip(), "–")
    name = _INVISIBLE.sub("", unicodedata.normalize("NFC", name))
    name = "".join(" " if sign.isspace() else sign for sign in name if _is_seen(sign))
    return _short(" ".join(name.split()))


def _is_seen(sign: str) -> bool:
    return sign.isspace() or not unicodedata.category(sign).startswith("C")


def _short(name: str) -> str:
    if len(name) <= _LONGEST_NAME:
        return name
    return f"{name[: _LONGEST_NAME - _END_KEPT - 1]}…{name[-_END_KEPT:]}"


def _unlike(taken: Container[str], name: str) -> str:
    """Return a name that no other member has, whatever the case of its letters."""
    ending = PurePosixPath(name).suffix if len(PurePosixPath(name).suffix) <= 10 else ""
    free, times = name, 1
    while free.casefold() in taken:
        times += 1
        free = _short(f"{name.removesuffix(ending)} ({times}){ending}")
    return free


def _zip_name(name: str) -> str:
    """Return an entry's name as it was meant: in an old archive cp437 stands for something else."""
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    return name if name.isascii() else decoded(raw, "cp852")


_BROKEN_XML = (
    "Plik podpisany elektronicznie (XML) jest uszkodzony albo niekompletny. Proszę przesłać go "
    "ponownie albo przesłać sam formularz Excela (*.xlsx)."
)
_ODD_XML = (
    "Plik podpisany elektronicznie (XML) jest zbudowany w niedozwolony sposób. Proszę przesłać sam "
    "formularz Excela (*.xlsx)."
)
_DEEPEST, _MOST_ELEMENTS = 100, 200_000
_NAMES = frozenset({"nazwapliku", "nazwa", "filename", "file-name", "originalfilename", "name"})
_FILES = (
    *(b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"),
    *(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-", b"Rar!", b"7z\xbc\xaf"),
    *(b"\x89PNG", b"\xff\xd8\xff", b"<?xml"),
)
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]++[=\s]*+")


def _signed_files(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the files that stand as base64 in an XML file; the signature itself is not verified."""
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(_ODD_XML) from error
    wrapper = _Wrapper()
    # Whatever encoding the file states, it is read as what was checked above.
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = wrapper.start
    parser.CharacterDataHandler = wrapper.text
    parser.EndElementHandler = wrapper.end
    parser.StartDoctypeDeclHandler = wrapper.doctype
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise Refused(_BROKEN_XML) from error
    if not wrapper.files:
        raise NotAForm(REFUSALS[FileKind.SIGNED])
    own = PurePosixPath(name.rpartition(INSIDE)[2])
    signed = own.stem if own.suffix.lower() in (".xml", ".xades", ".sig") else own.name
    for stated, content in wrapper.files:
        yield stated or signed, content


@dataclass(slots=True)
class _Element:
    """An element that is still open: what it is called, what it says of a file, its text."""

    tag: str
    name: str = ""
    encoded: bool = False
    text: list[str] = field(default_factory=list)


class _Wrapper:
    """Listens to the elements of an XML file and keeps the files that are their text.

    No tree is built, so that an element may be as long as the whole file.
    """

    def __init__(self) -> None:
        self.files: list[tuple[str, bytes]] = []
        self._open = [_Element("")]
        self._count = 0

    def doctype(self, *_: object) -> None:
        """Refuse what could define entities."""
        raise Refused(_ODD_XML)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Open an element; take from its attributes how a file is called and encoded."""
        self._count += 1
        if len(self._open) > _DEEPEST or self._count > _MOST_ELEMENTS:
            raise Refused(_ODD_XML)
        element = _Element(_local(tag))
        for key, value in attributes.items():
            if _local(key) in _NAMES:
                element.name = element.name or value
            if _local(key) in ("encoding", "kodowanie") and value.lower().endswith("base64"):
                element.encoded = True
        self._open.append(element)

    def text(self, text: str) -> None:
        """Take text of the element that was opened last."""
        self._open[-1].text.append(text)

    def end(self, _: str) -> None:
        """Close an element: its text may be a file, or the name of the next one."""
        element = self._open.pop()
        text = "".join(element.text)
        if element.tag in _NAMES and len(text) <= 255:
            self._open[-1].name = text.strip() or self._open[-1].name
        elif content := _file_in(text, stated=element.encoded or element.tag == "danezalacznika"):
            self.files.append((self._name(element), content))

    def _name(self, element: _Element) -> str:
        around = [element, *reversed(self._open[-3:])]
        return next((near.name for near in around if near.name), "")


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()


def _file_in(text: str, *, stated: bool) -> bytes:
    """Return the file that a text is in base64; nothing for a text that is none."""
    start = text[:200].split()
    head = "".join(start)[:32]
    known = head.isascii() and from_base64(head[: len(head) // 4 * 4].encode()).startswith(_FILES)
    if not known and not (stated and _BASE64.fullmatch(text)):
        return b""
    return from_base64(text.encode("utf-8"))

"""Takes the files out of an internet mail (.eml), byte for byte as they were sent.

The body is cut at its boundaries here and not by `email`: a forwarded message must stay the bytes
it was, and the cost must not grow with the depth of what somebody nested.
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from domain.limits import Limits
from domain.submissions import Refused

_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*+(?:From [^\n]*+(?:\n|\Z))?")
_FIELD = re.compile(rb"([!-9;-~]++)[ \t]*+:([^\n]*+(?:\n[ \t][^\n]*+)*+)(?:\n|\Z)")
_BLANK = re.compile(rb"\r*\n")
_NEXT_MESSAGE = re.compile(rb"\n\r?\n(?=From [^\n]{3,200}\d\d:\d\d[^\n]*\n)")
_READ_FIELDS = {"content-type", "content-disposition", "content-transfer-encoding", "subject"}
_MESSAGES = ("message/rfc822", "message/global", "message/news")
_FILES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-")
_FILES_IN_BASE64 = (b"UEsDB", b"0M8R4KGxGu", b"JVBERi0")
_DEEPEST, _MOST_FIELDS, _LONGEST_FIELD = 10, 5000, 4096

_AGAIN = (
    "Proszę zapisać wiadomość w programie pocztowym jeszcze raz albo przesłać sam formularz Excela."
)
_BROKEN = f"Wiadomość e-mail jest uszkodzona albo niekompletna. {_AGAIN}"
_TOO_MANY_PARTS = f"Wiadomość e-mail ma niedopuszczalnie wiele części. {_AGAIN}"
_TOO_DEEP = f"Wiadomość e-mail jest zbudowana w niedozwolony sposób. {_AGAIN}"


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of a mail that has no parts itself: its header and its body, as transferred."""

    fields: Message
    body: bytes


def files_of_mail(data: bytes, limits: Limits) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of every file in a mail; a name may be empty."""
    messages = _messages(data)
    if len(messages) > 1:
        for message in messages:
            yield _message_name("", message), message
        return
    start = _START.match(data)
    for count, part in enumerate(_parts(data, start.end() if start else 0, len(data)), start=1):
        if count > limits.parts:
            raise Refused(_TOO_MANY_PARTS)
        if file := _file(part):
            yield file


def _messages(data: bytes) -> list[bytes]:
    """Split a mailbox file; what does not begin as one is one message."""
    start = _START.match(data)
    if start is None or not start[0].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"From "):
        return [data]
    return _NEXT_MESSAGE.split(data)


def _parts(
    data: bytes, start: int, end: int, kind: str = "text/plain", depth: int = 0
) -> Iterator[_Part]:
    fields, body = _header(data, start, end)
    fields.set_default_type(kind)
    boundary = _boundary(fields)
    if not boundary:
        yield _Part(fields, data[body:end])
        return
    if depth >= _DEEPEST:
        raise Refused(_TOO_DEEP)
    inner = "message/rfc822" if fields.get_content_type() == "multipart/digest" else "text/plain"
    for first, last in _between(data, body, end, boundary, whole=depth == 0):
        yield from _parts(data, first, last, inner, depth + 1)


def _boundary(fields: Message) -> bytes:
    if fields.get_content_maintype() != "multipart":
        return b""
    boundary = _parameter(fields, "boundary", "content-type").rstrip().encode("utf-8", "replace")
    if not boundary:
        raise Refused(_BROKEN)
    return boundary


def _between(
    data: bytes, start: int, end: int, boundary: bytes, *, whole: bool
) -> Iterator[tuple[int, int]]:
    """Yield where the parts lie; a `whole` mail must not lack its last boundary."""
    line = re.compile(rb"\n--" + re.escape(boundary) + rb"(--)?[ \t]*+\r*+(?=\n|\Z)")
    first, closed = -1, False
    # The line break before a boundary belongs to it; the first may follow the header at once.
    for match in line.finditer(data, max(start - 1, 0), end):
        if first >= 0:
            before = match.start()
            before -= data[before - 1 : before] == b"\r"
            yield first, max(first, before)
        first, closed = min(match.end() + 1, end), match[1] is not None
        if closed:
            break
    if first < 0 or (whole and not closed):
        raise Refused(_BROKEN)
    if not closed:
        yield first, end


def _header(data: bytes, start: int, end: int) -> tuple[Message, int]:
    """Return the fields that are of use here, and where the body begins."""
    fields = Message()
    for _ in range(_MOST_FIELDS):
        match = _FIELD.match(data, start, end)
        if not match:
            break
        start = match.end()
        name = match[1].decode("ascii").lower()
        if name in _READ_FIELDS and name not in fields:
            value = decoded(match[2][:_LONGEST_FIELD]).replace("\r", "").replace("\n", "")
            fields[name] = value.strip()
    else:
        raise Refused(_TOO_DEEP)
    blank = _BLANK.match(data, start, end)
    return fields, blank.end() if blank else start


def _file(part: _Part) -> tuple[str, bytes] | None:
    """Return a part as a file; nothing for what the sender wrote himself."""
    fields = part.fields
    name = _parameter(fields, "filename", "content-disposition") or _parameter(
        fields, "name", "content-type"
    )
    body = _content(part)
    if fields.get_content_type() in _MESSAGES:
        return _message_name(name, body), body
    attached = str(fields.get("content-disposition", "")).lower().startswith("attachment")
    text = fields.get_content_maintype() == "text"
    if name or attached or not text or body.startswith(_FILES):
        return name, body
    return None


def _message_name(name: str, message: bytes) -> str:
    """Return the name of a mail inside the mail: its subject, where it came without one."""
    if not name:
        start = _START.match(message)
        fields, _ = _header(message, start.end() if start else 0, len(message))
        name = _words(str(fields.get("subject", ""))).strip(" .") or "wiadomość"
    return name if name.lower().endswith(".eml") else f"{name}.eml"


def _content(part: _Part) -> bytes:
    """Return a part's bytes; where they contradict the stated encoding, the bytes count."""
    encoding = str(part.fields.get("content-transfer-encoding", "")).lower()
    encoding = encoding.partition(";")[0].strip()
    if encoding == "base64":
        plain = part.body.lstrip()
        return plain if plain.startswith(_FILES) else from_base64(part.body)
    if part.body[:100].lstrip().startswith(_FILES_IN_BASE64):
        return from_base64(part.body)
    if encoding == "quoted-printable":
        return binascii.a2b_qp(part.body)
    return part.body


_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_NO_LETTERS = bytes(set(range(256)) - set(_LETTERS))


def from_base64(text: bytes) -> bytes:
    """Decode base64 as far as it goes: foreign characters are passed over, a cut end is dropped."""
    try:
        return binascii.a2b_base64(text)
    except binascii.Error:
        letters = text.translate(None, _NO_LETTERS)
        if len(letters) % 4 == 1:
            letters = letters[:-1]
        return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def _parameter(fields: Message, name: str, field: str) -> str:
    """Return a parameter of a field, whichever way its letters were encoded."""
    value = fields.get_param(name, "", field)
    if isinstance(value, tuple):
        value = decoded(value[2].encode("latin-1", "replace"), value[0] or "")
    return _words(str(value)).strip()


_WORD = re.compile(r"=\?([^?\s]+)\?([bBqQ])\?([^?]*)\?=(?:\s+(?==\?))?")


def _words(text: str) -> str:
    """Decode the encoded words of a header; a letter may be cut in two between words."""
    shown: list[str] = []
    pending, charset, at = b"", "", 0
    for match in _WORD.finditer(text):
        if match.start() > at or match[1] != charset:
            shown.append(decoded(pending, charset))
            pending = b""
        shown.append(text[at : match.start()])
        raw = match[3].encode("utf-8", "replace")
        base64 = match[2] in "bB"
        pending += from_base64(raw) if base64 else binascii.a2b_qp(raw, header=True)
        charset, at = match[1], match.end()
    return "".join((*shown, decoded(pending, charset), text[at:]))


_CHARSETS = re.compile(r"(?i)(?:iso-?8859|windows-|cp\d|latin|mac)")


def decoded(raw: bytes, charset: str = "") -> str:
    """Decode text: UTF-8 where it is that, whatever was stated; then as stated; then cp1250."""
    for trial in ("utf-8", charset if _CHARSETS.match(charset) else "cp1250"):
        try:
            return raw.decode(trial)
        except (LookupError, ValueError):
            continue
    return raw.decode("cp1250", "replace")

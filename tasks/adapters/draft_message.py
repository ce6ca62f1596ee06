"""Writes the draft of a message as an .eml, which mail programs open ready to be sent.

Nothing in it comes from the clock or from this machine: no date, no id, no sender.
"""

import hashlib
from collections.abc import Mapping
from email.header import Header
from email.mime.application import MIMEApplication
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from pathlib import PurePosixPath

from domain.message import Message

_OFFICE = "vnd.openxmlformats-officedocument"
_TYPES = {
    ".xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    ".docx": f"{_OFFICE}.wordprocessingml.document",
}


def draft(message: Message, attachments: Mapping[str, bytes]) -> bytes:
    """Return the .eml with files attached under their names; equal arguments give equal bytes."""
    mail = composed(message, attachments)
    # Outlook opens a message with this field as a draft.
    mail["X-Unsent"] = "1"
    return mail.as_bytes(policy=compat32.clone(linesep="\r\n"))


def composed(message: Message, attachments: Mapping[str, bytes]) -> MIMEBase:
    """Return a message to somebody with its subject, text and files, and nothing else."""
    text = MIMEText(message.body.replace("\n", "\r\n"), "plain", "utf-8")
    mail: MIMEBase = text
    if attachments:
        mail = MIMEMultipart("mixed", boundary=_boundary(message, attachments))
        mail.attach(text)
        for name, data in attachments.items():
            mail.attach(_attachment(name, data))
    mail["To"] = message.to
    # Python's newer policies lose a space where they fold a long subject.
    mail["Subject"] = Header(message.subject, "utf-8", header_name="Subject").encode()
    return mail


def _attachment(name: str, data: bytes) -> MIMEApplication:
    subtype = _TYPES.get(PurePosixPath(name).suffix.lower(), "octet-stream")
    part = MIMEApplication(data, subtype)
    shown = name if name.isascii() else ("utf-8", "", name)
    part.add_header("Content-Disposition", "attachment", filename=shown)
    return part


def _boundary(message: Message, attachments: Mapping[str, bytes]) -> str:
    """Return a line that no part can hold: base64 has no "=_"."""
    digest = hashlib.sha256(f"{message.subject}\n{message.body}".encode())
    for name, data in attachments.items():
        digest.update(f"{name}\0".encode() + hashlib.sha256(data).digest())
    return f"=_{digest.hexdigest()[:32]}"

"""Writes the draft of a message as an .eml, which mail programs open ready to be sent.

Nothing in it comes from the clock or from this machine: no date, no id, no sender.
"""

import hashlib
from collections.abc import Mapping
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import PurePosixPath

from domain.message import Message

_OFFICE = "vnd.openxmlformats-officedocument"
_TYPES = {
    ".xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    ".docx": f"{_OFFICE}.wordprocessingml.document",
}


def draft(message: Message, attachments: Mapping[str, bytes]) -> bytes:
    """Return the .eml with files attached under their names; equal arguments give equal bytes."""
    mail = EmailMessage(policy=SMTP)
    # Outlook opens a message with this field as a draft.
    mail["X-Unsent"] = "1"
    mail["To"] = message.to
    mail["Subject"] = message.subject
    mail.set_content(message.body, charset="utf-8", cte="quoted-printable")
    for name, data in attachments.items():
        subtype = _TYPES.get(PurePosixPath(name).suffix.lower(), "octet-stream")
        mail.add_attachment(data, maintype="application", subtype=subtype, filename=name)
    if attachments:
        mail.set_boundary(_boundary(message, attachments))
    return mail.as_bytes()


def _boundary(message: Message, attachments: Mapping[str, bytes]) -> str:
    """Return a line that no part can hold: neither base64 nor quoted-printable has "=_"."""
    digest = hashlib.sha256(f"{message.subject}\n{message.body}".encode())
    for name, data in attachments.items():
        digest.update(f"{name}\0".encode() + hashlib.sha256(data).digest())
    return f"=_{digest.hexdigest()[:32]}"

"""How mail is sent, as programmes/mail.yaml states it; a password is never in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints, ValidationError

from domain.errors import DefinitionError, Fault
from domain.schema import Address, Shape, Text, faults_of

MAIL = "mail.yaml"
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Security(StrEnum):
    """How the connection is secured; a certificate is always checked."""

    NONE = "none"
    STARTTLS = "starttls"
    SSL = "ssl"


class MailShape(Shape):
    """mail.yaml"""

    host: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.:-]+$")]
    port: Annotated[int, Field(gt=0, lt=65536, strict=True)]
    security: Security
    sender: Annotated[Address, StringConstraints(min_length=3)]
    sender_name: str = ""
    reply_to: Address = ""
    user: str = ""
    password_file: Text | None = None
    ca_file: Text | None = None


@dataclass(frozen=True, slots=True)
class MailSettings:
    """Where mail goes out: `password_file` and `ca_file` (of an office's own authority) are
    paths."""

    host: str
    port: int
    security: Security
    sender: str
    sender_name: str = ""
    reply_to: str = ""
    user: str = ""
    password_file: str = ""
    ca_file: str = ""


def mail_settings(content: object) -> MailSettings:
    """Build the settings from the parsed file; raises DefinitionError with every fault."""
    try:
        shape = MailShape.model_validate(content)
    except ValidationError as error:
        raise DefinitionError(MAIL, list(faults_of(MAIL, error))) from error
    faults = list(_faults(shape))
    if faults:
        raise DefinitionError(MAIL, faults)
    told = {key: value for key, value in shape.model_dump().items() if value is not None}
    return MailSettings(**told)


def _faults(shape: MailShape) -> Iterator[Fault]:
    if shape.security is Security.NONE and shape.user and shape.host not in LOOPBACK:
        message = "bez szyfrowania hasło byłoby widoczne w sieci; proszę podać starttls albo ssl"
        yield Fault(MAIL, "security", message)
    if shape.password_file and not shape.user:
        yield Fault(MAIL, "password_file", "podano hasło bez użytkownika (user)")
    if not shape.sender.isascii():
        yield Fault(MAIL, "sender", "adres może zawierać tylko litery bez znaków polskich")

"""Hands messages over to a mail server (SMTP), one connection for all of them.

What is known of each is said: sent, not sent and why, or – where the connection broke after the
message had been handed over – that nobody can tell.
"""

import base64
import contextlib
import datetime
import smtplib
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.header import Header
from email.policy import compat32
from email.utils import format_datetime, formataddr

from domain.mail_settings import MailSettings, Security
from domain.message import Message
from domain.reminding import Outcome
from tasks.adapters.draft_message import composed

TIMEOUT = 30.0
_OK = (250, 251)
_LET_IN = 235


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a message, and why it was not sent."""

    outcome: Outcome
    reason: str = ""


class Mailbox:
    """A mail server with whom messages are left; it is called on when the first one is."""

    def __init__(self, settings: MailSettings, password: str, timeout: float = TIMEOUT) -> None:
        self._settings = settings
        self._password = password
        self._timeout = timeout
        self._server: smtplib.SMTP | None = None
        self._away = ""

    def message_id(self, about: str) -> str:
        """Return the id of the message about something: the same, however often it is asked for,
        so that mail programs know a letter that came twice."""
        return f"<{about}@{self._settings.sender.partition('@')[2]}>"

    def away(self) -> str:
        """Connect where there is no connection; return why there can be none.

        A server that did not answer once is not asked again for every message.
        """
        if self._server is None and not self._away:
            try:
                self._server = self._connected()
            except (OSError, smtplib.SMTPException) as error:
                self._away = self._why(error)
        return self._away

    def send(self, message: Message, files: Mapping[str, bytes], message_id: str) -> Delivery:
        """Hand one message over; its date is now."""
        away = self.away()
        if away or self._server is None:
            return Delivery(Outcome.NOT_SENT, away)
        try:
            refusal = self._addressed(self._server, message.to)
        except UnicodeEncodeError:
            self._forget()
            return Delivery(Outcome.NOT_SENT, f"adres „{message.to}” zawiera niedozwolone litery")
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return Delivery(Outcome.NOT_SENT, self._why(error))
        if refusal:
            self._forget()
            return Delivery(Outcome.NOT_SENT, refusal)
        return self._handed_over(self._server, self._letter(message, files, message_id))

    def _handed_over(self, server: smtplib.SMTP, letter: bytes) -> Delivery:
        try:
            code, reply = server.data(letter)
        except smtplib.SMTPDataError as error:
            self._forget()
            return Delivery(Outcome.NOT_SENT, _said(error.smtp_code, error.smtp_error))
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return Delivery(Outcome.UNSURE, self._why(error))
        if code not in _OK:
            self._forget()
            return Delivery(Outcome.NOT_SENT, _said(code, reply))
        return Delivery(Outcome.SENT)

    def _addressed(self, server: smtplib.SMTP, address: str) -> str:
        """Say who writes to whom; return why the server does not take that."""
        code, reply = server.mail(self._settings.sender)
        if code in _OK:
            code, reply = server.rcpt(address)
            if code in _OK:
                return ""
            return f"serwer nie przyjmuje adresu „{address}” ({_said(code, reply)})"
        return f"serwer nie przyjmuje nadawcy „{self._settings.sender}” ({_said(code, reply)})"

    def _letter(self, message: Message, files: Mapping[str, bytes], message_id: str) -> bytes:
        settings = self._settings
        mail = composed(message, files)
        name = Header(settings.sender_name, "utf-8").encode() if settings.sender_name else ""
        mail["From"] = formataddr((name, settings.sender))
        if settings.reply_to:
            mail["Reply-To"] = settings.reply_to
        mail["Date"] = format_datetime(datetime.datetime.now().astimezone())
        mail["Message-ID"] = message_id
        return mail.as_bytes(policy=compat32.clone(linesep="\r\n"))

    def _connected(self) -> smtplib.SMTP:
        settings = self._settings
        where = (settings.host, settings.port)
        # Without a name of its own smtplib asks the network for this machine's.
        local = "localhost"
        if settings.security is Security.SSL:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                *where, local, timeout=self._timeout, context=self._trust()
            )
        else:
            server = smtplib.SMTP(*where, local, timeout=self._timeout)
        try:
            if settings.security is Security.STARTTLS:
                server.starttls(context=self._trust())
            server.ehlo_or_helo_if_needed()
            if settings.user:
                _log_in(server, settings.user, self._password)
        except BaseException:
            server.close()
            raise
        return server

    def _trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self._settings.ca_file or None)

    def _why(self, error: Exception) -> str:
        where = f"„{self._settings.host}”, port {self._settings.port}"
        match error:
            case ssl.SSLCertVerificationError():
                return f"nie można potwierdzić certyfikatu serwera pocztowego ({where})"
            case smtplib.SMTPAuthenticationError():
                return "serwer pocztowy nie przyjął użytkownika albo hasła"
            case smtplib.SMTPNotSupportedError():
                return "serwer pocztowy nie obsługuje ustawionego szyfrowania albo logowania"
            case smtplib.SMTPServerDisconnected():
                return f"serwer pocztowy przerwał połączenie ({where})"
            case smtplib.SMTPResponseException():
                return _said(error.smtp_code, error.smtp_error)
            case TimeoutError():
                return f"serwer pocztowy nie odpowiedział w ciągu {self._timeout:.0f} s ({where})"
            case _:
                return f"nie udało się połączyć z serwerem pocztowym ({where})"

    def _forget(self) -> None:
        """End what was begun; a server that cannot is left."""
        try:
            if self._server is not None:
                self._server.rset()
        except (OSError, smtplib.SMTPException):
            self._drop()

    def _drop(self) -> None:
        if self._server is not None:
            self._server.close()
        self._server = None

    def close(self) -> None:
        """Take leave of the server."""
        if self._server is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self._server.quit()
        self._drop()


@contextlib.contextmanager
def open_mailbox(
    settings: MailSettings, password: str, timeout: float = TIMEOUT
) -> Iterator[Mailbox]:
    """Hold a mailbox for as long as messages are sent."""
    mailbox = Mailbox(settings, password, timeout)
    try:
        yield mailbox
    finally:
        mailbox.close()


def _log_in(server: smtplib.SMTP, user: str, password: str) -> None:
    if f"{user}{password}".isascii():
        server.login(user, password)
        return
    # smtplib itself writes passwords in ASCII only.
    plain = base64.b64encode(f"\0{user}\0{password}".encode()).decode()
    code, reply = server.docmd("AUTH", f"PLAIN {plain}")
    if code != _LET_IN:
        raise smtplib.SMTPAuthenticationError(code, reply)


def _said(code: int, reply: bytes | str) -> str:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return f"odpowiedź serwera: {code} {' '.join(text.split())[:200]}".rstrip()

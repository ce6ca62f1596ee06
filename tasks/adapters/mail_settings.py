"""Reads how mail is sent, and the password from where only its owner reads it."""

import os
from pathlib import Path

from domain.errors import DefinitionError, Fault, UsageError
from domain.mail_settings import MAIL, MailSettings, mail_settings
from tasks.adapters.definitions import read_files
from tasks.adapters.rooms import Rooms

PASSWORD = "ANNUAL_REPORT_SMTP_PASSWORD"


def load_mail(rooms: Rooms) -> MailSettings:
    """Return the settings; raises UsageError where there are none, DefinitionError for faults."""
    path = rooms.programmes / MAIL
    if not path.is_file():
        raise UsageError(
            f"Wysyłanie nie jest ustawione: brakuje pliku {rooms.programmes.name}/{MAIL} "
            "(opis: docs/reminders.md). Bez --send powstaną projekty wiadomości."
        )
    settings = mail_settings(read_files(MAIL, {MAIL: path})[0][MAIL])
    root = rooms.programmes.parent.resolve()
    if settings.password_file and Path(settings.password_file).resolve().is_relative_to(root):
        message = "plik z hasłem ma leżeć poza katalogiem programu, aby nie trafił do repozytorium"
        raise DefinitionError(MAIL, [Fault(MAIL, "password_file", message)])
    return settings


def password_of(settings: MailSettings) -> str:
    """Return the password: from the environment, else from its file; "" for nobody's account.

    Raises UsageError where there is none.
    """
    if not settings.user:
        return ""
    given = os.environ.get(PASSWORD, "")
    if given:
        return given
    try:
        text = Path(settings.password_file).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        text = ""
    if not text.strip():
        raise UsageError(
            f"Brakuje hasła użytkownika poczty „{settings.user}”: proszę podać je w zmiennej "
            f"{PASSWORD} albo w pliku, który wskazuje password_file w {MAIL}."
        )
    return text.splitlines()[0].strip()

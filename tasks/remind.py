"""Remind: the messages to units that owe something, as drafts in a folder or by mail."""

import datetime
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.errors import DefinitionError, Fault, RefusedError
from domain.journal import EventKind
from domain.message import Message, compose
from domain.programme import Programme
from domain.reminded import Way
from domain.reminder_words import reminder_words, template_of
from domain.reminding import Call, Outcome, Told, event_of, reminder_of
from tasks.adapters.draft_message import draft
from tasks.adapters.mail_sending import Mailbox
from tasks.adapters.publishing import InUseError, publish_set, remove_set
from tasks.adapters.records import Records
from tasks.adapters.rooms import Rooms
from tasks.adapters.workbook_writing import write_form

NO_ADDRESS = "w rejestrze jednostek nie ma adresu e-mail"
UNSURE = (
    "wysyłanie do „{address}” dnia {day} przerwano i nie wiadomo, czy wiadomość wyszła. Proszę "
    "sprawdzić w skrzynce nadawczej albo w jednostce; program nie wyśle jej drugi raz"
)


@dataclass(frozen=True, slots=True)
class Letter:
    """The reminder to one unit, as a message with files and as the bytes of its draft."""

    call: Call
    name: str
    message: Message
    files: Mapping[str, bytes]

    @property
    def content(self) -> bytes:
        """The draft, which mail programs open."""
        return draft(self.message, self.files)

    @property
    def sha256(self) -> str:
        """What the journal knows the message by: its text and its files, not when it went out."""
        return hashlib.sha256(self.content).hexdigest()

    def told(self, outcome: Outcome, remark: str = "") -> Told:
        """Say what became of it."""
        unit = self.call.owing.unit
        return Told(unit.code, unit.short, outcome, remark)


Write = Callable[[Call], Letter]


def writer(programme: Programme, rooms: Rooms, today: datetime.date) -> Write:
    """Return what writes letters; a unit of which nothing was read gets its form once more."""

    def write(call: Call) -> Letter:
        unit, owing = call.owing.unit, call.owing
        name = template_of(call, today)
        words = reminder_words(programme, call, today)
        needs_form = owing.silent or owing.refused
        form = {programme.form_file(unit): write_form(programme, unit)} if needs_form else {}
        message = compose(_template(rooms, name), name, words, unit.email)
        return Letter(call, letter_name(programme, call), message, form)

    return write


def letter_name(programme: Programme, call: Call) -> str:
    """Return the name of a unit's draft."""
    return programme.dated(programme.files.reminder).replace("{unit}", call.code)


def _template(rooms: Rooms, name: str) -> str:
    path = rooms.template(name)
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        fault = Fault(name, "", f"nie ma szablonu w {rooms.templates.name}/")
        raise DefinitionError(name, [fault]) from error
    except UnicodeDecodeError as error:
        fault = Fault(name, "", "plik nie jest zapisany w UTF-8")
        raise DefinitionError(name, [fault]) from error


def write_drafts(
    folder: Path, new: Mapping[str, bytes], kept: Mapping[str, Callable[[], bytes]]
) -> None:
    """Put the drafts into their folder: new ones, and those of before that still hold.

    One that somebody has deleted is written again; one whose unit has answered since goes.
    """
    files = {
        name: path.read_bytes() if (path := folder / name).is_file() else again()
        for name, again in kept.items()
    }
    files |= new
    try:
        if files:
            publish_set(folder, files)
        elif folder.is_dir():
            remove_set(folder)
    except InUseError as error:
        raise RefusedError(
            f"Projektów przypomnień nie można zapisać: plik w katalogu „{folder}” jest otwarty w "
            "innym programie. Proszę go zamknąć i spróbować ponownie."
        ) from error


def record_drafts(records: Records, letters: Sequence[Letter], today: datetime.date) -> list[Told]:
    """Write down which drafts were made."""
    records.add(
        [
            event_of(
                EventKind.REMINDED,
                one.call.code,
                reminder_of(one.call, today, Way.DRAFT),
                one.name,
                one.sha256,
            )
            for one in letters
        ]
    )
    return [one.told(Outcome.DRAFTED, "" if one.message.to else NO_ADDRESS) for one in letters]


def post(records: Records, mailbox: Mailbox, letter: Letter, today: datetime.date) -> Told:
    """Send one letter: that it is begun is written down first, then what became of it.

    Whoever is interrupted in between leaves a letter of which nobody knows; it is not sent twice.
    """
    away = mailbox.away()
    if away:
        return letter.told(Outcome.NOT_SENT, away)
    message_id = mailbox.message_id(f"{letter.call.entry.key}.{letter.sha256[:32]}")
    reminder = reminder_of(letter.call, today, Way.SMTP, message_id)
    about = (letter.call.code, reminder, letter.name, letter.sha256)
    records.add([event_of(EventKind.REMINDING, *about)])
    delivery = mailbox.send(letter.message, letter.files, message_id)
    if delivery.outcome is Outcome.SENT:
        records.add([event_of(EventKind.REMINDED, *about)])
        return letter.told(Outcome.SENT, reminder.address)
    if delivery.outcome is Outcome.NOT_SENT:
        records.add([event_of(EventKind.NOT_REMINDED, *about, delivery.reason)])
    return letter.told(delivery.outcome, delivery.reason)

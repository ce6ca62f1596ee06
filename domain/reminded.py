"""Reminders that went out, or may have, as the journal remembers them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum


class Way(StrEnum):
    """How a unit was reminded: by a draft that a person sends, or by mail."""

    DRAFT = "draft"
    SMTP = "smtp"


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder to a unit.

    `entry` is the calendar's key with its `date` (ISO), `day` the day on which it was carried out,
    `superseded` the keys of older entries that it stands for, too; `message_id` that of a mail.
    """

    entry: str
    date: str
    day: str
    way: str
    address: str = ""
    superseded: str = ""
    message_id: str = ""
    # Whether it is known to be out; one that was begun and never ended is not.
    sure: bool = True

    def details(self) -> tuple[tuple[str, str], ...]:
        """Return what the journal keeps of it."""
        told = asdict(self)
        del told["sure"]
        return tuple((name, str(value)) for name, value in told.items() if value)

    @classmethod
    def of(cls, details: Mapping[str, str], *, sure: bool) -> "Reminder":
        """Read what the journal keeps."""
        return cls(**details, sure=sure)

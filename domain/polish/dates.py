"""Dates as Polish offices write them."""

import datetime

MONTHS = (
    "stycznia",
    "lutego",
    "marca",
    "kwietnia",
    "maja",
    "czerwca",
    "lipca",
    "sierpnia",
    "września",
    "października",
    "listopada",
    "grudnia",
)


def long_date(day: datetime.date) -> str:
    """Return "5 lutego 2025 r."."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year} r."

"""The days that the city's programme goes by, as the design names them."""

from domain.calendar import EntryKind
from tasks.adapters.definitions import load_definition
from tests.definitions.test_every_programme_loads import ROOMS


def test_the_family_support_programme_has_its_three_dates() -> None:
    programme = load_definition(ROOMS, "pwr-2022-2024", 2024).programme
    days = [
        (str(one.date), one.kind)
        for one in programme.entries()
        if one.kind in (EntryKind.DUE, EntryKind.REPORT)
    ]
    assert days == [
        ("2025-01-31", EntryKind.DUE),
        ("2025-03-31", EntryKind.REPORT),
        ("2025-04-30", EntryKind.REPORT),
    ]


def test_whoever_is_late_is_reminded() -> None:
    calendar = load_definition(ROOMS, "pwr-2022-2024", 2024).programme.calendar
    assert calendar.due is not None
    assert any(one.date > calendar.due for one in calendar.reminders(calendar.due))

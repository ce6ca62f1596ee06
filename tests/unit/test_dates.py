"""Dates as Polish offices write them."""

import datetime

import pytest
from domain.polish.dates import long_date


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (datetime.date(2025, 1, 1), "1 stycznia 2025 r."),
        (datetime.date(2025, 2, 5), "5 lutego 2025 r."),
        (datetime.date(2025, 9, 30), "30 września 2025 r."),
        (datetime.date(2024, 12, 31), "31 grudnia 2024 r."),
    ],
)
def test_month_stands_in_the_genitive(day: datetime.date, text: str) -> None:
    assert long_date(day) == text

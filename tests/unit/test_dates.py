"""Dates as Polish offices write them."""

import datetime

import pytest

from domain.polish.dates import long_date

# The months in the genitive, as in "5 lutego".
GENITIVE = [
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
]


@pytest.mark.parametrize(("month", "name"), list(enumerate(GENITIVE, start=1)))
def test_month_stands_in_the_genitive(month: int, name: str) -> None:
    assert long_date(datetime.date(2025, month, 5)) == f"5 {name} 2025 r."

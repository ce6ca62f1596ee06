"""Great Expectations' own page, where it is asked for: it stands alone and stays small."""

import re
from pathlib import Path

from flows.standing import Request
from flows.yearly import tell
from tests.flow.rounds import MRS, Ran


def test_the_page_is_made_when_asked_for_and_nothing_in_it_leads_outside(
    small: Ran, tmp_path: Path
) -> None:
    rooms = small.again(tmp_path)
    page = rooms.results(*MRS) / "great-expectations.html"
    assert not page.exists()
    outcome = tell(Request(*MRS, rooms, data_docs=True))
    text = page.read_text(encoding="utf-8")
    assert not re.findall(r"https?://|<script|<link|<img|url\(", text)
    assert not re.findall(r'(?:href|src)="(?!#)', text)
    assert text.count("<tr") > len(outcome.findings)
    assert len(text) < 1_000_000

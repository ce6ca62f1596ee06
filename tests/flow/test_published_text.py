"""The documents say what the city published, word for word."""

import io
import random
import zipfile
from pathlib import Path

import pytest

from tests.flow.rounds import CHECKOUT, MRS, PWR, Ran, annex_texts, copied_root, run_round
from tests.golden.annex_text import PART, document_texts
from tests.golden.cell_map import flatten, load_map

GOLDEN = CHECKOUT / "tests" / "golden"
MAPS = {PWR: GOLDEN / "zalacznik-3-2024.yaml", MRS: GOLDEN / "miasto-rownych-szans-2025.yaml"}


@pytest.fixture(scope="module", params=[PWR, MRS], ids=lambda one: one[0])
def rendered(request: pytest.FixtureRequest) -> tuple[bytes, list[str]]:
    ran: Ran = request.getfixturevalue("published" if request.param == PWR else "small")
    return ran.outcome.annex.read_bytes(), flatten(load_map(MAPS[request.param]))


def test_annex_equals_the_published_text(rendered: tuple[bytes, list[str]]) -> None:
    document, published = rendered
    assert document_texts(document) == published


def test_comparison_sees_every_changed_character(rendered: tuple[bytes, list[str]]) -> None:
    document, published = rendered
    xml = zipfile.ZipFile(io.BytesIO(document)).read(PART).decode()
    spots = [
        place
        for start in _text_starts(xml)
        for place in range(start, xml.index("<", start))
        if xml[place].isalnum()
    ]
    for place in random.Random(2024).sample(spots, 60):
        changed = xml[:place] + ("b" if xml[place] == "a" else "a") + xml[place + 1 :]
        assert document_texts(_with_part(document, changed)) != published


def test_a_changed_definition_changes_the_annex(tmp_path: Path) -> None:
    rooms = copied_root(tmp_path)
    file = rooms.programmes / PWR[0] / "actions" / "IV.2.yaml"
    text = file.read_text(encoding="utf-8")
    assert "Młodzieżowe Centrum Wolontariatu" in text
    file.write_text(text.replace("Młodzieżowe Centrum", "Młodzieżowe Centra"), encoding="utf-8")
    texts = annex_texts(run_round(rooms, *PWR))
    published = flatten(load_map(MAPS[PWR]))
    differing = [one for one, other in zip(texts, published, strict=True) if one != other]
    assert len(differing) == 1
    assert "Młodzieżowe Centra Wolontariatu" in differing[0]


def _text_starts(xml: str) -> list[int]:
    starts, place = [], 0
    while (found := xml.find("<w:t ", place)) != -1:
        place = xml.index(">", found) + 1
        starts.append(place)
    return starts


def _with_part(document: bytes, xml: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            target.writestr(name, xml if name == PART else source.read(name))
    return buffer.getvalue()

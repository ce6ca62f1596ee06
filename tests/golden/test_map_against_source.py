"""The golden maps hold the published documents: every character, in order."""

import hashlib
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.golden.cell_map import CUT, Item, align, flatten, load_map, source_order, tables

HERE = Path(__file__).parent
ANNEX = "zalacznik-3-2024"
PLEDGES = "miasto-rownych-szans-2025"
NAMES = (ANNEX, PLEDGES)

SHA256 = {
    ANNEX: "7fa4ec71285bfc0281f3f806ac17ad7277166ab1d7fd5f980d2aca3b3340c34b",
    PLEDGES: "d053c6f2b93ba639de88c55e6a3986c2620c5a218dd379fcfc61fca3f66bc673",
}
ROWS = {
    "I.1": 5,
    "I.2.1": 8,
    "I.2.2": 13,
    "I.3.1": 6,
    "I.3.2": 20,
    "I.3.3": 42,
    "I.3.4": 59,
    "I.3.5": 3,
    "II.1": 3,
    "II.2": 15,
    "III.1": 3,
    "III.2": 4,
    "III.3": 3,
    "IV.1": 1,
    "IV.2": 13,
}
WITH_SPENDING = {"I.1", "II.1", "III.1", "IV.1"}
UNIT = re.compile(
    r"(Biblioteka Kraków|Capella Cracoviensis|Centrum Kultury|Grodzki Urząd Pracy"
    r"|Klub (Malwa|Olsza|Strych) Krakowskiego Forum Kultury|Krakowskie (Centrum|Forum)"
    r"|Miejski Ośrodek Pomocy Społecznej|Miejskie Centrum|Muzeum (Armii|Historyczne|Inżynierii)"
    r"|Nowohuckie Centrum Kultury|Ośrodek Kultury (Kraków-Nowa Huta|im\. C\. K\. Norwida)"
    r"|Pełnomocnik PMK|Teatr Łaźnia Nowa|Wydział (Edukacji|Polityki|Profilaktyki)"
    r"|Zarząd (Infrastruktury Sportowej|Zieleni Miejskiej))(?=$|[ ,])"
)
AMOUNT = re.compile(r"\d{1,3}( \d{3})*,\d{2} zł")

SEED = 20241
# Of each kind of change so many are tried each time, and four times as many in the longer tier.
SAMPLES = {ANNEX: 65, PLEDGES: 60}
TIMES = pytest.mark.parametrize("times", [1, pytest.param(4, marks=pytest.mark.slow)])
LETTERS = "aąbcćdeęfghijklłmnńoóprsśtuwyzźż0123456789.,-–„”"

Place = tuple[int, int, int]
"""Item, row (-1 for a text or a header), cell."""


def the_map(name: str) -> list[Item]:
    """The map of a document."""
    return load_map(HERE / f"{name}.yaml")


def the_source(name: str) -> str:
    """The published text of a document."""
    return (HERE / "sources" / f"{name}.txt").read_text(encoding="utf-8")


def places(items: list[Item]) -> Iterator[tuple[Place, str]]:
    """Every text of the map with its place."""
    for number, item in enumerate(items):
        if item.kind != "table":
            yield (number, -1, 0), item.text
        for column, text in enumerate(item.header):
            yield (number, -1, column), text
        for line, row in enumerate(item.rows):
            for column, text in enumerate(row):
                yield (number, line, column), text


def with_text(items: list[Item], place: Place, text: str) -> list[Item]:
    """A copy of the map with one text changed."""
    number, line, column = place
    item = items[number]
    if item.kind != "table":
        changed = replace(item, text=text)
    elif line < 0:
        changed = replace(item, header=_with(item.header, column, text))
    else:
        row = _with(item.rows[line], column, text)
        changed = replace(item, rows=(*item.rows[:line], row, *item.rows[line + 1 :]))
    return [*items[:number], changed, *items[number + 1 :]]


def _with(texts: tuple[str, ...], index: int, text: str) -> tuple[str, ...]:
    return (*texts[:index], text, *texts[index + 1 :])


def positions(items: list[Item], keep: Callable[[str], bool]) -> list[tuple[Place, str, int]]:
    """Every character position of the map whose character is wanted."""
    return [
        (place, text, offset)
        for place, text in places(items)
        for offset, char in enumerate(text)
        if keep(char)
    ]


@pytest.mark.parametrize("name", NAMES)
def test_sources_are_the_published_texts(name: str) -> None:
    data = (HERE / "sources" / f"{name}.txt").read_bytes()
    assert hashlib.sha256(data).hexdigest() == SHA256[name]


@pytest.mark.parametrize("name", NAMES)
def test_map_is_the_source(name: str) -> None:
    difference = align(the_map(name), the_source(name)).difference
    assert difference is None, difference


@pytest.mark.parametrize("name", NAMES)
def test_visible_characters_are_equal(name: str) -> None:
    """The same without any rule for white space."""
    ours = "".join("".join(fragment.text.split()) for fragment in source_order(the_map(name)))
    assert ours == "".join(the_source(name).split())


def test_texts_over_a_blank_line_are_known() -> None:
    """Only headers and one cell with two amounts hold a blank line."""
    breaks = align(the_map(ANNEX), the_source(ANNEX)).inner_breaks
    assert [place for place in breaks if " header " not in place] == ["III.1 row 1 cell 5"]
    over_a_page = align(the_map(PLEDGES), the_source(PLEDGES)).inner_breaks
    assert over_a_page == ("item 22 (paragraph)",)


def test_counts_of_the_annex() -> None:
    items = the_map(ANNEX)
    kinds = [item.kind for item in items]
    assert {kind: kinds.count(kind) for kind in sorted(set(kinds))} == {
        "heading": 21,
        "intro": 11,
        "link": 31,
        "paragraph": 3,
        "table": 15,
    }
    assert {table.name: len(table.rows) for table in tables(items)} == ROWS
    assert [table.name for table in tables(items)] == list(ROWS)
    assert sum(ROWS.values()) == 198


def test_widths_of_the_tables() -> None:
    for table in tables(the_map(ANNEX)):
        width = 5 if table.name in WITH_SPENDING else 4
        assert len(table.header) == width, table.name
        assert {len(row) for row in table.rows} == {width}, table.name


def test_counts_of_the_pledges() -> None:
    kinds = [item.kind for item in the_map(PLEDGES)]
    assert {kind: kinds.count(kind) for kind in sorted(set(kinds))} == {
        "label": 9,
        "paragraph": 21,
        "title": 9,
    }


def test_cells_stand_in_their_columns() -> None:
    """The second cell names a unit, the fifth an amount, no other cell begins like a unit."""
    for table in tables(the_map(ANNEX)):
        for number, row in enumerate(table.rows, 1):
            assert UNIT.match(row[1]), (table.name, number, row[1])
            for cell in (row[2], row[3]):
                assert not UNIT.match(cell), (table.name, number, cell)
            for cell in row[:4]:
                assert not AMOUNT.search(cell), (table.name, number, cell)
            for cell in row[4:]:
                assert AMOUNT.match(cell), (table.name, number, cell)


def test_three_rows_are_cut() -> None:
    cut = {
        (table.name, number): [column for column, cell in enumerate(row, 1) if CUT in cell]
        for table in tables(the_map(ANNEX))
        for number, row in enumerate(table.rows, 1)
        if any(CUT in cell for cell in row)
    }
    assert cut == {("I.2.2", 7): [1, 3, 4], ("I.3.3", 17): [1], ("II.2", 11): [1, 2, 3, 4]}


@pytest.mark.parametrize("name", NAMES)
def test_flattened_texts_are_normalised(name: str) -> None:
    texts = flatten(the_map(name))
    assert all(text and text == " ".join(text.split()) and CUT not in text for text in texts)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("change", ["replaced", "deleted", "inserted", "space inserted"])
@TIMES
def test_a_changed_character_is_found(name: str, change: str, times: int) -> None:
    rng = random.Random(f"{SEED} {name} {change}")
    items, source = the_map(name), the_source(name)
    missed: list[str] = []
    for place, text, offset in rng.sample(positions(items, lambda _: True), times * SAMPLES[name]):
        before, char, after = text[:offset], text[offset], text[offset + 1 :]
        other = rng.choice([letter for letter in LETTERS if letter != char])
        wrong = {
            "replaced": before + other + after,
            "deleted": before + after,
            "inserted": before + other + char + after,
            "space inserted": before + " " + char + after,
        }[change]
        if align(with_text(items, place, wrong), source).difference is None:
            missed.append(f"{place}: {text!r} -> {wrong!r}")
    assert not missed, missed


@pytest.mark.parametrize("name", NAMES)
@TIMES
def test_a_deleted_space_is_found(name: str, times: int) -> None:
    rng = random.Random(f"{SEED} {name} spaces")
    items, source = the_map(name), the_source(name)
    for place, text, offset in rng.sample(positions(items, str.isspace), times * SAMPLES[name]):
        wrong = text[:offset] + text[offset + 1 :]
        assert align(with_text(items, place, wrong), source).difference, (place, wrong)


def test_a_wrong_cut_is_found() -> None:
    """A cut removed, moved by one word, or set in a row that is whole."""
    items, source = the_map(ANNEX), the_source(ANNEX)
    for place, text in places(items):
        if CUT not in text:
            continue
        words = re.sub(rf" ?{CUT} ?", f" {CUT} ", text).split(" ")
        index = words.index(CUT)
        moved = [*words[: index - 1], CUT, words[index - 1], *words[index + 1 :]]
        for wrong in (text.replace(f" {CUT} ", " ").replace(CUT, ""), " ".join(moved)):
            assert align(with_text(items, place, wrong), source).difference, wrong
    table = next(number for number, item in enumerate(items) if item.name == "I.1")
    for column, cell in enumerate(items[table].rows[0]):
        wrong = cell.replace(" ", f" {CUT} ", 1)
        assert align(with_text(items, (table, 0, column), wrong), source).difference, wrong


def test_a_wrong_order_is_found() -> None:
    """Two cells, rows or items in the wrong order, a cell border at another place."""
    items, source = the_map(ANNEX), the_source(ANNEX)
    table = next(number for number, item in enumerate(items) if item.name == "II.2")
    first, second, *rest = items[table].rows
    action, unit, *others = first
    cells = replace(items[table], rows=((unit, action, *others), second, *rest))
    rows = replace(items[table], rows=(second, first, *rest))
    for wrong in (cells, rows):
        assert align([*items[:table], wrong, *items[table + 1 :]], source).difference
    assert align([items[1], items[0], *items[2:]], source).difference
    assert align(items[:-1], source).difference
    assert align([*items, items[0]], source).difference
    unit, _, word = unit.rpartition(" ")
    border = replace(
        items[table], rows=((action, unit, f"{word} {others[0]}", others[1]), second, *rest)
    )
    moved = align([*items[:table], border, *items[table + 1 :]], source)
    assert moved.difference or "II.2 row 1 cell 3" in moved.inner_breaks


def test_a_difference_names_its_place() -> None:
    items, source = the_map(ANNEX), the_source(ANNEX)
    place, text = next((p, t) for p, t in places(items) if "w tym1 212" in t)
    wrong = with_text(items, place, text.replace("w tym1 212", "w tym 1 212"))
    difference = align(wrong, source).difference
    assert difference is not None
    assert "I.3.1 row 3 cell 4: a space the source does not have" in difference
    assert "source: line 588 >>> '1 212 odsłon zakładki" in difference

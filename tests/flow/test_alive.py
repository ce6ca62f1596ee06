"""Every typed value is alive: changed through plan and workbook, the annex and figures follow."""

import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path

import morfeusz2
import pytest
from ruamel.yaml import YAML

from flows.aliveness import measure
from tasks.adapters.rooms import Rooms
from tests.flow.rounds import (
    CHECKOUT,
    PWR,
    VALUE,
    Ran,
    annex_texts,
    change_cells,
    copied_root,
    run_round,
    table,
)
from tests.golden.cell_map import load_map, tables, without_cuts

TRIALS: dict[str, Callable[[Decimal], Decimal]] = {
    "one more": lambda number: number + 1,
    "one": lambda _: Decimal(1),
    "two": lambda _: Decimal(2),
    "five": lambda _: Decimal(5),
    "one and a half": lambda _: Decimal("1.5"),
}
PLANNED, REALISED = 2, 3
# Cells whose nouns do not take the case that the number alone would give.
GOVERNED = {
    "I.3.4.8": "cykl … spotkań dla … grup: genitive",
    "I.3.4.12": "warsztat dla … uczestników: genitive",
    "I.3.4.51": "przez … miesiące: accusative",
    "I.3.5.2": "około … uczestników: genitive",
    "IV.2.1": "dzieci i młodzieży: a collective that is never inflected",
}
# A regular participle that the dictionary does not list.
UNLISTED = "rozdystrybuowan"
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
NUMBER = re.compile(r"(?<![\w,])\d{1,3}(?: \d{3})+(?:,\d+)?|(?<![\w,])\d+(?:,\d+)?")


@cache
def dictionary() -> morfeusz2.Morfeusz:
    return morfeusz2.Morfeusz(whitespace=morfeusz2.SKIP_WHITESPACES, praet="composite")


@cache
def analyses(word: str) -> tuple[tuple[str, str], ...]:
    """Return (lemma, tag) of every reading of a word."""
    found = dictionary().analyse(word)
    return tuple((one[2][1].split(":")[0], one[2][2]) for one in found)


def required(number: Decimal) -> tuple[tuple[str, str], ...]:
    """Return the (number, case) that a counted noun may have, by the grammar of Polish."""
    if number != number.to_integral_value():
        return (("sg", "gen"),)
    if number == 1:
        return (("sg", "nom"),)
    last, tens = int(number) % 10, int(number) % 100
    if last in (2, 3, 4) and tens not in (12, 13, 14):
        return (("pl", "nom"), ("pl", "gen"))
    return (("pl", "gen"),)


def agrees(word: str, number: Decimal) -> bool:
    """Whether a noun (or what may stand for one) can have the form that the number needs."""
    for _, tag in analyses(word):
        parts = tag.split(":")
        if parts[0] not in ("subst", "ger", "depr") or len(parts) < 3:
            continue
        cases = parts[2].split(".")
        if any(parts[1] == wanted and case in cases for wanted, case in required(number)):
            virile = "m1" in parts[3].split(".")
            few = required(number) == (("pl", "nom"), ("pl", "gen"))
            neuter_collective = word == "dzieci"
            if few and "gen" in cases and "nom" not in cases and not (virile or neuter_collective):
                continue
            return True
    return False


def is_noun(word: str) -> bool:
    return any(tag.startswith(("subst", "ger")) for _, tag in analyses(word))


def same_word(one: str, other: str) -> bool:
    if one == other:
        return True
    if one.startswith(UNLISTED) and other.startswith(UNLISTED):
        return True
    return bool({lemma for lemma, _ in analyses(one)} & {lemma for lemma, _ in analyses(other)})


def changed_rooms(folder: Path, change: Callable[[Decimal], Decimal]) -> Rooms:
    """Change every planned value in the definition and every realised one in the workbooks."""
    rooms = copied_root(folder)
    yaml = YAML()
    for file in (rooms.programmes / PWR[0] / "plan" / str(PWR[1])).glob("*.yaml"):
        plan = yaml.load(file.read_text(encoding="utf-8"))
        for entry in plan.values():
            for key, value in entry.items():
                if key != "joined":
                    entry[key] = _replanned(value, change) if _is_value(key) else value
        with file.open("w", encoding="utf-8") as out:
            yaml.dump(plan, out)
    for book in rooms.drop_folder(*PWR).glob("*.xlsx"):
        change_cells(book, lambda key, header, value: _retyped(key, header, value, change))
    return rooms


def _is_value(key: str) -> bool:
    return key not in ("words", "words_first", "text", "joined")


def _replanned(value: object, change: Callable[[Decimal], Decimal]) -> object:
    number = re.search(r"\d+(?:\.\d+)?", str(value))
    assert number is not None
    changed = change(Decimal(number[0]))
    text = str(value).replace(number[0], str(changed))
    return text if isinstance(value, str) else float(changed) if changed % 1 else int(changed)


def _retyped(key: str, header: str, value: object, change: Callable[[Decimal], Decimal]) -> object:
    if "/" not in key or header != VALUE or not isinstance(value, int | float):
        return value
    changed = change(Decimal(repr(value)) if isinstance(value, float) else Decimal(value))
    return float(changed) if changed % 1 else int(changed)


@pytest.fixture(scope="module")
def printed() -> dict[str, tuple[str, str]]:
    """The published planned and realised cell of each action, from the golden map."""
    cells: dict[str, tuple[str, str]] = {}
    for one in tables(load_map(CHECKOUT / "tests/golden/zalacznik-3-2024.yaml")):
        for place, row in enumerate(one.rows, start=1):
            planned, realised = (without_cuts(row[column]) for column in (PLANNED, REALISED))
            cells[f"{one.name}.{place}"] = (planned, realised)
    return cells


# One is tried each time, every grammatical number in the longer tier.
@pytest.mark.parametrize(
    "trial",
    [trial if trial == "one" else pytest.param(trial, marks=pytest.mark.slow) for trial in TRIALS],
)
def test_annex_and_figures_follow_every_value(
    trial: str, tmp_path: Path, published: Ran, printed: dict[str, tuple[str, str]]
) -> None:
    change = TRIALS[trial]
    rooms = changed_rooms(tmp_path, change)
    outcome = run_round(rooms, *PWR)
    figures = table(outcome.annex.parent / "figures.csv")
    cells = _cells(annex_texts(outcome), printed)
    before = _figures(table(published.outcome.annex.parent / "figures.csv"))
    after = _figures(figures)
    assert before.keys() == after.keys()
    for key, (planned, realised) in before.items():
        assert after[key] == (_changed(planned, change), _changed(realised, change)), key
    alive = {PLANNED: 0, REALISED: 0}
    counted = {PLANNED: 0, REALISED: 0}
    for action, texts in printed.items():
        for column, old, new in zip((PLANNED, REALISED), texts, cells[action], strict=True):
            values = [
                Decimal(one[column - PLANNED])
                for key, one in before.items()
                if key[0] == action and one[column - PLANNED]
            ]
            if not values:
                continue
            counted[column] += 1
            if new == old and trial != "one more":
                continue
            if new == old:
                continue
            alive[column] += 1
            _check_words(action, old, new, [change(value) for value in values])
    assert alive[PLANNED] >= 0.9 * counted[PLANNED]
    assert alive[REALISED] >= 0.6 * counted[REALISED]


def _figures(rows: list[dict[str, str]]) -> dict[tuple[str, str, str], tuple[str, str]]:
    return {
        (row["action"], row["indicator"], row["unit"]): (row["planned"], row["realised"])
        for row in rows
        if row["indicator"] and (row["planned"] or row["realised"])
    }


def _changed(text: str, change: Callable[[Decimal], Decimal]) -> str:
    return f"{change(Decimal(text)).normalize():f}" if text else ""


def _cells(texts: list[str], printed: dict[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """Find each action's planned and realised cell in the annex, by the golden map's layout."""
    place, cells = 0, {}
    for item in load_map(CHECKOUT / "tests/golden/zalacznik-3-2024.yaml"):
        if item.kind != "table":
            place += 1
            continue
        place += len(item.header)
        for number, row in enumerate(item.rows, start=1):
            cells[f"{item.name}.{number}"] = (texts[place + PLANNED], texts[place + REALISED])
            place += len(row)
    assert place == len(texts)
    assert cells.keys() == printed.keys()
    return cells


def _check_words(action: str, old: str, new: str, values: list[Decimal]) -> None:
    """The same words in the same order, each number new, each counted noun in its right form."""
    old_words, new_words = WORD.findall(old), WORD.findall(new)
    assert len(old_words) == len(new_words), (action, old, new)
    for one, other in zip(old_words, new_words, strict=True):
        assert same_word(one, other), (action, one, other, new)
    shown = {Decimal(found[0].replace(" ", "").replace(",", ".")) for found in NUMBER.finditer(new)}
    assert set(values) <= shown, (action, values, new)
    if action in GOVERNED:
        return
    for found in NUMBER.finditer(new):
        number = Decimal(found[0].replace(" ", "").replace(",", "."))
        if number not in values:
            continue
        counted = next((word for word in WORD.findall(new[found.end() :]) if is_noun(word)), None)
        if counted is not None:
            assert agrees(counted, number), (action, new, counted)


@pytest.mark.slow
def test_the_command_measures_the_same_promise(tmp_path: Path) -> None:
    plan, results = measure(copied_root(tmp_path), *PWR)
    assert plan.alive >= 0.9 * plan.cells
    assert results.alive >= 0.6 * results.cells
    assert plan.cells > 150
    assert results.cells > 150

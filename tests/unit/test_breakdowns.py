"""Wholes and parts in a sentence."""

from decimal import Decimal

import pytest

from domain.polish.breakdowns import breakdowns_in
from tests.unit.small_dictionary import SmallDictionary

Told = list[tuple[str, int, int, bool]]


def told(text: str) -> Told:
    return [
        (one.noun, int(one.total), int(one.parts), one.exhaustive) for one in breakdowns_in(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2 577 uczestników (w tym 699 uczestników), 5 grup", [("uczestników", 2577, 699, False)]),
        ("100 dzieci, z tego 40 dzieci z gminy, 60 dzieci spoza", [("dzieci", 100, 100, True)]),
        ("100 dzieci, z tego 40 dzieci", [("dzieci", 100, 40, False)]),
        ("100 osób, w tym 1 osoba starsza", [("osób", 100, 1, False)]),
        ("60 certyfikatów, w tym 11 statuetek", []),
        (
            "100 dzieci, w tym 40 dzieci z gminy, 90 dzieci na festynie",
            [("dzieci", 100, 40, False)],
        ),
        ("100 dzieci. W tym 40 dzieci z gminy", []),
        ("5 rodzin w tym roku, 7 rodzin za rok", []),
        ("100 dzieci i 40 rodzin", []),
        ("wydano 12,5 godziny, w tym 2,5 godziny", [("godziny", 12, 2, False)]),
    ],
)
def test_parts_are_added_to_their_whole(text: str, expected: Told) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("12 rodzin, w tym 20 rodziców", []),
        ("12 rodzin, w tym 2 rodziny i 20 rodziców", [2]),
        ("12 widzów, w tym 2 widzowie", [2]),
        # The dictionary has none of the two: they are told apart by how they begin.
        ("12 godzin, w tym 2 godziny", [2]),
    ],
)
def test_with_a_dictionary_a_part_is_of_the_same_noun(text: str, parts: list[int]) -> None:
    assert [int(one.parts) for one in breakdowns_in(text, SmallDictionary())] == parts


def test_the_published_sentence_has_a_part_as_large_as_the_whole() -> None:
    hours, children = sorted(
        breakdowns_in(
            "W 2024 r. zajęcia były prowadzone.\nPonadto zrealizowano łącznie dla 2006 dzieci "
            "144432 godziny zajęć w tym w 15 placówkach samorządowych 39384 godzin dla 547 dzieci "
            "oraz w 66 placówkach 144432 godzin dla 1459 dzieci."
        ),
        key=lambda one: -one.total,
    )
    assert (hours.total, hours.parts) == (Decimal(144432), Decimal(183816))
    assert (children.total, children.parts) == (Decimal(2006), Decimal(2006))

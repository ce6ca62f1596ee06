"""Names stand in the order of the Polish alphabet."""

import itertools

import pytest

from domain.polish.collation import collation_key

ORDERED = [
    ["czas", "ćma", "dom"],
    ["lato", "Łódź", "mama"],
    ["oko", "ósmy", "pas"],
    ["sto", "świt", "taniec"],
    ["zamek", "źle", "żaba"],
    ["lód", "lud"],
    ["12 groszy", "3 Maja"],
    ["2. piętro", "Adam"],
    ["Ada", "adam", "Agata"],
    ["Klub", "Klub Kuźnia", "Kluby"],
    ["Kraków", "krawiec"],
]


@pytest.mark.parametrize("names", ORDERED, ids=lambda names: names[0])
def test_order_is_that_of_the_polish_alphabet(names: list[str]) -> None:
    for shuffled in itertools.permutations(names):
        assert sorted(shuffled, key=collation_key) == names


def test_case_makes_no_difference() -> None:
    assert collation_key("ŁAŹNIA Nowa") == collation_key("Łaźnia NOWA")


def test_q_stands_between_p_and_r() -> None:
    assert sorted(["rok", "quiz", "park"], key=collation_key) == ["park", "quiz", "rok"]

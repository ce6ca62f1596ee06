"""One fault a pair of units in an otherwise correct round: the right rule at the right place."""

import re

import pytest

from domain.findings import Finding
from flows.yearly import Outcome
from tasks.adapters.definitions import load_definition
from tasks.adapters.rooms import Rooms
from tests.flow.injected import Told, told
from tests.flow.injected_rounds import SLUG, YEAR, Pair, write_forms, write_pairs
from tests.flow.round_faults import ROUND_FAULTS
from tests.flow.rounds import run_round

_OF_PAIR = re.compile(r"[LP](\d\d)", re.IGNORECASE)


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> tuple[Outcome, Outcome, list[list[Told]]]:
    """The round as it should be, the same round with each pair spoilt, and what that must tell."""
    root = tmp_path_factory.mktemp("rounds")
    write_pairs(root, len(ROUND_FAULTS) + 1)
    rooms = Rooms.under(root)
    folder = rooms.drop_folder(SLUG, YEAR)
    write_forms(load_definition(rooms, SLUG, YEAR).programme, folder)
    before = run_round(rooms, SLUG, YEAR)
    journal = rooms.memory(SLUG, YEAR) / "journal.jsonl"
    expected = [
        fault.spoil(Pair(place, folder, journal)) for place, fault in enumerate(ROUND_FAULTS)
    ]
    return before, run_round(rooms, SLUG, YEAR), expected


def pair_of(finding: Finding) -> int:
    """Return the pair that a finding is about; of the journal's it is the one that cut it."""
    found = _OF_PAIR.search(f"{finding.place.unit} {finding.place.origin.file}")
    if found is None:
        return next(at for at, one in enumerate(ROUND_FAULTS) if one.rule == finding.rule.code)
    return int(found[1])


def test_a_correct_round_has_no_finding(spoilt: tuple[Outcome, Outcome, list[list[Told]]]) -> None:
    before, _, _ = spoilt
    assert told(before.findings) == []


@pytest.mark.parametrize(
    "place",
    range(len(ROUND_FAULTS)),
    ids=lambda place: f"{place:02} {ROUND_FAULTS[place].rule} {ROUND_FAULTS[place].mechanism}",
)
def test_each_fault_is_told_of_in_its_place_and_nothing_else_is(
    place: int, spoilt: tuple[Outcome, Outcome, list[list[Told]]]
) -> None:
    _, after, expected = spoilt
    found = told(one for one in after.findings if pair_of(one) == place)
    assert found == sorted(expected[place])
    assert ROUND_FAULTS[place].rule in {rule for rule, *_ in found}


def test_a_correct_pair_beside_them_has_no_finding(
    spoilt: tuple[Outcome, Outcome, list[list[Told]]],
) -> None:
    _, after, _ = spoilt
    assert told(one for one in after.findings if pair_of(one) == len(ROUND_FAULTS)) == []

"""One fault in each place of a definition that loads: the right rule at the right key."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from tasks.adapters.definitions import load_definition
from tasks.adapters.rooms import Rooms
from tests.flow.definition_faults import DEFINITION_FAULTS, FILES, DefinitionFault
from tests.flow.injected import Told, told, write_files
from tests.flow.injected_rounds import write_forms
from tests.flow.rounds import run_round

SLUG, YEAR = "definicja", 2024


def findings_of(root: Path, faults: Iterable[DefinitionFault]) -> list[Told]:
    """Spoil the definition, run the round with every form filled in, return what was found."""
    files = dict(FILES)
    for fault in faults:
        assert files[fault.file].count(fault.was) == 1, fault
        files[fault.file] = files[fault.file].replace(fault.was, fault.instead)
    write_files(root, SLUG, files)
    rooms = Rooms.under(root)
    write_forms(load_definition(rooms, SLUG, YEAR).programme, rooms.drop_folder(SLUG, YEAR))
    return told(run_round(rooms, SLUG, YEAR).findings)


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> list[Told]:
    return findings_of(tmp_path_factory.mktemp("spoilt"), DEFINITION_FAULTS)


def test_a_correct_definition_has_no_finding(tmp_path: Path) -> None:
    assert findings_of(tmp_path, ()) == []


@pytest.mark.parametrize(
    "fault", DEFINITION_FAULTS, ids=lambda fault: f"{fault.rule} {fault.mechanism}"
)
def test_each_fault_is_told_of_at_its_key(fault: DefinitionFault, spoilt: list[Told]) -> None:
    of_rule = [(file, key) for rule, file, _, key in spoilt if rule == fault.rule]
    assert {(fault.file, key) for key in fault.keys} <= set(of_rule)


def test_nothing_else_is_told(spoilt: list[Told]) -> None:
    assert spoilt == sorted(
        (fault.rule, fault.file, "", key) for fault in DEFINITION_FAULTS for key in fault.keys
    )

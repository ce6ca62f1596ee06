"""One fault in an otherwise correct form: the right rule at the right cell, and nothing else."""

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from domain.findings import Finding
from domain.rules import Family
from flows.checking import check_files
from tasks.adapters.definitions import load_definition
from tasks.adapters.rooms import Rooms
from tests.flow.correct_forms import write_correct
from tests.flow.definition_faults import DEFINITION_FAULTS
from tests.flow.form_faults import FAULTS
from tests.flow.injected import SLUG, YEAR, Form, code_of, spoilt, write_definition
from tests.flow.round_faults import ROUND_FAULTS
from tests.flow.rounds import CHECKOUT, MRS, PWR


@cache
def rooms(folder: Path) -> Rooms:
    write_definition(folder, len(FAULTS) + 1)
    return Rooms.under(folder)


Found = Mapping[str, list[Finding]]


@pytest.fixture(scope="module")
def injected(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Form], Found]:
    """All forms, each spoilt in its own way, checked at once; the last one is left correct."""
    root = tmp_path_factory.mktemp("injected")
    there = rooms(root)
    programme = load_definition(there, SLUG, YEAR).programme
    folder = there.inputs / SLUG / str(YEAR)
    folder.mkdir(parents=True)
    forms = [spoilt(programme, place, fault.spoil, folder) for place, fault in enumerate(FAULTS)]
    forms.append(spoilt(programme, len(FAULTS), lambda form: None, folder))
    checked = check_files(there, sorted(folder.iterdir()))
    found: dict[str, list[Finding]] = {}
    for finding in checked.findings:
        found.setdefault(finding.place.unit, []).append(finding)
    return forms, found


@pytest.mark.parametrize(
    "place",
    range(len(FAULTS)),
    ids=lambda place: f"{place:02} {FAULTS[place].rule} {FAULTS[place].mechanism}"[:60],
)
def test_each_fault_is_found_in_its_cell_and_nothing_else_is(
    place: int, injected: tuple[list[Form], Found]
) -> None:
    forms, found = injected
    fault, form = FAULTS[place], forms[place]
    code = code_of(place)
    origins = [(one.rule.code, one.place.origin) for one in found.get(code, [])]
    sheet, cell = fault.cell(form)
    told = [(rule, origin.file, origin.sheet, origin.cell) for rule, origin in origins]
    assert told == [(fault.rule, f"{code}.xlsx", sheet, cell)]


def test_a_correct_form_beside_them_has_no_finding(injected: tuple[list[Form], Found]) -> None:
    _, found = injected
    assert code_of(len(FAULTS)) not in found


def test_faults_are_many_and_of_every_family_that_can_be_broken_from_outside() -> None:
    root = Rooms.under(CHECKOUT)
    families = {rule.code: rule.family for rule in load_definition(root, *PWR).programme.rules}
    kinds = [(one.rule, one.mechanism) for one in FAULTS]
    kinds += [(one.rule, one.mechanism) for one in ROUND_FAULTS]
    kinds += [(one.rule, one.mechanism) for one in DEFINITION_FAULTS]
    assert len(set(kinds)) == len(kinds) >= 110
    counts = Counter(families[rule] for rule, _ in kinds)
    # The table of remarks is the coordinator's: its own tests spoil it.
    assert {family for family in Family if counts[family] < 4} == {Family.DECISIONS}, counts


@pytest.mark.parametrize(
    "identity", [pytest.param(PWR, marks=pytest.mark.slow), MRS], ids=lambda one: one[0]
)
def test_every_units_form_filled_in_as_it_should_be_has_no_finding(
    identity: tuple[str, int], tmp_path: Path
) -> None:
    root = Rooms.under(CHECKOUT)
    programme = load_definition(root, *identity).programme
    used: set[Decimal] = set()
    paths = [write_correct(programme, unit, tmp_path, used) for unit in programme.expected_units()]
    checked = check_files(root, paths)
    assert [file.verdict for file in checked.files] == ["accepted"] * len(paths)
    assert [(one.rule.code, one.place.unit, one.message) for one in checked.findings] == []

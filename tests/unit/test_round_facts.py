"""status.json: what is told of a round, written and read again without loss."""

import json

from domain.board import UnitState
from domain.round_facts import RoundFacts, no_facts, round_facts
from domain.round_facts_json import as_json, from_json
from domain.rounds import Output
from domain.rules import Severity
from domain.submissions import FileVerdict, Verdict
from tests.unit.standings import VERSION, accepted, finding, made_rule, standing, three_units

WARNING = made_rule("plan-off", Severity.WARNING)


def facts() -> RoundFacts:
    found = [finding(), finding(cell="E13", value="ok. 5"), finding("BIB", "I.2", rule=WARNING)]
    refused = FileVerdict("skan.pdf", "s", Verdict.REFUSED, "To skan.")
    made = [
        Output("units/KLUB/receipt", "jednostki/KLUB/Potwierdzenie.docx", b""),
        Output("annex", "a.docx", b""),
    ]
    files = [accepted("KLUB"), accepted("BIB"), refused]
    return round_facts(standing(found, files=files), made, final=False)


def test_it_counts_units_findings_and_gaps() -> None:
    told = facts()
    assert (told.submitted, told.expected) == (2, 3)
    assert (told.errors, told.warnings, told.infos, told.blockers) == (2, 1, 0, 2)
    assert (told.gaps, told.actions, told.version, told.state) == (1, 3, VERSION, "draft")


def test_each_unit_has_its_state_what_it_owes_and_its_files() -> None:
    units = {unit.code: unit for unit in facts().units}
    assert {code: unit.state for code, unit in units.items()} == {
        "MOPS": UnitState.MISSING,
        "KLUB": UnitState.TO_CORRECT,
        "BIB": UnitState.TO_EXPLAIN,
    }
    assert units["KLUB"].answers == {"receipt": "jednostki/KLUB/Potwierdzenie.docx"}
    assert [(one.action, one.whole, one.lacking) for one in units["MOPS"].owing] == [
        ("I.3", True, ("brak odpowiedzi",))
    ]
    assert (units["KLUB"].corrections, units["KLUB"].owes, units["BIB"].owes) == (2, True, False)


def test_a_matter_names_all_its_findings_and_the_first_ones_place() -> None:
    first = facts().matters[0]
    assert (first.unit, first.about, first.cell, first.value) == ("KLUB", "Kuźnia", "E12", "12 maj")
    assert len(first.ids) == 2
    assert facts().blocking == {"KLUB": 1}


def test_what_was_not_read_is_there_with_its_reason() -> None:
    (one,) = facts().not_taken
    assert (one.file, one.reason) == ("skan.pdf", "To skan.")


def test_what_is_written_is_read_again() -> None:
    assert from_json(json.loads(json.dumps(as_json(facts())))) == facts()


def test_states_are_words_for_people_and_names_for_scripts() -> None:
    (missing, *_) = as_json(facts())["units"]
    assert (missing["state"], missing["state_words"]) == ("missing", "brak sprawozdania")


def test_before_the_first_run_everything_is_owed() -> None:
    told = no_facts(three_units())
    assert (told.submitted, told.expected, told.matters) == (0, 3, ())
    assert all(unit.owes and unit.state is UnitState.MISSING for unit in told.units)

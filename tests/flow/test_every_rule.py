"""No rule without a workbook in which it fires; that all keep quiet on correct ones is told there.

Correct forms, rounds and definitions without any finding: test_injected_faults (all units of both
programmes), test_injected_rounds, test_injected_definitions, test_generated_text.
"""

from pathlib import Path

from flows.yearly import Outcome
from tasks.adapters.definitions import load_definition
from tasks.adapters.rooms import Rooms
from tests.flow.definition_faults import DEFINITION_FAULTS
from tests.flow.form_faults import FAULTS
from tests.flow.injected import SLUG, YEAR, code_of, spoilt, write_definition
from tests.flow.round_faults import ROUND_FAULTS
from tests.flow.rounds import CHECKOUT, PWR, run_round, table

HERE = Path(__file__).parent
# Rules that need more than one spoilt cell, with the tests that make them fire.
ELSEWHERE = {
    "action-foreign": "flow/test_round.py",
    "action-unknown": "flow/test_round.py",
    "counts-round": "flow/test_round.py",
    "group-size": "flow/test_round.py",
    "plan-repeated": "flow/test_round.py",
    "polish-missing": "flow/test_round.py",
    "value-without-results": "flow/test_round.py",
    "table-row-matched": "flow/test_tables_instead_of_forms.py",
    "table-row-unmatched": "flow/test_tables_instead_of_forms.py",
    "table-value-unread": "flow/test_tables_instead_of_forms.py",
    "value-stale": "corpus/structure_formula.py",
    "text-unreadable": "corpus/offices_words.py",
    "format-limits": "corpus/offices_programs.py",
    "pictures-unread": "corpus/offices_looks.py",
    "dictionary-missing": "flow/test_language.py",
    "polish-agreement": "flow/generated_text.py",
    "polish-gender": "flow/generated_text.py",
    "polish-residue": "flow/generated_text.py",
    "key-repeated": "flow/round_faults.py",
    "plan-missing": "flow/test_every_rule.py",
    "year-off": "flow/test_year_before.py",
    "year-same": "flow/test_year_before.py",
    "peers-off": "flow/test_year_before.py",
    "action-additional": "flow/test_looking_ahead.py",
    "additional-unreadable": "flow/test_looking_ahead.py",
    "next-plan-unreadable": "flow/test_looking_ahead.py",
    "next-plan-disputed": "flow/test_looking_ahead.py",
    "need-unreadable": "flow/test_looking_ahead.py",
    "document-edited": "flow/test_edits_come_home.py",
    "decision-unclear": "flow/test_decisions.py",
    "decision-unsigned": "flow/test_decisions.py",
    "decision-unreasoned": "flow/test_decisions.py",
    "decision-without-value": "flow/test_decisions.py",
    "decision-number-changed": "flow/test_decisions.py",
    "decision-lapsed": "flow/test_decisions.py",
    "decision-unmatched": "flow/test_decisions.py",
    "decision-contradicted": "flow/test_decisions.py",
}


def test_every_rule_has_a_workbook_in_which_it_fires() -> None:
    catalogue = {rule.code for rule in load_definition(Rooms.under(CHECKOUT), *PWR).programme.rules}
    lists = (FAULTS, ROUND_FAULTS, DEFINITION_FAULTS)
    injected = {fault.rule for faults in lists for fault in faults}
    assert catalogue == injected | ELSEWHERE.keys()
    for rule, file in ELSEWHERE.items():
        assert f'"{rule}"' in (HERE.parent / file).read_text(encoding="utf-8"), rule


def test_a_result_that_was_not_planned_is_told(tmp_path: Path) -> None:
    write_definition(tmp_path, 2)
    plan = tmp_path / "programmes" / SLUG / "plan" / str(YEAR) / "I.yaml"
    text = plan.read_text(encoding="utf-8")
    assert "godziny: 531, " in text
    plan.write_text(text.replace("godziny: 531, ", ""), encoding="utf-8")
    rooms = Rooms.under(tmp_path)
    programme = load_definition(rooms, SLUG, YEAR).programme
    folder = rooms.drop_folder(SLUG, YEAR)
    folder.mkdir(parents=True)
    spoilt(programme, 0, lambda form: form.type("godziny", "Wykonanie", 540), folder)
    spoilt(programme, 1, lambda form: None, folder)
    told = _findings(run_round(rooms, SLUG, YEAR))
    assert [(row["unit"], row["indicator"]) for row in told if row["rule"] == "plan-missing"] == [
        (code_of(0), "godziny")
    ]


def _findings(outcome: Outcome) -> list[dict[str, str]]:
    return table(outcome.annex.parent / "findings.csv")

"""What stays with the coordinator, rule by rule."""

from pathlib import Path

from domain.rules import Addressee, Family
from tasks.adapters.definitions import load_definition
from tasks.adapters.rooms import Rooms

CHECKOUT = Path(__file__).resolve().parents[2]


def test_what_is_not_the_units_business_stays_with_the_coordinator() -> None:
    programme = load_definition(Rooms.under(CHECKOUT), "pwr-2022-2024", 2024).programme
    kept = {rule for rule in programme.rules if rule.to is Addressee.COORDINATOR}
    languages = {rule for rule in programme.rules if rule.family is Family.POLISH}
    assert len(languages) >= 10
    assert languages < kept
    assert {rule.code for rule in kept - languages} >= {
        "unit-missing",
        "file-refused",
        "names-alike",
        "journal-broken",
        "lead-missing",
        "conflicting-values",
        "percent-combined",
    }
    told = {rule.code for rule in programme.rules} - {rule.code for rule in kept}
    assert told >= {"value-as-text", "plan-far", "files-conflict", "action-unanswered"}

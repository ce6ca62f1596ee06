"""Which rules the form carries, and the reason for each that it does not."""

import pytest

from domain.form_rules import asked, carried, left_out
from domain.rules import Addressee, FoundBy, Rule, Scope, Severity
from tasks.adapters.definitions import load_definition
from tasks.adapters.rooms import Rooms
from tests.flow.rounds import CHECKOUT, PWR


@pytest.fixture(scope="module")
def catalogue() -> dict[str, Rule]:
    rules = load_definition(Rooms.under(CHECKOUT), *PWR).programme.rules
    return {rule.code: rule for rule in rules}


def test_the_form_carries_what_reads_one_row_and_is_asked_of_the_unit(
    catalogue: dict[str, Rule],
) -> None:
    codes = {rule.code for rule in carried(tuple(catalogue.values()))}
    assert {"plan-far", "plan-off", "year-off", "value-missing", "reason-missing"} <= codes
    assert {"value-negative", "spending-missing", "date-unreadable", "qualifier-unknown"} <= codes


def test_every_other_rule_has_a_reason(catalogue: dict[str, Rule]) -> None:
    inside = {rule.code for rule in carried(tuple(catalogue.values()))}
    for rule in catalogue.values():
        assert bool(left_out(rule)) is (rule.code not in inside), rule.code


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("value-twice", "coordinator"),
        ("wording-number", "beyond one row"),
        ("resent-without", "other files"),
        ("group-size", "several rows"),
        ("value-masked", "formula cannot see"),
        ("value-range", "how a text was meant"),
        ("reason-empty", "matches"),
        ("key-unknown", "never issued"),
        ("sheets-unread", "no row that an officer fills"),
    ],
)
def test_reasons(catalogue: dict[str, Rule], code: str, why: str) -> None:
    assert why in left_out(catalogue[code])


def test_the_kinds_of_reason_are_the_rules_own(catalogue: dict[str, Rule]) -> None:
    for rule in catalogue.values():
        why = left_out(rule)
        if rule.to is Addressee.COORDINATOR:
            assert "coordinator" in why
        elif rule.found_by is FoundBy.DOMAIN:
            assert "merge" in why
        elif rule.scope is Scope.ROUND:
            assert "other files" in why


def test_the_heaviest_come_first(catalogue: dict[str, Rule]) -> None:
    weights = [list(Severity).index(r.shown_severity) for r in carried(tuple(catalogue.values()))]
    assert weights == sorted(weights)


def test_no_threshold_is_told_in_the_form(catalogue: dict[str, Rule]) -> None:
    for code in ("plan-far", "plan-off", "year-off"):
        told = asked(catalogue[code])
        assert "wyjaśnić" in told
        assert not any(char.isdigit() for char in told)
        assert "krotnie" not in told

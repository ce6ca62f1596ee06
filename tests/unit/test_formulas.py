"""Trees printed as formulas; that workbooks work them out alike is told in flow/test_parity.py."""

from decimal import Decimal

import pytest

from domain.expressions import parse_expression
from domain.formulas import (
    FALSE,
    TRUE,
    Fact,
    Known,
    NotPrintable,
    Reference,
    broken,
    number_literal,
    text_literal,
)
from domain.table import COLUMNS

FACTS: dict[str, Fact] = {
    "row": Known("indicator"),
    "planned": Known(Decimal(60)),
    "past_value": Known(None),
    "value": Reference("$B2"),
    "status": Reference("$C2"),
    "reason": Reference("$D2"),
    "answered": Reference("$E2"),
}


def printed(holds: object, when: object = None) -> str:
    looks = None if when is None else parse_expression(when, COLUMNS)
    return broken(looks, parse_expression(holds, COLUMNS), FACTS)


@pytest.mark.parametrize(
    ("holds", "formula"),
    [
        ({"filled": "reason"}, '$D2=""'),
        ({"blank": "reason"}, '$D2<>""'),
        ({"is": ["status", "moved"]}, 'AND($C2<>"",NOT(EXACT($C2,"moved")))'),
        ({"is_not": ["status", "moved"]}, 'EXACT($C2,"moved")'),
        ({"is": ["answered", True]}, 'AND($E2<>"",NOT($E2=TRUE))'),
        ({"at_least": ["value", 0]}, "IF(ISNUMBER($B2),IFERROR($B2<0,FALSE),FALSE)"),
        (
            {"between": [{"divide": ["value", "planned"]}, 0.5, 2]},
            "IF(ISNUMBER($B2),IFERROR(NOT(AND(($B2/60)>=0.5,($B2/60)<=2)),FALSE),FALSE)",
        ),
        (
            {"equal": [{"remainder": ["value", 10]}, 0]},
            "IF(ISNUMBER($B2),IFERROR(($B2-10*TRUNC($B2/10))<>0,FALSE),FALSE)",
        ),
        (
            {"mentions": ["reason", ["zadani", "V.#"]]},
            'AND($D2<>"",NOT(SUMPRODUCT(--ISNUMBER(SEARCH({"zadani","V.0","V.1","V.2","V.3","V.4",'
            '"V.5","V.6","V.7","V.8","V.9"},$D2)))>0))',
        ),
        ({"any": [{"filled": "reason"}, {"filled": "status"}]}, 'AND($D2="",$C2="")'),
        ({"not": {"all": [{"filled": "reason"}, {"is": ["row", "indicator"]}]}}, '$D2<>""'),
    ],
)
def test_a_rule_is_broken_where_its_tree_is_false(holds: object, formula: str) -> None:
    assert printed(holds) == formula


def test_what_is_known_when_the_form_is_issued_is_worked_out_there() -> None:
    assert printed({"filled": "reason"}, {"is": ["row", "action"]}) == FALSE
    assert printed({"filled": "reason"}, {"above": ["planned", 50]}) == '$D2=""'
    assert printed({"above": ["planned", 100]}) == TRUE


def test_nothing_is_compared_with_what_is_blank() -> None:
    assert printed({"equal": ["value", "past_value"]}) == FALSE
    assert printed({"between": [{"divide": ["value", "past_value"]}, 1, 2]}) == FALSE


def test_signs_that_a_search_takes_for_others_are_made_plain() -> None:
    assert '"co~*","a~?","~~5"' in printed({"mentions": ["reason", ["co*", "a?", "~5"]]})


def test_a_pattern_cannot_be_printed() -> None:
    with pytest.raises(NotPrintable, match="matches"):
        printed({"matches": ["reason", "a+"]})


def test_long_texts_are_written_in_pieces_and_quotes_doubled() -> None:
    assert text_literal('rok „2024” "x"') == '"rok „2024” ""x"""'
    assert text_literal("a" * 300) == f'"{"a" * 255}"&"{"a" * 45}"'
    assert text_literal("") == '""'


def test_numbers_are_written_plainly() -> None:
    assert number_literal(Decimal("1E+8")) == "100000000"
    assert number_literal(Decimal("0.20")) == "0.2"

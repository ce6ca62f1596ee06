"""Holds the catalogue's rules against the table with Great Expectations: one batch, one run."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import great_expectations as gx
import great_expectations.expectations as gxe
import pandas as pd
from great_expectations.data_context.types.base import ProgressBarsConfig
from great_expectations.expectations.row_conditions import Column

from domain.rules import Check, Condition, Operator, Rule
from domain.table import TableRow

if TYPE_CHECKING:
    from great_expectations.expectations.expectation import Expectation

_SEVERITY = {"error": "critical", "warning": "warning", "info": "info"}


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that does not hold in one row; `position` counts the table's rows from 0."""

    code: str
    position: int


class RuleFailed(Exception):
    """A rule of the catalogue could not be evaluated: a fault of ours or of the catalogue."""


def breaches(rules: Sequence[Rule], rows: Sequence[TableRow]) -> tuple[Breach, ...]:
    """Evaluate every rule that has an expectation once over the whole table."""
    suite = expectation_suite(rules)
    if not rows or not suite.expectations:
        return ()
    # Its notes on temporary folders are nobody's concern here.
    logging.getLogger("great_expectations.data_context.types.base").setLevel(logging.WARNING)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    source = context.data_sources.add_pandas("answers")
    batch = (
        source.add_dataframe_asset("table")
        .add_batch_definition_whole_dataframe("all")
        .get_batch({"dataframe": table_frame(rows)})
    )
    result = batch.validate(suite, result_format={"result_format": "COMPLETE"})
    found: list[Breach] = []
    for one in result.results:
        config = one.expectation_config
        if config is None:  # pragma: no cover - every expectation of the suite has one
            raise RuleFailed(str(one))
        code = config.meta["rule"]
        # A rule that raises reports no rows at all: it must never read as "all is well".
        if _raised(one.exception_info):
            raise RuleFailed(f"rule {code}: {one.exception_info}")
        found += [
            Breach(code, int(place)) for place in one.result.get("unexpected_index_list") or ()
        ]
    return tuple(sorted(found, key=lambda breach: (breach.code, breach.position)))


def expectation_suite(rules: Sequence[Rule]) -> gx.ExpectationSuite:
    """Return the suite: one named expectation for each rule that is not the domain's."""
    expectations = [_expectation(rule) for rule in rules if rule.check is not Check.DOMAIN]
    return gx.ExpectationSuite(name="catalogue", expectations=expectations)


def table_frame(rows: Sequence[TableRow]) -> pd.DataFrame:
    """Return the table as a frame of plain objects, positions as index."""
    columns = [name for name in TableRow.__dataclass_fields__ if name not in ("origin", "field")]
    records = [[_plain(getattr(row, name)) for name in columns] for row in rows]
    return pd.DataFrame(records, columns=columns, dtype=object)


def _plain(value: object) -> object:
    # A flag as text: Great Expectations' conditions compare strings and numbers only.
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return float(value)
    return str(value) if isinstance(value, str) else value


def _raised(info: Mapping[str, Any] | None) -> bool:
    if not info:
        return False
    if "raised_exception" in info:
        return bool(info["raised_exception"])
    return any(bool(part.get("raised_exception")) for part in info.values())


def _expectation(rule: Rule) -> "Expectation":
    common: dict[str, Any] = {
        "column": rule.column,
        "severity": _SEVERITY[rule.shown_severity],
        "meta": {"rule": rule.code},
    }
    if rule.when:
        common["row_condition"] = _condition(rule)
    match rule.check:
        case Check.NOT_EMPTY:
            return gxe.ExpectColumnValuesToNotBeNull(**common)
        case Check.EMPTY:
            return gxe.ExpectColumnValuesToBeNull(**common)
        case Check.ONE_OF:
            return gxe.ExpectColumnValuesToBeInSet(value_set=_values(rule), **common)
        case Check.NONE_OF:
            return gxe.ExpectColumnValuesToNotBeInSet(value_set=_values(rule), **common)
        case Check.AT_LEAST:
            return gxe.ExpectColumnValuesToBeBetween(min_value=_least(rule), **common)
        case Check.UNIQUE:
            return gxe.ExpectColumnValuesToBeUnique(**common)
    raise RuleFailed(f"rule {rule.code}: no expectation for {rule.check}")


def _values(rule: Rule) -> list[Any]:
    values = rule.value if isinstance(rule.value, tuple) else (rule.value,)
    return [_plain(value) for value in values]


def _least(rule: Rule) -> float:
    if isinstance(rule.value, int | float) and not isinstance(rule.value, bool):
        return rule.value
    raise RuleFailed(f"rule {rule.code}: at_least wants a number, not {rule.value}")


def _condition(rule: Rule) -> Any:
    made = [_part(rule.code, part) for part in rule.when]
    joined = made[0]
    for part in made[1:]:
        joined = joined & part
    return joined


def _part(code: str, part: Condition) -> Any:
    column = Column(part.column)
    if part.value is None and part.operator not in (Operator.FILLED, Operator.BLANK):
        raise RuleFailed(f"rule {code}: condition on {part.column}: {part.operator} wants a value")
    match part.operator:
        case Operator.IS:
            return column == _plain(part.value)
        case Operator.IS_NOT:
            return column != _plain(part.value)
        case Operator.IN:
            values = part.value if isinstance(part.value, tuple) else (part.value,)
            return column.is_in([_plain(value) for value in values])
        case Operator.FILLED:
            return column.is_not_null()
        case Operator.BLANK:
            return column.is_null()

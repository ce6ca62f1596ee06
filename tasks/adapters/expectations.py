"""Holds the catalogue's rules against the table with Great Expectations: one batch, one run."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import great_expectations as gx
import great_expectations.expectations as gxe
import pandas as pd
from great_expectations.compatibility import pydantic
from great_expectations.core import ExpectationSuiteValidationResult
from great_expectations.core.metric_function_types import SummarizationMetricNameSuffixes
from great_expectations.data_context.types.base import ProgressBarsConfig
from great_expectations.execution_engine import ExecutionEngine
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
from great_expectations.expectations.metadata_types import FailureSeverity
from great_expectations.validator.validator import ValidationDependencies

from domain.expressions import held_in
from domain.rules import Rule
from domain.table import TableRow

if TYPE_CHECKING:
    from great_expectations.expectations.expectation import Expectation

# What a row of the frame is about, for people who look at the expectations themselves.
_ABOUT = ("row", "unit", "action", "indicator", "value_text")
_QUERY = f"column_values.in_set.{SummarizationMetricNameSuffixes.UNEXPECTED_INDEX_QUERY.value}"
_SEVERITY = {"error": "critical", "warning": "warning", "info": "info"}


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that does not hold in one row; `position` counts the table's rows from 0."""

    code: str
    position: int


class RuleFailed(Exception):
    """A rule of the catalogue could not be evaluated: a fault of ours or of the catalogue."""


def breaches(rules: Sequence[Rule], rows: Sequence[TableRow]) -> tuple[Breach, ...]:
    """Hold every rule that has an expectation once against the whole table.

    Raises RuleFailed for one that cannot be worked out.
    """
    if not rows or not any(rule.holds for rule in rules):
        return ()
    result = validated(rules, rows, {"result_format": "COMPLETE"})
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


def validated(
    rules: Sequence[Rule], rows: Sequence[TableRow], result_format: Mapping[str, object]
) -> ExpectationSuiteValidationResult:
    """Return the result of one validation of the whole table in one batch."""
    # Its notes on temporary folders are nobody's concern here.
    logging.getLogger("great_expectations.data_context.types.base").setLevel(logging.WARNING)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    source = context.data_sources.add_pandas("answers")
    batch = (
        source.add_dataframe_asset("table")
        .add_batch_definition_whole_dataframe("all")
        .get_batch({"dataframe": table_frame(rules, rows)})
    )
    return batch.validate(expectation_suite(rules), result_format=dict(result_format))


def expectation_suite(rules: Sequence[Rule]) -> gx.ExpectationSuite:
    """Return the suite: one named expectation for each rule that is not the domain's."""
    expectations = [_expectation(rule) for rule in rules if rule.holds is not None]
    return gx.ExpectationSuite(name="catalogue", expectations=expectations)


def table_frame(rules: Sequence[Rule], rows: Sequence[TableRow]) -> pd.DataFrame:
    """Return the table as a frame: what a row is about, and a column for each rule.

    A rule's column says whether it holds in the row; it is blank where the rule does not look at
    the row, or where it cannot be told.
    """
    values = [row.values() for row in rows]
    about = {name: [one[name] for one in values] for name in _ABOUT}
    held = {rule.code: list(held_in(rule.when, rule.holds, values)) for rule in rules if rule.holds}
    return pd.DataFrame({**about, **held}, dtype=object)


def _raised(info: Mapping[str, Any] | None) -> bool:
    if not info:
        return False
    if "raised_exception" in info:
        return bool(info["raised_exception"])
    return any(bool(part.get("raised_exception")) for part in info.values())


class ExpectRuleToHold(gxe.ExpectColumnValuesToBeInSet):
    """A rule holds wherever it can be told; nothing of it changes once it is made."""

    _made: ExpectationConfiguration | None = pydantic.PrivateAttr(default=None)

    @property
    def configuration(self) -> ExpectationConfiguration:
        # It is asked for a hundred times in a validation and made anew each time: a third of it.
        if self._made is None:
            self._made = super().configuration
        return self._made

    def get_validation_dependencies(
        self,
        execution_engine: ExecutionEngine[Any] | None = None,
        runtime_configuration: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> ValidationDependencies:
        needed = super().get_validation_dependencies(
            execution_engine, runtime_configuration, **kwargs
        )
        # An expression of pandas that finds the rows again: nobody asks for it.
        if needed.get_metric_configuration(_QUERY) is not None:
            needed.remove_metric_configuration(_QUERY)
        return needed


def _expectation(rule: Rule) -> "Expectation":
    return ExpectRuleToHold(
        column=rule.code,
        value_set=[True],
        severity=FailureSeverity(_SEVERITY[rule.shown_severity]),
        meta={"rule": rule.code},
    )

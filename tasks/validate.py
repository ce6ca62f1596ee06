"""Validate: every rule of the catalogue, each once, over everything that came in."""

from domain.arrivals import Arrivals, arrival_rows
from domain.findings import Finding, in_order, make_finding
from domain.language_rows import language_rows
from domain.merging import Merged
from domain.programme import Programme
from domain.review import review
from domain.submissions import Submission
from domain.table import build_table
from tasks.adapters.expectations import breaches
from tasks.adapters.morphology import dictionary


def validate(
    programme: Programme,
    submissions: tuple[Submission, ...],
    merged: Merged,
    arrivals: Arrivals,
    *,
    with_definition: bool = True,
) -> tuple[Finding, ...]:
    """Return all findings by weight; those of expectations come from their results only.

    `with_definition`: also those on the definition's own words.
    """
    rows = (
        *build_table(programme, submissions),
        *arrival_rows(programme, submissions, arrivals),
        *language_rows(programme, submissions, dictionary(), with_definition=with_definition),
    )
    rules = {rule.code: rule for rule in programme.rules}
    found = [
        make_finding(
            rules[breach.code], rows[breach.position].place(), rows[breach.position].words()
        )
        for breach in breaches(programme.rules, rows)
    ]
    found += review(programme, merged)
    return in_order(found, [action.id for action in programme.actions()])

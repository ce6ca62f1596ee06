"""Validate: every rule of the catalogue, each once, over everything that came in."""

from domain.arrivals import Arrivals, arrival_rows
from domain.definition_rows import definition_rows
from domain.findings import Finding, in_order, make_finding
from domain.language_rows import language_rows
from domain.merging import Merged
from domain.programme import Programme
from domain.prose_rows import prose_rows
from domain.relations import with_relations
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
    language = tuple(
        language_rows(programme, submissions, dictionary(), with_definition=with_definition)
    )
    rows = (
        *with_relations(programme, build_table(programme, submissions)),
        *arrival_rows(programme, submissions, arrivals),
        *language,
        *prose_rows(programme, submissions, merged, dictionary()),
        *(definition_rows(programme, language) if with_definition else ()),
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

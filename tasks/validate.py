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
from domain.rounds import Output
from domain.submissions import Submission
from domain.supplement_rows import supplement_rows
from domain.table import TableRow, build_table
from tasks.adapters.expectations import breaches
from tasks.adapters.morphology import dictionary

DATA_DOCS = "great-expectations.html"


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
    rows = _rows(programme, submissions, merged, arrivals, with_definition=with_definition)
    rules = {rule.code: rule for rule in programme.rules}
    found = [
        make_finding(
            rules[breach.code], rows[breach.position].place(), rows[breach.position].words()
        )
        for breach in breaches(programme.rules, rows)
    ]
    found += review(programme, merged)
    return in_order(found, [action.id for action in programme.actions()])


def document_rules(
    programme: Programme,
    submissions: tuple[Submission, ...],
    merged: Merged,
    arrivals: Arrivals,
) -> tuple[Output, ...]:
    """Return Great Expectations' own page on the validation, as it is: bounded, in English."""
    from tasks.adapters.data_docs import data_docs

    rows = _rows(programme, submissions, merged, arrivals, with_definition=True)
    # It names the moment of the run.
    return (Output("data_docs", DATA_DOCS, data_docs(programme.rules, rows), hashed=False),)


def _rows(
    programme: Programme,
    submissions: tuple[Submission, ...],
    merged: Merged,
    arrivals: Arrivals,
    *,
    with_definition: bool,
) -> tuple[TableRow, ...]:
    """Return the table: answers, files, words, and what each has to do with the others."""
    language = tuple(
        language_rows(programme, submissions, dictionary(), with_definition=with_definition)
    )
    return (
        *with_relations(programme, build_table(programme, submissions)),
        *arrival_rows(programme, submissions, arrivals),
        *language,
        *prose_rows(programme, submissions, merged, dictionary()),
        *supplement_rows(programme, submissions, dictionary()),
        *(definition_rows(programme, language) if with_definition else ()),
    )

"""Merge: figures take their place in the programme's structure."""

from domain.merging import NO_RULINGS, Merged, Rulings
from domain.merging import merge as merge_answers
from domain.programme import Programme
from domain.submissions import Submission


def merge(
    programme: Programme, submissions: tuple[Submission, ...], rulings: Rulings = NO_RULINGS
) -> Merged:
    """Return every action with its plan and the units' answers joined by the indicators' rules."""
    return merge_answers(programme, submissions, rulings)

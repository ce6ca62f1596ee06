"""Look ahead: the plan proposed for the next round, what units need and did beside it."""

from domain.needs import TEMPLATE, build_needs
from domain.next_plan import agreed, has_plans, proposals
from domain.next_plan_files import plan_files
from domain.programme import Programme
from domain.proposal_list import proposal_rows
from domain.rounds import Output, Standing
from domain.submissions import Submission
from tasks.adapters.document import render
from tasks.adapters.proposals_workbook import write_proposals
from tasks.adapters.rooms import Rooms


def next_plan(programme: Programme, submissions: tuple[Submission, ...]) -> tuple[Output, ...]:
    """Return the next round's plan as its definition wants it, and the list of what changes.

    Nothing where no unit sent the sheet.
    """
    if not has_plans(submissions):
        return ()
    said = tuple(proposals(programme, submissions))
    settled = agreed(programme, said)
    folder = programme.dated(programme.files.next_plan)
    plans = (
        Output(f"next_plan/{name}", f"{folder}/{name}", text.encode())
        for name, text in plan_files(programme, settled).items()
    )
    rows = tuple(proposal_rows(programme, said, settled))
    book = write_proposals(programme, rows)
    name = programme.dated(programme.files.proposals)
    return (*plans, Output("next_plan_list", name, book))


def needs(
    standing: Standing, submissions: tuple[Submission, ...], rooms: Rooms
) -> tuple[Output, ...]:
    """Return what units need and did beside the programme as a document, where there is any."""
    document = build_needs(standing, submissions)
    if document is None:
        return ()
    programme = standing.programme
    template = rooms.template(TEMPLATE).read_bytes()
    name = programme.dated(programme.files.needs)
    return (Output("needs", name, render(document, template, TEMPLATE)),)

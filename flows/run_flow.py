"""The yearly flow in Prefect: the story with each stage as a task."""

from collections.abc import Callable

from prefect import flow

from flows.performing import as_tasks
from flows.standing import Request
from flows.yearly import Outcome, tell
from tasks.adapters.kept_results import forget_others


@flow(name="Sprawozdanie roczne", validate_parameters=False)
async def yearly_report(request: Request, notice: Callable[[str], None] | None = None) -> Outcome:
    """Run the story with each stage as a Prefect task; `notice` hears each stage's name."""
    perform = as_tasks(notice)
    outcome = tell(request, perform)
    forget_others(request.rooms.kept, request.slug, request.year, perform.kept)
    return outcome

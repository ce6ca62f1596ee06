"""Carries out what is set off: ``python -m flows.serving.worker``, beside Prefect's server.

One at a time, each in a process of its own. It ends when its standard input closes.
"""

import asyncio
import os
import threading
from pathlib import Path

from prefect import get_client
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import StateType
from prefect.runner import Runner
from prefect.states import Crashed

from flows.prefect_app import end_with_the_starter
from flows.serving.deployments import deployments
from flows.serving.places import ALIVE, READY, rooms_here
from tasks.adapters.locking import held

QUERY_SECONDS = 1.0
STALE = (StateType.PENDING, StateType.RUNNING, StateType.CANCELLING)
INTERRUPTED = (
    "Przerwano: program zatrzymano w trakcie pracy. Nic nie zginęło: wyniki są całe, poprzednie "
    "albo nowe. Proszę uruchomić jeszcze raz."
)


async def work() -> None:
    """Close what an earlier crash left, offer the moments of all rounds, carry them out."""
    rooms = rooms_here()
    async with get_client() as client:
        await close_stale(client)
        runner = Runner(
            name="annual-report",
            query_seconds=QUERY_SECONDS,
            prefetch_seconds=0,
            limit=1,
            pause_on_shutdown=False,
        )
        offered = set()
        for one in deployments(rooms):
            offered.add(await runner.aadd_deployment(await one.made()))
        for gone in await client.read_deployments():
            if gone.id not in offered:
                await client.delete_deployment(gone.id)
    (Path(os.environ["PREFECT_HOME"]) / READY).touch()
    await runner.start()


async def close_stale(client: PrefectClient) -> int:
    """Close the runs that were at work when the program was killed; return how many."""
    at_work = FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(STALE))))
    closed = 0
    while found := await client.read_flow_runs(flow_run_filter=at_work, limit=200):
        for run in found:
            await client.set_flow_run_state(run.id, Crashed(message=INTERRUPTED), force=True)
        closed += len(found)
    return closed


def main() -> None:
    """Work until standard input closes; what is at work then ends with this process."""
    threading.Thread(target=end_with_the_starter, daemon=True).start()
    with held(Path(os.environ[ALIVE])):
        asyncio.run(work())


if __name__ == "__main__":
    main()

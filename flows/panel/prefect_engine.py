"""The engine that is a Prefect server: each button is a run of a deployment.

The address and the password of the server come from the environment, as for all of Prefect.
"""

import asyncio
import contextlib
import datetime
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flows.moments import Moment
from flows.panel.engine import EngineAway, Going, RunState
from tasks.adapters.definitions import load_definition
from tasks.adapters.rooms import Rooms

if TYPE_CHECKING:
    from prefect.client.orchestration import PrefectClient
    from prefect.client.schemas.objects import FlowRun, StateType

MOST_RUNS = 10
SECONDS = 10.0
# What the calendar will set off on a later day is not at work yet.
SOON = datetime.timedelta(seconds=5)
INTERRUPTED = (
    "Praca została przerwana. Nic nie zginęło: wyniki są całe, poprzednie albo nowe. Proszę "
    "uruchomić ten krok jeszcze raz."
)
UNFORESEEN = "Wystąpił błąd programu; jego opis jest w dzienniku uruchomienia."
# How Prefect's own sentences begin; what is ours is Polish.
_FOREIGN = ("Flow run ", "Validation of flow", "Task run ", "Execution was ")


@dataclass
class PrefectEngine:
    """Sets runs off and asks how far they are; nothing of a round is kept here but its name."""

    rooms: Rooms
    _names: dict[tuple[str, int], str] = field(default_factory=dict)
    _flows: dict[UUID, Moment] = field(default_factory=dict)

    async def start(
        self, moment: Moment, slug: str, year: int, parameters: Mapping[str, Any]
    ) -> str:
        """Set a moment of a round off; return the run's id."""
        order = {"programme": slug, "year": year, **parameters}
        async with _client() as client:
            name = f"{moment}/{self._name(slug, year)}"
            deployment = await client.read_deployment_by_name(name)
            run = await client.create_flow_run_from_deployment(
                deployment.id, parameters={"order": order}
            )
            return str(run.id)

    async def runs(self, slug: str, year: int) -> Sequence[RunState]:
        """Return the last runs of a round, the newest first."""
        from prefect.client.schemas.filters import (
            DeploymentFilter,
            DeploymentFilterName,
            FlowRunFilter,
            FlowRunFilterExpectedStartTime,
        )
        from prefect.client.schemas.sorting import FlowRunSort

        soon = datetime.datetime.now(datetime.UTC) + SOON
        async with _client() as client:
            found = await client.read_flow_runs(
                deployment_filter=DeploymentFilter(
                    name=DeploymentFilterName(any_=[self._name(slug, year)])
                ),
                flow_run_filter=FlowRunFilter(
                    expected_start_time=FlowRunFilterExpectedStartTime.model_validate(
                        {"before_": soon}
                    )
                ),
                sort=FlowRunSort.EXPECTED_START_TIME_DESC,
                limit=MOST_RUNS,
            )
            told = [await self._told(client, run) for run in found]
        return tuple(one for one in told if one is not None)

    async def run(self, id: str) -> RunState | None:
        """Return one run; None for one that is not known."""
        from prefect.exceptions import ObjectNotFound

        try:
            wanted = UUID(id)
        except ValueError:
            return None
        async with _client() as client:
            try:
                return await self._told(client, await client.read_flow_run(wanted))
            except ObjectNotFound:
                return None

    def _name(self, slug: str, year: int) -> str:
        """Return what the deployments of a round are called."""
        if (slug, year) not in self._names:
            short = load_definition(self.rooms, slug, year).programme.short
            self._names[slug, year] = f"{short} {year}"
        return self._names[slug, year]

    async def _told(self, client: "PrefectClient", run: "FlowRun") -> RunState | None:
        moment = await self._moment(client, run.flow_id)
        if moment is None:
            return None
        going = _going(run.state.type if run.state else None)
        return RunState(
            id=str(run.id),
            moment=moment,
            state=going,
            stage=await _stage(client, run.id) if going is Going.RUNNING else "",
            message=_message(run, going) if going.over else "",
            started=run.start_time,
            finished=run.end_time,
        )

    async def _moment(self, client: "PrefectClient", flow: UUID) -> Moment | None:
        if flow not in self._flows:
            name = (await client.read_flow(flow)).name
            if name not in list(Moment):
                return None
            self._flows[flow] = Moment(name)
        return self._flows[flow]


@contextlib.asynccontextmanager
async def _client() -> AsyncIterator["PrefectClient"]:
    """Yield a client of the server; raises EngineAway where it does not answer, or not in time."""
    import httpx
    from prefect import get_client
    from prefect.exceptions import PrefectException

    try:
        async with asyncio.timeout(SECONDS), get_client() as client:
            yield client
    except (httpx.HTTPError, PrefectException, TimeoutError, OSError) as error:
        raise EngineAway(str(error)) from error


async def _stage(client: "PrefectClient", run: UUID) -> str:
    """Return the name of the newest task of a run; nothing before the first."""
    from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterId
    from prefect.client.schemas.sorting import TaskRunSort

    tasks = await client.read_task_runs(
        flow_run_filter=FlowRunFilter(id=FlowRunFilterId(any_=[run])),
        sort=TaskRunSort.EXPECTED_START_TIME_DESC,
        limit=1,
    )
    # A task run is called as its task, with some signs after it.
    return tasks[0].name.rpartition("-")[0] or tasks[0].name if tasks else ""


def _going(state: "StateType | None") -> Going:
    match state.value if state else "":
        case "RUNNING" | "CANCELLING":
            return Going.RUNNING
        case "COMPLETED":
            return Going.DONE
        case "FAILED":
            return Going.FAILED
        case "CRASHED" | "CANCELLED":
            return Going.STOPPED
        case _:
            return Going.WAITING


def _message(run: "FlowRun", going: Going) -> str:
    """Return the sentence at the end of a run; what Prefect says by itself is put in Polish."""
    if going is Going.STOPPED:
        return INTERRUPTED
    message = (run.state.message if run.state else "") or ""
    if going is Going.FAILED and (not message or message.startswith(_FOREIGN)):
        return UNFORESEEN
    return "" if message.startswith(_FOREIGN) else message

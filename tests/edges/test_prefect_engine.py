"""The panel's engine against a real Prefect server with the real deployments; nothing is carried
out: the states that a worker would set are set here."""

import asyncio
import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from prefect import get_client
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.objects import State
from prefect.settings import PREFECT_API_URL, temporary_settings
from prefect.states import Completed, Crashed, Failed, Pending, Running, Scheduled

from domain.panel import Step
from flows.moments import Moment
from flows.panel.engine import EngineAway, Going, RunState
from flows.panel.prefect_engine import INTERRUPTED, UNFORESEEN, PrefectEngine
from flows.panel.starting import MOMENTS
from flows.server import free_port, private_server
from flows.serving.deployments import deployments
from tasks.adapters.rooms import Rooms
from tests.flow.rounds import CHECKOUT, MRS, PWR

ROOMS = Rooms.under(CHECKOUT)
# What the panel sends with each step.
SENT: dict[Step, dict[str, Any]] = {
    Step.APPROVE: {"who": "Anna Nowak", "date": "2026-03-28", "letter": "DP-1/26"},
    Step.CLOSE: {"who": "Anna Nowak", "symbol": "DP.0632"},
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrefectEngine]:
    """An engine over a server that knows the moments of the second programme's round."""
    home = tmp_path_factory.mktemp("prefect")
    with private_server(home / "dom", home / "kept") as wait:
        wait()
        asyncio.run(_offer())
        yield PrefectEngine(ROOMS)


async def _offer() -> None:
    for one in deployments(ROOMS):
        if (one.programme.slug, one.programme.year) == MRS:
            made = await one.made()
            await made.aapply()


def test_each_step_is_a_run_that_the_deployment_accepts(engine: PrefectEngine) -> None:
    async def started() -> dict[str, dict[str, Any]]:
        found = {}
        for step in Step:
            id = await engine.start(MOMENTS[step], *MRS, SENT.get(step, {}))
            async with get_client() as client:
                run = await client.read_flow_run(UUID(id))
                flow = await client.read_flow(run.flow_id)
            found[step.name] = {"flow": flow.name, **run.parameters["order"]}
        return found

    found = asyncio.run(started())
    assert found["ANSWERS"] == {"flow": "Sprawdzenie", "programme": MRS[0], "year": MRS[1]}
    assert found["APPROVE"] == {
        "flow": "Zatwierdzenie",
        "programme": MRS[0],
        "year": MRS[1],
        **SENT[Step.APPROVE],
    }
    assert {one["flow"] for one in found.values()} == {str(one) for one in Moment}


async def _after(engine: PrefectEngine, *states: State[Any]) -> RunState:
    """Set a check off, let it go through states; return what the engine tells of it."""
    id = await engine.start(Moment.CHECK, *MRS, {})
    async with get_client() as client:
        for state in states:
            await client.set_flow_run_state(UUID(id), state, force=True)
    told = await engine.run(id)
    assert told is not None and told.id == id and told.moment is Moment.CHECK
    return told


@pytest.mark.parametrize(
    ("states", "going", "message"),
    [
        ((), Going.WAITING, ""),
        ((Pending(),), Going.WAITING, ""),
        ((Running(),), Going.RUNNING, ""),
        ((Running(), Completed(message="Wpłynęło 5 z 6.")), Going.DONE, "Wpłynęło 5 z 6."),
        ((Running(), Failed(message="Rok jest zamknięty.")), Going.FAILED, "Rok jest zamknięty."),
        (
            (Running(), Failed(message="Flow run encountered an exception: KeyError: 'x'")),
            Going.FAILED,
            UNFORESEEN,
        ),
        ((Running(), Crashed(message="exited with code -9")), Going.STOPPED, INTERRUPTED),
    ],
)
def test_a_run_is_told_in_our_words(
    engine: PrefectEngine, states: tuple[State[Any], ...], going: Going, message: str
) -> None:
    told = asyncio.run(_after(engine, *states))
    assert (told.state, told.message) == (going, message)
    assert (told.finished is not None) is going.over


def test_the_newest_task_is_what_is_being_done(engine: PrefectEngine) -> None:
    async def going() -> str:
        id = await engine.start(Moment.DRAFT, *MRS, {})
        async with get_client() as client:
            await client.set_flow_run_state(UUID(id), Running(), force=True)
            for name in ("Odczyt plików", "Sprawdzanie"):
                await _task(client, id, name)
        told = await engine.run(id)
        assert told is not None
        return told.stage

    assert asyncio.run(going()) == "Sprawdzanie"


async def _task(client: PrefectClient, run: str, name: str) -> None:
    from prefect import task

    @task(name=name)
    def stage() -> None: ...

    await client.create_task_run(
        stage, flow_run_id=UUID(run), dynamic_key=name, name=f"{name}-a1b", state=Running()
    )


def test_runs_are_those_of_the_round_and_none_of_a_later_day(engine: PrefectEngine) -> None:
    async def listed() -> tuple[list[str], str, str]:
        later = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=30)
        async with get_client() as client:
            deployment = await client.read_deployment_by_name(
                f"{Moment.REMIND}/Miasto równych szans {MRS[1]}"
            )
            planned = await client.create_flow_run_from_deployment(
                deployment.id, state=Scheduled(scheduled_time=later)
            )
        newest = await engine.start(Moment.FINAL, *MRS, {})
        return [one.id for one in await engine.runs(*MRS)], newest, str(planned.id)

    ids, newest, planned = asyncio.run(listed())
    assert ids[0] == newest
    assert planned not in ids
    assert asyncio.run(engine.runs(*PWR)) == ()


@pytest.mark.parametrize("id", ["x", "00000000-0000-4000-8000-000000000000"])
def test_a_run_that_is_not_known_is_none(engine: PrefectEngine, id: str) -> None:
    assert asyncio.run(engine.run(id)) is None


def test_a_round_without_deployments_and_a_server_that_is_gone_are_said(
    engine: PrefectEngine,
) -> None:
    with pytest.raises(EngineAway):
        asyncio.run(engine.start(Moment.CHECK, *PWR, {}))
    nowhere = f"http://127.0.0.1:{free_port()}/api"
    with temporary_settings({PREFECT_API_URL: nowhere}), pytest.raises(EngineAway):
        asyncio.run(engine.runs(*MRS))


def test_nothing_heavy_is_imported_with_the_panel(tmp_path: Path) -> None:
    import subprocess
    import sys

    words = (
        "import sys; import flows.panel.app, flows.panel.prefect_engine; "
        "print([one for one in ('prefect', 'pandas', 'great_expectations') if one in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", words], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"

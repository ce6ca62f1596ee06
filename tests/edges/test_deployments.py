"""What Prefect is told of each round: Polish names and forms, days of the calendar, no waiting."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from prefect.deployments.runner import RunnerDeployment

from domain.errors import UsageError
from domain.journal import Event, EventKind
from flows.deployed import FLOWS
from flows.moments import Moment
from flows.serving.deployments import deployments
from flows.serving.places import VARIABLE, handed, rooms_here
from tasks.adapters.records import open_records
from tasks.adapters.rooms import Rooms
from tests.flow.rounds import MRS, copied_root

CALENDAR = """calendar:
  forms: "01-02"
  due: "01-31"
  reminders: [-7, 8]
"""


@pytest.fixture
def rooms(tmp_path: Path) -> Rooms:
    rooms = copied_root(tmp_path)
    path = rooms.programmes / MRS[0] / "programme.yaml"
    path.write_text(CALENDAR + path.read_text(encoding="utf-8"), encoding="utf-8")
    return rooms


def offered(rooms: Rooms) -> dict[str, RunnerDeployment]:
    """Return the deployments of the small round by the name of their flow."""

    async def made() -> dict[str, RunnerDeployment]:
        return {
            one.moment: await one.made()
            for one in deployments(rooms)
            if one.programme.slug == MRS[0]
        }

    return asyncio.run(made())


def days(deployment: RunnerDeployment) -> list[tuple[str, str]]:
    found: list[Any] = [one.schedule for one in deployment.schedules or ()]
    return sorted((one.rrule.split("\n")[0], one.timezone) for one in found)


def test_every_moment_of_every_round_is_offered_under_its_polish_name(rooms: Rooms) -> None:
    found = [(one.moment, one.programme.short) for one in deployments(rooms)]
    assert len(found) == 2 * len(Moment)
    assert {flow.name for flow in FLOWS.values()} == set(Moment)
    for moment, deployment in offered(rooms).items():
        assert deployment.name == "Miasto równych szans 2025"
        assert deployment.parameters == {"order": {"programme": MRS[0], "year": MRS[1]}}
        assert deployment.description, moment


def test_what_a_moment_asks_for_has_titles_in_one_model() -> None:
    for moment, flow in FLOWS.items():
        schema = flow.parameters.model_dump()
        assert list(schema["properties"]) == ["order"], moment
        (model,) = schema["definitions"].values()
        for name, asked in model["properties"].items():
            assert asked["title"][0].isupper() and asked["title"] != name.title(), (moment, name)


def test_the_calendar_sets_off_forms_and_reminders_in_polish_time(rooms: Rooms) -> None:
    found = offered(rooms)
    zone = "Europe/Warsaw"
    assert days(found[Moment.FORMS]) == [("DTSTART:20260102T070000", zone)]
    assert days(found[Moment.REMIND]) == [
        ("DTSTART:20260124T070000", zone),
        ("DTSTART:20260208T070000", zone),
    ]
    others = set(Moment) - {Moment.FORMS, Moment.REMIND}
    assert not [one for one in others if days(found[one])]


def test_reminders_of_the_calendar_go_by_mail_where_it_is_set_up(rooms: Rooms) -> None:
    def unattended() -> list[Any]:
        schedules: list[Any] = list(offered(rooms)[Moment.REMIND].schedules or ())
        return [one.parameters["order"].get("send", False) for one in schedules]

    assert unattended() == [False, False]
    (rooms.programmes / "mail.yaml").write_text("{}", encoding="utf-8")
    assert unattended() == [True, True]


def test_a_closed_round_is_offered_and_sets_nothing_off(rooms: Rooms) -> None:
    told = {"number": "1", "who": "Ewa Lis", "date": "2026-04-01", "version": "0" * 64}
    told |= {"figures": "0" * 64, "texts": "", "category": "", "symbol": ""}
    closed = Event(EventKind.CLOSED, "a.zip", "0" * 64, details=tuple(told.items()))
    open_records(rooms.memory(*MRS)).add([closed])
    found = offered(rooms)
    assert set(found) == set(Moment)
    assert not [one for one in found.values() if days(one)]


def test_a_round_that_does_not_load_leaves_the_others(rooms: Rooms) -> None:
    (rooms.programmes / MRS[0] / "units.yaml").write_text("[", encoding="utf-8")
    assert {one.programme.slug for one in deployments(rooms)} == {"pwr-2022-2024"}


def test_no_flow_waits_for_its_heartbeat() -> None:
    # Prefect lets a flow that is no coroutine wait a second for a thread at its end.
    assert all(flow.isasync for flow in FLOWS.values())


def test_the_folders_are_handed_over_in_the_environment(
    rooms: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UsageError, match="annual-report serve"):
        rooms_here()
    monkeypatch.setenv(VARIABLE, handed(rooms)[VARIABLE])
    assert rooms_here() == Rooms.under(rooms.inputs.parent.resolve())

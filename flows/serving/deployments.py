"""What Prefect is told: the moments of each round, with the days that the calendar sets."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import RRule, Schedule
from prefect.types.entrypoint import EntrypointType

from domain.calendar import CalendarEntry, EntryKind
from domain.errors import AnnualReportError
from domain.mail_settings import MAIL
from domain.programme import Programme
from flows.deployed import FLOWS
from flows.moments import Moment
from tasks.adapters.definitions import load_definition, programme_years
from tasks.adapters.records import Records
from tasks.adapters.rooms import Rooms

ZONE = "Europe/Warsaw"
# When offices open: what the calendar sets off is there when people come.
HOUR = "070000"
SET_OFF = {Moment.FORMS: EntryKind.FORMS, Moment.REMIND: EntryKind.REMINDER}


@dataclass(frozen=True, slots=True)
class Offered:
    """One moment of one round, to be set off by a person or by the calendar."""

    moment: Moment
    programme: Programme
    days: tuple[datetime.date, ...]
    by_mail: bool

    async def made(self) -> RunnerDeployment:
        """Return it as Prefect knows it."""
        flow: Any = FLOWS[self.moment]
        programme = self.programme
        order: dict[str, object] = {"programme": programme.slug, "year": programme.year}
        made: RunnerDeployment = await flow.ato_deployment(
            name=deployment_name(programme),
            parameters={"order": order},
            schedules=[_on(day, self._unattended(order)) for day in self.days],
            description=flow.description,
            tags=[programme.short, str(programme.year)],
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
        return made

    def _unattended(self, order: dict[str, object]) -> dict[str, object]:
        """Return what the calendar sets off: reminders are sent where mail is set up."""
        return {**order, "send": True} if self.moment is Moment.REMIND and self.by_mail else order


def deployment_name(programme: Programme) -> str:
    """Return what the deployments of a round are called."""
    return f"{programme.short} {programme.year}"


def deployments(rooms: Rooms) -> Iterator[Offered]:
    """Yield the moments of every round whose definition loads; a closed one has no days."""
    by_mail = (rooms.programmes / MAIL).is_file()
    for programme, closed in served(rooms):
        days = () if closed else programme.entries()
        for moment in Moment:
            yield Offered(moment, programme, _days(moment, days), by_mail)


def served(rooms: Rooms) -> Iterator[tuple[Programme, bool]]:
    """Yield every round whose definition loads, and whether it is closed."""
    for path in sorted(rooms.programmes.glob("*/programme.yaml")):
        slug = path.parent.name
        for year in programme_years(rooms, slug):
            try:
                programme = load_definition(rooms, slug, year).programme
            except AnnualReportError:
                # Who opens the panel or runs a command is told what is wrong with it.
                continue
            yield programme, Records(rooms.memory(slug, year)).memory().closed


def _days(moment: Moment, calendar: tuple[CalendarEntry, ...]) -> tuple[datetime.date, ...]:
    kind = SET_OFF.get(moment)
    return tuple(sorted({entry.date for entry in calendar if entry.kind is kind}))


def _on(day: datetime.date, order: dict[str, object]) -> Schedule:
    rule = f"DTSTART:{day:%Y%m%d}T{HOUR}\nRRULE:FREQ=DAILY;COUNT=1"
    return RRule(rule, timezone=ZONE, parameters={"order": order})

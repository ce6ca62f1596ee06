"""What the machine is doing, in words."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from domain.polish.dates import long_date
from flows.panel.engine import Engine, EngineAway, Going, RunState

LOCAL = ZoneInfo("Europe/Warsaw")
AWAY = (
    "Program, który wykonuje zadania, nie odpowiada. Pliki można pobierać i przyjmować; aby "
    "sprawdzać, proszę uruchomić panel ponownie (to, co zapisano, nie ginie)."
)
TRY_AGAIN = (
    "Poprzednie wyniki pozostały bez zmian. Proszę usunąć przyczynę i uruchomić ten krok jeszcze "
    "raz; jeżeli się powtarza, proszę przekazać to zdanie administratorowi."
)


@dataclass(frozen=True, slots=True)
class Activity:
    """One sentence on what is going on or what was done last; `moment` is what runs now."""

    sentence: str
    busy: bool = False
    trouble: bool = False
    advice: str = ""
    id: str = ""
    moment: str = ""

    def as_json(self) -> dict[str, object]:
        """Return it for the page that is open."""
        return {
            "sentence": self.sentence,
            "busy": self.busy,
            "trouble": self.trouble,
            "advice": self.advice,
            "run": self.id,
        }


async def activity_of(engine: Engine, slug: str, year: int) -> Activity:
    """Ask the engine what it does for a round."""
    try:
        return told(await engine.runs(slug, year))
    except EngineAway:
        return Activity(AWAY, trouble=True)


def told(runs: Sequence[RunState]) -> Activity:
    """Say what the newest runs of a round amount to."""
    for run in runs:
        if run.state is Going.RUNNING:
            since = f" (od {_hour(run.started)})" if run.started else ""
            doing = f": {run.stage}" if run.stage else ""
            return Activity(
                f"Trwa {_named(run)}{since}{doing}…", busy=True, id=run.id, moment=str(run.moment)
            )
    for run in runs:
        if run.state is Going.WAITING:
            sentence = f"Za chwilę zacznie się {_named(run)}…"
            return Activity(sentence, busy=True, id=run.id, moment=str(run.moment))
    if not runs:
        return Activity("Nic teraz nie pracuje.")
    last = runs[0]
    when = f", {_moment(last.finished)}" if last.finished else ""
    if last.state is Going.DONE:
        return Activity(
            f"Nic teraz nie pracuje. Ostatnio: {_named(last)}{when}. {last.message}".rstrip(),
            id=last.id,
        )
    happened = "przerwano" if last.state is Going.STOPPED else "nie udało się"
    return Activity(
        f"Ostatnio {happened}: {_named(last)}{when}. {last.message}".rstrip(),
        trouble=True,
        advice=TRY_AGAIN,
        id=last.id,
    )


def _named(run: RunState) -> str:
    name = str(run.moment)
    return f"„{name}”"


def _hour(at: datetime.datetime) -> str:
    return at.astimezone(LOCAL).strftime("%H:%M")


def _moment(at: datetime.datetime) -> str:
    local = at.astimezone(LOCAL)
    return f"{long_date(local.date())}, godz. {local.strftime('%H:%M')}"

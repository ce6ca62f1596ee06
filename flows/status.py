"""The status: where a round stands today, from what is written down; nothing is run."""

import datetime
from collections.abc import Iterator

from domain.errors import DefinitionError, UsageError
from domain.round_facts import no_facts
from domain.round_status import RoundStatus, status_on
from domain.round_status_text import one_line
from tasks.adapters.definitions import Definition, load_definition, programme_years
from tasks.adapters.records import Records
from tasks.adapters.rooms import Rooms
from tasks.overview import last_set, listed


def status_of(rooms: Rooms, slug: str, year: int, today: datetime.date) -> RoundStatus:
    """Return where a round stands; also before its first run and after it was closed."""
    return status_with(rooms, load_definition(rooms, slug, year), today)


def status_with(rooms: Rooms, definition: Definition, today: datetime.date) -> RoundStatus:
    """Return the status of the round whose definition is at hand."""
    programme = definition.programme
    slug, year = programme.slug, programme.year
    saved = last_set(rooms.results_beside(slug, year), rooms.results(slug, year))
    memory = Records(rooms.memory(slug, year)).memory()
    approval = memory.approval
    return status_on(
        today,
        programme,
        saved.facts if saved else no_facts(programme),
        saved,
        listed(rooms.drop_folder(slug, year), definition.limits),
        approval=(approval.version, approval.sentence) if approval else ("", ""),
        reminders={unit: told[-1] for unit, told in memory.reminders.items() if told},
        closed=memory.closed,
    )


def all_rounds(rooms: Rooms, today: datetime.date) -> Iterator[str]:
    """Yield a line for each round that a programme has a plan for."""
    for path in sorted(rooms.programmes.glob("*/programme.yaml")):
        slug = path.parent.name
        try:
            for year in programme_years(rooms, slug):
                yield _line(rooms, slug, year, today)
        except UsageError as error:
            yield f"{slug} – {error}"


def _line(rooms: Rooms, slug: str, year: int, today: datetime.date) -> str:
    try:
        return one_line(status_of(rooms, slug, year, today))
    except DefinitionError as error:
        return f"{slug} {year} – definicji nie można wczytać (usterek: {len(error.faults)})."

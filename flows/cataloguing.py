"""The catalogue of rules: what it holds, and what it finds in a round, with nothing recorded."""

from collections.abc import Sequence
from pathlib import Path

from domain.arrivals import Arrivals
from domain.findings import Finding
from domain.rules import Rule
from tasks.adapters.definitions import load_common_rules, load_definition, programme_years
from tasks.adapters.rooms import Rooms
from tasks.adapters.store import private_store
from tasks.collect import collect, look
from tasks.merge import merge
from tasks.validate import validate


def catalogue(rooms: Rooms, slug: str | None) -> Sequence[Rule]:
    """Return the rules of a programme, or those common to all."""
    if slug is None:
        return load_common_rules(rooms)
    return load_definition(rooms, slug, programme_years(rooms, slug)[-1]).programme.rules


def tried(rooms: Rooms, slug: str, year: int) -> tuple[Finding, ...]:
    """Return what the rules find in a round's folder as it is."""
    definition = load_definition(rooms, slug, year)
    programme, limits = definition.programme, definition.limits
    folder: Path = rooms.drop_folder(slug, year)
    with private_store() as store:
        collected = collect(programme, look(folder, store, limits), limits)
    merged = merge(programme, collected.submissions)
    arrivals = Arrivals(collected.files, collected.intake.questions)
    return validate(programme, collected.submissions, merged, arrivals)

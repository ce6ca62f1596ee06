"""The forms: issued for all units of a round, or for one of them."""

from pathlib import Path

from flows.closing import check_open
from tasks.adapters.definitions import load_definition
from tasks.adapters.locking import round_lock
from tasks.adapters.records import Records
from tasks.adapters.rooms import Rooms
from tasks.issue import issue_form, issue_forms


def issue(rooms: Rooms, slug: str, year: int, unit: str = "") -> tuple[Path, tuple[str, ...]]:
    """Write the forms; return their folder and their names.

    Raises UsageError for a unit that gets none, BusyError where the round is closed.
    """
    programme = load_definition(rooms, slug, year).programme
    folder = rooms.forms(slug, year)
    with round_lock(folder):
        check_open(Records(rooms.memory(slug, year)))
        names = (issue_form(programme, folder, unit),) if unit else issue_forms(programme, folder)
    return folder, names

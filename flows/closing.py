"""The close of a year: a final version becomes an edition, and the round refuses changes."""

from domain.errors import BusyError
from tasks.adapters.records import Records


def check_open(records: Records) -> None:
    """Raise BusyError where the round is closed; whoever changes a round asks here first."""
    memory = records.memory()
    if not memory.closed:
        return
    last, folder = memory.editions[-1], records.folder
    raise BusyError(
        f"Rok sprawozdawczy {folder.name} programu „{folder.parent.name}” jest zamknięty "
        f"({last.who}, {last.date}; archiwum „{last.archive}”) i nie przyjmuje zmian. Jeżeli coś "
        "trzeba zmienić, proszę najpierw otworzyć go ponownie: annual-report reopen "
        f"{folder.parent.name} {folder.name} --who … --reason …"
    )

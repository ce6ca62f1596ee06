"""The folders of the data, handed to the processes that carry out the moments of the year."""

import json
import os
from pathlib import Path

from domain.errors import UsageError
from tasks.adapters.rooms import Rooms

VARIABLE = "ANNUAL_REPORT_ROOMS"
# The file whose lock the worker holds while it lives.
ALIVE = "ANNUAL_REPORT_ALIVE"
# Beside Prefect's files while the worker offers the moments of all rounds.
READY = ".worker.ready"


def handed(rooms: Rooms) -> dict[str, str]:
    """Return the variable of the environment that tells the folders."""
    root = rooms.programmes.resolve().parent
    folders = {
        "root": root,
        "inputs": rooms.inputs,
        "outputs": rooms.outputs,
        "records": rooms.records,
    }
    return {VARIABLE: json.dumps({name: str(path.resolve()) for name, path in folders.items()})}


def rooms_here() -> Rooms:
    """Return the folders that this process was started with; raises UsageError without any."""
    told = os.environ.get(VARIABLE)
    if told is None:
        raise UsageError(
            "Ten przebieg uruchomiono poza programem. Proszę użyć panelu albo polecenia "
            "„annual-report serve”."
        )
    folders = {name: Path(path) for name, path in json.loads(told).items()}
    for name in ("inputs", "outputs", "records"):
        folders[name].mkdir(parents=True, exist_ok=True)
    return Rooms.under(
        folders["root"], *(folders[name] for name in ("inputs", "outputs", "records"))
    )

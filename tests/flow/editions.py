"""A small round on its way to an edition: approved, final, closed."""

from pathlib import Path

import pytest

from domain.edition_manifest import Closing
from flows.approving import Signature, approve
from flows.closing import Closed, close_round
from flows.standing import Request
from flows.yearly import Outcome, tell
from tasks.adapters.rooms import Rooms
from tests.flow.rounds import MRS

SIGNED = Signature("Jan Kowalski", "2026-03-28", "WPS.0632.1.2026")
CLOSING = Closing("Ewa Lis", "2026-04-01", "WPS.0632.1", "B25")


def final(rooms: Rooms) -> Outcome:
    """Make the final version where there is no LibreOffice: in a third of the time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(rooms.inputs))
        return tell(Request(*MRS, rooms, final=True))


def approved_final(rooms: Rooms, signature: Signature = SIGNED) -> Outcome:
    """Approve what is there and make its final version."""
    approve(rooms, *MRS, signature)
    return final(rooms)


def close(rooms: Rooms, closing: Closing = CLOSING) -> Closed:
    """Close the round."""
    return close_round(rooms, *MRS, closing)


def all_files(folder: Path) -> dict[str, bytes]:
    """Return what lies in a folder, but for what only says who is at work there."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.endswith(".lock")
    }

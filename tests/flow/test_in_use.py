"""Results that somebody has open are named, and the new set waits beside the old one."""

from pathlib import Path

import pytest

from tasks.adapters.rooms import Rooms
from tests.flow.rounds import MRS, Ran, run_round, table


@pytest.fixture
def rooms(tmp_path: Path, small: Ran) -> Rooms:
    """The round after its first run."""
    return small.again(tmp_path)


@pytest.fixture
def annex(rooms: Rooms) -> Path:
    """The annex that the first run made."""
    (found,) = rooms.results(*MRS).glob("Miasto_*_projekt.docx")
    return found


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("lock", ["~${name}", "~${short}", ".~lock.{name}#"])
def test_an_open_result_is_named_and_the_new_set_waits_beside(
    rooms: Rooms, annex: Path, lock: str
) -> None:
    old = names(rooms.results(*MRS))
    marker = rooms.results(*MRS) / lock.format(name=annex.name, short=annex.name[2:])
    marker.write_bytes(b"Jan")
    outcome = run_round(rooms, *MRS)
    (notice,) = outcome.notices
    assert f"„{annex.name}”" in notice
    assert names(rooms.results(*MRS)) == {*old, marker.name}
    assert outcome.annex.parent == rooms.results_beside(*MRS)
    assert names(rooms.results_beside(*MRS)) == old

    marker.unlink()
    outcome = run_round(rooms, *MRS)
    assert outcome.notices == ()
    assert names(rooms.results(*MRS)) == old
    assert not rooms.results_beside(*MRS).exists()


def test_a_lock_is_no_edited_result(rooms: Rooms, annex: Path) -> None:
    (annex.parent / f"~${annex.name}").write_bytes(b"Jan")
    run_round(rooms, *MRS)
    (annex.parent / f"~${annex.name}").unlink()
    run_round(rooms, *MRS)
    assert not (rooms.memory(*MRS) / "rescued").exists()


def test_an_edit_made_in_the_set_beside_is_kept_too(rooms: Rooms, annex: Path) -> None:
    (annex.parent / f"~${annex.name}").write_bytes(b"Jan")
    beside = run_round(rooms, *MRS).annex
    beside.write_bytes(b"poprawki")
    (annex.parent / f"~${annex.name}").unlink()
    (notice,) = run_round(rooms, *MRS).notices
    assert annex.name in notice
    kept = list((rooms.memory(*MRS) / "rescued").iterdir())
    assert [path.read_bytes() for path in kept] == [b"poprawki"]


@pytest.mark.parametrize(
    "lock", ["~$Tabela_uwag.xlsx", "~$bela_uwag.xlsx", ".~lock.Tabela_uwag.xlsx#"]
)
def test_an_open_table_of_decisions_is_a_sentence(rooms: Rooms, lock: str) -> None:
    folder = rooms.drop_folder(*MRS)
    (folder / lock).write_bytes(b"Jan")
    (notice,) = run_round(rooms, *MRS).notices
    assert "Tabela_uwag.xlsx" in notice
    (folder / lock).unlink()
    assert run_round(rooms, *MRS).notices == ()
    assert table(rooms.results(*MRS) / "findings.csv") is not None

"""Records: what came in is copied and written down, once; nothing that was sent is lost."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from domain.submissions import Verdict
from flows.keeping import erase_copies, journal_lines
from flows.yearly import Outcome
from tasks.adapters.records import Records
from tasks.adapters.rooms import Rooms
from tests.flow.rounds import MRS, PWR, Ran, only, run_round


@pytest.fixture
def rooms(tmp_path: Path, small: Ran) -> Rooms:
    """The round before its first run."""
    return small.anew(tmp_path)


@pytest.fixture
def ran(tmp_path: Path, small: Ran) -> Rooms:
    """The round after its first run."""
    return small.again(tmp_path)


def run(rooms: Rooms) -> Outcome:
    return run_round(rooms, *MRS)


def records(rooms: Rooms) -> Records:
    return Records(rooms.memory(*MRS))


def happened(rooms: Rooms) -> list[tuple[str, str]]:
    return [(event.kind.value, event.file) for event in records(rooms).opened().events]


def drop(rooms: Rooms) -> Path:
    return rooms.drop_folder(*MRS)


def workbooks(rooms: Rooms) -> list[Path]:
    return sorted(drop(rooms).glob("*.xlsx"))


def manifest(rooms: Rooms) -> dict[str, object]:
    path = rooms.results(*MRS) / "manifest.json"
    content: dict[str, object] = json.loads(path.read_text(encoding="utf-8"))
    return content


def test_every_file_is_copied_under_its_hash_and_written_down(ran: Rooms) -> None:
    hashes = {hashlib.sha256(path.read_bytes()).hexdigest() for path in workbooks(ran)}
    assert records(ran).store.kept() == hashes
    names = [path.name for path in workbooks(ran)]
    assert [file for kind, file in happened(ran) if kind == "received"] == names
    assert [file for kind, file in happened(ran) if kind == "accepted"] == names
    assert manifest(ran)["journal"] == records(ran).opened().chain


def test_a_second_run_on_the_same_adds_nothing(ran: Rooms) -> None:
    journal = ran.memory(*MRS) / "journal.jsonl"
    before, made = journal.read_bytes(), manifest(ran)
    run(ran)
    assert (journal.read_bytes(), manifest(ran)) == (before, made)


def test_a_resend_under_the_same_name_destroys_nothing(ran: Rooms) -> None:
    path = workbooks(ran)[0]
    before = path.read_bytes()
    path.write_bytes(workbooks(ran)[1].read_bytes())
    run(ran)
    kept = records(ran).store
    assert kept.path(hashlib.sha256(before).hexdigest()).read_bytes() == before
    assert ("replaced", path.name) in happened(ran)


def test_a_file_that_is_gone_is_written_down_and_its_copy_stays(ran: Rooms) -> None:
    path = workbooks(ran)[0]
    data = path.read_bytes()
    path.unlink()
    run(ran)
    assert ("gone", path.name) in happened(ran)
    assert hashlib.sha256(data).hexdigest() in records(ran).store.kept()


def test_what_people_sent_is_not_touched(rooms: Rooms) -> None:
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in drop(rooms).iterdir()}
    run(rooms)
    after = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in drop(rooms).iterdir()}
    assert after == before


def test_a_file_sent_twice_is_named_as_one(rooms: Rooms) -> None:
    path = workbooks(rooms)[0]
    shutil.copyfile(path, drop(rooms) / f"ZZ kopia {path.name}")
    outcome = run(rooms)
    (again,) = [file for file in outcome.files if file.verdict is Verdict.IGNORED]
    assert again.file == f"ZZ kopia {path.name}"
    assert path.name in again.reason
    assert not [finding for finding in outcome.findings if finding.rule.code.startswith("files-")]


def test_the_journal_is_read_out_in_polish(ran: Rooms) -> None:
    lines = list(journal_lines(ran, *MRS))
    name = workbooks(ran)[0].name
    assert any(f"wpłynął plik „{name}”" in line for line in lines)
    assert "Dziennik jest kompletny" in lines[-1]
    about = list(journal_lines(ran, *MRS, about=name))
    assert all(name in line for line in about[:-1])
    assert len(about) < len(lines)


def test_a_journal_changed_by_hand_is_a_finding_and_the_run_goes_on(ran: Rooms) -> None:
    journal = ran.memory(*MRS) / "journal.jsonl"
    lines = journal.read_text(encoding="utf-8").splitlines(keepends=True)
    journal.write_text("".join(lines[:3] + lines[4:]), encoding="utf-8")
    outcome = run(ran)
    (found,) = [one for one in outcome.findings if one.rule.code == "journal-broken"]
    assert "wiersz 4" in found.message
    with pytest.raises(Exception, match="wiersz 4"):
        list(journal_lines(ran, *MRS))


def test_erasing_leaves_its_trace_and_nothing_else(ran: Rooms) -> None:
    path = workbooks(ran)[0]
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    with pytest.raises(Exception, match="nadal leży"):
        erase_copies(ran, *MRS, reason="wniosek", wanted=[sha256[:12]])
    path.unlink()
    run(ran)
    erased = erase_copies(ran, *MRS, reason="wniosek z 3 marca", wanted=[sha256[:12]])
    assert erased.copies == {sha256: path.name}
    assert sha256 not in records(ran).store.kept()
    last = records(ran).opened().events[-1]
    assert (last.kind.value, last.file, last.text) == ("erased", path.name, "wniosek z 3 marca")
    assert records(ran).opened().broken == 0
    run(ran)
    with pytest.raises(Exception, match="nie ma takich kopii"):
        erase_copies(ran, *MRS, reason="x", wanted=["0" * 12])
    with pytest.raises(Exception, match="nie jest początkiem"):
        erase_copies(ran, *MRS, reason="x", wanted=["0"])


def test_names_that_only_case_tells_apart_are_named(rooms: Rooms) -> None:
    path = workbooks(rooms)[0]
    (drop(rooms) / path.name.upper().replace(".XLSX", ".xlsx").swapcase()).write_bytes(
        path.read_bytes()
    )
    outcome = run(rooms)
    found = [one for one in outcome.findings if one.rule.code == "names-alike"]
    assert len(found) == 2


def test_rounds_have_records_of_their_own(ran: Rooms) -> None:
    run_round(only(ran, "CC"), *PWR)
    assert {path.name for path in ran.memory(*MRS).iterdir()} == {
        "journal.jsonl",
        "printed",
        "received",
    }

"""Publishing: whoever looks sees the complete old set or the complete new one."""

import contextlib
import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from tasks.adapters import publishing
from tasks.adapters.publishing import publish_set
from tests.edges.killed import NEW, OLD
from tests.edges.office import CHECKOUT

FILES = {"zażółć.docx": b"annex", "findings.csv": b"id\r\n", "units/BK/karta.xlsx": b"copy"}
CHILD = """
import sys
from pathlib import Path
from tasks.adapters.publishing import publish_set

target = Path(sys.argv[1])
sets = [
    {f"{place}/{letter}.txt": letter.encode() * 20_000 for place in range(8)}
    | {f"plik-{place}.txt": letter.encode() * 20_000 for place in range(4)}
    for letter in "AB"
]
for turn in range(10_000):
    publish_set(target, sets[turn % 2])
    print(turn, flush=True)
"""


def stored(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_first_set_is_there_whole(tmp_path: Path) -> None:
    target = tmp_path / "pwr" / "2024"
    publish_set(target, FILES)
    assert stored(target) == FILES
    assert [path.name for path in target.parent.iterdir()] == ["2024"]


def test_a_new_set_replaces_the_old_one_and_what_people_put_there(tmp_path: Path) -> None:
    target = tmp_path / "2024"
    publish_set(target, FILES)
    (target / "notatka.txt").write_bytes(b"x")
    fresh = {"findings.csv": b"new", "open/data.csv": b""}
    publish_set(target, fresh)
    assert stored(target) == fresh
    assert [path.name for path in tmp_path.iterdir()] == ["2024"]


def test_the_same_set_again_is_the_same(tmp_path: Path) -> None:
    for _ in range(2):
        publish_set(tmp_path / "2024", FILES)
    assert stored(tmp_path / "2024") == FILES


def test_a_set_may_be_empty(tmp_path: Path) -> None:
    publish_set(tmp_path / "2024", FILES)
    publish_set(tmp_path / "2024", {})
    assert stored(tmp_path / "2024") == {}


def test_the_neighbours_are_left_alone(tmp_path: Path) -> None:
    publish_set(tmp_path / "2023", FILES)
    publish_set(tmp_path / "2024-formularze", {"form.xlsx": b"f"})
    publish_set(tmp_path / "2024", {"annex.docx": b"a"})
    publish_set(tmp_path / "2024", {"annex.docx": b"b"})
    assert stored(tmp_path) == {
        "2024/annex.docx": b"b",
        "2024-formularze/form.xlsx": b"f",
        **{f"2023/{name}": content for name, content in FILES.items()},
    }


@pytest.mark.parametrize("name", ["z\0ero.csv", "d" * 300, "findings.csv/inside.csv"])
@pytest.mark.parametrize("before", [FILES, None], ids=["replacing", "first"])
def test_a_set_that_cannot_be_written_leaves_what_was_there(
    name: str, before: Mapping[str, bytes] | None, tmp_path: Path
) -> None:
    target = tmp_path / "2024"
    if before:
        publish_set(target, before)
    with pytest.raises((OSError, ValueError)):
        publish_set(target, {"findings.csv": b"new", name: b"x"})
    assert stored(tmp_path) == {f"2024/{name}": content for name, content in (before or {}).items()}
    assert [path.name for path in tmp_path.iterdir()] == (["2024"] if before else [])


@pytest.mark.parametrize("name", ["../outside.txt", "a/../../outside.txt", "{there}/outside.txt"])
def test_no_name_leads_out_of_the_set(name: str, tmp_path: Path) -> None:
    with contextlib.suppress(ValueError):
        publish_set(tmp_path / "2024", {name.format(there=tmp_path): b"x", "inside.txt": b"y"})
    assert not (tmp_path / "outside.txt").exists()


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077, 0o777])
def test_modes_do_not_depend_on_the_umask(mask: int, tmp_path: Path) -> None:
    previous = os.umask(mask)
    try:
        publish_set(tmp_path / "2024", {"annex.docx": b"a", "open/data.csv": b"d"})
        publish_set(tmp_path / "2024", {"annex.docx": b"b", "open/data.csv": b"d"})
    finally:
        os.umask(previous)
    target = tmp_path / "2024"
    assert [mode(path) for path in (target, target / "open")] == [0o755, 0o755]
    assert [mode(path) for path in (target / "annex.docx", target / "open/data.csv")] == [0o644] * 2


@pytest.mark.parametrize("files", [{}, {"open/data.csv": b"d"}], ids=["empty", "below"])
def test_a_set_without_files_of_its_own_can_be_read_by_others(
    files: Mapping[str, bytes], tmp_path: Path
) -> None:
    publish_set(tmp_path / "2024", files)
    assert mode(tmp_path / "2024") == 0o755


@pytest.mark.parametrize(
    "folder",
    [
        pytest.param(
            "pwr/2024/units",
        ),
        pytest.param(
            "pwr",
        ),
        "pwr/2024/units/BK",
    ],
)
def test_every_folder_on_the_way_can_be_read_by_others(folder: str, tmp_path: Path) -> None:
    previous = os.umask(0o077)
    try:
        publish_set(tmp_path / "pwr" / "2024", FILES)
    finally:
        os.umask(previous)
    assert mode(tmp_path / folder) == 0o755


def test_where_names_cannot_be_exchanged_two_renames_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "_exchanged", lambda one, other: False)
    publish_set(tmp_path / "2024", FILES)
    publish_set(tmp_path / "2024", {"annex.docx": b"new"})
    assert stored(tmp_path) == {"2024/annex.docx": b"new"}
    assert [path.name for path in tmp_path.iterdir()] == ["2024"]


def test_without_exchange_a_second_rename_that_fails_leaves_the_old_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows refuses to rename while a virus scanner looks at the new folder."""
    rename = Path.rename

    def busy(source: Path, target: Path) -> Path:
        if source.name.endswith(".new"):
            raise PermissionError(13, "used by another process", str(target))
        return rename(source, target)

    publish_set(tmp_path / "2024", FILES)
    monkeypatch.setattr(publishing, "_exchanged", lambda one, other: False)
    monkeypatch.setattr(Path, "rename", busy)
    with pytest.raises(PermissionError):
        publish_set(tmp_path / "2024", {"annex.docx": b"new"})
    assert (tmp_path / "2024").is_dir()
    assert stored(tmp_path / "2024") == FILES


def test_killed_before_any_line_the_old_or_the_new_set_is_there(tmp_path: Path) -> None:
    target = tmp_path / "2024"
    done = subprocess.run(
        [sys.executable, "-m", "tests.edges.killed", str(target)],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    old, new = ({name: text.decode() for name, text in one.items()} for one in (OLD, NEW))
    turned = told["seen"].index(new)
    assert turned > 20
    assert all(seen == old for seen in told["seen"][:turned])
    assert all(seen == new for seen in told["seen"][turned:])
    assert len(told["seen"]) - turned > 3
    assert told["exit"] == 0


@pytest.mark.parametrize("part", range(5))
def test_killed_at_any_moment_a_complete_set_is_there(part: int, tmp_path: Path) -> None:
    """Five times five kills, spread evenly over the time that one publication takes."""
    target = tmp_path / "2024"
    for turn in range(5):
        kill_after(target, lines=2 + turn % 2, share=(part * 5 + turn) / 22)
        found = stored(target)
        assert len(found) == 12
        assert len({content[:1] for content in found.values()}) == 1
        assert all(content in (b"A" * 20_000, b"B" * 20_000) for content in found.values())
    publish_set(target, FILES)
    assert stored(target) == FILES


def kill_after(target: Path, lines: int, share: float) -> None:
    """Start publishing sets in turn; kill it at that share of the publication after `lines`."""
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, str(target)], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        last = now = time.perf_counter_ns()
        for _ in range(lines):
            assert child.stdout.readline(), "the child ended by itself"
            last, now = now, time.perf_counter_ns()
        until = now + share * (now - last)
        while time.perf_counter_ns() < until:
            pass
        child.kill()
    assert child.returncode == -signal.SIGKILL


def test_the_next_publication_clears_what_a_killed_one_left(tmp_path: Path) -> None:
    left = tmp_path / ".2024.abcd1234.new"
    left.mkdir()
    (left / "annex.docx").write_bytes(b"half")
    publish_set(tmp_path / "2024", FILES)
    assert [path.name for path in tmp_path.iterdir()] == ["2024"]

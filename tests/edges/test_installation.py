"""The bundle's parts: which wheels, which files, what is said where something is missing."""

import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from urllib.parse import unquote

import pytest

from installation import bundle, guides, install
from installation.bundle import Target

CHECKOUT = Path(bundle.__file__).resolve().parents[1]
HERE = Target.of("", "")
WINDOWS = Target.of("win_amd64", "3.11")
STARTERS = ("Uruchom.cmd", "Zainstaluj.cmd")


def names(requirements: str) -> list[str]:
    return [line.split("==")[0] for line in requirements.splitlines()]


def test_windows_gets_what_windows_needs_and_linux_does_not() -> None:
    listed = (
        "# a comment\n"
        "everywhere==1.0 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n"
        "pywin32==312 ; sys_platform == 'win32' \\\n    --hash=sha256:cc\n"
        "uvloop==1 ; sys_platform != 'win32' \\\n    --hash=sha256:dd\n"
        "early==5 ; python_full_version < '3.11.3' \\\n    --hash=sha256:ee\n"
        "later==2 ; python_full_version >= '3.12' \\\n    --hash=sha256:ff\n"
    )
    linux = Target("linux_x86_64", "3.11", foreign=False)
    assert bundle.wanted(listed, WINDOWS).splitlines() == [
        "everywhere==1.0 --hash=sha256:aa --hash=sha256:bb",
        "pywin32==312 --hash=sha256:cc",
        "early==5 --hash=sha256:ee",
    ]
    assert names(bundle.wanted(listed, linux)) == ["everywhere", "uvloop", "early"]


def test_every_requirement_without_a_condition_is_in_the_bundle() -> None:
    listed = (CHECKOUT / "requirements.txt").read_text(encoding="utf-8")
    plain = re.findall(r"^([a-zA-Z0-9._-]+)==[^ ]+ \\$", listed, flags=re.MULTILINE)
    assert len(plain) > 100
    assert set(plain) <= set(names(bundle.wanted(listed, WINDOWS)))


def checkout(folder: Path) -> Path:
    """Make a small checkout without git, with what a run and the tools leave in it."""
    kept = ("README.md", "flows/cli/run.py", "outputs/.gitkeep", "inputs/p/2024/a.xlsx")
    made = (".venv/bin/python", "outputs/p/2024/annex.docx", "records/p/2024/journal.jsonl")
    caches = (".mypy_cache/a", "flows/__pycache__/a.pyc", "outputs-bundle/b.zip", "wheels/c.whl")
    for name in (*kept, *made, *caches):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    starter = folder / "uruchom.sh"
    starter.write_text("#!/bin/sh\n", encoding="utf-8")
    starter.chmod(0o755)
    return folder


def wheels(folder: Path) -> Path:
    folder.mkdir()
    with zipfile.ZipFile(folder / "one-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("one/__init__.py", "")
        wheel.writestr("one/a_long_name.py", "")
    return folder


def test_without_git_the_listing_leaves_out_what_was_made(tmp_path: Path) -> None:
    assert bundle.tracked(checkout(tmp_path)) == {
        "README.md": False,
        "flows/cli/run.py": False,
        "inputs/p/2024/a.xlsx": False,
        "outputs/.gitkeep": False,
        "uruchom.sh": True,
    }


def test_the_same_files_are_packed_to_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "checkout").mkdir()
    source, stock = checkout(tmp_path / "checkout"), wheels(tmp_path / "stock")
    packed = [tmp_path / "one.zip", tmp_path / "two.zip"]
    for each in packed:
        bundle.pack(each, "annual-report-1", source, stock, WINDOWS)
        for path in source.rglob("*"):
            path.touch()
    assert packed[0].read_bytes() == packed[1].read_bytes()
    assert not list(tmp_path.glob("*.part"))
    with zipfile.ZipFile(packed[0]) as opened:
        modes = {entry.filename: entry.external_attr >> 16 & 0o777 for entry in opened.infolist()}
        told = opened.read("annual-report-1/wheels/target.txt").decode()
    assert list(modes) == sorted(modes)
    assert modes["annual-report-1/uruchom.sh"] == 0o755
    assert modes["annual-report-1/README.md"] == 0o644
    assert "annual-report-1/wheels/one-1.0-py3-none-any.whl" in modes
    assert told.split() == ["3.11", "win_amd64", str(len("one/a_long_name.py"))]


def installed_from(folder: Path, target: str | None) -> "subprocess.CompletedProcess[str]":
    """Run the installer in a folder that holds nothing but it, and what the bundle is for."""
    shutil.copytree(CHECKOUT / "installation", folder / "installation")
    if target is not None:
        (folder / "wheels").mkdir()
        (folder / "wheels" / "target.txt").write_text(target, encoding="utf-8")
    return subprocess.run(
        [sys.executable, "installation/install.py"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("target", "sentence"),
    [
        (None, "nie jest to paczka instalacyjna"),
        (f"2.7\n{HERE.platform}\n10\n", "Paczka jest przeznaczona dla Pythona 2.7"),
        (f"{HERE.python}\nplan9_mips\n10\n", "Paczka jest przeznaczona dla systemu plan9_mips"),
    ],
)
def test_what_does_not_fit_is_a_sentence_and_builds_nothing(
    target: str | None, sentence: str, tmp_path: Path
) -> None:
    done = installed_from(tmp_path, target)
    assert done.returncode == 3
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_a_wheel_that_is_missing_is_named_and_nothing_looks_installed(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text(
        f"not-there==1.0 --hash=sha256:{'0' * 64}\n", encoding="utf-8"
    )
    done = installed_from(tmp_path, f"{HERE.python}\n{HERE.platform}\n10\n")
    assert done.returncode == 3
    assert "Instalacja nie powiodła się" in done.stderr
    assert "not-there==1.0" in done.stderr
    assert not (tmp_path / ".venv" / ".stamps").exists()


def test_a_path_too_long_for_windows_is_told_before_anything_is_built(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wanted = install.Target(HERE.python, HERE.platform, 139)
    monkeypatch.setattr(install, "ON_WINDOWS", True)
    monkeypatch.setattr(install, "ROOT", Path("C:/Sprawozdania/annual-report-0.1.0"))
    install.check(wanted)
    monkeypatch.setattr(install, "ROOT", Path("C:/Users/jan.kowalski/Desktop/" + "a" * 60))
    with pytest.raises(install.NotInstalled, match="za długa dla Windows"):
        install.check(wanted)


def started(folder: Path, name: str, *words: str, path: str) -> "subprocess.CompletedProcess[str]":
    shutil.copy(CHECKOUT / name, folder / name)
    return subprocess.run(
        ["/bin/sh", str(folder / name), *words],
        env={"PATH": path, "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_linux_files_say_what_is_missing(tmp_path: Path) -> None:
    # A path that has the tools of the shell and no Python.
    tools = tmp_path / "tools"
    tools.mkdir()
    for tool in ("dirname", "cat"):
        (tools / tool).symlink_to(shutil.which(tool) or tool)
    program = tmp_path / "a program"
    program.mkdir()
    no_python = started(program, "zainstaluj.sh", path=str(tools))
    assert no_python.returncode == 3
    assert "Nie znaleziono Pythona 3.11" in no_python.stderr
    not_installed = started(program, "uruchom.sh", path=str(tools))
    assert not_installed.returncode == 3
    assert "Proszę najpierw uruchomić zainstaluj.sh" in not_installed.stderr


def test_the_linux_file_starts_the_panel_and_hands_its_words_on(tmp_path: Path) -> None:
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\necho "$PWD: $@"\nexit 5\n', encoding="utf-8")
    python.chmod(0o755)
    (tmp_path / ".venv" / ".stamps").mkdir()
    (tmp_path / ".venv" / ".stamps" / "command").touch()
    done = started(tmp_path, "uruchom.sh", "--root", "/a b", path="/usr/bin:/bin")
    assert done.returncode == 5
    assert done.stdout == f"{tmp_path}: -m flows serve --root /a b\n"


@pytest.mark.parametrize("name", STARTERS)
def test_the_windows_files_are_what_the_command_interpreter_reads_well(name: str) -> None:
    """They cannot be run here: plain ASCII, ends of lines, labels and files are what can be."""
    data = (CHECKOUT / name).read_bytes()
    assert data.isascii()
    assert data.count(b"\n") == data.count(b"\r\n") == len(data.splitlines())
    text = data.decode()
    labels = set(re.findall(r"^:(\w+)", text, flags=re.MULTILINE))
    assert set(re.findall(r"(?:goto|call :)\s*(\w+)", text.replace("call :", "call : "))) == labels
    named = re.findall(r'"(installation\\[^"]+)"', text)
    assert named
    for path in named:
        assert (CHECKOUT / path.replace("\\", "/")).is_file(), path


def test_every_tracked_name_can_be_unpacked_on_windows() -> None:
    tracked = sorted(bundle.tracked(CHECKOUT))
    assert len(tracked) > 500
    assert not [name for name in tracked if re.search(r'[<>:"|?*\\]|[ .](/|$)|[^ -~]', name)]
    assert len({name.lower() for name in tracked}) == len(tracked)


def test_the_guides_are_pages_that_open_by_a_double_click() -> None:
    source = {
        path.relative_to(CHECKOUT).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted((CHECKOUT / guides.FOLDER).glob("*.md"))
    }
    pages = guides.pages(source)
    assert len(pages) == len(source) + 1
    for name, page in pages.items():
        folder = CHECKOUT / Path(name).parent
        for target in re.findall(r'(?:href|src)="([^"]+)"', page):
            file, _, anchor = unquote(target).partition("#")
            inside = (folder / file).resolve().relative_to(CHECKOUT).as_posix()
            if inside in pages:
                assert not anchor or f'id="{anchor}"' in pages[inside], target
            else:
                assert (CHECKOUT / inside).is_file() or "/panel-" in target, target
        assert "http" not in "".join(re.findall(r"<(?:script|link|img)[^>]*>", page))
    assert '<a href="docs/przewodniki/jednostka.html">' in pages[guides.INDEX]
    assert "<table>" in pages["docs/przewodniki/jednostka.html"]

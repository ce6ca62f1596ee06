"""The guides in Polish say nothing that is not there: commands, options, files, pictures, words."""

import argparse
import ast
import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from domain.errors import AnnualReportError
from domain.panel import Step
from flows.cli import COMMANDS

CHECKOUT = Path(__file__).resolve().parents[2]
GUIDES = sorted((CHECKOUT / "docs" / "przewodniki").glob("*.md"))
# What an office makes or has.
THEIRS = {"mail.yaml", "annual-report.service", "python.exe", "annual-report.exe", "urzad.pem"}
ENDINGS = "cmd|docx|exe|html|jsonl|log|lock|md|pem|service|sh|txt|xlsx|yaml|zip"
SPEAKING = ("flows", "tasks", "domain", "installation")
TOLD = ("*.py", "*.txt", "*.sh", "*.cmd", "*.yaml", "Makefile", ".gitignore")

guide = pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.stem)


def test_the_four_guides_are_there() -> None:
    names = {path.stem for path in GUIDES}
    assert names == {"jednostka", "koordynator", "administrator", "dane-osobowe"}


def name_of(command: object) -> str:
    return str(getattr(command, "__name__", "")).rsplit(".", 1)[-1].replace("_", "-")


def options_of(name: str) -> set[str]:
    """Return the options of a command, with those that every command has."""
    module = import_module(f"flows.cli.{name.replace('-', '_')}")
    parser = argparse.ArgumentParser(add_help=False)
    module.add_options(parser)
    return {"--root", "--inputs", "--outputs", "--records"} | set(parser._option_string_actions)


def said(path: Path) -> Iterator[str]:
    """Yield what stands in code: between backticks, or indented."""
    text = path.read_text(encoding="utf-8")
    yield from (" ".join(words.split()) for words in re.findall(r"`([^`]+)`", text))
    yield from re.findall(r"^ {4}(\S.*)$", text, flags=re.MULTILINE)


@guide
def test_every_command_is_one_of_ours_with_its_options(path: Path) -> None:
    known = {name_of(one) for one in COMMANDS}
    for words in said(path):
        for name, rest in re.findall(r"annual-report ([a-z][a-z-]*)([^#]*)", words):
            assert name in known, words
            assert set(re.findall(r"--[a-z-]+", rest)) <= options_of(name), words


def test_the_options_of_the_starting_file_are_those_of_serve() -> None:
    found = {
        option
        for path in GUIDES
        for words in said(path)
        if re.match(r"(Uruchom\.cmd|\./uruchom\.sh) ", words)
        for option in re.findall(r"--[a-z-]+", words)
    }
    assert found
    assert found <= options_of("serve")


def heading_ids(text: str) -> set[str]:
    """Return the anchors that a page of Markdown has."""
    titles = re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


@guide
def test_every_link_and_picture_leads_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", path.read_text(encoding="utf-8")):
        file, _, anchor = target.partition("#")
        found = path.parent / file
        assert found.is_file(), target
        if anchor:
            assert anchor in heading_ids(found.read_text(encoding="utf-8")), target


def test_every_picture_has_words_for_who_does_not_see_it() -> None:
    told = [re.findall(r"!\[([^\]]*)\]", path.read_text(encoding="utf-8")) for path in GUIDES]
    assert sum(map(len, told)) >= 7
    assert all(words for one in told for words in one)


@cache
def all_text() -> str:
    """Return everything that the program says or is told, as it is written."""
    found = [CHECKOUT / name for name in ("Makefile", ".gitignore")]
    for folder in (*SPEAKING, "programmes", "templates"):
        found += [one for kind in TOLD for one in (CHECKOUT / folder).rglob(kind)]
    return "\n".join(one.read_text(encoding="utf-8") for one in sorted(found))


@guide
def test_every_file_that_is_named_is_there_or_is_made(path: Path) -> None:
    for words in said(path):
        for file in re.findall(rf"[\w./\\…-]*\.(?:{ENDINGS})\b", words):
            name = re.split(r"[/\\]", file)[-1]
            if name in THEIRS or "…" in name:
                continue
            there = (CHECKOUT / file).exists() or (path.parent / file).exists()
            made = name in all_text() or name.replace("ROK", "{year}") in all_text()
            # A lock's name begins with that of the folder: ".2024.lock".
            assert there or made or name == ".ROK.lock", f"{file} ({words})"


@guide
def test_every_folder_of_a_round_is_one_that_is_made(path: Path) -> None:
    for words in said(path):
        for name in re.findall(r"ROK(-[a-z]+)", words):
            assert f"{{year}}{name}" in all_text(), words


@cache
def sentences() -> str:
    """Return every text of the code, without what is filled in."""
    found = []
    for folder in SPEAKING:
        for path in sorted((CHECKOUT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    found.append(node.value)
    shown = [*CHECKOUT.glob("*.sh"), *(CHECKOUT / "installation").glob("*.txt")]
    return "\n".join([*found, *(one.read_text(encoding="utf-8") for one in sorted(shown))])


def test_what_the_administrator_may_read_is_said_by_the_program() -> None:
    text = (CHECKOUT / "docs/przewodniki/administrator.md").read_text(encoding="utf-8")
    quoted = re.findall(r"^\| „([^|]+)” \|", text, flags=re.MULTILINE)
    assert len(quoted) >= 12
    assert not [one for one in quoted if one not in sentences()]


def test_every_button_of_the_panel_is_told_and_no_other() -> None:
    text = (CHECKOUT / "docs/przewodniki/koordynator.md").read_text(encoding="utf-8")
    year = text[text.index("## Rok w") : text.index("## Co zrobić")]
    buttons = re.findall(r"\*\* \(„([^”]+)”", year)
    buttons += re.findall(
        r"(?<=wpisujemy, kto, kiedy i którym pismem \(„)[^”]+", " ".join(year.split())
    )
    assert sorted(buttons) == sorted(str(step) for step in Step)


def test_every_exit_code_of_a_refusal_is_told() -> None:
    text = (CHECKOUT / "docs/przewodniki/administrator.md").read_text(encoding="utf-8")
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", text, flags=re.MULTILINE)}
    raised = {one.exit_code for one in AnnualReportError.__subclasses__()}
    assert told == {0, 1, 130} | raised


def test_every_target_of_make_is_there() -> None:
    makefile = (CHECKOUT / "Makefile").read_text(encoding="utf-8")
    targets = {
        target
        for path in GUIDES
        for words in said(path)
        for target in re.findall(r"\bmake ([a-z-]+)", words)
    }
    assert targets
    assert targets <= set(re.findall(r"^([a-z-]+):", makefile, flags=re.MULTILINE))

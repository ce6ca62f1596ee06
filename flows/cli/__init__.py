"""Commands of the terminal: one file a command, heavy imports inside the commands."""

import argparse
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from domain.errors import UsageError
from flows.cli import (
    alive,
    approve,
    check,
    close,
    erase,
    explain,
    forms,
    log,
    pull_edits,
    recheck,
    remind,
    reopen,
    rerender,
    rules,
    run,
    sample,
    serve,
    status,
    watch,
)

Command = Callable[[argparse.Namespace], int]

CHECKOUT = Path(__file__).resolve().parents[2]
COMMANDS = (
    serve,
    watch,
    status,
    forms,
    run,
    check,
    remind,
    pull_edits,
    approve,
    close,
    reopen,
    rerender,
    recheck,
    explain,
    rules,
    log,
    erase,
    sample,
    alive,
)


class _Polish(argparse.HelpFormatter):
    """Help whose fixed words are Polish."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "Użycie: " if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    """A parser whose help and refusals are Polish sentences."""

    def __init__(self, *, add_help: bool = True, **kwargs: Any) -> None:
        super().__init__(add_help=False, formatter_class=_Polish, **kwargs)
        self._positionals.title = "argumenty"
        self._optionals.title = "opcje"
        if add_help:
            self.add_argument("-h", "--help", action="help", help="pokazuje tę pomoc")

    def error(self, message: str) -> NoReturn:
        raise UsageError(
            f"Polecenie jest niepełne lub błędne: {_in_polish(message)}.\n"
            f"{self.format_usage().strip()}\n"
            f"Pomoc: annual-report --help"
        )


def _in_polish(message: str) -> str:
    phrases = {
        "the following arguments are required:": "brakuje:",
        "unrecognized arguments:": "nieznane słowa:",
        "expected one argument": "brakuje wartości",
        "invalid choice:": "nie ma polecenia",
        "choose from": "są",
        "argument ": "",
    }
    for english, polish in phrases.items():
        message = message.replace(english, polish)
    return message


def parse(argv: Sequence[str]) -> tuple[Command, argparse.Namespace]:
    """Return the command that the words ask for and its options; raises UsageError."""
    rooms = _rooms_options(argparse.SUPPRESS)
    parser = _Parser(
        prog="annual-report",
        description="Sprawozdanie roczne z programu: od plików jednostek do załącznika w Wordzie.",
        parents=[_rooms_options(None)],
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(title="polecenia", metavar="POLECENIE", required=True)
    for module in COMMANDS:
        name = module.__name__.rsplit(".", 1)[-1].replace("_", "-")
        command = commands.add_parser(
            name,
            help=module.HELP,
            description=module.HELP,
            parents=[rooms],
            allow_abbrev=False,
        )
        module.add_options(command)
        command.set_defaults(command=module.main)
    options = parser.parse_args(argv)
    options.root = options.root or CHECKOUT
    return options.command, options


def _rooms_options(default: object) -> _Parser:
    options = _Parser(add_help=False)
    options.add_argument(
        "--root",
        type=Path,
        default=default,
        metavar="KATALOG",
        help="katalog z programmes/, templates/, inputs/, outputs/, records/",
    )
    for name in ("inputs", "outputs", "records"):
        options.add_argument(
            f"--{name}",
            type=Path,
            default=default,
            metavar="KATALOG",
            help=f"inny katalog zamiast {name}/",
        )
    return options

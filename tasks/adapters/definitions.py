"""Reads a programme's folder: YAML 1.2 files, parsed, with every fault of syntax at once.

Beside them the figures of the year before (past/<year>.csv), taken as text.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from domain.building import build_common_rules, build_programme
from domain.errors import DefinitionError, Fault, UsageError
from domain.limits import Limits
from domain.programme import Programme
from domain.rules import Rule
from domain.schema import LimitsShape, faults_of
from tasks.adapters.rooms import Rooms

COMMON_RULES = "rules.yaml"
LIMITS = "limits.yaml"
TABLE = ".csv"
# A name of one folder, and nothing that could lead elsewhere.
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,80}")
_PAST = re.compile(r"past/\d{4}\.csv")


@dataclass(frozen=True, slots=True)
class Definition:
    """A programme that loads, the limits of its intake, the SHA-256 of each file of both."""

    programme: Programme
    hashes: Mapping[str, str]
    limits: Limits


def programme_folder(rooms: Rooms, slug: str) -> Path:
    """Return the folder of a programme; raises UsageError naming those that exist."""
    folder = rooms.programmes / slug
    if not _SLUG.fullmatch(slug) or not (folder / "programme.yaml").is_file():
        known = sorted(path.parent.name for path in rooms.programmes.glob("*/programme.yaml"))
        names = ", ".join(known) or "(żadnego)"
        raise UsageError(f"Nie ma programu „{slug}” w {rooms.programmes.name}/. Są: {names}.")
    return folder


def load_definition(rooms: Rooms, slug: str, year: int) -> Definition:
    """Load a programme for a year; raises DefinitionError with all faults, or UsageError."""
    folder = programme_folder(rooms, slug)
    wanted = [
        path
        for path in sorted((*folder.rglob("*.yaml"), *_past_tables(folder)))
        if path.is_file() and _belongs(path.relative_to(folder), year)
    ]
    named = {path.relative_to(folder).as_posix(): path for path in wanted}
    for common in (COMMON_RULES, LIMITS):
        if (rooms.programmes / common).is_file():
            named[f"../{common}"] = rooms.programmes / common
    files, hashes = read_files(slug, named)
    limits = _limits(slug, files.pop(f"../{LIMITS}", None))
    return Definition(build_programme(slug, year, files), hashes, limits)


def load_limits(rooms: Rooms) -> Limits:
    """Load the limits of the intake alone."""
    path = rooms.programmes / LIMITS
    files, _ = read_files("", {f"../{LIMITS}": path}) if path.is_file() else ({}, {})
    return _limits("", files.get(f"../{LIMITS}"))


def load_common_rules(rooms: Rooms) -> tuple[Rule, ...]:
    """Load the rules that all programmes have."""
    files, _ = read_files("", {f"../{COMMON_RULES}": rooms.programmes / COMMON_RULES})
    return build_common_rules(files)


def programme_years(rooms: Rooms, slug: str) -> tuple[int, ...]:
    """Return the years that a programme plans for, in order; raises UsageError without one."""
    folder = programme_folder(rooms, slug) / "plan"
    years = tuple(sorted(int(path.name) for path in folder.glob("[0-9]*") if path.is_dir()))
    if not years:
        raise UsageError(f"Program „{slug}” nie ma planu na żaden rok (katalog plan/).")
    return years


def _limits(slug: str, content: object) -> Limits:
    try:
        return Limits(**LimitsShape.model_validate({} if content is None else content).model_dump())
    except ValidationError as error:
        raise DefinitionError(slug, list(faults_of(f"../{LIMITS}", error))) from error


def _past_tables(folder: Path) -> list[Path]:
    return [path for path in folder.glob("past/*") if path.suffix.lower() == TABLE]


def _belongs(path: Path, year: int) -> bool:
    """Whether a file is part of the year's definition.

    Another year's plan, samples, and figures of any year but the one before are not.
    """
    other_plan = path.parts[0] == "plan" and len(path.parts) > 2 and path.parts[1] != str(year)
    other_past = _PAST.fullmatch(path.as_posix()) and path.stem != str(year - 1)
    return path.parts[0] != "sample" and not other_plan and not other_past


def read_files(slug: str, paths: Mapping[str, Path]) -> tuple[dict[str, object], dict[str, str]]:
    """Parse YAML files, decode tables; return their contents and hashes by name."""
    faults: list[Fault] = []
    contents: dict[str, object] = {}
    hashes: dict[str, str] = {}
    for name, path in paths.items():
        data = path.read_bytes()
        hashes[name] = hashlib.sha256(data).hexdigest()
        try:
            contents[name] = _content(name, data)
        except UnicodeDecodeError:
            faults.append(Fault(name, "", "plik nie jest zapisany w UTF-8"))
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = f"wiersz {mark.line + 1}" if mark else ""
            faults.append(Fault(name, line, f"błąd zapisu YAML: {error.problem}"))
        except (YAMLError, ValueError) as error:
            faults.append(Fault(name, "", f"błąd zapisu YAML: {error}"))
    if faults:
        raise DefinitionError(slug, faults)
    return contents, hashes


def _content(name: str, data: bytes) -> object:
    """Return what a file says; a table, which Excel wants with a byte order mark, as text."""
    if name.lower().endswith(TABLE):
        return data.decode("utf-8-sig")
    return YAML(typ="safe").load(data.decode("utf-8"))

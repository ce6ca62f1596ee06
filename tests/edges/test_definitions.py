"""Definitions: files become one programme, or all their faults of syntax with file and place."""

import hashlib
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from domain.errors import DefinitionError, Fault, UsageError
from domain.expressions import written
from domain.rules import Severity
from tasks.adapters.definitions import Definition, load_definition
from tasks.adapters.rooms import Rooms
from tests.edges.office import CHECKOUT

SLUG, YEAR = "miasto-rownych-szans", 2025
RULE = """
- code: {code}
  severity: info
  family: value
  holds: {{filled: value}}
  message: "{message}"
  remedy: "Proszę sprawdzić."
  reason: A test needs it.
"""
UNIT = "ZZ: {name: Zespół, short: Z, kind: z}\n"


@pytest.fixture
def rooms(tmp_path: Path) -> Rooms:
    shutil.copytree(CHECKOUT / "programmes", tmp_path / "programmes")
    return Rooms.under(tmp_path)


def load(rooms: Rooms) -> Definition:
    return load_definition(rooms, SLUG, YEAR)


def folder(rooms: Rooms) -> Path:
    return rooms.programmes / SLUG


def put(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)


def add(path: Path, content: str | bytes) -> None:
    more = content.encode("utf-8") if isinstance(content, str) else content
    put(path, path.read_bytes() + b"\n" + more)


def faults(rooms: Rooms) -> tuple[Fault, ...]:
    with pytest.raises(DefinitionError) as refused:
        load(rooms)
    return refused.value.faults


def test_the_hashes_are_those_of_the_files_of_the_year(rooms: Rooms) -> None:
    named = {
        "actions/MRS.yaml",
        "layout.yaml",
        "nouns.yaml",
        "plan/2025/MRS.yaml",
        "programme.yaml",
        "structure.yaml",
        "units.yaml",
        "../rules.yaml",
        "../limits.yaml",
    }
    assert load(rooms).hashes == {
        name: hashlib.sha256((folder(rooms) / name).read_bytes()).hexdigest() for name in named
    }


@pytest.mark.parametrize(
    "name", ["plan/2026/MRS.yaml", "sample/2025/MRS.yaml", "sample/2026/X.yaml", "rules.yml"]
)
def test_what_is_not_part_of_the_year_changes_nothing(name: str, rooms: Rooms) -> None:
    before = load(rooms)
    put(folder(rooms) / name, "[ this is no YAML")
    after = load(rooms)
    assert after.hashes == before.hashes
    assert after.programme.plan == before.programme.plan


@pytest.mark.parametrize("name", ["plan/2025/MRS.yaml", "units.yaml", "../rules.yaml"])
def test_each_file_of_the_year_changes_its_own_hash_only(name: str, rooms: Rooms) -> None:
    before = load(rooms).hashes
    add(folder(rooms) / name, "# another comment\n")
    after = load(rooms).hashes
    assert {file for file in before if before[file] != after[file]} == {name}


def test_a_programmes_own_rule_replaces_the_common_one_of_its_code(rooms: Rooms) -> None:
    common = load(rooms).programme.rules
    own = RULE.format(code="unit-missing", message="Własne słowa.")
    put(folder(rooms) / "rules.yaml", own + RULE.format(code="own-rule", message="Nowa."))
    definition = load(rooms)
    rules = {rule.code: rule for rule in definition.programme.rules}
    assert len(rules) == len(definition.programme.rules) == len(common) + 1
    replaced = rules["unit-missing"]
    assert (replaced.message, replaced.severity) == ("Własne słowa.", Severity.INFO)
    assert replaced.holds is not None
    assert (written(replaced.holds), replaced.when) == ("filled(value)", None)
    assert rules["own-rule"].message == "Nowa."
    others = {rule.code: rule for rule in common if rule.code != "unit-missing"}
    assert others == {code: rules[code] for code in others}
    assert {"rules.yaml", "../rules.yaml"} <= definition.hashes.keys()


def test_another_programme_keeps_the_common_rule(rooms: Rooms) -> None:
    put(folder(rooms) / "rules.yaml", RULE.format(code="unit-missing", message="Własne."))
    other = load_definition(rooms, "pwr-2022-2024", 2024).programme.rules
    assert [rule.message for rule in other if rule.code == "unit-missing"] == [
        "Jednostka „{unit_name}” nie przesłała sprawozdania."
    ]


def test_a_programme_needs_no_common_rules(rooms: Rooms) -> None:
    (rooms.programmes / "rules.yaml").unlink()
    assert load(rooms).programme.rules == ()
    put(folder(rooms) / "rules.yaml", RULE.format(code="own-rule", message="Jedyna."))
    assert [rule.code for rule in load(rooms).programme.rules] == ["own-rule"]


def test_an_empty_file_of_own_rules_changes_nothing(rooms: Rooms) -> None:
    before = load(rooms).programme.rules
    put(folder(rooms) / "rules.yaml", "# nothing yet\n")
    assert load(rooms).programme.rules == before


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (UNIT + UNIT, 2, 'błąd zapisu YAML: found duplicate key "ZZ"'),
        ("ZZ: {name: a, short: b, name: c, kind: d}", 1, 'found duplicate key "name"'),
        ("ZZ:\n\tname: a", 2, "błąd zapisu YAML: found character that cannot start any token"),
        ("ZZ: {name: [a", 1, "błąd zapisu YAML: "),
        ("ZZ: *nowhere", 1, "błąd zapisu YAML: found undefined alias"),
        ("ZZ: !!python/object/apply:os.getcwd []", 1, "could not determine a constructor"),
        ("---\nZZ: a", 1, "błąd zapisu YAML: but found another document"),
        ("# zażółć".encode("cp1250"), None, "plik nie jest zapisany w UTF-8"),
        ("ZZ: ż".encode("utf-16"), None, "plik nie jest zapisany w UTF-8"),
        ("# \x01", None, "błąd zapisu YAML: "),
    ],
    ids=[
        "key twice",
        "inner key twice",
        "tab",
        "left open",
        "alias",
        "tag",
        "two documents",
        "cp1250",
        "utf-16",
        "control character",
    ],
)
def test_a_fault_of_writing_names_its_file_and_line(
    content: str | bytes, line: int | None, message: str, rooms: Rooms
) -> None:
    path = folder(rooms) / "units.yaml"
    above = len(path.read_bytes().splitlines())
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    add(path, content)
    (fault,) = faults(rooms)
    assert fault.file == "units.yaml"
    assert message in fault.message
    if line is not None:
        # YAML notices what is left open, or a key that comes twice, a line later.
        assert fault.key in (f"wiersz {above + line}", f"wiersz {above + line + 1}")


def test_faults_of_several_files_come_at_once_in_the_order_of_files(rooms: Rooms) -> None:
    add(folder(rooms) / "units.yaml", UNIT * 2)
    add(folder(rooms) / "plan" / "2025" / "MRS.yaml", "\tx")
    put(folder(rooms) / "nouns.yaml", b"\xff")
    found = faults(rooms)
    assert [fault.file for fault in found] == ["nouns.yaml", "plan/2025/MRS.yaml", "units.yaml"]


def test_a_fault_of_the_common_rules_comes_with_the_others(rooms: Rooms) -> None:
    add(folder(rooms) / "units.yaml", UNIT * 2)
    put(rooms.programmes / "rules.yaml", "[")
    assert {fault.file for fault in faults(rooms)} == {"units.yaml", "../rules.yaml"}


def test_a_fault_of_writing_in_the_common_rules_names_the_common_file(rooms: Rooms) -> None:
    put(rooms.programmes / "rules.yaml", "[")
    assert [fault.file for fault in faults(rooms)] == ["../rules.yaml"]


def test_a_wrong_key_in_the_common_rules_names_the_common_file(rooms: Rooms) -> None:
    add(rooms.programmes / "rules.yaml", "- {cod: own-rule}\n")
    assert {fault.file for fault in faults(rooms)} == {"../rules.yaml"}


def test_a_wrong_key_in_own_rules_has_its_place_in_the_file(rooms: Rooms) -> None:
    put(folder(rooms) / "rules.yaml", "- {cod: own-rule}\n")
    assert {fault.key.partition(".")[0] for fault in faults(rooms)} == {"0"}


@pytest.mark.parametrize("content", ["code: own-rule\n", "own-rule\n"])
def test_own_rules_that_are_no_list_are_a_fault(content: str, rooms: Rooms) -> None:
    put(folder(rooms) / "rules.yaml", content)
    assert [fault.file for fault in faults(rooms)] == ["rules.yaml"]


def test_a_code_that_is_a_list_is_a_fault(rooms: Rooms) -> None:
    put(folder(rooms) / "rules.yaml", "- {code: [own-rule]}\n")
    assert {fault.file for fault in faults(rooms)} == {"rules.yaml"}


@pytest.mark.parametrize("value", ["2024-02-30", "!!int dwa"])
def test_a_value_that_yaml_cannot_build_is_a_fault(value: str, rooms: Rooms) -> None:
    add(folder(rooms) / "units.yaml", f"ZZ: {{name: {value}, short: Z, kind: z}}\n")
    assert [fault.file for fault in faults(rooms)] == ["units.yaml"]


@pytest.mark.parametrize(
    ("old", "new"), [("", "\ufeff"), ("\n", "\r\n")], ids=["byte order mark", "Windows line ends"]
)
def test_a_file_saved_by_windows_is_the_same_programme(old: str, new: str, rooms: Rooms) -> None:
    before = load(rooms).programme
    for path in folder(rooms).rglob("*.yaml"):
        text = path.read_bytes().decode("utf-8")
        put(path, text.replace(old, new) if old else new + text)
    after = load(rooms).programme
    assert (after.units, after.plan, after.texts) == (before.units, before.plan, before.texts)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("column", "no_such_column"),
        ("when", "[{column: no_such_column, operator: filled}]"),
        ("when", "[{column: row, operator: is}]"),
        ("check", "at_least"),
        ("message", '"Brak {no_such_column}."'),
    ],
)
def test_a_rule_that_cannot_be_evaluated_does_not_load(key: str, value: str, rooms: Rooms) -> None:
    fields = {"code": "own-rule", "severity": "error", "check": "not_empty", "column": "value"}
    texts = {"message": '"Brak."', "remedy": '"Proszę."', "reason": '"A test."'}
    lines = [f"  {name}: {text}" for name, text in (fields | texts | {key: value}).items()]
    put(folder(rooms) / "rules.yaml", "-\n" + "\n".join(lines) + "\n")
    assert {fault.file for fault in faults(rooms)} == {"rules.yaml"}


@pytest.mark.parametrize("name", ["actions/nikt.yaml", "notatki.yaml", "plan/2025.yaml"])
def test_a_file_that_nothing_reads_is_a_fault(name: str, rooms: Rooms) -> None:
    put(folder(rooms) / name, "MRS.1: {words: nic}\n")
    assert [fault.file for fault in faults(rooms)] == [name]


PAST = "action,indicator,unit,noun,realised\r\nMRS.1,osoby,MOPS,osoba,15.48\r\n"


def test_the_year_before_is_part_of_the_definition(rooms: Rooms) -> None:
    before = load(rooms)
    put(folder(rooms) / "past" / "2024.csv", PAST)
    after = load(rooms)
    assert before.programme.past is None
    assert after.programme.past is not None
    assert after.programme.past.values == {("MRS.1", "osoby"): {"MOPS": Decimal("15.48")}}
    assert after.hashes.keys() - before.hashes.keys() == {"past/2024.csv"}


@pytest.mark.parametrize("name", ["2023.csv", "2025.csv", "2026.csv", "notatka.txt"])
def test_of_the_past_only_the_year_before_counts(name: str, rooms: Rooms) -> None:
    before = load(rooms)
    put(folder(rooms) / "past" / name, b"\xff no table")
    after = load(rooms)
    assert (after.programme.past, after.hashes) == (None, before.hashes)


@pytest.mark.parametrize("name", ["figures.csv", "2024.CSV", "2024.yaml", "2024 (kopia).csv"])
def test_a_table_of_the_past_under_another_name_is_a_fault(name: str, rooms: Rooms) -> None:
    put(folder(rooms) / "past" / name, PAST if name.lower().endswith("csv") else "a: b")
    assert [fault.file for fault in faults(rooms)] == [f"past/{name}"]


@pytest.mark.parametrize(
    ("content", "key", "message"),
    [
        (PAST.replace("15.48", "15,48"), "wiersz 2", "pól jest 6, a kolumn 5"),
        (PAST.replace("15.48", '"15,48"'), "wiersz 2", "„15,48” nie jest liczbą"),
        (PAST + "MRS.1,osoby,MOPS,osoba,16\r\n", "wiersz 3", "MRS.1/osoby jednostki MOPS"),
        (PAST.replace("realised", "wykonanie"), "", "brakuje kolumny „realised”"),
        ("zażółć".encode("cp1250"), "", "plik nie jest zapisany w UTF-8"),
        (b"", "", "plik jest pusty"),
    ],
    ids=["comma", "quoted comma", "two rows", "no column", "cp1250", "empty"],
)
def test_a_broken_year_before_names_file_and_line(
    content: str | bytes, key: str, message: str, rooms: Rooms
) -> None:
    put(folder(rooms) / "past" / "2024.csv", content)
    (fault,) = faults(rooms)
    assert (fault.file, fault.key) == ("past/2024.csv", key)
    assert message in fault.message


def test_faults_of_the_year_before_come_with_the_others(rooms: Rooms) -> None:
    put(folder(rooms) / "past" / "2024.csv", PAST.replace("15.48", "dużo"))
    put(folder(rooms) / "structure.yaml", "sections: 5\n")
    assert {fault.file for fault in faults(rooms)} >= {"past/2024.csv", "structure.yaml"}


@pytest.mark.parametrize("slug", ["nie-ma", "", "..", "../programmes/miasto", "MIASTO"])
def test_an_unknown_programme_names_the_known_ones(slug: str, rooms: Rooms) -> None:
    with pytest.raises(UsageError) as refused:
        load_definition(rooms, slug, YEAR)
    assert str(refused.value) == (
        f"Nie ma programu „{slug}” w programmes/. Są: miasto-rownych-szans, pwr-2022-2024."
    )
    assert refused.value.exit_code == 2


def test_where_there_is_no_programme_that_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"Są: \(żadnego\)\."):
        load_definition(Rooms.under(tmp_path), SLUG, YEAR)


def test_a_folder_without_its_programme_file_is_no_programme(rooms: Rooms) -> None:
    (folder(rooms) / "programme.yaml").unlink()
    with pytest.raises(UsageError, match=r"Są: pwr-2022-2024\.$"):
        load(rooms)


def test_a_year_without_a_plan_is_a_fault(rooms: Rooms) -> None:
    shutil.rmtree(folder(rooms) / "plan" / "2025")
    assert Fault("plan/2025/", "", "brakuje planu na rok 2025") in faults(rooms)

"""A definition loads, or every fault is told with its file and key, in Polish."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from domain.errors import DefinitionError, UsageError
from domain.expressions import Call, Column, Literal
from domain.layout import LineKind
from domain.programme import Combine
from domain.values import Qualifier, Value
from tests.unit.builders import Files, action, build, faults, files, programme, rule

PLAN = "plan/2024/I.yaml"
ACTIONS = "actions/I.yaml"


def spoiled(*path: str | int, to: object) -> Files:
    """Return the tiny definition with the value at `path` replaced or added."""
    parts = files()
    node: Any = parts
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = to
    return parts


def places(parts: Files, year: int = 2024) -> set[tuple[str, str]]:
    return {(fault.file, fault.key) for fault in faults(parts, year)}


def test_minimal_definition_loads() -> None:
    built = programme(
        action(indicators={"rodziny": "{rodzina} {objęty} opieką"}),
        plan={"I.1": {"rodziny": "minimum 2", "words": "w miarę potrzeb"}},
    )
    (one,) = built.actions()
    assert (built.slug, built.year, built.name) == ("pwr", 2024, "Program Wspierania Rodziny")
    assert (one.id, one.leads, one.partners, one.spending) == ("I.1", ("KLUB",), (), True)
    assert built.planned(one).values == {"rodziny": Value(Decimal(2), Qualifier.BOUND)}
    assert built.planned(one).words == "w miarę potrzeb"
    (indicator,) = one.indicators
    assert indicator.phrase == indicator.realised
    assert indicator.combine is Combine.LEAD


def test_optional_parts_are_taken_over() -> None:
    parts = files(
        action(
            indicators={
                "osoby": {
                    "phrase": "{uczestnik} zajęć",
                    "realised": "{uczestnik}",
                    "before": " dla ",
                    "combine": "sum",
                }
            },
            lead=["KLUB", "BIB"],
            partners=["NGO"],
            fields={"cel": "Więcej zajęć"},
        ),
        rules=[rule("a-b", when={"in": ["row", ["x", "y"]]}, holds={"at_least": ["value", 0.5]})],
    )
    parts["structure.yaml"]["sections"][0]["links"] = {
        "intro": "Działania powiązane z:",
        "items": [{"number": "1.", "text": "Usługą W-2"}, {"number": "3.", "text": "Usługą K-2"}],
    }
    parts["layout.yaml"]["before"] = [{"style": "Lista", "list": "links"}]
    built = build(parts)
    (one,) = built.actions()
    (indicator,) = one.indicators
    assert (indicator.before, indicator.combine) == (" dla ", Combine.SUM)
    assert indicator.realised.source == "{uczestnik}"
    assert one.leads == ("KLUB", "BIB")
    assert one.units == ("KLUB", "BIB", "NGO")
    assert one.fields == {"cel": "Więcej zajęć"}
    links = built.sections[0].links
    assert links is not None
    assert [link.number for link in links.items] == ["1.", "3."]
    assert built.layout.before[0].kind is LineKind.LINKS
    (one_rule,) = built.rules
    assert one_rule.when == Call("in", (Column("row"), Literal("x"), Literal("y")))
    assert one_rule.holds == Call("at_least", (Column("value"), Literal(Decimal("0.5"))))


def test_programme_may_do_without_rules() -> None:
    parts = files()
    del parts["rules.yaml"]
    assert build(parts).rules == ()


def test_number_of_a_section_may_be_written_as_a_number() -> None:
    built = build(spoiled("structure.yaml", "sections", 0, "number", to=1))
    assert built.sections[0].number == "1"


def test_nearest_unit_above_that_reports_answers() -> None:
    built = programme(action(lead="MOPS-07"))
    unit = built.reporting_unit("MOPS-07")
    assert unit is not None
    assert unit.code == "MOPS"
    assert [unit.code for unit in built.expected_units()] == ["MOPS"]


def test_partners_answer_only_where_their_value_is_needed() -> None:
    shared: dict[str, object] = {"rodziny": {"phrase": "{rodzina}", "combine": "sum"}}
    built = programme(
        action("I.1", lead="KLUB", partners=["BIB"]),
        action("I.2", shared, lead="KLUB", partners=["BIB", "NGO"]),
    )
    asked = [[unit.code for unit in built.reporters(one)] for one in built.actions()]
    assert asked == [["KLUB"], ["KLUB", "BIB"]]  # NGO has no workbook of its own


def test_measure_is_found_by_any_form_of_its_noun() -> None:
    built = programme(action(indicators={"osoby": "{uczestnik} zajęć"}))
    wanted = {
        "uczestnik": "{uczestnik}",
        "Uczestników": "{uczestnik}",
        "liczba  uczestników": "{uczestnik}",
        "Liczba uczestników zajęć": "{uczestnik} zajęć",
    }
    found = {typed: built.measure(typed) for typed in wanted}
    assert {typed: phrase and phrase.source for typed, phrase in found.items()} == wanted
    assert built.measure("wizyty studyjne") is None


FAULTY: dict[str, tuple[Files, str, str, str]] = {
    "unknown key": (
        spoiled("programme.yaml", "nazwa", to="x"),
        "programme.yaml",
        "nazwa",
        "nieznany klucz",
    ),
    "unknown key in an action": (
        files(action(leads="KLUB")),
        ACTIONS,
        "0.leads",
        "nieznany klucz",
    ),
    "missing key": (
        spoiled("units.yaml", "KLUB", to={"name": "Klub", "kind": "club"}),
        "units.yaml",
        "KLUB.short",
        "brakuje wymaganego klucza",
    ),
    "number for a text": (
        spoiled("programme.yaml", "name", to=2024),
        "programme.yaml",
        "name",
        "tu ma stać tekst",
    ),
    "empty text": (
        spoiled("programme.yaml", "name", to=""),
        "programme.yaml",
        "name",
        "nie może być pusty",
    ),
    "text for a list": (
        spoiled("programme.yaml", "years", to="2024"),
        "programme.yaml",
        "years",
        "tu ma stać lista",
    ),
    "text for a number": (
        spoiled("programme.yaml", "years", to=["dwa"]),
        "programme.yaml",
        "years.0",
        "liczba całkowita",
    ),
    "text for a mapping": (
        spoiled("programme.yaml", "files", to="a.docx"),
        "programme.yaml",
        "files",
        "klucze z wartościami",
    ),
    "word for yes or no": (
        spoiled("units.yaml", "KLUB", "reports", to="może"),
        "units.yaml",
        "KLUB.reports",
        "true albo false",
    ),
    "too few forms": (
        spoiled("nouns.yaml", "nouns", "etat", "forms", to=["etat", "etaty", "etatów"]),
        "nouns.yaml",
        "nouns.etat.forms.3",
        "brakuje",
    ),
    "too many forms": (
        spoiled("nouns.yaml", "nouns", "etat", "forms", to=["etat"] * 5),
        "nouns.yaml",
        "nouns.etat.forms",
        "za dużo",
    ),
    "forms as a text": (
        spoiled("nouns.yaml", "nouns", "etat", "forms", to="etat"),
        "nouns.yaml",
        "nouns.etat.forms",
        "lista form",
    ),
    "word outside a list": (
        spoiled("nouns.yaml", "nouns", "etat", "gender", to="żeński"),
        "nouns.yaml",
        "nouns.etat.gender",
        "„żeński” – dozwolone: 'm1', 'm', 'f', 'n'",
    ),
    "signs in a key": (
        files(action("I 1")),
        ACTIONS,
        "0.id",
        "niedozwolone znaki",
    ),
    "missing file": (
        {name: part for name, part in files().items() if name != "layout.yaml"},
        "layout.yaml",
        "",
        "brakuje tego pliku",
    ),
    "list for a mapping of entries": (
        spoiled("units.yaml", to=[]),
        "units.yaml",
        "",
        "tu mają stać klucze z wartościami",
    ),
    "missing table of actions": (
        spoiled("structure.yaml", "sections", 0, "actions", to="II"),
        "actions/II.yaml",
        "",
        "brakuje tego pliku",
    ),
    "unknown lead": (
        files(action(lead="NIKT")),
        ACTIONS,
        "I.1",
        "nie ma jednostki „NIKT”",
    ),
    "unknown partner": (
        files(action(partners=["NIKT"])),
        ACTIONS,
        "I.1",
        "nie ma jednostki „NIKT”",
    ),
    "unknown parent": (
        spoiled("units.yaml", "KLUB", "parent", to="NIKT"),
        "units.yaml",
        "KLUB.parent",
        "nie ma jednostki „NIKT”",
    ),
    "lead that nobody reports for": (
        files(action(lead="NGO")),
        "units.yaml",
        "NGO",
        "nie składa sprawozdania",
    ),
    "action twice": (
        files(action("I.1"), action("I.1")),
        ACTIONS,
        "I.1",
        "wpisano dwa razy",
    ),
    "unknown word in a phrase": (
        files(action(indicators={"x": "{rodzinka}"})),
        ACTIONS,
        "I.1.indicators.x",
        "słowa „rodzinka” nie ma",
    ),
    "unknown word in the result": (
        files(action(indicators={"x": {"phrase": "{rodzina}", "realised": "{rodzinka}"}})),
        ACTIONS,
        "I.1.indicators.x.realised",
        "słowa „rodzinka” nie ma",
    ),
    "unknown word in a measure": (
        spoiled("nouns.yaml", "measures", to=["{rodzinka}"]),
        "nouns.yaml",
        "measures.0",
        "słowa „rodzinka” nie ma",
    ),
    "word in two lists": (
        spoiled("nouns.yaml", "clauses", "objęty", to=["a"] * 5),
        "nouns.yaml",
        "objęty",
        "wpisano dwa razy",
    ),
    "planned indicator that the action lacks": (
        files(plan={"I.1": {"osoby": 5}}),
        PLAN,
        "I.1.osoby",
        "działanie nie ma takiego wskaźnika",
    ),
    "planned value in words": (
        files(plan={"I.1": {"rodziny": "dużo"}}),
        PLAN,
        "I.1.rodziny",
        "„dużo” nie jest wartością",
    ),
    "empty plan": (files(plan={"I.1": {}}), PLAN, "I.1", "plan jest pusty"),
    "plan of an action that is not there": (
        files(plan={"I.9": {"words": "x"}}),
        PLAN,
        "I.9",
        "nie ma takiego działania",
    ),
    "action without a plan": (
        spoiled(PLAN, to={}),
        "plan/2024/",
        "I.1",
        "brakuje planu tego działania",
    ),
    "unknown level": (
        spoiled("structure.yaml", "sections", 0, "level", to="strefa"),
        "structure.yaml",
        "sections.0.level",
        "nie ma poziomu „strefa”",
    ),
    "unknown kind": (
        spoiled("structure.yaml", "sections", 0, "kind", to="inny"),
        "structure.yaml",
        "sections.0.kind",
        "nie ma rodzaju „inny”",
    ),
    "layout of an unknown level": (
        spoiled("layout.yaml", "sections", "strefa", to=[]),
        "layout.yaml",
        "sections.strefa",
        "nie ma poziomu „strefa”",
    ),
    "no layout for a kind": (
        spoiled("layout.yaml", "actions", to={"other": {"lines": [{"style": "S", "text": "x"}]}}),
        "layout.yaml",
        "actions",
        "brakuje układu działań rodzaju „basic”",
    ),
    "table and lines at once": (
        spoiled("layout.yaml", "actions", "*", "lines", to=[{"style": "S", "text": "x"}]),
        "layout.yaml",
        "actions.*",
        "albo table, albo lines",
    ),
    "table without columns": (
        spoiled("layout.yaml", "actions", "*", "columns", to=[]),
        "layout.yaml",
        "actions.*.columns",
        "tabela bez kolumn",
    ),
    "rule twice": (
        files(rules=[rule("a-b"), rule("a-b")]),
        "rules.yaml",
        "a-b",
        "wpisano dwa razy",
    ),
    "unknown family": (
        files(rules=[rule("a-b", family="eval")]),
        "rules.yaml",
        "0.family",
        "„eval” – dozwolone",
    ),
    "unknown operation": (
        files(rules=[rule("a-b", holds={"eval": "value"})]),
        "rules.yaml",
        "a-b",
        "holds: nie ma działania „eval”",
    ),
    "unknown column": (
        files(rules=[rule("a-b", holds={"filled": "wartosc"})]),
        "rules.yaml",
        "a-b",
        "holds: nie ma kolumny „wartosc”",
    ),
    "text compared as a number": (
        files(rules=[rule("a-b", when={"above": ["row", 1]}, holds={"filled": "value"})]),
        "rules.yaml",
        "a-b",
        "when: działanie „above”: argument 1 to tekst, ma być liczba",
    ),
    "a flag compared with a word": (
        files(rules=[rule("a-b", holds={"is": ["answered", "yes"]})]),
        "rules.yaml",
        "a-b",
        "argument 2 to tekst, ma być tak/nie",
    ),
    "a number where yes or no is wanted": (
        files(rules=[rule("a-b", holds={"divide": ["value", "planned"]})]),
        "rules.yaml",
        "a-b",
        "ma dawać tak albo nie",
    ),
    "too few operands": (
        files(rules=[rule("a-b", holds={"between": ["value", 1]})]),
        "rules.yaml",
        "a-b",
        "ma 2 argumentów",
    ),
    "no mapping": (
        files(rules=[rule("a-b", holds=["value", 1])]),
        "rules.yaml",
        "a-b",
        "nie jest wyrażeniem",
    ),
    "nothing that holds": (
        files(rules=[rule("a-b", when={"filled": "value"})]),
        "rules.yaml",
        "a-b",
        "brakuje wyrażenia holds",
    ),
    "the domain's rule with an expression": (
        files(rules=[rule("a-b", holds={"filled": "value"}, found_by="domain")]),
        "rules.yaml",
        "a-b",
        "nie ma when ani holds",
    ),
}


@pytest.mark.parametrize("name", FAULTY)
def test_fault_is_told_with_its_file_and_key(name: str) -> None:
    parts, file, key, told = FAULTY[name]
    messages = [fault.message for fault in faults(parts) if (fault.file, fault.key) == (file, key)]
    assert messages, f"told instead: {faults(parts)}"
    assert any(told in message for message in messages), messages


@pytest.mark.parametrize("name", FAULTY)
def test_no_word_of_the_validator_reaches_people(name: str) -> None:
    told = " ".join(fault.message for fault in faults(FAULTY[name][0]))
    assert not {"input", "should", "field", "valid", "required", "extra", "type"} & set(
        told.casefold().split()
    )


@pytest.mark.parametrize(
    "parts",
    [
        spoiled("programme.yaml", "years", to=[2024.5]),
        spoiled(PLAN, "I.1", to={"rodziny": 5, 2024: 7}),
        files(rules=[rule("a-b", holds={"filled": "value"}, when={"od": 1})]),
    ],
    ids=["fraction", "number as a key", "unknown operation"],
)
def test_rarer_faults_are_told_in_polish_too(parts: Files) -> None:
    told = " ".join(fault.message for fault in faults(parts))
    assert told
    assert "should be" not in told


def test_year_outside_the_programme_is_told() -> None:
    parts = files()
    parts["plan/2031/I.yaml"] = parts.pop(PLAN)
    with pytest.raises(UsageError, match=r"Rok 2031 nie należy .*2023, 2024"):
        faults(parts, 2031)


def test_year_without_a_plan_is_told() -> None:
    assert ("plan/2023/", "") in places(files(), 2023)


def test_plan_of_one_action_in_two_files_is_told() -> None:
    parts = files()
    parts["plan/2024/II.yaml"] = {"I.1": {"words": "inaczej"}}
    assert ("plan/2024/II.yaml", "I.1") in places(parts)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda parts: parts["nouns.yaml"]["nouns"].pop("rodzina"),
        lambda parts: parts["structure.yaml"]["sections"][0].update(level="strefa"),
        lambda parts: parts["layout.yaml"]["sections"].update(strefa=[]),
        lambda parts: parts["units.yaml"]["MOPS"].update(parent="NIKT"),
        lambda parts: parts["rules.yaml"].append({"code": "a"}),
    ],
    ids=["nouns", "structure", "layout", "units", "rules"],
)
def test_faults_of_two_files_are_told_at_once(spoil: Callable[[Files], object]) -> None:
    parts = files(plan={"I.1": {"osoby": 5}})
    alone = places(parts)
    spoil(parts)
    told = places(parts)
    assert alone < told
    assert len({file for file, _ in told}) >= 2


@pytest.mark.parametrize("file", ["programme.yaml", "structure.yaml", "layout.yaml"])
def test_fault_of_a_head_file_hides_no_other(file: str) -> None:
    parts = files(action(lead="NIKT"))
    parts[file]["nieznany"] = 1
    assert places(parts) >= {(file, "nieznany"), (ACTIONS, "I.1")}


@pytest.mark.parametrize(
    "parts",
    [
        spoiled(PLAN, "I.1", to={"rodziny": "dużo"}),  # also: "brakuje planu"
        spoiled("nouns.yaml", "nouns", "etat", "gender", to="x"),  # also: no word "rodzina"
        spoiled("units.yaml", "KLUB", "reports", to="może"),  # also: no unit KLUB
    ],
    ids=["plan", "noun", "unit"],
)
def test_one_fault_is_told_once(parts: Files) -> None:
    assert len(faults(parts)) == 1


def test_action_without_a_lead_is_refused() -> None:
    assert faults(files(action(lead=[])))


def test_refusal_lists_every_fault_by_file_and_key() -> None:
    with pytest.raises(DefinitionError) as refusal:
        build(files(action(lead="NIKT"), plan={"I.1": {"osoby": 5}}))
    assert "„pwr”" in str(refusal.value)
    assert "actions/I.yaml: I.1: nie ma jednostki „NIKT”" in str(refusal.value)
    assert "plan/2024/I.yaml: I.1.osoby: działanie nie ma takiego wskaźnika" in str(refusal.value)
    assert refusal.value.exit_code == 4


@pytest.mark.parametrize("day", ["02-30", "13-01", "31-01", "1-31", ""])
def test_a_day_that_is_none_is_a_fault(day: str) -> None:
    parts = files()
    parts["programme.yaml"]["calendar"] = {"due": day}
    (fault,) = faults(parts)
    assert (fault.file, fault.key) == ("programme.yaml", "calendar.due")

"""What a definition must keep: numbers of lists, years, names of units, plans, nouns."""

from typing import Any

from domain.definition_rows import definition_rows
from domain.submissions import Origin
from domain.table import TableRow
from tests.unit.builders import Files, action, build, files

LINKS = {
    "intro": "Działania powiązane z:",
    "items": [
        {"number": "1.", "text": "Usługą"},
        {"number": "2.", "text": "Programem na lata 2019-2022"},
        {"number": "4.", "text": "Programem na lata 2019 – 2024"},
    ],
}


def rows(parts: Files, kind: str, mistakes: tuple[TableRow, ...] = ()) -> list[TableRow]:
    return [one for one in definition_rows(build(parts), mistakes) if one.row == kind]


def with_sections(*groups: dict[str, Any]) -> Files:
    parts = files()
    area = parts["structure.yaml"]["sections"][0]
    parts["programme.yaml"]["levels"] |= {"group": "grupa"}
    parts["layout.yaml"]["sections"] |= {"group": []}
    area["sections"] = [
        {"number": f"{place})", "level": "group", "title": "Grupa", "links": links}
        for place, links in enumerate(groups, start=1)
    ]
    return parts


def test_a_gap_in_the_numbers_of_a_list_and_a_programme_that_ended() -> None:
    found = rows(with_sections(LINKS), "link")
    assert [(one.section, one.expected, one.last_year, one.year) for one in found] == [
        ("I.1", None, None, 2024),
        ("I.1", None, 2022, 2024),
        ("I.1", "3.", 2024, 2024),
    ]
    assert found[2].origin.cell == "sections.0.sections.0.links.items.2"


def test_a_list_that_is_introduced_otherwise() -> None:
    other = LINKS | {"intro": "Zadania powiązane z:"}
    found = rows(with_sections(LINKS, other, LINKS), "links-intro")
    assert [one.expected for one in found] == [None, "Działania powiązane z:", None]


def responsible(*texts: str) -> Files:
    names = [action(f"I.{place}", responsible=text) for place, text in enumerate(texts, start=1)]
    parts = files(*names)
    parts["units.yaml"]["KLUB"]["aliases"] = ["Klub „Kuźnia”"]
    return parts


def test_names_that_differ_are_unknown_or_not_parted() -> None:
    parts = responsible(
        "Klub Kuźnia, Biblioteka Kraków",
        "Klub „Kuźnia”",
        "Klub Kuźnia Biblioteka Kraków",
        "Klub Kuźnia, Kółko",
    )
    assert [(one.action, one.written, one.expected) for one in rows(parts, "unit-name")] == [
        ("I.2", "Klub „Kuźnia”", "Klub Kuźnia"),
        ("I.3", "Klub Kuźnia Biblioteka Kraków", "Klub Kuźnia, Biblioteka Kraków"),
    ]
    assert [(one.action, one.written) for one in rows(parts, "unit-unknown")] == [("I.4", "Kółko")]


def test_a_name_in_which_a_mistake_was_found_is_not_told_of_twice() -> None:
    parts = responsible("Klub Kuźnia", "Klub Kuźnia", "Klub „Kuźnia”")
    told = TableRow(
        row="language",
        unit="",
        mistaken="„Kuźnia”",
        field="responsible",
        origin=Origin("actions/I.yaml", "", "I.3.responsible"),
    )
    assert rows(parts, "unit-name", (told,)) == []
    assert len(rows(parts, "unit-name")) == 1


def test_a_result_that_counts_under_another_name() -> None:
    changed = {"phrase": "{spotkanie}", "realised": "{grupa}"}
    kept = {"phrase": "{spotkanie}, {grupa}", "realised": "{grupa}"}
    found = rows(files(action("I.1", {"a": changed, "b": kept, "c": "{grupa}"})), "noun")
    assert [(one.indicator, one.written, one.expected) for one in found] == [
        ("a", "grupa", "spotkanie"),
        ("b", "grupa", None),
        ("c", "grupa", None),
    ]


def test_two_actions_of_a_unit_with_all_numbers_equal() -> None:
    both = {"spotkania": "{spotkanie}", "uczestnicy": "{uczestnik}"}
    same, other = {"spotkania": 5, "uczestnicy": 9}, {"spotkania": 5, "uczestnicy": 8}
    parts = files(
        *(action(f"I.{place}", both) for place in (1, 2, 3)),
        action("I.4", both, lead="BIB"),
        plan={"I.1": same, "I.2": same, "I.3": other, "I.4": same},
    )
    found = {one.action: one.twin for one in rows(parts, "plan")}
    assert found == {"I.1": "I.2", "I.2": "I.1", "I.3": None, "I.4": None}
    assert rows(parts, "plan")[0].written == "5 (spotkań), 9 (uczestników)"


def test_plans_in_words_that_differ_in_capitals_only() -> None:
    words = ("włączone do Programu w 2022 roku", "włączone do Programu w 2023 roku")
    plan = {
        "I.1": {"joined": 2022, "words": words[0]},
        "I.2": {"joined": 2023, "words": words[1]},
        "I.3": {"words": "włączone do programu w 2024 roku"},
    }
    found = rows(files(*(action(one) for one in plan), plan=plan), "plan-words")
    assert [(one.expected, one.joined) for one in found] == [
        (None, 2022),
        (None, 2023),
        ("włączone do Programu w 2024 roku", None),
    ]

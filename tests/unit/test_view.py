"""The document before any tool writes it."""

from typing import Any

import pytest

from domain.errors import DefinitionError
from domain.programme import Programme
from domain.submissions import ReportedAction
from domain.view import Document, ListItem, Paragraph, Table, build_document
from domain.wording import plain
from tests.unit.builders import Files, action, build, files, merged, programme, report

# "I" is a word of one letter.
HEADING = "I\u00a0Wsparcie rodzin"
LINKS = {
    "intro": "Działania powiązane z:",
    "items": [
        {"number": "1.", "text": "Usługą W-2 i K-2"},
        {"number": "2.", "text": "Usługą S-2", "tight": True},
        {"number": "4.", "text": "Dziedziną „Oświata”"},
    ],
}


def document(built: Programme, *reports: ReportedAction) -> Document:
    return build_document(built, merged(built, *reports).actions, {"state": "PROJEKT"})


def laid_out(parts: Files, **layout: Any) -> Programme:
    parts["layout.yaml"].update(layout)
    return build(parts)


def by_lines(*lines: dict[str, str], **layout: Any) -> Programme:
    """Return the tiny programme with its action laid out as lines."""
    return laid_out(files(), sections={}, actions={"*": {"lines": list(lines)}}, **layout)


def paragraphs(shown: Document) -> list[tuple[str, str]]:
    return [
        (block.style, plain((block.runs,)))
        for block in shown.blocks
        if isinstance(block, Paragraph)
    ]


def test_title_and_headings_carry_the_year() -> None:
    shown = document(programme())
    assert shown.title == "Sprawozdanie za 2024 rok"
    assert shown.gap_style == "Brak danych"
    assert shown.marks == {"state": "PROJEKT"}
    assert paragraphs(shown) == [("Heading 2", HEADING)]


def test_lines_before_and_after_frame_the_document() -> None:
    built = laid_out(
        files(),
        before=[{"style": "Tytuł", "text": "{programme}"}],
        after=[{"style": "Stopka", "text": "{short} {year}"}],
    )
    assert paragraphs(document(built)) == [
        ("Tytuł", "Program Wspierania Rodziny"),
        ("Heading 2", HEADING),
        ("Stopka", "PWR 2024"),
    ]


def test_actions_are_rows_of_a_table() -> None:
    built = programme(
        action("I.1"), action("I.2"), plan={"I.1": {"rodziny": 10900}, "I.2": {"words": "x"}}
    )
    (table,) = [
        block
        for block in document(built, report(counted={"rodziny": 10801})).blocks
        if isinstance(block, Table)
    ]
    assert table.prototype == "tabela"
    assert table.headers == ("Działanie", "Plan na 2024 rok", "Wykonanie")
    assert [[plain(cell) for cell in row] for row in table.rows] == [
        ["Działanie I.1", "10\u00a0900 rodzin", "10\u00a0801 rodzin"],
        ["Działanie I.2", "x", "[brak danych: Kuźnia]"],
    ]
    assert table.rows[1][2][0][0].gap


def test_cell_of_a_table_may_have_several_lines() -> None:
    shown = document(programme(), report(wording="raz\ndwa i trzy"))
    (table,) = [block for block in shown.blocks if isinstance(block, Table)]
    assert [plain((line,)) for line in table.rows[0][2]] == ["raz", "dwa i\u00a0trzy"]


def test_actions_may_be_lines() -> None:
    built = by_lines(
        {"style": "Heading 1", "text": "{name}"},
        {"style": "Opis", "text": "Plan na {year} rok: {planned}"},
        {"style": "Realizacja", "text": "{realised}"},
    )
    shown = document(built, report(wording="raz\ndwa"))
    assert paragraphs(shown) == [
        ("Heading 1", "Działanie I.1"),
        ("Opis", "Plan na 2024 rok: według potrzeb"),
        ("Realizacja", "raz"),
        ("Realizacja", "dwa"),
    ]


@pytest.mark.parametrize(
    ("answer", "text"), [(None, []), ("nowy termin", [("Dalej", "Dalej: nowy termin")])]
)
def test_line_is_left_out_where_its_field_is_empty(
    answer: str | None, text: list[tuple[str, str]]
) -> None:
    line = {"style": "Dalej", "text": "Dalej: {next_steps}", "omit_if_empty": "next_steps"}
    said = report(counted={"rodziny": 5}, answers={"next_steps": answer})
    assert paragraphs(document(by_lines(line), said)) == text


def test_kind_of_a_section_chooses_the_layout_of_its_actions() -> None:
    built = laid_out(
        files(),
        sections={},
        actions={
            "basic": {"lines": [{"style": "S", "text": "własny układ"}]},
            "*": {"lines": [{"style": "S", "text": "wspólny układ"}]},
        },
    )
    assert paragraphs(document(built)) == [("S", "własny układ")]


def with_links(links: object) -> Document:
    parts = files()
    parts["structure.yaml"]["sections"][0]["links"] = links
    lines = [
        {"style": "Wstęp listy", "text": "{links_intro}", "omit_if_empty": "links_intro"},
        {"style": "Lista", "list": "links"},
    ]
    return document(laid_out(parts, sections={"area": lines}))


def test_links_keep_the_numbers_that_were_adopted() -> None:
    shown = with_links(LINKS)
    assert paragraphs(shown) == [("Wstęp listy", "Działania powiązane z:")]
    entries = [block for block in shown.blocks if isinstance(block, ListItem)]
    assert [(one.number, plain((one.runs,)), one.first, one.tight) for one in entries] == [
        ("1.", "Usługą W-2 i\u00a0K-2", True, False),
        ("2.", "Usługą S-2", False, True),
        ("4.", "Dziedziną „Oświata”", False, False),
    ]
    assert {one.style for one in entries} == {"Lista"}


def test_section_without_links_has_no_list_and_no_intro() -> None:
    assert [type(block) for block in with_links(None).blocks] == [Table]


def test_field_of_a_section_may_be_shown_with_the_year() -> None:
    parts = files()
    parts["structure.yaml"]["sections"][0]["fields"] = {"motto": "Razem w {year} roku"}
    built = laid_out(parts, sections={"area": [{"style": "Motto", "text": "{motto}"}]})
    assert paragraphs(document(built)) == [("Motto", "Razem w\u00a02024 roku")]


@pytest.mark.parametrize(
    "layout",
    [
        {"title": "{budget}"},
        {"before": [{"style": "S", "text": "Budżet: {budget}"}]},
        {"sections": {"area": [{"style": "S", "text": "{budget}"}]}},
        {"actions": {"*": {"lines": [{"style": "S", "text": "{budget}"}]}}},
        {"actions": {"*": {"table": "t", "columns": [{"header": "B", "field": "budget"}]}}},
    ],
    ids=lambda layout: next(iter(layout)),
)
def test_field_that_nothing_has_is_named(layout: dict[str, Any]) -> None:
    with pytest.raises(DefinitionError, match="nie ma pola „budget”"):
        laid_out(files(), **layout)


def test_key_of_a_field_may_hold_digits() -> None:
    parts = files(action(fields={"cel2": "Więcej zajęć"}))
    lines = {"*": {"lines": [{"style": "S", "text": "{cel2}"}]}}
    built = laid_out(parts, sections={}, actions=lines)
    assert paragraphs(document(built)) == [("S", "Więcej zajęć")]


def test_gap_inside_a_sentence_stays_marked() -> None:
    shown = document(by_lines({"style": "S", "text": "Wykonanie: {realised}"}))
    (block,) = shown.blocks
    assert isinstance(block, Paragraph)
    assert any(run.gap for run in block.runs)


def test_sections_follow_in_printed_order_with_their_own_actions() -> None:
    parts = files(action("I.1"), action("I.2"))
    inner = parts["structure.yaml"]["sections"][0]
    parts["actions/II.yaml"] = [parts["actions/I.yaml"].pop()]
    parts["structure.yaml"]["sections"] = [
        {**inner, "sections": [{"number": "a)", "level": "area", "title": "Grupa"}]},
        {"number": "II", "level": "area", "title": "Czas wolny", "actions": "II"},
    ]
    shown = document(build(parts))
    heads = [text for _, text in paragraphs(shown)]
    assert heads == [HEADING, "a) Grupa", "II Czas wolny"]
    names = [
        plain(row[0]) for block in shown.blocks if isinstance(block, Table) for row in block.rows
    ]
    assert names == ["Działanie I.1", "Działanie I.2"]

"""The errata: what was printed, what should have been, and nothing of what is masked now."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from domain.anchors import Anchor
from domain.approval import Approval, FigureChange, figure_changes
from domain.decisions import MASKED_VALUE
from domain.editions import Edition, Reopening
from domain.errata import UNTOLD, Before, build_errata
from domain.findings import Finding
from domain.ledger import FIGURE_COLUMNS
from domain.polish.typography import typeset
from domain.programme import Archive
from domain.view import Document, Paragraph, Table
from domain.wording import Run, plain
from tests.unit import standings
from tests.unit.builders import build, faults, files
from tests.unit.standings import VERSION

EDITION = Edition(2, "a_2.zip", "aa", "Ewa Lis", "2025-05-04", "bb")
REASON = Reopening(2, "Ewa Lis", "pomyłka w tabeli")


def document(**texts: str) -> Document:
    """Return a document with a text at each action ("I_1" stands for I.1)."""
    anchors = {name: Anchor(name.replace("_", "."), "realised") for name in texts}
    rows = tuple((((Run(text),),),) for text in texts.values())
    table = Table("t", ("Wykonanie",), rows, tuple((name,) for name in texts))
    return Document("Tytuł", {}, "Luka", (table,), anchors)


def told(
    before: Mapping[str, str] | None,
    *figures: FigureChange,
    findings: tuple[Finding, ...] = (),
    earlier: tuple[Reopening, ...] = (),
    **texts: str,
) -> list[list[str]]:
    """Return the errata's lines and rows."""
    approval = Approval(VERSION, "Jan Kowalski", "2025-05-20", "MOPS.071.9.2025")
    standing = replace(standings.standing(findings), approval=approval)
    known = Before(EDITION, REASON, before, figures, earlier)
    lines: list[list[str]] = []
    for block in build_errata(standing, document(**texts), known).blocks:
        if isinstance(block, Paragraph):
            lines.append([plain((block.runs,))])
        elif isinstance(block, Table):
            lines += [[plain(cell) for cell in row] for row in block.rows]
    return [[text.replace("\xa0", " ") for text in line] for line in lines]


def test_it_says_what_it_corrects_why_and_who_approved_it() -> None:
    lines = told({}, earlier=(Reopening(1, "Jan Nowak", "zły szablon"),))
    assert lines[0] == ["Errata nr 2"]
    assert ["Dotyczy dokumentu „f_2024.docx” w wersji opublikowanej nr 2 z 4 maja 2025 r."] in lines
    assert ["Powód: pomyłka w tabeli"] in lines
    assert any("Jan Kowalski, 20 maja 2025 r., pismo MOPS.071.9.2025" in one[0] for one in lines)
    assert lines[-1] == ["Errata nr 1, do wersji opublikowanej nr 1. Powód: zły szablon"]


def test_changed_words_are_told_by_place_numbered_from_one() -> None:
    lines = told(
        {"I_1": "12 rodzin", "I_2": "40 rodzin", "_ar_I_3_x": "było"},
        I_1="13 rodzin",
        I_2="40 rodzin",
        I_3="nowe",
    )
    assert [one[0] for one in lines if len(one) == 4] == ["1", "2", "3"]
    assert [one[2:] for one in lines if len(one) == 4] == [
        ["12 rodzin", "13 rodzin"],
        ["(brak)", "nowe"],
        ["było", "(usunięto)"],
    ]
    assert [one[1].partition(",")[0] for one in lines if len(one) == 4] == [
        "działanie I.1",
        "działanie I.3",
        "działanie I.3",
    ]


def test_nothing_changed_is_said() -> None:
    lines = told({"I_1": "12 rodzin"}, I_1="12 rodzin")
    assert ["Treść dokumentu się nie zmieniła."] in lines
    assert ["Żadna wartość się nie zmieniła."] in lines


def test_erased_texts_are_said_to_be() -> None:
    assert any("kopię usunięto" in one[0] for one in told(None, I_1="12 rodzin"))


def test_changed_numbers_are_told_as_people_write_them() -> None:
    lines = told(
        {},
        FigureChange("I.1", "rodziny", "KLUB", "rodzina", "1234567.5", "12"),
        FigureChange("I.1", "", "KLUB", "", "słowa", "inne słowa"),
    )
    (row,) = [one for one in lines if len(one) == 6]
    assert row == ["1", "I.1", row[2], "Kuźnia", "1 234 567,5", "12"]
    assert "rodzin" in row[2]


def test_what_is_masked_now_is_not_told_of_the_earlier_edition_either() -> None:
    masked = standings.finding("KLUB", "I.1", value=MASKED_VALUE, decision="zamaskowano")
    lines = told(
        {"I_1": "2 rodziny", "I_2": "tel. 12 345 67 89"},
        FigureChange("I.1", "rodziny", "KLUB", "rodzina", "2", "3"),
        findings=(masked,),
        I_1="najwyżej 5 rodzin",
        I_2="brak telefonu",
    )
    everything = " ".join(text for line in lines for text in line)
    assert typeset(UNTOLD).replace("\xa0", " ") in everything
    assert "2 rodziny" not in everything
    assert "345 67 89" not in everything
    assert ["Żadna wartość się nie zmieniła."] in lines


def test_figures_that_differ_are_found_by_action_indicator_and_unit() -> None:
    def row(**cells: str) -> tuple[str, ...]:
        return tuple(cells.get(name, "") for name in FIGURE_COLUMNS)

    one = {"action": "I.1", "indicator": "rodziny", "unit": "KLUB", "noun": "rodzina"}
    before = [FIGURE_COLUMNS, row(**one, realised="2"), row(**one | {"unit": "BIB"}, realised="5")]
    after = [FIGURE_COLUMNS, row(**one, realised="3"), row(**one | {"unit": "BIB"}, realised="5")]
    assert list(figure_changes(before, after)) == [
        FigureChange("I.1", "rodziny", "KLUB", "rodzina", "2", "3")
    ]


# ------------------------------------------------------------------ what a definition says of it


def test_a_programme_says_under_what_it_is_filed_and_how_its_files_are_called() -> None:
    parts = files()
    parts["programme.yaml"]["archive"] = {"category": "B25", "symbol": "MOPS.071"}
    parts["programme.yaml"]["files"]["archive"] = "PWR_{year}_archiwum_{number}.zip"
    built = build(parts)
    assert built.archive == Archive("B25", "MOPS.071")
    assert built.numbered(built.files.archive, 3) == "PWR_2024_archiwum_3.zip"
    assert build(files()).archive == Archive()
    assert build(files()).files.archive == "Archiwum_{year}_{number}.zip"


@pytest.mark.parametrize(
    ("block", "told_key"),
    [
        ({"files": {"archive": "archiwum.zip"}}, "files.archive"),
        ({"files": {"archive": "../a_{number}.zip"}}, "files.archive"),
        ({"publication": {"errata": "Errata.docx"}}, "publication.errata"),
        ({"publication": {"errata": "f_{number}.docx", "word": "f_.docx"}}, "publication"),
        ({"archive": {"kategoria": "B25"}}, "archive.kategoria"),
    ],
)
def test_names_without_a_number_and_unknown_keys_are_faults(
    block: dict[str, Any], told_key: str
) -> None:
    parts = files()
    for key, value in block.items():
        parts["programme.yaml"][key] = parts["programme.yaml"].get(key, {}) | value
    assert [fault.key for fault in faults(parts)] == [told_key]

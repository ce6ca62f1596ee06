"""The review copy: a comment for each finding at its cell, changes marked, what was left listed."""

import io

import docx
import pytest
from lxml import etree

from flows.yearly import Outcome
from tasks.adapters.rooms import Rooms
from tests.edges.office import W, parts, xml
from tests.flow.rounds import PWR, copied_root, run_round, table, type_into, workbook
from tests.flow.tables import Row, fill_in, left, proposed

DOCUMENT, COMMENTS = "word/document.xml", "word/comments.xml"


def review(outcome: Outcome) -> bytes:
    return outcome.annex.with_name("Zalacznik_nr_3_PWR_2024_z_uwagami.docx").read_bytes()


def words(element: etree._Element, *tags: str) -> str:
    wanted = [f"{W}{tag}" for tag in tags or ("t",)]
    return "".join(one.text or "" for one in element.iter(*wanted)).replace("\u00a0", " ")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Rooms, Outcome]:
    rooms = copied_root(tmp_path_factory.mktemp("review"))
    return rooms, run_round(rooms, *PWR)


@pytest.fixture(scope="module")
def second(first: tuple[Rooms, Outcome]) -> Outcome:
    """The round once more, with a value resubmitted and every mistake left with a reason."""
    rooms, outcome = first
    target = rooms.drop_folder(*PWR) / "Tabela_uwag_2024.xlsx"

    def answer(row: Row) -> dict[str, str] | None:
        return left("tak podano") if row["Uwaga"] == "do poprawy" else None

    fill_in(proposed(outcome), target, "Uwagi", answer)
    cells = {("I.1.2/rodziny", "Wykonanie w 2024 roku"): 720}
    type_into(workbook(rooms, "MOPS-OBA"), cells)
    return run_round(rooms, *PWR)


def test_each_finding_is_a_comment_at_its_cell(first: tuple[Rooms, Outcome]) -> None:
    _, outcome = first
    found = table(outcome.annex.parent / "findings.csv")
    comments = {one.get(f"{W}id"): words(one) for one in xml(review(outcome), COMMENTS) if one.tag}
    assert len(comments) == len(found)
    body = xml(review(outcome), DOCUMENT)
    at = {reference.get(f"{W}id"): reference for reference in body.iter(f"{W}commentReference")}
    assert at.keys() == comments.keys()
    for finding in found:
        ((number, text),) = [
            (number, text) for number, text in comments.items() if finding["id"] in text
        ]
        # Of a definition the part is told in words.
        cell = finding["cell"] if finding["unit"] else ""
        for told in (cell, finding["file"], finding["rule"]):
            assert told in text
        if not finding["action"]:
            continue
        (row,) = at[number].xpath("ancestor::w:tr", namespaces={"w": W[1:-1]})
        expected = next(
            one["text"]
            for one in table(outcome.annex.parent / "figures.csv")
            if one["action"] == finding["action"] and not one["indicator"]
        )
        assert " ".join(expected.split()) in " ".join(words(row).split())


def test_nothing_is_marked_as_changed_the_first_time(first: tuple[Rooms, Outcome]) -> None:
    _, outcome = first
    body = xml(review(outcome), DOCUMENT)
    assert not list(body.iter(f"{W}ins", f"{W}del"))
    assert "PROJEKT Z UWAGAMI" in parts(review(outcome))["word/header1.xml"].decode()
    assert "Żadnej uwagi nie pozostawiono" in words(body)


def test_what_changed_is_marked_and_what_was_left_is_listed(second: Outcome) -> None:
    body = xml(review(second), DOCUMENT)
    assert [words(one) for one in body.iter(f"{W}ins")] == ["720"]
    assert [words(one, "delText") for one in body.iter(f"{W}del")] == ["716"]
    word = docx.Document(io.BytesIO(review(second)))
    told = [[cell.text for cell in row.cells] for row in word.tables[-1].rows]
    rows = [[text.replace("\u00a0", " ") for text in row] for row in told]
    assert rows[0] == ["Działanie", "Uwaga", "Stanowisko", "Skąd"]
    decided = [one for one in table(second.annex.parent / "findings.csv") if one["decision"]]
    assert len(rows) == len(decided) + 1
    assert all(
        "pozostawiono – uzasadnienie (tak podano) – Anna Nowak" in row[2].replace("\u00a0", " ")
        for row in rows[1:]
    )


@pytest.mark.slow
def test_the_same_version_again_has_the_same_marks(
    first: tuple[Rooms, Outcome], second: Outcome
) -> None:
    before = review(second)
    assert review(run_round(first[0], *PWR)) == before


def test_the_annex_bears_neither_comments_nor_marks(second: Outcome) -> None:
    made = parts(second.annex.read_bytes())
    assert COMMENTS not in made
    assert not list(xml(second.annex.read_bytes(), DOCUMENT).iter(f"{W}ins", f"{W}del"))


def test_texts_of_versions_are_kept_once(first: tuple[Rooms, Outcome], second: Outcome) -> None:
    assert second.annex.is_file()
    kept = list((first[0].memory(*PWR) / "printed").iterdir())
    assert len(kept) == 2
    assert all(path.stat().st_size for path in kept)

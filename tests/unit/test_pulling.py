"""What was changed in an edited document: placed, told apart, proposed."""

from dataclasses import replace

import pytest

from domain.decisions import MASKED_VALUE, Stance
from domain.edited_document import ReadAside, ReadCell, ReadDocument, ReadParagraph, ReadRow
from domain.pulling import Pulled, pull
from domain.rounds import Standing
from domain.view import Document, ListItem, Paragraph, Table, build_document
from domain.wording import plain
from tests.unit.builders import report, submission
from tests.unit.standings import finding
from tests.unit.standings import standing as small_round


def laid_out(standing: Standing) -> Document:
    return build_document(standing.programme, standing.merged.actions, {})


def as_read(document: Document) -> ReadDocument:
    """Read a document back as it is."""
    blocks: list[ReadParagraph | ReadRow] = []
    for block in document.blocks:
        if isinstance(block, Paragraph | ListItem):
            blocks.append(ReadParagraph(frozenset({block.anchor}), plain((block.runs,))))
        elif isinstance(block, Table):
            blocks.append(ReadRow(tuple(ReadCell(frozenset(), one) for one in block.headers), True))
            for cells, names in zip(block.rows, block.anchors, strict=True):
                read = (
                    ReadCell(frozenset({name}), plain(lines))
                    for lines, name in zip(cells, names, strict=True)
                )
                blocks.append(ReadRow(tuple(read)))
    return ReadDocument(tuple(blocks))


def pulled(standing: Standing, read: ReadDocument) -> Pulled:
    document = laid_out(standing)
    texts = document.texts()
    return pull(read, document, texts, [("", texts)], standing)


def with_cell(read: ReadDocument, row: int, column: int, cell: ReadCell) -> ReadDocument:
    """Return a document with another cell in a row (0 is the first row below the header)."""
    rows = [place for place, block in enumerate(read.blocks) if isinstance(block, ReadRow)]
    blocks = list(read.blocks)
    chosen = blocks[rows[row + 1]]
    assert isinstance(chosen, ReadRow)
    cells = (*chosen.cells[:column], cell, *chosen.cells[column + 1 :])
    blocks[rows[row + 1]] = replace(chosen, cells=cells)
    return replace(read, blocks=tuple(blocks))


NAME, PLANNED, REALISED = 0, 1, 2


def edited(standing: Standing, column: int, text: str, *, ids: bool = True) -> Pulled:
    document = laid_out(standing)
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    name = frozenset({table.anchors[0][column]}) if ids else frozenset[str]()
    return pulled(standing, with_cell(as_read(document), 0, column, ReadCell(name, text)))


def test_a_document_as_it_was_made_has_no_edits() -> None:
    standing = small_round()
    found = pulled(standing, as_read(laid_out(standing)))
    assert not (found.editorial or found.numbers or found.unclear)
    assert found.known == len(laid_out(standing).texts())


@pytest.mark.parametrize("ids", [True, False])
def test_words_are_one_batch(ids: bool) -> None:
    found = edited(small_round(), NAME, "Działanie pierwsze I.1", ids=ids)
    ((_, decision),) = found.editorial
    assert (decision.stance, decision.action, decision.field) == (Stance.EDITED, "I.1", "name")
    assert (decision.seen, decision.new) == ("Działanie I.1", "Działanie pierwsze I.1")
    assert not (found.numbers or found.unclear)


def test_a_number_corrects_the_value_that_was_sent() -> None:
    found = edited(small_round(), REALISED, "7 rodzin")
    ((_, decision),) = found.numbers
    about = (decision.stance, decision.unit, decision.indicator, decision.field)
    assert about == (Stance.CORRECTED, "KLUB", "rodziny", "value")
    assert (decision.seen, decision.new) == ("12", "7")
    assert not (found.editorial or found.unclear)


@pytest.mark.parametrize(
    "text", ["7 rodzin z dziećmi", "7 tys. rodzin", "ok. 7 rodzin", "-7 rodzin", "7.500 rodzin"]
)
def test_a_number_that_was_changed_with_its_words_is_not_guessed(text: str) -> None:
    found = edited(small_round(), REALISED, text)
    assert not (found.editorial or found.numbers)
    (unclear,) = found.unclear
    assert unclear.now == text


def test_a_number_may_be_inflected_by_who_changed_it() -> None:
    found = edited(small_round(), REALISED, "2 rodziny")
    assert [decision.new for _, decision in found.numbers] == ["2"]
    assert not found.unclear


def worded(text: str) -> Standing:
    said = submission(report("KLUB", {"rodziny": 12}, wording=text), date="2025-02-05")
    return small_round(submissions=[said])


def test_in_own_words_the_text_and_the_value_are_put_right() -> None:
    found = edited(worded("Wsparto 12 rodzin i 3 szkoły"), REALISED, "Wsparto 2 rodziny i 3 szkoły")
    assert {(one.field, one.seen, one.new) for _, one in found.numbers} == {
        ("wording", "Wsparto 12 rodzin i 3 szkoły", "Wsparto 2 rodziny i 3 szkoły"),
        ("value", "12", "2"),
    }


def test_numbers_that_changed_places_are_no_editorial_matter() -> None:
    found = edited(worded("Wsparto 12 rodzin i 3 szkoły"), REALISED, "Wsparto 3 rodzin i 12 szkoły")
    assert not found.editorial
    assert ("value", "12", "3") in {(one.field, one.seen, one.new) for _, one in found.numbers}


def test_a_number_of_the_plan_is_not_ours_to_change() -> None:
    found = edited(small_round(), PLANNED, "6 rodzin")
    (unclear,) = found.unclear
    assert "w definicji" in unclear.why
    assert not (found.editorial or found.numbers)


def test_what_was_masked_is_not_proposed() -> None:
    standing = replace(small_round(), findings=(finding(value=MASKED_VALUE),))
    found = edited(standing, REALISED, "7 rodzin")
    assert not found.numbers
    # Neither what was printed nor what somebody typed over it is told.
    assert [(one.was, one.now) for one in found.unclear] == [(MASKED_VALUE, MASKED_VALUE)]


def test_a_row_that_was_copied_or_joined_is_told() -> None:
    standing = small_round()
    read = as_read(laid_out(standing))
    row = next(one for one in read.blocks if isinstance(one, ReadRow) and not one.header)
    twice = replace(read, blocks=(*read.blocks, row))
    assert [one.what for one in pulled(standing, twice).unclear] == ["zmieniono wiersz"]


def test_what_changed_in_the_data_since_is_no_edit() -> None:
    standing = small_round()
    document = laid_out(standing)
    all_old = {name: f"{text} dawniej" for name, text in document.texts().items()}
    old_document = ReadDocument(
        tuple(
            replace(block, text=f"{block.text} dawniej")
            if isinstance(block, ReadParagraph)
            else replace(
                block,
                cells=tuple(replace(cell, text=f"{cell.text} dawniej") for cell in block.cells),
            )
            for block in as_read(document).blocks
        )
    )
    found = pull(old_document, document, document.texts(), [("dawna", all_old)], standing)
    assert not (found.editorial or found.numbers)


def test_remarks_of_people_are_listed_and_our_own_are_not() -> None:
    standing = small_round()
    read = as_read(laid_out(standing))
    asides = (
        ReadAside(frozenset(), "komentarz", "nasza", "Sprawdzenie"),
        ReadAside(frozenset(), "komentarz", "Czy na pewno?", "Jan Kowalski"),
        ReadAside(frozenset(), "przypis dolny", "Według stanu na 31 grudnia"),
    )
    found = pulled(standing, replace(read, asides=asides))
    assert [(one.what, one.now) for one in found.unclear] == [
        ("komentarz (Jan Kowalski)", "Czy na pewno?"),
        ("przypis dolny", "Według stanu na 31 grudnia"),
    ]

"""No number is used that a person who opens the sheet in Excel would not see there."""

import pytest
from openpyxl.cell.cell import Cell

from domain.findings import Finding
from domain.rules import Severity
from tasks.adapters.definitions import load_definition
from tasks.adapters.rooms import Rooms
from tests.flow.form_faults import FAMILIES, VALUE
from tests.flow.injected import SLUG, YEAR, Form, Spoil, code_of, spoilt, write_definition
from tests.flow.rounds import annex_texts, run_round

Seen = dict[str, tuple[list[Finding], str]]


def cell_of(form: Form) -> Cell:
    """Return the cell with the number of families; 716 of them."""
    cell = form.sheet[form.at(FAMILIES, VALUE)]
    assert isinstance(cell, Cell)
    cell.value = 716
    return cell


def as_format(number: float, number_format: str) -> Spoil:
    def edit(form: Form) -> None:
        cell = cell_of(form)
        cell.value = number
        cell.number_format = number_format

    return edit


def hide_row(form: Form) -> None:
    form.sheet.row_dimensions[cell_of(form).row].hidden = True


def hide_column(form: Form) -> None:
    form.sheet.column_dimensions[cell_of(form).column_letter].hidden = True


def merge(form: Form) -> None:
    cell = cell_of(form)
    form.sheet.merge_cells(f"{cell.coordinate}:{cell.column_letter}{cell.row + 1}")


def as_issued(form: Form) -> None:
    cell_of(form).value = 15.48


UNSEEN: tuple[tuple[Spoil, str], ...] = (
    (as_format(716.4, "0"), "value-masked"),
    (as_format(716.456, "0.00"), "value-masked"),
    (as_format(0.716, "0%"), "value-masked"),
    (as_format(716000, '#,##0," tys."'), "value-masked"),
    (as_format(716, ";;;"), "value-masked"),
    (as_format(716.5, "# ?/?"), "value-masked"),
    (as_format(716, '"999"'), "value-masked"),
    (as_format(12345678901234567890, "General"), "value-masked"),
    (hide_row, "value-hidden"),
    (hide_column, "value-hidden"),
    (merge, "value-merged"),
)
SEEN: tuple[tuple[Spoil, str], ...] = (
    (as_format(716, "#,##0"), "716 rodzin"),
    (as_format(716, '#,##0 "rodzin"'), "716 rodzin"),
    (as_format(716.5, "0.0"), "716,5 rodziny"),
    (as_format(716.5, "General"), "716,5 rodziny"),
    (as_format(716, "@"), "716 rodzin"),
    (as_format(0.1 + 0.2, "General"), "0,3 rodziny"),
    (as_issued, "15,48 rodziny"),
)
EDITS = tuple(edit for edit, _ in (*UNSEEN, *SEEN))


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """One round of a unit for each edit: by unit what is found, and what the annex prints."""
    root = tmp_path_factory.mktemp("seen")
    write_definition(root, len(EDITS))
    rooms = Rooms.under(root)
    programme = load_definition(rooms, SLUG, YEAR).programme
    folder = rooms.drop_folder(SLUG, YEAR)
    folder.mkdir(parents=True)
    for place, edit in enumerate(EDITS):
        spoilt(programme, place, edit, folder)
    outcome = run_round(rooms, SLUG, YEAR)
    texts = annex_texts(outcome)
    told: Seen = {}
    for place in range(len(EDITS)):
        unit = code_of(place)
        printed = texts[texts.index(f"Wsparcie w dzielnicy {unit}") + 1]
        told[unit] = ([one for one in outcome.findings if one.place.unit == unit], printed)
    return told


@pytest.mark.parametrize("place", range(len(UNSEEN)), ids=lambda at: f"{at:02} {UNSEEN[at][1]}")
def test_a_number_that_is_not_seen_is_not_used(place: int, seen: Seen) -> None:
    found, printed = seen[code_of(place)]
    rule = UNSEEN[place][1]
    assert {(one.place.action, one.severity) for one in found if one.rule.code == rule} == {
        (f"I.{place}", Severity.ERROR)
    }
    assert "716 rodzin" not in printed
    assert printed.startswith("[do wyjaśnienia: ")


@pytest.mark.parametrize("place", range(len(SEEN)), ids=lambda at: f"{at:02} {SEEN[at][1]}")
def test_a_number_that_is_seen_is_used(place: int, seen: Seen) -> None:
    found, printed = seen[code_of(len(UNSEEN) + place)]
    assert printed.startswith(f"{SEEN[place][1]}, ")
    assert not {one.rule.code for one in found} & {rule for _, rule in UNSEEN}

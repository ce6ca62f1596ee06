"""Answers that are not the form: a round in which units send tables in Word and Excel."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.free_form import KINDS, measured, read
from benchmarks.spoilt_tables import WAYS
from benchmarks.unit_tables import (
    Row,
    Spoil,
    UnitTable,
    as_document,
    as_workbook,
    programme,
    published,
    score,
    spoilt,
)
from domain.free_form.columns import NAME, REALISED
from domain.free_form.counting import Counting
from domain.submissions import Verdict
from tasks.adapters.likeness import likeness
from tests.flow.rounds import CHECKOUT, PWR, copied_root, only, run_round, table, workbook

# Of what was published: every figure that is not recovered is asked about.
RECOVERED = 0.84
PAGE = CHECKOUT / "docs" / "free-form.md"
# The others in the longer tier; what all of them do at once is among these.
EACH_TIME = ("typing slips", "all together")
EVERY_WAY = tuple(dict.fromkeys(way for ways in WAYS.values() for way in ways))


def of(unit: str) -> UnitTable:
    return next(one for one in published() if one.unit == unit)


@pytest.mark.parametrize(("kind", "write"), KINDS)
def test_the_published_round_is_read_from_tables(kind: str, write: object) -> None:
    assert callable(write)
    found = measured(WAYS["as published"], kind, write, 0)
    assert found.wrong == ()
    assert found.right / found.held >= RECOVERED


@pytest.mark.parametrize(
    "name",
    [name if name in EACH_TIME else pytest.param(name, marks=pytest.mark.slow) for name in WAYS],
)
def test_nothing_is_read_wrong_whatever_people_do_to_their_tables(name: str) -> None:
    found = measured(WAYS[name], "xlsx", as_workbook, 0)
    assert found.wrong == ()
    share = f"{100 * found.right / found.held:.1f} %"
    assert f"| {name} | {found.held} | {share} | 0 |" in PAGE.read_text(encoding="utf-8")


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
@given(
    unit=st.integers(0, 27),
    ways=st.lists(st.sampled_from(EVERY_WAY), min_size=1, max_size=6),
    seed=st.integers(0, 2**32),
)
def test_nothing_is_read_wrong_in_any_mixture(unit: int, ways: Sequence[Spoil], seed: int) -> None:
    one = spoilt(published()[unit], ways, Random(seed))
    assert score(one, read(one, "xlsx", as_workbook)).wrong == ()


def test_what_is_not_read_is_asked() -> None:
    """Each row with a result is taken, or is a question; none is passed over in silence."""
    for one in published():
        found = read(one, "docx", as_document)
        assert found is not None
        rows = [row for row in one.rows if row.action]
        assert [row.action for row in found.table_rows] == [row.action for row in rows]
        answered = {report.action for report in found.actions if report.answered}
        asked = {cell.action for cell in found.unread}
        assert {row.action for row in rows if row.texts[REALISED]} <= answered | asked


def test_a_table_in_word_goes_through_the_front_door(tmp_path: Path) -> None:
    rooms = only(copied_root(tmp_path), "BK")
    workbook(rooms, "BK").unlink()
    sent = of("BK")
    rows = [row for row in sent.rows if row.action]
    first, second = rows[0], rows[1]
    slip = first.saying(NAME, first.texts[NAME].replace("a", "aa", 1))
    unclear = second.saying(REALISED, f"{second.texts[REALISED]}, w tym 7")
    more = Row({NAME: "Wieczory planszówek dla seniorów", REALISED: "24 spotkania"})
    mixed = UnitTable(sent.unit, sent.fields, sent.header, (slip, unclear, *rows[2:], more))
    (rooms.drop_folder(*PWR) / "zestawienie BK.docx").write_bytes(as_document(mixed))

    outcome = run_round(rooms, *PWR)

    results = outcome.annex.parent
    (file,) = outcome.files
    assert (file.verdict, file.unit) == (Verdict.ACCEPTED, "BK")
    assert f"{len(rows)} z {len(rows) + 1}" in file.reason
    figures = [row for row in table(results / "figures.csv") if row["realised"] and row["file"]]
    assert figures
    assert {row["file"] for row in figures} == {"zestawienie BK.docx"}
    assert {row["sheet"] for row in figures} == {"Tabela 1"}
    assert {row["sha256"] for row in figures} == {file.sha256}
    assert all(row["cell"].startswith("D") for row in figures)
    assert second.action not in {row["action"] for row in figures}
    told = {
        row["rule"]: row
        for row in table(results / "findings.csv")
        if row["rule"].startswith("table-") and row["action"] in (first.action, second.action, "")
    }
    assert told["table-row-matched"]["action"] == first.action
    assert "%" in told["table-row-matched"]["message"]
    assert told["table-row-unmatched"]["value"] == "Wieczory planszówek dla seniorów"
    assert told["table-row-unmatched"]["cell"] == f"A{len(rows) + 2}"
    assert told["table-value-unread"]["action"] == second.action
    assert told["table-value-unread"]["cell"] == "D3"
    # A Word table cannot be marked: the remarks go back in words.
    answers = results / programme().files.units / "BK"
    assert [path.suffix for path in sorted(answers.iterdir())] == [".docx", ".eml"]


def test_a_table_of_nobody_is_refused_with_what_to_do(tmp_path: Path) -> None:
    rooms = only(copied_root(tmp_path), "BK")
    rows = (*of("BK").rows, *of("NCK").rows)
    both = UnitTable("", of("BK").fields, of("BK").header, rows)
    (rooms.drop_folder(*PWR) / "zestawienie.docx").write_bytes(as_document(both))
    files = {file.file: file for file in run_round(rooms, *PWR).files}
    refused = files["zestawienie.docx"]
    assert refused.verdict is Verdict.REFUSED
    assert "Proszę dopisać kod jednostki" in refused.reason


def test_a_table_beside_a_form_is_joined_with_it(tmp_path: Path) -> None:
    rooms = only(copied_root(tmp_path), "BK")
    (rooms.drop_folder(*PWR) / "BK tabela.xlsx").write_bytes(as_workbook(of("BK")))
    outcome = run_round(rooms, *PWR)
    assert {file.verdict for file in outcome.files} == {Verdict.ACCEPTED}
    told = table(outcome.annex.parent / "findings.csv")
    assert not [row for row in told if row["rule"] == "files-conflict"]


# Each makes something else of a result that would have been read.
NOT_SO = (
    "planowano {}",
    "{} – planowane",
    "odwołano {}",
    "{} nie odbyło się",
    "nie zrealizowano: {}",
    "w 2023 roku {}",
    "{} (w tym 2023 r.)",
    "ponad {}",
    "do {}",
    "średnio {}",
    "{} tygodniowo",
    "{} w każdym miesiącu",
    "{}, kilka innych",
    "{} i 7",
    "7–{}",
    "{} za I półrocze",
    "zamiast {}",
    "brak danych; w roku poprzednim {}",
    "{} (plan)",
    "{} – plan",
    "{} (na spotkanie)",
    "{}?",
    "≈ {}",
    "~{}",
    "{} (niezrealizowane)",
    "(niezrealizowane) {}",
    "{}*",
    "{} (I semestr)",
    "({})",
    "cel: {}",
    "łącznie z filiami {}",
    "{} narastająco",
)


def test_a_result_of_which_more_is_said_is_no_result() -> None:
    """Every published result is put into words that change what its numbers are."""
    reader = Counting(programme(), likeness)
    actions = programme().action_by_id()
    rows = [row for one in published() for row in one.rows if row.action]
    read_as_it_is = [
        row for row in rows if reader.read(actions[row.action], row.texts[REALISED]).counted
    ]
    assert len(read_as_it_is) > len(rows) / 2
    taken = [
        said
        for row in read_as_it_is
        for way in NOT_SO
        if reader.read(actions[row.action], said := way.format(row.texts[REALISED])).counted
    ]
    assert taken == []


# Each makes something else of a column that would have been read as the result.
NO_RESULT = (
    "{} – 2023",
    "{} 2023/2024",
    "{} (roku szkolnym 2022/2023)",
    "{} za lata 2022-2024",
    "{} w roku ubiegłym",
    "{} w I półroczu",
    "{} narastająco",
    "{} – cel",
    "przewidywane: {}",
    "{} [EUR]",
    "{} (tys.)",
    "{} – limit",
    "{}*",
)


@pytest.mark.parametrize("way", NO_RESULT)
def test_a_column_of_which_more_is_said_is_no_result(way: str) -> None:
    for unit in ("BK", "MHK", "MOPS-PRZ-07"):
        one = of(unit)
        header = {**one.header[0], REALISED: way.format(one.header[0][REALISED])}
        assert read(replace(one, header=(header,)), "xlsx", as_workbook) is None

"""The sheet says what the pipeline will say: the same verdict of each rule, row by row.

Workbooks are filled in at random, LibreOffice works their formulas out, the pipeline reads them.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from domain.expressions import columns_of, held_in
from domain.form import CONTROL_SHEET, PREVIEW_SHEET, REPORT_SHEET, form_columns
from domain.form_control import FIRST
from domain.form_rules import ROW_OF, carried
from domain.form_verdicts import EXPLAINED
from domain.merging import MergedAction, merge
from domain.programme import Programme
from domain.relations import with_relations
from domain.rules import Rule
from domain.submissions import CellState
from domain.table import TableRow, build_table
from domain.wording import plain, realised_lines
from tasks.adapters.definitions import load_definition
from tasks.adapters.file_reading import read_submission
from tasks.adapters.rooms import Rooms
from tasks.adapters.workbook_writing import write_form
from tests.flow.fillings import fill
from tests.flow.rounds import PWR, copied_root
from tests.libreoffice import NEEDED, recalculated

# With basic tasks and without, with clubs, with many rows and few.
UNITS = ("MOPS-PRZ-08", "MOPS", "KFK", "WPS")
SEEDS = 12
LEAST = 20
Verdicts = dict[tuple[str, str, str], bool]


@pytest.fixture(scope="module")
def programme(tmp_path_factory: pytest.TempPathFactory) -> Programme:
    rooms = copied_root(tmp_path_factory.mktemp("parity"))
    _remember_the_year_before(rooms)
    programme = load_definition(rooms, *PWR).programme
    # Every fifth action has no plan in numbers: what is counted of it was not foreseen.
    plan = {
        action: replace(planned, values={}) if place % 5 == 0 else planned
        for place, (action, planned) in enumerate(sorted(programme.plan.items()))
    }
    return replace(programme, plan=plan)


@pytest.fixture(scope="module")
def filled(programme: Programme, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("filled")
    paths = []
    for code in UNITS:
        unit = programme.units[code]
        form = write_form(programme, unit)
        for seed in range(SEEDS):
            path = folder / f"{code}_{seed}.xlsx"
            fill(programme, unit, form_columns(programme, unit), form, path, seed)
            paths.append(path)
    return paths


@pytest.fixture(scope="module")
def saved(filled: list[Path], tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The same workbooks as LibreOffice in Polish saved them."""
    return recalculated(filled, tmp_path_factory.mktemp("saved"))


@pytest.mark.slow
@pytest.mark.libreoffice
@NEEDED
def test_sheet_and_pipeline_agree_on_every_rule(
    programme: Programme, filled: list[Path], saved: list[Path]
) -> None:
    _agree(programme, filled, saved)


@pytest.mark.libreoffice
@pytest.mark.slow
@NEEDED
def test_they_agree_where_numbers_are_written_with_a_dot(
    programme: Programme, filled: list[Path], tmp_path: Path
) -> None:
    _agree(programme, filled, recalculated(filled, tmp_path, "en-US"))


def _agree(programme: Programme, filled: list[Path], recalculated_: list[Path]) -> None:
    rules = carried(programme.rules)
    times: Counter[str] = Counter()
    broken: Counter[str] = Counter()
    differ: list[tuple[str, str, str, str, bool | None]] = []
    for path, made in zip(filled, recalculated_, strict=True):
        in_sheet = _sheet_verdicts(made, rules)
        in_pipeline = _pipeline_verdicts(programme, made, rules)
        for place, verdict in in_sheet.items():
            times[place[0]] += 1
            broken[place[0]] += verdict
            if verdict != in_pipeline.get(place, False):
                differ.append((path.name, *place, verdict))
        missed = {place for place, verdict in in_pipeline.items() if verdict} - in_sheet.keys()
        differ += [(path.name, *place, None) for place in missed]
    assert differ == []
    for rule in rules:
        assert times[rule.code] >= LEAST, f"{rule.code}: only {times[rule.code]} fillings"
        assert 0 < broken[rule.code] < times[rule.code], f"{rule.code}: always the same"


def _remember_the_year_before(rooms: Rooms) -> None:
    """Write figures of 2023 for each planned value: half, the same, twice and more, in turn."""
    definition = load_definition(rooms, *PWR).programme
    lines = ["action,indicator,realised,unit,year"]
    factors = (0.5, 1, 2.5, 1)
    place = 0
    for action in definition.actions():
        for key, value in definition.planned(action).values.items():
            past = int(value.number * int(factors[place % 4] * 2) / 2)
            unit = definition.reporting_unit(action.leads[0])
            lines.append(f"{action.id},{key},{past},{unit.code if unit else ''},2023")
            place += 1
    folder = rooms.programmes / PWR[0] / "past"
    folder.mkdir()
    (folder / "2023.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _sheet_verdicts(path: Path, rules: tuple[Rule, ...]) -> Verdicts:
    """Return what the hidden sheet says: (rule, kind of row, key) → broken."""
    sheet = openpyxl.load_workbook(path, data_only=True)[CONTROL_SHEET]
    headers = {str(cell.value): place for place, cell in enumerate(sheet[1], start=1)}
    found: Verdicts = {}
    for row in range(FIRST, sheet.max_row + 1):
        kind, key = sheet.cell(row, headers["kind"]).value, sheet.cell(row, headers["key"]).value
        for rule in rules:
            value = sheet.cell(row, headers[rule.code]).value if rule.code in headers else None
            if value not in (None, ""):
                assert value in (True, False, EXPLAINED), (path.name, row, rule.code, value)
                row_kind = ROW_OF.get(str(kind), str(kind))
                place = rule.code, row_kind, "" if row_kind == "unit" else str(key)
                found[place] = bool(value)
    return found


def _pipeline_verdicts(programme: Programme, path: Path, rules: tuple[Rule, ...]) -> Verdicts:
    submission = read_submission(programme, path.name, path.read_bytes())
    rows = with_relations(programme, build_table(programme, [submission]))
    keys = _keys_by_cell(path)
    found: Verdicts = {}
    for row in rows:
        if row.unit != submission.unit or row.row not in _KINDS:
            continue
        key = _key(row, keys)
        values = row.values()
        for rule, standing in _standing_for(programme, rules):
            verdict = _broken(standing, values)
            place = (rule.code, row.row, key)
            found[place] = found.get(place, False) or verdict
    return found


_KINDS = ("unit", "action", "indicator", "extra", "spending")


def _standing_for(programme: Programme, rules: tuple[Rule, ...]) -> Iterator[tuple[Rule, Rule]]:
    """Yield each rule of the sheet with those that it stands for: itself, or all on texts."""
    texts = [one for one in programme.rules if one.holds and "typed_as" in columns_of(one.holds)]
    for rule in rules:
        if rule in texts:
            yield from ((rule, text) for text in texts)
        else:
            yield rule, rule


def _broken(rule: Rule, values: Mapping[str, object]) -> bool:
    assert rule.holds is not None
    return next(held_in(rule.when, rule.holds, [values])) is False  # type: ignore[list-item]


def _key(row: TableRow, keys: Mapping[str, str]) -> str:
    if row.row == "unit":
        return ""
    if row.row == "spending":
        return keys[row.origin.cell]
    return f"{row.action}/{row.indicator}" if row.indicator else row.action


def _keys_by_cell(path: Path) -> dict[str, str]:
    sheet = openpyxl.load_workbook(path)[REPORT_SHEET]
    return {
        cell.coordinate: str(row[0].value)
        for row in sheet.iter_rows()
        for cell in row
        if row[0].value
    }


@pytest.mark.slow
@pytest.mark.libreoffice
@NEEDED
def test_the_preview_of_what_was_filled_in_reads_as_the_pipeline_prints_it(
    programme: Programme, saved: list[Path]
) -> None:
    times = 0
    for made in saved:
        submission = read_submission(programme, made.name, made.read_bytes())
        merged = {one.action.id: one for one in merge(programme, [submission]).actions}
        sheet = openpyxl.load_workbook(made, data_only=True)[PREVIEW_SHEET]
        for row in sheet.iter_rows(min_row=5, values_only=True):
            if row[0] and not _odd(merged[str(row[0])]):
                printed = plain(realised_lines(programme, merged[str(row[0])]))
                assert " ".join(str(row[3] or "").split()) == " ".join(printed.split()), row[0]
                times += " (w tym " in printed
    assert times >= LEAST


def _odd(account: MergedAction) -> bool:
    """Whether something stands in it that a preview tells otherwise: an error, a row moved."""
    cells = [
        cell for report in account.reports for row in report.rows for cell in row.cells.values()
    ]
    odd = {CellState.ERROR, CellState.MISLABELLED, CellState.STALE, CellState.FORMULA}
    twice = any(
        len({row.key for row in report.rows}) < len(report.rows) for report in account.reports
    )
    return twice or any(cell.state in odd or isinstance(cell.raw, bool) for cell in cells)

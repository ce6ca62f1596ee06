"""A copy is marked or it is not; what a file holds never ends a run."""

import hashlib
from pathlib import Path

import pytest

from domain.form import REPORT_SHEET
from domain.limits import Limits
from domain.marking import CellNote, TodoLine
from domain.reply import SentFile
from domain.rules import Severity
from domain.submissions import Refused, Verdict
from tasks.adapters import workbook_marking
from tasks.adapters.reading_pool import mark_all
from tasks.adapters.workbook_marking import ToMark, marked_copy
from tasks.answer import own_names
from tests.edges.office import parts
from tests.edges.test_workbook import filled

NOTE = CellNote(REPORT_SHEET, "E9", Severity.ERROR, "Wpisano „ok. 12”.")
TODO = TodoLine(Severity.ERROR, "Wpisano „ok. 12”.", "Proszę poprawić.", REPORT_SHEET, "E9")


def order(folder: Path, data: bytes, name: str = "a.xlsx") -> ToMark:
    path = folder / name
    path.write_bytes(data)
    sha256 = hashlib.sha256(data).hexdigest()
    return ToMark(name, sha256, path, (NOTE,), (TODO,), "Uwagi", "Proszę poprawić.")


def test_a_copy_is_marked_and_the_original_stays(tmp_path: Path) -> None:
    source = order(tmp_path, filled())
    copy = marked_copy(source, Limits())
    assert source.path.read_bytes() == filled()
    assert any(
        "Wpisano „ok. 12”." in part.decode("utf-8", "replace") for part in parts(copy).values()
    )
    assert marked_copy(source, Limits()) == copy


def test_a_copy_that_was_changed_is_not_marked(tmp_path: Path) -> None:
    source = order(tmp_path, filled())
    source.path.write_bytes(filled() + b" ")
    with pytest.raises(Refused):
        marked_copy(source, Limits())


def test_whatever_marking_trips_over_is_only_not_marked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def trips(*_: object) -> bytes:
        raise RecursionError

    source = order(tmp_path, filled())
    monkeypatch.setattr(workbook_marking, "annotated", trips)
    with pytest.raises(Refused):
        marked_copy(source, Limits())


def test_one_that_cannot_be_marked_stops_no_other(tmp_path: Path) -> None:
    orders = [order(tmp_path, b"no workbook", "b.xls"), order(tmp_path, filled())]
    done = {one.name: type(copy) for one, copy in mark_all(orders, Limits())}
    assert done == {"b.xls": Refused, "a.xlsx": bytes}


def test_a_copy_goes_back_under_the_files_own_name() -> None:
    paths = [
        "PWR_2024_BK.xlsx",
        "poczta.eml → katalog/pwr_2024_bk.XLSX",
        "a.zip → Klub: „Olsza”?.xlsx",
        "bez końcówki",
    ]
    files = [SentFile(path, "", 1, Verdict.ACCEPTED) for path in paths]
    assert own_names(files) == [
        "PWR_2024_BK.xlsx",
        "pwr_2024_bk (2).xlsx",
        "Klub_ „Olsza”_.xlsx",
        "bez końcówki.xlsx",
    ]

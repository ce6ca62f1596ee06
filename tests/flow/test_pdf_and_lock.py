"""The annex as PDF where LibreOffice is installed; one run of a round at a time."""

import re
import shutil
from pathlib import Path

import pytest

from domain.errors import BusyError
from flows.standing import Request
from flows.yearly import tell
from tasks.adapters.locking import round_lock
from tests.flow.rounds import MRS, copied_root, run_round

HAS_OFFICE = shutil.which("soffice") is not None


@pytest.mark.libreoffice
@pytest.mark.skipif(not HAS_OFFICE, reason="LibreOffice is not installed")
def test_pdf_stands_beside_the_document(tmp_path: Path) -> None:
    rooms = copied_root(tmp_path)
    outcome = tell(Request(*MRS, rooms, pdf=True))
    assert outcome.pdf is not None
    assert outcome.pdf.with_suffix(".docx") == outcome.annex
    content = outcome.pdf.read_bytes()
    assert content.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in content
    card = (rooms.results(*MRS) / "Karta_akceptacji_2025.pdf").read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b", card)) == 1


def test_without_libreoffice_there_is_still_a_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    outcome = tell(Request(*MRS, copied_root(tmp_path), pdf=True))
    assert outcome.pdf is None
    assert outcome.annex.is_file()


def test_a_second_run_of_the_same_round_is_told_to_wait(tmp_path: Path) -> None:
    rooms = copied_root(tmp_path)
    with (
        round_lock(rooms.results(*MRS)),
        pytest.raises(BusyError, match="Trwa inne przetwarzanie"),
    ):
        run_round(rooms, *MRS)
    assert run_round(rooms, *MRS).annex.is_file()

"""Every Office file of a run against Open XML's schemas, where the validator is installed.

`ooxml-validator` is what Microsoft's Open XML SDK checks by, packed as one program; `.ci/run`
installs it outside the checkout.
"""

import json
import shutil
import subprocess
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from flows.standing import Request
from flows.yearly import tell
from tasks.adapters.document import render
from tests.edges.documents import BODY, NAME, SMALL, TEMPLATE
from tests.edges.office import CHECKOUT, changed
from tests.flow.rounds import MRS, PWR, copied_root

VALIDATOR = shutil.which("ooxml-validator")
OFFICE = (".docx", ".xlsx")

pytestmark = pytest.mark.skipif(
    VALIDATOR is None, reason="ooxml-validator is not installed; it is optional"
)


def invalid(paths: Iterable[Path]) -> dict[str, list[str]]:
    """Return what is wrong with each file that is not valid."""
    paths = tuple(paths)
    with ThreadPoolExecutor(max_workers=2) as pool:
        told = zip(paths, pool.map(complaints, paths), strict=True)
        return {path.name: found for path, found in told if found}


def complaints(path: Path) -> list[str]:
    assert VALIDATOR is not None
    done = subprocess.run(
        [VALIDATOR, str(path)], capture_output=True, text=True, timeout=120, check=False
    )
    result = json.loads(done.stdout)
    found = [f"{error['path']}: {error['description']}" for error in result["errors"]]
    return found or ([] if result["ok"] else ["not valid"])


def test_templates_and_a_small_document_are_valid(tmp_path: Path) -> None:
    small = tmp_path / "small.docx"
    small.write_bytes(render(SMALL, TEMPLATE, NAME))
    assert invalid([small, *sorted((CHECKOUT / "templates").glob("*.docx"))]) == {}


def test_a_file_that_is_not_valid_is_found(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.docx"
    wrong.write_bytes(changed(TEMPLATE, BODY, "<w:cantSplit/>", "<w:cantSplit/><w:b/>"))
    assert list(invalid([wrong])) == ["wrong.docx"]


@pytest.mark.slow
@pytest.mark.parametrize("round_", [PWR, MRS], ids=["pwr", "mrs"])
def test_every_office_file_of_a_run_is_valid(round_: tuple[str, int], tmp_path: Path) -> None:
    rooms = copied_root(tmp_path)
    tell(Request(*round_, rooms))
    made = [path for path in rooms.results(*round_).rglob("*") if path.suffix in OFFICE]
    assert len(made) > 4
    assert invalid(made) == {}

"""The committed rounds, each run once: most tests read them, or go on from a copy of them."""

import pytest

from tests.flow.panels import round_without_one
from tests.flow.rounds import MRS, PWR, Ran, copied_root, run_round


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """The first programme's round as it is committed."""
    rooms = copied_root(tmp_path_factory.mktemp("published"))
    return Ran(rooms, run_round(rooms, *PWR))


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """The second programme's round as it is committed: a quarter of the first one's work."""
    rooms = copied_root(tmp_path_factory.mktemp("small"))
    return Ran(rooms, run_round(rooms, *MRS))


@pytest.fixture(scope="session")
def panel_round(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """The second programme's round without the workbook of one unit."""
    return round_without_one(copied_root(tmp_path_factory.mktemp("panel")))

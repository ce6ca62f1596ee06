"""Fixtures of the edges: a LibreOffice of one's own."""

import pytest

from tests.edges.office import LibreOffice


@pytest.fixture(scope="session")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> LibreOffice:
    """LibreOffice with a private profile; the test is skipped where there is none."""
    office = LibreOffice.found(tmp_path_factory.mktemp("profile"))
    if office is None:
        pytest.skip("LibreOffice (soffice) is not installed; it is optional")
    return office

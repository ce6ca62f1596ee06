"""A Chromium of the system's, headless and with a profile of its own for every test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.round import page_bytes

NAMES = ("chromium", "chromium-browser", "google-chrome")


# No longer than the module: playwright's loop is in the way of tests that start one of their own.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium; the tests are skipped where there is none."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("Chromium is not installed; it is optional")
    with sync_playwright() as playwright:
        # Its sandbox cannot be had as root in a container; the pages are our own.
        opened = playwright.chromium.launch(
            executable_path=found,
            args=[
                "--no-sandbox",
                "--lang=pl-PL",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        )
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def report_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a small round, saved as people get it."""
    path = tmp_path_factory.mktemp("wyniki") / "Raport sprawdzenia ą.html"
    path.write_bytes(page_bytes())
    return path


@pytest.fixture
def page(browser: Browser, report_file: Path) -> Iterator[Page]:
    """The page opened from the disk, at the size of a small laptop."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="pl-PL")
    opened = context.new_page()
    opened.goto(report_file.as_uri())
    yield opened
    context.close()

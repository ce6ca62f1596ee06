"""The report in a browser: filters, search, keyboard, without script, on paper, and no request."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.contrast import CONTRAST, LOWEST_CONTRAST


def shown(page: Page) -> list[str]:
    """Return the kinds of the findings that are visible."""
    rows = page.locator("tr.finding:visible")
    return [
        str(row.locator(".kind").inner_text()).split("\n")[-1].lstrip("▲◆● ") for row in rows.all()
    ]


def counted(page: Page) -> str:
    return page.locator("#wynik").inner_text()


def test_everything_is_shown_at_first(page: Page) -> None:
    assert sorted(shown(page)) == [
        "do poprawy", "do poprawy", "do wyjaśnienia", "do wyjaśnienia", "informacja",
    ]  # fmt: skip
    assert counted(page) == "Pokazano uwag: 5 z 5"


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("łódź", 1),
        ("LODZ", 1),
        ("12 500", 1),
        ("kuźnia równe", 1),
        ("biblioteka", 1),
        ("działanie i.1", 3),
        ("plan-off", 2),
        ("czegoś takiego nie ma", 0),
    ],
)
def test_search_minds_neither_case_nor_marks_nor_spaces(page: Page, typed: str, left: int) -> None:
    page.get_by_label("Szukaj w uwagach").fill(typed)
    expect(page.locator("#wynik")).to_have_text(f"Pokazano uwag: {left} z 5")
    assert len(shown(page)) == left
    assert page.get_by_text("Żadna uwaga nie pasuje do filtrów.").is_visible() is (left == 0)


def test_filters_work_together_and_are_cleared_together(page: Page) -> None:
    page.get_by_label("Jednostka", exact=True).select_option(label="Kuźnia (3)")
    assert len(shown(page)) == 3
    assert not page.get_by_role("heading", name="Biblioteka").is_visible()
    page.get_by_role("checkbox", name="do poprawy").uncheck()
    page.get_by_role("checkbox", name="informacja").uncheck()
    assert shown(page) == ["do wyjaśnienia"]
    page.get_by_role("button", name="Wyczyść filtry").click()
    expect(page.locator("#wynik")).to_have_text("Pokazano uwag: 5 z 5")
    assert len(shown(page)) == 5


@pytest.mark.parametrize(("area", "left"), [("Obszar I", 3), ("Obszar II", 1), ("inne", 1)])
def test_findings_are_filtered_by_area(page: Page, area: str, left: int) -> None:
    page.get_by_label("Obszar", exact=True).select_option(label=area)
    assert len(shown(page)) == left


def test_a_link_to_a_units_findings_shows_them_whatever_is_filtered(page: Page) -> None:
    page.get_by_label("Szukaj w uwagach").fill("czegoś takiego nie ma")
    expect(page.locator("#wynik")).to_have_text("Pokazano uwag: 0 z 5")
    page.locator("#jednostki").get_by_role("link", name="Kuźnia").click()
    expect(page.locator("#uwagi-KLUB")).to_be_in_viewport()
    assert len(shown(page)) == 5


def test_the_keyboard_reaches_all_and_shows_where_it_is(page: Page) -> None:
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Przejdź do treści")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    reached: dict[str, bool] = {}
    for _ in range(60):
        page.keyboard.press("Tab")
        name, ring = page.evaluate(
            """() => {
              const one = document.activeElement;
              const name = one === document.body ? "body" : one.id || one.textContent.trim();
              return [name, getComputedStyle(one).outlineStyle !== "none"];
            }"""
        )
        if name != "body":
            reached[name] = ring
    for wanted in ("szukaj", "jednostka", "obszar", "Wyczyść filtry"):
        assert reached.get(wanted) is True, f"{wanted}: {reached}"
    assert all(reached.values()), reached


def test_a_kind_is_switched_with_the_space_bar(page: Page) -> None:
    page.get_by_role("checkbox", name="informacja").focus()
    page.keyboard.press("Space")
    assert "informacja" not in shown(page)


def test_what_units_typed_does_nothing(page: Page) -> None:
    assert page.title() == "Raport sprawdzenia – PWR 2024"
    assert page.locator("main img").count() == 0


def test_no_request_leaves_and_nothing_is_complained_of(
    browser: Browser, report_file: Path
) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(report_file.as_uri())
    page.get_by_label("Szukaj w uwagach").fill("łódź")
    page.wait_for_timeout(300)
    assert asked == [report_file.as_uri()]
    assert said == []
    context.close()


def test_without_script_everything_is_there_and_no_filter(
    browser: Browser, report_file: Path
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(report_file.as_uri())
    assert page.locator("tr.finding:visible").count() == 5
    assert not page.locator("#filtry").is_visible()
    assert not page.get_by_text("Żadna uwaga nie pasuje do filtrów.").is_visible()
    context.close()


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_the_page_does_not_scroll_sideways(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_text_stands_out_from_its_background(page: Page) -> None:
    lowest: Any = page.evaluate(LOWEST_CONTRAST)
    assert lowest[0] >= CONTRAST, lowest


def test_paper_has_the_findings_and_not_the_filters(page: Page) -> None:
    page.emulate_media(media="print")
    assert not page.locator("#filtry").is_visible()
    assert not page.get_by_role("navigation").is_visible()
    assert page.locator("tr.finding:visible").count() == 5

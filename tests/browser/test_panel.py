"""The panel in a browser: files dropped, decisions, progress, keyboard, screen reader, no script;
and no request that leaves this machine."""

import base64
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect

from tests.browser.contrast import CONTRAST, LOWEST_CONTRAST
from tests.browser.panels import Served, served
from tests.flow.panels import ABSENT, KEY, ROUND, round_without_one
from tests.flow.rounds import CHECKOUT, MRS, Ran, copied_root

# What the pages say is tested without a browser each time.
pytestmark = pytest.mark.slow
DROP = """([name, data]) => {
  const bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
  const given = new DataTransfer();
  given.items.add(new File([bytes], name));
  const where = document.getElementById("wrzut");
  for (const kind of ["dragover", "drop"]) {
    const options = { dataTransfer: given, bubbles: true, cancelable: true };
    where.dispatchEvent(new DragEvent(kind, options));
  }
}"""
SEND = """url => {
  const form = Object.assign(document.createElement("form"), { method: "post", action: url });
  document.body.append(form);
  form.submit();
}"""
FRAME = """url => {
  document.body.append(Object.assign(document.createElement("iframe"), { src: url }));
}"""
NAMED = ("button", "link", "textbox", "combobox", "checkbox", "Date", "progressbar", "region")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    # A file is read in a process of its own, which a busy machine takes its time to start.
    expect.set_options(timeout=20_000)
    return round_without_one(copied_root(tmp_path_factory.mktemp("panel")))


@pytest.fixture
def at(made: Ran, tmp_path: Path) -> Iterator[Served]:
    with served(made.again(tmp_path)) as panel:
        yield panel


@pytest.fixture
def context(browser: Browser, at: Served) -> Iterator[BrowserContext]:
    """A browser in which every request that leaves the panel, and every complaint, is a fault."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="pl-PL")
    asked: list[str] = []
    said: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    context.on("console", lambda message: said.append(message.text))
    context.on("weberror", lambda error: said.append(str(error.error)))
    yield context
    context.close()
    away = [url for url in asked if not url.startswith(("http://127.0.0.1:", "data:", "blob:"))]
    assert away == []
    # The browser says by itself that a form was sent back to be mended.
    assert [text for text in said if "422" not in text and "409" not in text] == []


@pytest.fixture
def page(context: BrowserContext, at: Served) -> Page:
    page = context.new_page()
    enter(page, at)
    page.goto(f"{at.address}{ROUND}")
    return page


def enter(page: Page, at: Served) -> None:
    page.goto(f"{at.address}{ROUND}")
    expect(page).to_have_url(f"{at.address}/wejscie")
    expect(page.get_by_label("Kod dostępu")).to_be_focused()
    page.keyboard.type(KEY)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Programy i lata")


def drop(page: Page, name: str, content: bytes) -> None:
    # Before the page's script is there, nobody takes what is dropped.
    page.locator("html.scripted").wait_for(state="attached")
    page.evaluate(DROP, [name, base64.b64encode(content).decode()])


def form(name: str = ABSENT) -> bytes:
    return (CHECKOUT / "inputs" / MRS[0] / str(MRS[1]) / name).read_bytes()


def test_dropped_files_become_units_one_by_one(page: Page, at: Served) -> None:
    drop(page, "Formularz poprawiony.xlsx", form())
    drop(page, "skan.pdf", b"%PDF-1.4")
    rows = page.locator("#przyjete li")
    expect(rows.nth(0)).to_have_text("Wydział Organizacji i Nadzoru ← Formularz poprawiony.xlsx")
    expect(rows.nth(1)).to_contain_text("Nie wczytano – To plik PDF")
    kept = at.rooms.drop_folder(*MRS)
    assert (kept / "Formularz poprawiony.xlsx").read_bytes() == form()
    page.reload()
    expect(page.locator("#pliki .notice")).to_contain_text("Formularz poprawiony.xlsx, skan.pdf")


def test_a_name_that_is_taken_is_asked_about_in_its_place(page: Page, at: Served) -> None:
    drop(page, "MRS_2025_MCO.xlsx", form())
    row = page.locator("#przyjete li")
    expect(row).to_contain_text("już jest, ale ma inną treść. Co zrobić?")
    row.get_by_role("button", name="Zachowaj oba").click()
    expect(row).to_contain_text("MRS_2025_MCO (2).xlsx")
    kept = at.rooms.drop_folder(*MRS)
    assert (kept / "MRS_2025_MCO.xlsx").read_bytes() == form("MRS_2025_MCO.xlsx")
    assert (kept / "MRS_2025_MCO (2).xlsx").read_bytes() == form()


def test_files_can_be_chosen_with_the_keyboard(page: Page) -> None:
    chooser = page.locator("#plik")
    chooser.focus()
    ring = page.locator("label.target").evaluate("one => getComputedStyle(one).outlineStyle")
    assert ring == "solid"
    chooser.set_input_files({"name": "a.pdf", "mimeType": "x/x", "buffer": b"%PDF-1.4"})
    expect(page.locator("#przyjete li")).to_contain_text("To plik PDF")


def test_progress_is_told_and_the_page_renews_itself(page: Page, at: Served) -> None:
    page.get_by_role("button", name="Sprawdź teraz").click()
    work = page.locator("#praca-zdanie")
    expect(work).to_contain_text("Trwa „Sprawdzenie” (od 10:30): Odczyt plików…")
    expect(page.get_by_role("progressbar", name="Praca w toku")).to_be_visible()
    expect(page.get_by_role("button", name="Projekt")).to_be_disabled()
    at.engine.end("Wpłynęło 5 z 6.")
    expect(work).to_contain_text("Nic teraz nie pracuje.", timeout=10_000)
    expect(page.get_by_role("button", name="Projekt")).to_be_enabled(timeout=10_000)


def test_words_that_somebody_typed_outlive_the_end_of_a_run(page: Page, at: Served) -> None:
    page.get_by_role("button", name="Sprawdź teraz").click()
    open_form(page).get_by_label("Uzasadnienie").fill("to jest cytat")
    at.engine.end("Wpłynęło 5 z 6.")
    expect(page.get_by_role("link", name="Pokaż nowe wyniki")).to_be_visible(timeout=10_000)
    expect(open_form(page).get_by_label("Uzasadnienie")).to_have_value("to jest cytat")


def open_form(page: Page) -> Any:
    """Open the form beside the typographic matter; return its place."""
    matter = page.locator("#sprawa-polish-glued-MCO")
    details = matter.locator("details")
    if details.get_attribute("open") is None:
        matter.get_by_text("Zajmij stanowisko").click()
    return matter


def test_a_decision_is_taken_beside_its_matter(page: Page) -> None:
    matter = open_form(page)
    new = matter.get_by_label("Nowa wartość lub brzmienie")
    expect(new).to_be_hidden()
    matter.get_by_label("Stanowisko").select_option("korekta redakcyjna")
    new.fill("2026 r.")
    matter.get_by_label("Kto").fill("Anna Nowak")
    matter.get_by_role("button", name="Zapisz stanowisko").click()
    expect(matter.get_by_role("alert")).to_contain_text("nie może zmieniać liczb")
    expect(new).to_be_focused()
    expect(new).to_have_value("2026 r.")
    new.fill("2025 r.")
    matter.get_by_role("button", name="Zapisz stanowisko").click()
    expect(matter.locator(".saved")).to_contain_text("korekta redakcyjna: 2025 r. – Anna Nowak")
    expect(page.locator("#sprawa-unit-missing-WO").get_by_label("Kto")).to_have_value("Anna Nowak")
    matter.get_by_role("button", name="Wycofaj").click()
    expect(page.get_by_role("status")).to_have_text("Wycofano stanowisko.")
    expect(matter.locator(".saved")).to_have_count(0)


def test_the_report_opens_apart_and_works(page: Page, context: BrowserContext) -> None:
    with context.expect_page() as opened:
        page.get_by_role("link", name="otwórz w nowej karcie").click()
    report = opened.value
    report.get_by_label("Szukaj w uwagach").fill("czegoś takiego nie ma")
    expect(report.get_by_text("Żadna uwaga nie pasuje do filtrów.")).to_be_visible()
    assert report.evaluate("self.origin") == "null"


def test_a_result_is_downloaded_under_its_name(page: Page, at: Served) -> None:
    with page.expect_download() as started:
        page.get_by_role("link", name="Miasto_rownych_szans_2025_projekt.docx").click()
    assert started.value.suggested_filename == "Miasto_rownych_szans_2025_projekt.docx"
    folder = at.rooms.results(*MRS)
    path = folder / "Miasto_rownych_szans_2025_projekt.docx"
    assert Path(started.value.path()).read_bytes() == path.read_bytes()


def test_the_keyboard_reaches_all_and_shows_where_it_is(page: Page) -> None:
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Przejdź do treści")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    reached: list[tuple[str, bool]] = []
    for _ in range(150):
        page.keyboard.press("Tab")
        name, ring = page.evaluate(
            """() => {
              const one = document.activeElement;
              if (one === document.body) return ["", true];
              const shown = one.id === "plik" ? document.querySelector("label.target") : one;
              const name = one.getAttribute("aria-label") || one.id || one.textContent.trim();
              return [name, getComputedStyle(shown).outlineStyle !== "none"];
            }"""
        )
        if not name:
            break
        reached.append((name, ring))
    names = [name for name, _ in reached]
    order = ["Pomoc", "Wyjdź", "Teraz", "Akta", "Sprawdź teraz", "plik", "Tablica jednostek"]
    assert [name for name in names if name in order] == order
    assert [name for name, ring in reached if not ring] == []
    assert len(reached) == len(set(enumerate(names))) and len(reached) < 150


def test_a_screen_reader_finds_its_way(page: Page, context: BrowserContext) -> None:
    for details in page.locator("details").all():
        details.evaluate("one => { one.open = true; }")
    for place in (
        page.get_by_role("banner"),
        page.get_by_role("main"),
        page.get_by_role("contentinfo"),
    ):
        expect(place).to_have_count(1)
    expect(page.get_by_role("navigation", name="Części strony")).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.locator("#praca-zdanie")).to_have_attribute("aria-live", "polite")
    assert page.locator("html").get_attribute("lang") == "pl"
    tree = context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    shown = [node for node in tree if not node.get("ignored")]
    named = [node for node in shown if node.get("role", {}).get("value") in NAMED]
    assert len(named) > 40
    nameless = [node for node in named if not node.get("name", {}).get("value", "").strip()]
    assert nameless == []
    levels = page.locator("h1, h2, h3").evaluate_all("all => all.map((one) => +one.tagName[1])")
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("width", [320, 390, 640, 768, 1280])
def test_the_page_does_not_scroll_sideways(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for details in page.locator("details").all():
        details.evaluate("one => { one.open = true; }")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_text_stands_out_from_its_background(page: Page, at: Served) -> None:
    page.get_by_role("button", name="Sprawdź teraz").click()
    expect(page.locator("#praca-zdanie")).to_contain_text("Trwa „Sprawdzenie”")
    drop(page, "skan.pdf", b"%PDF-1.4")
    expect(page.locator("#przyjete li")).to_contain_text("To plik PDF")
    for details in page.locator("details").all():
        details.evaluate("one => { one.open = true; }")
    lowest: Any = page.evaluate(LOWEST_CONTRAST)
    assert lowest[0] >= CONTRAST, lowest
    for address in ("/", "/pomoc"):
        page.goto(f"{at.address}{address}")
        lowest = page.evaluate(LOWEST_CONTRAST)
        assert lowest[0] >= CONTRAST, (address, lowest)


def test_nothing_moves_for_who_asked_for_it(page: Page) -> None:
    behaviour = "getComputedStyle(document.documentElement).scrollBehavior"
    assert page.evaluate(behaviour) == "smooth"
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate(behaviour) == "auto"


def test_everything_works_without_script(browser: Browser, at: Served) -> None:
    context = browser.new_context(java_script_enabled=False, locale="pl-PL")
    page = context.new_page()
    enter(page, at)
    page.goto(f"{at.address}{ROUND}")
    sent = FilePayload(name=ABSENT, mimeType="x/x", buffer=form())
    page.locator("#plik").set_input_files(sent)
    page.get_by_role("button", name="Przyjmij pliki").click()
    expect(page.locator(".received li")).to_contain_text("Wydział Organizacji i Nadzoru")
    page.get_by_role("link", name="Wróć do panelu").click()
    matter = page.locator("#sprawa-polish-glued-MCO")
    matter.get_by_text("Zajmij stanowisko").click()
    matter.get_by_label("Stanowisko").select_option("pozostawiono – uzasadnienie")
    matter.get_by_label("Uzasadnienie").fill("cytat")
    matter.get_by_label("Kto").fill("Anna Nowak")
    matter.get_by_role("button", name="Zapisz stanowisko").click()
    expect(matter.locator(".saved")).to_contain_text("cytat")
    page.get_by_role("button", name="Sprawdź teraz").click()
    expect(page.locator("#praca-zdanie")).to_contain_text("Odczyt plików")
    expect(page.locator("#praca noscript p")).to_be_visible()
    at.engine.end("Wpłynęło 6 z 6.")
    expect(page.locator("#praca-zdanie")).to_contain_text("Wpłynęło 6 z 6.", timeout=15_000)
    context.close()


def test_a_page_elsewhere_gets_nothing(browser: Browser, at: Served) -> None:
    """Another program of this machine serves a page: to the browser it is the same site."""
    context = browser.new_context()
    page = context.new_page()
    enter(page, at)
    with elsewhere() as address:
        page.goto(address)
        for asked in (f"{ROUND}/stan.json", ROUND, "/wejscie"):
            got = page.evaluate(
                "url => fetch(url, {credentials: 'include'}).then(() => 'read', () => 'blocked')",
                f"{at.address}{asked}",
            )
            assert got == "blocked", asked
        with page.expect_navigation():
            page.evaluate(SEND, f"{at.address}{ROUND}/krok/check")
        assert "Formularz wysłano spoza panelu" in page.inner_text("body")
        page.goto(address)
        page.evaluate(FRAME, f"{at.address}{ROUND}")
        page.wait_for_timeout(500)
        assert not [one for one in page.frames if "Wpłynęło" in one.content()]
    assert at.engine.started == []
    context.close()


@contextmanager
def elsewhere() -> Iterator[str]:
    """Serve an empty page on another port; yield its address."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!DOCTYPE html><title>elsewhere</title>")

        def log_message(self, *_: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()

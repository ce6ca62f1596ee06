"""The coordinator's whole year in a real browser, with Prefect, the watch and a mail server.

Forms are issued, workbooks come in one by one – a bad one, a half one, one sent again –, reminders
go out, the machine fails in the middle, matters are decided, the data approved, the final version
made, the year closed, and the archive makes the same bytes again.
"""

import contextlib
import json
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import openpyxl
import pytest
from playwright.sync_api import Browser, Error, Locator, Page, Request

from domain.journal import EventKind
from flows.__main__ import main
from tasks.adapters.records import Records
from tasks.adapters.rooms import Rooms
from tests.browser.serving import PATIENCE, Serving
from tests.edges.smtp import Postbox, serving
from tests.flow.rounds import MRS, copied_root

pytestmark = pytest.mark.slow
SLUG, YEAR = MRS
# Milliseconds between two looks at the page.
LOOK = 1000
ROUND = f"{SLUG}/{YEAR}"
CALENDAR = """calendar:
  due: "01-31"
  reminders: [-7, 1, 8]
  reports: [{date: "03-31", name: przekazanie sprawozdania}]
"""
# Where pictures for the guides are kept, when they are wanted.
MARGIN = 24
PICTURES = os.environ.get("ANNUAL_REPORT_PICTURES", "")


@pytest.fixture(scope="module")
def postbox() -> Iterator[Postbox]:
    with serving(Postbox()) as running:
        yield running


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory, postbox: Postbox) -> Path:
    """The small programme with a calendar, addresses and a mail server; nothing has come in."""
    root = tmp_path_factory.mktemp("rok") / "Sprawozdania ąę"
    rooms = copied_root(root)
    folder = rooms.programmes / SLUG
    text = (folder / "programme.yaml").read_text(encoding="utf-8")
    (folder / "programme.yaml").write_text(CALENDAR + text, encoding="utf-8")
    units = (folder / "units.yaml").read_text(encoding="utf-8")
    units = re.sub(r"^(\w+): \{", _with_address, units, flags=re.MULTILINE)
    (folder / "units.yaml").write_text(units, encoding="utf-8")
    mail = f"{{host: 127.0.0.1, port: {postbox.port}, security: none, sender: biuro@example.org}}"
    (rooms.programmes / "mail.yaml").write_text(mail, encoding="utf-8")
    sent = root.parent / "przysłane"
    shutil.copytree(rooms.drop_folder(*MRS), sent)
    shutil.rmtree(rooms.drop_folder(*MRS))
    return root


def _with_address(line: re.Match[str]) -> str:
    return f"{line[0]}email: {line[1].lower()}@example.org, "


class Year:
    """The coordinator at the browser: what is clicked, and what the page says then."""

    def __init__(self, page: Page, root: Path, served: Serving) -> None:
        self.page, self.root, self.served = page, root, served
        self.sent = root.parent / "przysłane"
        self.rooms = Rooms.under(root)

    def come_in(self) -> None:
        self.page.goto(self.served.panel)
        self.picture("logowanie")
        self.page.get_by_label("Kod dostępu").fill(self.served.code)
        self.page.get_by_role("button", name="Wejdź").click()
        self.look()

    def look(self) -> None:
        """Open the page of the round; its own script may be doing the same just then."""
        with contextlib.suppress(Error):
            self.page.goto(f"{self.served.panel}{ROUND}")
        self.page.wait_for_load_state()

    def until(self, true: Callable[[], bool]) -> None:
        """Look at the page anew until it is so."""
        end = time.monotonic() + PATIENCE
        while not (self.still() and true()):
            assert time.monotonic() < end, self.page.inner_text("main")[:3000]
            self.page.wait_for_timeout(LOOK)
            self.look()

    def still(self) -> bool:
        return self.page.locator("#praca").get_attribute("data-busy") == "nie"

    def says(self, words: str) -> Callable[[], bool]:
        return lambda: words in " ".join(self.page.inner_text("main").split())

    def press(self, step: str) -> None:
        """Take a step, and wait until it is over."""
        self.until(lambda: self.button(step).is_enabled())
        before = self.ended()
        self.button(step).click()
        self.until(lambda: self.ended() != before)

    def button(self, step: str) -> Locator:
        return self.page.get_by_role("button", name=step, exact=True)

    def ended(self) -> str:
        """Return which run the page tells of, once it is over."""
        return self.page.locator("#praca").get_attribute("data-run") or ""

    def result(self) -> str:
        return self.page.inner_text("#praca-zdanie")

    def drop(self, *names: str, folder: Path | None = None) -> None:
        self.look()
        files = [(folder or self.sent) / name for name in names]
        self.page.set_input_files("#plik", [str(one) for one in files])
        for name in names:
            self.page.locator("#przyjete li", has_text=name).first.wait_for()

    def checked(self, sentence: str) -> None:
        """Wait until the watch has had everything checked, and the page says so."""
        self.until(lambda: not self.page.get_by_text("Jeszcze nie sprawdzono").count())
        self.until(self.says(sentence))

    def picture(self, name: str, part: str = "") -> None:
        if not PICTURES:
            return
        path = Path(PICTURES) / f"panel-{name}.png"
        self.page.evaluate("scrollTo(0, 0)")
        box = self.page.locator(part).bounding_box() if part else None
        if box is None:
            self.page.screenshot(path=path)
            return
        clip: Any = {
            "x": box["x"] - MARGIN,
            "y": box["y"],
            "width": box["width"] + 2 * MARGIN,
            "height": box["height"] + MARGIN,
        }
        self.page.screenshot(path=path, full_page=True, clip=clip)


def form(code: str) -> str:
    return f"MRS_2025_{code}.xlsx"


def half(source: Path, target: Path) -> None:
    """Save a workbook as an officer who has answered all but the last action."""
    book = openpyxl.load_workbook(source)
    sheet = book["Sprawozdanie"]
    (header,) = (row for row in sheet.iter_rows() if row[0].value == "Klucz")
    columns = {str(cell.value): place for place, cell in enumerate(header, start=1)}
    keys = [str(row[0].value) for row in sheet.iter_rows() if row[0].value]
    last = [key.partition("/")[0] for key in keys][-1]
    typed = [
        column
        for name, column in columns.items()
        if name.startswith(("Wykonanie", "Status", "Własne", "Wyjaśnienie"))
    ]
    for number, row in enumerate(sheet.iter_rows(), start=1):
        if str(row[0].value).partition("/")[0] == last:
            for column in typed:
                sheet.cell(number, column).value = None
    book.save(target)


def test_the_whole_year(browser: Browser, root: Path, postbox: Postbox) -> None:
    served = Serving(root)
    served.start()
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="pl-PL")
    context.set_default_timeout(PATIENCE * 1000)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(_host(request)))
    try:
        year = Year(context.new_page(), root, served)
        year.come_in()
        _issue(year)
        _collect(year)
        _remind(year, postbox)
        _survive(year)
        _decide(year)
        _finish(year)
        _look_at_prefect(year)
        _nobody_else_gets_in(year)
        assert served.stop() == 0, served.lines
    finally:
        context.close()
        served.kill()
    assert set(asked) == {"127.0.0.1"}


def _host(request: Request) -> str:
    parts = urlsplit(request.url)
    return "127.0.0.1" if parts.scheme in ("data", "blob") else str(parts.hostname)


def _issue(year: Year) -> None:
    year.press("Wystaw formularze")
    assert "Formularze: 6" in year.result()
    assert len(list(year.rooms.forms(*MRS).glob("*.xlsx"))) == 6


def _collect(year: Year) -> None:
    """Two come in, one is no workbook, one is half and is sent again."""
    year.drop(form("MCO"))
    year.checked("Wpłynęło 1 z 6")
    extra = year.root.parent / "jeszcze"
    extra.mkdir()
    (extra / "skan od KRPP.xlsx").write_bytes(b"%PDF-1.4 skan")
    half(year.sent / form("WPS"), extra / form("WPS"))
    year.drop("skan od KRPP.xlsx", form("WPS"), folder=extra)
    year.checked("Wpłynęło 2 z 6")
    assert "skan od KRPP.xlsx" in year.page.inner_text("#pliki")
    assert [one["action"] for one in _owing(year, "WPS")] == ["MRS.7"]
    year.drop(form("WPS"))
    year.page.get_by_role("button", name="Zastąp poprzedni").click()
    year.until(lambda: not _owing(year, "WPS"))
    year.picture("start")
    year.picture("jednostki", "#jednostki")


def _owing(year: Year, code: str) -> list[dict[str, object]]:
    path = year.rooms.results(*MRS) / "status.json"
    units = json.loads(path.read_text(encoding="utf-8"))["units"]
    (owing,) = (one["owing"] for one in units if one["code"] == code)
    return list(owing)


def _remind(year: Year, postbox: Postbox) -> None:
    """Who owes something is written to by the flow that the calendar sets off; nobody twice."""
    owing = sorted(f"{code}@example.org" for code in ("krpp", "mops", "wo", "wpi"))
    _set_off(year, "Przypomnienia", {"send": True})
    assert sorted(postbox.addresses) == owing
    year.look()
    before = year.ended()
    year.page.get_by_text("Przypomnienia", exact=True).first.click()
    year.page.get_by_role("button", name="Wyślij pocztą").click()
    year.until(lambda: year.ended() != before)
    assert "Przypomnienia" in year.result()
    assert sorted(postbox.addresses) == owing


def _set_off(year: Year, moment: str, more: dict[str, object]) -> None:
    """Set a deployment off as Prefect's own pages do, and wait until it has ended well."""
    name, _, password = year.served.password.partition(":")
    with httpx.Client(base_url=f"{year.served.prefect}api", auth=(name, password)) as client:
        token = client.get("/csrf-token", params={"client": "test"}).json()["token"]
        headers = {"Prefect-Csrf-Token": token, "Prefect-Csrf-Client": "test"}
        deployment = client.get(f"/deployments/name/{moment}/Miasto równych szans {YEAR}").json()
        order = {"order": {"programme": SLUG, "year": YEAR, **more}}
        run = client.post(
            f"/deployments/{deployment['id']}/create_flow_run",
            json={"parameters": order},
            headers=headers,
        ).json()
        end = time.monotonic() + PATIENCE
        while (state := client.get(f"/flow_runs/{run['id']}").json()["state"])["type"] not in (
            "COMPLETED",
            "FAILED",
            "CRASHED",
        ):
            assert time.monotonic() < end, state
            time.sleep(0.2)
        assert state["type"] == "COMPLETED", state


def _survive(year: Year) -> None:
    """The machine fails while a check is at work; what was dropped is checked after the start."""
    year.drop(form("MOPS"))
    year.look()
    end = time.monotonic() + PATIENCE
    while year.still():
        assert time.monotonic() < end
        year.look()
    before = len(Records(year.rooms.memory(*MRS)).opened().events)
    year.served.kill()
    year.served.start()
    year.come_in()
    year.checked("Wpłynęło 3 z 6")
    opened = Records(year.rooms.memory(*MRS)).opened()
    assert not opened.broken and len(opened.events) >= before
    for code in ("WPI", "KRPP"):
        year.drop(form(code))
    year.checked("Wpłynęło 5 z 6")


def _decide(year: Year) -> None:
    """The scan was in vain, and one unit stays silent: both are decided beside the matter."""
    year.picture("sprawy", "#sprawy")
    blocking = year.page.locator("#sprawy li.matter.error")
    undecided = blocking.filter(has=year.page.get_by_text("Zajmij stanowisko"))
    assert undecided.count()
    assert not year.button("Do akceptacji").is_enabled()
    while undecided.count():
        one = undecided.first
        one.get_by_text("Zajmij stanowisko").click()
        one.get_by_label("Stanowisko").select_option(label="pozostawiono – uzasadnienie")
        one.get_by_label("Uzasadnienie").fill("Jednostka nie przysłała danych mimo przypomnień.")
        one.get_by_label("Kto", exact=True).fill("Ewa Lis")
        one.get_by_role("button", name="Zapisz stanowisko").click()
    year.until(lambda: not blocking.count())


def _finish(year: Year) -> None:
    year.press("Projekt")
    year.page.get_by_text("Do akceptacji", exact=True).first.click()
    approval = year.page.locator("form[action$='/krok/approve']")
    approval.get_by_label("Kto zatwierdził").fill("Anna Nowak, Dyrektor")
    approval.get_by_label("Data zatwierdzenia").fill("2026-03-27")
    approval.get_by_label("Numer pisma").fill("OR.0643.1.2026")
    year.picture("akceptacja", "#teraz")
    before = year.ended()
    approval.get_by_role("button", name="Zapisz zatwierdzenie").click()
    year.until(lambda: year.ended() != before)
    assert "Zatwierdzono: Anna Nowak" in year.result()
    year.press("Wersja ostateczna")
    assert (year.rooms.results(*MRS) / "Miasto_rownych_szans_2025.docx").is_file()
    year.picture("wyniki", "#wyniki")
    # A check that changes nothing leaves the final version what it is.
    year.press("Sprawdź teraz")
    assert (year.rooms.results(*MRS) / "Miasto_rownych_szans_2025.docx").is_file()

    year.page.get_by_text("Zamknij rok", exact=True).first.click()
    closing = year.page.locator("form[action$='/krok/close']")
    closing.get_by_label("Kto zamyka rok").fill("Ewa Lis")
    closing.get_by_label("Znak sprawy").fill("OR.0643.1.2026")
    closing.get_by_role("button", name="Dalej").click()
    before = year.ended() if year.page.locator("#praca").count() else ""
    year.page.get_by_role("button", name="Tak, zamknij rok").click()
    year.until(year.says("Rok jest zamknięty"))
    memory = Records(year.rooms.memory(*MRS)).memory()
    assert memory.closed
    archive = year.rooms.memory(*MRS) / "editions" / "1" / memory.editions[-1].archive
    assert main(["rerender", str(archive)]) == 0
    assert main(["run", SLUG, str(YEAR), "--root", str(year.root)]) == 5
    kinds = [event.kind for event in Records(year.rooms.memory(*MRS)).opened().events]
    assert kinds[-1] is EventKind.CLOSED and EventKind.REMINDED in kinds


def _look_at_prefect(year: Year) -> None:
    """The administrator looks at Prefect's own pages: nothing of them calls out."""
    page = year.page.context.new_page()
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.goto(year.served.prefect)
    page.locator("input[type=password]").first.fill(year.served.password)
    page.keyboard.press("Enter")
    page.goto(f"{year.served.prefect}deployments")
    page.get_by_text("Wersja ostateczna").first.wait_for()
    page.close()


def _nobody_else_gets_in(year: Year) -> None:
    """Without the code nothing is read or changed, from a foreign origin neither."""
    panel, prefect = year.served.panel, f"{year.served.prefect}api"
    with httpx.Client() as stranger:
        for path in ("", "/stan.json", "/wynik/findings", "/odpowiedzi.zip", "/raport"):
            answer = stranger.get(f"{panel}{ROUND}{path}")
            assert answer.status_code in (303, 401, 403), path
        for path in (f"{ROUND}/krok/check", f"{ROUND}/pliki", f"{ROUND}/stanowisko"):
            assert stranger.post(f"{panel}{path}").status_code in (401, 403), path
        for path in ("flows", "flow_runs", "deployments", "block_documents"):
            assert stranger.post(f"{prefect}/{path}/filter", json={}).status_code in (401, 403)
        assert stranger.get(panel, headers={"Host": "zly.example"}).status_code in (400, 421)
        assert stranger.get(year.served.prefect, headers={"Host": "zly.example"}).status_code == 421
    cookies = {one["name"]: one["value"] for one in year.page.context.cookies(panel)}
    foreign = {"Origin": "http://zly.example"}
    with httpx.Client(cookies=cookies) as lured:
        assert lured.get(f"{panel}{ROUND}").status_code == 200
        assert lured.post(f"{panel}{ROUND}/krok/check", headers=foreign).status_code == 403
        answer = lured.get(f"{panel}{ROUND}", headers=foreign)
        assert "access-control-allow-origin" not in answer.headers
    name, _, password = year.served.password.partition(":")
    answer = httpx.options(
        f"{prefect}/flows/filter",
        headers={**foreign, "Access-Control-Request-Method": "POST"},
    )
    assert answer.headers.get("access-control-allow-origin") != "http://zly.example"
    # With the password but without a token of the server nothing is changed.
    answer = httpx.post(f"{prefect}/flows/", json={"name": "x"}, auth=(name, password))
    assert answer.status_code == 403

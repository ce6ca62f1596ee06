"""Nobody without the key, no page from elsewhere, no name that leads out of the folders."""

import re
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from flows.panel.app import panel
from flows.panel.sessions import FREE_ATTEMPTS, LASTS_SECONDS
from tests.flow.panels import (
    HOST,
    KEY,
    ORIGIN,
    ROUND,
    TODAY,
    Clock,
    Coordinator,
    FakeEngine,
    app_of,
    browser_of,
)
from tests.flow.rounds import MRS, Ran

OPEN = {"/wejscie", "/panel.css", "/panel.js", "/ikona.svg"}


def filled(path: str) -> str:
    """Return an address of a route, with something for each of its parts."""
    known = {"slug": MRS[0], "year": str(MRS[1]), "step": "check", "role": "annex"}
    return re.sub(r"\{(\w+)[^}]*\}", lambda part: known.get(part[1], "x"), path)


def addresses(app: Starlette, method: str) -> list[str]:
    """Return an address for every route of a method."""
    routes = [one for one in app.routes if isinstance(one, Route)]
    return [filled(one.path) for one in routes if method in (one.methods or ())]


@pytest.fixture
def app(panel_round: Ran) -> Starlette:
    return app_of(panel_round.rooms, FakeEngine())


@pytest.fixture
def inside(panel_round: Ran) -> Coordinator:
    return Coordinator.at(panel_round.rooms)


def test_without_the_key_nothing_is_read_or_changed(app: Starlette) -> None:
    client = browser_of(app, cookies={"panel": "zgadnieta"})
    read, changed = addresses(app, "GET"), addresses(app, "POST")
    assert len(read) >= 10 and len(changed) >= 5
    for address in {*read} - OPEN:
        answer = client.get(address)
        assert (answer.status_code, answer.headers["location"]) == (303, "/wejscie"), address
        script = client.get(address, headers={"accept": "application/json"})
        assert script.status_code == 401, address
    for address in {*changed} - OPEN:
        assert client.post(address, data={"znak": "x"}).status_code == 401, address


def test_the_door_says_nothing_of_the_rounds(app: Starlette) -> None:
    text = browser_of(app).get("/wejscie").text
    assert "Kod dostępu" in text
    assert "równych szans" not in text and MRS[0] not in text


def test_every_form_needs_the_token_of_its_own_session(app: Starlette, inside: Coordinator) -> None:
    other = browser_of(app)
    other.post("/wejscie", data={"kod": KEY})
    for address in {*addresses(app, "POST")} - OPEN:
        for token in ("", "x", inside.token):
            answer = other.post(address, data={"znak": token})
            assert answer.status_code == 403, (address, token)
    assert other.get("/pomoc").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://example.org"},
        {"origin": "null"},
        {"origin": f"https://{HOST}"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "", "referer": ORIGIN},
        {"referer": "http://example.org/strona"},
        {"referer": f"http://{HOST}.example.org/"},
        {},
    ],
)
def test_a_form_from_elsewhere_is_refused(inside: Coordinator, headers: dict[str, str]) -> None:
    token = inside.token
    del inside.client.headers["origin"]
    sent = {"znak": token}
    answer = inside.client.post(f"{ROUND}/krok/check", data=sent, headers=headers)
    assert answer.status_code == 403
    assert inside.engine.started == []
    door = inside.client.post("/wejscie", data={"kod": KEY}, headers=headers)
    assert door.status_code == 403


def test_a_referer_of_ours_is_enough(inside: Coordinator) -> None:
    token = inside.token
    del inside.client.headers["origin"]
    answer = inside.client.post(
        f"{ROUND}/krok/check", data={"znak": token}, headers={"referer": f"{ORIGIN}{ROUND}"}
    )
    assert answer.status_code == 303


@pytest.mark.parametrize(
    "host", ["example.org", "127.0.0.1", "127.0.0.1:80", "localhost:8420", "127.0.0.1:8420.example"]
)
def test_another_name_for_this_machine_is_refused(inside: Coordinator, host: str) -> None:
    for address in ("/wejscie", "/panel.css", ROUND):
        answer = inside.client.get(address, headers={"host": host})
        assert answer.status_code == 421, address
        assert "Kod" not in answer.text and "szans" not in answer.text


def test_every_answer_keeps_the_page_to_itself(app: Starlette, inside: Coordinator) -> None:
    for address in (*addresses(app, "GET"), "/nie-ma"):
        answer = inside.client.get(address, headers={"origin": "http://example.org"})
        headers = answer.headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy, address
        assert "unsafe" not in policy or policy.startswith("sandbox allow-scripts;"), address
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"
        assert not [name for name in headers if name.startswith("access-control")], address


def test_the_cookie_is_kept_from_scripts_and_other_sites(app: Starlette) -> None:
    answer = browser_of(app).post("/wejscie", data={"kod": f" {KEY} "})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie and "path=/" in cookie
    assert KEY not in cookie


def test_wrong_keys_are_slowed_down(panel_round: Ran) -> None:
    clock = Clock()
    client = browser_of(app_of(panel_round.rooms, FakeEngine(), clock))
    for _ in range(FREE_ATTEMPTS - 1):
        assert client.post("/wejscie", data={"kod": "zły"}).status_code == 403
    paused = client.post("/wejscie", data={"kod": "zły"})
    assert paused.status_code == 429 and "Proszę poczekać" in paused.text
    assert client.post("/wejscie", data={"kod": KEY}).status_code == 429
    clock.now += 31
    assert client.post("/wejscie", data={"kod": KEY}).status_code == 200


def test_a_session_ends(panel_round: Ran) -> None:
    clock = Clock()
    client = browser_of(app_of(panel_round.rooms, FakeEngine(), clock))
    client.post("/wejscie", data={"kod": KEY})
    clock.now += LASTS_SECONDS - 1
    assert client.get("/pomoc").status_code == 200
    clock.now += LASTS_SECONDS + 1
    assert client.get("/pomoc").status_code == 303


def test_leaving_closes_the_session(inside: Coordinator) -> None:
    cookie = dict(inside.client.cookies)
    assert inside.client.post("/wyjscie", data={"znak": inside.token}).status_code == 303
    inside.client.cookies.update(cookie)
    assert inside.client.get("/pomoc").status_code == 303


def test_a_link_lets_one_browser_in_once(app: Starlette) -> None:
    link = f"/wejscie?klucz={app.state.sessions.invite()}"
    first, second = browser_of(app), browser_of(app)
    assert first.get(link).status_code == 200
    assert first.get("/pomoc").status_code == 200
    assert second.get(link).status_code == 403
    assert second.get("/pomoc").status_code == 303


def test_there_is_no_panel_without_a_key(panel_round: Ran) -> None:
    with pytest.raises(ValueError, match="key"):
        panel(panel_round.rooms, FakeEngine(), key="", today=lambda: TODAY, hosts=frozenset({HOST}))


@pytest.mark.parametrize(
    "address",
    [
        "wynik/../manifest.json",
        "wynik/..%2f..%2f..%2fprogrammes%2flimits.yaml",
        "wynik/%2e%2e/2025/manifest.json",
        "wynik/manifest.json",
        "wynik/units/",
        "plik/zachowane/..%2fjournal.jsonl",
        "plik/zachowane/%2e%2e/journal.jsonl",
        "plik/..%2freceived/x",
        "plik/archiwum/../../journal.jsonl",
        "plik/nieznane.zip",
    ],
)
def test_no_address_leads_out_of_the_listings(inside: Coordinator, address: str) -> None:
    answer = inside.client.get(f"{ROUND}/{address}")
    assert answer.status_code == 404
    assert "attachment" not in answer.headers.get("content-disposition", "")


@pytest.mark.parametrize(
    "address", ["/nie-ma", "/..%2f..%2fetc/2025", f"/{MRS[0]}/1999", "/x/2025"]
)
def test_a_round_that_is_not_there_is_said_to_be_missing(inside: Coordinator, address: str) -> None:
    answer = inside.client.get(address)
    assert answer.status_code == 404 and "Nie ma takiej strony" in answer.text


def test_too_much_at_once_is_refused_before_it_is_read(inside: Coordinator) -> None:
    token = inside.token

    def post(content: Any, **headers: str) -> int:
        address = f"{ROUND}/pliki"
        return int(inside.client.post(address, content=content, headers=headers).status_code)

    form = "application/x-www-form-urlencoded"
    body = f"znak={token}&x={'x' * 300_000}".encode()
    assert post(body, **{"content-type": form}) == 413
    pieces = (part for part in (b"znak=", token.encode()))
    assert post(pieces, **{"content-type": form}) == 411


def test_a_fault_of_ours_is_a_sentence(app: Starlette, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("wnętrze programu")

    monkeypatch.setattr("flows.panel.showing.look_at", broken)
    client: TestClient = browser_of(app, raise_server_exceptions=False)
    client.post("/wejscie", data={"kod": KEY})
    answer = client.get(ROUND)
    assert answer.status_code == 500
    assert "Niczego nie stracono" in answer.text and "wnętrze" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]

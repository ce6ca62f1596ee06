"""The page of a round: where it stands, what can be done now, what the machine does, the files."""

import io
import json
import re
import zipfile
from email import message_from_bytes
from pathlib import Path
from urllib.parse import unquote

import pytest

from flows.moments import Moment
from flows.panel.engine import Going
from tests.flow.panels import (
    ABSENT,
    KEY,
    ROUND,
    Coordinator,
    FakeEngine,
    app_of,
    browser_of,
    plain,
)
from tests.flow.rounds import MRS, Ran


@pytest.fixture
def coordinator(panel_round: Ran) -> Coordinator:
    """Nothing of the round is changed."""
    return Coordinator.at(panel_round.rooms)


@pytest.fixture
def own(panel_round: Ran, tmp_path: Path) -> Coordinator:
    """The round's files are the test's own."""
    return Coordinator.at(panel_round.again(tmp_path))


def barred(text: str, step: str) -> str:
    """Return the reason that a step's button is described by; nothing where the button works."""
    start = text.index(f'action="{ROUND}/krok/{step}"')
    button = re.search(r'<button[^>]* aria-describedby="([^"]+)"( disabled)?>', text[start:])
    assert button is not None
    told = re.search(rf'id="{button[1]}">(.*?)</p>', text, re.S)
    return plain(told[1]) if told and button[2] else ""


def test_the_headline_counts_units_and_matters(coordinator: Coordinator) -> None:
    assert "Wpłynęło 5 z 6; do decyzji 1 sprawa" in plain(coordinator.page())


def test_a_step_that_cannot_be_taken_says_why(coordinator: Coordinator) -> None:
    text = coordinator.page()
    assert [
        one for one in ("forms", "remind", "check", "answers", "draft") if barred(text, one)
    ] == []
    assert barred(text, "approve").startswith("Czeka 1 uwaga „do poprawy”.")
    assert barred(text, "final").startswith("Najpierw zatwierdzenie")
    answer = coordinator.send("/krok/final")
    assert answer.status_code == 409 and "Najpierw zatwierdzenie" in plain(answer.text)
    assert coordinator.engine.started == []


@pytest.mark.parametrize(
    ("step", "moment"),
    [
        ("forms", Moment.FORMS),
        ("remind", Moment.REMIND),
        ("check", Moment.CHECK),
        ("answers", Moment.CHECK),
        ("draft", Moment.DRAFT),
    ],
)
def test_a_button_is_a_run(coordinator: Coordinator, step: str, moment: Moment) -> None:
    assert coordinator.send(f"/krok/{step}").status_code == 303
    assert coordinator.engine.started == [(moment, *MRS, {})]


def test_reminders_can_be_sent_where_mail_is_set_up(coordinator: Coordinator) -> None:
    assert "Wyślij pocztą" not in coordinator.page()
    settings = coordinator.rooms.programmes / "mail.yaml"
    settings.write_text("{}", encoding="utf-8")
    try:
        text = coordinator.page()
    finally:
        settings.unlink()
    assert "Wyślij pocztą" in text and "Przygotuj projekty" in text
    sent = {"send": "true", "drafted": "true"}
    assert coordinator.send("/krok/remind", sent).status_code == 303
    asked = {"send": True, "drafted": True}
    assert coordinator.engine.started == [(Moment.REMIND, *MRS, asked)]


def test_what_runs_is_told_in_words_and_nothing_else_is_set_off(coordinator: Coordinator) -> None:
    coordinator.send("/krok/check")
    text = coordinator.page()
    assert "Trwa „Sprawdzenie” (od 10:30): Odczyt plików…" in plain(text)
    assert f'<noscript><meta http-equiv="refresh" content="5;url={ROUND}">' in text
    assert barred(text, "draft") == "Trwa: Sprawdzenie. Proszę poczekać na zakończenie."
    assert coordinator.send("/krok/draft").status_code == 409
    told = coordinator.client.get(f"{ROUND}/stan.json").json()
    assert told["busy"] is True and told["run"] == "run-1"
    coordinator.engine.end("Wpłynęło 5 z 6.")
    told = coordinator.client.get(f"{ROUND}/stan.json").json()
    assert told["busy"] is False and told["trouble"] is False
    assert told["sentence"].endswith("13 stycznia 2026 r., godz. 10:30. Wpłynęło 5 z 6.")
    assert len(coordinator.engine.started) == 1


def test_a_failed_run_says_what_to_do(coordinator: Coordinator) -> None:
    coordinator.send("/krok/check")
    coordinator.engine.end("Brakuje miejsca na dysku.", Going.FAILED)
    text = plain(coordinator.page())
    assert "nie udało się: „Sprawdzenie”" in text and "Brakuje miejsca na dysku." in text
    assert "Poprzednie wyniki pozostały bez zmian." in text


def test_without_the_engine_the_page_still_tells_what_there_is(coordinator: Coordinator) -> None:
    coordinator.engine.away = True
    text = plain(coordinator.page())
    assert "nie odpowiada" in text and "Wpłynęło 5 z 6" in text
    assert coordinator.send("/krok/check").status_code == 503


def test_the_board_names_units_their_files_and_answers(coordinator: Coordinator) -> None:
    text = coordinator.page()
    board = plain(text[text.index('<table class="board">') : text.index("</table>")])
    assert "brak sprawozdania" in board and "MRS_2025_MCO.xlsx" in board
    assert f"{ROUND}/wynik/units/WO/message" in text


def test_the_round_without_a_run_asks_for_one(panel_round: Ran, tmp_path: Path) -> None:
    coordinator = Coordinator.at(panel_round.anew(tmp_path))
    text = coordinator.page()
    assert "Jeszcze nie sprawdzano" in plain(text)
    assert barred(text, "approve").startswith("Najpierw proszę sprawdzić")
    assert "Sprawy pojawią się po pierwszym sprawdzeniu." in plain(text)
    assert coordinator.client.get(f"{ROUND}/wynik/annex").status_code == 404


def test_every_result_can_be_had_as_it_lies_there(coordinator: Coordinator) -> None:
    text = coordinator.page()
    folder = coordinator.rooms.results(*MRS)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    linked = {unquote(one) for one in re.findall(rf'href="{ROUND}/wynik/([^"]+)"', text)}
    assert linked == set(manifest["roles"])
    for role, name in manifest["roles"].items():
        answer = coordinator.client.get(f"{ROUND}/wynik/{role}")
        assert answer.content == (folder / name).read_bytes(), role
        told = answer.headers["content-disposition"]
        assert told.startswith("attachment;"), role
        assert unquote(told.partition("filename*=UTF-8''")[2]) == Path(name).name


def test_polish_letters_stay_in_a_files_name(own: Coordinator) -> None:
    folder = own.rooms.memory(*MRS) / "rescued"
    folder.mkdir(parents=True)
    (folder / "Załącznik „żółty” 1.docx").write_bytes(b"poprawiony")
    assert "Załącznik „żółty” 1.docx" in plain(own.page())
    answer = own.client.get(f"{ROUND}/plik/zachowane/Załącznik „żółty” 1.docx")
    assert answer.content == b"poprawiony"
    told = answer.headers["content-disposition"]
    assert unquote(told.partition("filename*=UTF-8''")[2]) == "Załącznik „żółty” 1.docx"


def test_a_link_among_the_files_is_not_followed(own: Coordinator) -> None:
    folder = own.rooms.memory(*MRS) / "rescued"
    folder.mkdir(parents=True)
    (folder / "skrot.txt").symlink_to(own.rooms.memory(*MRS) / "journal.jsonl")
    assert own.client.get(f"{ROUND}/plik/zachowane/skrot.txt").status_code == 404


def test_the_report_is_shown_apart_from_the_panel(coordinator: Coordinator) -> None:
    answer = coordinator.client.get(f"{ROUND}/raport")
    assert "Raport sprawdzenia" in answer.text
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox allow-scripts;") and "allow-same-origin" not in policy
    assert "connect-src" not in policy and "default-src 'none'" in policy


def test_all_draft_messages_come_in_one_archive(coordinator: Coordinator) -> None:
    answer = coordinator.client.get(f"{ROUND}/odpowiedzi.zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        mails = {name: message_from_bytes(archive.read(name)) for name in archive.namelist()}
    # A typo is no reason to write to a unit; the one that sent nothing is reminded.
    assert sorted(mails) == ["Wiadomosc_2025_WO.eml"]
    assert all(mail["X-Unsent"] == "1" for mail in mails.values())


def test_the_journal_is_told_newest_first(coordinator: Coordinator) -> None:
    text = coordinator.page()
    lines = re.findall(r"<li><time>.*?</li>", text[text.index('<ol class="journal"') :])
    journal = coordinator.rooms.memory(*MRS) / "journal.jsonl"
    assert len(lines) == min(20, len(journal.read_text(encoding="utf-8").splitlines()))
    assert "sporządzono" in lines[0] and "wpłynął plik" in lines[-1]


def approvable(own: Coordinator) -> str:
    """Settle what is open in the files, as a run would; return the version of the data."""
    folder = own.rooms.results(*MRS)
    rows = (folder / "findings.csv").read_text(encoding="utf-8-sig").splitlines(keepends=True)
    kept = [row for row in rows if ",unit-missing," not in row]
    (folder / "findings.csv").write_text("".join(kept), encoding="utf-8-sig")
    return str(json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["data_hash"])


def test_an_approval_is_held_against_what_is_asked(own: Coordinator) -> None:
    version = approvable(own)
    assert "Zapisz zatwierdzenie" in own.page()
    empty = own.send("/krok/approve", {"who": " ", "date": "wczoraj", "version": "abc"})
    assert empty.status_code == 422
    told = plain(empty.text)
    assert "Proszę wpisać, kto zatwierdził." in told and "To nie jest data." in told
    assert "Proszę wpisać numer pisma." in told and "co najmniej 8 znaków" in told
    other = {"who": "Anna Nowak", "date": "28.03.2026", "letter": "DP-1/26", "version": "0" * 8}
    assert "innej wersji danych" in plain(own.send("/krok/approve", other).text)
    assert own.engine.started == []
    right = other | {"version": version[:10].upper()}
    assert own.send("/krok/approve", right).status_code == 303
    ((moment, _, _, parameters),) = own.engine.started
    assert moment is Moment.APPROVE
    assert parameters == {
        "who": "Anna Nowak",
        "date": "2026-03-28",
        "letter": "DP-1/26",
        "version": version[:10].upper(),
    }


def test_what_somebody_typed_does_nothing(own: Coordinator) -> None:
    approvable(own)
    typed = {"who": '"><script>alert(1)</script>', "date": "x", "letter": "<b>"}
    text = own.send("/krok/approve", typed).text
    assert "<script>alert" not in text and "<b>" not in text
    assert "&lt;script&gt;alert" in text


def test_a_closed_round_changes_nothing(own: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    edition = own.rooms.memory(*MRS) / "editions" / "1"
    edition.mkdir(parents=True)
    (edition / "MRS_2025_archiwum_1.zip").write_bytes(b"PK archiwum")
    close(own.rooms.memory(*MRS) / "journal.jsonl", monkeypatch)
    text = own.page()
    assert "Rok jest zamknięty." in plain(text) and "annual-report reopen" in plain(text)
    for step in ("forms", "check", "draft", "final"):
        assert barred(text, step).startswith("Rok jest zamknięty"), step
        assert own.send(f"/krok/{step}").status_code == 409
    assert own.drop("nowy.xlsx", b"PK")["sentence"] == "Rok jest zamknięty; pliku nie przyjęto."
    assert own.send("/stanowisko", {"sprawa": "x"}).status_code == 409
    assert not (own.rooms.drop_folder(*MRS) / "nowy.xlsx").exists()
    archive = own.client.get(f"{ROUND}/plik/archiwum/1/MRS_2025_archiwum_1.zip")
    assert archive.content == b"PK archiwum"


def close(journal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the journal say that the round is closed."""
    from domain.journal import Memory

    assert journal.is_file()
    before = Memory.of

    def closed(events: object) -> Memory:
        memory = before(events)  # type: ignore[arg-type]
        memory.closed = True
        return memory

    monkeypatch.setattr(Memory, "of", closed)


def test_all_rounds_are_listed_and_one_alone_is_opened(
    own: Coordinator, coordinator: Coordinator
) -> None:
    text = plain(coordinator.page("/"))
    assert "PWR" in text and "Miasto równych szans" in text
    for folder in own.rooms.programmes.glob("pwr*"):
        (folder / "programme.yaml").unlink()
    assert own.client.get("/").headers["location"] == ROUND
    assert ABSENT not in text


def test_the_way_in_leads_to_the_panel(panel_round: Ran) -> None:
    client = browser_of(app_of(panel_round.rooms, FakeEngine()))
    entered = client.post("/wejscie", data={"kod": KEY})
    assert 'content="0;url=/"' in entered.text
    assert client.get("/wejscie").headers["location"] == "/"

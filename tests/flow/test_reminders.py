"""Reminders: to who owes something, once for each day of the calendar, by a real mail server."""

import datetime
import email
import email.policy
import json
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from domain.errors import BusyError
from domain.journal import Event, EventKind, Memory
from domain.reminding import Outcome
from flows.__main__ import main
from flows.keeping import journal_lines
from flows.reminding import Reminded, remind
from tasks.adapters.records import Records
from tasks.adapters.rooms import Rooms
from tests.edges.smtp import Postbox, serving
from tests.flow.rounds import MRS, Ran

BEFORE, DAY_AFTER, WEEK_AFTER = (
    datetime.date(2026, 1, 24),
    datetime.date(2026, 2, 1),
    datetime.date(2026, 2, 8),
)
CALENDAR = 'calendar: {due: "01-31", reminders: [-7, 1, 8]}\n'


@pytest.fixture
def rooms(tmp_path: Path, small: Ran) -> Rooms:
    """A round in which MOPS and MCO sent nothing, WPI's file cannot be read, WO has no address."""
    rooms = small.anew(tmp_path)
    folder = rooms.programmes / MRS[0]
    text = (folder / "programme.yaml").read_text(encoding="utf-8")
    (folder / "programme.yaml").write_text(CALENDAR + text, encoding="utf-8")
    units = (folder / "units.yaml").read_text(encoding="utf-8")
    for code in ("MOPS", "MCO", "WPI", "WPS"):
        units = units.replace(f"\n{code}: {{", f"\n{code}: {{email: {code.lower()}@example.org, ")
    (folder / "units.yaml").write_text(units, encoding="utf-8")
    for code in ("MOPS", "MCO", "WO"):
        workbook(rooms, code).unlink()
    workbook(rooms, "WPI").write_bytes(b"%PDF-1.4 skan")
    return rooms


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    with serving(Postbox()) as running:
        yield running


def workbook(rooms: Rooms, code: str) -> Path:
    return rooms.drop_folder(*MRS) / f"MRS_2025_{code}.xlsx"


def set_up(rooms: Rooms, postbox: Postbox) -> None:
    text = f"{{host: 127.0.0.1, port: {postbox.port}, security: none, sender: biuro@example.org}}"
    (rooms.programmes / "mail.yaml").write_text(text, encoding="utf-8")


def drafts(rooms: Rooms) -> dict[str, EmailMessage]:
    found = {}
    for path in sorted(rooms.reminders(*MRS).glob("*.eml")):
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        found[path.name.removeprefix("Przypomnienie_2025_").removesuffix(".eml")] = message
    return found


def outcomes(reminded: Reminded) -> dict[str, Outcome]:
    return {one.code: one.outcome for one in reminded.told}


def journal(rooms: Rooms) -> bytes:
    return (rooms.memory(*MRS) / "journal.jsonl").read_bytes()


def text(message: EmailMessage) -> str:
    body = message.get_body()
    assert body is not None
    content: str = body.get_content()
    return content


def test_drafts_are_made_once_for_each_day_and_only_for_who_owes(rooms: Rooms) -> None:
    first = remind(rooms, *MRS, BEFORE)
    assert outcomes(first) == dict.fromkeys(("WO", "MOPS", "MCO", "WPI"), Outcome.DRAFTED)
    made = drafts(rooms)
    assert made.keys() == {"WO", "MOPS", "MCO", "WPI"}
    silent, refused = made["MOPS"], made["WPI"]
    assert (silent["To"], silent["X-Unsent"]) == ("mops@example.org", "1")
    assert "upływa za 7 dni, 31 stycznia 2026 r." in text(silent)
    assert [part.get_filename() for part in silent.iter_attachments()] == ["MRS_2025_MOPS.xlsx"]
    assert "nie można było wczytać" in text(refused)
    assert "– „MRS_2025_WPI.xlsx”: To plik PDF" in text(refused)
    (nobody,) = [one for one in first.told if one.code == "WO"]
    assert "nie ma adresu e-mail" in nobody.remark

    # Once more on the same day: nothing new is written down, what was deleted is there again.
    before = journal(rooms)
    (rooms.reminders(*MRS) / "Przypomnienie_2025_MCO.eml").unlink()
    again = remind(rooms, *MRS, BEFORE)
    assert again.count(Outcome.DRAFTED) == 4
    assert all(one.remark.startswith("przygotowany 24 stycznia 2026 r.") for one in again.told)
    assert (journal(rooms), drafts(rooms).keys()) == (before, made.keys())

    # MOPS answers; after the day due the others are asked in other words.
    workbook(rooms, "MOPS").write_bytes(_sample(rooms, "MOPS"))
    late = remind(rooms, *MRS, DAY_AFTER)
    assert outcomes(late).keys() == {"WO", "MCO", "WPI"}
    assert drafts(rooms).keys() == {"WO", "MCO", "WPI"}
    assert "upłynął wczoraj, 31 stycznia 2026 r." in text(drafts(rooms)["MCO"])
    told = "\n".join(journal_lines(rooms, *MRS, about="MCO"))
    assert "przypomniano jednostce MCO („Przypomnienie_2025_MCO.eml”): projekt wiadomości" in told


def _sample(rooms: Rooms, code: str) -> bytes:
    root, folder = rooms.inputs.parent, rooms.inputs.parent / "sample"
    folder.mkdir()
    words = ["sample", MRS[0], str(MRS[1]), "--root", str(root), "--inputs", str(folder)]
    assert main(words) == 0
    return (folder / MRS[0] / str(MRS[1]) / f"MRS_2025_{code}.xlsx").read_bytes()


def test_mail_goes_out_once_and_a_refused_address_is_tried_again(
    rooms: Rooms, postbox: Postbox, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up(rooms, postbox)
    postbox.refused.add("mco@example.org")
    first = remind(rooms, *MRS, BEFORE, send=True)
    assert outcomes(first) == {
        "MOPS": Outcome.SENT,
        "MCO": Outcome.NOT_SENT,
        "WPI": Outcome.SENT,
        "WO": Outcome.DRAFTED,
    }
    assert postbox.addresses == ["mops@example.org", "wpi@example.org"]
    message = postbox.received[0][1]
    assert [part.get_filename() for part in message.iter_attachments()] == ["MRS_2025_MOPS.xlsx"]
    assert drafts(rooms).keys() == {"WO"}

    postbox.refused.clear()
    again = remind(rooms, *MRS, BEFORE, send=True)
    assert postbox.addresses == ["mops@example.org", "wpi@example.org", "mco@example.org"]
    assert outcomes(again) == {"MCO": Outcome.SENT, "WO": Outcome.DRAFTED}

    remind(rooms, *MRS, BEFORE, send=True)
    assert len(postbox.addresses) == 3
    reminder = Records(rooms.memory(*MRS)).memory().reminders["MCO"][-1]
    assert reminder.message_id == postbox.received[2][1]["Message-ID"]
    words = ["status", MRS[0], str(MRS[1]), "--json", "--root", str(rooms.inputs.parent)]
    assert main(words) == 0
    told = json.loads(capsys.readouterr().out)["reminders"]
    assert (told["MCO"]["way"], told["MCO"]["day"]) == ("smtp", "2026-01-24")


def test_a_draft_is_sent_only_when_it_is_said_so(rooms: Rooms, postbox: Postbox) -> None:
    set_up(rooms, postbox)
    remind(rooms, *MRS, WEEK_AFTER)
    held = remind(rooms, *MRS, WEEK_AFTER, send=True)
    assert postbox.addresses == []
    assert all("--drafted" in one.remark for one in held.told)
    remind(rooms, *MRS, WEEK_AFTER, send=True, drafted=True)
    assert postbox.addresses == ["mops@example.org", "mco@example.org", "wpi@example.org"]
    remind(rooms, *MRS, WEEK_AFTER, send=True, drafted=True)
    assert len(postbox.addresses) == 3
    assert drafts(rooms).keys() == {"WO"}


def test_a_line_that_drops_leaves_an_open_question_and_no_second_letter(
    rooms: Rooms, postbox: Postbox
) -> None:
    set_up(rooms, postbox)
    postbox.dropped.add("mops@example.org")
    first = remind(rooms, *MRS, BEFORE, send=True)
    assert outcomes(first)["MOPS"] is Outcome.UNSURE
    assert outcomes(first)["MCO"] is Outcome.SENT
    assert not first.complete
    postbox.dropped.clear()
    again = remind(rooms, *MRS, BEFORE, send=True)
    (open_,) = [one for one in again.told if one.code == "MOPS"]
    assert open_.outcome is Outcome.UNSURE
    assert "nie wiadomo, czy wiadomość wyszła" in open_.remark
    # It is said every time, and is no failure of this time.
    assert again.complete
    assert postbox.addresses.count("mops@example.org") == 1
    # The letter lies ready, for whoever finds that it did not arrive.
    assert "MOPS" in drafts(rooms)
    assert remind(rooms, *MRS, DAY_AFTER, send=True).count(Outcome.SENT) == 3


def test_who_is_killed_between_sending_and_writing_down_sends_nothing_twice(
    rooms: Rooms, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up(rooms, postbox)
    add = Records.add

    def killed(records: Records, events: list[Event]) -> None:
        if any(event.kind is EventKind.REMINDED for event in events):
            raise KeyboardInterrupt
        add(records, events)

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(Records, "add", killed)
        remind(rooms, *MRS, BEFORE, send=True)
    assert postbox.addresses == ["mops@example.org"]
    again = remind(rooms, *MRS, BEFORE, send=True)
    assert outcomes(again)["MOPS"] is Outcome.UNSURE
    assert postbox.addresses == ["mops@example.org", "mco@example.org", "wpi@example.org"]


def test_the_command_says_what_became_of_each_and_is_refused_while_one_is_not_out(
    rooms: Rooms, postbox: Postbox, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["remind", MRS[0], str(MRS[1]), "--root", str(rooms.inputs.parent)]
    words += ["--today", "2026-02-02"]
    assert main([*words, "--drafted"]) == 2
    words.append("--send")
    assert main(words) == 2
    said = capsys.readouterr()
    assert "--drafted podaje się razem z --send" in said.err
    assert "brakuje pliku programmes/mail.yaml" in said.err
    set_up(rooms, postbox)
    postbox.refused.add("mco@example.org")
    assert main(words) == 3
    said = capsys.readouterr()
    assert "MOPS – wysłano: mops@example.org" in said.out
    assert "MCO – nie wysłano: serwer nie przyjmuje adresu „mco@example.org”" in said.out
    assert "Nie wszystkie przypomnienia wysłano" in said.err


@pytest.mark.parametrize(
    ("today", "calendar", "sentence"),
    [
        (datetime.date(2026, 1, 23), CALENDAR, "Pierwsze przypomnienie przypada 24 stycznia"),
        (DAY_AFTER, "", "W kalendarzu programu nie ma przypomnień"),
    ],
)
def test_a_day_without_reminders_says_why(
    rooms: Rooms, today: datetime.date, calendar: str, sentence: str
) -> None:
    path = rooms.programmes / MRS[0] / "programme.yaml"
    path.write_text(path.read_text("utf-8").replace(CALENDAR, calendar), encoding="utf-8")
    reminded = remind(rooms, *MRS, today)
    assert (reminded.told, reminded.folder) == ((), None)
    assert any(sentence in notice for notice in reminded.notices)


def test_a_closed_round_reminds_nobody(rooms: Rooms, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Records, "memory", lambda _: Memory(closed=True))
    with pytest.raises(BusyError, match="zamknięty"):
        remind(rooms, *MRS, DAY_AFTER)

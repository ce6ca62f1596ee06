"""Messages are handed over to a real server, and what is not known of one is said."""

import datetime
from pathlib import Path
from typing import Any

import pytest

from domain.errors import DefinitionError, UsageError
from domain.mail_settings import MailSettings, Security, mail_settings
from domain.message import Message
from domain.reminding import Outcome
from tasks.adapters.mail_sending import Delivery, Mailbox, open_mailbox
from tasks.adapters.mail_settings import PASSWORD, load_mail, password_of
from tasks.adapters.rooms import Rooms
from tests.edges.smtp import HOST, Postbox, certificate, free_port, only, serving

SUBJECT = ("Przypomnienie – żółć gęślą jaźń " * 4).strip()
FILES = {"Zażółć gęślą jaźń.xlsx": b"PK\x03\x04\xff\x00"}


def settings(port: int, security: Security = Security.NONE, **more: Any) -> MailSettings:
    about = {"sender": "biuro@example.org", "sender_name": "Ośrodek Pomocy", **more}
    return MailSettings(HOST, port, security, **about)


def send(mailbox: Mailbox, *addresses: str) -> list[Delivery]:
    return [
        mailbox.send(
            Message(one, SUBJECT, "Dzień dobry,\n\n.\nz kropką\n"), FILES, f"<{place}@example.org>"
        )
        for place, one in enumerate(addresses)
    ]


def sent_by(given: MailSettings, *addresses: str, password: str = "") -> list[Delivery]:
    with open_mailbox(given, password, timeout=10) as mailbox:
        return send(mailbox, *addresses)


def outcomes(found: list[Delivery]) -> list[Outcome]:
    return [one.outcome for one in found]


def test_what_is_sent_arrives_whole_with_date_id_and_the_names_of_files() -> None:
    with serving(Postbox()) as postbox:
        found = sent_by(settings(postbox.port, reply_to="k@example.org"), "a@x.org", "b@x.org")
    assert outcomes(found) == [Outcome.SENT, Outcome.SENT]
    assert (postbox.addresses, postbox.connections) == (["a@x.org", "b@x.org"], 1)
    message = postbox.received[0][1]
    assert not message.defects
    assert message["Subject"] == SUBJECT
    assert message["From"].addresses[0].display_name == "Ośrodek Pomocy"
    assert (message["To"], message["Reply-To"]) == ("a@x.org", "k@example.org")
    assert message["Message-ID"] == "<0@example.org>"
    told = message["Date"].datetime
    assert abs(datetime.datetime.now(datetime.UTC) - told) < datetime.timedelta(minutes=5)
    assert "X-Unsent" not in message
    body = message.get_body()
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == "Dzień dobry,\n\n.\nz kropką\n"
    attached = {part.get_filename(): part.get_content() for part in message.iter_attachments()}
    assert attached == FILES


def test_a_refused_address_is_told_and_the_others_go_out() -> None:
    with serving(Postbox(refused={"nikt@x.org"}, full={"pelna@x.org"})) as postbox:
        given = settings(postbox.port)
        found = sent_by(given, "nikt@x.org", "a@x.org", "pelna@x.org", "żółw@x.org", "b@x.org")
    assert outcomes(found) == [
        Outcome.NOT_SENT,
        Outcome.SENT,
        Outcome.NOT_SENT,
        Outcome.NOT_SENT,
        Outcome.SENT,
    ]
    assert "serwer nie przyjmuje adresu „nikt@x.org”" in found[0].reason
    assert "nie ma takiej skrzynki" in found[0].reason
    assert "452 4.2.2 skrzynka jest pełna" in found[2].reason
    assert "niedozwolone litery" in found[3].reason
    assert (postbox.addresses, postbox.connections) == (["a@x.org", "b@x.org"], 1)


def test_a_line_that_drops_after_the_message_leaves_it_open_and_is_taken_up_again() -> None:
    with serving(Postbox(dropped={"a@x.org"})) as postbox:
        found = sent_by(settings(postbox.port), "a@x.org", "b@x.org")
    assert outcomes(found) == [Outcome.UNSURE, Outcome.SENT]
    assert "przerwał połączenie" in found[0].reason
    assert postbox.connections == 2


def test_a_server_that_is_not_there_is_asked_once() -> None:
    found = sent_by(settings(free_port()), "a@x.org", "b@x.org")
    assert outcomes(found) == [Outcome.NOT_SENT, Outcome.NOT_SENT]
    assert "nie udało się połączyć z serwerem pocztowym" in found[0].reason


@pytest.mark.parametrize("password", ["tajne", "zażółć"])
def test_starttls_and_a_password_are_used_where_they_are_set(tmp_path: Path, password: str) -> None:
    own, shown = certificate(tmp_path)
    options = {"require_starttls": True, "tls_context": shown, "auth_required": True}
    with serving(Postbox(), authenticator=only("biuro", password), **options) as postbox:
        given = settings(postbox.port, Security.STARTTLS, user="biuro", ca_file=str(own))
        good = sent_by(given, "a@x.org", password=password)
        bad = sent_by(given, "b@x.org", password="inne")
    assert outcomes([*good, *bad]) == [Outcome.SENT, Outcome.NOT_SENT]
    assert "nie przyjął użytkownika albo hasła" in bad[0].reason
    assert postbox.addresses == ["a@x.org"]


@pytest.mark.parametrize(("trusted", "name"), [(False, ""), (True, "inny.example.org")])
def test_a_certificate_that_nobody_vouches_for_is_refused(
    tmp_path: Path, trusted: bool, name: str
) -> None:
    own, shown = certificate(tmp_path, name)
    with serving(Postbox(), require_starttls=True, tls_context=shown) as postbox:
        given = settings(postbox.port, Security.STARTTLS, ca_file=str(own) if trusted else "")
        (found,) = sent_by(given, "a@x.org")
    assert found.outcome is Outcome.NOT_SENT
    assert "nie można potwierdzić certyfikatu" in found.reason
    assert postbox.received == []


def test_a_server_that_cannot_encrypt_gets_nothing() -> None:
    with serving(Postbox()) as postbox:
        (found,) = sent_by(settings(postbox.port, Security.STARTTLS), "a@x.org")
    assert (found.outcome, postbox.received) == (Outcome.NOT_SENT, [])
    assert "nie obsługuje ustawionego szyfrowania" in found.reason


WRITTEN = {"host": "smtp.example.org", "port": 587, "security": "starttls", "sender": "b@x.org"}


def test_settings_are_what_the_file_says() -> None:
    assert mail_settings(WRITTEN) == MailSettings(
        "smtp.example.org", 587, Security.STARTTLS, "b@x.org"
    )


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ({"port": "587"}, "port"),
        ({"security": "tls"}, "security"),
        ({"sender": "biuro"}, "sender"),
        ({"sender": "żółw@x.org"}, "sender"),
        ({"password": "tajne"}, "password"),
        ({"host": "smtp example"}, "host"),
        ({"security": "none", "user": "biuro"}, "security"),
        ({"password_file": "/etc/haslo"}, "password_file"),
    ],
)
def test_settings_at_fault_are_named_with_their_key(wrong: dict[str, object], key: str) -> None:
    with pytest.raises(DefinitionError) as refusal:
        mail_settings(WRITTEN | wrong)
    assert [fault.key for fault in refusal.value.faults] == [key]


@pytest.fixture
def rooms(tmp_path: Path) -> Rooms:
    (tmp_path / "programmes").mkdir()
    return Rooms.under(tmp_path)


def write(rooms: Rooms, text: str) -> None:
    (rooms.programmes / "mail.yaml").write_text(text, encoding="utf-8")


def test_without_settings_nothing_can_be_sent(rooms: Rooms) -> None:
    with pytest.raises(UsageError, match=r"brakuje pliku programmes/mail\.yaml"):
        load_mail(rooms)


def test_a_password_comes_from_outside(
    rooms: Rooms, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(PASSWORD, raising=False)
    secret = tmp_path_factory.mktemp("haslo") / "smtp"
    write(
        rooms,
        "{host: a.example, port: 465, security: ssl, sender: b@x.org, user: biuro, "
        f"password_file: {secret}}}",
    )
    with pytest.raises(UsageError, match=PASSWORD):
        password_of(load_mail(rooms))
    secret.write_text("z pliku\n", encoding="utf-8")
    assert password_of(load_mail(rooms)) == "z pliku"
    monkeypatch.setenv(PASSWORD, "ze środowiska")
    assert password_of(load_mail(rooms)) == "ze środowiska"


def test_a_password_inside_the_checkout_is_refused(rooms: Rooms) -> None:
    inside = rooms.programmes / "haslo.txt"
    write(
        rooms,
        "{host: a.example, port: 465, security: ssl, sender: b@x.org, user: biuro, "
        f"password_file: {inside}}}",
    )
    with pytest.raises(DefinitionError, match="poza katalogiem programu"):
        load_mail(rooms)

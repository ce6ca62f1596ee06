"""The draft of a message is one that mail programs open, alike wherever it is made."""

import email
import email.policy
from email.message import EmailMessage

from domain.message import Message
from tasks.adapters.draft_message import draft

MESSAGE = Message(
    "a@example.org", ("Uwagi – żółć " * 8).strip(), "Dzień dobry,\n\n" + "ąćę " * 400 + "\n.\n"
)
FILES = {"Zażółć gęślą.xlsx": b"PK\x03\x04\xff\x00", "b.docx": b"--=_x\r\n"}


def parsed(data: bytes) -> EmailMessage:
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def test_what_is_put_in_comes_out() -> None:
    message = parsed(draft(MESSAGE, FILES))
    assert message["To"] == "a@example.org"
    assert message["Subject"] == MESSAGE.subject
    part = message.get_body()
    assert part is not None
    assert part.get_content().replace("\r\n", "\n") == MESSAGE.body
    attached = {part.get_filename(): part.get_content() for part in message.iter_attachments()}
    assert attached == FILES
    assert [part.get_content_type().rpartition(".")[2] for part in message.iter_attachments()] == [
        "sheet",
        "document",
    ]


def test_equal_arguments_give_equal_bytes_and_others_another_boundary() -> None:
    first = draft(MESSAGE, FILES)
    assert first == draft(MESSAGE, dict(FILES))
    other = draft(MESSAGE, FILES | {"b.docx": b"x"})
    assert parsed(first).get_boundary() != parsed(other).get_boundary()


def test_nothing_tells_when_or_where_it_was_made() -> None:
    fields = [name for name, _ in parsed(draft(MESSAGE, {})).items()]
    assert fields == [
        "Content-Type",
        "MIME-Version",
        "Content-Transfer-Encoding",
        "To",
        "Subject",
        "X-Unsent",
    ]
    assert draft(MESSAGE, {}).count(b"\n") == draft(MESSAGE, {}).count(b"\r\n")
    assert max(map(len, draft(MESSAGE, FILES).splitlines())) <= 998

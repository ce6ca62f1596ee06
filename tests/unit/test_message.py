"""The draft of a message: a text of the templates, its paragraphs only where there is something."""

from pathlib import Path

import pytest

from domain.errors import DefinitionError
from domain.message import compose

TEXT = """Temat: {programme} – {unit}

Szanowni Państwo,

Nie wczytano:
{refused}

Z poważaniem
"""
WORDS = {"programme": "PWR", "unit": "Klub {unit}", "refused": ""}


def test_the_first_line_is_the_subject_and_the_rest_the_body() -> None:
    message = compose(TEXT, "t.txt", WORDS | {"refused": "„a.pdf” – {programme}"}, "a@example.org")
    assert message.to == "a@example.org"
    assert message.subject == "PWR – Klub {unit}"
    assert message.body == (
        "Szanowni Państwo,\n\nNie wczytano:\n„a.pdf” – {programme}\n\nZ poważaniem\n"
    )


def test_a_paragraph_on_nothing_is_left_out() -> None:
    body = compose(TEXT, "t.txt", WORDS, "").body
    assert body == "Szanowni Państwo,\n\nZ poważaniem\n"


def test_a_subject_is_one_line() -> None:
    subject = compose(TEXT, "t.txt", WORDS | {"unit": "Klub\r\nBcc: x@example.org"}, "").subject
    assert subject == "PWR – Klub Bcc: x@example.org"


@pytest.mark.parametrize(
    ("text", "named"), [("Dzień dobry\n\nx", "Temat:"), (TEXT + "{nazwisko}", "nazwisko")]
)
def test_a_text_that_lacks_something_is_refused(text: str, named: str) -> None:
    with pytest.raises(DefinitionError, match=named):
        compose(text, "t.txt", WORDS, "")


def test_the_texts_speak_of_remarks_and_not_of_errors() -> None:
    folder = Path(__file__).resolve().parents[2] / "templates"
    texts = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("wiadomosc-*.txt")}
    assert set(texts) == {
        "wiadomosc-uwagi.txt",
        "wiadomosc-przypomnienie.txt",
        "wiadomosc-przed-terminem.txt",
        "wiadomosc-po-terminie.txt",
    }
    for text in texts.values():
        assert text.startswith("Temat: ")
        assert "Proszę" in text
        assert "błąd" not in text.casefold()

"""The catalogue told to people: at the terminal, and on the page of the documents."""

import pytest

from domain.catalogue_text import FAMILIES
from domain.rules import Family
from flows.__main__ import main
from tasks.adapters.rooms import Rooms
from tests.flow.rounds import CHECKOUT, PWR
from tests.golden.rules_page import PAGE, page


def test_the_page_is_that_of_the_catalogue_and_the_round() -> None:
    """After a change of a rule: python -m tests.golden.rules_page."""
    assert PAGE.read_text(encoding="utf-8") == page(Rooms.under(CHECKOUT))


@pytest.mark.parametrize("words", [["rules"], ["rules", PWR[0]]], ids=["common", "programme"])
def test_the_command_lists_every_rule(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 0
    said = capsys.readouterr().out
    assert "  plan-far [do poprawy]" in said
    assert "  polish-spelling [na próbę – do wyjaśnienia]" in said
    last = said.splitlines()[-1]
    listed = sum(
        line.startswith("  ") and not line.startswith("    ") for line in said.splitlines()
    )
    assert last == f"Uwag w katalogu: {listed}, na próbę: 4, poza tabelą: 5."


def test_a_programme_that_is_not_there_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "nie-ma"]) == 2
    assert "Nie ma programu „nie-ma”" in capsys.readouterr().err


def test_every_family_has_words() -> None:
    assert FAMILIES.keys() == set(Family)

"""No-break spaces stand where Polish typography wants them, and nothing else changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.polish.typography import normalise_space, typeset

# "_" stands for a no-break space.
TYPESET = [
    ("10 900 usług", "10_900 usług"),
    ("2 000 750,00 zł", "2_000_750,00_zł"),
    ("12 34 osób", "12 34 osób"),
    ("5 1234", "5 1234"),
    ("rok 2024 oraz 5 osób", "rok 2024 oraz 5 osób"),
    ("w domu", "w_domu"),
    ("W domu", "W_domu"),
    ("dzieci i młodzież", "dzieci i_młodzież"),
    ("a i w domu", "a_i_w_domu"),
    ("praca z dziećmi o różnych potrzebach", "praca z_dziećmi o_różnych potrzebach"),
    ("(w tym 5 osób)", "(w_tym 5 osób)"),
    ("„W domu”", "„W_domu”"),
    ("klasa VI a oraz", "klasa VI a_oraz"),
    ("mama tata", "mama tata"),
    ("kow w domu", "kow w_domu"),
    ("PWR-u i MOPS-u w Krakowie", "PWR-u i_MOPS-u w_Krakowie"),
    ("100 zł", "100_zł"),
    ("100 złotych", "100 złotych"),
    ("tak zł", "tak zł"),
    ("koniec w", "koniec w"),
]


@pytest.mark.parametrize(("text", "wanted"), TYPESET)
def test_space_does_not_break(text: str, wanted: str) -> None:
    assert typeset(text).replace("\u00a0", "_") == wanted


def test_one_letter_word_after_a_sent_no_break_space() -> None:
    assert typeset("a\u00a0i domu") == "a\u00a0i\u00a0domu"


# The alphabet of everything that the rules look at, so that they meet in odd ways.
ODD_TEXTS = st.text(st.sampled_from("aiwzZbł0123,.-–(„ \u00a0\n"), max_size=30)


@given(ODD_TEXTS)
def test_only_white_space_changes(text: str) -> None:
    after = typeset(text)
    assert len(after) == len(text)
    assert all(
        old == new or (old, new) == (" ", "\u00a0") for old, new in zip(text, after, strict=True)
    )


@given(ODD_TEXTS)
def test_typesetting_twice_changes_nothing_more(text: str) -> None:
    assert typeset(typeset(text)) == typeset(text)


def test_white_space_folds_to_single_spaces() -> None:
    assert normalise_space("  dwa \t\n słowa\u00a0i  trzecie ") == "dwa słowa i trzecie"

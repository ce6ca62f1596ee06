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
    # units after numbers
    ("50 % budżetu", "50_% budżetu"),
    ("12 tys. zł i 3 mln osób", "12_tys._zł i_3_mln osób"),
    ("1,5 mld EUR", "1,5_mld_EUR"),
    ("w 2024 r.", "w_2024_r."),
    ("w 2024 roku", "w_2024 roku"),
    ("20 godz. zajęć", "20_godz. zajęć"),
    ("120 os. wzięło, 30 szt. wydano", "120_os. wzięło, 30_szt. wydano"),
    ("5 km, 30 m² i 12 m", "5_km, 30_m² i_12_m"),
    ("5 kminku, 12 mln", "5 kminku, 12_mln"),
    ("14 klubów, 46 minut", "14 klubów, 46 minut"),
    ("od 12 maja do 3 września", "od 12_maja do 3_września"),
    ("w XX w. oraz XXI w.", "w_XX_w. oraz XXI_w."),
    # abbreviations that lead to what follows
    ("Przedszkole nr 5", "Przedszkole nr_5"),
    ("art. 5 ust. 2 pkt 3 lit. a", "art._5 ust._2 pkt_3 lit._a"),
    ("za 5 pkt otrzymano", "za 5_pkt otrzymano"),
    ("§ 5 oraz s. 12, str. 13", "§_5 oraz s._12, str._13"),
    ("Dz. U. z 2024 r. poz. 177", "Dz._U. z_2024_r. poz._177"),
    ("Klub im. Jana, ul. Długa, os. Zielone", "Klub im._Jana, ul._Długa, os._Zielone"),
    ("im. C. K. Norwida", "im._C._K._Norwida"),
    ("m. in. dr Anna Nowak", "m._in. dr_Anna Nowak"),
    ("program dr. Nowaka", "program dr. Nowaka"),
    # dashes
    ("zajęcia – warsztaty – spotkania", "zajęcia_– warsztaty_– spotkania"),
    ("2022 –2024", "2022 –2024"),
    ("–", "–"),
]


@pytest.mark.parametrize(("text", "wanted"), TYPESET)
def test_space_does_not_break(text: str, wanted: str) -> None:
    assert typeset(text).replace("\u00a0", "_") == wanted


def test_one_letter_word_after_a_sent_no_break_space() -> None:
    assert typeset("a\u00a0i domu") == "a\u00a0i\u00a0domu"


# The alphabet of everything that the rules look at, so that they meet in odd ways.
PIECES = [
    *(" ", "  ", "\u00a0", "\t", "nr", "art.", "os.", "C.", "tys.", "zł", "%", "r.", "12", "000"),
    *("maja", "–", "w", "Dz.", "U.", "m.", "in.", "XX", "(", "pkt", "dom", "I"),
]
ODD_TEXTS = st.one_of(
    st.text(st.sampled_from("aiwzZbł0123,.-–(„ \u00a0\n"), max_size=30),
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join),
)


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


@given(ODD_TEXTS)
def test_what_is_held_lies_between_two_words(text: str) -> None:
    for place, (old, new) in enumerate(zip(text, typeset(text), strict=True)):
        if old != new:
            assert text[place - 1 : place].strip()
            assert text[place + 1 : place + 2].strip()


@given(ODD_TEXTS, ODD_TEXTS)
def test_paragraphs_do_not_touch_one_another(one: str, other: str) -> None:
    assert typeset(f"{one}\n\n{other}") == f"{typeset(one)}\n\n{typeset(other)}"


def test_a_long_text_takes_time_in_proportion() -> None:
    # No rule looks back over what it has seen: a cell of Excel at its longest is nothing special.
    for text in ("1 " * 16_000, "w " * 16_000, "C. " * 10_000, " " * 32_000, "9" * 32_000):
        assert len(typeset(text)) == len(text)


def test_white_space_folds_to_single_spaces() -> None:
    assert normalise_space("  dwa \t\n słowa\u00a0i  trzecie ") == "dwa słowa i trzecie"

"""Names that browsers hand over: fit for every system, and none is another one's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.drop_names import LONGEST, free_name, safe_name, same_name


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Formularz KCŚ poprawiony.xlsx", "Formularz KCŚ poprawiony.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Pulpit\\MRS.xlsx", "MRS.xlsx"),
        ("C:MRS.xlsx", "C_MRS.xlsx"),
        ("x:y.xlsx", "x_y.xlsx"),
        ("nul", "_nul"),
        ("Com1.xlsx", "_Com1.xlsx"),
        ("LPT¹.xlsx", "_LPT¹.xlsx"),
        ("conto.xlsx", "conto.xlsx"),
        ("plik.xlsx. . ", "plik.xlsx"),
        ("a\x00b\u202ec\u200b.xlsx", "abc.xlsx"),
        ("dwa   odstępy.xlsx", "dwa odstępy.xlsx"),
        ("...", "plik"),
        ("/", "plik"),
        ("", "plik"),
    ],
)
def test_a_name_is_kept_where_it_can_be(given: str, kept: str) -> None:
    assert safe_name(given) == kept


@given(st.text(max_size=400))
def test_no_name_leads_anywhere(name: str) -> None:
    kept = safe_name(name)
    assert kept and kept not in (".", "..")
    assert not set(kept) & set('/\\<>:"|?*\x00')
    assert kept[-1] not in ". "
    assert len(kept.encode()) <= LONGEST + 1
    assert safe_name(kept) == kept


def test_a_long_name_keeps_its_ending() -> None:
    kept = safe_name(f"{'ą' * 300}.xlsx")
    assert kept.endswith("ą.xlsx") and len(kept.encode()) <= LONGEST


def test_names_are_alike_as_systems_see_them() -> None:
    assert same_name("Łódź.XLSX", "łódz\u0301.xlsx")
    assert not same_name("Lodz.xlsx", "łódź.xlsx")


def test_a_taken_name_gets_the_first_free_number() -> None:
    taken = ["a.xlsx", "A (2).xlsx"]
    assert free_name("b.xlsx", taken) == "b.xlsx"
    assert free_name("A.xlsx", taken) == "A (3).xlsx"
    assert free_name("bez końcówki", ["bez końcówki"]) == "bez końcówki (2)"

"""Personal data in free text, and what is shown of it."""

from dataclasses import replace

import pytest

from domain.findings import Place, make_finding
from domain.polish.dictionary import Analysis
from domain.privacy import PersonalKind, masked, personal_data
from tests.unit.builders import programme, rule
from tests.unit.small_dictionary import SmallDictionary

# 44051401359 is the number that examples of the checksum are given with.
PESEL = "44051401359"


class People(SmallDictionary):
    """Knows three given names and three surnames."""

    def analyses(self, word: str) -> list[Analysis]:
        """Return a name's reading."""
        given, surname = word in ("Anna", "Piotra", "Jan"), word in ("Nowak", "Gładkiego", "Zając")
        return [Analysis(word, word, "subst", given=given, surname=surname)]


def kinds(text: str) -> list[str]:
    return [one.kind.value for one in personal_data(text, People())]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"PESEL {PESEL}", [PersonalKind.PESEL]),
        ("44 05 14 013 59", [PersonalKind.PESEL]),
        ("4405-14-01359", [PersonalKind.PESEL]),
        ("48600700800", [PersonalKind.PHONE]),
        ("PL61 1090 1014 0000 0712 1981 2874", [PersonalKind.ACCOUNT]),
        ("61109010140000071219812874", [PersonalKind.ACCOUNT]),
        ("62109010140000071219812874", []),
        ("dowód ABA300000", [PersonalKind.IDENTITY]),
        ("projekt ABC123456", []),
        ("nr 44051401358", []),
        ("nr 44991401359", []),
        (f"konto 1{PESEL}", []),
        ("pisać na anna@mops.krakow.pl", [PersonalKind.EMAIL]),
        ("tel. 601 602 603, telefon 601602603", [PersonalKind.PHONE, PersonalKind.PHONE]),
        ("+48 601 602 603 albo 601-602-603", [PersonalKind.PHONE, PersonalKind.PHONE]),
        ("12 616 54 27 lub (12) 616-54-27", [PersonalKind.PHONE, PersonalKind.PHONE]),
        ("nr telefonu: 126165427, kom. 601-602 603", [PersonalKind.PHONE, PersonalKind.PHONE]),
        ("12 616 rodzin, 1 234 567,89 zł, 1234-567-89", []),
        ("601 602 603 odsłon, 30-960 Kraków, lata 2019-2022", []),
        ("pomoc otrzymała Anna Nowak", [PersonalKind.NAME]),
        ("maraton im. Piotra Gładkiego", []),
        ("spektakl „Anna Nowak”", []),
        ("Anna, Nowak", []),
        ("ANNA NOWAK", []),
        ("jan zając", []),
    ],
)
def test_personal_data_are_found(text: str, expected: list[str]) -> None:
    assert kinds(text) == expected


def test_names_are_looked_for_with_a_dictionary_only() -> None:
    assert personal_data("Anna Nowak", None) == ()
    (found,) = personal_data("Anna Nowak", People())
    assert found.masked == "A. N."


def test_what_is_shown_names_nobody() -> None:
    assert masked(f"{PESEL}, a@b.pl, 5") == "[numer PESEL], [adres e-mail], 5"


def test_a_finding_shows_no_personal_number() -> None:
    (made,) = programme(rules=[rule("r-r", message="Wpisano „{values}”.")]).rules
    place = Place(unit="KLUB", value=PESEL)
    finding = make_finding(made, place, {"values": PESEL})
    assert finding.message == "Wpisano „[numer PESEL]”."
    assert finding.place == replace(place, value="[numer PESEL]")

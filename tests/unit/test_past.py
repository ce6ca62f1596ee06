"""A figures.csv of the year before: what is taken from it, and what keeps it from being read."""

from decimal import Decimal

import pytest

from domain.past import PastEdition, read_past

HEAD = "programme,year,action,indicator,unit,realised,text\n"


def edition(*lines: str) -> PastEdition:
    built, faults = read_past(2023, HEAD + "".join(f"{line}\n" for line in lines))
    assert faults == ()
    return built


def faults(text: str) -> list[tuple[int, str]]:
    return list(read_past(2023, text)[1])


def test_realised_values_go_by_action_indicator_and_unit() -> None:
    built = edition(
        "pwr,2023,I.1,,KLUB,,całość",
        "pwr,2023,I.1,rodziny,KLUB,605,605 rodzin",
        "pwr,2023,I.1,rodziny,BIB,15.48,",
        "pwr,2023,I.1,spending1,KLUB,,",
        'pwr,2023,I.1,dzieci,KLUB, 7 ,"w dwóch\nwierszach"',
        "",
        "pwr,2023,I.1,+1,KLUB,12,12 bisów",
        "pwr,2023,I.1,+1,KLUB,13,13 bisów",
    )
    assert built.values == {
        ("I.1", "rodziny"): {"KLUB": Decimal(605), "BIB": Decimal("15.48")},
        ("I.1", "dzieci"): {"KLUB": Decimal(7)},
    }


def test_a_table_written_by_hand_needs_three_columns() -> None:
    built, told = read_past(2023, "indicator,realised,action\r\nrodziny,605,I.1\r\n")
    assert told == ()
    assert built.values == {("I.1", "rodziny"): {"": Decimal(605)}}


@pytest.mark.parametrize("missing", ["action", "indicator", "realised"])
def test_a_column_that_is_missing_is_named(missing: str) -> None:
    ((line, message),) = faults(HEAD.replace(missing, "inna") + "pwr,2023,I.1,rodziny,KLUB,1,\n")
    assert (line, f"„{missing}”" in message) == (0, True)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("pwr,2023,I.1,rodziny,KLUB,około 5,", "realised: „około 5” nie jest liczbą"),
        ("pwr,2023,I.1,rodziny,KLUB,1 703,", "realised: „1 703” nie jest liczbą"),
        ("pwr,2023,I.1,rodziny,KLUB,1e9,", "realised: „1e9” nie jest liczbą"),
        ("pwr,2023,I.1,rodziny,KLUB,٣,", "realised: „٣” nie jest liczbą"),
        ("pwr,2022,I.1,rodziny,KLUB,5,", "wiersz dotyczy 2022 roku, a plik nazwano 2023.csv"),
        ("pwr,2023,,rodziny,KLUB,5,", "podano wartość, a kolumna „action” jest pusta"),
        ("pwr,2023,I.1,,KLUB,5,", "podano wartość, a kolumna „indicator” jest pusta"),
        ("pwr,2023,I.1,rodziny,KLUB,5", "pól jest 6, a kolumn 7"),
        ("pwr,2023,I.0,dzieci,KLUB,5,", "wartość I.0/dzieci jednostki KLUB wpisano dwa razy"),
        ('pwr,2023,I.1,rodziny,KLUB,5,"', "błąd zapisu CSV: "),
    ],
)
def test_a_fault_of_a_row_has_its_line(row: str, message: str) -> None:
    above = HEAD + 'pwr,2023,I.0,dzieci,KLUB,5,"dwa\nwiersze"\n'
    ((line, told),) = faults(f"{above}{row}\n")
    assert line == 4
    assert told.startswith(message)


def test_faults_of_all_rows_come_at_once() -> None:
    rows = "pwr,2023,I.1,rodziny,KLUB,dużo,\npwr,2023,I.2,rodziny,KLUB,mało,\n"
    assert [line for line, _ in faults(HEAD + rows)] == [2, 3]


@pytest.mark.parametrize("text", ["", "\n"])
def test_an_empty_file_is_a_fault(text: str) -> None:
    assert faults(text)


def test_only_a_value_without_rivals_is_another_units() -> None:
    built = edition("pwr,2023,I.1,rodziny,KLUB,605,", "pwr,2023,I.2,rodziny,KLUB,5,")
    assert built.value("I.1", "rodziny", "KLUB", alone=False) == 605
    assert built.value("I.1", "rodziny", "BIB", alone=True) == 605
    assert built.value("I.1", "rodziny", "BIB", alone=False) is None
    assert built.value("I.3", "rodziny", "KLUB", alone=True) is None

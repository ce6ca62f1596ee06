"""Which sheet is which: by the form's own name, else by its keys where only one has them."""

from collections.abc import Mapping

import pytest

from domain.form_sheets import FormSheet, sheet_names

META = ["Klucz", "programme", "year", "unit"]
REPORT = ["", "Klucz", "", "I.1", "I.1/rodziny", "I.1/+1"]
NEEDS = ["Klucz", "#need/1"]
OWN = ["Lp.", "1", "2"]


def found(sheets: Mapping[str, list[str]]) -> Mapping[FormSheet, str]:
    return sheet_names(list(sheets), lambda name: ({1: text} for text in sheets[name]))


@pytest.mark.parametrize(
    ("sheets", "names"),
    [
        (
            {"Metryczka": META, "Sprawozdanie": REPORT},
            {FormSheet.META: "Metryczka", FormSheet.REPORT: "Sprawozdanie"},
        ),
        ({"A": META, "B": REPORT}, {FormSheet.META: "A", FormSheet.REPORT: "B"}),
        # The form's own name goes before any content.
        (
            {"Metryczka": META, "Sprawozdanie": OWN, "B": REPORT},
            {FormSheet.META: "Metryczka", FormSheet.REPORT: "Sprawozdanie"},
        ),
        ({"Metryczka": META, "B": REPORT, "C": REPORT}, {FormSheet.META: "Metryczka"}),
        # Of further sheets the keys tell, whatever they are called.
        ({"Potrzeby": OWN, "B": NEEDS}, {FormSheet.NEEDS: "B"}),
        ({"Potrzeby": OWN}, {}),
        ({"Potrzeby": NEEDS, "B": NEEDS}, {FormSheet.NEEDS: "Potrzeby"}),
        ({"A": NEEDS, "B": NEEDS}, {}),
        # Sheets of the form that hold no answers are none of these.
        ({"Słownik": REPORT, "Do poprawy": META, "Listy": NEEDS}, {}),
        ({"A": ["I.1/rodziny"], "B": OWN, "C": []}, {}),
    ],
)
def test_sheets_are_told_apart(
    sheets: Mapping[str, list[str]], names: Mapping[FormSheet, str]
) -> None:
    assert found(sheets) == names


def test_the_key_may_stand_in_another_column() -> None:
    rows = [{2: "Razem"}, {2: "x", 3: " KLUCZ "}, {2: "I.1/a", 3: "#plan/I.1/a"}]
    assert sheet_names(["A"], lambda _: rows) == {FormSheet.NEXT_PLAN: "A"}

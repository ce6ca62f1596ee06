"""The text of an action's printed cells."""

from decimal import Decimal

import pytest

from domain.wording import (
    Run,
    action_lines,
    plain,
    planned_text,
    realised_lines,
    spending_lines,
    text_lines,
)
from tests.unit.builders import (
    action,
    merged,
    printed,
    programme,
    report,
    spent,
)

BOTH: dict[str, object] = {"rodziny": "{rodzina}", "osoby": "{uczestnik} zajęć"}


def planned(indicators: dict[str, object], plan: dict[str, object]) -> str:
    built = programme(action(indicators=indicators), plan={"I.1": plan})
    (one,) = built.actions()
    return planned_text(one, built.planned(one))


@pytest.mark.parametrize(
    ("plan", "text"),
    [
        ({"rodziny": 4, "osoby": 22}, "4 rodziny, 22 uczestników zajęć"),
        # The programme's order, not the plan's.
        ({"osoby": 22, "rodziny": 4}, "4 rodziny, 22 uczestników zajęć"),
        ({"osoby": 5}, "5 uczestników zajęć"),
        ({"words": "według potrzeb"}, "według potrzeb"),
        ({"rodziny": "minimum 2", "words": "według potrzeb"}, "minimum 2 rodziny, według potrzeb"),
        (
            {"words_first": "piknik", "rodziny": 4, "words": "według potrzeb"},
            "piknik, 4 rodziny, według potrzeb",
        ),
        ({"rodziny": 4, "text": "4 rodziny – wg zgłoszeń"}, "4 rodziny – wg zgłoszeń"),
    ],
)
def test_plan_is_words_first_values_words_last(plan: dict[str, object], text: str) -> None:
    assert planned(BOTH, plan) == text


def test_indicator_says_what_stands_before_it() -> None:
    indicators: dict[str, object] = {
        "spotkania": "cykl {n} {spotkanie.gen}",
        "grupy": {"phrase": "dla {n} {grupa.gen}", "before": " "},
    }
    # Annex, I.3.4: "cykl 3 spotkań dla 6 grup".
    assert planned(indicators, {"spotkania": 3, "grupy": 6}) == "cykl 3 spotkań dla 6 grup"


def test_first_thing_printed_has_nothing_before_it() -> None:
    indicators: dict[str, object] = {
        "spotkania": "{spotkanie}",
        "grupy": {"phrase": "dla {n} {grupa.gen}", "before": " "},
    }
    assert planned(indicators, {"grupy": 6}) == "dla 6 grup"
    built = programme(action(indicators=indicators))
    assert printed(built, report(counted={"grupy": 6})) == "dla 6 grup"


@pytest.mark.parametrize(
    ("status", "text"),
    [
        ("nie zrealizowano", "wydarzenie nie było realizowane w 2024 roku"),
        ("odwołano", "odwołano"),  # the programme has no words of its own for it
        ("przeniesiono", "przeniesiono"),
    ],
)
def test_status_without_results_is_put_in_words(status: str, text: str) -> None:
    assert printed(programme(), report(status=status)) == text


def test_own_words_stand_before_those_of_the_status() -> None:
    said = report(status="odwołano", wording="zadanie realizowane w ramach Klubów Rodzica")
    assert printed(programme(), said) == "zadanie realizowane w ramach Klubów Rodzica"


def test_own_words_stand_before_composed_ones_line_by_line() -> None:
    built = programme()
    said = report(counted={"rodziny": 5}, wording="5 rodzin,\n w tym  2 nowe")
    (one,) = merged(built, said).actions
    first, second = realised_lines(built, one)
    assert plain((first,)) == "5 rodzin,"
    # The typed number is found in the unit's own words.
    assert [run.text for run in first if run.anchor] == ["5"]
    assert second == (Run("w tym 2 nowe"),)


def test_status_of_results_without_results_is_a_gap() -> None:
    built = programme()
    (one,) = merged(built, report(status="zrealizowano")).actions
    ((run,),) = realised_lines(built, one)
    assert run == Run("[brak danych o wykonaniu]", gap=True)


def test_gaps_and_questions_are_marked_and_values_are_not() -> None:
    indicators: dict[str, object] = {
        "rodziny": {"phrase": "{rodzina}", "combine": "sum"},
        "osoby": "{uczestnik}",
    }
    built = programme(action(indicators=indicators, partners=["BIB"]))
    (one,) = merged(built, report(counted={"rodziny": 5, "osoby": "kilka"})).actions
    first, second = realised_lines(built, one)
    assert [(run.text, run.gap) for run in first] == [
        ("5 rodzin", False),
        (", ", False),
        ("[do wyjaśnienia: „kilka”]", True),
    ]
    assert [(run.text, run.gap) for run in second] == [("[brak danych: Biblioteka]", True)]


class TestSpending:
    def test_amounts_stand_one_a_line(self) -> None:
        said = report(
            counted={"rodziny": {"value": 5, "spending": Decimal("4171.93")}}, spending=2000750
        )
        assert spent(programme(), said) == "2 000 750,00 zł\n4 171,93 zł"

    def test_nought_is_an_amount(self) -> None:
        assert spent(programme(), report(counted={"rodziny": 5}, spending=0)) == "0,00 zł"

    def test_own_words_stand_before_amounts(self) -> None:
        said = report(spending=5, spending_wording="w ramach kosztów\n własnych")
        assert spent(programme(), said) == "w ramach kosztów\nwłasnych"

    def test_amount_in_words_is_a_question(self) -> None:
        said = report(counted={"rodziny": 5}, spending="ok. 100 zł")
        assert spent(programme(), said) == "[do wyjaśnienia: „ok. 100 zł”]"

    def test_missing_amount_of_a_basic_task_is_a_gap(self) -> None:
        assert spent(programme(), report(counted={"rodziny": 5})) == "[brak danych o środkach]"

    def test_what_was_not_done_needs_no_amount(self) -> None:
        assert spent(programme(), report(status="odwołano")) == ""

    def test_own_words_of_two_units_follow_one_another(self) -> None:
        built = programme(action(lead=["KLUB", "BIB"]))
        both = (
            report(spending=5, spending_wording="w ramach kosztów"),
            report("BIB", spending=5, spending_wording="bez kosztów"),
        )
        assert spent(built, *both) == "w ramach kosztów\nbez kosztów"

    @pytest.mark.parametrize("typed", ["ok. 100 zł", None])
    def test_what_is_missing_or_unclear_is_marked(self, typed: str | None) -> None:
        (one,) = merged(programme(), report(counted={"rodziny": 5}, spending=typed)).actions
        ((run,),) = spending_lines(one)
        assert run.gap

    def test_missing_unit_is_a_gap(self) -> None:
        assert spent(programme()) == "[brak danych: Kuźnia]"

    def test_one_unit_that_is_silent_leaves_a_gap_beside_the_amounts(self) -> None:
        built = programme(action(lead=["KLUB", "BIB"]))
        assert "[brak danych: Biblioteka]" in spent(built, report(spending=100))


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("id", "I.1"),
        ("name", "Działanie I.1"),
        ("responsible", "Klub"),
        ("planned", "według potrzeb"),
        ("realised", "5 rodzin"),
        ("spending", "100,00 zł"),
        ("status", "nowe działanie"),
        ("units", "Klub Kuźnia\norganizacje pozarządowe"),
        ("cel", "Więcej zajęć"),
        ("next_steps", "nowy termin"),
    ],
)
def test_layout_may_show_this_of_an_action(field: str, text: str) -> None:
    built = programme(action(partners=["NGO"], fields={"cel": "Więcej zajęć"}))
    said = report(
        counted={"rodziny": 5},
        status="nowe działanie",
        spending=100,
        answers={"next_steps": "nowy termin"},
    )
    (one,) = merged(built, said).actions
    lines = action_lines(built, one, field)
    assert lines is not None
    assert plain(lines) == text


def test_action_does_not_have_every_field() -> None:
    built = programme()
    (one,) = merged(built).actions
    assert action_lines(built, one, "budżet") is None
    assert action_lines(built, one, "next_steps") == ()


def test_text_splits_into_its_lines() -> None:
    assert text_lines("") == ()
    assert plain(text_lines("raz\ndwa")) == "raz\ndwa"
    assert len(text_lines("raz\ndwa")) == 2

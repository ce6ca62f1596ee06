"""Several units on one action: what is joined, what is a gap, what is a question; no guess."""

from decimal import Decimal

import pytest

from domain.form import Field, Status
from domain.merging import Item, Merged, Problem, ProblemKind
from domain.programme import Programme
from domain.values import Qualifier, Value
from tests.unit.builders import action, merged, printed, programme, report

KLUB_GAP = "[brak danych: Kuźnia]"
BIB_GAP = "[brak danych: Biblioteka]"


def shared(combine: str, phrase: str = "{rodzina}") -> Programme:
    """Return a programme with one action: KLUB leads, BIB helps, values joined by `combine`."""
    indicator = {"phrase": phrase, "combine": combine}
    return programme(action(indicators={"rodziny": indicator}, partners=["BIB"]))


def two_leads(combine: str = "lead") -> Programme:
    indicator = {"phrase": "{rodzina}", "combine": combine}
    return programme(action(indicators={"rodziny": indicator}, lead=["KLUB", "BIB"]))


def items(result: Merged) -> tuple[Item, ...]:
    return result.actions[0].items


def shares(result: Merged) -> dict[str, Value]:
    """Return what each unit gave towards the first thing counted."""
    return {one.unit.code: one.value for one in items(result)[0].contributions}


def counted(number: int) -> Value:
    return Value(Decimal(number))


class TestOneUnit:
    def test_its_value_is_printed(self) -> None:
        built = programme(action(indicators={"rodziny": "{rodzina} {objęty} opieką"}))
        assert printed(built, report(counted={"rodziny": 2})) == "2 rodziny objęte opieką"

    def test_result_has_words_of_its_own(self) -> None:
        # Annex, I.1.2: planned "605 rodzin objętych usługą …", reported "716 rodzin".
        indicator = {"phrase": "{rodzina} {objęty} usługą", "realised": "{rodzina}"}
        built = programme(action(indicators={"rodziny": indicator}))
        assert printed(built, report(counted={"rodziny": 716})) == "716 rodzin"

    def test_indicators_keep_the_order_of_the_programme(self) -> None:
        built = programme(
            action(
                indicators={
                    "spotkania": "{spotkanie}",
                    "grupy": {"phrase": "dla {n} {grupa.gen}", "before": " "},
                }
            )
        )
        said = report(counted={"grupy": 6, "spotkania": 3})
        assert printed(built, said) == "3 spotkania dla 6 grup"

    def test_more_than_the_plan_is_printed_after_it(self) -> None:
        said = report(
            counted={"rodziny": 2}, extra={"liczba uczestników": 22, "wizyt studyjnych": 3}
        )
        assert printed(programme(), said) == "2 rodziny, 22 uczestników, 3 wizyt studyjnych"

    def test_count_of_something_unnamed_says_so(self) -> None:
        assert (
            printed(programme(), report(extra={"": 3})) == "[do wyjaśnienia: 3 – nie podano czego]"
        )

    def test_reporting_unit_answers_for_the_units_below_it(self) -> None:
        built = programme(action(lead="MOPS-07"))
        assert printed(built, report("MOPS", {"rodziny": 5})) == "5 rodzin"

    def test_more_than_the_plan_in_words_is_a_question(self) -> None:
        said = report(counted={"rodziny": 2}, extra={"liczba uczestników": "kilkunastu"})
        assert printed(programme(), said) == "2 rodziny, [do wyjaśnienia: „kilkunastu”]"

    def test_more_than_the_plan_that_does_not_apply_is_left_out(self) -> None:
        said = report(counted={"rodziny": 2}, extra={"liczba uczestników": "x"})
        assert printed(programme(), said) == "2 rodziny"

    def test_planned_value_left_blank_is_not_made_up(self) -> None:
        built = programme(action(indicators={"rodziny": "{rodzina}", "osoby": "{uczestnik}"}))
        result = merged(built, report(counted={"rodziny": 5, "osoby": None}))
        assert [item.key for item in items(result)] == ["rodziny"]

    def test_answer_in_words_that_hold_no_number_is_shown_as_a_question(self) -> None:
        said = report(counted={"rodziny": "kilka"})
        assert printed(programme(), said) == "[do wyjaśnienia: „kilka”]"

    def test_sign_of_no_data_is_shown_as_a_gap(self) -> None:
        assert printed(programme(), report(counted={"rodziny": "."})) == "[brak danych]"

    def test_zero_is_a_result(self) -> None:
        assert printed(programme(), report(counted={"rodziny": 0})) == "0 rodzin"

    def test_sign_of_not_applicable_is_no_number(self) -> None:
        built = programme(action(indicators={"rodziny": "{rodzina}", "osoby": "{uczestnik}"}))
        assert printed(built, report(counted={"rodziny": "x", "osoby": 5})) == "5 uczestników"

    def test_not_applicable_is_not_called_missing(self) -> None:
        assert "brak danych" not in printed(programme(), report(counted={"rodziny": "x"}))

    def test_nothing_occurred_and_zero_stay_different(self) -> None:
        dash, nought = (
            items(merged(programme(), report(counted={"rodziny": raw})))[0] for raw in ("–", 0)
        )
        assert [one.sign for one in dash.contributions] == ["–"]
        assert [one.sign for one in nought.contributions] == [""]

    def test_status_and_further_answers_are_kept(self) -> None:
        said = report(status="odwołano", answers={"next_steps": "nowy termin"})
        (one,) = merged(programme(), said).actions
        assert one.status is Status.CANCELLED
        assert one.answers == {"next_steps": "nowy termin"}


class TestNobodyAnswered:
    def test_gap_names_the_unit(self) -> None:
        built = programme()
        assert printed(built) == KLUB_GAP
        (one,) = merged(built).actions
        assert not one.answered
        assert [unit.code for unit in one.missing] == ["KLUB"]

    def test_every_unit_that_owes_an_answer_is_named(self) -> None:
        assert printed(two_leads()) == f"{KLUB_GAP} {BIB_GAP}"

    def test_form_sent_back_untouched_is_a_gap(self) -> None:
        assert printed(programme(), report(counted={"rodziny": None}, status=None)) == KLUB_GAP

    def test_other_actions_of_the_unit_do_not_fill_the_gap(self) -> None:
        built = programme(action("I.1"), action("I.2"))
        result = merged(built, report(counted={"rodziny": 5}, of="I.2"))
        assert [one.answered for one in result.actions] == [False, True]


class TestSomebodyElsesAction:
    def test_value_of_a_unit_that_is_not_responsible_is_not_printed(self) -> None:
        built = programme()
        own, foreign = report(counted={"rodziny": 5}), report("BIB", {"rodziny": 7})
        assert printed(built, own, foreign) == "5 rodzin"
        assert shares(merged(built, own, foreign)) == {"KLUB": counted(5)}

    def test_it_does_not_fill_the_gap(self) -> None:
        result = merged(programme(), report("BIB", {"rodziny": 7}))
        assert not result.actions[0].answered
        assert result.problems == ()

    def test_answer_to_an_action_that_is_not_there_changes_nothing(self) -> None:
        built = programme()
        said = report(counted={"rodziny": 5})
        stray = report(counted={"rodziny": 7}, of="IX.9")
        assert merged(built, said, stray).actions == merged(built, said).actions


class TestTwoLeads:
    def test_one_value_said_by_both_is_printed_once(self) -> None:
        both = report(counted={"rodziny": 5}), report("BIB", {"rodziny": 5})
        result = merged(two_leads(), *both)
        assert printed(two_leads(), *both) == "5 rodzin"
        assert shares(result) == {"KLUB": counted(5), "BIB": counted(5)}
        assert result.problems == ()

    def test_two_values_are_a_question_that_names_both(self) -> None:
        both = report(counted={"rodziny": 5}), report("BIB", {"rodziny": 7})
        result = merged(two_leads(), *both)
        text = printed(two_leads(), *both)
        assert text == "[do wyjaśnienia: rodzin: Kuźnia – 5; Biblioteka – 7]"
        (problem,) = result.problems
        assert (problem.kind, problem.action, problem.indicator) == (
            ProblemKind.CONFLICT,
            "I.1",
            "rodziny",
        )
        assert problem.values == "Kuźnia – 5; Biblioteka – 7"
        assert problem.origin.file == "KLUB.xlsx"
        assert shares(result) == {"KLUB": counted(5), "BIB": counted(7)}

    def test_same_number_with_another_precision_is_a_question(self) -> None:
        both = (
            report(counted={"rodziny": 5}),
            report("BIB", {"rodziny": {"value": 5, "qualifier": "około"}}),
        )
        assert [one.kind for one in merged(two_leads(), *both).problems] == [ProblemKind.CONFLICT]

    def test_order_of_the_workbooks_does_not_matter(self) -> None:
        both = report(counted={"rodziny": 5}), report("BIB", {"rodziny": 7})
        assert merged(two_leads(), *both) == merged(two_leads(), *reversed(both))

    def test_one_that_is_silent_leaves_a_gap_beside_the_value(self) -> None:
        text = printed(two_leads(), report("BIB", {"rodziny": 7}))
        assert text == f"7 rodzin\n{KLUB_GAP}"

    def test_two_sections_of_one_reporting_unit_answer_once(self) -> None:
        built = programme(action(lead=["MOPS-07", "MOPS"]))
        assert printed(built, report("MOPS", {"rodziny": 7})) == "7 rodzin"


class TestLeadAndPartner:
    def test_lead_s_value_is_printed_whatever_the_partner_says(self) -> None:
        built = programme(
            action(
                indicators={
                    "rodziny": "{rodzina}",
                    "osoby": {"phrase": "{uczestnik}", "combine": "sum"},
                },
                partners=["BIB"],
            )
        )
        both = (
            report(counted={"rodziny": 5, "osoby": 10}),
            report("BIB", {"rodziny": 7, "osoby": 4}),
        )
        assert printed(built, *both) == "5 rodzin, 14 uczestników"
        result = merged(built, *both)
        assert shares(result) == {"KLUB": counted(5), "BIB": counted(7)}
        assert result.problems == ()

    def test_missing_lead_with_a_partner_present_is_a_question(self) -> None:
        built = programme(action(partners=["BIB"]))
        said = report("BIB", {"rodziny": 7})
        (problem,) = merged(built, said).problems
        assert (problem.kind, problem.action, problem.unit) == (
            ProblemKind.LEAD_MISSING,
            "I.1",
            "KLUB",
        )
        assert problem.origin.file == "BIB.xlsx"
        assert "Biblioteka" in problem.values
        assert printed(built, said) == KLUB_GAP

    def test_question_about_a_missing_lead_names_the_partner_s_value(self) -> None:
        built = programme(action(partners=["BIB"]))
        (problem,) = merged(built, report("BIB", {"rodziny": 7})).problems
        assert "7" in problem.values

    def test_missing_lead_without_a_partner_s_answer_is_only_a_gap(self) -> None:
        result = merged(programme(action(partners=["BIB"])))
        assert result.problems == ()
        assert [unit.code for unit in result.actions[0].missing] == ["KLUB"]

    def test_gap_stands_alone_where_only_the_lead_s_value_counts(self) -> None:
        built = programme(
            action(
                indicators={
                    "rodziny": "{rodzina}",
                    "osoby": {"phrase": "{uczestnik}", "combine": "sum"},
                },
                partners=["BIB"],
            )
        )
        assert printed(built, report("BIB", {"rodziny": 7})) == KLUB_GAP

    def test_lead_s_value_stands_when_the_partner_s_cell_cannot_be_read(self) -> None:
        built = programme(
            action(
                indicators={
                    "rodziny": "{rodzina}",
                    "osoby": {"phrase": "{uczestnik}", "combine": "sum"},
                },
                partners=["BIB"],
            )
        )
        text = printed(built, report(counted={"rodziny": 5}), report("BIB", {"rodziny": "kilka"}))
        assert text == "5 rodzin"

    def test_lead_s_value_stands_beside_the_partner_s_own_words(self) -> None:
        built = shared("each")
        text = printed(
            built, report(counted={"rodziny": 5}), report("BIB", wording="zajęcia w plenerze")
        )
        assert "5" in text
        assert "zajęcia w plenerze" in text


class TestSum:
    def test_a_share_that_is_left_out_is_a_visible_gap(self) -> None:
        text = printed(
            shared("sum"),
            report(counted={"rodziny": 5}),
            report("BIB", wording="", status="nowe działanie"),
        )
        assert text == "5 rodzin [brak danych: Biblioteka]"

    def test_values_are_added_and_each_share_is_kept(self) -> None:
        both = report(counted={"rodziny": 10}), report("BIB", {"rodziny": 12})
        assert printed(shared("sum"), *both) == "22 rodziny"
        assert shares(merged(shared("sum"), *both)) == {"KLUB": counted(10), "BIB": counted(12)}

    def test_decimals_are_added_exactly(self) -> None:
        both = report(counted={"rodziny": 0.1}), report("BIB", {"rodziny": 0.2})
        assert printed(shared("sum", "{etat}"), *both) == "0,3 etatu"

    def test_declared_overlap_is_subtracted_once(self) -> None:
        both = (
            report(counted={"rodziny": 100}),
            report("BIB", {"rodziny": {"value": 80, "overlap": 20}}),
        )
        assert printed(shared("sum"), *both) == "160 rodzin"
        result = merged(shared("sum"), *both)
        assert shares(result) == {"KLUB": counted(100), "BIB": counted(80)}
        assert [one.overlap for one in items(result)[0].contributions] == [Decimal(0), Decimal(20)]

    def test_overlap_declared_by_both_is_subtracted_once(self) -> None:
        both = (
            report(counted={"rodziny": {"value": 100, "overlap": 20}}),
            report("BIB", {"rodziny": {"value": 80, "overlap": 20}}),
        )
        assert printed(shared("sum"), *both) == "160 rodzin"

    def test_overlap_with_a_unit_that_is_silent_subtracts_nothing(self) -> None:
        text = printed(shared("sum"), report(counted={"rodziny": {"value": 100, "overlap": 20}}))
        assert text == f"100 rodzin\n{BIB_GAP}"

    def test_overlap_that_cannot_be_read_is_a_question(self) -> None:
        both = (
            report(counted={"rodziny": 100}),
            report("BIB", {"rodziny": {"value": 80, "overlap": "większość"}}),
        )
        assert "180" not in printed(shared("sum"), *both)

    def test_overlap_cannot_be_more_than_the_value(self) -> None:
        both = (
            report(counted={"rodziny": 5}),
            report("BIB", {"rodziny": {"value": 3, "overlap": 30}}),
        )
        assert "-" not in printed(shared("sum"), *both)

    def test_one_that_is_silent_leaves_a_gap_beside_the_sum(self) -> None:
        assert printed(shared("sum"), report(counted={"rodziny": 5})) == f"5 rodzin\n{BIB_GAP}"

    def test_an_estimate_makes_the_sum_an_estimate(self) -> None:
        both = (
            report(counted={"rodziny": 2}),
            report("BIB", {"rodziny": {"value": 20, "qualifier": "około"}}),
        )
        assert printed(shared("sum"), *both) == "około 22 rodzin"

    def test_qualifier_that_all_share_is_kept(self) -> None:
        both = (
            report(counted={"rodziny": {"value": 2, "qualifier": "co najmniej"}}),
            report("BIB", {"rodziny": {"value": 20, "qualifier": "co najmniej"}}),
        )
        assert printed(shared("sum"), *both) == "minimum 22 rodziny"

    def test_lower_bound_and_a_count_give_a_lower_bound(self) -> None:
        both = (
            report(counted={"rodziny": 2}),
            report("BIB", {"rodziny": {"value": 20, "qualifier": "co najmniej"}}),
        )
        assert printed(shared("sum"), *both) == "minimum 22 rodziny"

    @pytest.mark.parametrize(
        ("other", "text"),
        [
            ("dokładna", "nie więcej niż 23 rodziny"),
            ("co najwyżej", "nie więcej niż 23 rodziny"),
            # At least 20 and at most 3 are about 23.
            ("co najmniej", "około 23 rodzin"),
        ],
    )
    def test_upper_bound_makes_the_sum_one(self, other: str, text: str) -> None:
        both = (
            report(counted={"rodziny": {"value": 3, "qualifier": "co najwyżej"}}),
            report("BIB", {"rodziny": {"value": 20, "qualifier": other}}),
        )
        assert printed(shared("sum"), *both) == text

    def test_rate_and_a_count_are_a_question(self) -> None:
        both = (
            report(counted={"rodziny": 5}),
            report("BIB", {"rodziny": {"value": 300, "qualifier": "miesięcznie"}}),
        )
        assert "305" not in printed(shared("sum"), *both)
        assert merged(shared("sum"), *both).problems

    def test_percentages_are_not_added(self) -> None:
        built = shared("sum", "{procent}")
        both = report(counted={"rodziny": 40}), report("BIB", {"rodziny": 30})
        result = merged(built, *both)
        text = printed(built, *both)
        assert "70" not in text
        assert text == "[do wyjaśnienia: procent: Kuźnia – 40; Biblioteka – 30]"
        assert [one.kind for one in result.problems] == [ProblemKind.PERCENT]
        assert shares(result) == {"KLUB": counted(40), "BIB": counted(30)}

    def test_percentage_of_one_unit_is_printed(self) -> None:
        built = shared("sum", "{procent}")
        both = report(counted={"rodziny": 40}), report("BIB", {"rodziny": "x"})
        assert printed(built, *both) == "40 procent"
        assert merged(built, *both).problems == ()

    def test_cell_that_cannot_be_read_leaves_no_partial_sum(self) -> None:
        both = report(counted={"rodziny": 5}), report("BIB", {"rodziny": "kilka"})
        text = printed(shared("sum"), *both)
        assert "5 rodzin" not in text
        assert "„kilka”" in text

    def test_share_is_kept_beside_a_cell_that_cannot_be_read(self) -> None:
        both = report(counted={"rodziny": 5}), report("BIB", {"rodziny": "kilka"})
        assert shares(merged(shared("sum"), *both)) == {"KLUB": counted(5)}


class TestMaximum:
    @pytest.mark.parametrize(("lead", "partner"), [(10, 12), (12, 10)])
    def test_largest_value_is_printed_and_each_share_is_kept(self, lead: int, partner: int) -> None:
        both = report(counted={"rodziny": lead}), report("BIB", {"rodziny": partner})
        assert printed(shared("maximum"), *both) == "12 rodzin"
        assert shares(merged(shared("maximum"), *both)) == {
            "KLUB": counted(lead),
            "BIB": counted(partner),
        }


class TestLatest:
    @pytest.mark.parametrize(
        ("lead_date", "partner_date", "text"),
        [
            ("2025-01-31", "2025-02-05", "7 rodzin"),
            ("2025-02-05", "2025-01-31", "5 rodzin"),
        ],
    )
    def test_value_of_the_later_workbook_is_printed(
        self, lead_date: str, partner_date: str, text: str
    ) -> None:
        both = (
            report(counted={"rodziny": 5}, date=lead_date),
            report("BIB", {"rodziny": 7}, date=partner_date),
        )
        assert printed(shared("latest"), *both) == text
        assert len(shares(merged(shared("latest"), *both))) == 2

    @pytest.mark.parametrize("date", ["", "2025-02-05"], ids=["no date", "one date"])
    def test_two_values_of_unknown_order_are_a_question(self, date: str) -> None:
        both = (
            report(counted={"rodziny": 5}, date=date),
            report("BIB", {"rodziny": 7}, date=date),
        )
        text = printed(shared("latest"), *both)
        assert text == "[do wyjaśnienia: rodzin: Kuźnia – 5; Biblioteka – 7]"
        assert [one.kind for one in merged(shared("latest"), *both).problems] == [
            ProblemKind.CONFLICT
        ]

    def test_one_value_of_unknown_order_is_no_question(self) -> None:
        both = report(counted={"rodziny": 5}), report("BIB", {"rodziny": 5})
        assert printed(shared("latest"), *both) == "5 rodzin"
        assert merged(shared("latest"), *both).problems == ()

    def test_workbook_without_a_date_may_be_the_later_one(self) -> None:
        both = (
            report(counted={"rodziny": 5}, date="2025-02-05"),
            report("BIB", {"rodziny": 7}),
        )
        assert [one.kind for one in merged(shared("latest"), *both).problems] == [
            ProblemKind.CONFLICT
        ]


class TestEach:
    def test_every_unit_s_value_is_listed_under_its_name(self) -> None:
        both = report(counted={"rodziny": 2}), report("BIB", {"rodziny": 5})
        assert printed(shared("each"), *both) == "Kuźnia: 2 rodziny, Biblioteka: 5 rodzin"

    def test_first_of_a_list_is_joined_to_what_stands_before_it(self) -> None:
        indicators = {
            "spotkania": "{spotkanie}",
            "grupy": {"phrase": "dla {n} {grupa.gen}", "before": " ", "combine": "each"},
        }
        built = programme(action(indicators=indicators, partners=["BIB"]))
        text = printed(
            built,
            report(counted={"spotkania": 3, "grupy": 6}),
            report("BIB", {"grupy": 2}),
        )
        assert text == "3 spotkania Kuźnia: dla 6 grup, Biblioteka: dla 2 grup"

    def test_percentages_may_be_listed(self) -> None:
        both = report(counted={"rodziny": 40}), report("BIB", {"rodziny": 30})
        built = shared("each", "{procent}")
        assert printed(built, *both) == "Kuźnia: 40 procent, Biblioteka: 30 procent"
        assert merged(built, *both).problems == ()

    def test_only_value_needs_no_name(self) -> None:
        assert printed(shared("each"), report(counted={"rodziny": 2})) == f"2 rodziny\n{BIB_GAP}"

    def test_each_listed_item_keeps_its_own_share(self) -> None:
        both = report(counted={"rodziny": 2}), report("BIB", {"rodziny": 5})
        listed = items(merged(shared("each"), *both))
        assert [[one.unit.code for one in item.contributions] for item in listed] == [
            ["KLUB"],
            ["BIB"],
        ]


def test_own_words_of_several_units_follow_one_another_once() -> None:
    built = two_leads("sum")
    words = (report(wording="zajęcia w plenerze"), report("BIB", wording="zajęcia w plenerze"))
    assert printed(built, *words) == "zajęcia w plenerze"
    words = (report("BIB", wording="kiermasz"), report(wording="zajęcia w plenerze"))
    assert printed(built, *words) == "zajęcia w plenerze\nkiermasz"


def test_lead_s_status_and_answers_come_first() -> None:
    built = shared("sum")
    said = (
        report("BIB", status="odwołano", answers={"next_steps": "partnera"}),
        report(counted={"rodziny": 5}, answers={"next_steps": "lidera"}),
    )
    (one,) = merged(built, *said).actions
    assert one.status is Status.REALISED
    assert one.answers == {"next_steps": "lidera"}


def test_problem_is_the_same_whatever_else_was_reported() -> None:
    built = two_leads()
    both = report(counted={"rodziny": 5}), report("BIB", {"rodziny": 7})
    more = report("MOPS", {"rodziny": 1})
    problems: tuple[Problem, ...] = merged(built, *both, more).problems
    assert problems == merged(built, *both).problems


def test_precision_that_the_unit_chose_is_kept() -> None:
    said = report(counted={"rodziny": {"value": 5, "qualifier": "około"}})
    assert shares(merged(programme(), said)) == {"KLUB": Value(Decimal(5), Qualifier.ESTIMATED)}
    assert printed(programme(), said) == "około 5 rodzin"


def test_a_part_stands_behind_its_whole_in_brackets() -> None:
    built = programme(action("I.1", {"rodziny": "{rodzina}", "dzieci": "{dziecko}"}))
    told = report(
        counted={"rodziny": 7, "dzieci": 12},
        extra={
            "liczba dzieci": {Field.VALUE: 5, Field.PART: "liczba dzieci"},
            "liczba rodzin": {Field.VALUE: 3, Field.PART: "liczba rodzin"},
            "liczba uczestników": {Field.VALUE: 1, Field.PART: "liczba rodzin"},
            "uczestników": 9,
        },
    )
    assert printed(built, told) == (
        "7 rodzin (w tym 3 rodziny, 1 uczestnik), 12 dzieci (w tym 5 dzieci), 9 uczestników"
    )


def test_a_part_of_what_has_no_value_stands_by_itself() -> None:
    built = programme(action("I.1", {"rodziny": "{rodzina}", "dzieci": "{dziecko}"}))
    told = report(
        counted={"dzieci": 12},
        extra={"liczba rodzin": {Field.VALUE: 3, Field.PART: "liczba rodzin"}},
    )
    assert printed(built, told) == "12 dzieci, 3 rodziny"

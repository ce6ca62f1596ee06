"""The report's view: the sentence, the groups of findings, plots, changes."""

from dataclasses import replace
from decimal import Decimal

import pytest

from domain.approval import Approval
from domain.attainment import attained, bands
from domain.correcting import Edit
from domain.finding_list import DEFINITION, FILES, MOST_IN_GROUP, clipped
from domain.merging import merge
from domain.plots import LEFT, SIDE_X, SIDE_Y, TOP, scatter
from domain.polish.plural import counted
from domain.report import build_report, note_counts
from domain.resubmission import Change, ChangeKind
from domain.rules import Family, Severity
from domain.submissions import Origin, Submission
from tests.unit.builders import action, programme, report, submission
from tests.unit.standings import VERSION, finding, made_rule, standing

NBSP = "\u00a0"
WARNING = made_rule("plan-off", Severity.WARNING)


def plain(text: str) -> str:
    return text.replace(NBSP, " ")


def complete() -> tuple[Submission, ...]:
    return (
        submission(report("KLUB", {"rodziny": 5}, spending=1)),
        submission(report("BIB", {"rodziny": 40}, of="I.2", spending=1)),
        submission(report("MOPS", wording="Odbyły się spotkania.", of="I.3", spending=1)),
    )


# ------------------------------------------------------------------ the sentence


def test_the_sentence_of_a_round_that_lacks_a_unit() -> None:
    found = [finding(), finding(rule=WARNING), finding(rule=WARNING, value="2")]
    assert plain(build_report(standing(found)).sentence) == (
        "Sprawozdania przesłały 2 z 3 jednostek, w 1 działaniu brakuje części danych, "
        "a przed wersją ostateczną pozostaje 1 uwaga do poprawy i 2 do wyjaśnienia."
    )


def test_the_sentence_of_a_round_with_nothing_left() -> None:
    assert plain(build_report(standing(submissions=complete())).sentence) == (
        "Sprawozdania przesłały wszystkie jednostki (3), dane są pełne we wszystkich "
        "działaniach (3), a uwag wymagających poprawy lub wyjaśnienia nie ma."
    )


def test_the_sentence_of_a_round_with_nothing_yet() -> None:
    assert plain(build_report(standing(submissions=())).sentence) == (
        "Sprawozdania przesłało 0 z 3 jednostek, w 3 działaniach brakuje części danych, "
        "a uwag wymagających poprawy lub wyjaśnienia nie ma."
    )


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "1 uwaga"), (2, "2 uwagi"), (5, "5 uwag"), (12, "12 uwag"), (22, "22 uwagi"),
     (25000, "25 000 uwag")],
)  # fmt: skip
def test_counts_take_the_form_that_polish_asks_for(number: int, words: str) -> None:
    assert counted(number, "uwaga", "uwagi", "uwag") == words


def test_counts_of_findings_in_words() -> None:
    none = dict.fromkeys(Severity, 0)
    assert note_counts(none) == "brak uwag"
    some = none | {Severity.ERROR: 2, Severity.INFO: 1}
    assert note_counts(some) == "2 do poprawy, 1 informacja"


# ------------------------------------------------------------------ all findings


def test_findings_stand_by_unit_then_action_with_the_row_of_the_annex() -> None:
    found = [finding(), finding("BIB", "I.2", rule=WARNING, value="40", cell="E9")]
    library, club = build_report(standing(found)).groups
    assert (library.name, club.name) == ("Biblioteka", "Kuźnia")
    (block,) = club.blocks
    assert (block.action, block.name, block.area_name) == ("I.1", "Działanie I.1", "Obszar I")
    assert block.printed is not None
    assert plain(block.printed.planned) == "5 rodzin"
    assert plain(block.printed.realised) == "12 rodzin"
    (line,) = block.lines
    assert (line.value, line.plan, line.indicator) == ("12 maj", "5", "liczba rodzin")


def test_numbers_are_shown_as_polish_offices_print_them() -> None:
    found = [finding(value="20900"), finding(value="15.5"), finding(value="020")]
    (group,) = build_report(standing(found)).groups
    assert [plain(line.value) for line in group.blocks[0].lines] == ["20 900", "15,5", "20"]


def test_findings_on_no_unit_go_to_files_or_to_the_programmes_own_words_last() -> None:
    in_files = made_rule("file-refused", family=Family.FILES)
    in_words = made_rule("polish-comma", Severity.INFO, Family.POLISH)
    found = [
        finding("", "", rule=in_files, file="a.xlsx"),
        finding("", "I.1", rule=in_words, file="actions/I.yaml", cell="I.1.name"),
        finding("KLUB"),
    ]
    groups = build_report(standing(found)).groups
    assert [group.name for group in groups] == ["Kuźnia", FILES, DEFINITION]
    assert groups[2].blocks[0].action == "I.1"


def test_a_large_group_shows_its_heaviest_and_counts_all() -> None:
    found = [
        *(finding(value=str(n)) for n in range(10)),
        *(finding(rule=WARNING, value=str(n)) for n in range(MOST_IN_GROUP)),
    ]
    (group,) = build_report(standing(found)).groups
    assert (group.total, group.shown) == (MOST_IN_GROUP + 10, MOST_IN_GROUP)
    shown = [line.finding.severity for block in group.blocks for line in block.lines]
    assert shown.count(Severity.ERROR) == 10
    assert group.counts[Severity.WARNING] == MOST_IN_GROUP


def test_long_texts_are_cut_at_a_word() -> None:
    assert clipped("raz dwa trzy", 9) == "raz dwa …"
    assert clipped("raz dwa", 7) == "raz dwa"


def test_words_put_right_by_a_decision_are_in_the_row_of_the_annex() -> None:
    made = standing([finding()], [submission(report("KLUB", wording="dwa spotkana", spending=1))])
    put_right = replace(made, edits=(Edit("I.1", "realised", "spotkana", "spotkania"),))
    (group,) = build_report(put_right).groups
    row = group.blocks[0].printed
    assert row is not None
    assert row.realised == "dwa spotkania"


def test_decided_findings_are_told_and_not_counted_among_the_open() -> None:
    view = build_report(standing([finding(decision="pozostawiono"), finding("BIB", "I.2")]))
    assert (view.counts[Severity.ERROR], view.decided, view.total) == (1, 1, 2)
    assert "pozostaje 1 uwaga do poprawy" in plain(view.sentence)
    club = next(group for group in view.groups if group.name == "Kuźnia")
    assert (club.decided, club.counts[Severity.ERROR]) == (1, 0)


@pytest.mark.parametrize(
    ("version", "words"),
    [(VERSION, "Tę wersję danych zatwierdzono: "), ("f" * 16, "po zatwierdzeniu, które wygasło: ")],
)
def test_an_approval_is_told_with_whether_it_holds(version: str, words: str) -> None:
    approval = Approval(version, "Dyrektor", "2025-03-28", "DO.1.2025")
    told = build_report(replace(standing(), approval=approval)).approval
    assert words in told
    assert "Dyrektor, 2025-03-28, pismo DO.1.2025" in told
    assert build_report(standing()).approval == ""


# ------------------------------------------------------------------ plan and result


def test_results_are_held_against_plans_that_are_numbers_of_the_same_kind() -> None:
    built = programme(
        action("I.1"), action("I.2"), action("I.3"), action("I.4"), action("I.5"),
        plan={
            "I.1": {"rodziny": 4},
            "I.2": {"rodziny": "10 miesięcznie"},
            "I.3": {"rodziny": 0},
            "I.5": {"rodziny": 8},
        },
    )  # fmt: skip
    reports = [report("KLUB", {"rodziny": 12}, of=f"I.{n}") for n in range(1, 5)]
    merged = merge(built, [submission(*reports)])
    found = attained(merged.actions, [finding(rule=WARNING), finding()])
    assert [(one.action, one.ratio, one.severity) for one in found] == [
        ("I.1", Decimal(3), Severity.ERROR)
    ]


def test_bands_count_by_how_far_the_plan_was_realised() -> None:
    names = [f"I.{n}" for n in range(1, 8)]
    values = [0, 49, 50, 90, 110, 199, 200]
    built = programme(*map(action, names), plan={name: {"rodziny": 100} for name in names})
    reports = [
        report("KLUB", {"rodziny": value}, of=name)
        for name, value in zip(names, values, strict=True)
    ]
    merged = merge(built, [submission(*reports)])
    found = bands(attained(merged.actions, ()))
    assert [band.count for band in found] == [1, 1, 1, 1, 2, 1]
    assert [band.width for band in found] == [50, 50, 50, 50, 100, 50]


def test_the_plot_puts_plans_across_and_results_up_in_powers_of_ten() -> None:
    built = programme(
        action("I.1"), action("I.2"), plan={"I.1": {"rodziny": 1}, "I.2": {"rodziny": 100}}
    )
    merged = merge(
        built,
        [submission(report("KLUB", {"rodziny": 100}), report("KLUB", {"rodziny": 0}, of="I.2"))],
    )
    plot = scatter(attained(merged.actions, ()))
    assert plot is not None
    assert [tick.label for tick in plot.across] == ["1", "10", "100"]
    top_left = next(dot for dot in plot.dots if dot.title.startswith("I.1"))
    assert (top_left.x, top_left.y) == (LEFT, TOP)
    nothing = next(dot for dot in plot.dots if dot.title.startswith("I.2"))
    assert nothing.x == LEFT + SIDE_X
    assert nothing.y == plot.zero == plot.floor
    assert nothing.y > TOP + SIDE_Y
    assert top_left.title == "I.1, liczba rodzin: plan 1, wykonanie 100"


def test_without_numbers_there_is_no_plot() -> None:
    assert scatter(()) is None


# ------------------------------------------------------------------ changes


def test_changes_are_told_in_the_words_of_the_form() -> None:
    origin = Origin("KLUB_2.xlsx", "Sprawozdanie", "E12", "sha")
    changes = [
        Change(ChangeKind.VALUE, "KLUB", "I.1", "rodziny / value", "5", "12", origin),
        Change(ChangeKind.GONE, "KLUB", "I.1", "value-text", "Uwaga.", "", origin),
        Change(ChangeKind.TOTAL, "KLUB", "I.1", "rodziny", "5 rodzin", "12 rodzin"),
    ]
    (unit,) = build_report(standing(changes=changes)).changes
    assert (unit.unit.short, unit.total) == ("Kuźnia", 3)
    assert [(line.about, line.rule) for line in unit.lines] == [
        ("liczba rodzin – Wykonanie w 2024 roku", ""),
        ("", "value-text"),
        ("liczba rodzin", ""),
    ]

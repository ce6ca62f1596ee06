"""Rules of the catalogue: each is one expectation, and its result the only source of findings."""

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from ruamel.yaml import YAML

from domain.anchors import Anchor
from domain.arrivals import Arrivals, arrival_rows
from domain.combining import Question, QuestionKind
from domain.decisions import DOCUMENT_EDITED, Decision, Fault
from domain.document_edits import rewriting
from domain.expressions import NotAnExpression, evaluate, parse_expression
from domain.findings import Finding, make_finding
from domain.form import ON_BEHALF, Field
from domain.language_rows import DICTIONARY_MISSING
from domain.merging import merge
from domain.polish.mistakes import MistakeKind
from domain.programme import Programme
from domain.resubmission import Withdrawn
from domain.review import review
from domain.rules import Family, FoundBy, Rule, Severity, Stage
from domain.submissions import (
    Cell,
    CellState,
    ErrorValue,
    FileVerdict,
    Note,
    NoteKind,
    Origin,
    RawValue,
    RowRead,
    UncachedFormula,
    Unseen,
    ValueUnread,
    Verdict,
)
from domain.table import COLUMNS, TableRow, build_table
from tasks.adapters import expectations
from tasks.adapters.expectations import Breach, RuleFailed, breaches, expectation_suite
from tests.edges.office import CHECKOUT
from tests.unit.builders import action, programme, report, submission

KLUB, BIB, MOPS = "KLUB", "BIB", "MOPS"
TEN, HUNDRED, UNEVEN = Decimal(10), Decimal(100), Decimal(123)


@cache
def catalogue() -> tuple[dict[str, Any], ...]:
    source = CHECKOUT / "programmes" / "rules.yaml"
    return tuple(YAML(typ="safe").load(source.read_text(encoding="utf-8")))


# What is typed where a number should be, and the action in which it is.
TYPED: dict[RawValue, str] = {
    "1 703": "BA",
    "1,703": "BB",
    "ok. 5": "BC",
    "5-10": "BD",
    "12/15": "BE",
    "15%": "BF",
    "5 osób": "BG",
    "5 (w tym 2)": "BH",
    "n/d": "BI",
    datetime.date(2024, 5, 12): "BJ",
    ErrorValue("#DIV/0!"): "BK",
    UncachedFormula("=A1"): "BL",
    "dużo": "G",
}


@cache
def town() -> Programme:
    """A programme with one action for each thing that can go wrong, and the common rules."""
    ids = {
        "A": "all is well",
        "B": "unanswered",
        "C": "row repeated",
        "D": "hidden key changed",
        "E": "no such status",
        "F": "odwołano without a word, but with a value",
        "G": "text for a number",
        "H": "negative",
        "J": "planned and not given",
        "K": "words of one's own",
        "L": "plan changed",
        "M": "no spending",
        "N": "spending in words",
        "O": "shown as another number",
        "P": "in a hidden row",
        "R": "over merged cells",
        "S": "a formula that cannot be recomputed",
        "T": "a label that is not the key's",
        "U": "a number in the action's own row",
        "W": "a precision that is not on the list",
        "Q": "crossed out",
        "Z": "a mark that nobody sees",
        "AA": "far from the plan",
        "AB": "off the plan",
        "AC": "the plan repeated",
        "AD": "not planned",
        "AE": "moved, and nobody says where",
        "AF": "more than there can be",
        "AG": "half a family",
        "AH": "words that a formula made",
        "AI": "so many of what?",
        "AJ": "something, and not how many",
        "AK": "a sign for an amount",
        **dict.fromkeys(TYPED.values(), "typed in words"),
    }
    own = [action(f"I.{letter}") for letter in ids]
    plan: dict[str, object] = {f"I.{letter}": {"rodziny": 5} for letter in ids}
    plan |= {"I.AC": {"rodziny": 30}, "I.AD": {"words": "według potrzeb"}, "I.Y": {"rodziny": 5}}
    return programme(
        *own, action("I.X", lead=BIB), action("I.Y", lead=MOPS), plan=plan, rules=catalogue()
    )


def unseen(state: CellState) -> Unseen:
    return Unseen(state, "5")


@cache
def table() -> tuple[TableRow, ...]:
    reports = [
        report(of="I.A", counted={"rodziny": 5}, spending=0),
        report(of="I.C", counted={"rodziny": 5}, spending=0),
        report(of="I.D", counted={"rodziny": 5, "rodzinki": 3}, spending=0),
        report(of="I.E", counted={"rodziny": 5}, status="może", spending=0),
        report(of="I.F", counted={"rodziny": 5}, status="odwołano"),
        *(
            report(of=f"I.{letter}", counted={"rodziny": typed}, spending=0)
            for typed, letter in TYPED.items()
        ),
        report(of="I.AA", counted={"rodziny": 50}, spending=0),
        report(of="I.AB", counted={"rodziny": 12}, spending=0),
        report(of="I.AC", counted={"rodziny": 30}, spending=0),
        report(of="I.AD", counted={"rodziny": 5}, spending=0),
        report(of="I.AE", status="przeniesiono", explanation="tak postanowiono"),
        report(
            of="I.AF",
            counted={"rodziny": {Field.VALUE: 10**8, Field.EXPLANATION: None}},
            spending=10**10,
        ),
        report(of="I.AK", counted={"rodziny": 5}, spending="x"),
        report(of="I.AH", counted={"rodziny": 5}, wording=ErrorValue("#NAME?"), spending=0),
        report(of="I.AI", counted={"rodziny": 5}, extra={"": 20}, spending=0),
        report(of="I.AJ", counted={"rodziny": 5}, extra={"spotkania": None}, spending=0),
        report(of="I.AG", counted={"rodziny": Decimal("4.5")}, spending=0),
        report(of="I.H", counted={"rodziny": -5}, spending=0),
        report(of="I.J", counted={"rodziny": None}, spending=0),
        report(of="I.K", counted={"rodziny": 5}, extra={"bisy": 2, "spotkania": 2}, spending=0),
        report(of="I.L", counted={"rodziny": {Field.VALUE: 5, Field.PLANNED: 6}}, spending=0),
        report(of="I.M", counted={"rodziny": 5}),
        report(of="I.N", counted={"rodziny": 5}, spending="sto złotych"),
        report(of="I.O", counted={"rodziny": unseen(CellState.MASKED)}, spending=0),
        report(of="I.P", counted={"rodziny": unseen(CellState.HIDDEN)}, spending=0),
        report(of="I.R", counted={"rodziny": unseen(CellState.MERGED)}, spending=0),
        report(of="I.S", counted={"rodziny": unseen(CellState.STALE)}, spending=0),
        report(of="I.Q", counted={"rodziny": unseen(CellState.STRUCK)}, spending=0),
        report(of="I.T", counted={"rodziny": {Field.VALUE: 5, Field.TEXT: "osoby"}}, spending=0),
        report(of="I.U", counted={"rodziny": 5}, spending=0, value=7),
        report(of="I.W", counted={"rodziny": {Field.VALUE: 5, Field.QUALIFIER: "ok."}}, spending=0),
        report(
            of="I.Z", counted={"rodziny": 5}, wording="5\u00a0rodzin\u202e i więcej", spending=0
        ),
        report(of="I.X", counted={"rodziny": 5}),
        report(of="IX.9", counted={"rodziny": 5}),
    ]
    club = replace(submission(*reports, unit=KLUB, date="wczoraj"), repeated={"I.C/rodziny": 2})
    centre = submission(
        report(MOPS, {"rodziny": 5}, of="I.Y", spending=Decimal("0.5")),
        unit=MOPS,
        approved_by="Anna Nowak",
    )
    centre = replace(
        centre,
        notes=tuple(Note(kind, "„Obliczenia”.") for kind in NoteKind),
        table_rows=tuple(table_rows()),
        unread=(ValueUnread(IN_TABLE, "I.Y", Field.VALUE, "5 osób, 7", "7"),),
    )
    return (
        *build_table(town(), [club, centre]),
        *arrival_rows(town(), [club, centre], arrivals()),
        *mistakes(),
        *beyond_one_row(),
    )


IN_TABLE = Origin("MOPS.docx", "Tabela 1", "C3")


def table_rows() -> Iterator[RowRead]:
    """A row that says its action's name letter for letter, nearly so, and none."""
    yield RowRead(IN_TABLE, "Asystent rodziny", "I.A", 100)
    yield RowRead(IN_TABLE, "Asytsent rodziny", "I.Y", 94, "I.Y „Asystent rodziny” (94 %)")
    yield RowRead(IN_TABLE, "Razem")


def beyond_one_row() -> Iterator[TableRow]:
    """One of each thing that is told of a row by others, of the definition and of prose."""
    known: dict[str, Any] = {"unit": KLUB, "action": "I.A", "value_text": "2", "label": "rodzin"}
    yield TableRow(row="extra", indicator="twin", has_results=True, twin="I.B", **known)
    yield TableRow(row="indicator", indicator="copied", planned=HUNDRED, value=HUNDRED, **known)
    yield TableRow(
        row="indicator",
        indicator="group",
        has_results=True,
        value=TEN,
        planned=TEN,
        events_ratio=Decimal(1),
        group_size=TEN,
        group_planned=Decimal(20),
        **known,
    )
    even: dict[str, Any] = {"row": "indicator", "has_results": True, **known}
    for past, value in (("off", TEN), ("same", UNEVEN)):
        now = value if past == "same" else Decimal(31)
        yield TableRow(
            indicator=past,
            planned=now,
            value=now,
            past_value=value,
            year=2024,
            past_year=2023,
            **even,
        )
    yield TableRow(
        indicator="unlike",
        planned=UNEVEN,
        value=UNEVEN,
        group_size=UNEVEN,
        peers=5,
        peers_median=TEN,
        **even,
    )
    yield TableRow(
        row="extra",
        indicator="few",
        has_results=True,
        thing="people",
        value=Decimal(2),
        spending_beside=True,
        **known,
    )
    yield TableRow(row="action", status="ended", reason="projekt został zakończony", **known)
    yield TableRow(row="counts", unit=KLUB, unit_name="Klub", people_counts=6, round_counts=6)
    yield TableRow(row="breakdown", written="10 osób", total=TEN, parts=HUNDRED, **known)
    yield TableRow(
        row="breakdown", written="100 osób", total=HUNDRED, parts=TEN, exhaustive=True, **known
    )
    cell = Origin("KLUB.xlsx", "Sprawozdanie", "I5")
    yield TableRow(row="personal", personal="numer PESEL", written="…", origin=cell, **known)
    yield TableRow(
        row="personal", personal="imię i nazwisko", written="A. N.", origin=cell, **known
    )
    yield TableRow(
        row="unit", unit=KLUB, unit_name="Klub", days_late=1, due="31 stycznia 2025", date_text="…"
    )
    yield TableRow(row="extra", part_text="psów", part_known=False, **known)
    yield TableRow(row="unit", unit=KLUB, unit_name="Klub", channel=ON_BEHALF)
    yield TableRow(
        row="unit",
        unit=KLUB,
        unit_name="Klub",
        channel=ON_BEHALF,
        source="skan",
        source_day="2025-01-12",
    )
    for kind in ("links-intro", "link", "unit-name", "unit-unknown", "noun", "plan-words"):
        yield TableRow(row=kind, unit="", section="I.2", written="4. Tak", expected="3. Nie")
    yield TableRow(row="link", unit="", section="I.2", written="Lata", year=2024, last_year=2022)
    yield TableRow(row="plan-words", unit="", action="I.A", written="Nic", year=2024, joined=2022)
    yield TableRow(row="plan", unit="", action="I.A", written="5 (rodzin)", twin="I.B")
    yield from beyond_the_results()


def beyond_the_results() -> Iterator[TableRow]:
    """One of each thing that is asked of the sheets beyond the results, and a quiet neighbour."""
    at = Origin("KLUB.xlsx", "Potrzeby", "D7")
    told: dict[str, Any] = {"unit": KLUB, "unit_name": "Klub", "origin": at}
    for kind, key in (
        ("additional", "#additional/1"),
        ("additional-value", "#additional/1"),
        ("need", "#need/1"),
    ):
        yield TableRow(row=kind, indicator=key, unreadable="…", written="…", **told)
    plan: dict[str, Any] = {"action": "I.A", "label": "rodzin", "year": 2025, **told}
    yield TableRow(row="next-plan", indicator="proposed", unreadable="?", written="?", **plan)
    yield TableRow(row="next-plan", indicator="well", written="450", **plan)
    yield TableRow(row="plan-dispute", indicator="disputed", written="Klub – 5", **plan)


def mistakes() -> Iterator[TableRow]:
    """One mistake of each kind, in what a unit wrote, and the want of a dictionary."""
    for kind in MistakeKind:
        yield TableRow(
            row="language",
            unit=KLUB,
            action="I.A",
            mistake=kind,
            mistaken="39 zajęcia",
            suggestion="39 zajęć",
            field=Field.WORDING,
        )
    yield TableRow(row="language", unit="", mistake=DICTIONARY_MISSING)


def arrivals() -> Arrivals:
    """One of each thing that can be known of files, and their quiet neighbours."""
    files = (
        FileVerdict("dobry.xlsx", "00", Verdict.ACCEPTED, unit=KLUB),
        FileVerdict("zły.xlsx", "01", Verdict.REFUSED, "Plik jest uszkodzony."),
        FileVerdict("DOBRY.xlsx", "02", Verdict.IGNORED, "ten sam plik"),
    )
    questions = tuple(
        Question(kind, KLUB, "I.A", "rodziny", Field.VALUE, "„5” i „6”", Origin("a.xlsx"))
        for kind in QuestionKind
    )
    before = Cell(5, Origin("a.xlsx", "Sprawozdanie", "E5"))
    gone = Withdrawn(KLUB, "I.B", "rodziny", Field.VALUE, before, "b.xlsx")
    row_of = Origin("Tabela_uwag.xlsx", "Uwagi", "A9")
    odd = Decision("może", "value-date", KLUB, "I.A", origin=row_of)
    faults = tuple((odd, fault) for fault in Fault)
    return Arrivals(files, questions, (gone,), broken_line=3, faults=faults)


# Which place each rule finds: unit, action, indicator. Nothing else is found anywhere.
EXPECTED = {
    "unit-missing": [(BIB, "", "")],
    "statement-unsigned": [(KLUB, "", "")],
    "source-missing": [(KLUB, "", "")],
    "on-behalf": [(KLUB, "", "")],
    "action-unknown": [(KLUB, "IX.9", "")],
    "action-foreign": [(KLUB, "I.X", "")],
    "action-unanswered": [(KLUB, "I.B", "")],
    "key-repeated": [(KLUB, "I.C", "rodziny")],
    "key-unknown": [(KLUB, "I.D", "rodzinki")],
    "status-unknown": [(KLUB, "I.E", "")],
    "reason-missing": [(KLUB, "I.F", "")],
    "value-without-results": [(KLUB, "I.F", "rodziny")],
    "value-not-number": [(KLUB, "I.G", "rodziny"), (KLUB, "I.N", "")],
    "value-as-text": [(KLUB, "I.BA", "rodziny")],
    "value-ambiguous": [(KLUB, "I.BB", "rodziny")],
    "value-qualified": [(KLUB, "I.BC", "rodziny")],
    "value-range": [(KLUB, "I.BD", "rodziny")],
    "value-of-value": [(KLUB, "I.BE", "rodziny")],
    "value-percent": [(KLUB, "I.BF", "rodziny")],
    "value-with-words": [(KLUB, "I.BG", "rodziny")],
    "value-several": [(KLUB, "I.BH", "rodziny")],
    "value-sign": [(KLUB, "I.BI", "rodziny")],
    "value-date": [(KLUB, "I.BJ", "rodziny")],
    "value-error": [(KLUB, "I.BK", "rodziny")],
    "value-uncounted-formula": [(KLUB, "I.BL", "rodziny")],
    "value-absurd": [(KLUB, "I.AF", "rodziny")],
    "spending-absurd": [(KLUB, "I.AF", "")],
    "value-fraction": [(KLUB, "I.AG", "rodziny")],
    "spending-sign": [(KLUB, "I.AK", "")],
    "text-unreadable": [(KLUB, "I.AH", "")],
    "measure-missing": [(KLUB, "I.AI", "+1")],
    "extra-empty": [(KLUB, "I.AJ", "+1")],
    "plan-far": [(KLUB, "I.AA", "rodziny"), (KLUB, "I.AF", "rodziny")],
    "plan-off": [(KLUB, "I.AB", "rodziny")],
    "plan-repeated": [(KLUB, "I.AC", "rodziny")],
    "plan-missing": [(KLUB, "I.AD", "rodziny")],
    "pointer-missing": [(KLUB, "I.AE", "")],
    "value-masked": [(KLUB, "I.O", "rodziny")],
    "value-hidden": [(KLUB, "I.P", "rodziny")],
    "value-merged": [(KLUB, "I.R", "rodziny")],
    "value-stale": [(KLUB, "I.S", "rodziny")],
    "value-struck": [(KLUB, "I.Q", "rodziny")],
    "value-negative": [(KLUB, "I.H", "rodziny")],
    "value-missing": [(KLUB, "I.J", "rodziny")],
    "measure-unknown": [(KLUB, "I.K", "+1")],
    "plan-changed": [(KLUB, "I.L", "rodziny")],
    "part-unknown": [(KLUB, "I.A", "")],
    "spending-missing": [(KLUB, "I.M", "")],
    "row-changed": [(KLUB, "I.T", "rodziny")],
    "answer-misplaced": [(KLUB, "I.U", "")],
    "qualifier-unknown": [(KLUB, "I.W", "rodziny")],
    "date-unreadable": [(KLUB, "", "")],
    "text-unseen": [(KLUB, "I.Z", "")],
    "file-refused": [("", "", "")],
    "names-alike": [(KLUB, "", ""), ("", "", "")],
    "format-limits": [(MOPS, "", "")],
    "sheets-unread": [(MOPS, "", "")],
    "pictures-unread": [(MOPS, "", "")],
    "comments-unread": [(MOPS, "", "")],
    "table-row-matched": [(MOPS, "I.Y", "")],
    "table-row-unmatched": [(MOPS, "", "")],
    "table-value-unread": [(MOPS, "I.Y", "")],
    "files-conflict": [(KLUB, "I.A", "rodziny")],
    "files-withdrawn": [(KLUB, "I.A", "rodziny")],
    "files-superseded": [(KLUB, "I.A", "rodziny")],
    "resent-without": [(KLUB, "I.B", "rodziny")],
    "journal-broken": [("", "", "")],
    **{f"polish-{kind}": [(KLUB, "I.A", "")] for kind in MistakeKind},
    "dictionary-missing": [("", "", "")],
    **{str(fault): [(KLUB, "I.A", "")] for fault in Fault},
    "value-twice": [(KLUB, "I.A", "twin")],
    "plan-copied": [(KLUB, "I.A", "copied")],
    "counts-round": [(KLUB, "", "")],
    "group-size": [(KLUB, "I.A", "group")],
    "year-off": [(KLUB, "I.A", "off")],
    "year-same": [(KLUB, "I.A", "same")],
    "peers-off": [(KLUB, "I.A", "unlike")],
    "reason-empty": [(KLUB, "I.A", "")],
    "small-count": [(KLUB, "I.A", "few")],
    **{
        code: [(KLUB, "I.A", "")]
        for code in ("parts-over-whole", "parts-not-whole", "personal-data", "personal-name")
    },
    **{
        code: [("", "", "")]
        for code in (
            "link-number",
            "link-ended",
            "links-intro",
            "unit-name",
            "unit-unknown",
            "noun-changed",
            "plan-words",
        )
    },
    "submission-late": [(KLUB, "", "")],
    "action-additional": [(KLUB, "", "#additional/1")],
    "additional-unreadable": [(KLUB, "", "#additional/1")],
    "next-plan-unreadable": [(KLUB, "I.A", "proposed")],
    "next-plan-disputed": [(KLUB, "I.A", "disputed")],
    "need-unreadable": [(KLUB, "", "#need/1")],
    "plan-unset": [("", "I.A", "")],
    "plan-twice": [("", "I.A", "")],
}


@cache
def found() -> tuple[Breach, ...]:
    return breaches(town().rules, table())


def places(code: str, among: Sequence[Breach]) -> list[tuple[str, str, str]]:
    rows = [table()[breach.position] for breach in among if breach.code == code]
    return [(row.unit, row.action, row.indicator) for row in rows]


def expected_rules() -> list[Rule]:
    return [rule for rule in town().rules if rule.found_by is not FoundBy.DOMAIN]


def test_every_rule_of_the_catalogue_with_an_expectation_is_tried_here() -> None:
    assert {rule.code for rule in expected_rules()} == EXPECTED.keys()


def test_each_rule_finds_its_own_place_and_nothing_else() -> None:
    assert {code: places(code, found()) for code in EXPECTED} == EXPECTED
    assert {breach.code for breach in found()} == EXPECTED.keys()


# Every eighth rule is taken out at once: that each stands by itself is seen below, one by one.
@pytest.mark.parametrize("first", range(8))
def test_without_its_rule_exactly_its_findings_go(first: int) -> None:
    out = set(list(EXPECTED)[first::8])
    left = [rule for rule in town().rules if rule.code not in out]
    assert breaches(left, table()) == tuple(one for one in found() if one.code not in out)


@pytest.mark.parametrize("code", EXPECTED)
def test_a_rule_alone_finds_what_it_finds_among_all(code: str) -> None:
    alone = [rule for rule in town().rules if rule.code == code]
    assert breaches(alone, table()) == tuple(one for one in found() if one.code == code)


def test_each_rule_is_one_expectation_with_its_code_and_severity() -> None:
    suite = expectation_suite(town().rules)
    shown = {one.meta["rule"]: str(one.severity) for one in suite.expectations if one.meta}
    names = {Severity.ERROR: "critical", Severity.WARNING: "warning", Severity.INFO: "info"}
    assert len(suite.expectations) == len(EXPECTED)
    assert {code: severity.rpartition(".")[2].lower() for code, severity in shown.items()} == {
        rule.code: names[rule.shown_severity] for rule in expected_rules()
    }


def test_a_rule_on_trial_is_an_expectation_that_only_informs() -> None:
    (one,) = expectation_suite([simple(stage=Stage.TRIAL)]).expectations
    assert str(one.severity).rpartition(".")[2].lower() == "info"


# ------------------------------------------------------------------ each rule: quiet and not


def row(kind: str, **cells: Any) -> TableRow:
    return TableRow(row=kind, unit=KLUB, **cells)


# A row that the rule looks at and finds well; what spoils it; what takes the spoilt row out of
# the rule's sight (nothing where the rule sees every row that has the column).
TRIALS: dict[str, tuple[TableRow, dict[str, Any], dict[str, Any]]] = {
    "unit-missing": (row("unit", submitted=True), {"submitted": False}, {"row": "action"}),
    "statement-unsigned": (
        row("unit", submitted=True, signed="Anna Nowak"),
        {"signed": None},
        {"submitted": False},
    ),
    "source-missing": (
        row("unit", channel=ON_BEHALF, source="skan", source_day="2025-01-12"),
        {"source_day": None},
        {"channel": "jednostka"},
    ),
    "on-behalf": (
        row("unit", channel="jednostka", source="skan", source_day="2025-01-12"),
        {"channel": ON_BEHALF},
        {"source": None},
    ),
    "part-unknown": (
        row("extra", part_text="liczba rodzin", part_known=True),
        {"part_known": False},
        {"part_text": None},
    ),
    "action-unknown": (
        row("action", known_action=True),
        {"known_action": False},
        {"row": "indicator"},
    ),
    "action-foreign": (
        row("action", known_action=True, own_action=True),
        {"own_action": False},
        {"known_action": False},
    ),
    "action-unanswered": (
        row("action", own_action=True, answered=True),
        {"answered": False},
        {"own_action": False},
    ),
    "key-repeated": (row("indicator", times=1), {"times": 3}, {"times": None}),
    "key-unknown": (row("extra", known_key=True), {"known_key": False}, {"known_key": None}),
    "status-unknown": (
        row("action", status="moved", status_text="przeniesiono"),
        {"status": None},
        {"status_text": None},
    ),
    "reason-missing": (
        row("action", status="ended", reason="Budynek zamknięto."),
        {"reason": None},
        {"status": "realised"},
    ),
    **{
        code: (row("extra", typed_as="other"), {"typed_as": form}, {"typed_as": None})
        for code, form in {
            "value-not-number": "words",
            "value-as-text": "spaced",
            "value-ambiguous": "ambiguous",
            "value-qualified": "qualified",
            "value-range": "range",
            "value-of-value": "fraction",
            "value-percent": "percent",
            "value-with-words": "counted",
            "value-several": "several",
            "value-sign": "absent",
        }.items()
    },
    **{
        code: (row("spending", value_state="number"), {"value_state": state}, {"value_state": None})
        for code, state in {
            "value-date": "date",
            "value-error": "error",
            "value-uncounted-formula": "formula",
        }.items()
    },
    "value-absurd": (
        row("extra", value=Decimal(99_999_999)),
        {"value": Decimal(10**8)},
        {"row": "spending"},
    ),
    "spending-absurd": (
        row("spending", value=Decimal(10**10 - 1)),
        {"value": Decimal(10**10)},
        {"row": "unit"},
    ),
    "value-fraction": (
        row("indicator", divisible=False, whole=True),
        {"whole": False},
        {"divisible": True},
    ),
    "spending-sign": (
        row("spending", value_state="number"),
        {"value_state": "absence"},
        {"row": "indicator"},
    ),
    "text-unreadable": (row("text"), {"unreadable": "#NAME?"}, {"row": "unit"}),
    "measure-missing": (
        row("extra", known_key=True, value_text="20", label="pikniki"),
        {"label": ""},
        {"value_text": None},
    ),
    "extra-empty": (
        row("extra", known_key=True, value_text="20", label="pikniki"),
        {"value_text": None},
        {"row": "indicator"},
    ),
    "plan-far": (
        row("indicator", has_results=True, planned=Decimal(10), value=Decimal(50)),
        {"value": Decimal(51)},
        {"planned": None},
    ),
    "plan-off": (
        row("indicator", has_results=True, planned=Decimal(10), value=Decimal(20)),
        {"value": Decimal(21)},
        {"explanation": "więcej chętnych"},
    ),
    "plan-repeated": (
        row("indicator", planned=Decimal(30), value=Decimal(31)),
        {"value": Decimal(30)},
        {"row": "extra"},
    ),
    "plan-missing": (
        row("indicator", planned=Decimal(30), value=Decimal(31)),
        {"planned": None},
        {"value": None},
    ),
    "pointer-missing": (
        row("action", status="moved", reason="w ramach I.2.1.3"),
        {"reason": "tak postanowiono"},
        {"status": "ended"},
    ),
    **{
        f"value-{state}": (
            row("indicator", value_state="number"),
            {"value_state": state},
            {"value_state": None},
        )
        for state in ("masked", "hidden", "merged", "stale", "struck")
    },
    "value-negative": (
        row("spending", value=Decimal(0)),
        {"value": Decimal("-0.01")},
        {"row": "action"},
    ),
    "value-missing": (
        row("indicator", answered=True, has_results=True, planned=Decimal(5), value_text="x"),
        {"value_text": None},
        {"planned": None},
    ),
    "value-without-results": (
        row("extra", has_results=False, value_text="x", value_state="absence"),
        {"value_text": "5", "value_state": "number", "value": Decimal(5)},
        {"has_results": True},
    ),
    "measure-unknown": (
        row("extra", known_key=True, known_measure=True, label="bisy"),
        {"known_measure": False},
        {"known_key": False},
    ),
    "plan-changed": (row("indicator", plan_kept=True), {"plan_kept": False}, {"plan_kept": None}),
    "spending-missing": (
        row("action", spending_due=True, answered=True, spending_given=True),
        {"spending_given": False},
        {"answered": False},
    ),
    "row-changed": (row("indicator", label_kept=True), {"label_kept": False}, {"label_kept": None}),
    "answer-misplaced": (row("action"), {"misplaced": "7"}, {"row": "spending"}),
    "qualifier-unknown": (
        row("indicator", qualifier_text="około", known_qualifier=True),
        {"qualifier_text": "ok.", "known_qualifier": False},
        {"qualifier_text": None},
    ),
    "date-unreadable": (
        row("unit", date_text="2025-01-31", date_read=True),
        {"date_text": "wczoraj", "date_read": False},
        {"date_text": None},
    ),
    "text-unseen": (
        row("text", unseen_marks=None),
        {"unseen_marks": "U+202E"},
        {"row": "unit"},
    ),
    "file-refused": (
        row("file", verdict="accepted"),
        {"verdict": "refused"},
        {"row": "unit"},
    ),
    "names-alike": (row("file"), {"alike": "BK.xlsx"}, {"row": "unit"}),
    **{
        kind.value: (row("note", note_kind=kind), {"note": "x"}, {"note_kind": "other"})
        for kind in NoteKind
    },
    "files-conflict": (
        row("disagreement", disagreement="files-superseded"),
        {"disagreement": "files-conflict"},
        {"row": "unit"},
    ),
    "files-withdrawn": (
        row("disagreement", disagreement="files-conflict"),
        {"disagreement": "files-withdrawn"},
        {"row": "unit"},
    ),
    "files-superseded": (
        row("disagreement", disagreement="files-conflict"),
        {"disagreement": "files-superseded"},
        {"row": "unit"},
    ),
    "resent-without": (
        row("disagreement", disagreement="files-conflict"),
        {"disagreement": "resent-without"},
        {"row": "unit"},
    ),
    "journal-broken": (row("journal"), {"broken_line": 3}, {"row": "unit"}),
    **{
        f"polish-{kind}": (
            row("language", mistake=DICTIONARY_MISSING),
            {"mistake": kind},
            {"row": "action"},
        )
        for kind in MistakeKind
    },
    "dictionary-missing": (
        row("language", mistake=MistakeKind.COMMA),
        {"mistake": DICTIONARY_MISSING},
        {"row": "action"},
    ),
    **{
        str(fault): (
            row("decision", decision_fault="decision-none"),
            {"decision_fault": fault},
            {"row": "action"},
        )
        for fault in Fault
    },
    "value-twice": (row("extra", has_results=True), {"twin": "I.B"}, {"has_results": False}),
    "plan-copied": (
        row("indicator", planned=HUNDRED, value=Decimal(101)),
        {"value": HUNDRED},
        {"planned": Decimal(105), "value": Decimal(105)},
    ),
    "counts-round": (
        row("counts", people_counts=5, round_counts=4),
        {"round_counts": 5},
        {"people_counts": 4},
    ),
    "group-size": (
        row(
            "indicator",
            has_results=True,
            value=TEN,
            planned=TEN,
            events_ratio=Decimal("0.5"),
            group_size=Decimal(17),
            group_planned=TEN,
        ),
        {"group_size": Decimal(18)},
        {"events_ratio": Decimal("0.4")},
    ),
    "year-off": (
        row("indicator", has_results=True, value=Decimal(20), past_value=TEN),
        {"value": Decimal(21)},
        {"explanation": "otwarto drugi klub"},
    ),
    "year-same": (
        row("indicator", has_results=True, value=UNEVEN, past_value=Decimal(122)),
        {"past_value": UNEVEN},
        {"value": HUNDRED, "past_value": HUNDRED},
    ),
    "peers-off": (
        row("indicator", has_results=True, group_size=HUNDRED, peers=5, peers_median=TEN),
        {"group_size": Decimal(101)},
        {"peers": 4},
    ),
    "reason-empty": (
        row("action", status="not_realised", reason="Nie było chętnych."),
        {"reason": "wydarzenie „Noc” nie było realizowane w 2024 roku"},
        {"status": "moved"},
    ),
    "parts-over-whole": (row("breakdown", parts=TEN, total=TEN), {"parts": HUNDRED}, {"row": "x"}),
    "parts-not-whole": (
        row("breakdown", parts=TEN, total=TEN, exhaustive=True),
        {"total": HUNDRED},
        {"exhaustive": False},
    ),
    "personal-data": (
        row("personal", personal="imię i nazwisko"),
        {"personal": "numer PESEL"},
        {"row": "language"},
    ),
    "personal-name": (
        row("personal", personal="numer PESEL"),
        {"personal": "imię i nazwisko"},
        {"row": "language"},
    ),
    "submission-late": (row("unit", days_late=0), {"days_late": 1}, {"days_late": None}),
    "action-additional": (row("additional"), {"written": "Piknik"}, {"row": "need"}),
    "additional-unreadable": (row("additional-value"), {"unreadable": "dużo"}, {"row": "need"}),
    "next-plan-unreadable": (
        row("next-plan", written="450"),
        {"unreadable": "kilka"},
        {"row": "plan-dispute"},
    ),
    "next-plan-disputed": (row("plan-dispute"), {"written": "Klub – 5"}, {"row": "next-plan"}),
    "need-unreadable": (row("need"), {"unreadable": "sporo"}, {"row": "additional"}),
    "link-number": (row("link"), {"expected": "3."}, {"row": "links-intro"}),
    "link-ended": (
        row("link", year=2024, last_year=2024),
        {"last_year": 2023},
        {"last_year": None},
    ),
    "links-intro": (row("links-intro"), {"expected": "Działania:"}, {"row": "link"}),
    "unit-name": (row("unit-name"), {"expected": "Klub"}, {"row": "unit-unknown"}),
    "unit-unknown": (row("unit-unknown"), {"written": "Klubik"}, {"row": "unit-name"}),
    "noun-changed": (row("noun"), {"expected": "seans"}, {"row": "plan"}),
    "plan-words": (row("plan-words"), {"expected": "do Programu"}, {"row": "plan"}),
    "plan-unset": (
        row("plan-words", joined=2024, year=2024),
        {"joined": 2023},
        {"joined": None},
    ),
    "table-row-matched": (
        row("table-row", action="I.A", likeness=100),
        {"likeness": 99},
        {"row": "table-value"},
    ),
    "table-row-unmatched": (row("table-row", action="I.A"), {"action": ""}, {"row": "action"}),
    "table-value-unread": (row("table-value"), {"unread": "7"}, {"row": "table-row"}),
    "plan-twice": (row("plan"), {"twin": "I.B"}, {"row": "noun"}),
    "small-count": (
        row("extra", has_results=True, thing="families", about="uzależnień", value=Decimal(4)),
        {"value": Decimal(3)},
        {"about": "pikników"},
    ),
}


def trial_rows(code: str) -> tuple[TableRow, TableRow, TableRow]:
    quiet, spoilt, away = TRIALS[code]
    return quiet, replace(quiet, **spoilt), replace(quiet, **{**spoilt, **away})


@cache
def tried() -> tuple[Breach, ...]:
    return breaches(town().rules, [one for code in EXPECTED for one in trial_rows(code)])


@pytest.mark.parametrize(("place", "code"), list(enumerate(EXPECTED)))
def test_each_rule_is_quiet_where_it_should_be(place: int, code: str) -> None:
    own = [breach.position - 3 * place for breach in tried() if breach.code == code]
    inside = [position for position in own if 0 <= position < 3]
    assert inside == [1]


YEAR_OFF = {"has_results": True, "value": Decimal(50), "past_value": TEN}
PEERS_OFF = {"has_results": True, "group_size": Decimal(500), "peers": 5, "peers_median": TEN}


@pytest.mark.parametrize(
    ("code", "told", "apart"),
    [
        ("year-off", YEAR_OFF, {"planned": Decimal(20)}),
        ("year-off", YEAR_OFF, {"past_value": Decimal(9)}),
        ("year-off", YEAR_OFF, {"has_results": False}),
        ("peers-off", PEERS_OFF, {"value": TEN, "planned": Decimal(21)}),
        ("peers-off", PEERS_OFF, {"events_ratio": Decimal("2.1")}),
        ("peers-off", PEERS_OFF, {"group_planned": TEN}),
        ("peers-off", PEERS_OFF, {"explanation": "koncert na stadionie"}),
    ],
)
def test_what_is_asked_already_is_not_asked_again(
    code: str, told: dict[str, Any], apart: dict[str, Any]
) -> None:
    rules = [rule for rule in town().rules if rule.code == code]
    rows = [row("indicator", **told), row("indicator", **{**told, **apart})]
    assert [breach.position for breach in breaches(rules, rows)] == [0]


# ------------------------------------------------------------------ sentences


def findings() -> list[Finding]:
    rules = {rule.code: rule for rule in town().rules}
    return [
        make_finding(
            rules[breach.code], table()[breach.position].place(), table()[breach.position].words()
        )
        for breach in found()
    ]


def thoughts() -> list[Finding]:
    """Findings of the rules that are the domain's own."""
    shares = action("I.1", partners=[BIB])
    shares["indicators"] = {
        "procent": {"phrase": "{procent}", "combine": "sum"},
        "dzieci": {"phrase": "{dziecko}", "combine": "latest"},
    }
    led = action("I.2", {"rodziny": {"phrase": "{rodzina}", "combine": "sum"}}, partners=[BIB])
    built = programme(shares, led, rules=catalogue())
    club = submission(
        report(KLUB, {"procent": 5, "dzieci": 2}, wording="w tym 12 nowych"), unit=KLUB
    )
    library = submission(
        report(BIB, {"procent": 6, "dzieci": 3}),
        report(BIB, {"rodziny": 3}, of="I.2"),
        unit=BIB,
    )
    edit = Decision(
        "korekta redakcyjna", DOCUMENT_EDITED, field="name", seen="Raz", new="Dwa", who="Anna Nowak"
    )
    in_word = rewriting(built, [edit], {Anchor("", "name"): "Raz"})
    return [*review(built, merge(built, [club, library])), *in_word.told]


def test_every_rule_of_the_catalogue_has_a_finding_here() -> None:
    codes = {finding.rule.code for finding in findings() + thoughts()}
    assert codes == {rule["code"] for rule in catalogue()}


@pytest.mark.parametrize("code", [rule["code"] for rule in catalogue()])
def test_the_sentences_of_a_finding_are_whole(code: str) -> None:
    (finding, *_) = [one for one in findings() + thoughts() if one.rule.code == code]
    for sentence in (finding.message, finding.remedy):
        assert sentence.endswith((".", "?"))
        assert not re.search(r"[{}]", sentence)
        assert not re.search(r"„”|„liczba ”|\(\)|  | [.,;)]|None|\bTrue\b|\bFalse\b", sentence)
    assert finding.remedy.startswith("Proszę") or code == "plan-changed"


def test_a_finding_names_what_its_row_holds() -> None:
    sentences = {finding.rule.code: finding.message for finding in findings()}
    assert sentences["value-not-number"] == (
        "W komórce own:spending wpisano „sto złotych” zamiast liczby."
    )
    assert sentences["value-ambiguous"] == (
        "W komórce rodziny:value wpisano „1,703”; czy chodziło o 1,703 albo 1 703?"
    )
    assert sentences["value-date"] == (
        "Komórka rodziny:value zawiera datę 2024-05-12; czy chodziło o 12,5?"
    )
    assert sentences["plan-changed"] == (
        "W działaniu I.L zmieniono w formularzu planowaną wartość „liczba rodzin” z 5 na 6."
    )
    assert sentences["unit-missing"] == "Jednostka „Biblioteka Kraków” nie przesłała sprawozdania."


# ------------------------------------------------------------------ the engine under the rules


def simple(code: str = "rule", **trees: Any) -> Rule:
    """Return a rule whose `when` and `holds` are given as in YAML."""
    rule = Rule(
        code=code,
        family=Family.VALUE,
        severity=Severity.ERROR,
        stage=trees.pop("stage", Stage.LIVE),
        message="Brak.",
        remedy="Proszę.",
        reason="A test needs it.",
        holds=parse_expression({"filled": "value"}, COLUMNS),
    )
    read: dict[str, Any] = {name: parse_expression(tree, COLUMNS) for name, tree in trees.items()}
    return replace(rule, **read)


ROWS = (
    row("indicator", value=Decimal(1), indicator="a"),
    row("action", indicator="a"),
    row("indicator", value=Decimal("-0.5"), indicator="b"),
    row("indicator", indicator="c"),
    row("indicator", indicator="c", answered=False),
    row("action", indicator="d", answered=True),
)


def positions(rule: Rule, rows: Sequence[TableRow] = ROWS) -> list[int]:
    return [breach.position for breach in breaches([rule], rows)]


@pytest.mark.parametrize(
    ("trees", "expected"),
    [
        ({}, [1, 3, 4, 5]),
        ({"when": {"is": ["row", "indicator"]}}, [3, 4]),
        ({"when": {"is_not": ["row", "indicator"]}}, [1, 5]),
        ({"when": {"in": ["indicator", ["c", "d"]]}}, [3, 4, 5]),
        ({"when": {"filled": "answered"}}, [4, 5]),
        ({"when": {"blank": "answered"}}, [1, 3]),
        ({"when": {"is": ["answered", False]}}, [4]),
        ({"when": {"all": [{"is": ["row", "indicator"]}, {"is": ["answered", False]}]}}, [4]),
        ({"when": {"any": [{"is": ["row", "action"]}, {"is": ["answered", False]}]}}, [1, 4, 5]),
        ({"when": {"not": {"is": ["row", "indicator"]}}}, [1, 5]),
        ({"holds": {"blank": "value"}}, [0, 2]),
        ({"holds": {"at_least": ["value", 0]}}, [2]),
        ({"holds": {"at_least": ["value", -0.5]}}, []),
        ({"holds": {"between": [{"times": ["value", 2]}, -1, 1]}}, [0]),
        ({"holds": {"above": [{"divide": [1, {"plus": ["value", 0.5]}]}, 0]}}, []),
        ({"holds": {"in": ["indicator", ["a", "c"]]}}, [2, 5]),
        ({"holds": {"is": ["answered", True]}}, [4]),
        ({"holds": {"matches": ["indicator", "^[ab]$"]}}, [3, 4, 5]),
    ],
)
def test_positions_count_the_rows_of_the_whole_table(
    trees: Mapping[str, Any], expected: list[int]
) -> None:
    assert positions(simple(**trees)) == expected


def test_a_condition_that_selects_no_row_finds_nothing() -> None:
    assert positions(simple(when={"is": ["row", "unit"]})) == []


@pytest.mark.parametrize("column", ["no_such_column", "origin", "field"])
def test_a_rule_on_a_column_that_is_not_there_cannot_be_made(column: str) -> None:
    with pytest.raises(NotAnExpression, match="nie ma kolumny"):
        simple(holds={"filled": column})


def test_a_pattern_that_is_none_cannot_be_a_rule() -> None:
    with pytest.raises(NotAnExpression, match="nie jest wzorcem"):
        simple(holds={"matches": ["indicator", "("]})


def test_an_expectation_that_fails_never_reads_as_all_is_well(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Great Expectations reports no rows for a column that it cannot find."""
    whole = expectations.table_frame

    def without(rules: Sequence[Rule], rows: Sequence[TableRow]) -> Any:
        return whole(rules, rows).drop(columns="broken")

    monkeypatch.setattr(expectations, "table_frame", without)
    with pytest.raises(RuleFailed, match="rule broken"):
        breaches([simple("well"), simple("broken"), simple("also-well")], ROWS)


@pytest.mark.parametrize("code", EXPECTED)
def test_what_great_expectations_counts_is_what_the_rule_says(code: str) -> None:
    (rule,) = [one for one in town().rules if one.code == code]
    assert rule.holds is not None
    broken = [
        place
        for place, one in enumerate(table())
        if (rule.when is None or evaluate(rule.when, one.values()) is True)
        and evaluate(rule.holds, one.values()) is False
    ]
    assert [breach.position for breach in found() if breach.code == code] == broken

"""What is masked in a published document: told with its place and person, and never named."""

from dataclasses import replace

import pytest

from domain.anchors import Anchor
from domain.approval import Approval
from domain.decisions import MASKED_VALUE, Decision
from domain.findings import Finding
from domain.privacy import PersonalKind
from domain.publication import LONGEST_NAME, Exclusion, PublishedFile, exclusions, metadata
from domain.rounds import Standing
from domain.view import Document, Paragraph, Table
from domain.wording import Run
from tests.unit import standings
from tests.unit.standings import VERSION, made_rule

APPROVAL = Approval(VERSION, "Jan Kowalski", "2025-03-28", "MOPS.071.5.2025")
PHONE = f"[{PersonalKind.PHONE}]"
ANNA = Decision("zamaskowano", "personal-data", "KLUB", "I.1", field="wording", who="Anna Nowak")


def personal(action: str = "I.1", value: str = PHONE, decision: str = "") -> Finding:
    found = standings.finding("KLUB", action, value=value, indicator="", decision=decision)
    rule = replace(made_rule("personal-data"), mask="text")
    return replace(found, rule=rule, place=replace(found.place, field="wording"))


def small_count(decision: str, action: str = "I.1") -> Finding:
    found = standings.finding("KLUB", action, value=MASKED_VALUE, decision=decision)
    return replace(found, rule=replace(made_rule("small-count"), mask=3))


def document(**texts: str) -> Document:
    """Return a document with a text at each action ("I_1" stands for I.1)."""
    anchors = {name: Anchor(name.replace("_", "."), "realised") for name in texts}
    rows = tuple((((Run(text),),),) for text in texts.values())
    table = Table("t", ("Wykonanie",), rows, tuple((name,) for name in texts))
    return Document("Tytuł\nw dwóch wierszach", {}, "Luka", (table,), anchors)


def told(*findings: Finding, decisions: tuple[Decision, ...] = (), **texts: str) -> list[Exclusion]:
    standing = replace(standings.standing(findings), decisions=decisions)
    return list(exclusions(standing, APPROVAL, document(**texts)))


def test_what_nobody_decided_on_was_left_out_by_the_person_who_approved() -> None:
    (one,) = told(personal(), I_1=f"12 rodzin, tel. {PHONE}")
    assert (one.action, one.what, one.who) == ("I.1", "numer telefonu", "Jan Kowalski")


def test_what_was_decided_names_who_decided() -> None:
    decided = personal(decision=ANNA.sentence)
    (one,) = told(decided, decisions=(ANNA,), I_1=f"tel. {PHONE}")
    assert one.who == "Anna Nowak"


def test_a_decision_that_does_not_hold_names_nobody() -> None:
    other = replace(ANNA, who="Ewa Lis")
    (one,) = told(personal(decision=ANNA.sentence), decisions=(other, ANNA), I_1=PHONE)
    assert one.who == "Anna Nowak"


@pytest.mark.parametrize("text", ["12 rodzin", f"tel. [{PersonalKind.EMAIL}]"])
def test_what_is_not_printed_is_not_left_out(text: str) -> None:
    assert told(personal(), I_1=text, I_2=PHONE) == []


def test_each_kind_of_datum_in_a_text_is_told_once() -> None:
    both = f"[{PersonalKind.EMAIL}] {PHONE}"
    found = told(personal(), personal(value=both), personal(value=both), I_1=both)
    assert [one.what for one in found] == ["numer telefonu", "adres e-mail"]


def test_a_masked_number_says_what_is_counted_and_how_it_is_shown() -> None:
    decision = replace(ANNA, rule="small-count", indicator="rodziny", field="value")
    (one,) = told(small_count(decision.sentence), decisions=(decision,), I_1="nie więcej niż 3")
    assert one.what == "dokładna liczba rodzin; podano tylko, ile wynosi najwyżej"
    assert one.who == "Anna Nowak"


def test_they_stand_in_the_order_of_the_document_and_of_nothing_outside_it() -> None:
    findings = (personal("I.9"), personal("I.2"), personal("I.1"))
    found = told(*findings, I_2=PHONE, I_1=PHONE, I_9=PHONE)
    assert [one.action for one in found] == ["I.1", "I.2"]


def test_texts_are_one_line_each_and_long_names_are_cut() -> None:
    files = [PublishedFile("A.docx", "dokument", 1, "0")]
    standing = long_named(standings.standing([personal()]))
    about = metadata(standing, APPROVAL, document(I_1=PHONE), files)
    assert about.title == "Tytuł w dwóch wierszach"
    assert len(about.exclusions[0].name) <= LONGEST_NAME + 2
    assert about.exclusions[0].name.endswith("…")
    assert about.files == tuple(files)
    assert about.entity == ""


def long_named(standing: Standing) -> Standing:
    section = standing.programme.sections[0]
    action = replace(section.actions[0], name="bardzo długa\nnazwa działania " * 20)
    sections = (replace(section, actions=(action, *section.actions[1:])),)
    return replace(standing, programme=replace(standing.programme, sections=sections))


def test_a_paragraph_is_read_as_a_cell_is() -> None:
    paragraph = Paragraph("Normal", (Run("tel. "), Run(PHONE)), "p")
    laid_out = Document("T", {}, "Luka", (paragraph,), {"p": Anchor("I.1", "realised")})
    assert len(exclusions(standings.standing([personal()]), APPROVAL, laid_out)) == 1

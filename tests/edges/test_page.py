"""The report's page: texts stay texts, nothing comes from elsewhere, the structure holds."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from lxml import etree, html

from domain.calendar import Calendar
from domain.findings import Finding
from domain.report import build_report
from domain.resubmission import Change, ChangeKind
from domain.rounds import Standing
from domain.rules import Family, Severity
from domain.submissions import FileVerdict, Verdict
from tasks.adapters.page import render_page
from tests.unit.builders import action, build, files
from tests.unit.standings import accepted, finding, made_rule, standing, three_units

SCRIPT = "<script>alert(1)</script>"
FORMULA = '=HYPERLINK("http://zly.example","kliknij")'
WARNING = made_rule("plan-off", Severity.WARNING, Family.PLAUSIBILITY)
INFO = made_rule("plan-repeated", Severity.INFO)
USUAL = (
    finding(),
    finding("BIB", "I.2", rule=WARNING, message="Wykonanie 40 przy planie 5.", value="40"),
    finding("BIB", "I.2", rule=INFO, value="7"),
)


def page(*findings: Finding, **more: object) -> str:
    made: Standing = standing(findings, **more)  # type: ignore[arg-type]
    return render_page(build_report(made)).decode("utf-8")


def tree(*findings: Finding, **more: object) -> html.HtmlElement:
    return html.document_fromstring(page(*findings, **more))


def text(element: etree._Element | None) -> str:
    assert element is not None
    return " ".join(" ".join(element.itertext()).split())


def hostile() -> Standing:
    """A round in which everything that people type holds markup or a formula."""
    parts = files(action("I.1", name=f"Nazwa {SCRIPT}"))
    parts["units.yaml"]["KLUB"] |= {"name": f"Klub {SCRIPT}", "short": f"K {SCRIPT}"}
    parts["programme.yaml"]["name"] = f"Program {SCRIPT}"
    found = finding(
        message=f"Wpisano „{SCRIPT}”.",
        remedy=f"Proszę {SCRIPT}",
        value=FORMULA,
        cell='E1"><b onclick=x>',
        file=f"{SCRIPT}.xlsx",
    )
    change = Change(ChangeKind.VALUE, "KLUB", "I.1", SCRIPT, SCRIPT, FORMULA)
    refused = FileVerdict(f"{SCRIPT}.xlsx", "s", Verdict.REFUSED, f"Powód {SCRIPT}", "KLUB")
    return standing([found], (), [refused], [change], build(parts))


def test_markup_and_formulas_of_units_are_shown_as_text() -> None:
    made = html.document_fromstring(render_page(build_report(hostile())).decode("utf-8"))
    assert len(made.findall(".//script")) == 1
    assert not made.xpath("//main//script | //main//b[@onclick]")
    shown = text(made.find(".//main"))
    assert shown.count(SCRIPT) >= 10
    assert FORMULA in shown


def test_nothing_is_loaded_from_elsewhere_and_only_our_script_may_run() -> None:
    made = tree(*USUAL)
    assert not made.xpath(
        "//link | //img | //iframe | //object | //embed | //base | //form[@action]"
    )
    assert not made.xpath("//script[@src]")
    assert all(link.startswith("#") for link in made.xpath("//@href"))
    assert not made.xpath("//*[@style] | //@*[starts-with(name(), 'on')]")
    assert "http:" not in page(*USUAL) and "https:" not in page(*USUAL)
    policy = made.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy


def test_every_link_leads_somewhere_and_every_id_is_one() -> None:
    made = tree(*USUAL, finding("", "", rule=made_rule("file-refused", family=Family.FILES)))
    ids = made.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link.removeprefix("#") for link in made.xpath("//@href")} <= set(ids)
    assert {name for names in made.xpath("//@aria-labelledby") for name in names.split()} <= set(
        ids
    )
    assert set(made.xpath("//label/@for")) <= set(ids)


def headings(made: html.HtmlElement) -> Iterator[int]:
    return (int(str(one.tag)[1]) for one in made.iter("h1", "h2", "h3", "h4", "h5", "h6"))


def test_headings_go_down_one_step_at_a_time() -> None:
    levels = list(headings(tree(*USUAL)))
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_tables_have_captions_and_headers_with_scope() -> None:
    made = tree(*USUAL, changes=[Change(ChangeKind.TOTAL, "KLUB", "I.1", "rodziny", "5", "12")])
    tables = made.findall(".//table")
    assert len(tables) >= 6
    for table in tables:
        assert text(table.find("caption"))
        assert table.xpath("thead/tr/th")
    assert not made.xpath("//th[not(@scope)]")


def test_the_page_is_polish_and_skips_to_its_content() -> None:
    made = tree(*USUAL)
    assert made.get("lang") == "pl"
    assert text(made.find(".//title")) == "Raport sprawdzenia – PWR 2024"
    first = made.xpath("//body/*[1]")[0]
    assert (first.tag, text(first), first.get("href")) == ("a", "Przejdź do treści", "#tresc")


def test_plots_say_in_words_what_they_show() -> None:
    made = tree(*USUAL)
    plot = made.xpath("//svg[contains(@class, 'scatter')]")[0]
    assert plot.get("role") == "img"
    described = text(made.get_element_by_id("wykres-opis"))
    assert "od 90% do 110% planu: 1" in described
    assert "dwukrotność planu i więcej: 1" in described
    bar = made.xpath("//td[@class='bar']/svg[@role='img']")[0]
    assert bar.get("aria-label") == "Obszar I: pełne dane 2, brak danych 1"


def test_a_finding_is_told_with_all_that_is_needed_to_mend_it() -> None:
    made = tree(*USUAL)
    row = made.xpath("//section[@id='uwagi-KLUB']//tr[@data-kind]")[0]
    shown = text(row)
    for words in ("do poprawy", "W komórce E12 wpisano „12 maj”.", "Proszę wpisać liczbę.",
                  "12 maj", "E12", "Sprawozdanie", "KLUB.xlsx", "value-text"):  # fmt: skip
        assert words in shown
    action_row = text(made.xpath("//section[@id='uwagi-KLUB']//tr[@class='action']")[0])
    assert "wykonanie w załączniku 12 rodzin" in action_row.replace("\u00a0", " ")


def test_a_decision_stands_with_its_finding() -> None:
    made = tree(finding(decision="pozostawiono – uzasadnienie (powódź) – A. Nowak"))
    row = text(made.xpath("//tr[contains(@class, 'decided')]")[0])
    assert "Stanowisko: pozostawiono – uzasadnienie (powódź) – A. Nowak" in row.replace(
        "\u00a0", " "
    )
    assert "Stanowisko zajęto już wobec 1 innej uwagi" in text(made.find(".//main"))


def test_the_page_says_where_decisions_are_written() -> None:
    assert "stanowiska (plik Tabela_uwag_2024.xlsx)" in text(tree().find(".//footer"))


def test_who_was_late_is_told_where_there_is_a_day_due() -> None:
    due = replace(three_units(), calendar=Calendar(due=datetime.date(2025, 1, 31)))
    shown = text(tree(built=due).get_element_by_id("jednostki")).replace("\u00a0", " ")
    assert "2 po terminie (31 stycznia 2025 r.)" in shown
    assert "5 dni po terminie" in shown
    assert "po terminie" not in text(tree().get_element_by_id("jednostki"))


def test_refused_files_are_named_with_the_reason() -> None:
    refused = FileVerdict("stary.xls", "s", Verdict.REFUSED, "Plik jest zabezpieczony hasłem.")
    made = tree(files=[accepted("KLUB"), refused])
    (row,) = made.xpath("//table[@class='refused']/tbody/tr")
    assert text(row) == "stary.xls Plik jest zabezpieczony hasłem."
    assert "Nie ma takich plików." in text(tree())


def test_a_round_without_findings_says_so() -> None:
    shown = text(tree().find(".//main"))
    assert "Nie ma żadnych uwag." in shown
    assert "Żadna sprawa nie wymaga poprawy ani wyjaśnienia." in shown
    assert not tree().xpath("//form")


def test_a_round_with_nothing_at_all_has_a_page() -> None:
    shown = text(tree(submissions=(), files=(), as_of="").find(".//body"))
    assert "jednostki nie podały dat" in shown
    assert "Nie ma jeszcze wskaźników" in shown


def test_the_same_round_has_the_same_bytes() -> None:
    assert page(*USUAL) == page(*USUAL)
    assert page(*USUAL) != page(*USUAL[:2])


@pytest.mark.parametrize("count", [25_000])
def test_very_many_findings_keep_the_page_usable_and_are_counted(count: int) -> None:
    long = "Bardzo długa uwaga. " * 200
    found = [finding(message=f"{n}. {long}", value=str(n), remedy=long) for n in range(count)]
    made = page(*found)
    rows = len(re.findall('<tr class="finding"', made))
    assert rows == 150
    assert len(made) < 1_000_000
    assert f"I jeszcze {count - rows} – pełna lista w skoroszycie Uwagi_2024.xlsx." in made
    assert "Tutaj jest 150 z 25000 uwag" in made


def test_a_lone_surrogate_does_not_stop_the_page() -> None:
    assert "Zapis ? koniec" in page(finding(message="Zapis \ud800 koniec"))

"""What is decided beside a matter is an ordinary table of remarks, which the next run carries
out."""

import hashlib
from pathlib import Path

import openpyxl
import pytest

from domain.decision_table import decisions_of
from domain.decisions import Decision
from domain.limits import Limits
from tasks.adapters.decision_workbook import read_table
from tasks.adapters.file_reading import StoredFile
from tests.flow.panels import ROUND, Coordinator, plain
from tests.flow.rounds import MRS, Ran, run_round, table

LEFT, CORRECTED, EDITED = (
    "pozostawiono – uzasadnienie",
    "korekta wartości",
    "korekta redakcyjna",
)
MISSING = "sprawa-unit-missing-WO"
GLUED = "sprawa-polish-glued-MCO"


@pytest.fixture
def own(panel_round: Ran, tmp_path: Path) -> Coordinator:
    return Coordinator.at(panel_round.again(tmp_path))


def path_of(own: Coordinator) -> Path:
    return own.rooms.drop_folder(*MRS) / "Tabela_uwag_2025_panel.xlsx"


def written(own: Coordinator) -> list[Decision]:
    """Read the panel's table as the pipeline does."""
    path = path_of(own)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    sheets = read_table(StoredFile(path.name, digest, path), Limits())
    return list(decisions_of(sheets, path.name, digest))


def finding(own: Coordinator, rule: str) -> dict[str, str]:
    rows = table(own.rooms.results(*MRS) / "findings.csv")
    (found,) = [row for row in rows if row["rule"] == rule]
    return found


def decide(own: Coordinator, anchor: str, rule: str, **answer: str) -> int:
    """Fill in the form of a matter; return the answer's status."""
    fields = {"sprawa": anchor, "about": finding(own, rule)["id"], "who": "Anna Nowak", **answer}
    return own.send("/stanowisko", fields).status_code


def test_a_decision_in_the_panel_is_carried_out_by_the_next_run(own: Coordinator) -> None:
    assert decide(own, MISSING, "unit-missing", stance=LEFT, reason="nie odpowiada") == 303
    assert decide(own, GLUED, "polish-glued", stance=EDITED, new="2025 r.") == 303
    text = plain(own.page())
    assert "pozostawiono – uzasadnienie (nie odpowiada) – Anna Nowak" in text
    assert "Jeszcze nie sprawdzono: Tabela_uwag_2025_panel.xlsx" in text
    outcome = run_round(own.rooms, *MRS)
    assert outcome.summary.findings == {"error": 0, "warning": 0, "info": 5}
    assert finding(own, "unit-missing")["decision"] == (
        "pozostawiono – uzasadnienie (nie odpowiada) – Anna Nowak"
    )
    assert finding(own, "polish-glued")["decision"] == "korekta redakcyjna: 2025 r. – Anna Nowak"
    text = plain(own.page())
    assert "nic do decyzji" in text and "Żadna sprawa nie czeka na decyzję." in text


def test_what_was_saved_before_stays(own: Coordinator) -> None:
    decide(own, MISSING, "unit-missing", stance=LEFT, reason="nie odpowiada")
    book = openpyxl.load_workbook(path_of(own))
    page = book["Zbiorczo"]
    top = next(cell.row for cell in page["A"] if cell.value == "Reguła")
    for place, text in enumerate(("plan-off", "MCO", "", LEFT, "jak co roku", "Jan Lis"), start=1):
        page.cell(top + 1, place).value = text
    book.save(path_of(own))
    decide(own, GLUED, "polish-glued", stance=LEFT, reason="cytat", who="Jan Lis")
    told = {(one.rule, one.unit, one.reason, one.who, one.whole) for one in written(own)}
    assert told == {
        ("unit-missing", "WO", "nie odpowiada", "Anna Nowak", False),
        ("polish-glued", "MCO", "cytat", "Jan Lis", False),
        ("plan-off", "MCO", "jak co roku", "Jan Lis", True),
    }


def test_a_decision_can_be_withdrawn(own: Coordinator) -> None:
    decide(own, MISSING, "unit-missing", stance=LEFT, reason="nie odpowiada")
    decide(own, GLUED, "polish-glued", stance=LEFT, reason="cytat")
    assert (
        own.send("/stanowisko/wycofaj", {"uwaga": finding(own, "unit-missing")["id"]}).status_code
        == 303
    )
    assert [one.rule for one in written(own)] == ["polish-glued"]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"stance": ""}, "Proszę wybrać stanowisko z listy."),
        ({"stance": "zwolnienie"}, "Proszę wybrać stanowisko z listy."),
        ({"stance": LEFT}, "Proszę wpisać uzasadnienie"),
        ({"stance": LEFT, "reason": "tak", "who": " "}, "Proszę wpisać imię i nazwisko"),
        ({"stance": EDITED}, "Proszę wpisać nową wartość"),
        ({"stance": EDITED, "new": "2026 r."}, "Korekta redakcyjna nie może zmieniać liczb."),
        ({"stance": "zamaskowano"}, "Tego stanowiska nie można zająć wobec tej uwagi."),
        ({"stance": LEFT, "reason": "x" * 2001}, "mieści się 2000 znaków"),
        ({"about": "u-0000000000"}, "Tej uwagi już nie ma na liście"),
    ],
)
def test_what_is_missing_is_said_beside_the_field(
    own: Coordinator, answer: dict[str, str], said: str
) -> None:
    fields = {"sprawa": GLUED, "about": "wszystkie", "who": "Anna Nowak", **answer}
    reply = own.send("/stanowisko", fields)
    assert reply.status_code == 422
    assert said in plain(reply.text)
    assert 'aria-invalid="true"' in reply.text or "about" in answer
    assert not path_of(own).exists()


def test_what_was_typed_is_still_there_after_a_mistake(own: Coordinator) -> None:
    fields = {
        "sprawa": GLUED,
        "about": "wszystkie",
        "who": "",
        "stance": LEFT,
        "reason": "<b>cytat",
    }
    text = own.send("/stanowisko", fields).text
    assert "&lt;b&gt;cytat" in text and "<b>cytat" not in text


@pytest.mark.parametrize(
    "lock",
    [
        "~$Tabela_uwag_2025_panel.xlsx",
        "~$bela_uwag_2025_panel.xlsx",
        ".~lock.Tabela_uwag_2025_panel.xlsx#",
    ],
)
def test_a_table_that_is_open_in_excel_is_said_to_be(own: Coordinator, lock: str) -> None:
    decide(own, MISSING, "unit-missing", stance=LEFT, reason="nie odpowiada")
    before = path_of(own).read_bytes()
    path_of(own).with_name(lock).write_bytes(b"")
    fields = {
        "sprawa": GLUED,
        "about": "wszystkie",
        "who": "Jan",
        "stance": LEFT,
        "reason": "cytat",
    }
    reply = own.send("/stanowisko", fields)
    assert reply.status_code == 409
    assert "jest otwarty w Excelu" in plain(reply.text) and "cytat" in reply.text
    assert path_of(own).read_bytes() == before


def test_a_table_that_cannot_be_read_is_not_written_over(own: Coordinator) -> None:
    path_of(own).write_bytes(b"to nie skoroszyt")
    fields = {
        "sprawa": GLUED,
        "about": "wszystkie",
        "who": "Jan",
        "stance": LEFT,
        "reason": "cytat",
    }
    reply = own.send("/stanowisko", fields)
    assert reply.status_code == 409 and "Stanowiska nie zapisano" in plain(reply.text)
    assert path_of(own).read_bytes() == b"to nie skoroszyt"


def test_a_matter_that_is_no_more_is_said_to_be_gone(own: Coordinator) -> None:
    fields = {
        "sprawa": "sprawa-x-y",
        "about": "wszystkie",
        "stance": LEFT,
        "reason": "a",
        "who": "b",
    }
    reply = own.send("/stanowisko", fields)
    assert reply.status_code == 409 and "Tej sprawy już nie ma" in plain(reply.text)


def test_the_matters_stand_with_their_forms(own: Coordinator) -> None:
    text = own.page()
    assert text.index(f'id="{MISSING}"') < text.index(f'id="{GLUED}"')
    assert text.count(f'action="{ROUND}/stanowisko"') == 2
    start = text.index(f'id="{MISSING}"')
    missing = text[start : text.index("</li>", start)]
    assert LEFT in missing and CORRECTED not in missing and EDITED not in missing

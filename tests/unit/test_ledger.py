"""figures.csv: every value with its provenance."""

from decimal import Decimal

import pytest

from domain.ledger import FIGURE_COLUMNS, figure_rows
from domain.programme import Programme
from domain.submissions import ReportedAction
from tests.unit.builders import action, merged, programme, report

CONTRACT = (
    "programme,year,action,indicator,unit,noun,planned,realised,qualifier,status,spending,text,"
    "file,sheet,cell,sha256"
)


def rows(built: Programme, *reports: ReportedAction) -> list[dict[str, str]]:
    """Return the rows without their empty cells and without what is the same in all."""
    named = [
        dict(zip(FIGURE_COLUMNS, row, strict=True))
        for row in figure_rows(built, merged(built, *reports))
    ]
    assert {(row.pop("programme"), row.pop("year"), row.pop("action")) for row in named} == {
        ("pwr", "2024", "I.1")
    }
    return [{name: cell for name, cell in row.items() if cell} for row in named]


def origin(cell: str, unit: str = "KLUB") -> dict[str, str]:
    return {
        "file": f"{unit}.xlsx",
        "sheet": "Sprawozdanie",
        "cell": cell,
        "sha256": f"sha-{unit}",
    }


def test_columns_of_the_contract_come_first() -> None:
    assert ",".join(FIGURE_COLUMNS).startswith(CONTRACT)


def test_answered_indicator_has_plan_result_and_address() -> None:
    built = programme(plan={"I.1": {"rodziny": 605}})
    own, figure = rows(built, report(counted={"rodziny": 716}, status="zrealizowano"))
    assert figure == {
        "indicator": "rodziny",
        "unit": "KLUB",
        "noun": "rodzina",
        "planned": "605",
        "realised": "716",
        "status": "realised",
        "text": "716 rodzin",
        **origin("rodziny:value"),
    }
    assert own == {
        "unit": "KLUB",
        "status": "realised",
        "text": "716 rodzin",
        "planned_text": "605 rodzin",
        **origin("own:status"),
    }


def test_unanswered_action_shows_plan_and_who_owes_it() -> None:
    built = programme(plan={"I.1": {"rodziny": "minimum 2"}})
    owing, figure = rows(built)
    assert owing == {"unit": "KLUB", "text": "[brak danych: Kuźnia]"}
    assert figure == {
        "indicator": "rodziny",
        "unit": "KLUB",
        "noun": "rodzina",
        "planned": "2",
        "qualifier": "minimum",
        "planned_text": "minimum 2 rodziny",
    }


def test_nought_is_not_blank() -> None:
    figure = rows(programme(), report(counted={"rodziny": 0}))[-1]
    assert figure["realised"] == "0"


def test_what_was_not_planned_has_a_row_without_a_plan() -> None:
    figure = rows(
        programme(plan={"I.1": {"rodziny": 605}}), report(extra={"liczba uczestników": 22})
    )[-1]
    assert figure == {
        "indicator": "+1",
        "unit": "KLUB",
        "noun": "uczestnik",
        "realised": "22",
        "status": "realised",
        "text": "22 uczestników",
        **origin("+1:value"),
    }


def test_every_amount_has_a_row_as_a_plain_number() -> None:
    said = report(
        counted={"rodziny": {"value": 5, "spending": "ok. 100 zł"}},
        spending=Decimal("3934985.310"),
    )
    amounts = [row for row in rows(programme(), said) if row.get("noun") == "zł"]
    assert [(row["indicator"], row.get("spending"), row["cell"]) for row in amounts] == [
        ("spending1", "3934985.31", "own:spending"),
        ("spending2", None, "rodziny:spending"),
    ]
    assert amounts[1]["text"] == "ok. 100 zł"


def test_every_unit_s_share_has_a_row() -> None:
    built = programme(
        action(indicators={"rodziny": {"phrase": "{rodzina}", "combine": "sum"}}, partners=["BIB"])
    )
    both = report(counted={"rodziny": 1000}), report("BIB", {"rodziny": 1.5})
    figures = [row for row in rows(built, *both) if row.get("indicator") == "rodziny"]
    assert [(row["unit"], row["realised"], row["file"]) for row in figures] == [
        ("KLUB", "1000", "KLUB.xlsx"),
        ("BIB", "1.5", "BIB.xlsx"),
    ]
    assert {row["text"] for row in figures} == {"1 001,5 rodziny"}


def test_precision_has_a_column_of_its_own() -> None:
    said = report(counted={"rodziny": {"value": 150, "qualifier": "około"}})
    figure = rows(programme(), said)[-1]
    assert (figure["realised"], figure["qualifier"]) == ("150", "około")


@pytest.mark.parametrize("typed", ["kilka", "x", "."])
def test_cell_without_a_number_keeps_its_address(typed: str) -> None:
    addresses = {row.get("cell") for row in rows(programme(), report(counted={"rodziny": typed}))}
    assert "rodziny:value" in addresses


def test_rows_keep_the_printed_order_of_actions() -> None:
    built = programme(action("I.2"), action("I.10"), action("I.1"))
    result = merged(built, report(counted={"rodziny": 5}, of="I.1"))
    place = FIGURE_COLUMNS.index("action")
    order = dict.fromkeys(row[place] for row in figure_rows(built, result))
    assert list(order) == ["I.2", "I.10", "I.1"]

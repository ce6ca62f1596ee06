"""The rows of the findings workbook: every finding with all that is known of its place."""

from collections.abc import Iterator, Sequence

from domain.coverage import AreaCoverage
from domain.finding_list import FindingTeller, group_name
from domain.findings import Finding
from domain.marking import LABELS
from domain.rounds import Standing

FINDING_HEADERS = (
    "Rodzaj",
    "Jednostka",
    "Działanie",
    "Uwaga",
    "Co zrobić",
    "Wartość",
    "Plan",
    "Stanowisko",
    "Komórka",
    "Arkusz",
    "Plik",
    "Obszar",
    "Nazwa działania",
    "Wskaźnik",
    "Wykonanie w załączniku",
    "Reguła",
    "Znak uwagi",
)


def finding_rows(
    standing: Standing, areas: Sequence[AreaCoverage]
) -> Iterator[tuple[Finding, tuple[str, ...]]]:
    """Yield each finding with its cells in the order of FINDING_HEADERS, by weight."""
    teller = FindingTeller(standing, areas)
    for finding in standing.findings:
        place, origin = finding.place, finding.place.origin
        line, block = teller.line(finding), teller.block(place.action, ())
        yield (
            finding,
            (
                LABELS[finding.severity],
                group_name(standing.programme, finding),
                place.action,
                finding.message,
                finding.remedy,
                line.value,
                line.plan,
                finding.decision,
                origin.cell,
                origin.sheet,
                origin.file,
                block.area_name,
                block.name,
                line.indicator,
                block.printed.realised if block.printed else "",
                finding.rule.code,
                finding.id,
            ),
        )

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
    "Obszar",
    "Działanie",
    "Nazwa działania",
    "Wskaźnik",
    "Uwaga",
    "Co zrobić",
    "Wartość",
    "Plan",
    "Wykonanie w załączniku",
    "Plik",
    "Arkusz",
    "Komórka",
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
                block.area_name,
                place.action,
                block.name,
                line.indicator,
                finding.message,
                finding.remedy,
                line.value,
                line.plan,
                block.printed.realised if block.printed else "",
                origin.file,
                origin.sheet,
                origin.cell,
                finding.rule.code,
                finding.id,
            ),
        )

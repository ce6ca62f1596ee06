"""What stands around a finding: the text that it quotes from, and what the unit said of it."""

from collections.abc import Sequence

from domain.decisions import masked_accounts
from domain.definition_texts import definition_texts
from domain.findings import Finding
from domain.privacy import masked
from domain.programme import Programme
from domain.rules import Family
from domain.submissions import Submission

# Letters on either side of a quoted fragment.
AROUND = 70
_PARTS = {
    "name": "nazwa",
    "responsible": "podmiot odpowiedzialny",
    "indicators": "wskaźnik",
    "words": "plan w słowach",
}


class Surroundings:
    """Knows the texts of a definition and of what came in, by file and cell (or key)."""

    def __init__(
        self,
        programme: Programme,
        submissions: Sequence[Submission],
        findings: Sequence[Finding],
    ) -> None:
        # What was said of a masked number may name it.
        hidden = masked_accounts(findings)
        self._texts = {(one.file, one.key): one.text for one in definition_texts(programme)}
        self._explained: dict[tuple[str, str], str] = {}
        for submission in submissions:
            for report in submission.actions:
                if (report.unit, report.action) in hidden:
                    continue
                if report.explanation:
                    self._explained[report.unit, report.action] = masked(report.explanation)
                for row in (report.row, *report.rows):
                    for cell in row.cells.values():
                        self._texts[cell.origin.file, cell.origin.cell] = masked(cell.text)

    def text(self, finding: Finding) -> str:
        """Return the words around what a finding quotes; nothing where they are not known."""
        origin, quoted = finding.place.origin, finding.place.value
        whole = " ".join(self._texts.get((origin.file, origin.cell), "").split())
        start = whole.find(quoted) if quoted else -1
        if start < 0:
            return ""
        first, last = max(0, start - AROUND), start + len(quoted) + AROUND
        before = "…" if first else ""
        return f"{before}{whole[first:last]}{'…' if last < len(whole) else ''}"

    def explanation(self, finding: Finding) -> str:
        """Return what the unit wrote on a deviation that it was asked to explain."""
        if finding.rule.family is not Family.PLAUSIBILITY:
            return ""
        return self._explained.get((finding.place.unit, finding.place.action), "")


def where(finding: Finding) -> str:
    """Return the place of a finding as people find it; of a definition its part by name."""
    place, origin = finding.place, finding.place.origin
    if place.unit or not place.action or not origin.cell.startswith(f"{place.action}."):
        return ", ".join(part for part in (origin.file, origin.sheet, origin.cell) if part)
    name, _, rest = origin.cell.removeprefix(f"{place.action}.").partition(".")
    part = f"{_PARTS.get(name, name)} {rest}".rstrip()
    return f"działanie {place.action}, {part} ({origin.file})"

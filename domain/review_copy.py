"""The review copy (wersja z uwagami): the annex with each finding beside its place.

Findings are comments in the margin, what was left as it is stands in an appendix, and what changed
since the version before is marked.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from domain.anchors import REMARK, Anchor, owner_prefix
from domain.change_marks import marked_lines
from domain.decisions import Stance, masked_accounts
from domain.findings import Finding
from domain.form import Field
from domain.marking import AUTHOR, LABELS
from domain.polish.typography import typeset
from domain.programme import Programme, Section
from domain.rounds import DRAFT, Standing
from domain.surroundings import Surroundings, where
from domain.view import Block, Comment, Document, ListItem, Paragraph, Table
from domain.wording import Lines, Run

REALISED = "realised"
APPENDIX_TITLE = "Uwagi pozostawione z uzasadnieniem"
APPENDIX_HEADERS = ("Działanie", "Uwaga", "Stanowisko", "Skąd")
GONE_TITLE = "Miejsca, których w tej wersji już nie ma:"
NOTHING_LEFT = "Żadnej uwagi nie pozostawiono z uzasadnieniem."
_ANSWER = "answer."
_PRINTED_IN = {
    Field.VALUE: REALISED,
    Field.QUALIFIER: REALISED,
    Field.OVERLAP: REALISED,
    Field.STATUS: REALISED,
    Field.EXPLANATION: REALISED,
    Field.WORDING: REALISED,
    Field.TEXT: REALISED,
    Field.SPENDING_WORDING: Field.SPENDING,
}
_STEP = re.compile(r"sections\.(\d+)")
_ITEM = re.compile(r"links\.items\.(\d+)")


def review_copy(
    document: Document, standing: Standing, before: Mapping[str, str] | None
) -> Document:
    """Return the review copy of a document; `before` are the texts of the version before, by id.

    Without them nothing is marked as changed.
    """
    blocks = document.blocks
    if before is not None:
        untold = _untold(document, standing)
        blocks = tuple(_marked(block, before, untold) for block in blocks)
    state = document.marks.get("state", "").replace(DRAFT, f"{DRAFT} Z UWAGAMI")
    return replace(
        document,
        marks={**document.marks, "state": state},
        blocks=(*blocks, *_gone(document, standing, before or {}), *_appendix(standing)),
        comments=tuple(_comments(document, standing)),
    )


def _untold(document: Document, standing: Standing) -> frozenset[str]:
    """Return the ids of places whose text before must not be shown: a number is masked by now."""
    masked = {action for _, action in masked_accounts(standing.findings)}
    return frozenset(name for name, at in document.anchors.items() if at.owner in masked)


def _gone(document: Document, standing: Standing, before: Mapping[str, str]) -> Iterator[Paragraph]:
    """Yield what was printed in the version before at places that are no more."""
    hidden = tuple(owner_prefix(action) for _, action in masked_accounts(standing.findings))
    places = [name for name in before if name not in document.anchors and before[name]]
    for number, name in enumerate(one for one in places if not one.startswith(hidden)):
        if number == 0:
            yield Paragraph("Normal", (Run(GONE_TITLE),), f"{REMARK}g")
        for place, line in enumerate(marked_lines((), before[name])):
            yield Paragraph("Normal", line, f"{REMARK}g{number}_{place}")


def _marked(block: Block, before: Mapping[str, str], untold: Collection[str]) -> Block:
    def lines_of(name: str, lines: Lines) -> Lines:
        return lines if not name or name in untold else marked_lines(lines, before.get(name, ""))

    if isinstance(block, Table):
        rows = (
            tuple(lines_of(name, lines) for name, lines in zip(names, row, strict=True))
            for row, names in zip(block.rows, block.anchors, strict=True)
        )
        return replace(block, rows=tuple(rows)) if block.anchors else block
    if isinstance(block, Paragraph | ListItem):
        marked = lines_of(block.anchor, (block.runs,))
        return replace(block, runs=tuple(run for line in marked for run in line))
    return block


def _comments(document: Document, standing: Standing) -> Iterator[Comment]:
    places = _Places(document, standing.programme)
    known = Surroundings(standing.programme, standing.submissions, standing.findings)
    for finding in standing.findings:
        lines = tuple(typeset(line) for line in _lines(finding, known) if line)
        yield Comment(places.name(finding), AUTHOR, lines)


def _lines(finding: Finding, known: Surroundings) -> Iterator[str]:
    label = LABELS[finding.severity]
    yield f"{label[:1].upper()}{label[1:]}: {finding.message}"
    explained = known.explanation(finding)
    yield f"Wyjaśnienie jednostki: „{explained}”." if explained else ""
    yield f"Stanowisko: {finding.decision}" if finding.decision else finding.remedy
    source = where(finding)
    yield f"Źródło: {source}" if source else ""
    yield f"{finding.id}, {finding.rule.code}"


class _Places:
    """Finds in a document the place that a finding is about."""

    def __init__(self, document: Document, programme: Programme) -> None:
        self._names = {anchor: name for name, anchor in document.anchors.items()}
        self._first: dict[str, str] = {}
        for name, anchor in document.anchors.items():
            self._first.setdefault(anchor.owner, name)
        self._programme = programme

    def name(self, finding: Finding) -> str:
        """Return the id of the place; of one that is not printed the nearest, or nothing."""
        owner, wanted = self._owner(finding)
        names = (self._names.get(anchor) for anchor in wanted)
        return next((name for name in names if name), None) or self._first.get(owner, "")

    def _owner(self, finding: Finding) -> tuple[str, tuple[Anchor, ...]]:
        place = finding.place
        if place.action:
            name = place.field.removeprefix(_ANSWER)
            printed = _PRINTED_IN[Field(name)] if name in _PRINTED_IN else name
            return place.action, (Anchor(place.action, printed), Anchor(place.action, REALISED))
        path = place.origin.cell
        section = _section(self._programme.sections, [int(step) for step in _STEP.findall(path)])
        if section is None or place.unit:
            return "", ()
        item = _ITEM.search(path)
        if item is not None:
            return section.key, (Anchor(section.key, "links", item[1]),)
        if path.endswith("intro"):
            return section.key, (Anchor(section.key, "links_intro"),)
        return section.key, ()


def _section(sections: Sequence[Section], path: Sequence[int]) -> Section | None:
    if not path or path[0] >= len(sections):
        return None
    found = sections[path[0]]
    return _section(found.sections, path[1:]) if len(path) > 1 else found


def _appendix(standing: Standing) -> Iterator[Block]:
    """Yield what was left as it is: a table where the layout names one, else lines."""
    layout = standing.programme.layout.remarks
    left = [one for one in standing.findings if one.decision.startswith(Stance.LEFT)]
    title = (Run(APPENDIX_TITLE),)
    yield Paragraph(layout.style if layout else "Normal", title, REMARK)
    if not left:
        yield Paragraph("Normal", (Run(NOTHING_LEFT),), f"{REMARK}0")
    elif layout:
        rows = tuple(tuple(_cell(text) for text in _row(standing, one)) for one in left)
        names = tuple((f"{REMARK}{one}", "", "", "") for one in range(1, len(rows) + 1))
        yield Table(layout.table, APPENDIX_HEADERS, rows, names)
    else:
        for number, one in enumerate(left, start=1):
            text = " – ".join(part for part in _row(standing, one) if part)
            yield Paragraph("Normal", (Run(typeset(text)),), f"{REMARK}{number}")


def _row(standing: Standing, finding: Finding) -> tuple[str, str, str, str]:
    unit = standing.programme.units.get(finding.place.unit)
    about = " ".join(part for part in (finding.place.action, unit.short if unit else "") if part)
    return about, finding.message, finding.decision, where(finding)


def _cell(text: str) -> Lines:
    return ((Run(typeset(text)),),)

"""All findings as people look through them: by unit, then by action with its row in the annex."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.coverage import AreaCoverage
from domain.findings import Finding
from domain.form import Field
from domain.matters import open_counts
from domain.merging import MergedAction
from domain.polish.collation import collation_key
from domain.polish.numbers import format_number
from domain.polish.typography import typeset
from domain.programme import Programme
from domain.rounds import Standing
from domain.rules import Family, Severity
from domain.surroundings import Surroundings, where
from domain.view import build_document
from domain.wording import plain, planned_text, realised_lines, spending_lines

# Rows of all groups together that a browser still filters at once; each group has its share.
MOST_ROWS = 4000
MOST_IN_GROUP = 150
FEWEST_IN_GROUP = 10
# A text that is longer is cut: the whole one is in the workbook and in the annex.
LONGEST = 700

FILES = "Pliki i dziennik"
DEFINITION = "Treść programu"
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True)
class Printed:
    """How the row of an action will read in the annex."""

    planned: str
    realised: str
    spending: str


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding with what people need beside its sentences: the indicator, value and plan, the
    place of one on the definition, what the unit said of a deviation."""

    finding: Finding
    indicator: str
    value: str
    plan: str
    where: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Block:
    """The findings on one action of a group, or on none; `area` is the key of its area."""

    area: str
    area_name: str
    action: str
    name: str
    printed: Printed | None
    lines: tuple[FindingLine, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The findings on one unit (or on files, or on the programme's own words).

    `counts` are of open findings, `decided` of the others, `total` of all; where `shown` is less,
    the heaviest are in the blocks.
    """

    anchor: str
    name: str
    full_name: str
    counts: Mapping[Severity, int]
    decided: int
    total: int
    shown: int
    blocks: tuple[Block, ...]


class FindingTeller:
    """Tells of each finding what the round knows about its place."""

    def __init__(self, standing: Standing, areas: Sequence[AreaCoverage]) -> None:
        self.programme = standing.programme
        self.merged = {one.action.id: one for one in standing.merged.actions}
        self.area_of = {action.merged.action.id: area for area in areas for action in area.actions}
        self._known = Surroundings(self.programme, standing.submissions, standing.findings)
        self._texts = _printed_texts(standing)
        self._printed: dict[str, Printed] = {}

    def line(self, finding: Finding) -> FindingLine:
        """Return a finding with its indicator, its value as people read it, and the plan."""
        place = finding.place
        merged = self.merged.get(place.action)
        return FindingLine(
            finding,
            _indicator(merged, place.indicator),
            shown_value(place.value),
            _plan(merged, place.indicator),
            where(finding),
            self._known.explanation(finding),
        )

    def printed(self, action: str) -> Printed | None:
        """Return how an action will read in the annex; None for one that is not in it."""
        merged = self.merged.get(action)
        if merged is None:
            return None
        if action not in self._printed:
            self._printed[action] = self._row(merged)
        return self._printed[action]

    def _row(self, merged: MergedAction) -> Printed:
        action = merged.action
        return Printed(
            self._text(action.id, Field.PLANNED, planned_text(action, merged.plan)),
            self._text(action.id, "realised", plain(realised_lines(self.programme, merged))),
            self._text(
                action.id, Field.SPENDING, plain(spending_lines(merged)) if action.spending else ""
            ),
        )

    def _text(self, action: str, name: str, composed: str) -> str:
        """Return what the annex says of a field of an action; of one that it has not, the words
        that it would say."""
        printed = self._texts.get((action, name))
        return typeset(composed) if printed is None else printed

    def block(self, action: str, findings: Sequence[Finding]) -> Block:
        """Return the findings on one action with what is known of it."""
        area, merged = self.area_of.get(action), self.merged.get(action)
        return Block(
            area=area.key if area else "",
            area_name=area.name if area else "",
            action=action,
            name=merged.action.name if merged else "",
            printed=self.printed(action),
            lines=tuple(self.line(finding) for finding in findings),
        )


def _printed_texts(standing: Standing) -> Mapping[tuple[str, str], str]:
    """Return what the annex says of each action (or section) and field, all its paragraphs."""
    document = build_document(standing.programme, standing.merged.actions, {}, standing.edits)
    texts: dict[tuple[str, str], str] = {}
    for name, text in document.texts().items():
        at = document.anchors[name]
        before = texts.get((at.owner, at.field))
        texts[at.owner, at.field] = text if before is None else f"{before}\n{text}"
    return texts


def finding_groups(
    programme: Programme, findings: Sequence[Finding], teller: FindingTeller
) -> tuple[Group, ...]:
    """Return the groups in alphabetical order of units; a large one shows its heaviest."""
    by_anchor: dict[str, list[Finding]] = {}
    for finding in findings:
        by_anchor.setdefault(anchor_of(programme, finding), []).append(finding)
    share = MOST_ROWS // max(len(by_anchor), 1)
    most = max(FEWEST_IN_GROUP, min(MOST_IN_GROUP, share))
    groups = [_group(programme, own, most, teller) for own in by_anchor.values()]
    return tuple(sorted(groups, key=lambda group: _alphabetically(group.name)))


def group_name(programme: Programme, finding: Finding) -> str:
    """Return the short name of the unit that a finding is on, or what else it is about."""
    unit = programme.units.get(finding.place.unit)
    if unit is not None:
        return unit.short
    return FILES if finding.rule.family is Family.FILES else DEFINITION


def anchor_of(programme: Programme, finding: Finding) -> str:
    """Return the id by which the group of a finding is linked to."""
    if finding.place.unit in programme.units:
        return f"uwagi-{finding.place.unit}"
    return "uwagi.pliki" if finding.rule.family is Family.FILES else "uwagi.program"


def _alphabetically(name: str) -> tuple[bool, object]:
    return name in (FILES, DEFINITION), collation_key(name)


def _group(
    programme: Programme, findings: Sequence[Finding], most: int, teller: FindingTeller
) -> Group:
    unit = programme.units.get(findings[0].place.unit)
    shown = findings[:most]
    return Group(
        anchor=anchor_of(programme, findings[0]),
        name=group_name(programme, findings[0]),
        full_name=unit.name if unit else "",
        counts=open_counts(findings),
        decided=sum(bool(one.decision) for one in findings),
        total=len(findings),
        shown=len(shown),
        blocks=tuple(_blocks(programme, shown, teller)),
    )


def _blocks(
    programme: Programme, findings: Sequence[Finding], teller: FindingTeller
) -> Iterator[Block]:
    """Yield the blocks in printed order; what is about no action comes first."""
    by_action: dict[str, list[Finding]] = {}
    for finding in findings:
        by_action.setdefault(finding.place.action, []).append(finding)
    rank = {action.id: place for place, action in enumerate(programme.actions())}
    for action in sorted(by_action, key=lambda one: (rank.get(one, -1), one)):
        yield teller.block(action, by_action[action])


def _indicator(merged: MergedAction | None, key: str) -> str:
    known = merged.action.indicator(key) if merged else None
    return f"liczba {known.phrase.label}" if known else ""


def _plan(merged: MergedAction | None, key: str) -> str:
    value = merged.plan.values.get(key) if merged else None
    return typeset(str(value)) if value is not None else ""


def shown_value(value: str) -> str:
    """Return a number as Polish offices print it, any other text as it stands."""
    if not _NUMBER.fullmatch(value):
        return value
    return typeset(format_number(Decimal(value.replace(",", "."))))


def clipped(text: str, longest: int = LONGEST) -> str:
    """Return a text, cut at a word where it is longer than `longest`."""
    if len(text) <= longest:
        return text
    return f"{text[:longest].rsplit(' ', 1)[0]} …"

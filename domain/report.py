"""The coordinator's report: all that its page shows, worked out before any tool writes it."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from domain.attainment import Band, attained, bands
from domain.board import Board, build_board
from domain.change_list import UnitChanges, unit_changes
from domain.coverage import ActionCoverage, AreaCoverage, Coverage, coverage
from domain.finding_list import FindingTeller, Group, anchor_of, finding_groups, group_name
from domain.matters import Agenda, Matter, agenda, open_counts, undecided
from domain.plots import Scatter, Segment, bar, scatter
from domain.polish.dates import long_date
from domain.polish.plural import counted, plural
from domain.polish.typography import typeset
from domain.programme import Programme
from domain.rounds import Standing
from domain.rules import Severity

MOST_MESSAGES = 3
MOST_PLACES = 10


@dataclass(frozen=True, slots=True)
class MatterLine:
    """A matter in words: whose it is, its first sentences, where else it is found."""

    severity: Severity
    name: str
    anchor: str
    code: str
    message: str
    remedy: str
    count: int
    others: tuple[str, ...]
    places: tuple[str, ...]
    further_places: int


@dataclass(frozen=True, slots=True)
class AreaLine:
    """An area with its counts and the parts of its bar."""

    area: AreaCoverage
    bar: tuple[Segment, ...]
    findings: Mapping[Severity, int]


@dataclass(frozen=True, slots=True)
class Report:
    """The whole page. `version` is the short hash that the annex bears too.

    `counts` are of the findings on which nobody has decided, `decided` of the others.
    """

    programme: Programme
    sentence: str
    as_of: str
    version: str
    approval: str
    counts: Mapping[Severity, int]
    decided: int
    actions: int
    complete: int
    matters: tuple[MatterLine, ...]
    agenda: Agenda
    board: Board
    area_word: str
    areas: tuple[AreaLine, ...]
    incomplete: tuple[ActionCoverage, ...]
    compared: int
    bands: tuple[Band, ...]
    scatter: Scatter | None
    groups: tuple[Group, ...]
    shown: int
    total: int
    changes: tuple[UnitChanges, ...]


def build_report(standing: Standing) -> Report:
    """Work the report out from where the round stands."""
    programme, findings = standing.programme, standing.findings
    open_ones, counts = undecided(findings), open_counts(findings)
    areas = coverage(programme, standing.merged.actions)
    teller = FindingTeller(standing, areas)
    groups = finding_groups(programme, findings, teller)
    found = attained(standing.merged.actions, open_ones)
    first = agenda(findings)
    board = build_board(standing)
    complete = sum(area.count(Coverage.FULL) for area in areas)
    return Report(
        programme=programme,
        sentence=typeset(_sentence(board, counts, complete, len(standing.merged.actions))),
        as_of=long_date(datetime.date.fromisoformat(standing.as_of)) if standing.as_of else "",
        version=standing.version[:8],
        approval=_approval(standing),
        counts=counts,
        decided=len(findings) - len(open_ones),
        actions=len(standing.merged.actions),
        complete=complete,
        matters=tuple(_matter(programme, matter) for matter in first.matters),
        agenda=first,
        board=board,
        area_word=_area_word(programme),
        areas=tuple(_area(area, standing) for area in areas),
        incomplete=tuple(action for area in areas for action in area.incomplete),
        compared=len(found),
        bands=bands(found),
        scatter=scatter(found),
        groups=groups,
        shown=sum(group.shown for group in groups),
        total=len(findings),
        changes=unit_changes(programme, standing.merged, standing.changes),
    )


def _sentence(board: Board, counts: Mapping[Severity, int], complete: int, actions: int) -> str:
    """Say in one sentence where the round stands."""
    units, sent = len(board.lines), board.submitted
    if sent == units:
        who = f"Sprawozdania przesłały wszystkie jednostki ({units})"
    else:
        verb = plural(sent, "przesłała", "przesłały", "przesłało")
        who = f"Sprawozdania {verb} {sent} z {units} jednostek"
    if complete == actions:
        data = f"dane są pełne we wszystkich działaniach ({actions})"
    else:
        left = counted(actions - complete, "działaniu", "działaniach", "działaniach")
        data = f"w {left} brakuje części danych"
    return f"{who}, {data}, a {_left(counts[Severity.ERROR], counts[Severity.WARNING])}."


def _approval(standing: Standing) -> str:
    """Say who approved this version, or that an approval lapsed; nothing where there is none."""
    if standing.approval is None:
        return ""
    if standing.approved:
        return f"Tę wersję danych zatwierdzono: {standing.approval.sentence}."
    return f"Dane zmieniły się po zatwierdzeniu, które wygasło: {standing.approval.sentence}."


def _left(errors: int, warnings: int) -> str:
    if not errors and not warnings:
        return "uwag wymagających poprawy lub wyjaśnienia nie ma"
    number = errors or warnings
    verb = plural(number, "pozostaje", "pozostają", "pozostaje")
    notes = counted(number, "uwaga", "uwagi", "uwag")
    if not errors:
        return f"{verb} {notes} do wyjaśnienia"
    also = f" i {warnings} do wyjaśnienia" if warnings else ""
    return f"przed wersją ostateczną {verb} {notes} do poprawy{also}"


def _matter(programme: Programme, matter: Matter) -> MatterLine:
    first = matter.first
    messages = tuple(dict.fromkeys(one.message for one in matter.findings))
    few = len(matter.findings) <= MOST_MESSAGES
    places = () if few else matter.places
    return MatterLine(
        severity=first.severity,
        name=group_name(programme, first),
        anchor=anchor_of(programme, first),
        code=first.rule.code,
        message=first.message,
        remedy=first.remedy,
        count=len(matter.findings),
        others=messages[1:] if few else (),
        places=places[:MOST_PLACES],
        further_places=max(0, len(places) - MOST_PLACES),
    )


def _area_word(programme: Programme) -> str:
    """Return what the programme calls its outermost sections: "Obszar"."""
    level = programme.sections[0].level if programme.sections else ""
    word = programme.levels.get(level, level)
    return f"{word[:1].upper()}{word[1:]}"


def _area(area: AreaCoverage, standing: Standing) -> AreaLine:
    own = {action.merged.action.id for action in area.actions}
    findings = [one for one in standing.findings if one.place.action in own]
    return AreaLine(area, bar(area), open_counts(findings))


def note_counts(counts: Mapping[Severity, int]) -> str:
    """Return counts of findings in words: "2 do poprawy, 1 informacja"; "brak uwag" for none."""
    parts = []
    if counts[Severity.ERROR]:
        parts.append(f"{counts[Severity.ERROR]} do poprawy")
    if counts[Severity.WARNING]:
        parts.append(f"{counts[Severity.WARNING]} do wyjaśnienia")
    if counts[Severity.INFO]:
        parts.append(counted(counts[Severity.INFO], "informacja", "informacje", "informacji"))
    return ", ".join(parts) or "brak uwag"

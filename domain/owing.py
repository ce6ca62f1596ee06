"""What each unit still owes, from what is expected: unit × action × indicator, never from files.

Who has answered everything owes nothing, whatever else is remarked on its answers.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from domain.findings import Finding
from domain.form import Status
from domain.merging import MergedAction
from domain.programme import Action, Combine, Indicator, Programme, Unit
from domain.reply import Reply, SentFile, named_unit, replies
from domain.rounds import Standing
from domain.rules import Family, Severity
from domain.submissions import ReportedAction, Verdict

WHOLE = "brak odpowiedzi"
SPENDING = "wysokość środków"
LONGEST_NAME = 70
# Signs, or a word of one letter, after which a name does not end.
_LOOSE_END = re.compile(r"(?:[\s,;–-]+\w?)$")
# An indicator to which each unit gives a share of its own; of the others one value is enough.
_EACH_GIVES = (Combine.SUM, Combine.EACH)


@dataclass(frozen=True, slots=True)
class OwedAction:
    """An action that a unit owes: all of it, or the indicators and the amount that are left."""

    action: Action
    whole: bool = False
    indicators: tuple[Indicator, ...] = ()
    spending: bool = False

    @property
    def name(self) -> str:
        """The action's name, shortened."""
        name = self.action.name
        if len(name) <= LONGEST_NAME:
            return name
        return f"{_LOOSE_END.sub('', name[:LONGEST_NAME].rsplit(' ', 1)[0])} …"

    @property
    def lacking(self) -> tuple[str, ...]:
        """What is missing, in the words of the form."""
        if self.whole:
            return (WHOLE,)
        counted = (f"liczba {one.phrase.label}" for one in self.indicators)
        return (*counted, *([SPENDING] if self.spending else []))


@dataclass(frozen=True, slots=True)
class Owing:
    """What one unit owes.

    `expected` are the actions that it answers for; `files` those that it sent and that were read
    or not; `corrections` how many remarks it was asked to mend; `later` says that a file of its own
    is still being written, so that nothing can be said of it yet.
    """

    unit: Unit
    actions: tuple[OwedAction, ...]
    expected: int = 0
    files: tuple[SentFile, ...] = ()
    corrections: int = 0
    later: bool = False

    @property
    def owes(self) -> bool:
        """Whether anything is left for it to do."""
        return bool(self.actions or self.corrections)

    @property
    def silent(self) -> bool:
        """Whether nothing of it came at all."""
        return not self.files

    @property
    def refused(self) -> tuple[SentFile, ...]:
        """Its files that were not read, where none was: the report was returned."""
        if any(file.verdict is Verdict.ACCEPTED for file in self.files):
            return ()
        return tuple(file for file in self.files if file.verdict is Verdict.REFUSED)

    @property
    def answered(self) -> int:
        """How many actions it answered for, if not to the end."""
        return self.expected - sum(owed.whole for owed in self.actions)


def who_owes(standing: Standing) -> tuple[Owing, ...]:
    """Return what every unit of which a report is expected owes, in the register's order."""
    programme = standing.programme
    heard = {reply.unit.code: reply for reply in replies(standing, lambda *_: 0)}
    accounts = _Accounts(programme, standing.findings)
    still = (one.file for one in standing.files if one.verdict is Verdict.LATER)
    later = {named_unit(programme, file) for file in still}
    return tuple(
        _owing(accounts, standing, unit, heard.get(unit.code), later)
        for unit in programme.expected_units()
    )


def _owing(
    accounts: "_Accounts",
    standing: Standing,
    unit: Unit,
    reply: Reply | None,
    later: Collection[str],
) -> Owing:
    own = [one for one in standing.merged.actions if unit in accounts.reporters(one.action)]
    owed = (accounts.owed(unit, merged) for merged in own)
    return Owing(
        unit=unit,
        actions=tuple(one for one in owed if one is not None),
        expected=len(own),
        files=reply.files if reply else (),
        corrections=_corrections(reply),
        later=unit.code in later,
    )


class _Accounts:
    """Looks each unit's account of an action through."""

    def __init__(self, programme: Programme, findings: Sequence[Finding]) -> None:
        self.programme = programme
        self.reporters: Callable[[Action], tuple[Unit, ...]] = programme.reporters
        # What is not given and was decided to stay so is owed no more.
        self.settled = {
            (one.place.unit, one.place.action, one.place.indicator)
            for one in findings
            if one.decision and one.rule.family is Family.COMPLETENESS
        }

    def owed(self, unit: Unit, merged: MergedAction) -> OwedAction | None:
        """Return what a unit owes of an action; nothing where it owes nothing."""
        action = merged.action
        if unit in merged.excused:
            return None
        settled = (unit.code, action.id, "") in self.settled
        if unit in merged.missing:
            return None if settled else OwedAction(action, whole=True)
        report = next((one for one in merged.reports if one.unit == unit.code), None)
        if report is None or not _has_results(report):
            return None
        indicators = tuple(self._indicators(unit, merged, report))
        spending = _owes_spending(action, report) and not settled
        return OwedAction(action, False, indicators, spending) if indicators or spending else None

    def _indicators(
        self, unit: Unit, merged: MergedAction, report: ReportedAction
    ) -> Iterator[Indicator]:
        leads = {self.programme.reporting_unit(code) for code in merged.action.leads}
        own = {row.key for row in report.rows if row.answered}
        given = {item.key for item in merged.items if item.contributions or item.unusable}
        for indicator in merged.action.indicators:
            key = indicator.key
            if key not in merged.plan.values or (unit.code, merged.action.id, key) in self.settled:
                continue
            if indicator.combine is Combine.LEAD and unit not in leads:
                continue
            if key not in (own if indicator.combine in _EACH_GIVES else given | own):
                yield indicator


def _has_results(report: ReportedAction) -> bool:
    return report.status is None or report.status.has_results


def _owes_spending(action: Action, report: ReportedAction) -> bool:
    due = action.spending and report.status in (Status.REALISED, Status.NEW)
    return due and not report.spending


def _corrections(reply: Reply | None) -> int:
    """Count what a unit was asked to mend; what it did not give is told by itself."""
    asked = reply.of(Severity.ERROR) if reply else ()
    return sum(one.rule.family is not Family.COMPLETENESS for one in asked)

"""The board of units: who sent its report, what is to be done with it, what was not taken."""

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

from domain.findings import Finding
from domain.form import Field
from domain.merging import Merged
from domain.polish.collation import collation_key
from domain.programme import Programme, Unit
from domain.rounds import Standing
from domain.rules import Severity
from domain.submissions import (
    CellState,
    FileVerdict,
    ReportedAction,
    Submission,
    Verdict,
    plausible_date,
)


class UnitState(StrEnum):
    """Where a unit stands, what is most urgent first; the words are those that people read."""

    MISSING = "brak sprawozdania"
    REFUSED = "zwrócono do uzupełnienia"
    LATER = "plik jeszcze zapisywany"
    TO_CORRECT = "do poprawy"
    TO_EXPLAIN = "do wyjaśnienia"
    NOTHING = "nic do wykazania"
    RECEIVED = "przyjęto"


_NOT_TAKEN = (Verdict.REFUSED, Verdict.LATER)


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit: its state, its open findings by severity, the actions that it owes and answered.

    `date` is the one that the officer wrote (ISO), or nothing; `days_late` how long after the day
    due that is, or that a report is owing.
    """

    unit: Unit
    state: UnitState
    findings: Mapping[Severity, int]
    owed: int
    answered: int
    files: tuple[str, ...]
    date: str
    days_late: int


@dataclass(frozen=True, slots=True)
class Board:
    """All units, the most urgent first; how many are in each state; the files not taken."""

    lines: tuple[UnitLine, ...]
    tally: Mapping[UnitState, int]
    not_taken: tuple[FileVerdict, ...]

    @property
    def late(self) -> int:
        """How many units are late: with a report, or still without one."""
        return sum(bool(line.days_late) for line in self.lines)

    @property
    def submitted(self) -> int:
        """How many units have a report that was read."""
        return sum(bool(line.files) for line in self.lines)


def single_files(files: Sequence[FileVerdict]) -> Iterator[FileVerdict]:
    """Yield every file once: those of the folder and those inside containers."""
    for entry in files:
        yield from dict.fromkeys((entry, *entry.files()))


def build_board(standing: Standing) -> Board:
    """Return the board of the units that owe a report, and of those that sent one unasked."""
    programme = standing.programme
    submissions = {one.unit: one for one in standing.submissions}
    expected = programme.expected_units()
    codes = dict.fromkeys([unit.code for unit in expected] + sorted(submissions))
    teller = _Teller(standing, submissions)
    lines = [teller.line(programme.units[code]) for code in codes]
    urgency = {state: place for place, state in enumerate(UnitState)}
    lines.sort(key=lambda line: (urgency[line.state], collation_key(line.unit.short)))
    states = Counter(line.state for line in lines)
    not_taken = tuple(file for file in single_files(standing.files) if file.verdict in _NOT_TAKEN)
    return Board(tuple(lines), {state: states[state] for state in UnitState}, not_taken)


class _Teller:
    """Tells the line of each unit from one look through the round."""

    def __init__(self, standing: Standing, submissions: Mapping[str, Submission]) -> None:
        self.programme = standing.programme
        self.submissions = submissions
        self.as_of = standing.as_of
        self.files = tuple(single_files(standing.files))
        self.findings = _counts(standing.programme, standing.findings)
        self.answered, self.missing = _answers(standing.merged)

    def line(self, unit: Unit) -> UnitLine:
        counts = self.findings.get(unit.code, Counter())
        submission = self.submissions.get(unit.code)
        files = self._files(unit.code, Verdict.ACCEPTED) if submission else ()
        answered = self.answered[unit.code]
        return UnitLine(
            unit=unit,
            state=self._state(unit.code, counts),
            findings={severity: counts[severity] for severity in Severity},
            owed=answered + self.missing[unit.code],
            answered=answered,
            files=files or ((submission.file,) if submission else ()),
            date=submission.date if submission else "",
            days_late=self._days_late(unit, submission.date if submission else self.as_of),
        )

    def _state(self, unit: str, counts: Counter[Severity]) -> UnitState:
        submission = self.submissions.get(unit)
        if submission is None:
            if self._files(unit, Verdict.LATER):
                return UnitState.LATER
            refused = self._files(unit, Verdict.REFUSED)
            return UnitState.REFUSED if refused else UnitState.MISSING
        if counts[Severity.ERROR]:
            return UnitState.TO_CORRECT
        if counts[Severity.WARNING]:
            return UnitState.TO_EXPLAIN
        return UnitState.NOTHING if _says_nothing_was_done(submission) else UnitState.RECEIVED

    def _days_late(self, unit: Unit, date: str) -> int:
        """Return the days from the day due to a date (ISO); 0 where one is not known."""
        due = self.programme.due_of(unit)
        # A day that no report can have is asked about, and is not late.
        if due is None or not plausible_date(date, self.programme.year):
            return 0
        return max(0, (datetime.date.fromisoformat(date) - due).days)

    def _files(self, unit: str, verdict: Verdict) -> tuple[str, ...]:
        return tuple(
            file.file
            for file in self.files
            if file.verdict is verdict and not file.members and self._is_of(file, unit)
        )

    def _is_of(self, file: FileVerdict, unit: str) -> bool:
        """Whether a file is a unit's: it says so, or it bears the name of the form issued to it.

        A file that cannot be opened says nothing.
        """
        if file.unit or file.verdict is Verdict.ACCEPTED:
            return file.unit == unit
        issued = self.programme.dated(self.programme.files.form).replace("{unit}", unit)
        return PurePosixPath(file.file).name.casefold() == issued.casefold()


def _counts(programme: Programme, findings: Sequence[Finding]) -> dict[str, Counter[Severity]]:
    counts: dict[str, Counter[Severity]] = {code: Counter() for code in programme.units}
    for finding in findings:
        if not finding.decision:
            counts.setdefault(finding.place.unit, Counter())[finding.severity] += 1
    return counts


def _answers(merged: Merged) -> tuple[Counter[str], Counter[str]]:
    """Count for each unit the actions that it answered for, and those where it is missing."""
    answered = Counter(report.unit for action in merged.actions for report in action.reports)
    missing = Counter(
        unit.code for action in merged.actions for unit in (*action.missing, *action.excused)
    )
    return answered, missing


def _says_nothing_was_done(submission: Submission) -> bool:
    """Whether all that a unit answered is that there was nothing: a report all the same."""
    answers = [action for action in submission.actions if action.answered]
    return bool(answers) and all(_without_results(action) for action in answers)


def _without_results(action: ReportedAction) -> bool:
    if action.status is not None and not action.status.has_results:
        return True
    cells = [row.cell(Field.VALUE) for row in action.rows if row.answered]
    return bool(cells) and all(cell.state is CellState.ABSENCE for cell in cells)

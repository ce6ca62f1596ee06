"""What a unit is told of its submission: its files, how it was received, what it is asked to do.

Only what the unit itself sent is spoken of: findings on its own answers, files that are its own.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from domain.findings import Finding
from domain.form import Field, unit_actions
from domain.intake import INSIDE
from domain.polish.typography import normalise_space
from domain.programme import Programme, Unit
from domain.rounds import Standing
from domain.rules import Addressee, Family, Severity, Stage
from domain.submissions import FileVerdict, Submission, Verdict

LookOf = Callable[[str, str], int]


class Reception(StrEnum):
    """How a unit's submission was received, in the words that it reads."""

    TAKEN = "przyjęto"
    TO_MEND = "wymaga poprawienia"
    RETURNED = "zwrócono do uzupełnienia"


@dataclass(frozen=True, slots=True)
class SentFile:
    """One file of a unit: its path from the drop folder on, its SHA-256, what became of it and why.

    `look` numbers the look at which the records first saw it; 0 for one that was not copied.
    """

    file: str
    sha256: str
    look: int
    verdict: Verdict
    reason: str = ""

    @property
    def name(self) -> str:
        """The file's own name: what it came in, others may have come in too."""
        return _own_name(self.file)


@dataclass(frozen=True, slots=True)
class Reply:
    """What one unit is told; `findings` are by weight, `answered` of `owed` are actions."""

    unit: Unit
    files: tuple[SentFile, ...]
    findings: tuple[Finding, ...]
    answered: int = 0
    owed: int = 0

    def of(self, severity: Severity) -> tuple[Finding, ...]:
        """Return the findings of one severity."""
        return tuple(one for one in self.findings if one.severity is severity)

    @property
    def taken(self) -> tuple[SentFile, ...]:
        """The files that were taken."""
        return tuple(one for one in self.files if one.verdict is Verdict.ACCEPTED)

    @property
    def refused(self) -> tuple[SentFile, ...]:
        """The files that were not taken, each with its reason."""
        return tuple(one for one in self.files if one.verdict is Verdict.REFUSED)

    @property
    def reception(self) -> Reception:
        """The one verdict on the submission."""
        if not self.taken:
            return Reception.RETURNED
        return Reception.TO_MEND if self.of(Severity.ERROR) else Reception.TAKEN

    @property
    def asks(self) -> bool:
        """Whether the unit has anything to do."""
        return bool(self.refused or self.of(Severity.ERROR) or self.of(Severity.WARNING))


def replies(standing: Standing, look_of: LookOf) -> tuple[Reply, ...]:
    """Return a reply for each unit that sent anything, in the register's order.

    `look_of` tells for a file (path, SHA-256) at which look the records first saw it.
    """
    programme = standing.programme
    by_unit: dict[str, list[SentFile]] = {}
    for code, file in _sent(programme, standing.files):
        look = look_of(file.file, file.sha256)
        sent = SentFile(file.file, file.sha256, look, file.verdict, file.reason)
        by_unit.setdefault(code, []).append(sent)
    submissions = {one.unit: one for one in standing.submissions}
    return tuple(
        _reply(standing, unit, tuple(by_unit[code]), submissions.get(code))
        for code, unit in programme.units.items()
        if code in by_unit
    )


def silent_units(standing: Standing, answered: Sequence[Reply]) -> tuple[Unit, ...]:
    """Return the units that owe a workbook and sent nothing."""
    heard = {reply.unit.code for reply in answered}
    return tuple(one for one in standing.programme.expected_units() if one.code not in heard)


def _reply(
    standing: Standing, unit: Unit, files: tuple[SentFile, ...], submission: Submission | None
) -> Reply:
    files = tuple(replace(one, reason=_with_own_names(one.reason, files)) for one in files)
    if submission is None:
        return Reply(unit, files, ())
    owed = {action.id for action in unit_actions(standing.programme, unit)}
    answered = {one.action for one in submission.actions if one.answered}
    explained = {one.action for one in submission.actions if _says_something(one.explanation)}
    told = [
        _worded(_with_room_for_words(_placed(finding, submission), submission), files)
        for finding in standing.findings
        if finding.place.unit == unit.code and is_told(finding, explained)
    ]
    return Reply(unit, files, tuple(told), len(owed & answered), len(owed))


def is_told(finding: Finding, explained: Collection[str]) -> bool:
    """Whether a unit is told of a finding on its own answers; `explained` are actions that it has
    explained already.

    What was decided is settled; what only informs is kept back, but for how a file was read: that
    the officer can't see.
    """
    rule = finding.rule
    if rule.to is not Addressee.UNIT or rule.stage is Stage.TRIAL or finding.decision:
        return False
    if rule.family is Family.PLAUSIBILITY and finding.place.action in explained:
        return False
    return finding.severity is not Severity.INFO or rule.family is Family.FILES


def _own_name(file: str) -> str:
    return file.rpartition(INSIDE)[2].rpartition("/")[2]


def _says_something(text: str) -> bool:
    return any(sign.isalnum() for sign in text)


def _sent(
    programme: Programme, entries: Sequence[FileVerdict]
) -> Iterator[tuple[str, FileVerdict]]:
    """Yield each file with the code of the unit that sent it; files of nobody are left out."""
    for entry in entries:
        files = entry.files()
        together = {file.unit for file in files if file.unit}
        for file in files:
            code = file.unit
            if file.verdict is Verdict.REFUSED:
                code = _sender(programme, file, together)
            if code:
                yield code, file


def _sender(programme: Programme, refused: FileVerdict, together: Collection[str]) -> str:
    """Tell whose a refused file is: by its name, or because it came with one unit's files alone."""
    named = named_unit(programme, refused.file)
    return named or (next(iter(together)) if len(together) == 1 else "")


def named_unit(programme: Programme, file: str) -> str:
    """Return the code of the unit whose issued form a file is named after; "" for another name."""
    name = unicodedata.normalize("NFC", _own_name(file)).upper()
    before = programme.dated(programme.files.form).partition("{unit}")[0].upper()
    codes = (unit.code for unit in programme.units.values() if unit.reports)
    fitting = (code for code in codes if re.match(rf"{re.escape(before + code)}(?![^\W_])", name))
    return max(fitting, key=len, default="")


def _with_own_names(text: str, files: Sequence[SentFile]) -> str:
    """Name files by their own names: what they came in is not the unit's alone."""
    for file in files:
        text = text.replace(file.file, file.name)
    return text


def _with_room_for_words(finding: Finding, submission: Submission) -> Finding:
    """Say where an explanation is written: its cell is not the one that is asked about."""
    if finding.rule.family is not Family.PLAUSIBILITY:
        return finding
    rows = (one.row for one in submission.actions if one.action == finding.place.action)
    origins = [row.cell(Field.EXPLANATION).origin for row in rows]
    cell = next((one.cell for one in origins if one.file == finding.place.origin.file), "")
    more = f" Miejsce na wyjaśnienie: komórka {cell}." if cell else ""
    return replace(finding, remedy=f"{finding.remedy}{more}")


def _worded(finding: Finding, files: Sequence[SentFile]) -> Finding:
    """Return a finding with its sentences fit for the unit, each on one line."""
    message, remedy = (
        normalise_space(_with_own_names(text, files)) for text in (finding.message, finding.remedy)
    )
    return replace(finding, message=message, remedy=remedy)


def _placed(finding: Finding, submission: Submission) -> Finding:
    """Give a finding on an answer the answer's cell, where it names the file alone."""
    place = finding.place
    if place.origin.cell or not place.action:
        return finding
    rows = (
        row
        for report in submission.actions
        if report.action == place.action
        for row in (report.row, *report.rows)
        if row.key == place.indicator
    )
    row = next(rows, None)
    origin = row.cell(place.field).origin if row else place.origin
    if origin.file != place.origin.file:
        return finding
    return replace(finding, place=replace(place, origin=origin))

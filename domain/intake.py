"""What the entries of the drop folder turned out to be, and what the units' files say together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from domain.combining import Question, Sent, combine, said_alike
from domain.submissions import FileVerdict, Refused, Submission, Verdict

INSIDE = " → "


class NotAForm(Refused):
    """A file that is no workbook at all: a scan, a letter, a page. Beside a form it is harmless."""


@dataclass(frozen=True, slots=True)
class Read:
    """One file as read; a container has `members` and no result of its own.

    `name` is the path from the drop folder on ("poczta.eml → formularz.xlsx"); `data` is kept for
    members only, whose bytes nobody else has; `remark` is said of a file that is taken, or why a
    member without a result is passed over.
    """

    name: str
    sha256: str
    result: Submission | Refused | None = None
    members: tuple["Read", ...] = ()
    data: bytes = b""
    remark: str = ""

    def files(self) -> tuple["Read", ...]:
        """Return all files in it that are no containers, from first to last."""
        if not self.members:
            return (self,)
        return tuple(file for member in self.members for file in member.files())


@dataclass(frozen=True, slots=True)
class Intake:
    """One submission for each unit that sent any, and what is to be said of single files.

    `sent` are the files in force, by unit; `repeats` gives for a file the name of the one with the
    same bytes; `remarks` are sentences.
    """

    submissions: tuple[Submission, ...]
    questions: tuple[Question, ...]
    sent: Mapping[str, tuple[Sent, ...]] = field(default_factory=dict)
    repeats: Mapping[str, str] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)


def take_in(reads: Sequence[Read], looks: Mapping[tuple[str, str], int]) -> Intake:
    """Join the files of each unit; `looks` tells when an entry (name, SHA-256) was first seen."""
    files = [
        (looks.get((read.name, read.sha256), 0), file.result)
        for read in reads
        for file in read.files()
        if isinstance(file.result, Submission)
    ]
    repeats: dict[str, str] = {}
    by_unit: dict[str, list[Sent]] = {}
    first: dict[str, str] = {}
    for look, submission in sorted(files, key=lambda pair: pair[0]):
        if submission.sha256 in first:
            repeats[submission.file] = first[submission.sha256]
        else:
            first[submission.sha256] = submission.file
            by_unit.setdefault(submission.unit, []).append(Sent(submission, look))
    combined = [combine(sent) for sent in by_unit.values()]
    return Intake(
        tuple(one.submission for one in combined),
        tuple(question for one in combined for question in one.questions),
        {unit: tuple(sent) for unit, sent in by_unit.items()},
        repeats,
        {name: remark for sent in by_unit.values() for name, remark in _remarks(sent)},
    )


def _remarks(sent: Sequence[Sent]) -> Iterator[tuple[str, str]]:
    submissions = [one.submission for one in sent]
    for place, one in enumerate(submissions):
        alike = next((other for other in submissions[:place] if said_alike(one, other)), None)
        others = [f"„{other.file}”" for other in submissions if other is not one]
        if alike is not None:
            yield one.file, f"te same odpowiedzi co w pliku „{alike.file}”"
        elif others:
            yield one.file, f"połączono z innymi plikami tej jednostki: {', '.join(others)}"


def verdict_of(read: Read, intake: Intake) -> FileVerdict:
    """Return the verdict on a file; a container's says what became of each of its members."""
    if isinstance(read.result, Submission):
        unit = read.result.unit
        if read.name in intake.repeats:
            reason = f"ten sam plik co „{intake.repeats[read.name]}”, przesłany ponownie"
            return FileVerdict(read.name, read.sha256, Verdict.IGNORED, reason, unit)
        said = (_of_tables(read.result), intake.remarks.get(read.name, ""))
        remark = "; ".join(one for one in said if one)
        return FileVerdict(read.name, read.sha256, Verdict.ACCEPTED, remark, unit)
    if isinstance(read.result, Refused):
        return FileVerdict(read.name, read.sha256, Verdict.REFUSED, str(read.result))
    if read.remark and not read.members:
        return FileVerdict(read.name, read.sha256, Verdict.IGNORED, read.remark)
    return _of_container(read, intake)


def _of_tables(submission: Submission) -> str:
    """Say of a file without the form how many rows of its tables were understood."""
    rows = submission.table_rows
    if not rows:
        return ""
    known = sum(bool(row.action) for row in rows)
    return f"odczytano tabelę, którą przesłano zamiast formularza (wiersze: {known} z {len(rows)})"


def _of_container(read: Read, intake: Intake) -> FileVerdict:
    taken = any(isinstance(file.result, Submission) for file in read.files())
    members = tuple(_of_member(member, intake, taken) for member in read.members)
    verdicts = {file.verdict for member in members for file in member.files()}
    if Verdict.ACCEPTED in verdicts:
        return FileVerdict(read.name, read.sha256, Verdict.ACCEPTED, read.remark, members=members)
    if taken:
        reason = "formularz z tego pliku przesłano już wcześniej"
        return FileVerdict(read.name, read.sha256, Verdict.IGNORED, reason, members=members)
    reason = _nothing_inside(members)
    return FileVerdict(read.name, read.sha256, Verdict.REFUSED, reason, members=members)


def _of_member(member: Read, intake: Intake, beside_a_form: bool) -> FileVerdict:
    """Return a member's verdict: what is no form is only passed over beside one."""
    if beside_a_form and isinstance(member.result, NotAForm):
        reason = "nie jest formularzem; sprawozdanie wczytano z innego załącznika"
        return FileVerdict(member.name, member.sha256, Verdict.IGNORED, reason)
    return verdict_of(member, intake)


def _nothing_inside(members: tuple[FileVerdict, ...]) -> str:
    if not members:
        return (
            "Nie ma w nim żadnego załącznika. Proszę dołączyć wypełniony formularz Excela i "
            "przesłać ponownie."
        )
    if len(members) == 1:
        return f"Załącznik „{members[0].file.rpartition(INSIDE)[2]}”: {members[0].reason}"
    names = ", ".join(f"„{member.file.rpartition(INSIDE)[2]}”" for member in members)
    return (
        f"Żadnego z załączników ({names}) nie wczytano; powody podano przy każdym z nich. Proszę "
        "przesłać wypełniony formularz Excela (*.xlsx)."
    )

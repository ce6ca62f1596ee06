"""What a unit has to mend in one of its workbooks: notes at the cells, and the list before them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.findings import Finding
from domain.marking import CellNote, TodoLine
from domain.reply import Reply, SentFile
from domain.rounds import Standing
from domain.rules import Severity

# Who has more to mend than this begins with these; the rest shows at the next check.
MOST_LINES = 200


@dataclass(frozen=True, slots=True)
class Marked:
    """In which of a unit's files what is to be mended could be marked, and in which not."""

    files: tuple[SentFile, ...] = ()
    not_files: tuple[SentFile, ...] = ()


def findings_in(reply: Reply, file: SentFile) -> tuple[Finding, ...]:
    """Return the findings on one file; none where nothing in it is to be mended or explained."""
    found = tuple(one for one in reply.findings if one.place.origin.file == file.file)
    return found if any(one.severity is not Severity.INFO for one in found) else ()


def todo_lines(findings: Sequence[Finding]) -> tuple[TodoLine, ...]:
    """Return the first findings as lines of the list, in their order."""
    return tuple(
        TodoLine(
            one.severity,
            one.message,
            one.remedy,
            one.place.origin.sheet,
            one.place.origin.cell,
        )
        for one in findings[:MOST_LINES]
    )


def cell_notes(findings: Sequence[Finding]) -> tuple[CellNote, ...]:
    """Return a note for each cell and severity, with all that is said of the cell."""
    by_cell: dict[tuple[str, str, Severity], list[str]] = {}
    for one in findings[:MOST_LINES]:
        origin = one.place.origin
        if origin.sheet and origin.cell:
            said = by_cell.setdefault((origin.sheet, origin.cell, one.severity), [])
            said.append(f"{one.message} {one.remedy}")
    return tuple(CellNote(*place, "\n".join(said)) for place, said in by_cell.items())


def list_title(reply: Reply) -> str:
    """Return the heading of the list in the workbook."""
    return f"Uwagi do sprawozdania – {reply.unit.name}"


def list_intro(standing: Standing, findings: Sequence[Finding]) -> str:
    """Return what is said above the list: the programme, what to do, how many are not shown."""
    return "\n".join(_intro(standing, findings))


def _intro(standing: Standing, findings: Sequence[Finding]) -> Iterator[str]:
    programme = standing.programme
    yield f"{programme.name} – rok sprawozdawczy {programme.year}."
    yield (
        "Proszę poprawić albo wyjaśnić komórki zaznaczone kolorem, zapisać ten plik pod tą samą "
        "nazwą i odesłać go w całości."
    )
    if hidden := omitted(findings):
        yield hidden


def omitted(findings: Sequence[Finding]) -> str:
    """Return a sentence on findings beyond the most that are shown; "" where all are."""
    if len(findings) <= MOST_LINES:
        return ""
    return (
        f"Pokazano {MOST_LINES} uwag z {len(findings)}; pozostałe zostaną pokazane po następnym "
        "sprawdzeniu."
    )

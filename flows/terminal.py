"""What a run shows on the terminal: progress while it works, a short summary at the end."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.status import Status

from domain.resubmission import Change, ChangeKind
from domain.rules import Severity
from domain.submissions import Verdict

if TYPE_CHECKING:
    from flows.yearly import Outcome


_TOLD = {Verdict.REFUSED: "Nie wczytano:", Verdict.LATER: "Później:    "}


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Show the stage that is at work; without a terminal, a line for each stage."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda stage: console.print(f"… {stage}", highlight=False)
        return
    with Status("", console=console) as status:
        yield lambda stage: status.update(f"{stage} …")


def show_summary(outcome: "Outcome") -> None:
    """Print units, open findings by severity, gaps, refused files, and where the document is."""
    console = Console(highlight=False, soft_wrap=True)
    summary = outcome.summary
    counts = summary.findings
    decided = f" (ze stanowiskiem {summary.decided})" if summary.decided else ""
    console.print(f"Jednostki:  {summary.submitted} z {summary.expected}")
    console.print(
        f"Uwagi:      do poprawy {counts[Severity.ERROR]}, "
        f"do wyjaśnienia {counts[Severity.WARNING]}, informacje {counts[Severity.INFO]}{decided}"
    )
    console.print(f"Luki:       działań z brakiem odpowiedzi {summary.gaps} z {summary.actions}")
    for entry in outcome.files:
        for file in dict.fromkeys((entry, *entry.files())):
            if file.verdict in _TOLD:
                console.print(f"{_TOLD[file.verdict]} {file.file} – {file.reason}", markup=False)
    for line in _resubmitted(outcome.changes):
        console.print(line, markup=False)
    for notice in outcome.notices:
        console.print(f"Uwaga:      {notice}", markup=False)
    console.print(f"Dokument:   {outcome.annex}", markup=False)
    console.print(f"Raport:     {outcome.report}", markup=False)
    if outcome.pdf is not None:
        console.print(f"PDF:        {outcome.pdf}", markup=False)
    if outcome.bulletin is not None:
        console.print(f"Do BIP:     {outcome.bulletin}", markup=False)


def _resubmitted(changes: Sequence[Change]) -> Iterator[str]:
    """Say for each unit that sent its report again what changed, in numbers."""
    for unit in dict.fromkeys(change.unit for change in changes):
        own = [change.kind for change in changes if change.unit == unit]
        counts = ", ".join(f"{kind}: {own.count(kind)}" for kind in ChangeKind if kind in own)
        yield f"Ponownie:   {unit} – {counts}"

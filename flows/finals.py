"""What stands between a draft and the final version: open matters, and the approval."""

import csv
import io

from domain.approval import changed_figures, figure_changes
from domain.errata import Before
from domain.errors import RefusedError
from domain.findings import Finding
from domain.ledger import figure_rows
from domain.rounds import Standing
from tasks.adapters.records import Records
from tasks.remember import texts_of

SHOWN = 10


def check_final(standing: Standing, records: Records) -> None:
    """Raise RefusedError where something undecided blocks, or nobody approved this version."""
    check_decided(standing)
    if standing.approval is None:
        raise RefusedError(
            "Wersji ostatecznej nie można sporządzić: brakuje zatwierdzenia. Proszę wydrukować "
            "kartę akceptacji, a po podpisaniu użyć polecenia „annual-report approve”."
        )
    if not standing.approved:
        raise RefusedError(" ".join(withdrawal_notice(standing, records)))


def check_decided(standing: Standing) -> None:
    """Raise RefusedError where a matter that must be corrected is still open."""
    blockers = standing.blockers
    if blockers:
        shown = "".join(f"\n  {_line(finding)}" for finding in blockers[:SHOWN])
        more = len(blockers) - SHOWN
        rest = f"\n  i jeszcze {more}" if more > 0 else ""
        raise RefusedError(
            f"Nierozstrzygnięte uwagi „do poprawy”: {len(blockers)}.{shown}{rest}\n"
            "Proszę poprawić dane albo wpisać stanowiska w tabeli uwag i wstawić ją do katalogu "
            "wejściowego."
        )


def _line(finding: Finding) -> str:
    where = " ".join(part for part in (finding.place.unit, finding.place.action) if part)
    return f"{where}: {finding.message}" if where else finding.message


def withdrawal_notice(standing: Standing, records: Records) -> tuple[str, ...]:
    """Return a sentence where the data changed since they were approved: what is different."""
    approval = standing.approval
    if approval is None or standing.approved:
        return ()
    changed = changed_since(standing, records)
    shown = "; ".join(changed[:SHOWN])
    more = f" i jeszcze {len(changed) - SHOWN}" if len(changed) > SHOWN else ""
    what = f"Zmienione wartości: {shown}{more}." if changed else "Żadna wartość się nie zmieniła."
    return (
        f"Zatwierdzenie z dnia {approval.date} ({approval.who}) dotyczy innej wersji danych "
        f"({approval.version[:8]}; obecna: {standing.version[:8]}) i wygasło. {what} Proszę "
        "zatwierdzić obecną wersję.",
    )


def changed_since(standing: Standing, records: Records) -> tuple[str, ...]:
    """Return what figures differ from those of the last approval; () where there was none."""
    if standing.approval is None:
        return ()
    before = _kept_figures(records, standing.approval.figures)
    return tuple(changed_figures(before, _figures(standing))) if before else ()


def before_reopening(standing: Standing, records: Records) -> Before | None:
    """Return what is known of the edition that a final version corrects; None for the first."""
    memory = records.memory()
    if not memory.editions or not memory.reopenings:
        return None
    edition = memory.editions[-1]
    figures = _kept_figures(records, edition.figures)
    return Before(
        edition,
        memory.reopenings[-1],
        texts_of(records, edition.texts) if edition.texts else None,
        tuple(figure_changes(figures, _figures(standing))) if figures else (),
        tuple(memory.reopenings[:-1]),
    )


def _kept_figures(records: Records, sha256: str) -> list[list[str]]:
    path = records.store.path(sha256)
    if not sha256 or not path.is_file():
        return []
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))


def _figures(standing: Standing) -> list[tuple[str, ...]]:
    return list(figure_rows(standing.programme, standing.merged))

"""What today's rules say of an edition, held against what was said when it was made."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.findings import FINDING_COLUMNS

Row = Mapping[str, str]
SHOWN = 20
_CHANGED = ("severity", "stage", "decision")


@dataclass(frozen=True, slots=True)
class Recheck:
    """Findings (rows of findings.csv by name) that are new, gone, of another weight or decision,
    and how many are as they were."""

    edition: int
    new: tuple[Row, ...]
    gone: tuple[Row, ...]
    changed: tuple[Row, ...]
    unchanged: int

    def by_rule(self) -> dict[str, tuple[int, int, int]]:
        """Return how many are new, gone and changed, for each rule that has any."""
        sets = (self.new, self.gone, self.changed)
        codes = sorted({row["rule"] for rows in sets for row in rows})
        return {
            code: (_of(code, sets[0]), _of(code, sets[1]), _of(code, sets[2])) for code in codes
        }

    def as_json(self) -> dict[str, object]:
        """Return the result for scripts."""
        return {
            "edition": self.edition,
            "unchanged": self.unchanged,
            "rules": {
                code: dict(zip(("new", "gone", "changed"), counts, strict=True))
                for code, counts in self.by_rule().items()
            },
            "new": [dict(row) for row in self.new],
            "gone": [dict(row) for row in self.gone],
            "changed": [dict(row) for row in self.changed],
        }

    def lines(self) -> Iterator[str]:
        """Yield the lines for the terminal."""
        yield f"Wersja opublikowana nr {self.edition} według dzisiejszych reguł:"
        yield f"  uwagi bez zmian: {self.unchanged}"
        yield f"  nowe: {len(self.new)}, już niezgłaszane: {len(self.gone)}"
        yield f"  o innej wadze lub stanowisku: {len(self.changed)}"
        for code, (new, gone, changed) in self.by_rule().items():
            yield f"  {code}: nowe {new}, niezgłaszane {gone}, zmienione {changed}"
        for title, rows in (("Nowe", self.new), ("Już niezgłaszane", self.gone)):
            if rows:
                yield f"{title}:"
                yield from (f"  {_line(row)}" for row in rows[:SHOWN])
            if len(rows) > SHOWN:
                yield f"  i jeszcze {len(rows) - SHOWN} (wszystkie podaje --json)"
        yield "To tylko zestawienie: w archiwum i w danych roku niczego nie zmieniono."


def _of(code: str, rows: Sequence[Row]) -> int:
    return sum(row["rule"] == code for row in rows)


def _line(row: Row) -> str:
    where = " ".join(part for part in (row["unit"], row["action"]) if part)
    return f"{where}: {row['message']} ({row['rule']})" if where else f"{row['message']}"


def recheck(edition: int, before: Iterable[Row], now: Iterable[Sequence[str]]) -> Recheck:
    """Hold today's findings (rows in the order of findings.csv) against those of an edition."""
    old = {row["id"]: row for row in before}
    found = (dict(zip(FINDING_COLUMNS, map(str, row), strict=True)) for row in now)
    new = {row["id"]: row for row in found}
    both = [id for id in new if id in old]
    changed = [id for id in both if any(old[id].get(one) != new[id][one] for one in _CHANGED)]
    return Recheck(
        edition,
        tuple(row for id, row in new.items() if id not in old),
        tuple(row for id, row in old.items() if id not in new),
        tuple(new[id] for id in changed),
        len(both) - len(changed),
    )

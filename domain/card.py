"""The card of approval: one page from which a director signs what the annex says."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.coverage import coverage
from domain.decisions import Stance
from domain.findings import Finding
from domain.ledger import FIGURE_COLUMNS, figure_rows
from domain.marking import LABELS
from domain.polish.dates import long_date
from domain.polish.numbers import format_number
from domain.polish.typography import typeset
from domain.rounds import Standing, summarise
from domain.rules import Severity
from domain.view import Block, Document, Paragraph, Table
from domain.wording import Lines, Run

TEMPLATE = "karta-akceptacji.docx"
TITLE, SUBTITLE, HEADING, TEXT, SIGNATURE, GAP = (
    "Karta Tytuł",
    "Karta Podtytuł",
    "Karta Nagłówek",
    "Karta Tekst",
    "Karta Podpis",
    "Luka",
)
DEVIATIONS, LISTED, LONGEST = 10, 8, 110
# Decisions that change what is printed.
_CHANGING = (Stance.CORRECTED, Stance.MASKED)
ENDLESS = Decimal(10) ** 9


@dataclass(frozen=True, slots=True)
class Deviation:
    """A result beside its plan; `ratio` is realised by planned."""

    action: str
    label: str
    planned: Decimal
    realised: Decimal

    @property
    def ratio(self) -> Decimal:
        """Realised by planned."""
        return self.realised / self.planned

    @property
    def distance(self) -> Decimal:
        """How many times more or less than planned; without end for nothing at all."""
        if self.realised == 0:
            return ENDLESS
        return max(self.ratio, 1 / self.ratio)


def deviations(standing: Standing) -> tuple[Deviation, ...]:
    """Return results that have a plan, the farthest from it first, printed order among equals."""
    found = [
        Deviation(merged.action.id, item.phrase.label, planned.number, item.value.number)
        for merged in standing.merged.actions
        for item in merged.items
        if item.value is not None
        and (planned := merged.plan.values.get(item.key)) is not None
        and planned.number > 0
        and item.value.number >= 0
    ]
    return tuple(sorted(found, key=lambda one: -one.distance))


def build_card(standing: Standing, changed: Sequence[str]) -> Document:
    """Lay the card out; `changed` are the figures that differ from the version approved before."""
    programme = standing.programme
    title = f"Karta akceptacji – {programme.short} {programme.year}"
    marks: Mapping[str, str] = {"version": standing.version, "programme": programme.short}
    return Document(title, marks, GAP, tuple(_blocks(standing, changed)))


def _blocks(standing: Standing, changed: Sequence[str]) -> Iterator[Block]:
    programme = standing.programme
    yield _paragraph(TITLE, "Karta akceptacji")
    yield _paragraph(SUBTITLE, f"{programme.name} – sprawozdanie za {programme.year} rok")
    yield _table("karta-stan", ("Zakres", "Stan"), _state(standing))
    yield _paragraph(HEADING, "Największe odchylenia wykonania od planu")
    rows = [_deviation(one) for one in deviations(standing)[:DEVIATIONS]]
    if rows:
        headers = ("Działanie", "Wskaźnik", "Plan", "Wykonanie", "Wykonanie/plan")
        yield _table("karta-odchylenia", headers, rows)
    else:
        yield _paragraph(TEXT, "Brak wartości, które można porównać z planem.")
    yield _paragraph(HEADING, "Stanowiska w sprawie uwag")
    for line in _decisions(standing):
        yield _paragraph(TEXT, line)
    yield _paragraph(HEADING, "Zmiany od poprzedniej wersji")
    for line in _changes(standing, changed):
        yield _paragraph(TEXT, line)
    yield _paragraph(SIGNATURE, "Zatwierdzam do publikacji wersję danych wskazaną wyżej.")
    yield _table("karta-podpis", ("Data", "Nr pisma", "Podpis"), [("", "", "")])


def _state(standing: Standing) -> Iterator[tuple[str, str]]:
    programme = standing.programme
    summary = summarise(programme, standing.submissions, standing.merged, standing.findings, 0)
    present = {submission.unit for submission in standing.submissions}
    missing = [unit.short for unit in programme.expected_units() if unit.code not in present]
    told = f"; brak: {_cut(', '.join(missing))}" if missing else ""
    day = _day(standing.as_of)
    open_ones = [finding for finding in standing.findings if not finding.decision]
    counts = "; ".join(f"{LABELS[one]}: {_count(open_ones, one)}" for one in Severity)
    realised = FIGURE_COLUMNS.index("realised")
    values = sum(bool(row[realised]) for row in figure_rows(programme, standing.merged))
    yield "Wersja danych", standing.version[:16]
    yield "Stan danych na dzień", day
    yield "Sprawozdania jednostek", f"{summary.submitted} z {summary.expected}{told}"
    areas = coverage(programme, standing.merged.actions)
    partial = sum(len(area.incomplete) for area in areas)
    yield (
        "Działania",
        f"{summary.actions}, w tym bez pełnych danych: {partial}; wartości: {values}",
    )
    yield "Uwagi bez stanowiska", counts


def _day(as_of: str) -> str:
    return long_date(datetime.date.fromisoformat(as_of)) if as_of else "(brak danych)"


def _count(findings: Sequence[Finding], severity: Severity) -> int:
    return sum(finding.severity is severity for finding in findings)


def _deviation(one: Deviation) -> tuple[str, ...]:
    percent = format_number((100 * one.ratio).quantize(Decimal(1)))
    numbers = (format_number(one.planned), format_number(one.realised))
    return (one.action, _cut(one.label), *numbers, f"{percent} %")


def _decisions(standing: Standing) -> Iterator[str]:
    decided = [finding for finding in standing.findings if finding.decision]
    if not decided:
        yield "Nie wpisano żadnych stanowisk."
        return
    for stance in Stance:
        count = sum(finding.decision.startswith(stance.value) for finding in decided)
        if count:
            yield f"{stance.value}: {count}"
    # What changed a number that is printed comes first: it is what is signed.
    changed = [one for one in decided if one.decision.startswith(_CHANGING)]
    weighty = [
        *changed,
        *(one for one in decided if one.severity is Severity.ERROR and one not in changed),
    ]
    for finding in weighty[:LISTED]:
        place = finding.place
        unit = standing.programme.units.get(place.unit)
        was = f"było {place.value}; " if finding in changed else ""
        yield _cut(f"{place.action} {unit.short if unit else ''}: {was}{finding.decision}")
    if len(weighty) > LISTED:
        yield f"i jeszcze {len(weighty) - LISTED} w tabeli uwag"


def _changes(standing: Standing, changed: Sequence[str]) -> Iterator[str]:
    approval = standing.approval
    if approval is None:
        yield "Żadnej wersji jeszcze nie zatwierdzono."
    elif standing.approved:
        yield f"Wersję zatwierdzono: {approval.sentence}."
    else:
        yield f"Poprzednio zatwierdzono: {approval.sentence}."
        yield f"Wartości zmienione od tego czasu: {len(changed)}."
        yield from (_cut(line) for line in changed[:LISTED])
    units = dict.fromkeys(change.unit for change in standing.changes)
    if units:
        yield f"Sprawozdania przesłane ponownie: {_cut(', '.join(units))}."


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"


def _paragraph(style: str, text: str) -> Paragraph:
    return Paragraph(style, (Run(typeset(text)),))


def _table(prototype: str, headers: Sequence[str], rows: Iterable[tuple[str, ...]]) -> Table:
    def lines(text: str) -> Lines:
        return ((Run(typeset(text)),),)

    cells = tuple(tuple(lines(text) for text in row) for row in rows)
    return Table(prototype, tuple(headers), cells)

"""What is decided in the panel: the answer of a form held against a matter, and the panel's own
table of remarks with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.decision_table import COLUMNS, EDITORIAL, KEYS, MATTERS, Sheet, SheetRead, matter_row
from domain.decisions import Decision, Fault, Stance, fault_of, seen_value
from domain.findings import Finding
from domain.form import Field
from domain.merging import ProblemKind
from domain.programme import Programme

ALL = "wszystkie"
LONGEST = {"who": 200, "reason": 2000, "new": 8000}
_NUMERIC = (Field.VALUE, Field.SPENDING)
# Which field of the form a fault of the pipeline's is about, and what to do there.
_COMPLAINTS: Mapping[Fault, tuple[str, str]] = {
    Fault.UNCLEAR: ("stance", "Proszę wybrać stanowisko z listy."),
    Fault.UNSIGNED: ("who", "Proszę wpisać imię i nazwisko osoby, która zajmuje stanowisko."),
    Fault.UNREASONED: ("reason", "Proszę wpisać uzasadnienie – choćby jedno zdanie."),
    Fault.WITHOUT_VALUE: (
        "new",
        "Proszę wpisać nową wartość: przy liczbie samą liczbę (na przykład 12,5), przy tekście "
        "jego całe nowe brzmienie.",
    ),
    Fault.NUMBER_CHANGED: (
        "new",
        "Korekta redakcyjna nie może zmieniać liczb. Jeżeli liczba jest błędna, proszę wybrać "
        "„korekta wartości”.",
    ),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person filled in beside a matter; `about` is the id of one finding, or ALL."""

    about: str
    stance: str
    new: str
    reason: str
    who: str


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is to be mended in the form: the field's name and a sentence."""

    field: str
    sentence: str


def table_name(year: int) -> str:
    """Return the name of the panel's own table in the drop folder."""
    return f"Tabela_uwag_{year}_panel.xlsx"


def stances_for(finding: Finding) -> tuple[Stance, ...]:
    """Return what can be decided on a finding: only what the next run can carry out."""
    place = finding.place
    in_cell = bool(place.field) or finding.rule.code == ProblemKind.CONFLICT
    in_words = place.field not in _NUMERIC and any(letter.isalpha() for letter in place.value)
    offered = {
        Stance.LEFT: True,
        Stance.CORRECTED: in_cell and bool(place.unit or finding.rule.code == ProblemKind.CONFLICT),
        Stance.EDITED: in_words and bool(place.field),
        Stance.MASKED: bool(finding.rule.mask),
    }
    return tuple(stance for stance, possible in offered.items() if possible)


def decide(
    findings: Sequence[Finding], answer: Answer
) -> tuple[tuple[Finding, Decision], ...] | Complaint:
    """Return the decisions that an answer is, or what has to be mended in it first."""
    for name, most in LONGEST.items():
        if len(getattr(answer, name)) > most:
            return Complaint(name, f"Tekst jest za długi: mieści się {most} znaków.")
    chosen = [one for one in findings if answer.about in (ALL, one.id)]
    if not chosen:
        return Complaint(
            "about",
            "Tej uwagi już nie ma na liście – zmieniło ją nowe sprawdzenie. Proszę wybrać inną.",
        )
    decided = tuple((finding, _decision(finding, answer)) for finding in chosen)
    for finding, decision in decided:
        fault = fault_of(decision)
        if decision.stance is not None and decision.stance not in stances_for(finding):
            return Complaint("stance", "Tego stanowiska nie można zająć wobec tej uwagi.")
        if fault is not None:
            return Complaint(*_COMPLAINTS[fault])
    if len(decided) > 1 and decided[0][1].stance in (Stance.CORRECTED, Stance.EDITED):
        return Complaint(
            "about", "Korektę wpisuje się do jednej uwagi. Proszę wybrać, której dotyczy."
        )
    return decided


def _decision(finding: Finding, answer: Answer) -> Decision:
    place = finding.place
    new = answer.new if answer.stance in (Stance.CORRECTED, Stance.EDITED) else ""
    return Decision(
        seen_value(answer.stance),
        finding.rule.code,
        place.unit,
        place.action,
        place.indicator,
        place.field,
        seen_value(place.value),
        new.strip(),
        seen_value(answer.reason),
        seen_value(answer.who),
    )


def with_decisions(
    programme: Programme,
    before: Sequence[SheetRead],
    decided: Iterable[tuple[Finding, Decision]],
) -> tuple[Sheet, ...]:
    """Lay out the panel's table: what stood there, and what was decided now in its stead."""
    fresh = {_key(decision): (finding, decision) for finding, decision in decided}
    rows = [row for row in _rows(before, MATTERS) if row[-len(KEYS) :] not in fresh]
    rows += [matter_row(programme, finding, decision, "") for finding, decision in fresh.values()]
    return _sheets(before, rows)


def without_decisions(
    before: Sequence[SheetRead], findings: Iterable[Finding]
) -> tuple[Sheet, ...]:
    """Lay out the panel's table without what was decided in it on some findings."""
    gone = {_key_of(finding) for finding in findings}
    return _sheets(before, [row for row in _rows(before, MATTERS) if row[-len(KEYS) :] not in gone])


def _sheets(before: Sequence[SheetRead], matters: Sequence[tuple[str, ...]]) -> tuple[Sheet, ...]:
    signed = {sheet.name: sheet.signature for sheet in before}
    return tuple(
        Sheet(
            name,
            tuple(matters if name == MATTERS else _rows(before, name)),
            signed.get(name, ("", "")) if name == EDITORIAL else ("", ""),
        )
        for name in COLUMNS
    )


def _rows(before: Sequence[SheetRead], name: str) -> list[tuple[str, ...]]:
    """Return the rows of a sheet as they were read, in the order of its columns."""
    headers = [column.header for column in COLUMNS[name]]
    return [
        tuple(row.get(header, "") for header in headers)
        for sheet in before
        if sheet.name == name
        for row in sheet.rows.values()
    ]


def _key(decision: Decision) -> tuple[str, ...]:
    about = (decision.unit, decision.action, decision.indicator, decision.field)
    return (decision.rule, *about, decision.seen)


def _key_of(finding: Finding) -> tuple[str, ...]:
    return (finding.rule.code, *finding.place.cell, seen_value(finding.place.value))

"""The table of remarks (Tabela uwag): what is open, where a person writes what was decided.

Three sheets: single matters, editorial corrections that one signature covers, rules left as they
are for a whole unit or part of the programme. Columns are found by their headers, a matter by the
grey columns at the end; rows may be sorted, filtered and left out.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from domain.decisions import Decision, Stance, seen_value
from domain.findings import Finding
from domain.marking import LABELS
from domain.polish.typography import normalise_space
from domain.programme import Programme
from domain.rules import Family, Severity
from domain.submissions import Origin
from domain.surroundings import Surroundings, where

MATTERS, EDITORIAL, WHOLE = "Uwagi", "Korekty redakcyjne", "Zbiorczo"
YES, NO = "tak", "nie"
SIGNED_BY, SIGNED_WHY = "Kto zatwierdza:", "Uzasadnienie:"
EDITORIAL_REASON = "korekta redakcyjna"


class Role(StrEnum):
    """What a column is for: to read, to fill in, or to find the matter again."""

    SHOWN = "shown"
    INPUT = "input"
    KEY = "key"


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column: its header, width in characters, role, and the words that may be chosen."""

    header: str
    width: int
    role: Role = Role.SHOWN
    choices: tuple[str, ...] = ()


STANCE = TableColumn("Stanowisko", 24, Role.INPUT, tuple(Stance))
LEFT_ONLY = TableColumn("Stanowisko", 28, Role.INPUT, (Stance.LEFT,))
NEW = TableColumn("Nowa wartość lub brzmienie", 26, Role.INPUT)
REASON = TableColumn("Uzasadnienie", 38, Role.INPUT)
WHO = TableColumn("Kto", 22, Role.INPUT)
AROUND = TableColumn("W zdaniu", 52)
IS = TableColumn("Jest", 28)
SHOULD_BE = TableColumn("Ma być", 28, Role.INPUT)
ACCEPT = TableColumn("Przyjąć", 10, Role.INPUT, (YES, NO))
RULE_OF = TableColumn("Reguła", 26, Role.INPUT)
UNIT_OF = TableColumn("Jednostka (kod)", 24, Role.INPUT)
PART_OF = TableColumn("Zadanie lub działanie", 22, Role.INPUT)
KEYS = tuple(
    TableColumn(header, 16, Role.KEY)
    for header in (
        "klucz: reguła",
        "klucz: jednostka",
        "klucz: działanie",
        "klucz: wskaźnik",
        "klucz: pole",
        "klucz: wartość",
    )
)
ABOUT = (
    TableColumn("Uwaga", 15),
    TableColumn("Jednostka", 24),
    TableColumn("Działanie", 11),
    TableColumn("Treść uwagi", 58),
    TableColumn("Gdzie", 30),
)
COLUMNS: Mapping[str, tuple[TableColumn, ...]] = {
    MATTERS: (*ABOUT, STANCE, NEW, REASON, WHO, *KEYS),
    EDITORIAL: (*ABOUT[1:3], ABOUT[4], AROUND, IS, SHOULD_BE, ACCEPT, *KEYS),
    WHOLE: (RULE_OF, UNIT_OF, PART_OF, LEFT_ONLY, REASON, WHO),
}
BY_HAND = "Do przeniesienia"
# With a sheet that only people read: what of an edited document could not be proposed.
WRITTEN: Mapping[str, tuple[TableColumn, ...]] = {
    **COLUMNS,
    BY_HAND: (
        TableColumn("Co", 22),
        TableColumn("Gdzie", 26),
        TableColumn("Było", 50),
        TableColumn("Jest", 50),
        TableColumn("Dlaczego nie przeniesiono", 60),
    ),
}
INTRO: Mapping[str, tuple[str, ...]] = {
    BY_HAND: (
        "Zmiany w dokumencie, których nie można zaproponować jako korekty; nie uwzględniono ich.",
        "Proszę zdecydować o każdej z osobna.",
    ),
    MATTERS: (
        "Proszę wybrać stanowisko, a przy „pozostawiono” wpisać uzasadnienie; w kolumnie „Kto” – "
        "imię i nazwisko. „Zamaskowano” dotyczy ochrony danych: drukuje się „nie więcej niż 3”. "
        "Nowa wartość to sama liczba, a przy tekście – jego całe nowe brzmienie.",
        "Wypełniony plik proszę zapisać tam, gdzie są sprawozdania jednostek (inputs, program, "
        "rok), i uruchomić sprawozdanie ponownie. Wersję ostateczną wstrzymują tylko wiersze "
        "„do poprawy” bez stanowiska.",
    ),
    EDITORIAL: (
        "Korekty, które nie zmieniają żadnej liczby. Proszę wpisać „tak” lub „nie” w kolumnie "
        "„Przyjąć”; „Ma być” można zmienić.",
        "Jeden podpis obejmuje wszystkie korekty na tej karcie.",
    ),
    WHOLE: (
        "Jedno stanowisko dla wszystkich uwag jednego rodzaju w jednostce, w zadaniu albo w "
        "obu naraz.",
        "Kod reguły stoi w kolumnie „klucz: reguła” karty „Uwagi”; jednostkę można podać kodem "
        "albo nazwą. Puste pole oznacza: wszystkie.",
    ),
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as it is to be written; `signature` is who signed an editorial batch, and why."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    signature: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class SheetRead:
    """One sheet as it came back: texts by header for each row, and the signature."""

    name: str
    rows: Mapping[int, Mapping[str, str]]
    signature: tuple[str, str] = ("", "")


def is_table(name: str) -> bool:
    """Whether a file of the drop folder is a table of remarks, under any of the names it is saved
    as ("Tabela_uwag_2024 (1).xlsx")."""
    plain = unicodedata.normalize("NFC", name).casefold()
    return plain.startswith("tabela_uwag") and plain.endswith(".xlsx")


def proposal(
    programme: Programme,
    findings: Sequence[Finding],
    decisions: Sequence[Decision],
    known: Surroundings,
) -> tuple[Sheet, ...]:
    """Lay out the table: what was decided stays filled in, what is open waits for a word."""
    single = {decision.same_matter: decision for decision in decisions if not decision.whole}
    matters, editorial = [], []
    for finding in findings:
        decision = single.get(_matter(finding))
        if finding.rule.family is Family.POLISH and finding.suggestion:
            editorial.append(_editorial(programme, finding, decision, known.text(finding)))
        elif finding.severity is not Severity.INFO or decision is not None:
            matters.append(matter_row(programme, finding, decision, known.explanation(finding)))
    signed = next((one for one in single.values() if one.stance is Stance.EDITED), None)
    signature = (signed.who, signed.reason) if signed else ("", EDITORIAL_REASON)
    whole = [
        (one.rule, one.unit, one.action, one.said, one.reason, one.who)
        for one in decisions
        if one.whole
    ]
    return (
        Sheet(MATTERS, tuple(matters)),
        Sheet(EDITORIAL, tuple(editorial), signature),
        Sheet(WHOLE, tuple(whole)),
    )


def matter_row(
    programme: Programme, finding: Finding, decision: Decision | None, explained: str
) -> tuple[str, ...]:
    told = (decision.said, decision.new, decision.reason, decision.who) if decision else ("",) * 4
    text = f"{finding.message} {finding.remedy}"
    if explained:
        text = f"{finding.message} Wyjaśnienie jednostki: „{explained}”. Proszę zająć stanowisko."
    about = (LABELS[finding.severity], *_who(programme, finding), text, where(finding))
    return (*about, *told, *_keys(finding))


def _editorial(
    programme: Programme, finding: Finding, decision: Decision | None, around: str
) -> tuple[str, ...]:
    accepted = ""
    if decision is not None:
        accepted = YES if decision.stance is Stance.EDITED else NO
    new = (decision.new if decision else "") or finding.suggestion
    about = (*_who(programme, finding), where(finding), around)
    return (*about, finding.place.value, new, accepted, *_keys(finding))


def _who(programme: Programme, finding: Finding) -> tuple[str, str]:
    unit = programme.units.get(finding.place.unit)
    return (unit.short if unit else "definicja programu", finding.place.action)


def _matter(finding: Finding) -> tuple[object, ...]:
    place = finding.place
    about = (place.unit, place.action, place.indicator, place.field)
    return (finding.rule.code, seen_value(place.value), False, *about)


def _keys(finding: Finding) -> tuple[str, ...]:
    place = finding.place
    about = (place.unit, place.action, place.indicator, place.field, seen_value(place.value))
    return (finding.rule.code, *about)


def decisions_of(sheets: Sequence[SheetRead], file: str, sha256: str) -> Iterator[Decision]:
    """Yield the decisions of a table that came back; a row without a stance is still open."""
    for sheet in sheets:
        for number, row in sheet.rows.items():
            decision = _decision(sheet, row, Origin(file, sheet.name, f"A{number}", sha256))
            if decision is not None:
                yield decision


def _decision(sheet: SheetRead, lines: Mapping[str, str], origin: Origin) -> Decision | None:
    # Only a new wording has lines of its own.
    kept = (NEW.header, SHOULD_BE.header)
    row = {name: text if name in kept else seen_value(text) for name, text in lines.items()}
    if sheet.name == WHOLE:
        rule = row.get(RULE_OF.header, "")
        if not any(row.values()):
            return None
        return Decision(
            said=row.get(LEFT_ONLY.header, ""),
            rule=rule,
            unit=row.get(UNIT_OF.header, ""),
            action=row.get(PART_OF.header, ""),
            reason=row.get(REASON.header, ""),
            who=row.get(WHO.header, ""),
            whole=True,
            origin=origin,
        )
    rule, unit, action, indicator, field, seen = (row.get(key.header, "") for key in KEYS)
    about = Decision("", rule, unit, action, indicator, field, seen, origin=origin)
    return _batched(sheet, row, about) if sheet.name == EDITORIAL else _written(row, about)


def _written(row: Mapping[str, str], about: Decision) -> Decision | None:
    said = row.get(STANCE.header, "")
    told = [row.get(column.header, "") for column in (NEW, REASON, WHO)]
    if not said and not any(told):
        return None
    new, reason, who = told
    return _told(about, said, new, reason, who)


def _batched(sheet: SheetRead, row: Mapping[str, str], about: Decision) -> Decision | None:
    answer = row.get(ACCEPT.header, "").casefold()
    if not answer:
        return None
    who, reason = sheet.signature[0], sheet.signature[1] or EDITORIAL_REASON
    said = {YES: Stance.EDITED, NO: Stance.LEFT}.get(answer, answer)
    return _told(about, said, row.get(SHOULD_BE.header, ""), reason, who)


def _told(about: Decision, said: str, new: str, reason: str, who: str) -> Decision:
    return Decision(
        said,
        about.rule,
        about.unit,
        about.action,
        about.indicator,
        about.field,
        about.seen,
        new,
        reason,
        who,
        origin=about.origin,
    )


def by_code(programme: Programme, decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """Return decisions with the code of a unit where people wrote its name."""
    codes = {
        normalise_space(name).casefold(): unit.code
        for unit in programme.units.values()
        for name in (unit.name, unit.short, *unit.aliases, unit.code)
    }
    return tuple(
        replace(one, unit=codes.get(normalise_space(one.unit).casefold(), one.unit))
        if one.whole
        else one
        for one in decisions
    )

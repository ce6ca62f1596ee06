"""The catalogue told to people: by family, each rule with its weight, sentences and reason."""

from collections.abc import Iterator, Sequence

from domain.expressions import written
from domain.marking import LABELS
from domain.rules import Family, FoundBy, Rule, Stage

FAMILIES = {
    Family.FILES: "Pliki",
    Family.FORM: "Formularz",
    Family.VALUE: "Wartości",
    Family.COMPLETENESS: "Kompletność",
    Family.PLAUSIBILITY: "Wiarygodność",
    Family.ARITHMETIC: "Rachunki",
    Family.ACROSS: "Między wierszami i jednostkami",
    Family.WORDING: "Brzmienie a wartości",
    Family.POLISH: "Poprawność języka",
    Family.NAMES: "Nazwy i układ programu",
    Family.PRIVACY: "Ochrona danych",
    Family.DECISIONS: "Stanowiska koordynatora",
}


def by_family(rules: Sequence[Rule]) -> Iterator[tuple[Family, tuple[Rule, ...]]]:
    """Yield the families that have rules, each with its rules in the catalogue's order."""
    for family in FAMILIES:
        own = tuple(rule for rule in rules if rule.family is family)
        if own:
            yield family, own


def weight(rule: Rule) -> str:
    """Return how heavy a rule's findings are ("do poprawy"), and whether it is on trial."""
    label = LABELS[rule.severity]
    return f"na próbę – {label}" if rule.stage is Stage.TRIAL else label


def catalogue_lines(rules: Sequence[Rule]) -> Iterator[str]:
    """Yield the lines for the terminal."""
    for family, own in by_family(rules):
        yield f"{FAMILIES[family]} ({len(own)})"
        for rule in own:
            yield f"  {rule.code} [{weight(rule)}]"
            yield f"    {rule.message} {rule.remedy}"
    trial = sum(rule.stage is Stage.TRIAL for rule in rules)
    beyond = sum(rule.found_by is FoundBy.DOMAIN for rule in rules)
    yield f"Uwag w katalogu: {len(rules)}, na próbę: {trial}, poza tabelą: {beyond}."


def condition(rule: Rule) -> str:
    """Return what must hold, and where, as a tree written on one line."""
    if rule.holds is None:
        return "found by the merge"
    held = written(rule.holds)
    return f"{held} where {written(rule.when)}" if rule.when is not None else held

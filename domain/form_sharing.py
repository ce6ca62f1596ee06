"""Who reports what of an action that several units share: the note below it in the form."""

from collections.abc import Iterator

from domain.programme import Action, Combine, Programme, Unit

_JOINED = {
    Combine.SUM: "Każda z jednostek podaje tylko swoją część, a program je zsumuje: {units}.",
    Combine.MAXIMUM: "Każda z jednostek podaje swoją wartość, a przyjmuje się największą: {units}.",
    Combine.LATEST: "Każda z jednostek podaje swoją wartość, a przyjmuje się ostatnią: {units}.",
    Combine.EACH: "Każda z jednostek podaje swoją wartość; w sprawozdaniu stoją obok siebie: "
    "{units}.",
}


def sharing_note(programme: Programme, action: Action, unit: Unit, part: Unit | None = None) -> str:
    """Return who reports the total, who a part, who nothing; "" where only one unit is named."""
    return " ".join(_sentences(programme, action, unit, part))


def _sentences(
    programme: Programme, action: Action, unit: Unit, part: Unit | None
) -> Iterator[str]:
    others = (one for one in programme.parts(unit) if one.code in action.leads and one != part)
    parts = [one.name for one in others]
    if parts:
        yield f"Formularz z tym działaniem dostaje też: {', '.join(parts)}."
    leads = _units(programme, action.leads)
    partners = tuple(one for one in _units(programme, action.partners) if one not in leads)
    if len({*leads, *partners}) == 1:
        return
    rules = dict.fromkeys(indicator.combine for indicator in action.indicators)
    if Combine.LEAD in rules or not rules:
        yield _total(leads, unit)
    for rule in rules:
        if rule is not Combine.LEAD:
            yield _JOINED[rule].replace(
                "{units}", ", ".join(_named(one) for one in leads + partners)
            )
    if partners and set(rules) <= {Combine.LEAD}:
        names = ", ".join(_named(one) for one in partners)
        yield f"Wykonania nie podają jednostki współpracujące: {names}."


def _total(leads: tuple[Unit, ...], unit: Unit) -> str:
    if leads == (unit,):
        return "Działanie wspólne: całość wykonania podaje Państwa jednostka."
    others = ", ".join(_named(one) for one in leads if one != unit)
    if unit in leads:
        return f"Działanie wspólne: całość, tę samą, podają Państwa jednostka i {others}."
    return f"Działanie wspólne: całość podaje {others}; Państwa jednostka jej nie podaje."


def _units(programme: Programme, codes: tuple[str, ...]) -> tuple[Unit, ...]:
    """Return the units named, each as the one that reports for it where there is one."""
    found = (programme.reporting_unit(code) or programme.units[code] for code in codes)
    return tuple(dict.fromkeys(found))


def _named(unit: Unit) -> str:
    return f"{unit.short} (tel. {unit.phone})" if unit.phone else unit.short

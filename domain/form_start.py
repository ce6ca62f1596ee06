"""The first sheet of a form: what is asked, by when, how it is sent back, whom to ask."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from domain.form import REPORT_SHEET
from domain.polish.dates import long_date
from domain.polish.plural import counted
from domain.programme import Action, Programme, Unit

# Minutes, measured on nobody yet: told in fives, so that it does not look exact.
PER_ACTION, STEP = 2.5, 5
PRIVACY = "form_privacy"


class LineKind(StrEnum):
    """How a line looks."""

    TITLE = "title"
    LARGE = "large"
    PLAIN = "plain"
    STEP = "step"
    QUIET = "quiet"
    COUNTER = "counter"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class StartLine:
    """One line of the sheet; a link leads to a sheet of this name."""

    kind: LineKind
    text: str
    sheet: str = ""


def start_lines(
    programme: Programme, unit: Unit, actions: int, file: str, sheets: tuple[str, ...]
) -> Iterator[StartLine]:
    """Yield the lines; `sheets` are those of the form that are optional."""
    yield StartLine(LineKind.TITLE, f"{programme.name}: sprawozdanie za {programme.year} rok")
    yield StartLine(LineKind.TITLE, unit.name)
    yield StartLine(LineKind.PLAIN, "")
    yield StartLine(LineKind.LARGE, _at_a_glance(programme, unit, actions))
    yield StartLine(LineKind.COUNTER, "")
    yield StartLine(LineKind.PLAIN, "")
    yield StartLine(LineKind.LARGE, "Jak wypełnić")
    for number, text in enumerate(_steps(file), start=1):
        yield StartLine(LineKind.STEP, f"{number}. {text}")
    yield StartLine(LineKind.LINK, "Przejdź do arkusza „Sprawozdanie”", REPORT_SHEET)
    if sheets:
        names = ", ".join(f"„{name}”" for name in sheets)
        yield StartLine(LineKind.PLAIN, f"Nieobowiązkowe: {names}.")
    yield StartLine(LineKind.PLAIN, "")
    yield from _contact(programme)
    yield from _privacy(programme)
    yield from _elsewhere(programme, unit)


def _at_a_glance(programme: Programme, unit: Unit, actions: int) -> str:
    due = programme.due_of(unit)
    minutes = max(STEP, STEP * round(actions * PER_ACTION / STEP))
    told = [counted(actions, "działanie", "działania", "działań")]
    told.append(f"około {counted(minutes, 'minuta', 'minuty', 'minut')}")
    if due:
        told.append(f"termin {long_date(due)}")
    if programme.contact.phone:
        told.append(f"tel. {programme.contact.phone}")
    return ", ".join(told)


def _steps(file: str) -> Iterator[str]:
    yield "Jeżeli u góry okna jest żółty pasek, proszę kliknąć: Włącz edytowanie."
    yield (
        "W arkuszu „Sprawozdanie” proszę wypełnić białe i żółte pola: liczbę wykonania i status. "
        "Można wypełniać na raty i przekazać plik koleżance lub koledze."
    )
    yield (
        "Kolumna „Sprawdzenie” mówi, czego brakuje. Gdy prosi o wyjaśnienie, wystarczy jedno "
        "zdanie."
    )
    yield (
        "W arkuszu „Metryczka” proszę wpisać, kto sporządził i kto zatwierdził. „Podgląd” można "
        "wydrukować do podpisu."
    )
    yield f"Plik proszę zapisać pod tą samą nazwą ({file}) i odesłać jako załącznik do wiadomości."


def _contact(programme: Programme) -> Iterator[StartLine]:
    contact = programme.contact
    ways = [contact.name]
    ways += [f"tel. {contact.phone}"] if contact.phone else []
    ways += [contact.email] if contact.email else []
    told = ", ".join(way for way in ways if way)
    if told:
        yield StartLine(LineKind.PLAIN, f"Pytania i odsyłanie formularza: {told}.")


def _privacy(programme: Programme) -> Iterator[StartLine]:
    yield StartLine(
        LineKind.PLAIN,
        "Prosimy nie podawać danych osób, którym udzielono pomocy (imion, nazwisk, adresów, "
        "numerów PESEL): w sprawozdaniu podaje się liczby.",
    )
    if notice := programme.texts.get(PRIVACY):
        yield StartLine(LineKind.QUIET, notice)


def _elsewhere(programme: Programme, unit: Unit) -> Iterator[StartLine]:
    """Name the actions in which the unit takes part and reports nothing."""
    actions = [action for action in programme.actions() if _only_helps(programme, unit, action)]
    if not actions:
        return
    yield StartLine(LineKind.PLAIN, "")
    yield StartLine(
        LineKind.LARGE, "Działania, w których Państwo współpracują, a wykonanie podaje kto inny"
    )
    for action in actions:
        leads = dict.fromkeys(programme.reporting_unit(code) for code in action.leads)
        names = ", ".join(
            f"{lead.short} (tel. {lead.phone})" if lead.phone else lead.short
            for lead in leads
            if lead
        )
        yield StartLine(LineKind.PLAIN, f"{action.id} {action.name} – podaje {names}")


def _only_helps(programme: Programme, unit: Unit, action: Action) -> bool:
    partners = {programme.reporting_unit(code) for code in action.partners}
    return unit in partners and unit not in programme.reporters(action)

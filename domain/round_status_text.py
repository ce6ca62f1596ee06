"""The status of a round in words: one sentence, one line in a list, a page for the terminal."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict

from domain.board import UnitState
from domain.calendar import CalendarEntry, days_until
from domain.polish.dates import long_date
from domain.polish.plural import counted
from domain.reminded import Reminder, Way
from domain.round_facts import OwedFact, UnitFact
from domain.round_facts_json import as_json
from domain.round_status import RoundState, RoundStatus

MOST_NAMES = 5
MOST_UNITS = 40
WIDEST = 34
LABEL = 16
# From so many days on a date says more than their number.
LONG_AGO = 60


def headline(status: RoundStatus) -> str:
    """Say where a round stands: "Wpłynęło 22 z 30; do decyzji 6 spraw; do terminu 18 dni"."""
    facts = status.facts
    parts = [f"Wpłynęło {facts.submitted} z {facts.expected}"]
    if status.state is RoundState.CLOSED:
        return f"Rok zamknięty; {parts[0][:1].lower()}{parts[0][1:]}"
    if status.state is not RoundState.NOTHING:
        parts.append(_to_decide(status.to_decide))
    if status.due is not None and status.state is not RoundState.FINAL:
        parts.append(_days_left(status.due, status.today))
    if status.unchecked:
        parts.append(f"{files_counted(len(status.unchecked))} do sprawdzenia")
    return "; ".join(parts)


def one_line(status: RoundStatus) -> str:
    """Return the line of a list of rounds."""
    return f"{status.short} {status.year} – {status.state}. {headline(status)}."


def status_lines(status: RoundStatus) -> Iterator[str]:
    """Yield what the terminal shows."""
    yield f"{status.short} {status.year} – {status.name}"
    yield f"{headline(status)}."
    yield ""
    yield from (f"{label + ':':<{LABEL}}{text}" for label, text in _about(status))
    owing = status.owing
    if owing and status.state is not RoundState.NOTHING:
        yield ""
        yield f"Do uzupełnienia ({counted(len(owing), 'jednostka', 'jednostki', 'jednostek')}):"
        yield from (f"  {unit_line(status, unit)}" for unit in owing[:MOST_UNITS])
        if len(owing) > MOST_UNITS:
            yield f"  … i jeszcze {len(owing) - MOST_UNITS}"


def _about(status: RoundStatus) -> Iterator[tuple[str, str]]:
    facts = status.facts
    yield "Stan", _state(status)
    if status.state is not RoundState.NOTHING:
        notes = f"do poprawy {facts.errors}, do wyjaśnienia {facts.warnings}"
        yield "Uwagi", f"{notes}, informacje {facts.infos}, ze stanowiskiem {facts.decided}"
        yield "Luki", f"działań z brakiem odpowiedzi {facts.gaps} z {facts.actions}"
        yield "Zatwierdzenie", _approval(status)
    for one in facts.not_taken:
        yield "Nie wczytano", f"„{one.file}” – {one.reason}"
    if status.unchecked:
        yield "Do sprawdzenia", _names(status.unchecked)
    if status.gone:
        yield "Usunięto", f"{_names(status.gone)} (wyniki są sprzed tej zmiany)"
    upcoming = status.next
    if upcoming is not None:
        yield "Najbliżej", _entry(upcoming, status.today)
    report = status.next_report
    if report is not None and report != upcoming:
        yield "Sprawozdanie", _entry(report, status.today)


def _state(status: RoundStatus) -> str:
    facts = status.facts
    if status.state is RoundState.NOTHING:
        return str(status.state)
    day = f", dane na {_day(facts.as_of)}" if facts.as_of else ""
    return f"{status.state}, wersja {facts.version[:8]}{day}"


def _approval(status: RoundStatus) -> str:
    if not status.approval:
        return "brak"
    return status.approval if status.approved else f"wygasło (dane zmieniono): {status.approval}"


def unit_line(status: RoundStatus, unit: UnitFact) -> str:
    """Say of a unit what it owes, how late it is and when it was reminded."""
    told = [owed_in_short(unit)]
    late = status.days_late(unit)
    if late:
        told.append(f"{counted(late, 'dzień', 'dni', 'dni')} po terminie")
    reminder = status.reminders.get(unit.code)
    if reminder is not None:
        told.append(reminder_words(reminder))
    return f"{unit.short:<{WIDEST}} {'; '.join(told)}"


def owed_in_short(unit: UnitFact) -> str:
    """Say what a unit owes: "brak sprawozdania (12 działań)", "3 wartości w 2 działaniach"."""
    if unit.state in (UnitState.MISSING, UnitState.REFUSED, UnitState.LATER):
        return f"{unit.state} ({counted(unit.owed, 'działanie', 'działania', 'działań')})"
    whole = sum(one.whole for one in unit.owing)
    values = sum(_values(one) for one in unit.owing)
    told = []
    if whole:
        told.append(f"bez odpowiedzi {counted(whole, 'działanie', 'działania', 'działań')}")
    if values:
        told.append(f"brak {counted(values, 'wartości', 'wartości', 'wartości')}")
    if unit.corrections:
        told.append(counted(unit.corrections, "poprawka", "poprawki", "poprawek"))
    return ", ".join(told) or "kompletne"


def _values(owed: OwedFact) -> int:
    return 0 if owed.whole else len(owed.lacking)


def reminder_words(reminder: Reminder) -> str:
    """Say when a unit was reminded, and how."""
    if not reminder.sure:
        return f"nie wiadomo, czy wyszło przypomnienie z {_day(reminder.day)}"
    if reminder.way == Way.DRAFT:
        return f"projekt przypomnienia z {_day(reminder.day)}"
    return f"przypomniano {_day(reminder.day)}"


def _to_decide(matters: int) -> str:
    if not matters:
        return "nic do decyzji"
    return f"do decyzji {counted(matters, 'sprawa', 'sprawy', 'spraw')}"


def _days_left(due: datetime.date, today: datetime.date) -> str:
    days = (due - today).days
    if days < -LONG_AGO:
        return f"termin minął {long_date(due)}"
    if days > 0:
        return f"do terminu {counted(days, 'dzień', 'dni', 'dni')}"
    if days == 0:
        return "termin mija dziś"
    return f"termin minął {counted(-days, 'dzień', 'dni', 'dni')} temu"


def _entry(entry: CalendarEntry, today: datetime.date) -> str:
    days = days_until(entry.date, today) or 0
    when = f"za {counted(days, 'dzień', 'dni', 'dni')}" if days else "dziś"
    return f"{long_date(entry.date)} ({when}) – {entry.name}"


def _day(iso: str) -> str:
    return long_date(datetime.date.fromisoformat(iso))


def files_counted(number: int) -> str:
    """Return "1 plik", "2 pliki", "5 plików"."""
    return counted(number, "plik", "pliki", "plików")


def _names(names: Sequence[str]) -> str:
    shown = ", ".join(f"„{name}”" for name in names[:MOST_NAMES])
    more = len(names) - MOST_NAMES
    return f"{shown} i jeszcze {more}" if more > 0 else shown


def status_json(status: RoundStatus) -> Mapping[str, object]:
    """Return the status for scripts; `round` is what the last run told."""
    upcoming = status.next
    return {
        "programme": status.slug,
        "year": status.year,
        "name": status.name,
        "short": status.short,
        "today": status.today.isoformat(),
        "state": status.state.name.lower(),
        "state_words": status.state.value,
        "headline": headline(status),
        "approved": status.approved,
        "approval": status.approval,
        "closed": status.closed,
        "to_decide": status.to_decide,
        "due": status.due.isoformat() if status.due else None,
        "days_to_due": status.days_to_due,
        "next": _entry_json(upcoming) if upcoming else None,
        "calendar": [_entry_json(one) for one in status.calendar],
        "unchecked": list(status.unchecked),
        "gone": list(status.gone),
        "reminders": {unit: asdict(one) for unit, one in sorted(status.reminders.items())},
        "folder": status.folder,
        "roles": dict(status.roles),
        "round": as_json(status.facts),
    }


def _entry_json(entry: CalendarEntry) -> dict[str, str]:
    return {
        "key": entry.key,
        "date": entry.date.isoformat(),
        "name": entry.name,
        "kind": entry.kind.value,
        "unit": entry.unit,
    }

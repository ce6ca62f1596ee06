"""What the text of a reminder may name: the day due, what the unit owes, its files."""

import datetime
from collections.abc import Iterator

from domain.message import unit_words
from domain.owing import OwedAction, Owing
from domain.polish.dates import long_date
from domain.polish.plural import counted
from domain.polish.typography import normalise_space
from domain.programme import Programme
from domain.reminding import Call

BEFORE, AFTER = "wiadomosc-przed-terminem.txt", "wiadomosc-po-terminie.txt"
# The whole list is in the form; a message that nobody reads to its end reminds nobody.
MOST_OWED = 12


def template_of(call: Call, today: datetime.date) -> str:
    """Return which text fits: the one before the day due, or the one after it."""
    return AFTER if call.due is not None and today > call.due else BEFORE


def reminder_words(programme: Programme, call: Call, today: datetime.date) -> dict[str, str]:
    """Return the words; what there is nothing of is empty, and its paragraph left out."""
    owing = call.owing
    form = programme.form_file(owing.unit)
    partly = not owing.silent and not owing.refused
    sent = ", ".join(f"„{file.name}”" for file in owing.files) if partly else ""
    notes = counted(owing.corrections, "uwaga", "uwagi", "uwag") if owing.corrections else ""
    answered = f"{owing.answered} z {owing.expected}" if partly and owing.answered else ""
    return unit_words(programme, owing.unit) | {
        "due": long_date(call.due) if call.due else "",
        "when": _when(call.due, today) if call.due else "",
        "form_first": form if owing.silent else "",
        "form_again": form if owing.refused else "",
        "refused": "\n".join(
            f"– „{file.name}”: {normalise_space(file.reason)}" for file in owing.refused
        ),
        "answered": answered,
        "owed": "\n".join(_owed_lines(owing)),
        "sent": sent if owing.actions else "",
        "corrections": notes,
        "contact": _contact(programme),
    }


def _when(due: datetime.date, today: datetime.date) -> str:
    days = (due - today).days
    near = {0: "dziś", 1: "jutro", -1: "wczoraj"}
    if days in near:
        return near[days]
    number = counted(abs(days), "dzień", "dni", "dni")
    return f"za {number}" if days > 0 else f"{number} temu"


def _owed_lines(owing: Owing) -> Iterator[str]:
    for one in owing.actions[:MOST_OWED]:
        yield f"– {one.action.id} {one.name}{_lacking(owing, one)}"
    more = len(owing.actions) - MOST_OWED
    if more > 0:
        yield f"– i jeszcze {counted(more, 'działanie', 'działania', 'działań')}"


def _lacking(owing: Owing, owed: OwedAction) -> str:
    """Say what is missing, where the unit has given something."""
    return "" if owing.silent or owing.refused else f": {', '.join(owed.lacking)}"


def _contact(programme: Programme) -> str:
    who = programme.contact
    ways = [f"tel. {who.phone}"] if who.phone else []
    ways += [f"e-mail {who.email}"] if who.email else []
    return f"z koordynatorem programu ({', '.join(ways)})" if ways else "z koordynatorem programu"

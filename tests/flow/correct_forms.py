"""Every unit's form filled in as it should be: no rule has anything to say."""

from decimal import Decimal
from pathlib import Path

from domain.answers import Cells, FormAnswers
from domain.form import Field, unit_actions
from domain.phrases import NounKind
from domain.programme import Indicator, Programme, Unit
from tasks.adapters.workbook_writing import write_form

META = {
    "prepared_by": "Anna Nowak",
    "phone": "",
    "email": "",
    "approved_by": "Jan Kowalski",
    "date": "2025-01-20",
    "letter": "BK.0631.2.2025",
}
WORDING = "Działanie prowadzono przez cały rok."
AMOUNT = Decimal("10234.56")
FEW, ALIKE = 3, 99
_PEOPLE = (NounKind.PEOPLE, NounKind.FAMILIES)
_HALVES = (NounKind.HOURS, NounKind.POSTS, NounKind.MONEY, NounKind.PERCENT)


def correct_answers(programme: Programme, unit: Unit, used: set[Decimal]) -> FormAnswers:
    """Answer for every action: a value near each plan, none that is `used`, amounts where due."""
    cells: dict[tuple[str, str], Cells] = {}
    for action in unit_actions(programme, unit):
        plan = programme.planned(action)
        own: Cells = {Field.STATUS: "zrealizowano"}
        if not plan.values:
            own[Field.WORDING] = WORDING
        if action.spending:
            own[Field.SPENDING] = AMOUNT + len(cells)
        cells[action.id, ""] = own
        for indicator in action.indicators:
            planned = plan.values.get(indicator.key)
            if planned is not None:
                number = _near(planned.number, indicator, used)
                used.add(number)
                cells[action.id, indicator.key] = {Field.VALUE: number}
    return FormAnswers(cells, META)


def _near(planned: Decimal, indicator: Indicator, used: set[Decimal]) -> Decimal:
    """Return a number near a plan: not the plan, no round one, none that stands elsewhere."""
    halves = any(noun.kind in _HALVES for noun in indicator.phrase.nouns)
    number = planned if halves else planned.to_integral_value()
    people = any(noun.kind in _PEOPLE for noun in indicator.phrase.nouns)
    if people and 2 <= number <= FEW:
        # So few of them could be told apart beside an amount.
        return Decimal(FEW + 1)
    if number < 10:
        return number
    number += 1
    # Only of larger numbers it is odd that two are alike.
    while (number > ALIKE and number in used) or not number % 10:
        number += 1
    return number


def write_correct(programme: Programme, unit: Unit, folder: Path, used: set[Decimal]) -> Path:
    """Write a unit's correct workbook into a folder."""
    path = folder / f"{unit.code}.xlsx"
    path.write_bytes(write_form(programme, unit, correct_answers(programme, unit, used)))
    return path

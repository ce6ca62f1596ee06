"""A number with the noun that it counts, for the sentences of reports: "5 uwag", "1 jednostka"."""

from decimal import Decimal

from domain.polish.numbers import NumberForm, format_number, number_form


def plural(number: int, one: str, few: str, many: str) -> str:
    """Return the form of a noun (or verb) that goes with a whole number."""
    match number_form(Decimal(number)):
        case NumberForm.ONE:
            return one
        case NumberForm.FEW:
            return few
        case _:
            return many


def counted(number: int, one: str, few: str, many: str) -> str:
    """Return a whole number, thousands grouped, with its noun."""
    return f"{format_number(Decimal(number))} {plural(number, one, few, many)}"

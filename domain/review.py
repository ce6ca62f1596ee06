"""Rules that need thought beyond one row: what the merge could not join, words against numbers.

Each of them has its code, severity and sentences in the catalogue like every other rule; a
programme that leaves the code out does not get its findings.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from domain.findings import Finding, Place, make_finding
from domain.form import Field
from domain.merging import Merged, MergedAction
from domain.polish.dates import MONTHS
from domain.polish.numbers import format_number
from domain.privacy import masked
from domain.programme import Programme
from domain.rules import FoundBy, Rule
from domain.submissions import CellState, ReportedAction

UNTYPED_NUMBER = "wording-number"

_NUMBER = re.compile(r"(?<![\d,.])\d{1,3}(?:[ \u00a0]\d{3}(?!\d))+(?:,\d+)?|\d+(?:[,.]\d+)*")
_YEAR = re.compile(r"(?:19|20)\d\d")
# Numbers that name and do not count: "art. 19a", "30 listopada", "Zabłocie 20.22".
_NAMING_BEFORE = re.compile(r"(?:\bart\.|\bust\.|\bpkt|\bnr|§)[ \u00a0]?$", re.IGNORECASE)
_MONTH_AFTER = re.compile(rf"[ \u00a0](?:{'|'.join(MONTHS)})\b")


def review(programme: Programme, merged: Merged) -> Iterator[Finding]:
    """Yield the findings of the catalogue's domain rules."""
    rules = {rule.code: rule for rule in programme.rules if rule.found_by is FoundBy.DOMAIN}
    yield from _problems(programme, merged, rules)
    if UNTYPED_NUMBER in rules:
        for action in merged.actions:
            for name in (Field.WORDING, Field.SPENDING_WORDING):
                yield from _untyped(action, name, rules[UNTYPED_NUMBER])


def _problems(programme: Programme, merged: Merged, rules: Mapping[str, Rule]) -> Iterator[Finding]:
    for problem in merged.problems:
        if problem.kind not in rules:
            continue
        place = Place(
            problem.unit,
            problem.action,
            problem.indicator,
            Field.VALUE,
            problem.values,
            problem.origin,
        )
        words = {
            "values": problem.values,
            "action": problem.action,
            "unit_name": programme.units[problem.unit].name,
        }
        yield make_finding(rules[problem.kind], place, words)


def _untyped(merged: MergedAction, name: Field, rule: Rule) -> Iterator[Finding]:
    """Find numbers in a unit's own words that it did not type as values or amounts."""
    for report in merged.reports:
        cell = report.row.cell(name)
        typed = _typed_numbers(report)
        # A telephone is no number that counts something, and is not to be told.
        words = "" if cell.state is not CellState.TEXT else masked(cell.text)
        for number in numbers_in(words):
            if number not in typed:
                place = Place(report.unit, report.action, "", name, str(number), cell.origin)
                told = {
                    "value": format_number(number),
                    "cell": cell.origin.cell,
                    "action": report.action,
                }
                yield make_finding(rule, place, told)


def _typed_numbers(report: ReportedAction) -> set[Decimal]:
    cells = [row.cell(Field.VALUE).number for row in report.rows]
    cells += [cell.number for cell in report.spending]
    return {number for number in cells if number is not None}


def numbers_in(text: str) -> tuple[Decimal, ...]:
    """Return the numbers in a text that count something, in order.

    Years, dates, articles of law and names like "20.22" are left out.
    """
    found = (match[0] for match in _NUMBER.finditer(text) if _counts(text, match))
    return tuple(Decimal(re.sub(r"[ \u00a0]", "", number).replace(",", ".")) for number in found)


def _counts(text: str, match: "re.Match[str]") -> bool:
    number = match[0]
    if _YEAR.fullmatch(number) or "." in number or number.count(",") > 1:
        return False
    before, after = text[: match.start()], text[match.end() :]
    return not (_NAMING_BEFORE.search(before) or _MONTH_AFTER.match(after))
